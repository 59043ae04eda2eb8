extension PlanError {
    /// What a plan's JSON failed on: the place in the document, and the codes of what is behind it.
    public init(_ error: DecodingError) {
        let (context, missing) = Self.context(of: error)
        let path = Self.path(of: context.codingPath + (missing.map { [$0] } ?? []))
        switch context.underlyingError {
        case let cause as ExpressionError:
            problems = [
                PlanProblem(path: path, code: .unreadable, message: cause.message, cause: cause.code.rawValue, offset: cause.offset)
            ]
        case let cause as TextError:
            problems = [PlanProblem(path: path, code: .unreadable, message: context.debugDescription, cause: cause.code.rawValue)]
        case let cause as HoursError where !cause.problems.isEmpty:
            problems = cause.problems.map {
                PlanProblem(path: "\(path).\($0.path)", code: .unreadable, message: $0.message, cause: $0.code.rawValue)
            }
        default:
            let message = missing == nil ? context.debugDescription : "is missing"
            problems = [PlanProblem(path: path, code: .unreadable, message: message)]
        }
    }

    private static func context(of error: DecodingError) -> (DecodingError.Context, missing: (any CodingKey)?) {
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): return (context, nil)
        case .keyNotFound(let key, let context): return (context, key)
        @unknown default: return (.init(codingPath: [], debugDescription: "the plan cannot be read"), nil)
        }
    }

    private static func path(of keys: [any CodingKey]) -> String {
        keys.reduce("") { path, key in
            if let index = key.intValue { return path + "[\(index)]" }
            return path.isEmpty ? key.stringValue : path + "." + key.stringValue
        }
    }
}
