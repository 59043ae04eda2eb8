/// A large value that is copied as one reference, and copied in full when a copy of it is changed.
struct CopyOnWrite<Value: Hashable & Sendable>: Sendable {
    /// Sendable although its value changes: only whoever has the one reference to it changes it.
    private final class Box: @unchecked Sendable {
        var value: Value

        init(_ value: Value) { self.value = value }
    }

    private var box: Box

    init(_ value: Value) { box = Box(value) }

    var value: Value {
        @inline(__always) _read { yield box.value }
        @inline(__always) _modify {
            if !isKnownUniquelyReferenced(&box) { box = Box(box.value) }
            yield &box.value
        }
    }
}

extension CopyOnWrite: Hashable {
    static func == (left: Self, right: Self) -> Bool { left.box === right.box || left.box.value == right.box.value }

    func hash(into hasher: inout Hasher) { hasher.combine(box.value) }
}
