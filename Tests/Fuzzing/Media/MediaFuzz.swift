import Fuzzing

/// What comes to the relay from the network and from browsers. Usage: `FuzzProgram`.
@main struct MediaFuzz {
    static func main() throws {
        try FuzzProgram.main([
            STUNTarget(), DTLSTarget(), HandshakeTarget(), SRTPTarget(), RTPTarget(), RTCPTarget(), SDPTarget(), VP8Target(), H264Target(),
            RelayTarget(),
        ])
    }
}
