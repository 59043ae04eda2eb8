import Domain
import Foundation
import Signaling
import Testing

@testable import Server

@Suite struct EnvelopeScannerTests {
    private func scan(_ text: String) throws(SignalingError) -> EnvelopeScanner.Envelope {
        var scanner = EnvelopeScanner()
        return try scanner.scan(Array(text.utf8).span)
    }

    private func isValid(_ bytes: [UInt8]) -> Bool {
        var scanner = EnvelopeScanner()
        return (try? scanner.validate(bytes.span)) != nil
    }

    @Test func theHeadIsReadAndTheParametersStayWhereTheyAre() throws {
        let text = #" {"p" : {"x":[1,-2.5e+3,"é\u00e9\n"]} , "id":17,"m":"offer.accept","a":1041,"z":null} "#
        let envelope = try scan(text)
        #expect(envelope.message == ClientMessage(id: 17, method: "offer.accept", acknowledged: 1041))
        #expect(String(decoding: Array(text.utf8)[envelope.parameters], as: UTF8.self) == #"{"x":[1,-2.5e+3,"é\u00e9\n"]}"#)
    }

    @Test func whatIsMissingIsNil() throws {
        let envelope = try scan(#"{"m":"ping"}"#)
        #expect(envelope.message == ClientMessage(id: nil, method: "ping", acknowledged: nil))
        #expect(envelope.parameters.isEmpty)
    }

    @Test(arguments: [
        "", "[]", "null", "{", "{}", #"{"m":1}"#, #"{"m":"x"}x"#, #"{"m":"x",}"#, #"{"m":"x" "id":1}"#, #"{"m":"x","id":0}"#,
        #"{"m":"x","id":-1}"#, #"{"m":"x","id":1.5}"#, #"{"m":"x","id":"1"}"#, #"{"m":"x","id":99999999999999999}"#, #"{"m":"x","m":"y"}"#,
        #"{"m":"x","p":{"a":1,"a":2}}"#, #"{"m":"x","p":{"\u0061":1}}"#, #"{"m":"x","p":01}"#, #"{"m":"x","p":+1}"#, #"{"m":"x","p":.5}"#,
        #"{"m":"x","p":1.}"#, #"{"m":"x","p":1e}"#, #"{"m":"x","p":tru}"#, #"{"m":"x","p":"\x"}"#, #"{"m":"x","p":"\u12g4"}"#,
        "{\"m\":\"x\",\"p\":\"\u{1}\"}", #"{"m":"x","p":"unended}"#, #"{'m':'x'}"#, #"{"m":"x","p":[1,]}"#, #"{"m":"x","p":NaN}"#,
    ])
    func everythingElseIsRefused(_ text: String) {
        #expect { try scan(text) } throws: { ($0 as? SignalingError)?.code == .badMessage }
    }

    @Test func depthAndNamesAreBounded() throws {
        let nested = { (levels: Int) in
            #"{"m":"x","p":"# + String(repeating: "[", count: levels) + String(repeating: "]", count: levels) + "}"
        }
        _ = try scan(nested(15))
        #expect(throws: SignalingError.self) { try scan(nested(16)) }
        #expect(throws: SignalingError.self) { try scan(nested(20_000)) }
        let members = { (count: Int) in
            #"{"m":"x","p":{"# + (0..<count).map { "\"n\($0)\":0" }.joined(separator: ",") + "}}"
        }
        _ = try scan(members(128))
        #expect(throws: SignalingError.self) { try scan(members(129)) }
    }

    /// Mutated messages are accepted exactly when Foundation's parser, an independent one, accepts them, save for our stricter rules.
    @Test(arguments: UInt64(1)...8) func mutationsAgreeWithAnotherParser(seed: UInt64) {
        var random = IdentifierSource(seed: seed)
        let samples = [
            #"{"id":17,"m":"signal","a":3,"p":{"session":"ab","n":1,"description":{"type":"offer","sdp":"v=0\r\n"}}}"#,
            #"[1,2.5,-3e2,true,false,null,"é",{"k":[]},{}]"#, #"{"a":"\u00e9\\\/\b\f\n\r\t\"","b":{"c":[[],[0]]}}"#,
        ]
        let alphabet = Array(#"{}[]:,"\0123456789.eE+-truefalsn ud"#.utf8)
        for _ in 0..<4_000 {
            var bytes = Array(samples[Int(random.next() % 3)].utf8)
            for _ in 0...(random.next() % 3) {
                let place = Int(random.next() % UInt64(bytes.count))
                let letter = alphabet[Int(random.next() % UInt64(alphabet.count))]
                switch random.next() % 3 {
                case 0: bytes[place] = letter
                case 1: bytes.insert(letter, at: place)
                default: if bytes.count > 1 { bytes.remove(at: place) }
                }
            }
            // Foundation forgives a comma before a closing bracket, RFC 8259 does not.
            guard let text = String(validating: bytes, as: UTF8.self), !text.contains(/,\s*[\]}]/) else { continue }
            let other = (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
            if isValid(bytes) { #expect(other, "accepted here alone: \(String(decoding: bytes, as: UTF8.self))") }
            if other, !isValid(bytes) {
                #expect(isRefusedForOurRules(bytes), "refused here alone: \(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }

    /// Names twice, or an escape in a name; and lone surrogate escapes and huge numbers, on which parsers differ.
    private func isRefusedForOurRules(_ bytes: [UInt8]) -> Bool {
        var scanner = EnvelopeScanner()
        do throws(SignalingError) {
            try scanner.validate(bytes.span)
            return false
        } catch {
            return error.message.contains("twice") || error.message.contains("escape in") || error.message.contains("holds an escape")
        }
    }
}
