/// An object that its owner keeps alive for as long as this is used: a packet's way through the relay would otherwise count a dozen
/// references up and down, atomically, and twice as many more for each receiver.
@safe struct Uncounted<Object: AnyObject> {
    private let target: Unmanaged<Object>

    @inline(__always)
    init(_ object: Object) { unsafe target = .passUnretained(object) }

    var object: Object { unsafe target.takeUnretainedValue() }

    /// Without counting: nothing in `body` may let go of the object.
    @inline(__always)
    func use<Result>(_ body: (Object) -> Result) -> Result { unsafe target._withUnsafeGuaranteedRef(body) }
}
