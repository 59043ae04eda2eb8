extension Relay {
    /// Sets which feeds are tapped, and under which number. Replaces all that was set before. A picture's track begins with a key
    /// frame as soon as its sender can make one.
    public func setTap(room: RoomID, tracks: [FeedID: TapTrack]) {
        let room = self.room(room)
        room.tracks = tracks
        for feed in room.feeds.values where feed.track != tracks[feed.id] {
            feed.track = tracks[feed.id]
            guard let source = feed.source else { continue }
            stopTap(of: source)
            if let track = feed.track { startTap(of: source, track: track) }
        }
    }

    func startTap(of source: Source, track: TapTrack) {
        source.tapTrack = track
        var ssrc = source.ssrc.bigEndian
        unsafe withUnsafeBytes(of: &ssrc) { bytes in
            unsafe tap.append(.started, track: track, codec: source.codec, arrival: now, bytes)
        }
        if let report = source.report { tapReport(report, of: source, track: track) }
        if source.isVideo { askKeyFrame(of: source) }
    }

    func stopTap(of source: Source) {
        guard let track = source.tapTrack else { return }
        source.tapTrack = nil
        unsafe tap.append(.stopped, track: track, codec: source.codec, arrival: now, UnsafeRawBufferPointer(start: nil, count: 0))
    }

    func tapReport(_ report: SenderReport, of source: Source, track: TapTrack) {
        var content = (
            report.ssrc.bigEndian, UInt32(truncatingIfNeeded: report.ntp >> 32).bigEndian,
            UInt32(truncatingIfNeeded: report.ntp).bigEndian, report.rtpTimestamp.bigEndian
        )
        unsafe withUnsafeBytes(of: &content) { bytes in
            unsafe tap.append(.senderReport, track: track, codec: source.codec, arrival: now, bytes)
        }
    }
}
