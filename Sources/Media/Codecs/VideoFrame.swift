/// A whole coded picture.
public struct VideoFrame: Hashable, Sendable {
    /// VP8: as it is. H.264: NAL units, each behind its length in four bytes.
    public var bytes: [UInt8]
    public var timestamp: UInt32
    public var isKeyFrame: Bool
    /// Of key frames.
    public var size: PictureSize?
    /// Of H.264 key frames that bring them.
    public var parameterSets: H264ParameterSets?
    /// When the last of its packets came.
    public var arrival: MediaTime
    /// Pictures were lost before this one.
    public var followsLoss: Bool
}
