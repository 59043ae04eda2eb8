import Testing

@testable import Media

@Suite struct CertificateFingerprintTests {
    private let text = "sha-256 " + (0..<32).map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined(separator: ":")

    @Test func readsBothCasesAndWritesUpperCase() throws {
        let fingerprint = try #require(CertificateFingerprint(parsing: text))
        #expect(fingerprint.bytes == Array(0..<32))
        #expect(fingerprint.description.hasPrefix("sha-256 00:01:"))
        #expect(fingerprint.description.hasSuffix("1E:1F"))
        #expect(CertificateFingerprint(parsing: fingerprint.description) == fingerprint)
        #expect(CertificateFingerprint(parsing: text.replacing("sha-256", with: "SHA-256")) == fingerprint)
    }

    @Test func anythingElseIsRefused() {
        #expect(CertificateFingerprint(parsing: "") == nil)
        #expect(CertificateFingerprint(parsing: text.replacing("sha-256", with: "sha-1")) == nil)
        #expect(CertificateFingerprint(parsing: text + ":20") == nil)
        #expect(CertificateFingerprint(parsing: text.dropLast(3)) == nil)
        #expect(CertificateFingerprint(parsing: text.replacing("1f", with: "1g")) == nil)
        #expect(CertificateFingerprint(parsing: text.replacing("1f", with: "01f")) == nil)
        #expect(CertificateFingerprint(bytes: [1, 2, 3]) == nil)
    }

    @Test func everyIdentityIsAnother() throws {
        let identities = try (0..<4).map { _ in try DTLSIdentity() }
        #expect(Set(identities.map(\.fingerprint)).count == 4)
    }
}
