import Fuzzing
import Media

/// Reads a compound and writes back what it understood.
final class RTCPTarget: FuzzTarget {
    let name = "rtcp"
    let dictionary: [[UInt8]] = [
        [0x81, 200, 0, 12], [0x81, 201, 0, 7], [0x81, 202, 0, 2], [0x81, 203, 0, 1], [0x81, 205, 0, 3], [0x81, 206, 0, 2],
        [0x84, 206, 0, 4],
        [0x8f, 206, 0, 5], Array("REMB".utf8), [0xff, 0xff],
    ]

    func run(_ input: [UInt8]) {
        unsafe input.withUnsafeBytes { datagram in
            var reader = unsafe RTCPReader(datagram)
            while let packet = reader.next() { write(packet) }
        }
    }

    private func write(_ packet: RTCPPacket) {
        var buffer = [UInt8](repeating: 0, count: 2_048)
        let length = unsafe buffer.withUnsafeMutableBytes { bytes in
            var writer = unsafe RTCPWriter(bytes)
            switch packet {
            case .senderReport(let report): writer.senderReport(report)
            case .receiverReport(let ssrc, let blocks): writer.receiverReport(ssrc: ssrc, blocks: blocks)
            case .nack(let sender, let media, let sequences): writer.nack(sender: sender, media: media, sequences: sequences)
            case .pli(let sender, let media): writer.pli(sender: sender, media: media)
            case .bye(let ssrcs): writer.bye(ssrcs)
            default: break
            }
            return writer.length
        }
        guard length > 0 else { return }
        let again = unsafe buffer.withUnsafeBytes { bytes in
            var reader = unsafe RTCPReader(UnsafeRawBufferPointer(rebasing: bytes[..<length]))
            return reader.next()
        }
        if case .nack = packet { return }
        precondition(again == packet, "comes back as it was written")
    }
}
