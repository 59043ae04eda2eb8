import Domain
import Foundation
import Logging
import Media
import Recording
import Storage

/// The one thread on which recordings are made: takes commands and packets from the mailbox, and lets each recorder do what is due.
final class RecorderThread {
    /// How often packets are looked for while something is recorded.
    private static let cycle = Duration.milliseconds(50)
    /// How often clusters, mix and sidecar are looked at, packets or not: with the recorder's policy it bounds what a crash costs.
    private static let tick = Duration.milliseconds(200)
    /// How often the room on the disk is looked at while something is recorded.
    private static let roomPeriod = Duration.seconds(1)

    private let parts: RecordingParts
    private let mailbox: RecorderMailbox
    private let mediaTime: @Sendable () -> MediaTime
    private let requestKeyFrame: @Sendable (TapTrack) -> Void
    private let report: @Sendable (RecordingID, RecordingReport) -> Void

    private var live: [RecordingID: LiveRecording] = [:]
    private var tracks: [TapTrack: LiveRecording] = [:]
    private var starting: [RecordingID: StartingRecording] = [:]
    private var startingTracks: [TapTrack: RecordingID] = [:]
    private var roomSeenAt: MediaTime?
    private var isStopping = false

    init(
        _ parts: RecordingParts, mailbox: RecorderMailbox, mediaTime: @escaping @Sendable () -> MediaTime,
        requestKeyFrame: @escaping @Sendable (TapTrack) -> Void, report: @escaping @Sendable (RecordingID, RecordingReport) -> Void
    ) {
        self.parts = parts
        self.mailbox = mailbox
        self.mediaTime = mediaTime
        self.requestKeyFrame = requestKeyFrame
        self.report = report
    }

    /// Returns when it was told to stop and every file is closed.
    func run() {
        while !isStopping {
            let letters = mailbox.take(within: live.isEmpty && starting.isEmpty ? nil : Self.cycle)
            let now = mediaTime()
            for letter in letters {
                switch letter {
                case .command(let command): carryOut(command, at: now)
                case .packets(let buffer, let since):
                    ingest(buffer, since: since, at: now)
                    mailbox.recycle(buffer)
                }
            }
            lookForRoom(at: now)
            for recording in live.values {
                advance(recording, to: now)
                tellEvents(of: recording, at: now)
            }
        }
    }

    private func advance(_ recording: LiveRecording, to now: MediaTime) {
        guard recording.advanceAt <= now else { return }
        recording.advanceAt = now + Self.tick
        recording.recorder.advance(to: now)
    }

    /// Ends what is recorded before the disk is full: the database may live there, too.
    private func lookForRoom(at now: MediaTime) {
        guard !live.isEmpty, roomSeenAt.map({ $0 + Self.roomPeriod <= now }) ?? true else { return }
        roomSeenAt = now
        guard !parts.hasRoomToGoOn() else { return }
        for recording in live.values { recording.recorder.end(RecordingError(.diskFull, "the last room is left to others"), at: now) }
    }

    /// - Parameter since: when the first packet of the buffer may have come.
    private func ingest(_ buffer: TapBuffer, since: MediaTime, at now: MediaTime) {
        var heard: Set<RecordingID> = []
        buffer.forEach { record in
            if let recording = tracks[record.track] {
                recording.recorder.ingest(record)
                if buffer.overflow > 0 { heard.insert(recording.id) }
            } else if let id = startingTracks[record.track] {
                starting[id]?.hold(record)
            }
        }
        guard buffer.overflow > 0 else { return }
        parts.count { $0.overflows += buffer.overflow }
        // Whose they were is not known any more: nobody they may have been of may claim to be whole.
        for recording in live.values where recording.begunAt <= since || heard.contains(recording.id) {
            recording.recorder.noteOverflow(buffer.overflow, at: now)
        }
    }

    private func carryOut(_ command: RecorderCommand, at now: MediaTime) {
        if let id = command.subject, starting[id] != nil {
            if case .addTrack(let track, _, _, _) = command { startingTracks[track] = id }
            starting[id]?.hold(command, at: now)
            return
        }
        switch command {
        case .begin(let recording): begin(recording, at: now)
        case .keyed(let id, let isStored): keyed(id, isStored, at: now)
        case .addTrack(let track, let id, let person, let kind):
            guard let recording = live[id], tracks[track] == nil else { return }
            tracks[track] = recording
            recording.recorder.addTrack(track, participant: recording.participant(person), kind: kind, at: now)
        case .removeTrack(let track, let id):
            guard let recording = live[id], tracks[track] === recording else { return }
            tracks[track] = nil
            recording.recorder.removeTrack(track, at: now)
        case .pause(let id, let reason): pause(id, reason, at: now)
        case .resume(let id): resume(id, at: now)
        case .note(let id, let kind, let participant, let detail):
            live[id]?.recorder.note(kind, participant: participant?.description, detail: detail, at: now)
        case .finish(let id): finish(id, at: now)
        case .stored(let id, let report):
            if let recorder = live[id]?.recorder, recorder.state == .recording, recorder.isCapturing { self.report(id, report) }
        case .stop:
            for id in live.keys { finish(id, at: now) }
            isStopping = true
        }
    }

