/// A sorted set that knows the place of each element.
///
/// The elements lie in chunks, beside each other in their order: what is looked for one after the other, above all those who are next, is
/// in the same few lines of the processor's cache. Finding an element costs two binary searches, changing the set moves within one chunk,
/// and a place adds up the sizes of the chunks before it (or behind it, where those are fewer).
struct RankedSet<Element: Comparable & Sendable>: Sendable {
    private static var capacity: Int { 64 }

    /// None is empty.
    private var chunks: [[Element]] = []
    /// The least element of each chunk, and how many it holds: apart, so that chunks that are passed over are not read.
    private var heads: [Element] = []
    private var sizes: [Int32] = []
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }
    /// The least element.
    var first: Element? { heads.first }

    func contains(_ element: Element) -> Bool { find(element) != nil }

    /// The element of the set that is equal to this one.
    func find(_ element: Element) -> Element? {
        guard let chunk = chunk(of: element) else { return nil }
        let place = Self.place(of: element, in: chunks[chunk])
        return place < chunks[chunk].count && chunks[chunk][place] == element ? chunks[chunk][place] : nil
    }

    /// 0 for the least; `nil` when it is not in the set.
    func rank(of element: Element) -> Int? {
        guard let chunk = chunk(of: element) else { return nil }
        let place = Self.place(of: element, in: chunks[chunk])
        guard place < chunks[chunk].count, chunks[chunk][place] == element else { return nil }
        return before(chunk) + place
    }

    /// The element of that rank, which must be smaller than `count`.
    subscript(rank: Int) -> Element {
        precondition(rank >= 0 && rank < count)
        let (chunk, place) = position(of: rank)
        return chunks[chunk][place]
    }

    /// Whether it was new.
    @discardableResult
    mutating func insert(_ element: Element) -> Bool {
        let chunk = chunk(of: element) ?? 0
        guard chunk < chunks.count else {
            begin(with: element, at: 0)
            return true
        }
        let place = Self.place(of: element, in: chunks[chunk])
        let size = chunks[chunk].count
        if place < size, chunks[chunk][place] == element { return false }
        if size == Self.capacity {
            // Most come last: full chunks stay behind them.
            if place == size, chunk == chunks.count - 1 {
                begin(with: element, at: chunk + 1)
                return true
            }
            split(chunk)
            return insert(element)
        }
        chunks[chunk].insert(element, at: place)
        if place == 0 { heads[chunk] = element }
        sizes[chunk] += 1
        count += 1
        return true
    }

    /// Whether it was there.
    @discardableResult
    mutating func remove(_ element: Element) -> Bool {
        guard let chunk = chunk(of: element) else { return false }
        let place = Self.place(of: element, in: chunks[chunk])
        guard place < chunks[chunk].count, chunks[chunk][place] == element else { return false }
        count -= 1
        guard chunks[chunk].count > 1 else {
            drop(chunk)
            return true
        }
        chunks[chunk].remove(at: place)
        if place == 0 { heads[chunk] = chunks[chunk][0] }
        sizes[chunk] -= 1
        join(chunk)
        return true
    }

    /// Puts the element where one equal to it is, or would be.
    mutating func update(with element: Element) {
        guard let chunk = chunk(of: element) else {
            insert(element)
            return
        }
        let place = Self.place(of: element, in: chunks[chunk])
        guard place < chunks[chunk].count, chunks[chunk][place] == element else {
            insert(element)
            return
        }
        chunks[chunk][place] = element
        if place == 0 { heads[chunk] = element }
    }

    /// From the least on, as long as `body` returns `true`.
    func walk(_ body: (Element) -> Bool) {
        for chunk in chunks {
            for element in chunk where !body(element) { return }
        }
    }

    func first(_ limit: Int) -> [Element] { elements(from: 0, limit: limit) }

    /// At most `limit` elements, from that rank on.
    func elements(from rank: Int, limit: Int) -> [Element] {
        let limit = min(limit, count - rank)
        guard limit > 0 else { return [] }
        var found: [Element] = []
        found.reserveCapacity(limit)
        var (chunk, place) = position(of: rank)
        while found.count < limit {
            let end = min(chunks[chunk].count, place + limit - found.count)
            found.append(contentsOf: chunks[chunk][place..<end])
            (chunk, place) = (chunk + 1, 0)
        }
        return found
    }

    var elements: [Element] { elements(from: 0, limit: count) }

    // MARK: Chunks

    /// The chunk that the element is in, or would be; `nil`: the set is empty.
    private func chunk(of element: Element) -> Int? {
        guard !heads.isEmpty else { return nil }
        var (low, high) = (0, heads.count)
        // The first whose head is beyond the element.
        while low < high {
            let middle = (low + high) / 2
            if element < heads[middle] { high = middle } else { low = middle + 1 }
        }
        return max(low - 1, 0)
    }

    /// Where the element is in the chunk, or would be.
    private static func place(of element: Element, in chunk: [Element]) -> Int {
        var (low, high) = (0, chunk.count)
        while low < high {
            let middle = (low + high) / 2
            if chunk[middle] < element { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// How many elements lie before the chunk.
    private func before(_ chunk: Int) -> Int {
        if chunk <= sizes.count / 2 { return sizes[..<chunk].reduce(0) { $0 + Int($1) } }
        return count - sizes[chunk...].reduce(0) { $0 + Int($1) }
    }

    private func position(of rank: Int) -> (chunk: Int, place: Int) {
        if rank <= count / 2 {
            var (chunk, left) = (0, rank)
            while left >= Int(sizes[chunk]) {
                left -= Int(sizes[chunk])
                chunk += 1
            }
            return (chunk, left)
        }
        var (chunk, begin) = (sizes.count - 1, count)
        while true {
            begin -= Int(sizes[chunk])
            if begin <= rank { return (chunk, rank - begin) }
            chunk -= 1
        }
    }

    private mutating func begin(with element: Element, at chunk: Int) {
        // The only chunk of a set grows with it: many sets never have more than a few elements.
        var elements: [Element] = []
        if !chunks.isEmpty { elements.reserveCapacity(Self.capacity) }
        elements.append(element)
        chunks.insert(elements, at: chunk)
        heads.insert(element, at: chunk)
        sizes.insert(1, at: chunk)
        count += 1
    }

    private mutating func split(_ chunk: Int) {
        let half = chunks[chunk].count / 2
        var upper: [Element] = []
        upper.reserveCapacity(Self.capacity)
        upper.append(contentsOf: chunks[chunk][half...])
        chunks[chunk].removeSubrange(half...)
        sizes[chunk] = Int32(truncatingIfNeeded: half)
        chunks.insert(upper, at: chunk + 1)
        heads.insert(upper[0], at: chunk + 1)
        sizes.insert(Int32(truncatingIfNeeded: upper.count), at: chunk + 1)
    }

    /// Two neighbours that have room in half a chunk become one: there are never many more chunks than the elements fill.
    private mutating func join(_ chunk: Int) {
        let size = chunks[chunk].count
        guard size <= Self.capacity / 4 else { return }
        if chunk + 1 < chunks.count, size + chunks[chunk + 1].count <= Self.capacity / 2 {
            take(chunk + 1, into: chunk)
        } else if chunk > 0, size + chunks[chunk - 1].count <= Self.capacity / 2 {
            take(chunk, into: chunk - 1)
        }
    }

    private mutating func take(_ chunk: Int, into other: Int) {
        chunks[other].append(contentsOf: chunks[chunk])
        sizes[other] += sizes[chunk]
        drop(chunk)
    }

    private mutating func drop(_ chunk: Int) {
        chunks.remove(at: chunk)
        heads.remove(at: chunk)
        sizes.remove(at: chunk)
    }
}
