internal import CProcessor

/// Where in memory a stream's packets lead the relay, so that the processor can be asked for all of it a few packets ahead.
///
/// With hundreds of calls no cache holds the state of all of them, and a packet of a call that has been silent for five milliseconds waits
/// for some thirty cache lines, one after the other. Asked for together they come together.
///
/// Only hints: an entry may be out of date or another stream's, and what it points at may be gone. Nothing there is ever read.
@safe struct Footprints: ~Copyable {
    /// A power of two. Two streams in one place hinder each other's hints and nothing else.
    private static let places = 8_192
    private static let line = 64

    /// 2 MiB, all of it written at the start: the thread that forwards does not wait for pages.
    private let entries: UnsafeMutablePointer<Footprint>
    /// The packets of a burst follow each other and need asking for once.
    private var latest: UInt32 = 0

    init() {
        unsafe entries = UnsafeMutableRawPointer.allocate(byteCount: Self.places * MemoryLayout<Footprint>.stride, alignment: Self.line)
            .bindMemory(to: Footprint.self, capacity: Self.places)
        unsafe entries.initialize(repeating: Footprint(), count: Self.places)
    }

    deinit { unsafe entries.deallocate() }

    func set(_ footprint: Footprint, of ssrc: UInt32) { unsafe entries[Self.place(of: ssrc)] = footprint }

    /// The stream's entry itself.
    @inline(__always)
    func approach(_ ssrc: UInt32) {
        let entry = unsafe UnsafeRawPointer(entries + Self.place(of: ssrc))
        for offset in stride(from: 0, to: MemoryLayout<Footprint>.stride, by: Self.line) { unsafe visavis_prefetch(entry + offset) }
    }

    /// What the entry names.
    @inline(__always)
    mutating func fetch(_ ssrc: UInt32) {
        guard ssrc != latest else { return }
        latest = ssrc
        let entry = unsafe entries + Self.place(of: ssrc)
        for index in unsafe 0..<entry.pointee.count {
            let run = unsafe entry.pointee.runs[index]
            var address = run & ~UInt(Self.line - 1)
            for _ in 0..<run & UInt(Self.line - 1) {
                unsafe visavis_prefetch(UnsafeRawPointer(bitPattern: address))
                address &+= UInt(Self.line)
            }
        }
    }

    @inline(__always)
    private static func place(of ssrc: UInt32) -> Int { Int(truncatingIfNeeded: (ssrc &* 0x9e37_79b1) >> 19) }
}

/// Runs of cache lines.
struct Footprint {
    private static let capacity = 31

    private(set) var count = 0
    /// The first line's address, whose lower six bits are zero, and in these the number of lines.
    private(set) var runs = InlineArray<31, UInt>(repeating: 0)

    mutating func add(_ start: UnsafeRawPointer, bytes: Int) { add(address: UInt(bitPattern: start), bytes: bytes) }

    mutating func add(address: UInt, bytes: Int) {
        guard count < Self.capacity, bytes > 0 else { return }
        let first = address & ~63
        let lines = min(63, (address + UInt(bytes) - first + 63) / 64)
        runs[count] = first | lines
        count += 1
    }

    /// An object's own memory.
    mutating func add<Object: AnyObject>(_ object: Object, bytes: Int) {
        unsafe add(UnsafeRawPointer(Unmanaged.passUnretained(object).toOpaque()), bytes: bytes)
    }
}

extension Relay {
    /// A datagram will be received a few packets from now: first its stream's entry is fetched, then what that names.
    @inline(__always)
    public func approach(_ datagram: UnsafeMutableRawBufferPointer) {
        if let ssrc = unsafe Self.mediaSource(of: datagram) { state.value.footprints.approach(ssrc) }
    }

    @inline(__always)
    public func fetch(_ datagram: UnsafeMutableRawBufferPointer) {
        if let ssrc = unsafe Self.mediaSource(of: datagram) { state.value.footprints.fetch(ssrc) }
    }

    @inline(__always)
    private static func mediaSource(of datagram: UnsafeMutableRawBufferPointer) -> UInt32? {
        guard datagram.count >= SRTPHeader.fixedLength, unsafe datagram[0] & 0xc0 == 0x80 else { return nil }
        return unsafe UInt32(bigEndian: datagram.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
    }

    /// Now and then is enough: what has moved meanwhile costs time only.
    func retrace(_ source: Source) {
        var footprint = Footprint()
        let peer = unsafe source.peer
        peer.addIncoming(to: &footprint, ssrc: source.ssrc)
        source.add(to: &footprint)
        // A call's other side; with more receivers their own work hides the waiting.
        for link in source.links.prefix(1) {
            let forwarder = link.object
            footprint.add(forwarder, bytes: Forwarder.bytes)
            unsafe forwarder.receiver.addOutgoing(to: &footprint, ssrc: forwarder.ssrc)
        }
        state.value.footprints.set(footprint, of: source.ssrc)
    }
}

extension Peer {
    /// About what an object takes; the runtime does not tell.
    private static var bytes: Int { 640 }

    func addIncoming(to footprint: inout Footprint, ssrc: UInt32) {
        footprint.add(self, bytes: Self.bytes)
        table.add(to: &footprint)
        streams.add(to: &footprint)
        receiver?.add(to: &footprint, source: ssrc)
    }

    func addOutgoing(to footprint: inout Footprint, ssrc: UInt32) {
        footprint.add(self, bytes: Self.bytes)
        sender?.add(to: &footprint, source: ssrc)
    }
}

extension Forwarder {
    fileprivate static var bytes: Int { 384 }
}
