import CompactJSON
import Domain
import Foundation
import Signaling

/// Server messages as the bytes that go out. Payloads are put in as they are.
enum Frames {
    static func encode(_ message: ServerMessage) -> [UInt8] {
        switch message {
        case .reply(let id, .ok(let payload)):
            return join("{\"id\":\(id),\"ok\":", payload)
        case .reply(let id, .failure(let error)):
            return join("{\"id\":\(id),\"err\":", JSON.encode(ErrorView(error)))
        case .push(let push):
            return pushFrame(push)
        case .droppable(let type, let payload):
            return join("{\"t\":\"\(type.rawValue)\",\"p\":", payload)
        case .bye(let action, let reason):
            return Array("{\"t\":\"bye\",\"p\":{\"action\":\"\(action.rawValue)\",\"reason\":\"\(reason.rawValue)\"}}".utf8)
        }
    }

    /// The hot one: one allocation of the right size.
    private static func pushFrame(_ push: Push) -> [UInt8] {
        var frame: [UInt8] = []
        frame.reserveCapacity(push.payload.count + 96)
        frame.append(contentsOf: "{\"s\":".utf8)
        append(push.sequence, to: &frame)
        frame.append(contentsOf: ",\"t\":\"".utf8)
        frame.append(contentsOf: push.type.rawValue.utf8)
        if let from = push.from {
            frame.append(contentsOf: "\",\"from\":\"".utf8)
            frame.append(contentsOf: from.description.utf8)
        }
        frame.append(contentsOf: "\",\"p\":".utf8)
        frame.append(contentsOf: push.payload)
        frame.append(UInt8(ascii: "}"))
        return frame
    }

    private static func append(_ number: UInt64, to frame: inout [UInt8]) {
        var divisor: UInt64 = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            frame.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    private static func join(_ head: String, _ payload: Payload) -> [UInt8] {
        var frame: [UInt8] = []
        frame.reserveCapacity(head.utf8.count + payload.count + 1)
        frame.append(contentsOf: head.utf8)
        frame.append(contentsOf: payload)
        frame.append(UInt8(ascii: "}"))
        return frame
    }

    private struct ErrorView: Encodable {
        let code: String
        let message: String
        let retryAfterMs: Int64?
        let turnaway: Turnaway?
        let greeting: String?

        init(_ error: SignalingError) {
            code = error.code.rawValue
            message = error.message
            retryAfterMs = error.retryAfterMs
            turnaway = error.turnaway
            greeting = error.greeting
        }
    }
}

/// A member that is always there: `null` when it has no value. Plain optionals are left out.
@propertyWrapper struct Nullable<Value: Encodable>: Encodable {
    var wrappedValue: Value?

    init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
    }
}

extension Nullable: Equatable where Value: Equatable {}
extension Nullable: Hashable where Value: Hashable {}

/// One way to turn values into JSON and back.
enum JSON {
    static let empty = Array("{}".utf8)

    static func encode(_ value: some Encodable) -> [UInt8] {
        // Our own views hold strings, finite numbers and booleans only, which always encode.
        guard let bytes = try? CompactJSON.encode(value) else { preconditionFailure("\(type(of: value)) cannot be written as JSON") }
        return bytes
    }

    /// - Throws: `bad_request` with the field's name.
    static func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws(SignalingError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes.isEmpty ? empty : bytes))
        } catch let error as DecodingError {
            throw SignalingError(.badRequest, describe(error))
        } catch {
            throw SignalingError(.badRequest, "the parameters cannot be read")
        }
    }

    private static func describe(_ error: DecodingError) -> String {
        let path = { (context: DecodingError.Context) in context.codingPath.map(\.stringValue).joined(separator: ".") }
        switch error {
        case .keyNotFound(let key, _): return "\(key.stringValue) is missing"
        case .typeMismatch(_, let context): return "\(path(context)) has another type"
        case .valueNotFound(_, let context): return "\(path(context)) must not be null"
        case .dataCorrupted(let context): return "\(path(context)): \(context.debugDescription)"
        @unknown default: return "the parameters cannot be read"
        }
    }
}
