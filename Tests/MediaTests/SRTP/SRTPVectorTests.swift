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

    @Test(arguments: SRTPGaloisCipher.Implementation.allCases)
    func aPacketIsEncryptedAndTagged(by implementation: SRTPGaloisCipher.Implementation) throws {
        let cipher = try SRTPGaloisCipher(key: key, salt: salt, direction: .seal, by: implementation)
        let bytes = cipher.sealed(plain, header: 12, source: source, index: index)
        #expect(bytes == encrypted)
    }

    @Test(arguments: SRTPGaloisCipher.Implementation.allCases)
    func aPacketIsDecrypted(by implementation: SRTPGaloisCipher.Implementation) throws {
        let cipher = try SRTPGaloisCipher(key: key, salt: salt, direction: .open, by: implementation)
        var results = [cipher.opened(encrypted, header: 12, source: source, index: index)]
        for place in encrypted.indices {
            var bent = encrypted
            bent[place] ^= 0x10
            let refused = cipher.opened(bent, header: 12, source: source, index: index)
            #expect(refused == nil)
        }
        results.append(cipher.opened(encrypted, header: 12, source: source, index: index))
        #expect(results == [plain, plain], "what was refused leaves nothing behind")
    }

    @Test(arguments: SRTPGaloisCipher.Implementation.allCases)
    func aPacketIsTaggedOnly(by implementation: SRTPGaloisCipher.Implementation) throws {
        let tagged = plain + RFC5769.bytes("22493f82d2bce397e9d79e3b19aa4216")
        let sealing = try SRTPGaloisCipher(key: key, salt: salt, direction: .seal, by: implementation)
        let opening = try SRTPGaloisCipher(key: key, salt: salt, direction: .open, by: implementation)
        let (there, back) = (
            sealing.sealed(plain, header: plain.count, source: source, index: index),
            opening.opened(tagged, header: plain.count, source: source, index: index)
        )
        #expect(there == tagged && back == plain)
    }
}