    private func begin(_ recording: Domain.Recording, at now: MediaTime) {
        guard live[recording.id] == nil, starting[recording.id] == nil, parts.take(recording.id) else { return }
        let started = parts.clock.now
        guard parts.vault.isThere else {
            parts.log.error("the recordings' disk is not mounted: a call is not recorded", metadata: ["recording": "\(recording.id)"])
            return refuse(recording, .diskError)
        }
        guard parts.hasRoom() else {
            parts.count { $0.refused += 1 }
            parts.log.error(
                "the disk is nearly full: a call is not recorded",
                metadata: ["recording": "\(recording.id)", "advice": "free some space, or set VISAVIS_RECORDING_FOLDER to a larger disk"])
            return refuse(recording, .diskFull)
        }
        do throws(RecordingError) {
            guard let key = try parts.vault.newKey(for: recording.id) else {
                return start(recording, key: nil, startedAt: started, at: now)
            }
            let id = recording.id
            starting[id] = StartingRecording(recording, key: key.key, startedAt: started, begunAt: now)
            parts.write(
                id, .keyed(key.wrapped), then: { [mailbox] in mailbox.post(.keyed(id, isStored: true)) },
                otherwise: { [mailbox] in mailbox.post(.keyed(id, isStored: false)) })
        } catch { couldNotBegin(recording, error) }
    }

    private func start(_ recording: Domain.Recording, key: RecordingKey?, startedAt: Instant, at begunAt: MediaTime) {
        let description = RecordingDescription(
            id: recording.id.description, startedAt: startedAt.milliseconds, interaction: recording.interaction.description,
            session: recording.session.description)
        do throws(RecordingError) {
            let recorder = try Recorder(
                folder: parts.vault.folder(recording.id), description: description, key: key, files: POSIXFiles(), at: begunAt)
            live[recording.id] = LiveRecording(recording, recorder: recorder, startedAt: startedAt, key: key, at: begunAt)
            parts.count { $0.live += 1 }
        } catch { couldNotBegin(recording, error) }
    }

    /// Media is written from here on, and what waited is caught up with.
    private func keyed(_ id: RecordingID, _ isStored: Bool, at now: MediaTime) {
        guard let waiting = starting.removeValue(forKey: id) else { return }
        startingTracks = startingTracks.filter { $0.value != id }
        guard isStored else { return couldNotBegin(waiting.recording, RecordingError(.inputOutput, "its key could not be stored")) }
        start(waiting.recording, key: waiting.key, startedAt: waiting.startedAt, at: waiting.begunAt)
        for held in waiting.held {
            switch held {
            case .command(let command, let time): carryOut(command, at: time)
            case .packets(let buffer): live[id]?.recorder.ingest(buffer, at: now)
            }
        }
    }

    private func couldNotBegin(_ recording: Domain.Recording, _ error: RecordingError) {
        parts.log.error("a recording could not begin", metadata: ["recording": "\(recording.id)", "error": "\(error)"])
        refuse(recording, RecordingLoss(error))
    }

    private func refuse(_ recording: Domain.Recording, _ loss: RecordingLoss) {
        report(recording.id, .failed(loss))
        let ending = RecordingEnding(
            state: .failed, startedAt: nil, endedAt: parts.clock.now, missing: loss,
            retainUntil: parts.retention.end(of: recording.purposes, endedAt: parts.clock.now))
        parts.close(recording, ending) { [report] in report(recording.id, .finished(.failed)) }
    }

    private func pause(_ id: RecordingID, _ reason: String, at now: MediaTime) {
        guard let recording = live[id] else { return }
        recording.recorder.pause(reason: reason, at: now)
        parts.write(id, .paused)
        // True from now on, whether the row says so yet or not.
        report(id, .paused)
    }

    private func resume(_ id: RecordingID, at now: MediaTime) {
        guard let recording = live[id] else { return }
        recording.recorder.resume(at: now)
        parts.write(id, .resumed) { [mailbox] in mailbox.post(.stored(id, .resumed)) }
    }

    private func tellEvents(of recording: LiveRecording, at now: MediaTime) {
        for event in recording.recorder.takeEvents() {
            switch event {
            case .capturing:
                parts.write(recording.id, .started(at: recording.startedAt)) { [mailbox, id = recording.id] in
                    mailbox.post(.stored(id, .capturing))
                }
            case .keyFrameWanted(let track): requestKeyFrame(track)
            case .failed(let error):
                parts.log.error("recording ended by itself", metadata: ["recording": "\(recording.id)", "error": "\(error)"])
                report(recording.id, .failed(RecordingLoss(error)))
                finish(recording.id, at: now)
            }
        }
    }

    /// Closes the files; reading them again for their digests is left to another thread.
    private func finish(_ id: RecordingID, at now: MediaTime) {
        guard let recording = live.removeValue(forKey: id) else { return }
        tracks = tracks.filter { $0.value !== recording }
        let summary = recording.recorder.finish(at: now, hashing: false)
        parts.count { $0.live -= 1 }
        let finished = FinishedRecording(
            recording: recording.recording, startedAt: recording.startedAt, endedAt: parts.clock.now, people: recording.people,
            summary: summary, key: recording.key)
        parts.finishing.async { [parts, report] in
            switch finished.outcome(in: parts) {
            case .closed(let ending): parts.close(finished.recording, ending) { report(id, .finished(ending.state)) }
            case .postponed(let error):
                parts.postpone(id, error)
                report(id, .finished(finished.state))
            }
        }
    }
}
