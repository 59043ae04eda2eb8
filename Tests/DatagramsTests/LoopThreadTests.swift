@testable import Datagrams
import Glibc
import Synchronization
import Testing

@Suite struct LoopThreadTests {
    /// A thread begins with the nice value of the one that starts it.
    @Test func aNiceValueThatWasAskedForStays() throws {
        let asked = Mutex<Int32?>(nil)
        let kept = Mutex<Int32?>(nil)
        try LoopThread(name: "nicer") {
            asked.withLock { $0 = nice(15) }
            (try? LoopThread(name: "started by it") { kept.withLock { $0 = nice(0) } })?.join()
        }.join()
        let values = (asked.withLock { $0 }, kept.withLock { $0 })
        #expect(values.0 != nil && values.0 == values.1)
    }
}
