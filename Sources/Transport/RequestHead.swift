import CWebSockets
import HTTPTypes

/// A request's head, read out of libwebsockets' header table.
struct RequestHead {
    let request: HTTPRequest
    let path: String
    let query: [(name: String, value: String)]
    let forwardedFor: String?
    let forwardedProto: String?
}

/// Reads heads, with the names that are worth looking for worked out once.
struct RequestHeadReader {
    private static let methods: [(lws_token_indexes, HTTPRequest.Method)] = [
        (WSI_TOKEN_GET_URI, .get), (WSI_TOKEN_POST_URI, .post), (WSI_TOKEN_HEAD_URI, .head), (WSI_TOKEN_PUT_URI, .put),
        (WSI_TOKEN_PATCH_URI, .patch), (WSI_TOKEN_DELETE_URI, .delete), (WSI_TOKEN_OPTIONS_URI, .options),
    ]

    private let known: [(token: lws_token_indexes, name: HTTPField.Name)]
    private let extra: [HTTPField.Name]

    init(extraHeaderFields: [HTTPField.Name]) {
        var known: [(token: lws_token_indexes, name: HTTPField.Name)] = []
        for index in 0..<WSI_TOKEN_COUNT.rawValue {
            let token = lws_token_indexes(index)
            // Method names and pseudo header fields stand in the same table; they are no field names.
            guard let text = unsafe lws_token_to_string(token) else { continue }
            let field = unsafe String(cString: text)
            guard field.hasSuffix(":"), let name = HTTPField.Name(String(field.dropLast())) else { continue }
            known.append((token, name))
        }
        self.known = known
        let names = Set(known.map(\.name))
        extra = extraHeaderFields.filter { !names.contains($0) }
    }

    /// `nil` for a head that cannot be trusted to mean one thing.
    func read(_ socket: OpaquePointer, isSecure: Bool) -> RequestHead? {
        guard let (method, target) = unsafe method(of: socket),
            target.hasPrefix("/"), !target.utf8.contains(0),
            let query = unsafe query(of: socket)
        else { return nil }

        var fields = HTTPFields()
        for (token, name) in known where unsafe lws_hdr_total_length(socket, token) > 0 {
            guard let value = unsafe Self.value(token, of: socket) else { return nil }
            fields[name] = value
        }
        for name in extra { fields[name] = unsafe Self.extraValue(name, of: socket) }

        return RequestHead(
            request: HTTPRequest(
                method: method, scheme: isSecure ? "https" : "http", authority: unsafe Self.value(WSI_TOKEN_HOST, of: socket),
                path: PercentEncoding.target(path: target, query: query), headerFields: fields),
            path: target, query: query,
            forwardedFor: unsafe Self.value(WSI_TOKEN_X_FORWARDED_FOR, of: socket),
            forwardedProto: unsafe Self.extraValue(.forwardedProto, of: socket))
    }

    private func method(of socket: OpaquePointer) -> (HTTPRequest.Method, String)? {
        for (token, method) in Self.methods where unsafe lws_hdr_total_length(socket, token) > 0 {
            return unsafe Self.value(token, of: socket).map { (method, $0) }
        }
        return nil
    }

    /// Each argument is a fragment of its own, so that a decoded `&` inside one separates nothing.
    private func query(of socket: OpaquePointer) -> [(name: String, value: String)]? {
        var arguments: [(name: String, value: String)] = []
        while true {
            let length = unsafe lws_hdr_fragment_length(socket, WSI_TOKEN_HTTP_URI_ARGS, Int32(arguments.count))
            guard length > 0 else { return arguments }
            let index = Int32(arguments.count)
            let text = unsafe Self.text(length) { buffer in
                unsafe lws_hdr_copy_fragment(socket, buffer.baseAddress, Int32(buffer.count), WSI_TOKEN_HTTP_URI_ARGS, index)
            }
            guard let text else { return nil }
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            arguments.append((String(parts[0]), parts.count > 1 ? String(parts[1]) : ""))
        }
    }

    static func value(_ token: lws_token_indexes, of socket: OpaquePointer) -> String? {
        let length = unsafe lws_hdr_total_length(socket, token)
        return unsafe text(length) { unsafe lws_hdr_copy(socket, $0.baseAddress, Int32($0.count), token) }
    }

    private static func extraValue(_ name: HTTPField.Name, of socket: OpaquePointer) -> String? {
        let key = name.canonicalName + ":"
        let length = unsafe lws_hdr_custom_length(socket, key, Int32(key.utf8.count))
        return unsafe text(length) { unsafe lws_hdr_custom_copy(socket, $0.baseAddress, Int32($0.count), key, Int32(key.utf8.count)) }
    }

    /// Copies `length` bytes and libwebsockets' closing zero; `nil` when there are none, or they are not UTF-8.
    private static func text(_ length: Int32, copy: (UnsafeMutableBufferPointer<CChar>) -> Int32) -> String? {
        guard length > 0 else { return nil }
        return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(length) + 1) { buffer in
            let copied = unsafe copy(buffer)
            guard copied > 0 else { return nil }
            return unsafe String(
                validating: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<Int(copied)]), as: UTF8.self)
        }
    }
}

extension HTTPField.Name {
    static let forwardedProto: Self = {
        guard let name = Self("X-Forwarded-Proto") else { preconditionFailure("a token by RFC 9110 §5.6.2") }
        return name
    }()
}
