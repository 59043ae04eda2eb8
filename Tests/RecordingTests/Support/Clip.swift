import Foundation
import Recording

/// Coded pictures and sound made by ffmpeg once for all tests.
struct Clip: Sendable {
    struct Picture: Sendable {
        /// VP8: the frame. H.264: its NAL units.
        let units: [[UInt8]]
        let isKeyFrame: Bool
    }

    let pictures: [Picture]
    let framesPerSecond: Int

    /// Thirty seconds in which the picture flashes for 100 ms at each full second; a key frame each second.
    static let vp8 = try? Clip(vp8: flashes(320, 180, seconds: 30))
    static let vp8Large = try? Clip(vp8: flashes(640, 360, seconds: 10))
    static let h264 = try? Clip(h264: flashes(320, 180, seconds: 30))
    /// Packets of 20 ms in which it beeps for 100 ms at each full second, with in-band redundancy.
    static let beeps = try? sound("0.5*sin(2*PI*1000*t)*lt(mod(t,1),0.1)", seconds: 30)
    static let tone = try? sound("0.4*sin(2*PI*440*t)", seconds: 30)

    init(pictures: [Picture], framesPerSecond: Int) {
        self.pictures = pictures
        self.framesPerSecond = framesPerSecond
    }

    private static func flashes(_ width: Int, _ height: Int, seconds: Int) -> [String] {
        let flash = "drawbox=x=0:y=0:w=iw:h=ih:color=white:t=fill:enable='lt(mod(t\\,1)\\,0.1)'"
        return ["-v", "error", "-f", "lavfi", "-i", "color=black:s=\(width)x\(height):r=30:d=\(seconds)", "-vf", flash]
    }

    private init(vp8 source: [String]) throws {
        let ivf = Array(
            try Tool.run(
                "ffmpeg",
                source + [
                    "-c:v", "libvpx", "-b:v", "300k", "-g", "30", "-deadline", "realtime", "-cpu-used", "8", "-auto-alt-ref", "0", "-f",
                    "ivf", "-",
                ]
            ).out)
        var pictures: [Picture] = []
        var offset = 32
        while offset + 12 <= ivf.count {
            let size = (0..<4).reduce(0) { $0 | Int(ivf[offset + $1]) << (8 * $1) }
            let frame = Array(ivf[offset + 12..<offset + 12 + size])
            pictures.append(Picture(units: [frame], isKeyFrame: frame[0] & 1 == 0))
            offset += 12 + size
        }
        self.pictures = pictures
        framesPerSecond = 30
    }

    private init(h264 source: [String]) throws {
        let stream = Array(
            try Tool.run(
                "ffmpeg",
                source + [
                    "-c:v", "libx264", "-profile:v", "baseline", "-pix_fmt", "yuv420p", "-tune", "zerolatency", "-preset", "ultrafast",
                    "-g", "30",
                    "-x264-params", "slices=1:aud=1:scenecut=0", "-f", "h264", "-",
                ]
            ).out)
        var pictures: [Picture] = []
        var units: [[UInt8]] = []
        for unit in Self.units(stream) + [[9]] {
            // An access unit delimiter begins each picture.
            if unit[0] & 31 == 9 {
                if !units.isEmpty { pictures.append(Picture(units: units, isKeyFrame: units.contains { $0[0] & 31 == 5 })) }
                units = []
            } else {
                units.append(unit)
            }
        }
        self.pictures = pictures
        framesPerSecond = 30
    }

    private static func units(_ stream: [UInt8]) -> [[UInt8]] {
        var units: [[UInt8]] = []
        var start: Int?
        var index = 0
        while index + 3 <= stream.count {
            guard stream[index] == 0, stream[index + 1] == 0, stream[index + 2] == 1 else {
                index += 1
                continue
            }
            if let start { units.append(trim(stream[start..<index])) }
            start = index + 3
            index += 3
        }
        if let start { units.append(trim(stream[start...])) }
        return units.filter { !$0.isEmpty }
    }

    private static func trim(_ unit: ArraySlice<UInt8>) -> [UInt8] {
        var unit = unit
        while unit.last == 0 { unit.removeLast() }
        return Array(unit)
    }

    static func sound(_ expression: String, seconds: Int, extra: [String] = []) throws -> [[UInt8]] {
        let ogg = try Tool.run(
            "ffmpeg",
            [
                "-v", "error", "-f", "lavfi", "-i", "aevalsrc=exprs='\(expression)':s=48000:d=\(seconds)", "-ac", "1", "-c:a", "libopus",
                "-b:a", "32k",
                "-application", "voip", "-frame_duration", "20", "-fec", "1", "-packet_loss", "20",
            ] + extra + ["-f", "ogg", "-"]
        ).out
        return try OggOpusReader.packets(Array(ogg)).map(\.bytes)
    }
}
