import Fuzzing
import Recording

/// Ogg pages: hold music that somebody uploads, and a mix that was never finished. The first byte says whether the checksums are put
/// right, for a mutation would otherwise stop there.
final class OggTarget: FuzzTarget {
    let name = "ogg"
    let maximumLength = 12_000
    let dictionary: [[UInt8]] = [
        Array("OggS".utf8) + [0, 0], Array("OggS".utf8) + [0, 2], Array("OpusHead".utf8) + [1, 1], Array("OpusTags".utf8), [0xff, 0xff],
        [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], [0, 0, 0, 0, 0, 0, 0, 0x80], [0xfc, 0x3f],
    ]

    private let sample = SampleRecording.make()
    private lazy var sidecar = sample.broken.files["index.jsonl"] ?? []

    func run(_ input: [UInt8]) {
        guard let order = input.first else { return }
        let bytes = order & 1 == 0 ? OggFrame.sound(Array(input.dropFirst())) : Array(input.dropFirst())
        if let packets = try? OggOpusReader.packets(bytes) {
            for packet in packets { precondition(!packet.bytes.isEmpty && packet.samples > 0) }
        }
        FolderJudge.run(FuzzDisk(["index.jsonl": sidecar, "mix.part": bytes]))
    }

    func seeds() -> [String: [UInt8]] {
        var seeds: [String: [UInt8]] = [:]
        for (name, bytes) in sample.whole.files where name.hasSuffix(".ogg") {
            seeds["mix.bin"] = [0] + bytes
            seeds["mix-raw.bin"] = [1] + bytes
        }
        return seeds
    }
}

enum OggFrame {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index) << 24) { value, _ in value << 1 ^ (value & 0x8000_0000 != 0 ? 0x04c1_1db7 : 0) }
    }

    /// With the right checksum in every page that is whole (RFC 3533 §6).
    static func sound(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        var offset = 0
        while offset + 27 <= bytes.count {
            guard bytes[offset..<offset + 4].elementsEqual(Array("OggS".utf8)) else {
                offset += 1
                continue
            }
            let body = offset + 27 + Int(bytes[offset + 26])
            guard body <= bytes.count else { break }
            let end = body + bytes[offset + 27..<body].reduce(0) { $0 + Int($1) }
            guard end <= bytes.count else { break }
            for index in 22..<26 { bytes[offset + index] = 0 }
            let sum = bytes[offset..<end].reduce(UInt32(0)) { $0 << 8 ^ table[Int($0 >> 24 ^ UInt32($1))] }
            for index in 0..<4 { bytes[offset + 22 + index] = UInt8(truncatingIfNeeded: sum >> UInt32(8 * index)) }
            offset = end
        }
        return bytes
    }
}
