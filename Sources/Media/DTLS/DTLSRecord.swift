/// The header of a record (RFC 6347 §4.1), and the part of a handshake message's header that says how much memory it wants.
struct DTLSRecord {
    static let headerBytes = 13
    static let handshakeHeaderBytes = 12

    enum Content {
        static let changeCipherSpec: UInt8 = 20
        static let alert: UInt8 = 21
        static let handshake: UInt8 = 22
    }

    let content: UInt8
    let epoch: UInt16
    /// The whole record in the datagram.
    let range: Range<Int>
    /// Of a handshake message in the clear: its number and its whole length.
    let message: (sequence: UInt16, length: Int)?

    /// Nil: there is no whole DTLS record at `offset`.
    init?(in datagram: UnsafeRawBufferPointer, at offset: Int) {
        guard offset + Self.headerBytes <= datagram.count, unsafe datagram[offset + 1] == 0xfe else { return nil }
        unsafe content = datagram[offset]
        unsafe epoch = datagram.bigEndian16(at: offset + 3)
        let length = unsafe Int(datagram.bigEndian16(at: offset + 11))
        let body = offset + Self.headerBytes
        guard length > 0, body + length <= datagram.count else { return nil }
        range = offset..<body + length
        if content == Content.handshake, epoch == 0 {
            guard length >= Self.handshakeHeaderBytes else { return nil }
            unsafe message = (datagram.bigEndian16(at: body + 4), Int(datagram.bigEndian32(at: body) & 0xff_ffff))
        } else {
            message = nil
        }
    }

    /// Calls `body` with each record until it answers false. Whether the whole datagram is records and none was answered false.
    static func all(in datagram: UnsafeRawBufferPointer, _ body: (DTLSRecord) -> Bool) -> Bool {
        var offset = 0
        while offset < datagram.count {
            guard let record = unsafe DTLSRecord(in: datagram, at: offset), body(record) else { return false }
            offset = record.range.upperBound
        }
        return offset > 0
    }
}
