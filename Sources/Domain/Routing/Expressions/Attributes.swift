/// What is known of one ticket when a condition looks at it. In JSON: an object of plain values.
public struct Attributes: Hashable, Sendable {
    private var values: [AttributeName: AttributeValue]

    public init(_ values: [AttributeName: AttributeValue] = [:]) {
        self.values = values
    }

    /// `nil`: not known. Every comparison with it is false.
    public subscript(name: AttributeName) -> AttributeValue? {
        get { values[name] }
        set { values[name] = newValue }
    }

    public var count: Int { values.count }
    public var isEmpty: Bool { values.isEmpty }
    /// In alphabetical order.
    public var names: [AttributeName] { values.keys.sorted() }

    /// Takes over what `other` knows; where both know something, `other` is right.
    public mutating func merge(_ other: Self) {
        values.merge(other.values) { _, newer in newer }
    }
}

extension Attributes: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (AttributeName, AttributeValue)...) {
        self.init(Dictionary(elements) { _, last in last })
    }
}
