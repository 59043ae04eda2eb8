import CWebSockets
import HTTPTypes

/// What libwebsockets reports of WebSockets. Results are its own: 0 goes on, -1 closes the connection.
extension TransportLoop {
    /// `LWS_CALLBACK_HTTP_CONFIRM_UPGRADE`: the only moment before the handshake when the whole head is there and an
    /// answer can still be given.
    func confirmUpgrade(_ socket: OpaquePointer) -> Int32 {
        // Read from the header table, never from the callback's `in`: for a protocol that libwebsockets does not know it
        // has already answered and freed what `in` points at. For those, and for h2c, it must be told to hang up.
        guard unsafe RequestHeadReader.value(WSI_TOKEN_UPGRADE, of: socket)?.lowercased() == "websocket" else { return -1 }
        guard let head = unsafe headReader.read(socket, isSecure: isEncrypted(socket)), head.request.method == .get else {
            return unsafe refuseUpgrade(socket, .badRequest)
        }
        guard head.path == configuration.webSocketPath else { return unsafe refuseUpgrade(socket, .notFound) }
        // libwebsockets takes the first offer that names any protocol of its table, so no other may be among them.
        let offers = unsafe RequestHeadReader.value(WSI_TOKEN_PROTOCOL, of: socket)?.split(whereSeparator: { ", \t".contains($0) }) ?? []
        guard offers.contains(where: { $0 == configuration.subprotocol }), !offers.contains(where: { $0 == CallbackTable.httpName })
        else { return unsafe refuseUpgrade(socket, .badRequest) }

        let client = unsafe client(of: socket, head)
        let upgrade = UpgradeRequest(
            head: head.request, path: head.path, subprotocol: configuration.subprotocol, remoteAddress: client.address,
            isSecure: client.isSecure)
        isDirty = true
        switch owner?.opening(upgrade) ?? .refuse(.serviceUnavailable) {
        case .refuse(let status): return unsafe refuseUpgrade(socket, status)
        case .accept:
            acceptedUpgrade = upgrade
            return 0
        }
    }

    /// `LWS_CALLBACK_ESTABLISHED`.
    func opened(_ socket: OpaquePointer, _ session: UnsafeMutableRawPointer) -> Int32 {
        guard let upgrade = acceptedUpgrade else { return -1 }
        acceptedUpgrade = nil
        let link = unsafe links.insert(socket)
        unsafe session.storeBytes(of: link.rawValue, as: UInt64.self)
        counters.openedLinks += 1
        isDirty = true
        owner?.opened(link, upgrade)
        return 0
    }

    /// `LWS_CALLBACK_RECEIVE`: a whole message, or a piece of one.
    func received(_ link: LinkID, _ socket: OpaquePointer, _ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
        guard links.contains(link), links[link].ending == nil else { return 0 }
        counters.bytesReceived += UInt64(bytes.count)
        if unsafe lws_frame_is_binary(socket) != 0 { return unsafe violation(link, socket, 1003) }
        let isWhole = unsafe lws_is_final_fragment(socket) != 0

        if links[link].partial == nil, isWhole {
            guard bytes.count <= configuration.maxMessageBytes else { return unsafe violation(link, socket, 1009) }
            return unsafe deliver(bytes, link, socket)
        }
        // Taken out of the table, so that it is appended to in place.
        var message = links[link].partial.take() ?? []
        let expected = unsafe message.count + bytes.count + lws_remaining_packet_payload(socket)
        guard expected <= configuration.maxMessageBytes else { return unsafe violation(link, socket, 1009) }
        message.reserveCapacity(expected)
        unsafe message.append(contentsOf: bytes)
        guard isWhole else {
            links[link].partial = message
            return 0
        }
        return unsafe message.withUnsafeBufferPointer { unsafe deliver($0, link, socket) }
    }

    private func deliver(_ bytes: UnsafeBufferPointer<UInt8>, _ link: LinkID, _ socket: OpaquePointer) -> Int32 {
        let span = unsafe bytes.span
        guard (try? UTF8Span(validating: span)) != nil else { return unsafe violation(link, socket, 1007) }
        counters.messagesReceived += 1
        isDirty = true
        owner?.received(link, span)
        return 0
    }

