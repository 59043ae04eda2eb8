import Domain

extension MetricsPage {
    mutating func letters(_ service: LetterService) {
        let kinds = ContactAddress.Kind.allCases.map { (name: $0.rawValue, figures: service.figures(of: $0)) }
        let lines: [(name: String, help: String, type: String, value: KeyPath<OutboxFigures, Int>)] = [
            ("pending", "Letters to customers that are to be sent", "gauge", \.pending),
            ("sent_total", "Letters the mail server or the SMS gateway took", "counter", \.delivered),
            ("failed_total", "Attempts to send a letter that failed", "counter", \.failed),
            ("given_up_total", "Letters that were refused", "counter", \.givenUp),
            ("expired_total", "Letters that could not be sent in time", "counter", \.expired),
        ]
        for line in lines {
            labelled("visavis_letters_\(line.name)", line.help, line.type, "kind", kinds.map { ($0.name, $0.figures[keyPath: line.value]) })
        }
    }
}
