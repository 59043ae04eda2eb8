/// What a socket came to be, for those who do not own it.
public struct DatagramEndpoint: Hashable, Sendable {
    public let port: UInt16
    public let isDualStack: Bool
    public let receiveBufferBytes: Int
    public let sendBufferBytes: Int
    public let coalescesReceived: Bool
    public let coalescesSent: Bool
}

extension DatagramSocket {
    public var endpoint: DatagramEndpoint {
        DatagramEndpoint(
            port: port, isDualStack: isDualStack, receiveBufferBytes: receiveBufferBytes, sendBufferBytes: sendBufferBytes,
            coalescesReceived: coalescesReceived, coalescesSent: coalescesSent)
    }
}
