import Configuration
import Domain
import Foundation
import Logging
import Signaling
import SystemPackage
import Transport

extension ServerConfiguration {
    /// Reads the environment (`VISAVIS_PORT` …), then the JSON file named by `VISAVIS_CONFIG` (`{"port": 8080, "limit": {…}}`), then
    /// takes the defaults. The first that has a value wins.
    public static func read(environment: [String: String]) async throws -> Self {
        var providers: [any ConfigProvider] = [
            KeyMappingProvider(upstream: EnvironmentVariablesProvider(environmentVariables: environment)) { $0.prepending("visavis") }
        ]
        if let file = environment["VISAVIS_CONFIG"] {
            do {
                providers.append(try await FileProvider<JSONSnapshot>(filePath: .init(file)))
            } catch {
                throw ConfigurationError("VISAVIS_CONFIG: \(file) cannot be read as JSON: \(error)")
            }
        }
        var configuration = Self()
        try configuration.apply(SettingsReader(reader: ConfigReader(providers: providers)))
        return configuration
    }

    private mutating func apply(_ settings: SettingsReader) throws {
        host = settings.text("host") ?? host
        port = UInt16(try settings.number("port", 1...65_535) ?? Int(port))
        dataFolder = settings.text("data") ?? dataFolder
        webFolder = settings.text("web") ?? webFolder
        vendorFolder = settings.text("vendor") ?? vendorFolder
        isDemo = try settings.flag("demo") ?? isDemo
        logLevel = settings.text("log.level") ?? logLevel
        if Logger.Level(rawValue: logLevel) == nil {
            throw ConfigurationError(
                "VISAVIS_LOG_LEVEL: '\(logLevel)' is not one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        origins = settings.list("origins")
        for origin in origins where !Self.isOrigin(origin) {
            throw ConfigurationError("VISAVIS_ORIGINS: '\(origin)' is not an origin; write scheme://host or scheme://host:port, no path")
        }
        trustedProxies = try settings.addresses("trusted.proxies")
        metricsReaders = try settings.addresses("metrics.readers", default: "127.0.0.0/8,::1")
        tlsCertificatePath = settings.text("tls.certificate")
        tlsKeyPath = settings.text("tls.key")
        if (tlsCertificatePath == nil) != (tlsKeyPath == nil) {
            throw ConfigurationError("VISAVIS_TLS_CERTIFICATE and VISAVIS_TLS_KEY are given together or not at all")
        }
        stunURLs = settings.list("stun.urls")
        turnURLs = settings.list("turn.urls")
        turnSecretPath = settings.text("turn.secret.file")
        if !turnURLs.isEmpty, turnSecretPath == nil {
            throw ConfigurationError("VISAVIS_TURN_URLS needs VISAVIS_TURN_SECRET_FILE, the file with coturn's static-auth-secret")
        }
        turnLifetime = try settings.seconds("turn.ttl.seconds", 60...86_400) ?? turnLifetime
        try applyWebhook(settings)
        try letters.apply(settings, origins: allowedOrigins)
        try applyUseCases(settings)
        try applyPolicies(settings)
        routing.takesCallbacks = !letters.kinds.isEmpty
        try recording.apply(settings)
        try applyMedia(settings)
        if isDemo, !isLoopback {
            throw ConfigurationError("demo mode makes accounts for anybody who can read the terminal: it runs on 127.0.0.1 or ::1 only")
        }
    }

    private mutating func applyWebhook(_ settings: SettingsReader) throws {
        webhookURL = settings.text("webhook.url")
        webhookSecretPath = settings.text("webhook.secret.file")
        allowsPrivateWebhooks = try settings.flag("webhook.allow.private") ?? allowsPrivateWebhooks
        if (webhookURL == nil) != (webhookSecretPath == nil) {
            throw ConfigurationError("VISAVIS_WEBHOOK_URL and VISAVIS_WEBHOOK_SECRET_FILE are given together or not at all")
        }
        guard let text = webhookURL else { return }
        guard let url = URLComponents(string: text), let scheme = url.scheme, ["http", "https"].contains(scheme),
            url.host?.isEmpty == false, url.user == nil, url.password == nil, url.fragment == nil
        else { throw ConfigurationError("VISAVIS_WEBHOOK_URL: '\(text)' is not an address such as https://crm.example/hooks/visavis") }
        if scheme == "http", !allowsPrivateWebhooks {
            throw ConfigurationError("VISAVIS_WEBHOOK_URL: it must be https; VISAVIS_WEBHOOK_ALLOW_PRIVATE=true allows http too")
        }
    }

    private mutating func applyUseCases(_ settings: SettingsReader) throws {
        var texts = settings.list("use.cases")
        if texts.isEmpty {
            texts = [
                "advice|Talk to an adviser|Parler à un conseiller", "sales|Buy something|Acheter", "support|Get help|Obtenir de l’aide",
            ]
        }
        useCases = try texts.map { text in
            guard let useCase = UseCase(text) else {
                throw ConfigurationError("VISAVIS_USE_CASES: '\(text)' is not 'name|English label|French label' (name: a–z 0–9 -)")
            }
            return useCase
        }
        if Set(useCases.map(\.queue)).count != useCases.count { throw ConfigurationError("VISAVIS_USE_CASES: a name stands there twice") }
    }

    private mutating func applyPolicies(_ settings: SettingsReader) throws {
        routing.offer = try settings.seconds("offer.seconds", 3...600) ?? routing.offer
        routing.declined = try settings.seconds("declined.seconds", 1...3_600) ?? routing.declined
        routing.wrapUp = try settings.seconds("wrapup.seconds", 5...7_200) ?? routing.wrapUp
        routing.customerGrace = try settings.seconds("customer.grace.seconds", 5...86_400) ?? routing.customerGrace
        routing.agentLease = try settings.seconds("agent.lease.seconds", 5...3_600) ?? routing.agentLease
        routing.maximumWait = try settings.seconds("maximum.wait.seconds", 60...604_800) ?? routing.maximumWait
        routing.maximumTickets = try settings.number("limit.tickets", 1...1_000_000) ?? routing.maximumTickets
        sessions.connecting = try settings.seconds("connecting.seconds", 10...600) ?? sessions.connecting
        sessions.reconnecting = try settings.seconds("reconnecting.seconds", 10...3_600) ?? sessions.reconnecting
        sessions.chatAbsence = try settings.seconds("chat.absence.seconds", 10...86_400) ?? sessions.chatAbsence
        routing.chatGrace = sessions.chatAbsence
        sessions.handover = try settings.seconds("handover.seconds", 1...60) ?? sessions.handover
        signaling.detached = try settings.seconds("detached.seconds", 5...600) ?? signaling.detached
        signaling.ping = try settings.seconds("ping.seconds", 1...300) ?? signaling.ping
        maximumConnections = try settings.number("limit.connections", 1...1_000_000) ?? maximumConnections
        signaling.connectionsPerAddress =
            try settings.number("limit.connectionsPerAddress", 1...1_000_000) ?? signaling.connectionsPerAddress
        signaling.messagesPerSecond = try settings.number("limit.messagesPerSecond", 1...10_000_000) ?? signaling.messagesPerSecond
        signaling.messagesPerSecondPerAddress =
            try settings.number("limit.messagesPerSecondPerAddress", 1...100_000_000) ?? signaling.messagesPerSecondPerAddress
        signaling.hellosPerSecondPerAddress =
            try settings.number("limit.hellosPerSecondPerAddress", 1...10_000_000) ?? signaling.hellosPerSecondPerAddress
        visitorsPerMinutePerAddress =
            try settings.number("limit.visitorsPerMinutePerAddress", 1...10_000_000) ?? visitorsPerMinutePerAddress
        callbacksPerHour = try settings.number("limit.callbacksPerHour", 1...1_000_000) ?? callbacksPerHour
        visitsPerMinutePerVisitor = try settings.number("limit.visitsPerMinute", 1...1_000_000) ?? visitsPerMinutePerVisitor
        drain = try settings.seconds("drain.seconds", 0...300) ?? drain
    }

    static func isOrigin(_ text: String) -> Bool {
        guard let url = URLComponents(string: text), let scheme = url.scheme, ["http", "https"].contains(scheme), url.host?.isEmpty == false
        else { return false }
        return url.path.isEmpty && url.query == nil && url.fragment == nil && url.user == nil
    }
}

/// Typed look-ups with errors that name the environment variable.
struct SettingsReader {
    let reader: ConfigReader

    private func name(_ key: String) -> String {
        // limit.connectionsPerAddress → VISAVIS_LIMIT_CONNECTIONS_PER_ADDRESS, as the environment is read.
        "VISAVIS_"
            + key.flatMap { $0.isUppercase ? "_\($0)" : $0 == "." ? "_" : "\($0)" }.map { String($0).uppercased() }.joined()
    }

    func text(_ key: String) -> String? {
        guard let text = reader.string(forKey: ConfigKey(key)), !text.isEmpty else { return nil }
        return text
    }

    func list(_ key: String) -> [String] {
        if text(key) == nil, let array = reader.stringArray(forKey: ConfigKey(key)) { return array }
        return (text(key) ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    func number(_ key: String, _ range: ClosedRange<Int>) throws -> Int? {
        // A number in the file is no text, a number in the environment is.
        guard let text = text(key) ?? reader.int(forKey: ConfigKey(key)).map(String.init) else { return nil }
        guard let value = Int(text), range.contains(value) else {
            throw ConfigurationError("\(name(key)): '\(text)' is not a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func seconds(_ key: String, _ range: ClosedRange<Int>) throws -> Duration? {
        try number(key, range).map { .seconds($0) }
    }

    func flag(_ key: String) throws -> Bool? {
        guard let text = text(key) ?? reader.bool(forKey: ConfigKey(key)).map({ "\($0)" }) else { return nil }
        switch text.lowercased() {
        case "true", "yes", "1": return true
        case "false", "no", "0": return false
        default: throw ConfigurationError("\(name(key)): '\(text)' is not true or false")
        }
    }

    func addresses(_ key: String, default fallback: String = "") throws -> [AddressRange] {
        let given = list(key)
        let texts = given.isEmpty ? fallback.split(separator: ",").map(String.init) : given
        return try texts.map { text in
            guard let range = AddressRange(text) else {
                throw ConfigurationError("\(name(key)): '\(text)' is not an address or a range such as 10.0.0.0/8")
            }
            return range
        }
    }
}
