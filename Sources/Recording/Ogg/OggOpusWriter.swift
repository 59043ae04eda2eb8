/// Makes the pages of an Ogg/Opus stream (RFC 7845). A page is given out whole, to be written whole.
struct OggOpusWriter {
    /// A second of 20 ms packets.
    private static let packetsPerPage = 50

    private let serial: UInt32
    private let preSkip: Int
    private var number: UInt32 = 0
    private var samples: Int64 = 0
    private var packets: [[UInt8]] = []
    private var lacing = 0

    init(serial: UInt32, preSkip: Int) {
        self.serial = serial
        self.preSkip = preSkip
    }

    /// Goes on behind the pages that are there.
    init(continuing serial: UInt32, preSkip: Int, number: UInt32, samples: Int64) {
        self.init(serial: serial, preSkip: preSkip)
        self.number = number
        self.samples = samples
    }

    /// The two pages before all sound.
    mutating func header() -> [UInt8] {
        var first = OggPage([OpusHead(channels: 1, preSkip: UInt16(preSkip)).bytes], granulePosition: 0, serial: serial, number: 0)
        first.isFirst = true
        var tags = Array("OpusTags".utf8)
        let vendor = Array("Visavis".utf8)
        tags.append(littleEndian: UInt32(vendor.count))
        tags += vendor
        tags.append(littleEndian: UInt32(0))
        number = 2
        return first.encoded + OggPage([tags], granulePosition: 0, serial: serial, number: 1).encoded
    }

    /// - Returns: A page, when one is full.
    mutating func append(_ packet: [UInt8], samples count: Int) -> [UInt8]? {
        var page: [UInt8]?
        let needed = packet.count / 255 + 1
        if packets.count == Self.packetsPerPage || lacing + needed > 255 { page = flush() }
        packets.append(packet)
        lacing += needed
        samples += Int64(count)
        return page
    }

    /// The page of what is left over. - Parameter playable: Samples up to the true end of the last page; it cuts the last packet.
    mutating func flush(isLast: Bool = false, playable: Int64? = nil) -> [UInt8]? {
        guard !packets.isEmpty || isLast else { return nil }
        let end = playable.map { min(samples, $0 + Int64(preSkip)) } ?? samples
        var page = OggPage(packets, granulePosition: end, serial: serial, number: number)
        page.isLast = isLast
        number += 1
        packets = []
        lacing = 0
        return page.encoded
    }
}
