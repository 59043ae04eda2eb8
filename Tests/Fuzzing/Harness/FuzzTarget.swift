/// Something that reads what strangers write. To add one: conform, name it in the program's list, and `--record` its seeds.
public protocol FuzzTarget: AnyObject {
    /// As on the command line; also its folder of seeds.
    var name: String { get }
    /// Longer inputs are not tried.
    var maximumLength: Int { get }
    /// How many seeds in a row an input begins with at most; more than one where an input is a row of orders.
    var maximumRow: Int { get }
    /// Words of the format, which the mutator inserts.
    var dictionary: [[UInt8]] { get }
    /// Sound inputs to begin with, by file name. They are kept in the corpus, so that a seed of the mutator means the same tomorrow.
    func seeds() -> [String: [UInt8]]
    /// Feeds one input. To trap, to read out of bounds, to run for seconds or to break a promise (`precondition`) is a finding; a thrown
    /// error is not.
    func run(_ input: [UInt8])
}

extension FuzzTarget {
    public var maximumLength: Int { 1_500 }
    public var maximumRow: Int { 1 }
    public var dictionary: [[UInt8]] { [] }
    public func seeds() -> [String: [UInt8]] { [:] }
}
