/// SplitMix64: the same seed, the same inputs.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}

/// Bends seeds at random: bits, lengths, pieces of other seeds, words of the format.
struct Mutator {
    private static let interesting: [UInt8] = [0, 1, 2, 0x0f, 0x10, 0x1f, 0x20, 0x3f, 0x7f, 0x80, 0xbe, 0xde, 0xfe, 0xff]

    let corpus: [[UInt8]]
    let dictionary: [[UInt8]]
    let maximumLength: Int
    /// How many seeds an input begins with at most.
    let maximumRow: Int
    var random: SeededGenerator

    mutating func next() -> [UInt8] {
        let row = Int.random(in: 1...maximumRow, using: &random)
        var input = (0..<row).flatMap { _ in corpus.randomElement(using: &random) ?? [] }
        for _ in 0..<Int.random(in: 1...(8 * row), using: &random) { change(&input) }
        return input.count > maximumLength ? Array(input[..<maximumLength]) : input
    }

    private mutating func change(_ input: inout [UInt8]) {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: input.insert(.random(in: 0...255, using: &random), at: place(input.count + 1))
        case 1: insert(dictionary.randomElement(using: &random) ?? Self.interesting, into: &input)
        case 2: insert(piece(of: corpus.randomElement(using: &random) ?? []), into: &input)
        case 3: insert(piece(of: input), into: &input)
        case _ where input.isEmpty: break
        case 4: input[place(input.count)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 5: input[place(input.count)] = Self.interesting.randomElement(using: &random) ?? 0
        case 6: input[place(input.count)] = .random(in: 0...255, using: &random)
        case 7: input.removeSubrange(range(input.count))
        case 8: input.removeLast(place(input.count))
        default: input[place(input.count)] &+= Bool.random(using: &random) ? 1 : 255
        }
    }

    private mutating func insert(_ bytes: [UInt8], into input: inout [UInt8]) {
        input.insert(contentsOf: bytes, at: place(input.count + 1))
    }

    private mutating func piece(of input: [UInt8]) -> [UInt8] { input.isEmpty ? [] : Array(input[range(input.count)]) }

    private mutating func place(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

    private mutating func range(_ count: Int) -> Range<Int> {
        let start = place(count)
        return start..<start + Int.random(in: 1...min(count - start, 64), using: &random)
    }
}
