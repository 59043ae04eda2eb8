import Crypto
import CryptoExtras
import Foundation

/// scrypt (RFC 7914), stored as `$scrypt$ln=15,r=8,p=1$salt$key`, both in base64.
enum PasswordHash {
    /// N = 2^15, r = 8, p = 1: 32 MiB and about 0.1 s a guess.
    private static let logRounds = 15
    private static let keyBytes = 32
    static let minimumLength = 10
    static let maximumLength = 200

    static func make(_ password: String) throws -> String {
        var generator = SystemRandomNumberGenerator()
        let salt = Data((0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
        let key = try derive(password, salt, logRounds)
        return "$scrypt$ln=\(logRounds),r=8,p=1$\(salt.base64EncodedString())$\(key.base64EncodedString())"
    }

    /// Costs the same whether or not there is such an account (`nil`), so that the time does not tell.
    static func verify(_ password: String, against stored: String?) -> Bool {
        let parts = (stored ?? decoy).split(separator: "$").map(String.init)
        guard parts.count == 4, parts[0] == "scrypt", let log = Int(parts[1].dropFirst(3).prefix { $0 != "," }), (10...20).contains(log),
            let salt = Data(base64Encoded: parts[2]), let expected = Data(base64Encoded: parts[3]),
            let key = try? derive(String(password.prefix(maximumLength)), salt, log)
        else { return false }
        return Constant.equal(key, expected) && stored != nil
    }

    private static let decoy = "$scrypt$ln=15,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

    private static func derive(_ password: String, _ salt: Data, _ log: Int) throws -> Data {
        let key = try KDF.Scrypt.deriveKey(
            from: Data(password.utf8), salt: salt, outputByteCount: keyBytes, rounds: 1 << log, blockSize: 8, parallelism: 1)
        return unsafe key.withUnsafeBytes { unsafe Data($0) }
    }
}

enum Constant {
    /// Compares in a time that depends on the lengths alone.
    static func equal(_ left: some DataProtocol, _ right: some DataProtocol) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
