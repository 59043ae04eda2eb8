import Fuzzing
import Media

extension RelayTarget {
    func seeds() -> [String: [UInt8]] {
        func who(_ order: UInt8, _ client: UInt8, _ isVariant: Bool = false) -> UInt8 { order | client << 5 | (isVariant ? 128 : 0) }
        let keyFrame: [UInt8] = [who(2, 0, true), 4, 0, 0x10]
        let frame: [UInt8] = [who(2, 0), 3, 0, 0x10]
        let voice: [UInt8] = [who(4, 0)] + FuzzScript.short([1, 2, 3])
        let pause: [UInt8] = [who(16, 0), 4]
        let call = keyFrame + voice + pause + (0..<4).flatMap { _ in frame + voice + pause }
        let plain: [UInt8] = [
            0x90, 96, 0, 1, 0, 0, 0, 1, 0x11, 0, 0, 1, 0xbe, 0xde, 0, 1, 0x40, 0x31, 0, 0, 0x10, 0x10, 2, 0, 0x9d, 1, 0x2a,
        ]
        let report: [UInt8] = [0x81, 201, 0, 7] + [UInt8](repeating: 1, count: 28) + [0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2]
        return [
            "call.bin": call,
            "h264.bin": [who(3, 1, true), 4, 0, 0x11] + [who(3, 1), 3, 0, 0x11, who(3, 1), 3, 0, 0x10],
            "loss.bin": keyFrame + [who(2, 0), 5, 2, 0x10, who(2, 0), 5, 1, 0x14] + pause + [who(5, 0), 3]
                + FuzzScript.short([0x10, 0x11, 2, 0]) + pause,
            "asked.bin": call + [who(10, 1), 0, 0x20, 0, 60, who(10, 2), 0, 0x20, 0, 60, who(10, 1, true), 1, 0, 0, 200]
                + [who(11, 1, true), 1, who(11, 2), 1, who(12, 1), 1, 0, 99, 12],
            "reports.bin": call + [who(9, 0), 1, 0xe0, 1, 2, 3, 4, 5, 6, 7] + [who(9, 0), 0, 0, 0, 0, 0, 0, 0, 0, 0] + [
                who(16, 0, true), 20,
            ],
            "raw.bin": [who(0, 0)] + FuzzScript.short(plain) + [who(1, 0)] + FuzzScript.short(plain) + [who(8, 0)]
                + FuzzScript.short(report),
            "unusual.bin": call + (0..<4).flatMap { [who(6, 0), $0 | 0x10, 8, 1] } + frame,
            "renegotiated.bin": call + [who(17, 0), 0] + frame + [who(17, 1, true), 0, who(17, 2), 3, 1, 0, 64, 2, 0, 200, 3, 0, 10] + call,
            "routes.bin": call + [who(18, 0, true)] + frame + [who(18, 0), 1] + frame + [who(18, 0), 0] + call,
            "tap.bin": [who(19, 0), 0xff] + call + [who(19, 0, true), 0x0f] + call + [who(19, 0), 0],
            "music.bin": [who(20, 1)] + pause + call + [who(16, 0), 200, who(20, 1, true)] + call,
            "moves.bin": call + [who(23, 0, true), 2] + call + [who(23, 0), 3] + frame + [who(26, 1), 4] + call + [
                who(22, 2), who(26, 2), 9,
            ],
            "silence.bin": call + [who(16, 0, true), 60, who(27, 0, true)] + frame + [who(17, 0, true), 0] + call,
            "ends.bin": call + [who(25, 0)] + call + [who(24, 0), 40, who(24, 0, true), 10, 0, 3] + [who(7, 1), 0, 20, 1],
            "strangers.bin": [who(14, 0)] + FuzzScript.short([22, 0xfe, 0xfd, 0, 0]) + [who(15, 0)] + FuzzScript.short(plain) + [
                who(15, 0), 2, 0, 1,
            ],
        ]
    }
}
