public import Media

extension Recorder {
    /// Closes everything. Allowed after a failure: what is good is kept.
    /// - Parameters:
    ///   - hashing: Whether the files' SHA-256 are computed here, which reads them all: about a second per gigabyte. Otherwise
    ///     `RecordingDigest` does it where nobody waits.
    public func finish(at time: MediaTime, hashing: Bool = true) -> RecordingSummary {
        precondition(!isFinished, "finished twice")
        now = max(now, time)
        let length = milliseconds(now)
        endTracks(at: length)
        isFinished = true
        for output in outputs { finish(output.file) }
        outputs = []
        closeMix(milliseconds: length)
        state = finalState
        sidecar.append(.end(.init(at: length, state: state, error: failure?.description)))
        do { try sidecar.finish() } catch {
            fail(error)
            state = finalState
        }
        sidecar.close()
        return summary(length, hashing: hashing)
    }

    private func endTracks(at length: Int64) {
        for (number, track) in tracks { drain(number, track, at: MediaTime(nanoseconds: .max)) }
        if let since = pausedAt {
            pauses.append(since..<max(since, length))
            for track in tracks.values { track.gaps.skip(to: length) }
        }
        for (_, track) in tracks.sorted(by: { $0.key < $1.key }) {
            if let gap = track.gaps.finish(at: length) { record(gap, track, failure == nil ? .missing : .disk) }
        }
        mix(to: now - origin)
    }

    private func closeMix(milliseconds length: Int64) {
        guard !mixer.participants.isEmpty else { return mix.discard() }
        do {
            if failure == nil {
                let output = try mixer.finish()
                for span in output.spans { sidecar.append(.talk(span)) }
                try mix.append(output.packets)
            }
            closed.append(try mix.close(length: min(mixer.position, length * 48)))
        } catch {
            fail(error)
            if let rest = mix.abandon() { closed.append(rest) }
        }
    }

    /// A mix of silence alone is nothing to play.
    private var finalState: RecordingState {
        guard closed.contains(where: { $0.kind != .mix }) else { return .failed }
        return failure == nil && lostRecords == 0 ? .completed : .partial
    }

    private func summary(_ length: Int64, hashing: Bool) -> RecordingSummary {
        if hashing {
            for index in closed.indices { closed[index].sha256 = try? digest(closed[index].name) }
        }
        return RecordingSummary(
            state: state, error: failure, durationMs: length, files: closed.sorted { $0.name < $1.name }, gaps: gaps,
            talk: TalkMeasures(mixer.talk.spans, participants: participants.map(\.id), durationMs: length, excluded: pauses),
            lostRecords: lostRecords)
    }

    private func digest(_ name: String) throws(RecordingError) -> String {
        func open(_ files: some RecordingFiles) throws(RecordingError) -> String {
            try RecordingDigest.sha256(of: folder + "/" + name, files: files)
        }
        return try open(files)
    }
}
