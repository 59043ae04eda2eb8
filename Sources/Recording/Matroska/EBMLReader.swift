/// Walks over the elements in a piece of memory. Every length is checked against what is there; nothing nested is followed by itself.
struct EBMLReader {
    struct Element {
        let id: UInt32
        /// Where its content lies.
        let content: Range<Int>
        /// Its size is not known: the content goes to the end of what there is.
        let isOpen: Bool

        func `is`(_ id: ElementID) -> Bool { self.id == id.rawValue }
    }

    private let bytes: [UInt8]
    private var position: Int
    private let end: Int

    init(_ bytes: [UInt8], _ range: Range<Int>? = nil) {
        self.bytes = bytes
        position = range?.lowerBound ?? 0
        end = min(range?.upperBound ?? bytes.count, bytes.count)
    }

    /// nil at the end and at anything that is not a whole element.
    mutating func next() -> Element? {
        guard let head = Self.head(bytes, at: position, end: end) else { return nil }
        let start = position + head.bytes
        guard let size = head.size else {
            position = end
            return Element(id: head.id, content: start..<end, isOpen: true)
        }
        guard size <= UInt64(end - start) else { return nil }
        position = start + Int(size)
        return Element(id: head.id, content: start..<position, isOpen: false)
    }

    /// The element here, whose content is longer than what there is. The reader does not move.
    func cutOff() -> Element? {
        guard let head = Self.head(bytes, at: position, end: end) else { return nil }
        return Element(id: head.id, content: position + head.bytes..<end, isOpen: true)
    }

    /// Everything up to the end was whole elements.
    var isAtEnd: Bool { position == end }

    func children(of element: Element) -> EBMLReader { EBMLReader(bytes, element.content) }

    func unsigned(_ element: Element) -> UInt64? {
        guard element.content.count <= 8 else { return nil }
        return bytes[element.content].reduce(0) { $0 << 8 | UInt64($1) }
    }

    func float(_ element: Element) -> Double? {
        switch element.content.count {
        case 4: Double(Float(bitPattern: bytes.bigEndian(at: element.content.lowerBound)))
        case 8: Double(bitPattern: bytes.bigEndian(at: element.content.lowerBound))
        default: nil
        }
    }

    func content(_ element: Element) -> [UInt8] { Array(bytes[element.content]) }

    /// An element's identifier, the size of its content (nil: unknown) and the length of both.
    static func head(_ bytes: [UInt8], at position: Int, end: Int) -> (id: UInt32, size: UInt64?, bytes: Int)? {
        guard position < end, bytes[position] >= 0x10 else { return nil }
        let idWidth = bytes[position].leadingZeroBitCount + 1
        guard position + idWidth < end else { return nil }
        let id = bytes[position..<position + idWidth].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let start = position + idWidth
        guard bytes[start] > 0 else { return nil }
        let sizeWidth = bytes[start].leadingZeroBitCount + 1
        guard start + sizeWidth <= end else { return nil }
        let mask = UInt64(1) << UInt64(7 * sizeWidth) - 1
        let size = bytes[start..<start + sizeWidth].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } & mask
        return (id, size == mask ? nil : size, idWidth + sizeWidth)
    }
}
