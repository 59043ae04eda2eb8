import Domain
import Media

/// The relay's settings. README.md has the table.
struct MediaSettings: Sendable {
    /// UDP; `nil`: the same number as the HTTP port. 0: the kernel chooses.
    var port: UInt16?
    /// Where clients reach the relay; empty: every address of this host.
    var addresses: [IPAddress] = []
    /// Ogg/Opus, played to customers on hold; `nil`: the one that comes with the pages.
    var holdMusicPath: String?
    var maximumBitrate: UInt64 = 2_500_000
    var videoCodecs: [VideoCodec] = [.vp8, .h264]
}

extension ServerConfiguration {
    mutating func applyMedia(_ settings: SettingsReader) throws {
        if let text = settings.text("media.path") {
            guard let path = Session.MediaPath(rawValue: text) else {
                throw ConfigurationError("VISAVIS_MEDIA_PATH: '\(text)' is neither relay nor direct")
            }
            sessions.mediaPath = path
        }
        media.port = try settings.number("media.port", 0...65_535).map(UInt16.init)
        media.addresses = try settings.list("media.addresses").map { text in
            guard let address = IPAddress(text) else {
                throw ConfigurationError("VISAVIS_MEDIA_ADDRESSES: '\(text)' is not a numeric address such as 203.0.113.7 or 2001:db8::7")
            }
            return address
        }
        media.holdMusicPath = settings.text("hold.music")
        media.maximumBitrate = UInt64(try settings.number("media.bitrate.kbit", 100...20_000) ?? 2_500) * 1_000
        let codecs = settings.list("media.video.codecs")
        if !codecs.isEmpty {
            media.videoCodecs = try codecs.map { text in
                guard let codec = VideoCodec(rawValue: text.uppercased()) else {
                    throw ConfigurationError("VISAVIS_MEDIA_VIDEO_CODECS: '\(text)' is neither vp8 nor h264")
                }
                return codec
            }
        }
        if let text = settings.text("supervisors.shown.to") {
            guard let shown = SupervisorVisibility(rawValue: text) else {
                throw ConfigurationError("VISAVIS_SUPERVISORS_SHOWN_TO: '\(text)' is none of nobody, agent, everyone")
            }
            supervisorVisibility = shown
        }
        try applyCapture(settings)
        sessions.inviteLifetime = try settings.seconds("invite.seconds", 60...86_400) ?? sessions.inviteLifetime
    }

    /// What customers are asked. Without a word nothing is recorded; a demonstration shows the question.
    private mutating func applyCapture(_ settings: SettingsReader) throws {
        let purposes = settings.list("recording.purposes")
        if purposes.isEmpty {
            sessions.recording.purposes = isDemo ? [.quality] : []
        } else if purposes != ["none"] {
            sessions.recording.purposes = try purposes.map { text in
                guard let purpose = ConsentPurpose(rawValue: text) else {
                    throw ConfigurationError("VISAVIS_RECORDING_PURPOSES: '\(text)' is none of quality, evidence; or write none")
                }
                return purpose
            }
        }
        let queues = settings.list("recording.queues")
        guard !queues.isEmpty else { return }
        sessions.recording.queues = Set(
            try queues.map { text in
                guard let queue = QueueName(text), useCases.contains(where: { $0.queue == queue }) else {
                    throw ConfigurationError("VISAVIS_RECORDING_QUEUES: '\(text)' is not one of VISAVIS_USE_CASES")
                }
                return queue
            })
    }

    var mediaPort: UInt16 { media.port ?? port }
}
