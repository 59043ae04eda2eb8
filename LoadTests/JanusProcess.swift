import Foundation
import Glibc

/// Debian's Janus with nothing but its WebSocket transport, as the yardstick for answers.
final class JanusProcess {
    let process: ChildProcess
    let target: WebSocketTarget

    init(executable: String, folder: WorkFolder) throws {
        let port = try SystemCalls.freeLoopbackPort()
        let configuration = try folder.createFolder("janus")
        let empty = try folder.createFolder("empty")
        try folder.write(Self.general(emptyFolder: empty), to: "janus/janus.jcfg")
        try folder.write(Self.webSockets(port: port), to: "janus/janus.transport.websockets.jcfg")
        target = WebSocketTarget(port: port, path: "/", subprotocol: "janus-protocol", origin: "http://127.0.0.1:\(port)")
        process = try ChildProcess(
            executable, ["--configs-folder=\(configuration)", "--disable-colors"], environment: [:], log: folder.file("janus.log"))
        do {
            try process.waitUntil(ready: { Self.isReady(port) }, seconds: 30)
        } catch {
            process.stop()
            throw error
        }
    }

    /// To be asked before two minutes of measuring are spent.
    static func requireInstalled(_ executable: String) throws {
        guard FileManager.default.isExecutableFile(atPath: executable) else {
            throw LoadError("no Janus at \(executable): install Debian's package janus, or pass --no-janus")
        }
    }

    private static func isReady(_ port: UInt16) -> Bool {
        guard let descriptor = try? SystemCalls.tcpSocket(nonBlocking: false) else { return false }
        defer { close(descriptor) }
        return SystemCalls.connect(descriptor, toLoopbackPort: port) == 0
    }

    /// Other transports, plugins and event handlers would only cost it memory and start-up time. `debug_level` 2 keeps
    /// it from logging each connection.
    private static func general(emptyFolder: String) -> String {
        """
        general: {
            plugins_folder = "\(emptyFolder)"
            events_folder = "\(emptyFolder)"
            loggers_folder = "\(emptyFolder)"
            debug_level = 2
            admin_secret = "\(UUID().uuidString)"
        }
        plugins: {}
        transports: {
            disable = "libjanus_http.so,libjanus_rabbitmq.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so"
        }
        """
    }

    /// Compact JSON is the cheapest that Janus can write.
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
