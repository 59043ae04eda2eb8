internal import COpus

/// A libopus encoder for the mix: 48 kHz, one channel, 20 ms packets. Freed with the object.
///
/// `AUDIO`, not `VOIP`: several voices at once, and sometimes music, are no single voice for a model of one, and at the mix's 32 kbit/s it costs
/// less than half (0.40 against 0.84 % of a core with complexity 5).
@safe final class OpusEncoding {
    static let frame = 960

    /// Samples that the encoder's output lags behind its input.
    let lookahead: Int
    private let encoder: OpaquePointer
    private var scratch = [UInt8](repeating: 0, count: 1_275)

    /// - Parameter complexity: 0–10; what a packet costs.
    init(bitsPerSecond: Int, complexity: Int) throws(RecordingError) {
        var status: Int32 = 0
        guard let encoder = unsafe opus_encoder_create(48_000, 1, OPUS_APPLICATION_AUDIO, &status), status == OPUS_OK else {
            throw RecordingError(.codec, "opus_encoder_create", systemError: status)
        }
        unsafe self.encoder = encoder
        _ = unsafe visavis_opus_set_bitrate(encoder, Int32(bitsPerSecond))
        _ = unsafe visavis_opus_set_complexity(encoder, Int32(complexity))
        var samples: Int32 = 312
        _ = unsafe visavis_opus_get_lookahead(encoder, &samples)
        lookahead = Int(samples)
    }

    deinit { unsafe opus_encoder_destroy(encoder) }

    /// - Parameter sound: `frame` samples, −1…1.
    func encode(_ sound: [Float]) throws(RecordingError) -> [UInt8] {
        precondition(sound.count == Self.frame)
        let count = unsafe opus_encode_float(encoder, sound, Int32(Self.frame), &scratch, Int32(scratch.count))
        guard count > 0 else { throw RecordingError(.codec, "opus_encode_float", systemError: count) }
        return Array(scratch[..<Int(count)])
    }

    /// For a test's own sources.
    func enableRedundancy(expectedLossPercent: Int) { _ = unsafe visavis_opus_set_fec(encoder, 1, Int32(expectedLossPercent)) }
    func enableSilenceSuppression() { _ = unsafe visavis_opus_set_dtx(encoder, 1) }
}

/// Several voices together may be louder than full scale.
struct SoftLimiter {
    private var memory: Float = 0

    mutating func apply(to sound: inout [Float]) { unsafe opus_pcm_soft_clip(&sound, Int32(sound.count), 1, &memory) }
}
