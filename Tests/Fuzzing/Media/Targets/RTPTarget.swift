import Fuzzing
import Media

/// Header, extensions in both forms, rewriting, retransmission.
final class RTPTarget: FuzzTarget {
    let name = "rtp"
    let dictionary: [[UInt8]] = [[0xbe, 0xde, 0, 1], [0x10, 0, 0, 2], [0x10, 0xff], [0x0f], [0xf0], [0x90, 96]]

    private let map = ExtensionMap(
        from: [.mid: 4, .absSendTime: 2, .audioLevel: 1, .videoOrientation: 13], to: [.mid: 3, .absSendTime: 6, .audioLevel: 1])

    func run(_ input: [UInt8]) {
        unsafe input.withUnsafeBytes { packet in
            guard let header = unsafe RTPHeader(packet) else { return }
            precondition(
                header.payload.upperBound + header.paddingLength == input.count && header.headerLength == header.payload.lowerBound)
            unsafe walk(header, packet)
            for capacity in [input.count / 2, input.count + 64] { unsafe rewrite(header, packet, capacity: capacity) }
        }
    }

    private func walk(_ header: RTPHeader, _ packet: UnsafeRawBufferPointer) {
        var offset = header.extensions.firstOffset
        while let element = unsafe header.extensions.next(&offset, in: packet) {
            precondition(element.value.upperBound <= header.headerLength)
            precondition(unsafe header.extensions.value(of: element.id, in: packet) != nil || element.id == 0)
        }
    }

    private func rewrite(_ header: RTPHeader, _ packet: UnsafeRawBufferPointer, capacity: Int) {
        var buffer = [UInt8](repeating: 0, count: capacity)
        let length = unsafe buffer.withUnsafeMutableBytes { destination in
            _ = unsafe RTX.wrap(packet, header: header, payloadType: 97, ssrc: 2, sequence: 3, into: destination)
            _ = unsafe RTX.unwrap(packet, header: header, payloadType: 96, ssrc: 1, into: destination)
            return unsafe map.rewrite(
                packet, header: header, into: destination, payloadType: 96, sequence: 1, timestamp: 2, ssrc: 3, mid: [0x31], sendTime: 4)
        }
        guard length > 0 else { return }
        let result = unsafe buffer.withUnsafeBytes { unsafe RTPHeader(UnsafeRawBufferPointer(rebasing: $0[..<length])) }
        precondition(result?.payload.count == header.payload.count && result?.ssrc == 3, "what is sent can be read")
        var copy = unsafe [UInt8](packet)
        _ = unsafe copy.withUnsafeMutableBytes { unsafe RTX.unwrap(inPlace: $0, header: header, payloadType: 96, ssrc: 1) }
    }
}
