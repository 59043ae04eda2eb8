import Domain
import Signaling
import Transport

/// Everything that can be set, after it was checked. README.md has the table.
public struct ServerConfiguration: Sendable {
    public var host = "127.0.0.1"
    public var port: UInt16 = 8080
    /// The folder of the database, the server's key and, in demo mode, the demo accounts.
    public var dataFolder = "data"
    /// The folder of the pages.
    public var webFolder = "Web"
    /// The folder of Debian's JavaScript libraries.
    public var vendorFolder = "/usr/share/javascript"
    /// Creates accounts with random passwords at the first start. Loopback only.
    public var isDemo = false
    /// Origins whose pages may talk to this server; empty: the server's own loopback addresses.
    public var origins: [String] = []
    var trustedProxies: [AddressRange] = []
    /// Addresses that may read `/metrics`.
    var metricsReaders: [AddressRange] = []
    public var tlsCertificatePath: String?
    public var tlsKeyPath: String?
    public var stunURLs: [String] = []
    public var turnURLs: [String] = []
    /// The file that holds the secret shared with the TURN server.
    public var turnSecretPath: String?
    public var turnLifetime: Duration = .seconds(3_600)
    /// Where other systems are told of answered and closed interactions.
    public var webhookURL: String?
    /// The file that holds the secret shared with the receiver.
    public var webhookSecretPath: String?
    /// Also plain http, and receivers inside our own network.
    public var allowsPrivateWebhooks = false
    /// Mail and SMS to customers.
    public internal(set) var letters = LetterSettings()
    var useCases: [UseCase] = []
    var routing = RoutingPolicy()
    var sessions = SessionPolicy()
    var signaling = SignalingPolicy()
    var media = MediaSettings()
    public internal(set) var recording = RecordingSettings()
    /// Who is shown that a supervisor listens.
    var supervisorVisibility = SupervisorVisibility.agent
    public var maximumConnections = 10_000
    /// New visitor tokens for one address in a minute.
    public var visitorsPerMinutePerAddress = 120
    /// New tickets of one visitor in a minute; nobody in earnest needs more.
    public var visitsPerMinutePerVisitor = 20
    /// Call backs asked for, for one address and by one visitor: each means letters, and addresses can be somebody else's.
    public var callbacksPerHour = 10
    /// How long connections get to leave after SIGTERM.
    public var drain: Duration = .seconds(5)
    public var logLevel = "info"

    /// One WebSocket message, or the body of one HTTP request.
    static let maximumMessageBytes = 64 * 1_024

    public var databasePath: String { dataFolder + "/visavis.sqlite" }
    public var keyPath: String { dataFolder + "/server.key" }
    public var recordingsFolder: String { recording.folder ?? dataFolder + "/recordings" }
    public var demoAccountsPath: String { dataFolder + "/demo-accounts.json" }
    public var isEncrypted: Bool { tlsCertificatePath != nil }

    private var scheme: String { isEncrypted ? "https" : "http" }

    /// What to open in a browser.
    public var url: String { origins.first ?? "\(scheme)://\(isLoopback ? "localhost" : host):\(port)" }

    public var isLoopback: Bool { host == "::1" || host == "localhost" || host.hasPrefix("127.") }

    /// The allow-list in force.
    var allowedOrigins: [String] {
        guard origins.isEmpty else { return origins }
        return ["localhost", "127.0.0.1", "[::1]"].map { "\(scheme)://\($0):\(port)" }
    }
}

/// A setting that cannot be used; the text says which and what to write instead.
public struct ConfigurationError: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
