extension ICELite {
    /// Why an authentic check is answered with an error (RFC 8489 §14.8).
    enum Refusal {
        case unknownAttribute(UInt16)
        case roleConflict
    }

    func refuse(
        _ refusal: Refusal, _ message: STUNMessage, _ credentials: ICECredentials, into response: UnsafeMutableRawBufferPointer
    ) -> Outcome {
        var writer = unsafe STUNWriter(STUN.MessageType.bindingError, message.transaction, into: response)
        // The reason phrase is for people who read packets; it stays empty so that no answer is longer than its question.
        writer.begin(STUN.Attribute.errorCode, length: 4)
        switch refusal {
        case .unknownAttribute(let attribute):
            writer.put(UInt32(4) << 8 | 20)
            writer.begin(STUN.Attribute.unknownAttributes, length: 2)
            writer.put(UInt32(attribute) << 16)
        case .roleConflict:
            writer.put(UInt32(4) << 8 | 87)
        }
        guard let length = writer.finish(password: credentials.password) else { return .silent }
        return .respond(length: length, .none)
    }
}
