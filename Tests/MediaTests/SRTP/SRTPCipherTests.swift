import Testing

@testable import Media

/// Every implementation of the cipher there is here gives the same bytes and refuses the same.
@Suite struct SRTPCipherTests {
    private typealias Implementation = SRTPGaloisCipher.Implementation

    /// On amd64 there are two, and nothing but an old processor keeps the faster one from being used.
    @Test func theFastestIsUsed() {
        #if arch(x86_64)
            #expect(Implementation.allCases.count == 2)
            #expect(Implementation.fastest != .openSSL)
        #else
            #expect(Implementation.fastest == .openSSL)
        #endif
    }

    /// Each length up to a full packet's, wherever it lies in memory; what stands around it stays as it was.
    @Test(arguments: 0..<4)
    func theyGiveTheSameBytes(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed + 1))
        for length in stride(from: seed, through: 1_500, by: 4) {
            let (key, salt) = (random.secret(16), random.secret(SRTPSalt.bytes))
            let header = 12 + 4 * Int.random(in: 0...12, using: &random)
            let (source, index) = (UInt32.random(in: 0...(.max), using: &random), UInt64.random(in: 0..<1 << 48, using: &random))
            let place = Place(
                offset: .random(in: 0..<64, using: &random), header: header, length: header + length, source: source, index: index)
            let plain = random.bytes(place.offset + place.length + SRTPGaloisCipher.tagBytes + 64)
            var sealed: [[UInt8]] = []
            for implementation in Implementation.allCases {
                let sealing = try SRTPGaloisCipher(key: key, salt: salt, direction: .seal, by: implementation)
                let opening = try SRTPGaloisCipher(key: key, salt: salt, direction: .open, by: implementation)
                var bytes = plain
                let isSealed = place.seal(&bytes, sealing)
                #expect(isSealed && place.isUntouched(bytes, plain), "seed \(seed), length \(length)")
                sealed.append(bytes)
                let isOpened = place.open(&bytes, opening)
                #expect(isOpened && bytes[..<place.tag.lowerBound] == plain[..<place.tag.lowerBound], "seed \(seed), length \(length)")
            }
            #expect(sealed.allSatisfy { $0 == sealed[0] }, "seed \(seed), length \(length)")
        }
    }

    /// One bit anywhere, or another number or SSRC: refused, and nothing of the text is left.
    @Test(arguments: SRTPGaloisCipher.Implementation.allCases)
    func whatWasBentIsRefused(by implementation: SRTPGaloisCipher.Implementation) throws {
        var random = SeededGenerator(seed: 5)
        let (key, salt) = (random.secret(16), random.secret(SRTPSalt.bytes))
        let sealing = try SRTPGaloisCipher(key: key, salt: salt, direction: .seal, by: implementation)
        let opening = try SRTPGaloisCipher(key: key, salt: salt, direction: .open, by: implementation)
        for length in [0, 1, 15, 16, 17, 255, 256, 1_100] {
            let place = Place(offset: 0, header: 20, length: 20 + length, source: 7, index: 0x1_0000_0003)
            let plain = random.bytes(place.tag.upperBound)
            var whole = plain
            let isSealed = place.seal(&whole, sealing)
            #expect(isSealed)
            for octet in whole.indices {
                var bent = whole
                bent[octet] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                let isOpened = place.open(&bent, opening)
                #expect(!isOpened && bent[place.text].allSatisfy { $0 == 0 }, "length \(length), octet \(octet)")
            }
            for (source, index) in [(8, place.index), (place.source, place.index + 1), (place.source, place.index ^ 1 << 47)]
                as [(UInt32, UInt64)]
            {
                var (other, wrong) = (whole, place)
                (wrong.source, wrong.index) = (source, index)
                let isOpened = wrong.open(&other, opening)
                #expect(!isOpened && other[place.text].allSatisfy { $0 == 0 })
            }
            let isOpened = place.open(&whole, opening)
            #expect(isOpened && whole[place.text] == plain[place.text], "what was refused leaves nothing behind")
        }
    }
}

/// A packet somewhere in memory.
private struct Place {
    var offset: Int
    var header: Int
    /// With the header, without the tag.
    var length: Int
    var source: UInt32
    var index: UInt64

    var text: Range<Int> { offset + header..<offset + length }
    var tag: Range<Int> { offset + length..<offset + length + SRTPGaloisCipher.tagBytes }

    func seal(_ bytes: inout [UInt8], _ cipher: borrowing SRTPGaloisCipher) -> Bool {
        unsafe bytes.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return false }
            return unsafe cipher.seal(start + offset, header: header, length: length, source: source, index: index)
        }
    }

    func open(_ bytes: inout [UInt8], _ cipher: borrowing SRTPGaloisCipher) -> Bool {
        unsafe bytes.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return false }
            return unsafe cipher.open(start + offset, header: header, length: length, source: source, index: index)
        }
    }

    /// Header, and what is before and behind the packet.
    func isUntouched(_ bytes: [UInt8], _ before: [UInt8]) -> Bool {
        bytes[..<text.lowerBound] == before[..<text.lowerBound] && bytes[tag.upperBound...] == before[tag.upperBound...]
    }
}

extension SeededGenerator {
    fileprivate mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
    fileprivate mutating func secret(_ count: Int) -> SecretBytes { SecretBytes(bytes(count)) }
}
