import Glibc

/// Says of every 20 ms whether somebody speaks.
///
/// A frame is voice when its level is at least 9 dB over the noise floor, and over −50 dBFS in any case; −38 dBFS is always voice. The floor
/// follows a falling level at once and a rising one by 2 dB a second, so that a fan becomes noise and a speaker does not. Voice holds
/// for 200 ms after the last such frame: the gaps inside words belong to the words.
struct VoiceActivity {
    static let lowestThreshold: Float = -50
    static let highestThreshold: Float = -38
    static let overFloor: Float = 9
    static let floorRisePerFrame: Float = 0.04
    static let hangoverFrames = 10

    private var floor: Float = -60
    private var hangover = 0

    mutating func isVoice(_ frame: [Float]) -> Bool {
        let level = Self.level(frame)
        let threshold = min(max(floor + Self.overFloor, Self.lowestThreshold), Self.highestThreshold)
        floor = max(-90, min(level, floor + Self.floorRisePerFrame))
        hangover = level >= threshold ? Self.hangoverFrames : max(0, hangover - 1)
        return hangover > 0
    }

    /// Root mean square in dBFS.
    static func level(_ frame: [Float]) -> Float {
        var sum: Float = 0
        for sample in frame { sum += sample * sample }
        return 10 * log10f(max(sum / Float(max(1, frame.count)), 1e-10))
    }
}
