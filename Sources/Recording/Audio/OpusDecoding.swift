internal import COpus

/// A libopus decoder, 48 kHz and one channel: stereo is mixed down. Freed with the object.
@safe final class OpusDecoding {
    /// The longest packet there is: 120 ms.
    static let longest = 5_760

    private let decoder: OpaquePointer
    private var scratch = [Float](repeating: 0, count: longest)

    init() throws(RecordingError) {
        var status: Int32 = 0
        guard let decoder = unsafe opus_decoder_create(48_000, 1, &status), status == OPUS_OK else {
            throw RecordingError(.codec, "opus_decoder_create", systemError: status)
        }
        unsafe self.decoder = decoder
    }

    deinit { unsafe opus_decoder_destroy(decoder) }

    /// Forgets the sound so far: another encoder follows.
    func reset() { _ = unsafe visavis_opus_reset_decoder(decoder) }

    /// Appends what the packet sounds like. - Returns: Samples; 0 when libopus refuses the packet.
    func decode(_ packet: [UInt8], to sound: inout [Float]) -> Int {
        let count = unsafe opus_decode_float(decoder, packet, Int32(packet.count), &scratch, Int32(Self.longest), 0)
        return append(count, to: &sound)
    }

    /// Appends `samples` of what was lost before `packet`, out of the copy that it carries for this (in-band FEC), or by extrapolation.
    func recover(_ samples: Int, before packet: [UInt8], to sound: inout [Float]) -> Int {
        let count = unsafe opus_decode_float(decoder, packet, Int32(packet.count), &scratch, Int32(samples), 1)
        return append(count, to: &sound)
    }

    /// Appends `samples` made up from the sound so far (PLC). libopus works in steps of 2.5 ms.
    func conceal(_ samples: Int, to sound: inout [Float]) -> Int {
        let count = unsafe opus_decode_float(decoder, nil, 0, &scratch, Int32(samples), 0)
        return append(count, to: &sound)
    }

    private func append(_ count: Int32, to sound: inout [Float]) -> Int {
        guard count > 0 else { return 0 }
        sound.append(contentsOf: scratch[..<Int(count)])
        return Int(count)
    }
}
