import HTTPTypes
import Transport

/// Answers by path and by message, and notes everything it is told.
final class EchoOwner: TransportHandler {
    static let big = [UInt8](repeating: UInt8(ascii: "x"), count: 3_000_000)

    /// More than the sockets' buffers take.
    static let large = 10_000_000

    /// Messages around the lengths at which frames, bursts and segments change, several megabytes together.
    static let burst = (0..<24).flatMap { round in
        [0, 125, 126, 1_030, 1_060, 1_500, 4_000, 9_000, 16_370, 16_384, 65_535, 65_536, 70_000, 5].map { length in
            String("\(round) \(length) ".prefix(length)) + String(repeating: "x", count: max(0, length - "\(round) \(length) ".count))
        }
    }

    private unowned let loop: TransportLoop
    private let journal: Journal
    private var held: [HTTPExchange] = []
    private var open: [LinkID] = []
    private var outbox: [(LinkID, String)] = []

    init(_ loop: TransportLoop, _ journal: Journal) {
        self.loop = loop
        self.journal = journal
    }

    func handle(_ command: TestCommand) {
        switch command {
        case .stop: loop.stop()
        case .answerHeld:
            for exchange in held { exchange.respond(HTTPResponse(status: .ok), body: Array("late \(exchange.isOpen)".utf8)) }
            held = []
        case .reload:
            do throws(TransportError) {
                try loop.reloadCertificates()
                journal.note("reloaded")
            } catch { journal.note("reload failed \(error)") }
        case .note(let text): journal.note(text)
        case .broadcast(let message): for link in open { loop.send(message, to: link) }
        case .setDeadline(let delay): loop.setDeadline(in: delay)
        }
    }

    func request(_ exchange: HTTPExchange) {
        journal.note("request \(exchange.request.method) \(exchange.path)")
        switch exchange.path {
        case "/later": held.append(exchange)
        case "/big": exchange.respond(HTTPResponse(status: .ok), body: Self.big)
        case "/stream": exchange.respond(HTTPResponse(status: .ok), source: CountingSource(length: CountingSource.large, journal: journal))
        case "/small-stream": exchange.respond(HTTPResponse(status: .partialContent), source: CountingSource(length: 5, journal: journal))
        case "/empty-stream": exchange.respond(HTTPResponse(status: .ok), source: CountingSource(length: 0, journal: journal))
        case "/broken-stream": exchange.respond(HTTPResponse(status: .ok), source: BrokenSource())
        case "/echo": exchange.respond(HTTPResponse(status: .ok), body: exchange.body)
        case "/who": answer(exchange, "\(exchange.remoteAddress) \(exchange.isSecure)")
        case "/target": answer(exchange, exchange.request.path ?? "")
        case "/csrf": answer(exchange, HTTPField.Name("X-CSRF-Token").flatMap { exchange.request.headerFields[$0] } ?? "none")
        case "/hello":
            var fields = HTTPFields()
            fields[.contentType] = "text/plain"
            exchange.respond(HTTPResponse(status: .ok, headerFields: fields), body: Array("hello".utf8))
        default: exchange.respond(HTTPResponse(status: .notFound))
        }
    }

    private func answer(_ exchange: HTTPExchange, _ text: String) {
        exchange.respond(HTTPResponse(status: .ok), body: Array(text.utf8))
    }

    func opening(_ upgrade: UpgradeRequest) -> UpgradeDecision {
        upgrade.origin == "https://evil.example" ? .refuse(.forbidden) : .accept
    }

    func opened(_ link: LinkID, _ upgrade: UpgradeRequest) {
        open.append(link)
        journal.note("opened \(upgrade.remoteAddress) \(upgrade.origin ?? "-")")
    }

    func received(_ link: LinkID, _ message: Span<UInt8>) {
        var bytes: [UInt8] = []
        for index in message.indices { bytes.append(message[index]) }
        let text = String(decoding: bytes, as: UTF8.self)
        switch text {
        case "close":
            loop.send(Array("last words".utf8), to: link)
            loop.close(link, code: 4000, reason: "bye")
        case "drop":
            loop.drop(link)
            loop.send(bytes, to: link)
        case "flood":
            let message = [UInt8](repeating: UInt8(ascii: "f"), count: 10_000)
            for _ in 0..<1000 { loop.send(message, to: link) }
            journal.note("queued \(loop.queuedBytes)")
        case "burst": burst(to: link)
        case "burst and close":
            burst(to: link)
            loop.close(link, code: 4000, reason: "bye")
        case "one large": loop.send([UInt8](repeating: UInt8(ascii: "l"), count: Self.large), to: link)
        case "batch": outbox += [(link, "one"), (link, "two")]
        default: loop.send(bytes, to: link)
        }
    }

    private func burst(to link: LinkID) {
        for text in Self.burst { loop.send(Array(text.utf8), to: link) }
        journal.note("burst queued")
    }

    func closed(_ link: LinkID, _ reason: LinkCloseReason) {
        open.removeAll { $0 == link }
        loop.send([1], to: link)
        journal.note("closed \(reason) queued \(loop.queuedBytes) links \(loop.linkCount)")
    }

    func batchEnded() {
        journal.note("batch")
        for (link, text) in outbox { loop.send(Array(text.utf8), to: link) }
        outbox = []
    }

    func deadline() { journal.note("deadline") }
}
