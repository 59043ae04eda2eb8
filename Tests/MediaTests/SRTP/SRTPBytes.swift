@testable import Media

/// The same calls on arrays, for tests.
extension SRTPSender {
    func protected(_ packet: [UInt8]) -> [UInt8]? {
        unsafe inPlace(packet + [UInt8](repeating: 0, count: profile.overhead)) { unsafe protect($0, length: packet.count) }
    }

    func protectedRTCP(_ packet: [UInt8]) -> [UInt8]? {
        unsafe inPlace(packet + [UInt8](repeating: 0, count: profile.overhead)) { unsafe protectRTCP($0, length: packet.count) }
    }
}

extension SRTPReceiver {
    func plain(_ packet: [UInt8]) -> [UInt8]? { unsafe inPlace(packet) { unsafe unprotect($0, length: packet.count).length } }

    func plainRTCP(_ packet: [UInt8]) -> [UInt8]? { unsafe inPlace(packet) { unsafe unprotectRTCP($0, length: packet.count).length } }

    func result(_ packet: [UInt8]) -> SRTPResult { unsafe lent(packet) { unsafe unprotect($0, length: packet.count) } }

    func resultRTCP(_ packet: [UInt8]) -> SRTPResult { unsafe lent(packet) { unsafe unprotectRTCP($0, length: packet.count) } }
}

extension SRTPResult {
    var length: Int? { if case .packet(let length) = self { length } else { nil } }
    var isRefusal: Bool { length == nil }
}

private func inPlace(_ bytes: [UInt8], _ body: (UnsafeMutableRawPointer) -> Int?) -> [UInt8]? {
    var (bytes, length) = (bytes, Int?.none)
    unsafe bytes.withUnsafeMutableBytes { buffer in
        if let start = buffer.baseAddress { length = unsafe body(start) }
    }
    return length.map { Array(bytes[..<$0]) }
}

private func lent(_ bytes: [UInt8], _ body: (UnsafeMutableRawPointer) -> SRTPResult) -> SRTPResult {
    // Room behind an empty packet: there is always an address.
    var (bytes, result) = (bytes + [0, 0, 0, 0], SRTPResult.malformed)
    unsafe bytes.withUnsafeMutableBytes { buffer in
        if let start = buffer.baseAddress { result = unsafe body(start) }
    }
    return result
}
