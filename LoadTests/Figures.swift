import Foundation

/// How many connections attached in what time.
struct AttachFigures {
    let count: Int
    let elapsed: UInt64
    let hello: Histogram
    let attach: Histogram

    var seconds: Double { Double(elapsed) / Double(Clock.second) }
}

struct ConnectFigures: Codable {
    let connectsPerSecond: Double
    let helloP50Ms: Double
    let helloP99Ms: Double

    init(_ figures: AttachFigures) {
        connectsPerSecond = (Double(figures.count) / figures.seconds).rounded(digits: 0)
        helloP50Ms = figures.hello.milliseconds(0.5)
        helloP99Ms = figures.hello.milliseconds(0.99)
    }
}

/// From the cut of all connections on; each one's time runs from its connect to its welcome.
struct ResumeFigures: Codable {
    let seconds: Double
    let resumed: Int
    let resumesPerSecond: Double
    let p50Ms: Double
    let p99Ms: Double

    init(_ figures: AttachFigures) {
        seconds = figures.seconds.rounded(digits: 3)
        resumed = figures.count
        resumesPerSecond = (Double(figures.count) / figures.seconds).rounded(digits: 0)
        p50Ms = figures.attach.milliseconds(0.5)
        p99Ms = figures.attach.milliseconds(0.99)
    }
}

struct MemoryFigures: Codable {
    let empty: ProcessMemory
    let connected: ProcessMemory
    /// By resident size, beyond the empty server.
    let bytesPerConnection: Int
    let proportionalBytesPerConnection: Int

    init(empty: ProcessMemory, connected: ProcessMemory, connections: Int) {
        (self.empty, self.connected) = (empty, connected)
        bytesPerConnection = (connected.residentBytes - empty.residentBytes) / connections
        proportionalBytesPerConnection = (connected.proportionalBytes - empty.proportionalBytes) / connections
    }
}

struct RelayFigures: Codable {
    let perSecond: Double
    let p50Ms: Double
    let p99Ms: Double
    let p999Ms: Double
    let cores: CoreUse

    init(_ latency: Histogram, elapsed: UInt64, cores: CoreUse) {
        perSecond = (Double(latency.total) / (Double(elapsed) / Double(Clock.second))).rounded(digits: 0)
        p50Ms = latency.milliseconds(0.5)
        p99Ms = latency.milliseconds(0.99)
        p999Ms = latency.milliseconds(0.999)
        self.cores = cores
    }
}

struct AnswerFigures: Codable {
    /// Answers per second: the median of the rounds.
    let perSecond: Double
    let rounds: [Double]
    let p50Ms: Double
    let p99Ms: Double
    /// Round by round.
    let cores: [CoreUse]

    init(rates: [Double], cores: [CoreUse], latency: Histogram) {
        perSecond = rates.median.rounded(digits: 0)
        rounds = rates.map { $0.rounded(digits: 0) }
        p50Ms = latency.milliseconds(0.5)
        p99Ms = latency.milliseconds(0.99)
        self.cores = cores
    }
}

extension Histogram {
    fileprivate func milliseconds(_ quantile: Double) -> Double {
        (Double(nanoseconds(atQuantile: quantile)) / Double(Clock.millisecond)).rounded(digits: 3)
    }
}

extension Array where Element == Double {
    fileprivate var median: Double { isEmpty ? 0 : sorted()[count / 2] }
}

extension Double {
    func rounded(digits: Int) -> Double {
        let factor = pow(10, Double(digits))
        return (self * factor).rounded() / factor
    }
}
