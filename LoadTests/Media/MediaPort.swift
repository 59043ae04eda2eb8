import Datagrams
import Media

/// Where endpoints send from.
enum MediaPlaces {
    /// One socket for all, each with an address of its own out of 127/8. The cheapest for the client.
    case addresses
    /// A socket for each: for a server that does not listen on the loopback interface, such as Janus.
    case ports
}

/// A socket and what waits to be sent by it.
///
/// A datagram leaves as a datagram, as browsers send them: the kernel is not given several as one.
final class MediaPort {
    private static let sharedBuffer = 64 << 20
    private static let ownBuffer = 1 << 20

    let socket: DatagramSocket
    let batch: DatagramBatch

    init(shared isShared: Bool) throws {
        let bytes = isShared ? Self.sharedBuffer : Self.ownBuffer
        let socket = try DatagramSocket(
            DatagramConfiguration(
                ipv4Only: true, coalescesReceived: isShared, coalescesSent: false, receiveBufferBytes: bytes, sendBufferBytes: bytes,
                receiveBatch: 64))
        self.socket = socket
        batch = DatagramBatch(capacity: isShared ? DatagramSocket.sendBatch : 64) { socket.send($0) }
    }
}
