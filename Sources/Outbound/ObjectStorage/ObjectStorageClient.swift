import CCurl
import Crypto
public import Foundation

/// The requests of the S3 protocol that keeping files takes. All calls block.
public struct ObjectStorageClient: Sendable {
    private static let connectTimeout = 10
    /// A transfer slower than this for so long is given up; a large part may take its time.
    private static let slowest = (bytesPerSecond: 1_000, seconds: 60)

    public let target: ObjectStorageTarget
    private let signature: RequestSignature
    private let allowsPrivate: Bool
    private let now: @Sendable () -> Date
    private let isCancelled: @Sendable () -> Bool

    /// - Parameters:
    ///   - allowsPrivate: also plain `http`, and addresses that are not public.
    ///   - now: the wall clock; the storage refuses signatures that are some minutes off.
    ///   - isCancelled: asked from time to time; `true` ends what is under way.
    public init(
        target: ObjectStorageTarget, credentials: ObjectStorageCredentials, allowsPrivate: Bool, now: @escaping @Sendable () -> Date,
        isCancelled: @escaping @Sendable () -> Bool
    ) {
        self.target = target
        signature = RequestSignature(credentials: credentials, region: target.region)
        self.allowsPrivate = allowsPrivate
        self.now = now
        self.isCancelled = isCancelled
    }

    /// What the storage says of an object; `nil`: there is none.
    func head(_ key: String) throws(ObjectStorageError) -> [String: String]? {
        do throws(ObjectStorageError) {
            return try send("HEAD", key, headers: ["x-amz-checksum-mode": "ENABLED"]).headers
        } catch .status(404, _) {
            return nil
        }
    }

    /// Removes an object; one that is not there is removed too.
    public func delete(_ key: String) throws(ObjectStorageError) {
        do throws(ObjectStorageError) { _ = try send("DELETE", key) } catch .status(404, _) {}
    }

    /// The keys that start so, at most the first thousand.
    public func keys(startingWith prefix: String) throws(ObjectStorageError) -> [String] {
        let answer = try send("GET", nil, query: [("list-type", "2"), ("prefix", target.prefix + prefix)])
        return AnswerText.elements("Key", in: answer.body).map { String($0.dropFirst(target.prefix.count)) }
    }

    /// - Parameter key: `nil`: the bucket itself.
    func send(
        _ method: String, _ key: String?, query: [(name: String, value: String)] = [], headers: [String: String] = [:], body: [UInt8] = []
    ) throws(ObjectStorageError) -> TransferAnswer {
        let path = key.map(target.path) ?? target.bucketPath
        let request = RequestSignature.Request(
            method: method, host: target.host, path: path, query: query, headers: headers, payloadHash: Hex.text(SHA256.hash(data: body)))
        let answer: TransferAnswer
        do throws(TransferError) {
            answer = try transfer(request, url: target.url(path, query), body)
        } catch {
            throw ObjectStorageError(error)
        }
        guard (200...299).contains(answer.status) else {
            throw .status(answer.status, code: AnswerText.element("Code", in: answer.body))
        }
        return answer
    }

    private func transfer(_ request: RequestSignature.Request, url: String, _ body: [UInt8]) throws(TransferError) -> TransferAnswer {
        let transfer = try Transfer(TransferGuard(allowsPrivate: allowsPrivate, keepsAnswer: true, isCancelled: isCancelled))
        try transfer.set(CURLOPT_URL, url)
        try transfer.setRules(allowsPlain: allowsPrivate, connectTimeout: Self.connectTimeout)
        try transfer.set(CURLOPT_LOW_SPEED_LIMIT, Self.slowest.bytesPerSecond)
        try transfer.set(CURLOPT_LOW_SPEED_TIME, Self.slowest.seconds)
        let fields = request.headers.merging(signature.headers(for: request, at: now())) { own, _ in own }
        // Fields that libcurl would add by itself are taken out: some storages sign-check whatever is there.
        var lines = ["Expect:", "Accept:"] + fields.map { "\($0.key): \($0.value)" }
        if fields["content-type"] == nil { lines.append("Content-Type:") }
        try transfer.setHeaders(lines)
        if request.method == "HEAD" {
            try transfer.set(CURLOPT_NOBODY, 1)
            return try transfer.perform()
        }
        try transfer.set(CURLOPT_CUSTOMREQUEST, request.method)
        guard !body.isEmpty || request.method == "POST" || request.method == "PUT" else { return try transfer.perform() }
        return try transfer.perform(sending: body)
    }
}

/// The little that is read out of the storage's XML.
enum AnswerText {
    /// The text of the first element of that name; the storage's own values need no unescaping beyond the quotes of an ETag.
    static func element(_ name: String, in body: [UInt8]) -> String? { elements(name, in: body).first }

    static func elements(_ name: String, in body: [UInt8]) -> [String] {
        var rest = Substring(String(decoding: body, as: UTF8.self))
        var found: [String] = []
        while let start = rest.range(of: "<\(name)>"), let end = rest[start.upperBound...].range(of: "</\(name)>") {
            found.append(String(rest[start.upperBound..<end.lowerBound]).replacing("&quot;", with: "\""))
            rest = rest[end.upperBound...]
        }
        return found
    }
}
