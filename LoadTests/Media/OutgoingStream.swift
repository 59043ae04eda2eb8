import Media

/// One endpoint's audio or video on its way out: pre-made packets, and when each was sent.
@safe final class OutgoingStream {
    /// Packets that are remembered. More than are ever under way at a time.
    static let window = 1_024
    private static let headerBytes = 12

    let kind: MediaKind
    let ssrc: UInt32
    /// Between the beginning and the end of a measurement.
    var sent: Int { Int((end ?? sentNumber) &- first) }
    /// Of those.
    private(set) var lost = 0
    /// On their way to the other side.
    private(set) var outstanding = 0
    /// A picture that can be decoded without those before it is wanted.
    var wantsKeyFrame = true

    private let template: UnsafeMutableRawPointer
    private let length: Int
    private let payload: Int
    private var sequence: UInt16
    /// Of the last packet that was made, and of the last that was sent.
    private var timestamp: UInt32
    private var sentTimestamp: UInt32
    /// Of the next packet to be made, and of the next to be sent.
    private var number: UInt32 = 0
    private var sentNumber: UInt32 = 0
    private var octets: UInt32 = 0
    /// The first packet of a measurement, and the first that is none of it any more.
    private var first: UInt32 = 0
    private var end: UInt32?
    /// When the packet of this number was sent; 0 when it has arrived.
    private let sentAt: UnsafeMutablePointer<UInt64>
    private var isKeyFrame = false

    init(_ kind: MediaKind, ssrc: UInt32) {
        self.kind = kind
        self.ssrc = ssrc
        // Below 2^15, as RFC 3711 wants it of a new stream.
        sequence = .random(in: 1...0x7fff)
        timestamp = .random(in: .min ... .max)
        sentTimestamp = timestamp
        // abs-send-time takes 4 bytes, audio level 2, the rest is padding; RFC 8285 §4.2.
        let extensionBytes = 4 + 8
        payload = Self.headerBytes + extensionBytes
        length = kind == .audio ? payload + MediaFormat.audioBytes : MediaFormat.videoBytes
        unsafe template = .allocate(byteCount: length, alignment: 8)
        unsafe sentAt = .allocate(capacity: Self.window)
        unsafe sentAt.initialize(repeating: 0, count: Self.window)
        makeTemplate()
    }

    deinit {
        unsafe template.deallocate()
        unsafe sentAt.deallocate()
    }

    /// Audio goes on by 20 ms a packet, video by a thirtieth of a second a picture.
    func send(
        first: Bool, last: Bool, at now: UInt64, with sender: SRTPSender, into outlet: any MediaOutlet, to path: DatagramPath
    ) throws {
        let packet = unsafe outlet.next()
        unsafe packet.copyMemory(from: template, byteCount: length)
        if first { timestamp &+= step }
        unsafe writeHeader(of: packet, marker: kind == .video && last, at: now)
        if kind == .video { unsafe writeVideo(packet, first: first) }
        unsafe packet.storeBytes(of: number.bigEndian, toByteOffset: payload + MediaFormat.numberOffset, as: UInt32.self)
        guard let protected = unsafe sender.protect(packet, length: length) else {
            throw LoadError("the load test cannot encrypt its own packet: \(kind.name) \(sequence) of \(ssrc)")
        }
        outlet.take(protected, of: self, startsFrame: first, to: path, at: now)
        sequence &+= 1
        number &+= 1
    }

    /// The next packet in the order in which they were made is on its way.
    func leaves(startsFrame: Bool, at now: UInt64) {
        if startsFrame { sentTimestamp &+= step }
        remember(now)
        sentNumber &+= 1
        octets &+= UInt32(length - payload)
    }

    private var step: UInt32 { kind == .audio ? 960 : 3_000 }

    /// - Returns: How long the packet of this number took; nil for one that has arrived before, or is too old.
    func arrived(_ number: UInt32, at now: UInt64) -> UInt64? {
        let slot = Int(number) % Self.window
        let stamp = unsafe sentAt[slot]
        guard stamp != 0, sentNumber &- number <= Self.window else { return nil }
        unsafe sentAt[slot] = 0
        outstanding -= 1
        return now > stamp ? now - stamp : 0
    }

