import Foundation

/// The Visavis server under test: a free loopback port, a data folder of its own, and limits out of the way of the load.
final class ServerProcess {
    let port: UInt16
    let process: ChildProcess
    /// The accounts that may take calls.
    let agents: [String]
    let password: String
    /// Where it keeps its data.
    let data: String

    var origin: String { "http://127.0.0.1:\(port)" }
    var target: WebSocketTarget { WebSocketTarget(port: port, path: "/ws", subprotocol: "visavis.v1", origin: origin) }

    /// - Parameters:
    ///   - settings: More of them, or other values.
    ///   - wrapper: A command that runs the server, such as valgrind.
    init(
        executable: String, web: String, agents count: Int, settings: [String: String] = [:], wrapper: [String] = [], folder: WorkFolder,
        cores: Cores.Share = .serversCore
    ) throws {
        let port = try SystemCalls.freeLoopbackPort()
        let data = try folder.createFolder("visavis-\(port)")
        let environment = Self.environment(port: port, data: data, web: web).merging(settings) { $1 }
        let (log, password) = (folder.file("visavis.log"), UUID().uuidString)

        try folder.write(password + "\n", to: "password")
        agents = (1...count).map { "load-agent-\($0)" }
        for agent in agents {
            try ChildProcess(
                executable, ["user", "add", agent, "--role", "agent", "--password-stdin", "--data", data],
                environment: environment, input: folder.file("password"), log: log
            ).succeed()
        }
        let command = wrapper + [executable, "serve"]
        process = try ChildProcess(command[0], Array(command.dropFirst()), environment: environment, log: log, cores: cores)
        self.port = port
        self.data = data
        self.password = password
        do {
            try process.waitUntil(ready: { Self.isReady(port) }, seconds: wrapper.isEmpty ? 30 : 300)
        } catch {
            process.stop()
            throw error
        }
    }

    private static func isReady(_ port: UInt16) -> Bool {
        let http = HTTPClient(port: port)
        return (try? http.exchange("GET", "/readyz").status) == 200
    }

    private static func environment(port: UInt16, data: String, web: String) -> [String: String] {
        [
            "VISAVIS_HOST": "127.0.0.1",
            "VISAVIS_PORT": "\(port)",
            "VISAVIS_DATA": data,
            "VISAVIS_MEDIA_PATH": "direct",
            "VISAVIS_WEB": web,
            "VISAVIS_ORIGINS": "http://127.0.0.1:\(port)",
            "VISAVIS_LIMIT_CONNECTIONS": "20000",
            "VISAVIS_LIMIT_CONNECTIONS_PER_ADDRESS": "20000",
            "VISAVIS_LIMIT_MESSAGES_PER_SECOND": "1000000",
            "VISAVIS_LIMIT_MESSAGES_PER_SECOND_PER_ADDRESS": "10000000",
            "VISAVIS_LIMIT_VISITORS_PER_MINUTE_PER_ADDRESS": "1000000",
            "VISAVIS_LIMIT_VISITS_PER_MINUTE": "1000000",
            "VISAVIS_LIMIT_HELLOS_PER_SECOND_PER_ADDRESS": "1000000",
        ]
    }
}
