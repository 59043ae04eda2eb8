import Datagrams
import Domain
import Foundation
import Logging
import Media
import Recording
import Synchronization

/// The relay's thread and socket, from the configuration to the end of the process.
final class MediaService: Sendable {
    /// What the media thread shares with the others.
    final class Shared: Sendable {
        let recordings: RecordingService
        let report: @Sendable (MediaReport) -> Void
        private let figures: Figures

        fileprivate init(recordings: RecordingService, report: @escaping @Sendable (MediaReport) -> Void, figures: Figures) {
            self.recordings = recordings
            self.report = report
            self.figures = figures
        }

        func publish(_ counters: RelayCounters, _ population: RelayPopulation) {
            figures.latest.withLock { $0 = (counters, population) }
        }
    }

    fileprivate final class Figures: Sendable {
        let latest = Mutex((counters: RelayCounters(), population: RelayPopulation?.none))
    }

    /// Names this process's relay: a client that knows another name has to start over.
    let name = RandomToken().text
    private let published = Figures()
    private let loop: MediaLoop<RelayHandler>

    init(_ configuration: ServerConfiguration) throws {
        loop = try MediaLoop(DatagramConfiguration(port: configuration.mediaPort), name: "visavis-media")
    }

    /// - Throws: `ConfigurationError` with what to change.
    func start(
        _ configuration: ServerConfiguration, recordings: RecordingService, report: @escaping @Sendable (MediaReport) -> Void
    ) throws {
        let music = try Self.music(configuration)
        let settings = configuration.media
        let addresses = Self.addresses(configuration)
        let shared = Shared(recordings: recordings, report: report, figures: published)
        do {
            try loop.start { endpoint in
                var policy = RelayPolicy(addresses: addresses.map { SocketAddress(address: $0, port: endpoint.port) })
                policy.maximumBitrate = settings.maximumBitrate
                policy.videoCodecs = settings.videoCodecs
                let relay = Relay(policy: policy, identity: try DTLSIdentity(), wallClock: MonotonicClock.wallClockOrigin())
                return RelayHandler(relay: relay, music: music, shared: shared)
            }
        } catch let error as DatagramError {
            throw ConfigurationError("VISAVIS_MEDIA_PORT: the relay cannot use UDP port \(configuration.mediaPort): \(error)")
        }
    }

    /// Tells the operator where clients are sent; said once the server as a whole listens.
    func announce(_ configuration: ServerConfiguration, log: Logger) {
        guard let endpoint = loop.endpoint else { return }
        log.notice(
            "the media relay listens",
            metadata: [
                "port": "\(endpoint.port)/udp",
                "told to clients": "\(Self.addresses(configuration).map(\.description).joined(separator: ", "))",
                "receiveBuffer": "\(endpoint.receiveBufferBytes)",
            ])
    }

    private static func addresses(_ configuration: ServerConfiguration) -> [IPAddress] {
        let chosen = configuration.media.addresses
        return chosen.isEmpty ? HostAddresses.all(loopback: configuration.isLoopback) : chosen
    }

    /// `false`: the relay is not there, or far behind.
    @discardableResult
    func post(_ command: RelayHandler.Command) -> Bool { loop.post(command) == .posted }

    func stop() { loop.stop() }

    var datagrams: DatagramCounters { loop.counters }
    var figures: (counters: RelayCounters, population: RelayPopulation?) { published.latest.withLock { $0 } }

    /// A missing file of one's own choice stops the start; nobody finds out on hold.
    private static func music(_ configuration: ServerConfiguration) throws -> HoldMusic? {
        let path = configuration.media.holdMusicPath ?? configuration.webFolder + "/sounds/hold.opus"
        guard let bytes = FileManager.default.contents(atPath: path) else {
            if configuration.media.holdMusicPath == nil { return nil }
            throw ConfigurationError("VISAVIS_HOLD_MUSIC: \(path) cannot be read")
        }
        guard let packets = try? OggOpusReader.packets(Array(bytes)).map(\.bytes), let music = HoldMusic(packets: packets) else {
            throw ConfigurationError(
                "VISAVIS_HOLD_MUSIC: \(path) is not Ogg/Opus with packets of 20 ms; make it with: opusenc --framesize 20")
        }
        return music
    }
}