    /// What has not arrived until now never will.
    func giveUp() {
        for number in sentNumber - min(sentNumber, UInt32(Self.window))..<sentNumber { lose(number) }
    }

    func beginCounting() {
        first = sentNumber
        end = nil
        lost = 0
    }

    func endCounting() { end = sentNumber }

    private func lose(_ number: UInt32) {
        let slot = Int(number) % Self.window
        guard unsafe sentAt[slot] != 0 else { return }
        unsafe sentAt[slot] = 0
        outstanding -= 1
        if number >= first, number < end ?? .max { lost += 1 }
    }

    func report(at now: MediaTime, wallClock: WallClockOrigin) -> SenderReport {
        SenderReport(ssrc: ssrc, ntp: wallClock.ntp(now), rtpTimestamp: sentTimestamp, packets: sentNumber, octets: octets)
    }

    private func remember(_ now: UInt64) {
        if sentNumber >= UInt32(Self.window) { lose(sentNumber - UInt32(Self.window)) }
        unsafe sentAt[Int(sentNumber) % Self.window] = now
        outstanding += 1
    }

    private func writeHeader(of packet: UnsafeMutableRawPointer, marker: Bool, at now: UInt64) {
        unsafe packet.storeBytes(of: kind.payloadType | (marker ? 0x80 : 0), toByteOffset: 1, as: UInt8.self)
        unsafe packet.storeBytes(of: sequence.bigEndian, toByteOffset: 2, as: UInt16.self)
        unsafe packet.storeBytes(of: timestamp.bigEndian, toByteOffset: 4, as: UInt32.self)
        let time = MediaTime(nanoseconds: Int64(now)).absoluteSendTime
        let element = UInt32(MediaFormat.absSendTimeID << 4 | 2) << 24 | time & 0xff_ffff
        unsafe packet.storeBytes(of: element.bigEndian, toByteOffset: Self.headerBytes + 4, as: UInt32.self)
    }

    /// RFC 7741: the descriptor in every packet, the frame header in a picture's first.
    private func writeVideo(_ packet: UnsafeMutableRawPointer, first: Bool) {
        unsafe packet.storeBytes(of: first ? 0x10 : 0x00, toByteOffset: payload, as: UInt8.self)
        guard first else { return }
        isKeyFrame = wantsKeyFrame
        wantsKeyFrame = false
        // Frame tag: bit 0 says that the picture needs others, bit 4 that it is shown; the rest is the first partition's length.
        let tag: UInt32 = (isKeyFrame ? 0 : 1) | 1 << 4 | 1_000 << 5
        unsafe packet.storeBytes(of: UInt8(truncatingIfNeeded: tag), toByteOffset: payload + 1, as: UInt8.self)
        unsafe packet.storeBytes(of: UInt8(truncatingIfNeeded: tag >> 8), toByteOffset: payload + 2, as: UInt8.self)
        unsafe packet.storeBytes(of: UInt8(truncatingIfNeeded: tag >> 16), toByteOffset: payload + 3, as: UInt8.self)
        guard isKeyFrame else { return }
        for (index, byte) in [0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01].enumerated() {  // 640 × 480
            unsafe packet.storeBytes(of: UInt8(byte), toByteOffset: payload + 4 + index, as: UInt8.self)
        }
    }

    private func makeTemplate() {
        for index in 0..<length {
            unsafe template.storeBytes(of: UInt8(truncatingIfNeeded: index &* 31), toByteOffset: index, as: UInt8.self)
        }
        unsafe template.storeBytes(of: 0x90, as: UInt8.self)
        unsafe template.storeBytes(of: ssrc.bigEndian, toByteOffset: 8, as: UInt32.self)
        unsafe template.storeBytes(of: UInt32(0xbede_0002).bigEndian, toByteOffset: Self.headerBytes, as: UInt32.self)
        let level = kind == .audio ? UInt32(MediaFormat.audioLevelID << 4) << 24 | 0x9e << 16 : 0
        unsafe template.storeBytes(of: level.bigEndian, toByteOffset: Self.headerBytes + 8, as: UInt32.self)
        // CELT, full band, 20 ms, mono, one frame (RFC 6716 §3.1).
        if kind == .audio { unsafe template.storeBytes(of: 31 << 3, toByteOffset: payload, as: UInt8.self) }
    }
}
