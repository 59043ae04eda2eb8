/// The picture size in a sequence parameter set (ITU-T H.264 §7.3.2.1.1).
struct H264SequenceParameters {
    let size: PictureSize

    /// - Parameter unit: The whole NAL unit.
    init?(_ unit: [UInt8]) {
        var bits = H264BitReader(unit.dropFirst())
        guard let profile = bits.read(8), bits.read(16) != nil, bits.exponential() != nil else { return nil }
        var chroma: UInt32 = 1
        if Self.profilesWithChroma.contains(profile) {
            guard let format = Self.skipChroma(&bits) else { return nil }
            chroma = format
        }
        guard bits.exponential() != nil, Self.skipPictureOrder(&bits) else { return nil }
        guard bits.exponential() != nil, bits.read(1) != nil, let columns = bits.exponential(), let rows = bits.exponential(),
            let framesOnly = bits.read(1), framesOnly == 1 || bits.read(1) != nil, bits.read(1) != nil, let cropped = bits.read(1),
            columns < 1_024, rows < 1_024
        else { return nil }
        var (width, height) = ((Int(columns) + 1) * 16, (Int(rows) + 1) * 16 * (2 - Int(framesOnly)))
        if cropped == 1 {
            guard let left = bits.exponential(), let right = bits.exponential(), let top = bits.exponential(),
                let bottom = bits.exponential()
            else { return nil }
            let horizontal = chroma == 1 || chroma == 2 ? 2 : 1
            let vertical = (chroma == 1 ? 2 : 1) * (2 - Int(framesOnly))
            width -= (Int(left) + Int(right)) * horizontal
            height -= (Int(top) + Int(bottom)) * vertical
        }
        guard width > 0, height > 0 else { return nil }
        size = PictureSize(width: width, height: height)
    }

    private static let profilesWithChroma: Set<UInt32> = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]

    /// - Returns: `chroma_format_idc`.
    private static func skipChroma(_ bits: inout H264BitReader) -> UInt32? {
        guard let format = bits.exponential(), format <= 3 else { return nil }
        if format == 3, bits.read(1) == nil { return nil }
        guard bits.exponential() != nil, bits.exponential() != nil, bits.read(1) != nil, let matrix = bits.read(1) else { return nil }
        if matrix == 1 {
            for list in 0..<(format == 3 ? 12 : 8) {
                guard let present = bits.read(1), present == 0 || skipScaling(&bits, size: list < 6 ? 16 : 64) else { return nil }
            }
        }
        return format
    }

    private static func skipScaling(_ bits: inout H264BitReader, size: Int) -> Bool {
        var (last, next) = (8, 8)
        for _ in 0..<size {
            if next != 0 {
                guard let delta = bits.signedExponential(), -128...127 ~= delta else { return false }
                next = (last + Int(delta) + 256) % 256
            }
            if next != 0 { last = next }
        }
        return true
    }

    private static func skipPictureOrder(_ bits: inout H264BitReader) -> Bool {
        guard let type = bits.exponential() else { return false }
        if type == 0 { return bits.exponential() != nil }
        guard type == 1 else { return type == 2 }
        guard bits.read(1) != nil, bits.signedExponential() != nil, bits.signedExponential() != nil, let count = bits.exponential(),
            count <= 255
        else { return false }
        for _ in 0..<count where bits.signedExponential() == nil { return false }
        return true
    }
}

/// Bits of a NAL unit's payload, without the bytes that prevent start codes.
struct H264BitReader {
    private var bytes: [UInt8] = []
    private var position = 0

    init(_ payload: some Sequence<UInt8>) {
        var zeros = 0
        for byte in payload {
            if zeros >= 2 && byte == 3 {
                zeros = 0
                continue
            }
            zeros = byte == 0 ? zeros + 1 : 0
            bytes.append(byte)
        }
    }

    /// At most 32.
    mutating func read(_ count: Int) -> UInt32? {
        guard count <= bytes.count * 8 - position else { return nil }
        var value: UInt32 = 0
        for _ in 0..<count {
            value = value << 1 | UInt32(bytes[position >> 3] >> (7 - UInt8(position & 7)) & 1)
            position += 1
        }
        return value
    }

    /// ue(v): values below 2³¹.
    mutating func exponential() -> UInt32? {
        var zeros = 0
        while let bit = read(1), bit == 0 { zeros += 1 }
        guard zeros < 31, position <= bytes.count * 8, let rest = read(zeros) else { return nil }
        return 1 << UInt32(zeros) - 1 + rest
    }

    /// se(v)
    mutating func signedExponential() -> Int32? {
        guard let value = exponential() else { return nil }
        let half = Int32((value + 1) / 2)
        return value & 1 == 1 ? half : -half
    }
}
