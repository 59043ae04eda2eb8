import CWebSockets

/// A one-shot libuv timer. The memory is libuv's until the handle is closed, so it is freed after the loop has ended.
@safe struct LoopTimer: ~Copyable {
    private let handle: UnsafeMutablePointer<uv_timer_t>
    private let callback: uv_timer_cb

    init(on loop: UnsafeMutablePointer<uv_loop_t>, owner: UnsafeMutableRawPointer, _ callback: @escaping uv_timer_cb) {
        unsafe handle = .allocate(capacity: 1)
        unsafe handle.initialize(to: uv_timer_t())
        unsafe self.callback = callback
        unsafe uv_timer_init(loop, handle)
        unsafe handle.pointee.data = owner
    }

    deinit { unsafe handle.deallocate() }

    func start(after milliseconds: UInt64) { unsafe _ = uv_timer_start(handle, callback, milliseconds, 0) }
    func stop() { unsafe _ = uv_timer_stop(handle) }
    func close() { unsafe visavis_uv_close(handle) }
}

/// What a loop has on libuv besides libwebsockets' own handles.
@safe final class LoopTimers {
    let deadline: LoopTimer
    let sweep: LoopTimer
    let acceptAgain: LoopTimer
    private let prepare: UnsafeMutablePointer<uv_prepare_t>
    private let loop: UnsafeMutablePointer<uv_loop_t>

    /// `owner` is the `TransportLoop`, unretained: `run` holds it until the handles are closed.
    init(on loop: UnsafeMutablePointer<uv_loop_t>, owner: UnsafeMutableRawPointer) {
        unsafe self.loop = loop
        deadline = unsafe LoopTimer(on: loop, owner: owner, deadlineCallback)
        sweep = unsafe LoopTimer(on: loop, owner: owner, sweepCallback)
        acceptAgain = unsafe LoopTimer(on: loop, owner: owner, acceptAgainCallback)
        unsafe prepare = .allocate(capacity: 1)
        unsafe prepare.initialize(to: uv_prepare_t())
        unsafe uv_prepare_init(loop, prepare)
        unsafe prepare.pointee.data = owner
        unsafe uv_prepare_start(prepare, prepareCallback)
    }

    deinit { unsafe prepare.deallocate() }

    /// Milliseconds of libuv's monotonic clock, as of the current batch.
    var now: UInt64 { unsafe uv_now(loop) }

    func close() {
        deadline.close()
        sweep.close()
        acceptAgain.close()
        unsafe visavis_uv_close(prepare)
    }
}

private func transportLoop(_ data: UnsafeMutableRawPointer?) -> TransportLoop? {
    unsafe data.map { unsafe Unmanaged<TransportLoop>.fromOpaque($0).takeUnretainedValue() }
}

/// Feeds `uv_timer_start`.
private func deadlineCallback(_ timer: UnsafeMutablePointer<uv_timer_t>?) {
    guard let loop = unsafe transportLoop(timer?.pointee.data) else { return }
    loop.isDirty = true
    loop.owner?.deadline()
}

/// Feeds `uv_timer_start`.
private func sweepCallback(_ timer: UnsafeMutablePointer<uv_timer_t>?) { unsafe transportLoop(timer?.pointee.data)?.sweep() }

/// Feeds `uv_timer_start`.
private func acceptAgainCallback(_ timer: UnsafeMutablePointer<uv_timer_t>?) {
    unsafe transportLoop(timer?.pointee.data)?.listener?.resume()
}

/// Feeds `uv_prepare_start`: libuv calls it right before it waits.
private func prepareCallback(_ prepare: UnsafeMutablePointer<uv_prepare_t>?) {
    guard let loop = unsafe transportLoop(prepare?.pointee.data) else { return }
    if loop.isDirty {
        loop.isDirty = false
        loop.owner?.batchEnded()
    }
    loop.writeFreshlyQueued()
}
