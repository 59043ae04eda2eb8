import Foundation

/// Programs that nobody here wrote, to judge what was written: ffmpeg, ffprobe, opusenc.
enum Tool {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    struct Output {
        let out: Data
        let complaints: String
    }

    @discardableResult
    static func run(_ name: String, _ arguments: [String], input: Data? = nil) throws -> Output {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/" + name)
        process.arguments = arguments
        let folder = try Folder()
        let paths = ["out", "err", "in"].map { folder.path + "/" + $0 }
        for path in paths { _ = FileManager.default.createFile(atPath: path, contents: path.hasSuffix("in") ? input : nil) }
        let out = try require2(FileHandle(forWritingAtPath: paths[0]))
        let complaints = try require2(FileHandle(forWritingAtPath: paths[1]))
        process.standardOutput = out
        process.standardError = complaints
        process.standardInput = FileHandle(forReadingAtPath: paths[2])
        try process.run()
        process.waitUntilExit()
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: paths[1])), as: UTF8.self)
        guard process.terminationStatus == 0 else { throw Failure(description: "\(name) ended with \(process.terminationStatus): \(text)") }
        return Output(out: try Data(contentsOf: URL(fileURLWithPath: paths[0])), complaints: text)
    }

    private static func require2<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw Failure(description: "no file") }
        return value
    }

    /// What ffmpeg has to say against a file while it decodes all of it.
    static func complaints(about path: String) throws -> String {
        try run("ffmpeg", ["-v", "error", "-i", path, "-fps_mode", "passthrough", "-enc_time_base", "-1", "-f", "null", "-"]).complaints
    }

    static func complaints(about bytes: [UInt8], name: String) throws -> String {
        let folder = try Folder()
        return try complaints(about: folder.put(bytes, name))
    }

    /// Seconds, as ffprobe finds them.
    static func duration(of path: String) throws -> Double {
        let output = try run("ffprobe", ["-v", "error", "-show_entries", "format=duration", "-of", "default=nw=1:nk=1", path])
        guard let value = Double(String(decoding: output.out, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw Failure(description: "no duration in \(path)")
        }
        return value
    }

    /// The times of a stream's packets in seconds. - Parameter stream: `v` or `a`.
    static func times(of path: String, _ stream: String) throws -> [Double] {
        let output = try run(
            "ffprobe", ["-v", "error", "-select_streams", stream, "-show_entries", "packet=pts_time", "-of", "default=nw=1:nk=1", path])
        return String(decoding: output.out, as: UTF8.self).split(separator: "\n").compactMap { Double($0) }
    }

    static func frames(of path: String, _ stream: String) throws -> Int { try times(of: path, stream).count }

    static func firstTime(of path: String, _ stream: String) throws -> Double {
        guard let time = try times(of: path, stream).first else { throw Failure(description: "no \(stream) in \(path)") }
        return time
    }

    /// The root mean square of each 20 ms of the sound, holes filled with silence.
    static func levels(of path: String) throws -> [Float] {
        let samples = try sound(of: path)
        return stride(from: 0, to: samples.count - 959, by: 960).map { start in
            (samples[start..<start + 960].reduce(0) { $0 + $1 * $1 } / 960).squareRoot()
        }
    }

    /// 48 kHz, one channel.
    static func sound(of path: String) throws -> [Float] {
        let output = try run(
            "ffmpeg",
            [
                "-v", "error", "-i", path, "-af", "aresample=async=1:min_hard_comp=0.01:first_pts=0", "-ac", "1", "-ar", "48000", "-f",
                "f32le", "-",
            ])
        let bytes = Array(output.out)
        return stride(from: 0, to: bytes.count - 3, by: 4).map { index in
            Float(
                bitPattern: UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]) << 16 | UInt32(bytes[index + 3])
                    << 24)
        }
    }

    /// Seconds at which the picture turns white.
    static func flashes(in path: String) throws -> [Double] {
        let output = try run(
            "ffmpeg",
            [
                "-v", "error", "-i", path, "-an", "-vf", "scale=16:16,signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-",
                "-fps_mode",
                "passthrough", "-enc_time_base", "-1", "-f", "null", "-",
            ])
        var flashes: [Double] = []
        var time = 0.0
        var wasWhite = true
        for line in String(decoding: output.out, as: UTF8.self).split(separator: "\n") {
            if let range = line.range(of: "pts_time:") {
                time = Double(line[range.upperBound...].trimmingCharacters(in: .whitespaces)) ?? 0
            } else if let level = line.split(separator: "=").last.flatMap({ Double($0) }) {
                let isWhite = level > 128
                if isWhite, !wasWhite { flashes.append(time) }
                wasWhite = isWhite
            }
        }
        return flashes
    }

    /// `codec_name,width,height` of each stream.
    static func streams(of path: String) throws -> [String] {
        let output = try run(
            "ffprobe", ["-v", "error", "-show_entries", "stream=codec_name,width,height", "-of", "csv=p=0", path])
        return String(decoding: output.out, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}

/// A folder that goes away with the test.
final class Folder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("recording-" + UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    func put(_ bytes: [UInt8], _ name: String) throws -> String {
        let file = path + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }

    func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))) }
}
