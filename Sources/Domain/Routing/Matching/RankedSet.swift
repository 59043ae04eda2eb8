/// A sorted set that knows the place of each element: inserting, removing, finding a place and finding what stands there cost O(log n).
///
/// A treap (a search tree kept shallow by a random priority of each node) whose nodes lie in one array: nothing is allocated per element.
struct RankedSet<Element: Comparable & Sendable>: Sendable {
    private struct Node: Sendable {
        var element: Element
        var priority: UInt32
        /// Elements in this subtree.
        var size: Int32
        var left: Int32
        var right: Int32
    }

    private static var none: Int32 { -1 }

    private var nodes: [Node] = []
    private var root: Int32 = -1
    /// Heads the chain (through `left`) of nodes that are not in use.
    private var free: Int32 = -1
    private var random: UInt32 = 0x9E37_79B9
    /// The least element.
    private(set) var first: Element?

    var count: Int { root < 0 ? 0 : Int(nodes[Int(root)].size) }
    var isEmpty: Bool { root < 0 }

    func contains(_ element: Element) -> Bool { find(element, in: root) != nil }

    /// The element of the set that is equal to this one.
    func find(_ element: Element) -> Element? { find(element, in: root) }

    private func find(_ element: Element, in subtree: Int32) -> Element? {
        var index = subtree
        while index >= 0 {
            let node = nodes[Int(index)].element
            if element == node { return node }
            index = element < node ? nodes[Int(index)].left : nodes[Int(index)].right
        }
        return nil
    }

    /// 0 for the least; `nil` when it is not in the set.
    func rank(of element: Element) -> Int? {
        var index = root
        var before = 0
        while index >= 0 {
            let node = nodes[Int(index)].element
            if element < node {
                index = nodes[Int(index)].left
            } else {
                let left = size(nodes[Int(index)].left)
                if element == node { return before + Int(left) }
                before += Int(left) + 1
                index = nodes[Int(index)].right
            }
        }
        return nil
    }

    /// The element of that rank, which must be smaller than `count`.
    subscript(rank: Int) -> Element {
        precondition(rank >= 0 && rank < count)
        var rank = Int32(truncatingIfNeeded: rank)
        var index = root
        while true {
            let left = size(nodes[Int(index)].left)
            if rank == left { return nodes[Int(index)].element }
            if rank < left {
                index = nodes[Int(index)].left
            } else {
                rank -= left + 1
                index = nodes[Int(index)].right
            }
        }
    }

    /// Whether it was new.
    @discardableResult
    mutating func insert(_ element: Element) -> Bool {
        let priority = nextRandom()
        var parent = Self.none
        var index = root
        while index >= 0, nodes[Int(index)].priority >= priority {
            let node = nodes[Int(index)].element
            guard element != node else { return undo(1, to: element) }
            nodes[Int(index)].size += 1
            parent = index
            index = element < node ? nodes[Int(index)].left : nodes[Int(index)].right
        }
        // All that is left of the descent, a few nodes on average.
        guard find(element, in: index) == nil else { return undo(1, to: element, before: index) }
        if first.map({ element < $0 }) ?? true { first = element }
        let (left, right) = split(index, by: element)
        let node = Node(element: element, priority: priority, size: size(left) + size(right) + 1, left: left, right: right)
        link(allocate(node), under: parent, for: element)
        return true
    }

    /// Whether it was there.
    @discardableResult
    mutating func remove(_ element: Element) -> Bool {
        var parent = Self.none
        var index = root
        while index >= 0 {
            let node = nodes[Int(index)].element
            if element == node { break }
            nodes[Int(index)].size -= 1
            parent = index
            index = element < node ? nodes[Int(index)].left : nodes[Int(index)].right
        }
        guard index >= 0 else { return undo(-1, to: element) }
        let rest = merge(nodes[Int(index)].left, nodes[Int(index)].right)
        link(rest, under: parent, for: element)
        nodes[Int(index)].left = free
        free = index
        if first == element { first = isEmpty ? nil : self[0] }
        return true
    }

