import Domain
import Foundation
@testable import Signaling
import Testing

@testable import Server

@Suite struct FramesTests {
    private func text(_ message: ServerMessage) -> String { String(decoding: Frames.encode(message), as: UTF8.self) }

    @Test func framesAreWhatTheProtocolSays() throws {
        #expect(text(.reply(id: 17, .ok(Array("{}".utf8)))) == #"{"id":17,"ok":{}}"#)
        let error = SignalingError(.notAllowed, #"no "quotes" break it"#, retryAfterMs: 0)
        let decoded = try #require(
            try JSONSerialization.jsonObject(with: Data(text(.reply(id: 1, .failure(error))).utf8)) as? [String: Any])
        let details = try #require(decoded["err"] as? [String: Any])
        #expect(details["code"] as? String == "not_allowed" && details["message"] as? String == error.message)
        #expect(text(.bye(.reconnect, .draining)) == #"{"t":"bye","p":{"action":"reconnect","reason":"draining"}}"#)
        #expect(text(.droppable(.stats, Array("{}".utf8))) == #"{"t":"stats","p":{}}"#)
    }

    @Test(arguments: [1, 9, 10, 99, 1_000, 10_000_000_000, UInt64.max]) func pushesCarryTheirSequence(_ sequence: UInt64) throws {
        let frame = text(.push(Push(sequence: sequence, type: .ticket, from: nil, payload: Array("[]".utf8))))
        #expect(frame == #"{"s":\#(sequence),"t":"ticket","p":[]}"#)
    }
}
