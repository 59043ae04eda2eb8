/// Builds the text in Prometheus' format, version 0.0.4.
struct MetricsPage {
    private(set) var text = ""

    private mutating func head(_ name: String, _ help: String, _ type: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    mutating func gauge(_ name: String, _ help: String, _ value: some Numeric & CustomStringConvertible) {
        head(name, help, "gauge")
        text += "\(name) \(value)\n"
    }

    mutating func counter(_ name: String, _ help: String, _ value: some BinaryInteger) {
        head(name, help, "counter")
        text += "\(name) \(value)\n"
    }

    mutating func write(_ line: RecordingFigures.Line) {
        head(line.name, line.help, line.type)
        text += "\(line.name) \(line.value)\n"
    }

    mutating func labelled(_ name: String, _ help: String, _ type: String, _ label: String, _ values: [(String, Int)]) {
        head(name, help, type)
        for (value, count) in values { text += "\(name){\(label)=\"\(value)\"} \(count)\n" }
    }

    mutating func histogram(_ name: String, _ help: String, _ histogram: DurationHistogram) {
        head(name, help, "histogram")
        for (bound, count) in zip(DurationHistogram.bounds, histogram.counts) {
            text += "\(name)_bucket{le=\"\(Double(bound) / 1_000)\"} \(count)\n"
        }
        text += "\(name)_bucket{le=\"+Inf\"} \(histogram.total)\n"
        text += "\(name)_sum \(histogram.sum.inSeconds)\n\(name)_count \(histogram.total)\n"
    }
}

extension Duration {
    var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
