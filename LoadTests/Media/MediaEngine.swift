import Datagrams
import Media

/// The UDP side of the load test: all endpoints, what arrives for them, and how they send.
final class MediaEngine {
    private static let firstAddress: UInt32 = 0x7f01_0001
    /// Batches that are taken before anything is sent: else the answer to a flood would wait for its end.
    private static let batchesPerTurn = 16
    private static let upkeepInterval = 5 * Clock.millisecond

    private(set) var endpoints: [MediaEndpoint] = []
    var delivery = MediaDelivery()
    var mode = MediaMode.silent

    private let places: MediaPlaces
    private var ports: [MediaPort] = []
    private let identity: DTLSIdentity
    private let wallClock = MonotonicClock.wallClockOrigin()
    private var window = MediaWindow()
    private var nextUpkeep: UInt64 = 0

    init(_ places: MediaPlaces) throws {
        self.places = places
        identity = try DTLSIdentity()
        if case .addresses = places { ports = [try MediaPort(shared: true)] }
    }

    var fingerprint: CertificateFingerprint { identity.fingerprint }

    /// Two endpoints that send to each other.
    func addCall() throws -> (MediaEndpoint, MediaEndpoint) {
        let (first, second) = (try addEndpoint(), try addEndpoint())
        first.receives(from: second)
        second.receives(from: first)
        return (first, second)
    }

    /// Takes what has arrived, sends what is due. Never sleeps.
    func turn() throws {
        for index in ports.indices { try receive(at: index) }
        let now = Clock.now()
        switch mode {
        case .silent: break
        case .paced(let pace): try pace.send(until: now, from: endpoints)
        case .sealed(let media): media.send(until: now, by: ports[0].socket)
        case .saturated: try window.refill(endpoints, at: now)
        }
        if now >= nextUpkeep {
            nextUpkeep = now + Self.upkeepInterval
            for endpoint in endpoints { endpoint.advance(to: MediaTime(nanoseconds: Int64(now))) }
        }
        for port in ports { port.batch.send() }
    }

    /// Whether all endpoints send by one socket, so that what they send can be made beforehand.
    var canSeal: Bool { if case .addresses = places { true } else { false } }

    /// A sender report of each endpoint; wanted once a second.
    func sendReports() {
        let now = MediaTime(nanoseconds: Int64(Clock.now()))
        for endpoint in endpoints { endpoint.sendReport(at: now, wallClock: wallClock) }
    }

    /// Keeps that many packets under way from each endpoint.
    func saturate(window size: Int) {
        mode = .saturated
        window = MediaWindow(size: size, endpoints: endpoints.count)
    }

    private func addEndpoint() throws -> MediaEndpoint {
        let number = endpoints.count
        let port: MediaPort
        let local: IPAddress
        switch places {
        case .addresses: (port, local) = (ports[0], IPAddress(ipv4: Self.firstAddress + UInt32(number)))
        case .ports:
            (port, local) = (try MediaPort(shared: false), .any)
            ports.append(port)
        }
        let endpoint = MediaEndpoint(number: number, local: local, port: port.socket.port, batch: port.batch, identity: identity)
        endpoints.append(endpoint)
        return endpoint
    }

    private func receive(at port: Int) throws {
        for _ in 0..<Self.batchesPerTurn {
            let arrivals = try ports[port].socket.receive()
            guard arrivals.count > 0 else { return }
            let now = Clock.now()
            for index in 0..<arrivals.count {
                let number = number(of: arrivals.path(index).local, at: port)
                if endpoints.indices.contains(number) { try unsafe receive(arrivals.datagram(index), by: number, at: now) }
            }
            if arrivals.isDrained { return }
        }
    }

    private func number(of local: IPAddress, at port: Int) -> Int {
        switch places {
        case .addresses: Int(truncatingIfNeeded: (local.low & 0xffff_ffff) &- UInt64(Self.firstAddress))
        case .ports: port
        }
    }

    /// RFC 7983 §7.
    private func receive(_ datagram: UnsafeMutableRawBufferPointer, by number: Int, at now: UInt64) throws {
        let endpoint = endpoints[number]
        guard datagram.count > 1 else { return }
        switch unsafe datagram[0] {
        case 128...191:
            if unsafe RTCPReader.recognizes(UnsafeRawBufferPointer(datagram)) { return unsafe endpoint.receiveControl(datagram) }
            guard let took = try unsafe endpoint.receiveMedia(datagram, at: now) else { return }
            delivery.record(took)
            // The two of a call are neighbours.
            if case .saturated = mode { window.arrived(from: number ^ 1) }
        case 20...63: try unsafe endpoint.receiveHandshake(UnsafeRawBufferPointer(datagram), at: MediaTime(nanoseconds: Int64(now)))
        case 0...3: try unsafe endpoint.receiveCheck(UnsafeRawBufferPointer(datagram), at: MediaTime(nanoseconds: Int64(now)))
        default: break
        }
    }
}
