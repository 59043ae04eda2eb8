/// The open WebSockets of a loop, by slot. An idle one costs its slot alone: queues are lent while something waits.
struct LinkTable {
    @safe struct Slot {
        var generation: UInt32 = 0
        var socket: OpaquePointer?
        /// Lent while messages wait.
        var queue: OutgoingQueue?
        /// The fragments of a message whose end has not come.
        var partial: [UInt8]?
        /// Why it will be closed, once that is certain. Nothing more is queued then.
        var ending: LinkCloseReason?
        /// The close frame to send once the queue is empty; `nil` while none is due.
        var farewell: Farewell?
        /// The close frame was sent.
        var saidFarewell = false
        /// When writing last made progress (`uv_now` in milliseconds); 0 while nothing is held up.
        var heldUpSince: UInt64 = 0
        /// What the peer had acknowledged of all bytes when that was last looked at.
        var acknowledged: UInt64 = 0
    }

    /// A close frame.
    final class Farewell {
        let code: UInt16
        let reason: String

        init(code: UInt16, reason: String) {
            self.code = code
            self.reason = reason
        }
    }

    private var slots: [Slot] = []
    private var free: [UInt32] = []
    private var spareQueues: [OutgoingQueue] = []

    var count: Int { slots.count - free.count }

    mutating func insert(_ socket: OpaquePointer) -> LinkID {
        if let index = free.popLast() {
            unsafe slots[Int(index)].socket = socket
            return LinkID(slot: index, generation: slots[Int(index)].generation)
        }
        unsafe slots.append(Slot(generation: 1, socket: socket))
        return LinkID(slot: UInt32(slots.count - 1), generation: 1)
    }

    func contains(_ link: LinkID) -> Bool {
        let index = Int(link.slot)
        return unsafe index < slots.count && slots[index].generation == link.generation && slots[index].socket != nil
    }

    /// The slot of a link that `contains` has found.
    subscript(_ link: LinkID) -> Slot {
        _read { yield slots[Int(link.slot)] }
        _modify { yield &slots[Int(link.slot)] }
    }

    /// The queue of a link, lent on first use.
    mutating func queue(of link: LinkID) -> OutgoingQueue {
        if let queue = self[link].queue { return queue }
        let queue = spareQueues.popLast() ?? OutgoingQueue()
        self[link].queue = queue
        return queue
    }

    /// Takes an empty queue back. A few are kept, so that a message on a quiet link allocates nothing.
    mutating func reclaimQueue(of link: LinkID) {
        guard let queue = self[link].queue else { return }
        self[link].queue = nil
        queue.removeAll()
        if spareQueues.count < 256 { spareQueues.append(queue) }
    }

    mutating func remove(_ link: LinkID) {
        reclaimQueue(of: link)
        slots[Int(link.slot)] = unsafe Slot(generation: link.generation &+ 1, socket: nil)
        free.append(link.slot)
    }
}
