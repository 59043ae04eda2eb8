import Fuzzing
import Recording

/// A participant's file that was never finished, beside a sidecar that is whole or (first byte odd) lost its lines about it.
final class MatroskaTarget: FuzzTarget {
    let name = "matroska"
    let maximumLength = 12_000
    let dictionary: [[UInt8]] = [
        [0x1f, 0x43, 0xb6, 0x75], [0x1c, 0x53, 0xbb, 0x6b], [0x18, 0x53, 0x80, 0x67], [0xa3, 0x84], [0xe7, 0x81], [0xe7, 0x88],
        [0x01, 0xff, 0xff, 0xff],
        [0xff], [0x16, 0x54, 0xae, 0x6b], [0x15, 0x49, 0xa9, 0x66], [0xec, 0x80], [0x44, 0x89, 0x88], [0x08, 0, 0, 0, 0, 0, 0, 0],
    ]

    private let sample = SampleRecording.make()
    private lazy var sidecar = sample.broken.files["index.jsonl"] ?? []
    private lazy var beginning = Array(sidecar.prefix { $0 != UInt8(ascii: "\n") }) + [UInt8(ascii: "\n")]

    func run(_ input: [UInt8]) {
        guard let order = input.first else { return }
        let name = order & 2 == 0 ? "ana-camera.part" : "ana-screen.part"
        FolderJudge.run(FuzzDisk(["index.jsonl": order & 1 == 0 ? sidecar : beginning, name: Array(input.dropFirst())]))
    }

    func seeds() -> [String: [UInt8]] {
        var seeds: [String: [UInt8]] = [:]
        for (name, bytes) in sample.broken.files where name.hasSuffix("camera.part") {
            seeds["unfinished.bin"] = [0] + bytes
            seeds["forgotten.bin"] = [1] + bytes
        }
        for (name, bytes) in sample.whole.files where name.hasSuffix(".webm") { seeds["whole.bin"] = [0] + bytes }
        return seeds
    }
}
