import Domain
import Foundation
import Testing

@Suite struct ContactAddressTests {
    private func read(_ json: String) throws -> ContactAddress {
        try JSONDecoder().decode(ContactAddress.self, from: Data(json.utf8))
    }

    @Test(arguments: [(#"{"email":"marie@example.com"}"#, ContactAddress.Kind.email), (#"{"phone":"+33123456789"}"#, .phone)])
    func itIsCodedUnderItsKind(_ json: String, _ kind: ContactAddress.Kind) throws {
        let address = try read(json)
        #expect(address.kind == kind)
        #expect(String(decoding: try JSONEncoder().encode(address), as: UTF8.self) == json)
        #expect(ContactAddress(address.description) == address)
    }

    @Test func whatIsReadIsBroughtIntoShape() throws {
        #expect(try read(#"{"phone":"0033 (0)1 23 45 67 89"}"#).description == "+33123456789")
        #expect(try read(#"{"email":" marie@EXAMPLE.com"}"#).description == "marie@example.com")
    }

    @Test(arguments: [
        "{}", #"{"email":"m@example.com","phone":"+33123456789"}"#, #"{"email":null}"#, #"{"email":7}"#, #"{"phone":"m@example.com"}"#,
        #"{"email":"+33123456789"}"#, #"{"post":"Paris"}"#, #""m@example.com""#, #"{"email":"m@example.com\r\nBcc: n@example.com"}"#,
    ])
    func everythingElseIsRefused(_ json: String) {
        #expect(throws: DecodingError.self) { try read(json) }
    }
}
