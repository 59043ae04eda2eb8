extension STUNCheck {
    /// Answers a check of the agent that is asked: a full one, and some that call themselves lite, ask back.
    /// - Parameters:
    ///   - source: Where it came from.
    ///   - password: That of the asking side, with which the request must be signed.
    ///   - memory: At least `ICELite.maxResponseBytes` long.
    /// - Returns: The length of the response; nil: not a request that proves anything.
    public static func answer(
        _ datagram: UnsafeRawBufferPointer, from source: SocketAddress, password: String, into memory: UnsafeMutableRawBufferPointer
    ) -> Int? {
        guard let message = unsafe STUNMessage(datagram), message.type == STUN.MessageType.bindingRequest,
            let integrity = message.integrity,
            unsafe STUNIntegrity.isRight(in: datagram, at: integrity, password: password)
        else { return nil }
        var writer = unsafe STUNWriter(STUN.MessageType.bindingSuccess, message.transaction, into: memory)
        STUNAddress.write(source, transaction: message.transaction, to: &writer)
        return writer.finish(password: password)
    }
}
