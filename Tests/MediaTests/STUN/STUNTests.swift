import Testing

@testable import Media

@Suite struct STUNTests {
    private let check = STUNCheck(username: "evtj:h6vY", password: RFC5769.password)
    private let transaction = STUNTransaction(high: 0xb7e7_a701, low: 0xbc34_d686_fa87_dfae)

    @Test func readsTheSampleRequest() throws {
        try unsafe RFC5769.request.withUnsafeBytes { datagram in
            let message = try #require(unsafe STUNMessage(datagram))
            #expect(message.type == STUN.MessageType.bindingRequest)
            #expect(message.transaction == transaction)
            #expect(message.priority == 0x6e00_01ff)
            #expect(message.saysControlled)
            #expect(message.unknownAttribute == nil)
            let username = try #require(message.username)
            #expect(unsafe String(decoding: datagram[username], as: UTF8.self) == "evtj:h6vY")
            let integrity = try #require(message.integrity)
            #expect(unsafe STUNIntegrity.isRight(in: datagram, at: integrity, password: RFC5769.password))
            #expect(unsafe !STUNIntegrity.isRight(in: datagram, at: integrity, password: "another"))
        }
    }

    @Test func readsTheSampleResponses() {
        let ipv4 = SocketAddress(address: IPAddress(ipv4: 0xc000_0201), port: 32_853)
        let ipv6 = SocketAddress(address: IPAddress(high: 0x2001_0db8_1234_5678, low: 0x0011_2233_4455_6677), port: 32_853)
        #expect(unsafe RFC5769.ipv4Response.withUnsafeBytes { unsafe check.read($0) } == .success(transaction, mapped: ipv4))
        #expect(unsafe RFC5769.ipv6Response.withUnsafeBytes { unsafe check.read($0) } == .success(transaction, mapped: ipv6))
    }

    @Test(arguments: [IPAddress(ipv4: 0xc000_0201), IPAddress(high: 0x2001_0db8_1234_5678, low: 0x0011_2233_4455_6677)])
    func writesWhatItReads(address: IPAddress) throws {
        let mapped = SocketAddress(address: address, port: 32_853)
        let response = unsafe try #require(
            written { memory in
                var writer = unsafe STUNWriter(STUN.MessageType.bindingSuccess, transaction, into: memory)
                STUNAddress.write(mapped, transaction: transaction, to: &writer)
                return writer.finish(password: RFC5769.password)
            })
        #expect(unsafe response.withUnsafeBytes { unsafe check.read($0) } == .success(transaction, mapped: mapped))
    }

    @Test func aChangedByteAnywhereIsNoticed() {
        for sample in [RFC5769.request, RFC5769.ipv4Response, RFC5769.ipv6Response] {
            for index in sample.indices {
                var changed = sample
                changed[index] ^= 1
                #expect(unsafe changed.withUnsafeBytes { unsafe STUNMessage($0) } == nil)
            }
        }
    }

    @Test func everyTruncationIsRefused() {
        for length in RFC5769.request.indices {
            let part = Array(RFC5769.request[..<length])
            #expect(unsafe part.withUnsafeBytes { unsafe STUNMessage($0) } == nil)
        }
    }

    @Test func garbageIsRefusedWithoutATrap() {
        var random = SeededGenerator(seed: 5_769)
        for _ in 0..<20_000 {
            var bytes = RFC5769.request
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) { bytes.removeLast(4 * Int.random(in: 0...20, using: &random)) }
            // The checksum made right again, so that the attributes are looked at.
            let sealed = Self.sealed(bytes)
            _ = unsafe sealed.withUnsafeBytes { unsafe STUNMessage($0) }
            _ = unsafe sealed.withUnsafeBytes { unsafe STUN.localUfrag(of: $0) }
        }
    }

    @Test func theUfragIsFoundWithoutProof() throws {
        var random = SeededGenerator(seed: 1)
        let credentials = ICECredentials(using: &random)
        let check = STUNCheck(username: "\(credentials.ufrag):them", password: "unknown to the relay")
        let request = unsafe try #require(written { unsafe check.write(transaction, into: $0) })
        #expect(unsafe request.withUnsafeBytes { unsafe STUN.localUfrag(of: $0) } == credentials.packedUfrag)
        // A name of another length is nobody's here.
        #expect(unsafe RFC5769.request.withUnsafeBytes { unsafe STUN.localUfrag(of: $0) } == nil)
        #expect(unsafe RFC5769.ipv4Response.withUnsafeBytes { unsafe STUN.localUfrag(of: $0) } == nil)
    }

    @Test func nothingIsWrittenPastTheEnd() {
        for capacity in 0..<96 {
            var memory = [UInt8](repeating: 0xee, count: 128)
            let length = unsafe memory.withUnsafeMutableBytes { whole in
                unsafe check.write(transaction, into: UnsafeMutableRawBufferPointer(rebasing: whole[..<capacity]))
            }
            #expect(memory[capacity...].allSatisfy { $0 == 0xee })
            #expect(length.map { $0 <= capacity } ?? true)
        }
    }

    /// With a right length and FINGERPRINT.
    static func sealed(_ message: [UInt8]) -> [UInt8] {
        guard message.count >= 28 else { return message }
        var bytes = Array(message.dropLast(8))
        bytes.replaceSubrange(2..<4, with: UInt16(bytes.count - 12).octets)
        let checksum = unsafe bytes.withUnsafeBytes { unsafe STUNFingerprint.value($0) }
        return bytes + UInt32(0x8028_0004).octets + checksum.octets
    }
}
