internal import Media

extension Recorder {
    /// Takes what is in order out of a track and into its file and the mix.
    func drain(_ number: TapTrack, _ track: RecordedTrack, at time: MediaTime) {
        guard isOpen else { return }
        if track.isVideo {
            while isOpen, let frame = track.nextPicture(at: time) { capture(frame, number, track) }
        } else {
            while isOpen, let (packet, followsLoss) = track.nextSound(at: time) { capture(packet, followsLoss: followsLoss, track) }
        }
    }

    private func capture(_ packet: SoundSequencer.Packet, followsLoss: Bool, _ track: RecordedTrack) {
        guard let samples = OpusPacket.samples(packet.payload) else { return }
        let sender = senders[track.participant.id] ?? SenderClock()
        let (rtp, nanoseconds) = track.place(packet.timestamp, arrival: packet.arrival.nanoseconds - origin.nanoseconds, sender: sender)
        let time = nanoseconds / 1_000_000
        noteGap(track, start: time, end: time + Int64(samples) / 48)
        attempt { () throws(RecordingError) in
            let file = output(track, codec: .opus)
            if file.mustWrite(beforeFrameAt: time, bytes: packet.payload.count) { try commit(file) }
            file.append(sound: packet.payload, time: time, arrival: packet.arrival)
            try mixer.source(track.participant.id).append(
                .init(rtpTime: rtp, position: nanoseconds / 1_000 * 48 / 1_000, followsLoss: followsLoss, payload: packet.payload))
        }
    }

    private func capture(_ frame: VideoFrame, _ number: TapTrack, _ track: RecordedTrack) {
        let sender = senders[track.participant.id] ?? SenderClock()
        let (_, nanoseconds) = track.place(frame.timestamp, arrival: frame.arrival.nanoseconds - origin.nanoseconds, sender: sender)
        let time = nanoseconds / 1_000_000
        noteGap(track, start: time, end: time + 40)
        if frame.isKeyFrame { track.lastKeyFrame = frame.arrival }
        attempt { () throws(RecordingError) in
            let file = output(track, codec: track.codec)
            let isBoundary = frame.isKeyFrame && (file.oldest.map { frame.arrival - $0 >= policy.shortestCluster } ?? false)
            if isBoundary || file.mustWrite(beforeFrameAt: time, bytes: frame.bytes.count) { try commit(file) }
            file.append(picture: frame, codec: track.codec, rotation: track.rotation, time: time, arrival: frame.arrival)
        }
    }

    /// The file that a track's frames go to, made when there is none that takes them.
    private func output(_ track: RecordedTrack, codec: RecordedCodec) -> ParticipantFile {
        let isScreen = track.kind == .screen
        let index = outputs.firstIndex { $0.isScreen == isScreen && $0.file.participant.id == track.participant.id }
        if let index {
            if outputs[index].file.takes(codec) { return outputs[index].file }
            finish(outputs.remove(at: index).file)
        }
        let file = ParticipantFile(
            track.participant, kind: isScreen ? .screen : .camera, baseName: baseName(track.participant, isScreen: isScreen),
            folder: folder,
            files: files, key: key, sidecar: sidecar, description: description)
        outputs.append(Output(isScreen: isScreen, file: file))
        return file
    }

    /// `ana`, `ana-2` …; a name is used for one participant only, and once for each kind of file.
    private func baseName(_ participant: RecordedParticipant, isScreen: Bool) -> String {
        let taken = Set(usedNames.filter { $0.isScreen == isScreen || $0.participant != participant.id }.map(\.name))
        var name = participant.fileLabel
        var number = 1
        while taken.contains(name) {
            number += 1
            name = participant.fileLabel + "-\(number)"
        }
        usedNames.append(UsedName(name: name, participant: participant.id, isScreen: isScreen))
        return name
    }

    private func noteGap(_ track: RecordedTrack, start: Int64, end: Int64) {
        guard let gap = track.gaps.note(start: start, end: end) else { return }
        record(gap, track, .missing)
    }

    func record(_ gap: Range<Int64>, _ track: RecordedTrack, _ reason: RecordingGap.Reason) {
        // A screen that nobody shares is not missing.
        if track.kind == .screen, reason == .missing { return }
        let line = RecordingGap(
            participant: track.participant.id, kind: track.kind, startMs: gap.lowerBound, endMs: gap.upperBound, reason: reason)
        gaps.append(line)
        sidecar.append(.gap(line))
    }

    // MARK: - Key frames

    func askForKeyFrames() {
        guard pausedAt == nil else { return }
        for (number, track) in tracks where track.isVideo {
            if track.needsKeyFrame || track.lastKeyFrame.map({ $0 + policy.keyFrameInterval <= now }) ?? true {
                askForKeyFrame(number, track)
            }
        }
    }

    func askForKeyFrame(_ number: TapTrack, _ track: RecordedTrack) {
        if let asked = track.requestedAt, asked + .milliseconds(500) > now { return }
        track.requestedAt = now
        events.append(.keyFrameWanted(number))
    }

    // MARK: - Writing

    func write(_ file: ParticipantFile) { attempt { () throws(RecordingError) in try commit(file) } }

    func writeAll() {
        for output in outputs { write(output.file) }
    }

    private func commit(_ file: ParticipantFile) throws(RecordingError) {
        guard try file.writeCluster(), !isCapturing else { return }
        isCapturing = true
        events.append(.capturing)
    }

    func mix(to length: Duration) {
        guard isOpen else { return }
        attempt { () throws(RecordingError) in
            let output = try mixer.advance(to: length.inNanoseconds / 1_000 * 48 / 1_000)
            for span in output.spans { sidecar.append(.talk(span)) }
            try mix.append(output.packets)
        }
    }

    func flushSidecar() {
        lastFlush = now
        attempt { () throws(RecordingError) in try sidecar.flush() }
    }

    func finish(_ file: ParticipantFile) {
        do {
            if let result = try file.close() { closed.append(result) }
        } catch {
            fail(error)
            if let rest = file.abandon() { closed.append(rest) }
        }
    }

    func attempt(_ body: () throws(RecordingError) -> Void) {
        guard failure == nil else { return }
        do { try body() } catch { fail(error) }
    }

    /// Ends the capturing and says so, once.
    func fail(_ error: RecordingError) {
        guard failure == nil else { return }
        failure = error
        let isAnythingThere = outputs.contains { $0.file.isDurable } || closed.contains { $0.kind != .mix }
        state = isAnythingThere ? .partial : .failed
        events.append(.failed(error))
    }
}
