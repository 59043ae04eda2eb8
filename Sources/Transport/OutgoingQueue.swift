/// Messages that wait on one link. The arrays are shared with whoever else gets the same message.
final class OutgoingQueue {
    private var messages: [[UInt8]] = []
    private var head = 0
    private(set) var bytes = 0

    var count: Int { messages.count - head }

    var first: [UInt8]? { head < messages.count ? messages[head] : nil }

    func append(_ message: [UInt8]) {
        messages.append(message)
        bytes += message.count
    }

    func removeFirst() {
        bytes -= messages[head].count
        messages[head] = []
        head += 1
        if head == messages.count {
            messages.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 64 && head * 2 >= messages.count {
            messages.removeFirst(head)
            head = 0
        }
    }

    func removeAll() {
        // A queue that once was long does not keep its room.
        messages.removeAll(keepingCapacity: messages.capacity <= 64)
        head = 0
        bytes = 0
    }
}
