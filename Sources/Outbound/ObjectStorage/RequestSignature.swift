import Crypto
import Foundation

/// AWS Signature Version 4 in the `Authorization` header, as S3-compatible storages expect it: the path is encoded once, and the payload's
/// hash stands in `x-amz-content-sha256`.
struct RequestSignature {
    private static let algorithm = "AWS4-HMAC-SHA256"

    let credentials: ObjectStorageCredentials
    let region: String
    var service = "s3"

    /// A request as it goes out, but for what signing adds.
    struct Request {
        var method: String
        /// As in the `Host` field, with the port unless it is the scheme's own.
        var host: String
        /// Not yet encoded, starting with `/`.
        var path: String
        var query: [(name: String, value: String)] = []
        /// Names in lower case.
        var headers: [String: String] = [:]
        /// SHA-256 of the body in hexadecimal.
        var payloadHash: String
    }

    /// The header fields to add, the signature among them.
    func headers(for request: Request, at date: Date) -> [String: String] {
        let timestamp = Self.timestamp(date)
        var added = ["x-amz-content-sha256": request.payloadHash, "x-amz-date": timestamp]
        if let token = credentials.sessionToken { added["x-amz-security-token"] = token }
        var signed = request.headers.merging(added) { _, new in new }
        signed["host"] = request.host
        let names = signed.keys.sorted()
        let canonical = Self.canonicalRequest(request, signed, names)
        let scope = "\(timestamp.prefix(8))/\(region)/\(service)/aws4_request"
        let toSign = "\(Self.algorithm)\n\(timestamp)\n\(scope)\n\(Hex.text(SHA256.hash(data: Data(canonical.utf8))))"
        let signature = Hex.text(HMAC<SHA256>.authenticationCode(for: Data(toSign.utf8), using: key(day: String(timestamp.prefix(8)))))
        added["authorization"] =
            "\(Self.algorithm) Credential=\(credentials.accessKey)/\(scope),SignedHeaders=\(names.joined(separator: ";")),Signature=\(signature)"
        return added
    }

    private func key(day: String) -> SymmetricKey {
        var key = SymmetricKey(data: Data("AWS4\(credentials.secretKey)".utf8))
        for part in [day, region, service, "aws4_request"] {
            key = SymmetricKey(data: Data(HMAC<SHA256>.authenticationCode(for: Data(part.utf8), using: key)))
        }
        return key
    }

    private static func canonicalRequest(_ request: Request, _ headers: [String: String], _ names: [String]) -> String {
        let fields = names.map { "\($0):\(trimmed(headers[$0] ?? ""))\n" }.joined()
        return [
            request.method, encoded(request.path, keepingSlashes: true), queryText(request.query), fields, names.joined(separator: ";"),
            request.payloadHash,
        ].joined(separator: "\n")
    }

    /// Sorted by the encoded name, then the encoded value; this is also how the address is written.
    static func queryText(_ query: [(name: String, value: String)]) -> String {
        query.map { (encoded($0.name), encoded($0.value)) }.sorted { $0 < $1 }.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }

    /// RFC 3986 §2.3: everything but the unreserved characters, in capital hexadecimal.
    static func encoded(_ text: String, keepingSlashes: Bool = false) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: "/") where keepingSlashes: result += "/"
            default: result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }

    private static func trimmed(_ value: String) -> String {
        value.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }

    /// `20130524T000000Z`
    private static func timestamp(_ date: Date) -> String {
        date.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
    }
}

enum Hex {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
