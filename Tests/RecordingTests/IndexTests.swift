import Foundation
import Media
import Testing

@testable import Recording

@Suite struct IndexTests {
    @Test func theIndexSaysWhatHappenedWhen() throws {
        let tone = try Clip.sound("0.4*sin(2*PI*440*t)*lt(mod(t,4),2)", seconds: 12)
        let files = MemoryFiles()
        var script = TapScript(seed: 90)
        TestSender().sound(tone, track: 1, into: &script)
        TestSender().sound(tone, track: 2, from: 1, into: &script)
        script.sort()
        var run = try RecorderRun(files: files)
        run.recorder.addTrack(1, participant: RecorderRun.ana, kind: .microphone, at: run.now)
        run.recorder.addTrack(2, participant: RecorderRun.ben, kind: .microphone, at: run.now)
        run.recorder.note(.consentGiven, participant: "p1", detail: "recording", at: run.now)
        run.play(script, until: .seconds(3))
        run.recorder.note(.holdStarted, participant: "p1", at: run.now)
        run.recorder.note(.chat, participant: "p2", detail: "m77", at: run.now)
        run.play(script, until: .seconds(5))
        run.recorder.note(.holdEnded, participant: "p1", at: run.now)
        let live = try RecordingIndex(folder: RecorderRun.folder, files: files)
        #expect(live.state == nil && live.participants.count == 2)
        run.play(script, until: .seconds(14))
        let summary = run.finish()
        let index = try RecordingIndex(folder: RecorderRun.folder, files: files)
        #expect(index.id == "r1" && index.interaction == "i1" && index.session == "s1" && index.startedAt == 1_760_000_000_000)
        #expect(index.state == .completed && index.durationMs == 14_000)
        #expect(index.participants == [RecorderRun.ana, RecorderRun.ben])
        #expect(index.files.map(\.file.name) == ["ana-scar-microphone.webm", "ben-microphone.webm", "mix.ogg"])
        #expect(abs(index.files[0].file.startMs - 60) <= 30 && abs(index.files[1].file.startMs - 1_060) <= 30)
        #expect(index.holds.map(\.startMs) == [3_000] && index.holds.map(\.endMs) == [5_000])
        #expect(index.markers.map(\.kind) == [.consentGiven, .chat] && index.markers.last?.detail == "m77")
        #expect(index.measures == summary.talk)
        // Two seconds of every four, the second one a second later: each speaks for six, one of each two together.
        let (ana, ben) = (index.measures.participants[0], index.measures.participants[1])
        #expect(abs(ana.talkMs - 6_000) < 500 && abs(ben.talkMs - 6_000) < 500, "\(index.measures)")
        #expect(abs(index.measures.overlapMs - 3_000) < 500 && abs(index.measures.silenceMs - 5_000) < 700)
        let data = try JSONEncoder().encode(index)
        #expect(try JSONDecoder().decode(RecordingIndex.self, from: data) == index)
    }

    @Test func linesOfALaterVersionAreLeftOut() throws {
        let text = """
            {"t":"begin","version":1,"id":"x","startedAt":5,"interaction":"i","session":"s","more":true}
            {"t":"holograms","at":7}
            {"t":"note","at":9,"kind":"muted","participant":"p"}
            not even JSON

            """
        let index = try RecordingIndex(SidecarLine.parse(Array(text.utf8)))
        #expect(index.id == "x" && index.markers.count == 1 && index.durationMs == 9)
        #expect(throws: RecordingError.self) { try RecordingIndex([]) }
    }
}
