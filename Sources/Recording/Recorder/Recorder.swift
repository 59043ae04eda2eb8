public import Media

/// Records one session: a Matroska file a participant, a mix of all voices, and a sidecar that says what happened when.
///
/// Used by one thread; it blocks while it writes. Time comes in with every call. What goes wrong on the disk ends the capturing,
/// keeps what is good and is told as an event; no call after that does anything.
public final class Recorder {
    /// What there is if it ended now: never better than the truth.
    public internal(set) var state = RecordingState.recording
    /// Some media is on disk.
    public internal(set) var isCapturing = false
    public let description: RecordingDescription
    public let folder: String

    let policy: RecordingPolicy
    let files: any RecordingFiles
    let key: RecordingKey?
    let origin: MediaTime
    let sidecar: SidecarWriter
    let mixer: VoiceMixer
    let mix: MixFile

    var tracks: [TapTrack: RecordedTrack] = [:]
    var senders: [String: SenderClock] = [:]
    var outputs: [Output] = []
    /// Files that were closed while recording: a participant came back with another coding.
    var closed: [RecordedFile] = []
    var participants: [RecordedParticipant] = []
    var gaps: [RecordingGap] = []
    var pauses: [Range<Int64>] = []
    var pausedAt: Int64?
    var events: [RecorderEvent] = []
    var failure: RecordingError?
    var lostRecords = 0
    var now: MediaTime
    var lastFlush: MediaTime
    var lastTick: MediaTime
    var isFinished = false
    var usedNames: [UsedName] = []

    struct UsedName {
        let name: String
        let participant: String
        let isScreen: Bool
    }

    /// A participant's file, or that of the screen.
    struct Output {
        let isScreen: Bool
        let file: ParticipantFile
    }

    /// Makes the folder and what is in it.
    /// - Parameters:
    ///   - key: The files are sealed with it.
    ///   - time: The recording's time 0.
    public init(
        folder: String, description: RecordingDescription, key: RecordingKey? = nil, files: some RecordingFiles,
        policy: RecordingPolicy = .init(),
        at time: MediaTime
    ) throws(RecordingError) {
        self.folder = folder
        self.description = description
        self.key = key
        self.files = files
        self.policy = policy
        origin = time
        now = time
        lastFlush = time
        lastTick = time
        try files.makeFolder(folder)
        sidecar = try SidecarWriter(folder: folder, files: files, key: key)
        sidecar.append(
            .begin(
                .init(
                    id: description.id, startedAt: description.startedAt, interaction: description.interaction, session: description.session
                )))
        mixer = try VoiceMixer(bitsPerSecond: policy.mixBitsPerSecond, complexity: policy.mixComplexity)
        mix = try MixFile(
            folder: folder, files: files, key: key, sidecar: sidecar, serial: UInt32(truncatingIfNeeded: description.startedAt),
            preSkip: mixer.preSkip)
        try sidecar.flush()
    }

    // MARK: - What is recorded

    /// A feed of the tap belongs to this participant from now on.
    public func addTrack(_ track: TapTrack, participant: RecordedParticipant, kind: FeedKind, at time: MediaTime) {
        guard isOpen else { return }
        advanceClock(time)
        if !participants.contains(where: { $0.id == participant.id }) {
            participants.append(participant)
            sidecar.append(.participant(participant))
        }
        let recorded = RecordedTrack(participant, kind: kind, policy: policy, begin: milliseconds(time))
        tracks[track] = recorded
        if kind.isVideo { askForKeyFrame(track, recorded) }
    }

    /// The feed is over; its file stays open for its participant's return.
    public func removeTrack(_ track: TapTrack, at time: MediaTime) {
        guard isOpen, let recorded = tracks[track] else { return }
        advanceClock(time)
        drain(track, recorded, at: MediaTime(nanoseconds: .max))
        tracks[track] = nil
    }

    /// All records of a buffer, and how many found no room in it.
    public func ingest(_ buffer: TapBuffer, at time: MediaTime) {
        buffer.forEach { ingest($0) }
        if buffer.overflow > 0 { noteOverflow(buffer.overflow, at: time) }
    }

    public func ingest(_ record: TapRecord) {
        guard isOpen, let track = tracks[record.track] else { return }
        advanceClock(record.arrival)
        switch record.kind {
        case .senderReport: report(record, track)
        case .started:
            let source: UInt32? = unsafe record.bytes.count >= 4 ? unsafe Array(record.bytes).bigEndian(at: 0) : nil
            track.restart(codec: RecordedCodec(record.codec), keepsClock: false, source: source)
            track.startedAt = record.arrival
        case .stopped: drain(record.track, track, at: MediaTime(nanoseconds: .max))
        case .rtp:
            guard pausedAt == nil else { return }
            let isNew = unsafe track.insert(record.bytes, codec: record.codec, rotation: record.rotation, at: record.arrival)
            if isNew, !track.isVideo { attempt { () throws(RecordingError) in try mixer.source(track.participant.id).restart() } }
            drain(record.track, track, at: record.arrival)
        }
    }

