/// The two protocols' smallest request, and how its answer looks.
enum PingDialect {
    case visavis
    case janus

    var beforeID: [UInt8] { Array((self == .visavis ? #"{"id":"# : #"{"janus":"ping","transaction":""#).utf8) }
    var afterID: [UInt8] { Array((self == .visavis ? #","m":"ping"}"# : #""}"#).utf8) }
    var idField: [UInt8] { self == .visavis ? Field.id : Field.transaction }
    var proof: [UInt8] { self == .visavis ? Field.ok : Field.pong }
}

/// What all streams of one measurement count together.
final class AnswerTally {
    var latency = Histogram()
    var outstanding = 0
    var isAsking = false
}

/// A connection that keeps a window of requests under way, and checks every answer.
final class AnswerStream: WebSocketDelegate {
    static let largestWindow = 128

    private let client: WebSocketClient
    private let loop: EventLoop
    private let tally: AnswerTally
    private let (beforeID, afterID, idField, proof): ([UInt8], [UInt8], [UInt8], [UInt8])
    private var sentAt = [UInt64](repeating: 0, count: 2 * largestWindow)
    private var nextID: Int
    private var message: [UInt8] = []

    init(_ client: WebSocketClient, dialect: PingDialect, firstID: Int, loop: EventLoop, tally: AnswerTally) {
        (self.client, self.loop, self.tally, nextID) = (client, loop, tally, firstID)
        (beforeID, afterID, idField, proof) = (dialect.beforeID, dialect.afterID, dialect.idField, dialect.proof)
        client.delegate = self
    }

    func ask() {
        tally.outstanding += 1
        sentAt[nextID % sentAt.count] = Clock.now()
        message.removeAll(keepingCapacity: true)
        message.append(contentsOf: beforeID)
        message.append(decimal: UInt64(nextID))
        message.append(contentsOf: afterID)
        nextID += 1
        let whole = message
        client.send(whole.span)
    }

    func opened(_ client: WebSocketClient) {}

    func received(_ message: Span<UInt8>, on client: WebSocketClient) {
        guard message.contains(proof), let id = message.integer(after: idField), sentAt[id % sentAt.count] != 0 else {
            return loop.fail(LoadError("wrong answer to ping: \(message.shown)"))
        }
        tally.latency.record(Clock.now() - sentAt[id % sentAt.count])
        sentAt[id % sentAt.count] = 0
        tally.outstanding -= 1
        if tally.isAsking { ask() }
    }
}
