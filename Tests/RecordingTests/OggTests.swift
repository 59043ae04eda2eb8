import Foundation
import Testing

@testable import Recording

@Suite struct OggTests {
    /// opusenc is what people make hold music with.
    @Test func musicFromOpusencIsReadPacketByPacket() throws {
        let folder = try Folder()
        let wave = folder.path + "/music.wav"
        try Tool.run("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "sine=f=330:d=7.3:r=44100", "-ac", "2", wave])
        for milliseconds in ["20", "60"] {
            let path = folder.path + "/music-\(milliseconds).opus"
            try Tool.run(
                "opusenc",
                [
                    "--quiet", "--bitrate", "128", "--framesize", milliseconds, "--comment",
                    "x=" + String(repeating: "long ", count: 20_000), wave, path,
                ])
            let packets = try OggOpusReader.packets(of: path, files: POSIXFiles())
            let seconds = packets.reduce(Duration.zero) { $0 + $1.duration }
            #expect(packets.allSatisfy { $0.samples == 48 * (Int(milliseconds) ?? 0) })
            #expect(seconds >= .seconds(7.3) && seconds < .seconds(7.45))
        }
    }

    @Test func whatIsNoMusicIsRefused() throws {
        #expect(throws: RecordingError.self) { try OggOpusReader.packets([]) }
        #expect(throws: RecordingError.self) { try OggOpusReader.packets(Array("OggS and nothing else".utf8)) }
        #expect(throws: RecordingError.self) { try OggOpusReader.packets(of: "/nowhere.opus", files: POSIXFiles()) }
        let folder = try Folder()
        let path = folder.path + "/vorbis.ogg"
        try Tool.run("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "sine=d=1", "-c:a", "libvorbis", path])
        #expect(throws: RecordingError.self) { try OggOpusReader.packets(of: path, files: POSIXFiles()) }
    }

    @Test func aPageIsReadAsItWasWritten() throws {
        let packets: [[UInt8]] = [
            [], [1], [UInt8](repeating: 2, count: 254), [UInt8](repeating: 3, count: 255), [UInt8](repeating: 4, count: 1_000),
        ]
        var page = OggPage(packets, granulePosition: 77_777_777_777, serial: 0xdead_beef, number: 3)
        page.isLast = true
        let bytes = page.encoded
        let (read, length) = try #require(OggPage.parse([9, 9] + bytes + [9], at: 2))
        #expect(length == bytes.count && read.isLast && !read.isFirst && read.number == 3 && read.serial == 0xdead_beef)
        #expect(read.granulePosition == 77_777_777_777)
        var stream = OggPacketStream()
        #expect(stream.take(read) == packets.filter { !$0.isEmpty })
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x10
            #expect(OggPage.parse(changed, at: 0) == nil)
        }
    }

    @Test func packetsGoOnOverPages() {
        var stream = OggPacketStream()
        var first = OggPage([], granulePosition: 0, serial: 1, number: 0)
        first.lacing = [3, 255]
        first.body = [1, 1, 1] + [UInt8](repeating: 2, count: 255)
        var second = OggPage([], granulePosition: 0, serial: 1, number: 1)
        second.isContinuation = true
        second.lacing = [5, 1]
        second.body = [2, 2, 2, 2, 2, 7]
        #expect(stream.take(first) == [[1, 1, 1]])
        #expect(stream.take(second) == [[UInt8](repeating: 2, count: 260), [7]])
        // The beginning is missing: what goes on is left out.
        var late = OggPacketStream()
        #expect(late.take(second) == [[7]])
    }

    @Test func arbitraryBytesNeverTrap() {
        var random = SeededGenerator(seed: 60)
        for _ in 0..<2_000 {
            var bytes = (0..<Int.random(in: 0..<600, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            if Bool.random(using: &random) {
                bytes = OggPage([bytes.prefix(200).map(\.self)], granulePosition: 1, serial: 1, number: 0).encoded + bytes
            }
            _ = try? OggOpusReader.packets(bytes)
            _ = OpusHead(bytes)
            _ = OpusStreamPacket(bytes)
            _ = MatroskaHeader([0x1a, 0x45, 0xdf, 0xa3] + bytes)
            _ = ClusterContents([0x1f, 0x43, 0xb6, 0x75] + bytes)
            _ = SidecarLine.parse(bytes + [10])
            _ = SealedChunk.Head(Array(bytes.prefix(32)))
        }
    }
}
