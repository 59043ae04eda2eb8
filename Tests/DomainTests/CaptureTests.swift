import Domain
import Foundation
import Testing

/// Consent decides what is kept; what people are told is never better than the truth.
@Suite struct CaptureTests {
    private func timeline(_ purposes: [ConsentPurpose] = [.quality, .evidence]) -> Timeline {
        var policy = SessionPolicy()
        policy.recording.purposes = purposes
        return Timeline(sessions: policy)
    }

    private func now(_ time: Timeline, _ session: Session) throws -> Session { try #require(time.desk.sessions[session.id]) }

    private func consent(_ time: inout Timeline, _ session: Session, _ purpose: ConsentPurpose, _ granted: Bool) throws {
        _ = try time.act { desk, now in
            try desk.setConsent(purpose, granted: granted, in: session.id, by: session.customer.person, at: now)
        }
    }

    @Test func nothingIsKeptUntilTheCustomerAgrees() throws {
        var time = timeline()
        let session = try time.call()
        #expect(session.recordingStatus == .asking && !session.wantsCapture && MediaPlan(session).captured.isEmpty)
        #expect(time.stored.recordings.isEmpty)
        try consent(&time, session, .quality, true)
        let agreed = try now(time, session)
        #expect(agreed.recordingStatus == .starting)
        #expect(time.stored.recordings.map(\.purposes) == [[.quality]], "announced once, with what was agreed to")
        #expect(MediaPlan(agreed).captured.count == 6, "microphone, camera and screen of both")
        let recording = try #require(agreed.capture.recording)
        time.act { desk, now in desk.recorderReported(.capturing, of: recording, in: session.id, at: now) }
        #expect(try now(time, session).recordingStatus == .recording)
    }

    @Test func takingConsentBackStopsTheCaptureAndIsToldOnlyOnceItStopped() throws {
        var time = timeline([.quality])
        let session = try time.call()
        try consent(&time, session, .quality, true)
        let recording = try #require(try now(time, session).capture.recording)
        time.act { desk, now in desk.recorderReported(.capturing, of: recording, in: session.id, at: now) }
        try consent(&time, session, .quality, false)
        var held = try now(time, session)
        #expect(held.customer.consents.map(\.answer) == [.withdrawn])
        #expect(MediaPlan(held).captured.isEmpty, "the plan no longer keeps anything")
        #expect(held.recordingStatus == .recording, "until the recorder says that it stopped")
        time.act { desk, now in desk.recorderReported(.idle, of: recording, in: session.id, at: now) }
        held = try now(time, session)
        #expect(held.recordingStatus == .refused)
        try consent(&time, session, .quality, true)
        #expect(try now(time, session).capture.recording == recording, "the same recording goes on")
        #expect(time.stored.recordings.count == 1)
    }

    @Test func noIsAWordOfItsOwnAndMayChange() throws {
        var time = timeline([.quality])
        let session = try time.call()
        try consent(&time, session, .quality, false)
        #expect(try now(time, session).customer.consents.map(\.answer) == [.refused])
        #expect(try now(time, session).recordingStatus == .refused)
        try consent(&time, session, .quality, true)
        #expect(try now(time, session).wantsCapture)
    }

    @Test func theAgentPausesForCardDataAndAHoldKeepsNothing() throws {
        var time = timeline([.quality])
        let session = try time.call()
        try consent(&time, session, .quality, true)
        _ = try time.act { desk, now in try desk.pauseRecording(true, in: session.id, by: session.agent.person, at: now) }
        #expect(try now(time, session).recordingStatus == .paused)
        _ = try time.act { desk, now in try desk.pauseRecording(true, in: session.id, by: nil, at: now) }
        _ = try time.act { desk, now in try desk.pauseRecording(false, in: session.id, by: session.agent.person, at: now) }
        #expect(try now(time, session).recordingStatus == .paused, "nobody takes back another's pause")
        _ = try time.act { desk, now in try desk.pauseRecording(false, in: session.id, by: nil, at: now) }
        #expect(try now(time, session).wantsCapture)
        _ = try time.act { desk, now in try desk.setHold(true, in: session.id, by: session.agent.person, at: now) }
        #expect(try !now(time, session).wantsCapture)
        #expect(throws: DeskError.notAllowed) {
            try time.act { desk, now in try desk.pauseRecording(true, in: session.id, by: session.customer.person, at: now) }
        }
    }

    @Test func whatFailedIsNotTappedAnyMore() throws {
        var time = timeline([.quality])
        let session = try time.call()
        try consent(&time, session, .quality, true)
        let recording = try #require(try now(time, session).capture.recording)
        time.act { desk, now in desk.recorderReported(.failed, of: recording, in: session.id, at: now) }
        #expect(try MediaPlan(now(time, session)).captured.isEmpty)
        #expect(try now(time, session).recordingStatus == .failed)
    }

    @Test func aPauseThatAFormerVersionStoredIsTheAgents() throws {
        let row = Data(#"{"report":"idle","isPausedByAgent":true}"#.utf8)
        let capture = try JSONDecoder().decode(Capture.self, from: row)
        #expect(capture.pausedBy == [.agent])
        #expect(try JSONDecoder().decode(Capture.self, from: JSONEncoder().encode(capture)) == capture)
    }

    @Test func withoutAPolicyNobodyIsAskedAndNothingCanBeAgreedTo() throws {
        var time = timeline([])
        let session = try time.call()
        #expect(session.recordingStatus == .off && session.customer.consents.isEmpty)
        #expect(throws: DeskError.notAllowed) { try consent(&time, session, .quality, true) }
    }

    @Test func aRestartAnswersForNothingUntilTheRecorderSpeaksAgain() throws {
        var time = timeline([.quality])
        let session = try time.call()
        try consent(&time, session, .quality, true)
        let recording = try #require(try now(time, session).capture.recording)
        time.act { desk, now in desk.recorderReported(.capturing, of: recording, in: session.id, at: now) }
        time.restart(after: .seconds(3))
        let restored = try now(time, session)
        #expect(restored.recordingStatus == .starting && restored.capture.recording == nil)
        #expect(restored.state == .reconnecting, "the relay went with the process")
        try time.connect(restored)
        #expect(time.stored.recordings.count == 2, "the rest of the session is another recording")
    }
}
