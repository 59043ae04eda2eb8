import Foundation

/// A bucket of an S3-compatible storage, and how it is addressed.
public struct ObjectStorageTarget: Sendable {
    public let bucket: String
    public let region: String
    /// `http` or `https`.
    let scheme: String
    /// With the port, unless it is the scheme's own.
    let host: String
    /// What every key starts with; empty, or ending in `/`.
    let prefix: String
    /// `https://host/bucket/key` instead of `https://bucket.host/key`.
    let usesPathStyle: Bool

    /// `nil`: the endpoint is not `http(s)://host[:port]`, or the bucket's name is none (3–63 of `a–z 0–9 . -`).
    public init?(endpoint: String, bucket: String, region: String, prefix: String, usesPathStyle: Bool) {
        guard let url = URLComponents(string: endpoint), let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = url.host, !host.isEmpty, url.path.isEmpty || url.path == "/", url.query == nil, url.fragment == nil, url.user == nil,
            (3...63).contains(bucket.utf8.count),
            bucket.utf8.allSatisfy({ byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
            })
        else { return nil }
        let isUsual = url.port == nil || url.port == (scheme == "https" ? 443 : 80)
        let name = usesPathStyle ? host : "\(bucket).\(host)"
        self.scheme = scheme
        self.host = isUsual ? name : "\(name):\(url.port ?? 0)"
        self.bucket = bucket
        self.region = region
        self.usesPathStyle = usesPathStyle
        let trimmed = prefix.split(separator: "/").joined(separator: "/")
        self.prefix = trimmed.isEmpty ? "" : trimmed + "/"
    }

    public var isEncrypted: Bool { scheme == "https" }

    var bucketPath: String { usesPathStyle ? "/\(bucket)" : "/" }

    func path(_ key: String) -> String { (usesPathStyle ? "/\(bucket)/" : "/") + prefix + key }

    func url(_ path: String, _ query: [(name: String, value: String)]) -> String {
        let text = RequestSignature.queryText(query)
        return "\(scheme)://\(host)\(RequestSignature.encoded(path, keepingSlashes: true))\(text.isEmpty ? "" : "?\(text)")"
    }
}
