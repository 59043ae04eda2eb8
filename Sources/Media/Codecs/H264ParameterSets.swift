/// A stream's parameter sets, as a container wants them.
public struct H264ParameterSets: Hashable, Sendable {
    /// Whole NAL units with their header byte.
    public let sps: [UInt8]
    public let pps: [UInt8]

    /// `nil` when they are not what they should be.
    public init?(sps: [UInt8], pps: [UInt8]) {
        guard sps.count >= 4, sps.count <= 0xffff, sps[0] & 0x1f == H264.UnitType.sps else { return nil }
        guard pps.count >= 2, pps.count <= 0xffff, pps[0] & 0x1f == H264.UnitType.pps else { return nil }
        self.sps = sps
        self.pps = pps
    }

    /// AVCDecoderConfigurationRecord (ISO/IEC 14496-15 §5.3.3.1) for four-byte lengths: `CodecPrivate` of Matroska.
    public var decoderConfiguration: [UInt8] {
        var record: [UInt8] = [1, sps[1], sps[2], sps[3], 0xff, 0xe1]
        record += [UInt8(sps.count >> 8), UInt8(truncatingIfNeeded: sps.count)] + sps
        record += [1, UInt8(pps.count >> 8), UInt8(truncatingIfNeeded: pps.count)] + pps
        // High profiles append the chroma format and bit depths; 4:2:0 with 8 bits is all that is negotiated.
        if [100, 110, 122, 144].contains(sps[1]) { record += [0xfd, 0xf8, 0xf8, 0] }
        return record
    }

    /// What the sequence parameter set says of the picture. `nil` when it cannot be read.
    public var size: PictureSize? { H264SequenceParameters(sps)?.size }
}