    /// Tells the peer which rule it broke, and closes as `close` does; what was queued is not said any more.
    ///
    /// Not by a result of -1: libwebsockets then throws away what else it had read, takes the peer's close frame for the
    /// rest of the message, and holds the socket until a time-out of its own.
    private func violation(_ link: LinkID, _ socket: OpaquePointer, _ code: UInt16) -> Int32 {
        links[link].partial = nil
        links[link].ending = .violation(code: code)
        forgetQueue(of: link)
        links[link].farewell = LinkTable.Farewell(code: code, reason: "")
        holdUp(link)
        unsafe wantsToWrite(socket)
        return 0
    }

    /// What the batch left behind goes out at its end. Nearly all sockets take it: waiting until they are said to be writable would cost
    /// two system calls more and another turn of the loop.
    func writeFreshlyQueued() {
        guard !freshlyQueued.isEmpty else { return }
        for link in freshlyQueued where links.contains(link) && links[link].ending == nil && links[link].heldUpSince == 0 {
            guard let socket = unsafe links[link].socket else { continue }
            if unsafe writeQueue(of: link, socket) < 0 { end(link, because: .lost) }
        }
        freshlyQueued.removeAll(keepingCapacity: freshlyQueued.capacity <= 4_096)
    }

    /// `LWS_CALLBACK_SERVER_WRITEABLE`, or a batch has ended: writes until the kernel takes no more.
    func writeQueue(of link: LinkID, _ socket: OpaquePointer) -> Int32 {
        guard links.contains(link) else { return 0 }
        var isFirst = true
        while let queue = links[link].queue {
            // Nearly always there is room for the first: asking costs a system call.
            if unsafe !isFirst && lws_send_pipe_choked(socket) != 0 { return unsafe waitUntilWritable(link, socket) }
            guard unsafe writeBurst(queue, to: socket) else { return -1 }
            if queue.count == 0 { links.reclaimQueue(of: link) }
            isFirst = false
        }
        // The kernel took a part only. libwebsockets keeps the rest, and says that the socket is writable once it is out.
        if unsafe lws_partial_buffered(socket) != 0 { return unsafe waitUntilWritable(link, socket) }
        guard let farewell = links[link].farewell else {
            if links[link].heldUpSince != 0 { letGo(link) }
            return 0
        }
        links[link].farewell = nil
        // Written here: a close asked for from inside this callback with lws_close_reason() loses its frame. The peer's
        // own close frame ends the handshake, or the sweep does.
        let body = [UInt8(farewell.code >> 8), UInt8(farewell.code & 0xff)] + farewell.reason.utf8.prefix(120)
        links[link].saidFarewell = true
        return unsafe lws_write(socket, frames.payload(body), body.count, visavis_lws_write_close()) >= 0 ? 0 : -1
    }

    private func waitUntilWritable(_ link: LinkID, _ socket: OpaquePointer) -> Int32 {
        holdUp(link)
        unsafe wantsToWrite(socket)
        return 0
    }

    /// Several messages go out by one call: sending a segment costs several times as much as putting it together.
    private func writeBurst(_ queue: OutgoingQueue, to socket: OpaquePointer) -> Bool {
        frames.removeAll()
        while let message = queue.first, frames.takes(message) {
            frames.append(message)
            counters.messagesSent += 1
            counters.bytesSent += UInt64(message.count)
            counters.queuedBytes -= message.count
            queue.removeFirst()
        }
        return unsafe lws_write(socket, frames.bytes, frames.count, visavis_lws_write_raw()) >= 0
    }

    /// `LWS_CALLBACK_WS_PEER_INITIATED_CLOSE`: notes the peer's code; libwebsockets answers the close frame.
    func peerCloses(_ link: LinkID, _ body: UnsafeBufferPointer<UInt8>) -> Int32 {
        guard links.contains(link) else { return 0 }
        // Both sides have said it: nothing is left to answer.
        if links[link].saidFarewell { return -1 }
        guard links[link].ending == nil else { return 0 }
        links[link].ending = .peer(code: unsafe body.count >= 2 ? UInt16(body[0]) << 8 | UInt16(body[1]) : nil)
        forgetQueue(of: link)
        return 0
    }

    /// `LWS_CALLBACK_CLOSED`, once for each `ESTABLISHED`.
    func closed(_ link: LinkID) {
        guard links.contains(link) else { return }
        let reason = isStopping ? .stopped : links[link].ending ?? .lost
        forgetQueue(of: link)
        heldUp.remove(link)
        links.remove(link)
        isDirty = true
        owner?.closed(link, reason)
    }

    private func refuseUpgrade(_ socket: OpaquePointer, _ status: HTTPResponse.Status) -> Int32 {
        unsafe answerAtOnce(socket, status)
        return -1
    }
}
