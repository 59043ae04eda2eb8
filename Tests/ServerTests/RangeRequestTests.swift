import HTTPTypes
@testable import Server
import Testing

@Suite struct RangeRequestTests {
    @Test(arguments: [
        ("bytes=0-9", RangeRequest.part(0..<10)), ("bytes=90-", .part(90..<100)), ("bytes=-5", .part(95..<100)),
        ("bytes=-500", .part(0..<100)),
        ("bytes=10-99999999999999999999", .part(10..<100)), ("Bytes=99-99", .part(99..<100)), ("bytes=100-", .unsatisfiable),
        ("bytes=100-200", .unsatisfiable), ("bytes=-0", .unsatisfiable), ("bytes=9-3", .whole), ("bytes=-", .whole), ("bytes=a-b", .whole),
        ("bytes=0-1,5-6", .whole), ("items=0-1", .whole), ("bytes", .whole), ("bytes=+1-2", .whole),
    ])
    func readsWhatIsAsked(field: String, expected: RangeRequest) {
        #expect(RangeRequest(field, length: 100) == expected)
    }

    @Test func nothingHasNoPart() {
        #expect(RangeRequest("bytes=0-", length: 0) == .unsatisfiable)
        #expect(RangeRequest("bytes=-1", length: 0) == .unsatisfiable)
    }

    @Test(arguments: [("\"a\"", RangeRequest.part(0..<1)), ("\"b\"", .whole), ("Sun, 06 Nov 1994 08:49:37 GMT", .whole)])
    func aRangeOfSomethingElseIsNotGiven(ifRange: String, expected: RangeRequest) {
        let fields: HTTPFields = [.range: "bytes=0-0", .ifRange: ifRange]
        #expect(RangeRequest(fields, length: 100, etag: "\"a\"") == expected)
        #expect(RangeRequest(HTTPFields(), length: 100, etag: "\"a\"") == .whole)
    }
}
