import Domain
import Testing

@Suite struct EmailAddressTests {
    @Test(arguments: [
        ("marie@example.com", "marie@example.com"), ("  marie@example.com ", "marie@example.com"),
        ("Marie.Curie+visa@Mail.Example.COM", "Marie.Curie+visa@mail.example.com"), ("o'neil@ex-ample.co.uk", "o'neil@ex-ample.co.uk"),
        ("a@b.cd", "a@b.cd"), ("x@xn--bcher-kva.example", "x@xn--bcher-kva.example"), ("1@1.2.museum", "1@1.2.museum"),
    ])
    func whatPeopleHaveIsRead(_ text: String, _ address: String) {
        #expect(EmailAddress(text)?.description == address)
    }

    @Test(arguments: [
        "", "@", "marie", "marie@", "@example.com", "marie@example", "marie@@example.com", "a@b@example.com", ".m@example.com",
        "m.@example.com", "m..c@example.com", "m@-example.com", "m@example-.com", "m@.example.com", "m@example..com", "m@example.com.",
        "m@192.0.2.1", "m@[192.0.2.1]", "\"m\"@example.com", "m c@example.com", "<m@example.com>", "Marie <m@example.com>",
        "m@example.com,n@example.com", "m@example.com\r\nBcc: n@example.com", "m@example.com\n", "m\t@example.com", "m@exam\u{0}ple.com",
        "m@example.com>", "mé@example.com", "m@bücher.example", "m@exam ple.com", "m@example.com?x", "m;n@example.com", "m@\u{200B}e.com",
    ])
    func everythingElseIsNot(_ text: String) {
        #expect(EmailAddress(text) == nil)
    }

    @Test func theLimitsAreTheStandards() {
        let label = String(repeating: "d", count: 63)
        #expect(EmailAddress(String(repeating: "l", count: 64) + "@example.com") != nil)
        #expect(EmailAddress(String(repeating: "l", count: 65) + "@example.com") == nil)
        #expect(EmailAddress("m@\(label).com") != nil)
        #expect(EmailAddress("m@\(label)d.com") == nil)
        let long = "m@" + [label, label, label, String(repeating: "e", count: 60)].joined(separator: ".")
        #expect(long.utf8.count == 254)
        #expect(EmailAddress(long) != nil)
        #expect(EmailAddress("m" + long) == nil)
    }

    @Test func logsSeeTheFirstLetterAlone() {
        #expect(EmailAddress("marie.curie@example.com")?.masked == "m…@example.com")
    }

    /// Whatever is made of a good address: what is taken can stand in a header and an SMTP command as it is, and reads back as itself.
    @Test(arguments: 0..<8) func noMutationGetsAStrangeSignThrough(_ seed: UInt64) throws {
        var source = IdentifierSource(seed: seed)
        let signs = Array("@.-+_<>,;:\"\\()[] \t\r\n\u{0}\u{7F}\u{85}\u{2028}éÅ／＠Az09".unicodeScalars)
        let harmless = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.@!#$%&'*+-/=?^_`{|}~".unicodeScalars)
        for _ in 0..<3_000 {
            var text = Array("Marie.Curie+1@mail.example.com".unicodeScalars)
            for _ in 0..<Int.random(in: 1...4, using: &source) {
                let place = Int.random(in: 0..<text.count, using: &source)
                let sign = signs[Int.random(in: 0..<signs.count, using: &source)]
                switch Int.random(in: 0..<3, using: &source) {
                case 0: text[place] = sign
                case 1: text.insert(sign, at: place)
                default: text.remove(at: place)
                }
            }
            guard let address = EmailAddress(String(String.UnicodeScalarView(text))) else { continue }
            #expect(address.description.unicodeScalars.allSatisfy(harmless.contains), "seed \(seed)")
            #expect(address.description.count { $0 == "@" } == 1)
            #expect(EmailAddress(address.description) == address)
        }
    }
}