    /// Nearly every element that is put in is new, and nearly every one that is taken out is there: sizes change on the way down, and
    /// where that was wrong the way is gone once more.
    /// - Parameter end: Where the way ended, unless at the element or below the last node.
    @inline(never)
    private mutating func undo(_ change: Int32, to element: Element, before end: Int32 = none) -> Bool {
        var index = root
        while index >= 0, index != end {
            let node = nodes[Int(index)].element
            if element == node { break }
            nodes[Int(index)].size -= change
            index = element < node ? nodes[Int(index)].left : nodes[Int(index)].right
        }
        return false
    }

    /// From the least on, as long as `body` returns `true`.
    func walk(_ body: (Element) -> Bool) {
        _ = walk(root, body)
    }

    func first(_ limit: Int) -> [Element] { elements(from: 0, limit: limit) }

    /// At most `limit` elements, from that rank on.
    func elements(from rank: Int, limit: Int) -> [Element] {
        let limit = min(limit, max(count - rank, 0))
        var found: [Element] = []
        guard limit > 0 else { return found }
        found.reserveCapacity(limit)
        collect(from: Int32(truncatingIfNeeded: rank), limit, in: root, &found)
        return found
    }

    var elements: [Element] { elements(from: 0, limit: count) }

    private func walk(_ index: Int32, _ body: (Element) -> Bool) -> Bool {
        var index = index
        while index >= 0 {
            guard walk(nodes[Int(index)].left, body), body(nodes[Int(index)].element) else { return false }
            index = nodes[Int(index)].right
        }
        return true
    }

    private func collect(from rank: Int32, _ limit: Int, in index: Int32, _ found: inout [Element]) {
        var (rank, index) = (rank, index)
        while index >= 0, found.count < limit {
            let left = size(nodes[Int(index)].left)
            if rank < left { collect(from: rank, limit, in: nodes[Int(index)].left, &found) }
            if rank <= left, found.count < limit { found.append(nodes[Int(index)].element) }
            rank = max(rank - left - 1, 0)
            index = nodes[Int(index)].right
        }
    }

    private func size(_ index: Int32) -> Int32 { index < 0 ? 0 : nodes[Int(index)].size }

    private mutating func link(_ child: Int32, under parent: Int32, for element: Element) {
        if parent < 0 {
            root = child
        } else if element < nodes[Int(parent)].element {
            nodes[Int(parent)].left = child
        } else {
            nodes[Int(parent)].right = child
        }
    }

    /// What is less than `element`, and what is not.
    private mutating func split(_ index: Int32, by element: Element) -> (left: Int32, right: Int32) {
        guard index >= 0 else { return (Self.none, Self.none) }
        if nodes[Int(index)].element < element {
            let (left, right) = split(nodes[Int(index)].right, by: element)
            nodes[Int(index)].right = left
            measure(index)
            return (index, right)
        }
        let (left, right) = split(nodes[Int(index)].left, by: element)
        nodes[Int(index)].left = right
        measure(index)
        return (left, index)
    }

    private mutating func merge(_ left: Int32, _ right: Int32) -> Int32 {
        guard left >= 0 else { return right }
        guard right >= 0 else { return left }
        if nodes[Int(left)].priority > nodes[Int(right)].priority {
            nodes[Int(left)].right = merge(nodes[Int(left)].right, right)
            measure(left)
            return left
        }
        nodes[Int(right)].left = merge(left, nodes[Int(right)].left)
        measure(right)
        return right
    }

    private mutating func measure(_ index: Int32) {
        nodes[Int(index)].size = size(nodes[Int(index)].left) + size(nodes[Int(index)].right) + 1
    }

    private mutating func allocate(_ node: Node) -> Int32 {
        guard free >= 0 else {
            nodes.append(node)
            return Int32(truncatingIfNeeded: nodes.count - 1)
        }
        let index = free
        free = nodes[Int(index)].left
        nodes[Int(index)] = node
        return index
    }

    /// Xorshift: the shape of the tree is the same on every run.
    private mutating func nextRandom() -> UInt32 {
        random ^= random << 13
        random ^= random >> 17
        random ^= random << 5
        return random
    }
}
