@testable import Domain
import Testing

@Suite struct ValueTests {
    @Test func identifiersReadWhatTheyWrite() throws {
        var source = IdentifierSource(seed: 3)
        for _ in 0..<200 {
            let id = TicketID(using: &source)
            #expect(id.description.utf8.count == 32)
            #expect(TicketID(id.description) == id)
        }
    }

    @Test(arguments: ["", "0", String(repeating: "g", count: 32), String(repeating: "A", count: 32), String(repeating: "0", count: 33)])
    func otherTextIsNoIdentifier(_ text: String) {
        #expect(TicketID(text) == nil)
    }

    @Test func queueNamesAreStrict() {
        #expect(QueueName("advice-2")?.description == "advice-2")
        for bad in ["", "Advice", "2x", "a b", "é", String(repeating: "a", count: 41)] { #expect(QueueName(bad) == nil) }
    }

    @Test func textIsTrimmedCleanedAndBounded() {
        #expect(BoundedText<NameLimit>("  Ada \u{0}\u{1B}[31mL ")?.description == "Ada [31mL")
        #expect(BoundedText<NameLimit>(" \n ") == nil)
        #expect(BoundedText<NameLimit>(String(repeating: "é", count: 120)) != nil)
        #expect(BoundedText<NameLimit>(String(repeating: "é", count: 121)) == nil)
        #expect(BoundedText<NameLimit>("a" + String(repeating: "\u{301}", count: 5_000)) == nil, "one character, many bytes")
    }

    @Test func deadlinesMoveAndClear() {
        var deadlines = DeadlineQueue<String>()
        let at = { Instant(milliseconds: $0) }
        deadlines["a"] = at(10)
        deadlines["b"] = at(5)
        deadlines["a"] = at(3)
        #expect(deadlines.next == at(3))
        deadlines["a"] = nil
        #expect(deadlines.next == at(5))
        #expect(deadlines.popDue(at(4)) == nil)
        #expect(deadlines.popDue(at(5)) == "b")
        #expect(deadlines.next == nil)
        for round in 0..<10_000 { deadlines["x"] = at(Int64(round)) }
        #expect(deadlines.count == 1 && deadlines.popDue(at(9_999)) == "x")
    }
}