    /// The recorder did not keep up: this many packets of any feed are missing.
    public func noteOverflow(_ count: Int, at time: MediaTime) {
        guard isOpen else { return }
        lostRecords += count
        note(.overflow, detail: String(count), at: time)
    }

    // MARK: - What happens

    /// Ends the capturing for a reason outside of it, such as room on the disk that others need more: what is there is kept.
    public func end(_ error: RecordingError, at time: MediaTime) {
        guard isOpen else { return }
        advanceClock(time)
        writeAll()
        fail(error)
    }

    /// Nothing that comes from now on is kept. - Parameter reason: A stable word: `card_data`, `consent` …
    public func pause(reason: String, at time: MediaTime) {
        guard isOpen, pausedAt == nil else { return }
        advanceClock(time)
        let at = milliseconds(time)
        pausedAt = at
        state = .paused
        sidecar.append(.pause(.init(at: at, reason: reason)))
        for track in tracks.values { track.restart(keepsClock: true) }
        writeAll()
        flushSidecar()
    }

    public func resume(at time: MediaTime) {
        guard isOpen, let since = pausedAt else { return }
        advanceClock(time)
        let at = milliseconds(time)
        pauses.append(since..<max(since, at))
        pausedAt = nil
        state = .recording
        sidecar.append(.resume(.init(at: at)))
        for (number, track) in tracks {
            track.gaps.skip(to: at)
            if track.isVideo { askForKeyFrame(number, track) }
        }
        flushSidecar()
    }

    /// Puts something on the timeline.
    public func note(_ kind: RecordingNote.Kind, participant: String? = nil, detail: String? = nil, at time: MediaTime) {
        guard isOpen else { return }
        sidecar.append(.note(RecordingNote(at: milliseconds(time), kind: kind, participant: participant, detail: detail)))
    }

    // MARK: - Time

    /// When `advance` has something to do.
    public var nextDeadline: MediaTime? { isOpen ? lastTick + policy.tick : nil }

    public func advance(to time: MediaTime) {
        guard isOpen else { return }
        advanceClock(time)
        lastTick = max(lastTick, time)
        for (number, track) in tracks { drain(number, track, at: time) }
        for output in outputs {
            // A picture's first cluster is not cut short: the next one is to begin with a key frame.
            let age = isCapturing || output.file.hasPicture ? policy.clusterAge : policy.firstClusterAge
            if let oldest = output.file.oldest, oldest + age <= time { write(output.file) }
        }
        mix(to: (time - policy.mixDelay) - origin)
        if time >= lastFlush + .seconds(1) { flushSidecar() }
        askForKeyFrames()
    }

    /// What happened since the last call.
    public func takeEvents() -> [RecorderEvent] {
        defer { events = [] }
        return events
    }

    var isOpen: Bool { failure == nil && !isFinished }

    func milliseconds(_ time: MediaTime) -> Int64 { max(0, (time.nanoseconds - origin.nanoseconds) / 1_000_000) }

    private func advanceClock(_ time: MediaTime) { now = max(now, time) }

    private func report(_ record: TapRecord, _ track: RecordedTrack) {
        guard unsafe record.bytes.count >= 16 else { return }
        let bytes = unsafe Array(record.bytes)
        let ntp: UInt64 = bytes.bigEndian(at: 4)
        track.observe(ntp: ntp, rtp: bytes.bigEndian(at: 12), ssrc: bytes.bigEndian(at: 0))
        // The last report before the feed was tapped is handed over with it: it says how the source's time stands to its sender's, and
        // nothing of how long ago it came.
        guard track.startedAt != record.arrival else { return }
        var sender = senders[track.participant.id] ?? SenderClock()
        sender.observe(ntp: ntp, at: record.arrival.nanoseconds - origin.nanoseconds)
        senders[track.participant.id] = sender
        for other in tracks.values where other.participant.id == track.participant.id { rebase(other, sender) }
    }

    /// The reports put a track elsewhere than its packets' arrival did. As long as nothing of it is written, all of it moves at once; a
    /// player sees the slewing of what is.
    private func rebase(_ track: RecordedTrack, _ sender: SenderClock) {
        let isScreen = track.kind == .screen
        let file = outputs.first { $0.isScreen == isScreen && $0.file.participant.id == track.participant.id }?.file
        guard let file, file.canMove(isVideo: track.isVideo) else { return }
        file.move(isVideo: track.isVideo, by: track.rebase(sender: sender) / 1_000_000)
    }
}
