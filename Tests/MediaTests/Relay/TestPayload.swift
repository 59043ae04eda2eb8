@testable import Media

/// What test packets carry: enough to know at the other end what was sent, when, and by whom. At the end of each payload.
struct TestPayload: Hashable {
    static let byteCount = 14

    /// On the clock of the simulation, whatever the sender's own clock shows.
    var captured: MediaTime
    /// Of the frame, or of the audio packet.
    var number: UInt32
    var index: UInt8
    var author: UInt8

    init(captured: MediaTime, number: UInt32, index: UInt8 = 0, author: UInt8) {
        self.captured = captured
        self.number = number
        self.index = index
        self.author = author
    }

    init?(_ payload: ArraySlice<UInt8>) {
        guard payload.count >= Self.byteCount else { return nil }
        let bytes = Array(payload.suffix(Self.byteCount))
        captured = MediaTime(nanoseconds: Int64(bytes[0..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }))
        number = bytes[8..<12].reduce(0) { $0 << 8 | UInt32($1) }
        index = bytes[12]
        author = bytes[13]
    }

    var bytes: [UInt8] {
        let time = (0..<8).map { UInt8(truncatingIfNeeded: captured.nanoseconds >> (56 - 8 * $0)) }
        return time + (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } + [index, author]
    }

    /// One packet of a VP8 frame (RFC 7741): descriptor, and the frame's header in the first.
    func vp8(isKeyFrame: Bool, size: Int) -> [UInt8] {
        var payload: [UInt8] = [index == 0 ? 0x10 : 0x00]
        if index == 0 { payload += isKeyFrame ? [0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0x00] : [0x11, 0x02, 0x00] }
        payload += [UInt8](repeating: 0xaa, count: max(0, size - payload.count - Self.byteCount))
        return payload + bytes
    }

    /// 20 ms of CELT, wide band.
    var opus: [UInt8] { [0xf8] + [UInt8](repeating: 0x55, count: 40) + bytes }
}
