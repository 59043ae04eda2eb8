/// State of an object that one thread alone touches, and that nothing it calls ever comes back to.
///
/// Swift checks every change of a class's property for overlap at run time, some 20 ns each; a dozen of them was a third of a packet's
/// way through the relay. What lies behind a pointer is not checked.
@safe struct Confined<Value: ~Copyable>: ~Copyable {
    private let memory: UnsafeMutablePointer<Value>

    init(_ value: consuming Value) {
        unsafe memory = .allocate(capacity: 1)
        unsafe memory.initialize(to: value)
    }

    deinit {
        unsafe memory.deinitialize(count: 1)
        unsafe memory.deallocate()
    }

    func add(to footprint: inout Footprint) { unsafe footprint.add(memory, bytes: MemoryLayout<Value>.size) }

    var value: Value {
        @inline(__always) _read { yield unsafe memory.pointee }
        @inline(__always) nonmutating _modify { yield unsafe &memory.pointee }
    }
}
