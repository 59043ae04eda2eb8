import Datagrams
import Media

/// Everything that the endpoints will send for some seconds, made and encrypted beforehand, in the order in which it leaves. While it is
/// measured the client only sends and receives, and can load a server's core with half of its own.
///
/// Sequence numbers, send times and time stamps are those of the plan. A key frame that is asked for meanwhile does not come.
@safe final class SealedMedia: MediaOutlet {
    @safe private struct Packet {
        let start: UnsafeRawPointer
        let length: UInt16
        let stream: UInt16
        let startsFrame: Bool
    }
    /// What leaves together: everything until this packet, at this time.
    private struct Slot {
        let due: UInt64
        let end: Int
    }

    private static let chunkBytes = 64 << 20
    /// Room for the largest packet; the next one follows behind what it really took.
    private static let alignment = 64
    /// Packets that leave between two looks at what has arrived, and the most that share a time stamp.
    private static let packetsPerTurn = 256
    private static let packetsPerStamp = 64

    private let streams: [OutgoingStream]
    private let paths: [DatagramPath]
    private let places: [UInt32: UInt16]
    private var chunks: [UnsafeMutableRawPointer] = unsafe []
    private var room = 0
    private var packets: [Packet] = []
    private var slots: [Slot] = []
    private var nextSlot = 0
    private var nextPacket = 0
    /// How much later than planned everything leaves.
    private var delay: UInt64 = 0
    /// Packets that the next call sends, and when the first of them was ready.
    private var waiting = 0
    private var stamp: UInt64 = 0

    /// - Parameters:
    ///   - start: When the first packets leave.
    ///   - duration: Nanoseconds; as much is made.
    init(_ endpoints: [MediaEndpoint], speed: Double, start: UInt64, duration: UInt64) throws {
        streams = endpoints.flatMap(\.outgoing)
        paths = endpoints.flatMap { endpoint in endpoint.outgoing.map { _ in endpoint.path } }
        places = Dictionary(uniqueKeysWithValues: streams.enumerated().map { ($1.ssrc, UInt16($0)) })
        let pace = MediaPace(speed: speed, endpoints: endpoints.count, start: start)
        for time in stride(from: start, to: start + duration, by: Int(pace.grain)) {
            try pace.send(until: time, from: endpoints, into: self, atMost: .max)
            if packets.count > slots.last?.end ?? 0 { slots.append(Slot(due: time, end: packets.count)) }
        }
    }

    deinit { for index in unsafe chunks.indices { unsafe chunks[index].deallocate() } }

    var isExhausted: Bool { nextPacket == packets.count }

    /// Making it has taken until `now`: if that is after the start, everything leaves as much later.
    func begin(at now: UInt64) {
        guard let first = slots.first, now > first.due else { return }
        delay = now - first.due
    }

    // MARK: Making

    /// What cannot be made is refused before the machine swaps or ends processes.
    static func requireMemory(packets: Int) throws {
        // A large packet with its header and tag, and what is noted of it.
        let needed = packets * (MediaFormat.videoBytes + 2 * alignment)
        let available = try ProcFile("/proc/meminfo").kibibytes("MemAvailable:") * 1024
        guard needed <= available / 2 else {
            throw LoadError(
                "media made beforehand would take \(needed >> 20) MiB, more than half of the \(available >> 20) MiB that are free: "
                    + "fewer calls, or a smaller --seconds")
        }
    }

    func next() -> UnsafeMutableRawPointer {
        if room < DatagramBatch.slotBytes {
            unsafe chunks.append(.allocate(byteCount: Self.chunkBytes, alignment: Self.alignment))
            room = Self.chunkBytes
        }
        return unsafe chunks[chunks.count - 1] + (Self.chunkBytes - room)
    }

    func take(_ length: Int, of stream: OutgoingStream, startsFrame: Bool, to path: DatagramPath, at now: UInt64) {
        guard let place = places[stream.ssrc] else { return }
        unsafe packets.append(
            Packet(start: UnsafeRawPointer(next()), length: UInt16(length), stream: place, startsFrame: startsFrame))
        room -= (length + Self.alignment - 1) / Self.alignment * Self.alignment
    }

    // MARK: Sending

    /// Sends what is due, but no more than a turn's worth: a client that falls behind sends later, not everything at once.
    func send(until now: UInt64, by socket: DatagramSocket) {
        let limit = nextPacket + Self.packetsPerTurn
        while nextSlot < slots.count, slots[nextSlot].due + delay <= now, nextPacket < limit {
            send(until: slots[nextSlot].end, by: socket)
            nextSlot += 1
        }
        flush(by: socket)
    }

    private func send(until end: Int, by socket: DatagramSocket) {
        while nextPacket < end {
            if waiting == 0 { stamp = Clock.now() }
            let packet = packets[nextPacket]
            let stream = Int(packet.stream)
            unsafe socket.add(UnsafeRawBufferPointer(start: packet.start, count: Int(packet.length)), to: paths[stream])
            streams[stream].leaves(startsFrame: packet.startsFrame, at: stamp)
            nextPacket += 1
            waiting += 1
            if waiting == Self.packetsPerStamp { flush(by: socket) }
        }
    }

    private func flush(by socket: DatagramSocket) {
        if waiting > 0 { socket.flush() }
        waiting = 0
    }
}
