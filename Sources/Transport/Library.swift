import CWebSockets
import Glibc
import Synchronization

/// The libuv loop and the libwebsockets context on it.
///
/// The loop is made here and lent to libwebsockets ("foreign"): on a loop of its own it would catch SIGINT and friends.
@safe final class Library {
    let uvLoop: UnsafeMutablePointer<uv_loop_t>
    let context: OpaquePointer
    let host: OpaquePointer
    private let callbacks: CallbackTable
    /// libwebsockets writes `nil` here when the context is really gone.
    private let contextCell: UnsafeMutablePointer<OpaquePointer?>
    /// All zero: silence is the owner's to judge, libwebsockets sends no pings of its own. Kept, because it is not copied.
    private let policy: UnsafeMutablePointer<lws_retry_bo_t>

    init(for loop: TransportLoop) throws(TransportError) {
        visavis_ignore_sigpipe()
        let failures = LogCollector(passingTo: loop.configuration.logError)
        LibraryLog.collect { failures.add($0) }
        unsafe uvLoop = .allocate(capacity: 1)
        unsafe uvLoop.initialize(to: uv_loop_t())
        unsafe uv_loop_init(uvLoop)
        callbacks = CallbackTable(subprotocol: loop.configuration.subprotocol)
        unsafe contextCell = .allocate(capacity: 1)
        unsafe contextCell.initialize(to: nil)
        unsafe policy = .allocate(capacity: 1)
        unsafe policy.initialize(to: lws_retry_bo_t())

        let context = unsafe Self.makeContext(for: loop, on: uvLoop, callbacks, contextCell, policy)
        guard let context = unsafe context, let host = unsafe lws_get_vhost_by_name(context, "default") else {
            if let context = unsafe context { unsafe lws_context_destroy(context) }
            LibraryLog.end()
            unsafe Self.free(uvLoop)
            unsafe contextCell.deallocate()
            unsafe policy.deallocate()
            throw failures.setupError
        }
        unsafe self.context = context
        unsafe self.host = host
        failures.isSettingUp = false
    }

    /// Returns when `uv_stop` was called.
    func run() { unsafe _ = uv_run(uvLoop, UV_RUN_DEFAULT) }

    /// Closes every connection and frees everything. The other handles on the loop have been told to close.
    ///
    /// libwebsockets 4.1.6 closes its wake-up descriptor twice in here, so nothing else of the process should be opening
    /// descriptors meanwhile.
    func end() {
        unsafe lws_context_destroy(context)
        // libuv closes handles from inside its loop, and libwebsockets goes on as each of them is closed.
        unsafe _ = uv_run(uvLoop, UV_RUN_DEFAULT)
        if let rest = unsafe contextCell.pointee { unsafe lws_context_destroy(rest) }
        unsafe Self.free(uvLoop)
        unsafe contextCell.deallocate()
        unsafe policy.deallocate()
        LibraryLog.end()
    }

    private static func free(_ uvLoop: UnsafeMutablePointer<uv_loop_t>) {
        unsafe _ = uv_run(uvLoop, UV_RUN_DEFAULT)
        let status = unsafe uv_loop_close(uvLoop)
        assert(status == 0, "a handle is still open on the loop")
        unsafe uvLoop.deallocate()
    }

    private static func makeContext(
        for loop: TransportLoop, on uvLoop: UnsafeMutablePointer<uv_loop_t>, _ callbacks: CallbackTable,
        _ cell: UnsafeMutablePointer<OpaquePointer?>, _ policy: UnsafeMutablePointer<lws_retry_bo_t>
    ) -> OpaquePointer? {
        let configuration = loop.configuration
        var info = unsafe lws_context_creation_info()
        // The server side is set up, the listening socket is ours.
        unsafe info.port = -2  // CONTEXT_PORT_NO_LISTEN_SERVER
        unsafe info.options = visavis_lws_options_plain()
        unsafe info.protocols = unsafe UnsafePointer(callbacks.entries)
        unsafe info.user = unsafe Unmanaged.passUnretained(loop).toOpaque()
        unsafe info.pcontext = unsafe cell
        unsafe info.gid = -1
        unsafe info.uid = -1
        unsafe info.timeout_secs = configuration.handshakeTimeout
        unsafe info.timeout_secs_ah_idle = configuration.headerTimeout
        unsafe info.max_http_header_data = configuration.maxHeaderBytes
        unsafe info.max_http_header_pool2 = UInt32(configuration.maxConnections)
        unsafe info.pt_serv_buf_size = 16 * 1024
        unsafe info.retry_and_idle_policy = unsafe UnsafePointer(policy)

        var loops: UnsafeMutableRawPointer? = UnsafeMutableRawPointer(uvLoop)
        return unsafe withUnsafeMutablePointer(to: &loops) { loops in
            unsafe info.foreign_loops = unsafe loops
            guard let tls = configuration.tls else { return unsafe lws_create_context(&info) }
            unsafe info.options |= visavis_lws_options_tls()
            unsafe info.ssl_options_set = visavis_tls_options()
            return unsafe "http/1.1".withCString { alpn in
                unsafe info.alpn = alpn
                return unsafe tls.certificatePath.withCString { certificate in
                    unsafe info.ssl_cert_filepath = certificate
                    return unsafe tls.keyPath.withCString { key in
                        unsafe info.ssl_private_key_filepath = key
                        return unsafe lws_create_context(&info)
                    }
                }
            }
        }
    }
}

/// Keeps what the library says while it is set up, because its functions only say that they failed.
private final class LogCollector: Sendable {
    private let state = Mutex<[String]?>([])
    private let sink: @Sendable (String) -> Void

    init(passingTo sink: @escaping @Sendable (String) -> Void) { self.sink = sink }

    var isSettingUp: Bool {
        get { state.withLock { $0 != nil } }
        set { state.withLock { $0 = newValue ? [] : nil } }
    }

    func add(_ line: String) {
        state.withLock { $0?.append(line) }
        sink(line)
    }

    var setupError: TransportError { .setup(log: state.withLock { $0 ?? [] }) }
}

extension TransportError {
    static func setup(log lines: [String]) -> Self {
        let text = lines.joined(separator: "; ")
        return text.contains("evlib") || text.contains("event lib") ? .eventLibraryMissing : .setUpFailed(detail: text)
    }
}
