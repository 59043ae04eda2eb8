import Foundation
import Glibc

/// Debian's Janus with its WebSocket transport and the VideoCall plugin: as it comes, but without what is not measured.
final class JanusMediaProcess {
    let process: ChildProcess
    let target: WebSocketTarget

    /// - Parameter wrapper: A command that runs it, such as valgrind.
    init(executable: String, wrapper: [String], folder: WorkFolder) throws {
        let port = try SystemCalls.freeLoopbackPort()
        let configuration = try folder.createFolder("janus-media")
        try folder.write(Self.general(emptyFolder: try folder.createFolder("empty")), to: "janus-media/janus.jcfg")
        try folder.write(Self.webSockets(port: port), to: "janus-media/janus.transport.websockets.jcfg")
        target = WebSocketTarget(port: port, path: "/", subprotocol: "janus-protocol", origin: "http://127.0.0.1:\(port)")
        let command = wrapper + [executable, "--configs-folder=\(configuration)", "--disable-colors"]
        process = try ChildProcess(command[0], Array(command.dropFirst()), environment: [:], log: folder.file("janus-media.log"))
        do {
            try process.waitUntil(ready: { Self.isReady(port) }, seconds: 120)
        } catch {
            process.stop()
            throw error
        }
    }

    private static func isReady(_ port: UInt16) -> Bool {
        guard let descriptor = try? SystemCalls.tcpSocket(nonBlocking: false) else { return false }
        defer { close(descriptor) }
        return SystemCalls.connect(descriptor, toLoopbackPort: port) == 0
    }

    /// ICE-lite, as its documentation advises for a public server, and as Visavis is; everything about media is its default. Plugins are named by what is left out, so VideoCall is what remains.
    private static func general(emptyFolder: String) -> String {
        let others = [
            "audiobridge", "duktape", "echotest", "lua", "nosip", "recordplay", "sip", "streaming", "textroom", "videoroom", "voicemail",
        ]
        return """
            general: {
                events_folder = "\(emptyFolder)"
                loggers_folder = "\(emptyFolder)"
                debug_level = 2
                admin_secret = "\(UUID().uuidString)"
            }
            nat: {
                ice_lite = true
            }
            plugins: {
                disable = "\(others.map { "libjanus_\($0).so" }.joined(separator: ","))"
            }
            transports: {
                disable = "libjanus_http.so,libjanus_rabbitmq.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so"
            }
            """
    }

    private static func webSockets(port: UInt16) -> String {
        """
        general: {
            json = "compact"
            ws = true
            ws_port = \(port)
            ws_ip = "127.0.0.1"
            wss = false
        }
        admin: {
            admin_ws = false
            admin_wss = false
        }
        """
    }
}
