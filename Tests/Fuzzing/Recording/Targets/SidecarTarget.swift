import Fuzzing
import Recording

/// The sidecar of a recording whose media is sound (first byte even), or was never finished.
final class SidecarTarget: FuzzTarget {
    let name = "sidecar"
    let maximumLength = 12_000
    let dictionary: [[UInt8]] = [
        "9223372036854775807", "-9223372036854775808", "-1", "0", "1e400", "4294967296", "null", "\n", "\"at\":", "\"bytes\":",
        "\"offset\":", "\"..\"",
        "\"../x\"", "\"t\":\"closed\"", "\"t\":\"chunk\"", "\"t\":\"end\"", "{}", "\\u0000",
    ].map { Array($0.utf8) }

    private let sample = SampleRecording.make()

    func run(_ input: [UInt8]) {
        guard let order = input.first else { return }
        var files = (order & 1 == 0 ? sample.whole : sample.broken).files
        files["index.jsonl"] = Array(input.dropFirst())
        let disk = FuzzDisk(files)
        FolderJudge.run(disk)
    }

    func seeds() -> [String: [UInt8]] {
        [
            "whole.bin": [0] + (sample.whole.files["index.jsonl"] ?? []), "broken.bin": [1] + (sample.broken.files["index.jsonl"] ?? []),
        ]
    }
}

/// A sealed file that somebody bent: nothing but what was written is ever read from it.
final class SealedTarget: FuzzTarget {
    let name = "sealed"
    let maximumLength = 12_000
    let dictionary: [[UInt8]] = [
        Array("VVSEAL".utf8) + [0, 1], [0, 0, 0, 1], [0xff, 0xff, 0xff, 0xff], [0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    ]

    private let sample = SampleRecording.make(key: SampleRecording.key)

    func run(_ input: [UInt8]) {
        guard let order = input.first else { return }
        var files = sample.broken.files
        let names = files.keys.sorted()
        files[names[Int(order) % names.count]] = Array(input.dropFirst())
        FolderJudge.run(FuzzDisk(files), key: SampleRecording.key)
    }

    func seeds() -> [String: [UInt8]] {
        var seeds: [String: [UInt8]] = [:]
        for (index, (name, bytes)) in sample.broken.files.sorted(by: { $0.key < $1.key }).enumerated() {
            seeds[name.replacing("/", with: "-") + ".bin"] = [UInt8(index)] + bytes
        }
        return seeds
    }
}
