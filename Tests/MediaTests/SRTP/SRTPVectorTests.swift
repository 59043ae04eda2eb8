import Testing

@testable import Media

/// The examples of RFC 3711 §B.3 and RFC 7714 §16.1.
@Suite struct SRTPVectorTests {
    private let key = SecretBytes(RFC5769.bytes("000102030405060708090a0b0c0d0e0f"))
    private let salt = SecretBytes(Array("Quid pro quo".utf8))
    private let source: UInt32 = 0x5501_a0b2
    private let index: UInt64 = 0xf17b
    private let plain = RFC5769.bytes("8040f17b8041f8d35501a0b2") + Array("Gallia est omnis divisa in partes tres".utf8)
    private let encrypted = RFC5769.bytes(
        """
        8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f
        42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce
        """)

    @Test func sessionKeysComeOfTheMasterKey() throws {
        let master = SecretBytes(RFC5769.bytes("e1f97a0d3e018be0d64fa32c06de41390ec675ad498afeebb6960b3aabe6"))
        let encryption = try SRTPKeyDerivation.derive(.encryption, count: 16, from: master)
        #expect(encryption == SecretBytes(RFC5769.bytes("c61e7a93744f39ee10734afe3ff7a087")))
        let salt = try SRTPKeyDerivation.derive(.salt, count: 14, from: master)
        #expect(salt == SecretBytes(RFC5769.bytes("30cbbc08863d8c85d49db34a9ae1")))
    }

    @Test func aPacketIsEncryptedAndTagged() throws {
        let cipher = try SRTPGaloisCipher(key: key, salt: salt, direction: .seal)
        #expect(sealed(plain, header: 12, cipher) == encrypted)
    }

    @Test func aPacketIsDecrypted() throws {
        let cipher = try SRTPGaloisCipher(key: key, salt: salt, direction: .open)
        #expect(opened(encrypted, header: 12, cipher) == plain)
        for place in encrypted.indices {
            var bent = encrypted
            bent[place] ^= 0x10
            #expect(opened(bent, header: 12, cipher) == nil)
        }
        #expect(opened(encrypted, header: 12, cipher) == plain, "what was refused leaves nothing behind")
    }

    @Test func aPacketIsTaggedOnly() throws {
        let tagged = plain + RFC5769.bytes("22493f82d2bce397e9d79e3b19aa4216")
        #expect(sealed(plain, header: plain.count, try SRTPGaloisCipher(key: key, salt: salt, direction: .seal)) == tagged)
        #expect(opened(tagged, header: plain.count, try SRTPGaloisCipher(key: key, salt: salt, direction: .open)) == plain)
    }

    private func sealed(_ packet: [UInt8], header: Int, _ cipher: SRTPGaloisCipher) -> [UInt8]? {
        var (bytes, isDone) = (packet + [UInt8](repeating: 0, count: SRTPGaloisCipher.tagBytes), false)
        unsafe bytes.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return }
            isDone = unsafe cipher.seal(start, header: header, length: packet.count, source: source, index: index)
        }
        return isDone ? bytes : nil
    }

    private func opened(_ packet: [UInt8], header: Int, _ cipher: SRTPGaloisCipher) -> [UInt8]? {
        let length = packet.count - SRTPGaloisCipher.tagBytes
        var (bytes, isDone) = (packet, false)
        unsafe bytes.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return }
            isDone = unsafe cipher.open(start, header: header, length: length, source: source, index: index)
        }
        return isDone ? Array(bytes[..<length]) : nil
    }
}
