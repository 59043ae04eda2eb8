@testable import Domain
import Testing

@Suite struct ExpressionPropertyTests {
    /// Seeds are printed with a failure and can be given back.
    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func whatIsPrintedReadsBackAsTheSame(seed: UInt64) {
        var conditions = RandomConditions(seed: seed)
        var read = 0
        for round in 0..<1_000 {
            let condition = conditions.next()
            do {
                let expression = try Expression(condition.description)
                // Recorded only when it fails: an expectation a round costs more than reading does.
                if expression.condition != condition || expression.canonicalText != expression.description {
                    Issue.record("seed \(seed), round \(round): \(condition)")
                }
                read += 1
            } catch {
                let isWithinLimits =
                    condition.nodes <= ExpressionLimits.nodes / 2
                    && condition.description.unicodeScalars.count <= ExpressionLimits.characters
                #expect(error.code == .tooLong && !isWithinLimits, "seed \(seed), round \(round): \(error) \(condition)")
            }
        }
        #expect(read > 800)
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func randomBytesNeverCrashAndNeverExceedTheLimits(seed: UInt64) {
        var source = IdentifierSource(seed: seed)
        for round in 0..<1_000 {
            let bytes = (0..<Int(source.next() % 300)).map { _ in UInt8(truncatingIfNeeded: source.next()) }
            check(String(decoding: bytes, as: UTF8.self), "seed \(seed), round \(round)")
        }
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func randomWordsNeverCrashAndNeverExceedTheLimits(seed: UInt64) {
        var source = RandomConditions(seed: seed)
        let words = [
            "(", "(", ")", "[", "]", ",", "and", "or", "not", "in", "has", "true", "wait", "queue", "callback", "custom.x", "nobody",
            "==", "!=", "<", ">=", "=", "1", "-2.5", "1.2345", "\"x\"", "'", "\\", "\u{0}", "🎥", "e\u{301}",
        ]
        for round in 0..<1_000 {
            let count = [3, 8, 40, 300][round % 4]
            check((0..<count).map { _ in source.pick(words) }.joined(separator: " "), "seed \(seed), round \(round)")
        }
    }

    /// Valid conditions with one scalar changed, put in or taken out: deeper into the parser than noise gets.
    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func damagedConditionsNeverCrash(seed: UInt64) {
        var conditions = RandomConditions(seed: seed)
        for round in 0..<1_000 {
            var scalars = Array(conditions.next().description.unicodeScalars)
            let other = conditions.pick(Array("()[]\"'\\,=<>!-.a1 \u{7}é".unicodeScalars))
            let position = conditions.pick(Array(scalars.indices))
            switch round % 3 {
            case 0: scalars[position] = other
            case 1: scalars.insert(other, at: position)
            default: scalars.remove(at: position)
            }
            check(String(String.UnicodeScalarView(scalars)), "seed \(seed), round \(round)")
        }
    }

    private func check(_ text: String, _ context: String) {
        do {
            let expression = try Expression(text)
            let condition = expression.condition
            if condition.height > ExpressionLimits.depth || condition.nodes > ExpressionLimits.nodes {
                Issue.record("\(context) exceeds a limit: \(text)")
            }
            _ = expression.isTrue(for: [.wait: 3, .queue: .text("x"), .callback: .boolean(true)])
            _ = expression.waitThresholds
        } catch {
            let isInside = (0...text.unicodeScalars.count).contains(error.offset)
            if !isInside || error.message.isEmpty { Issue.record("\(context): \(error) in \(text)") }
        }
    }
}
