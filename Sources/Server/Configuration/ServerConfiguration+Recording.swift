import Domain
import Foundation
import Outbound

/// How recordings are kept; whether there are any is the media policy's and the customer's word.
public struct RecordingSettings: Sendable {
    /// `nil`: `recordings` in the data folder.
    var folder: String?
    /// Files are sealed with a key of their own each.
    var isEncrypted = false
    var retention = RetentionPolicy()
    /// Recordings of calls in which an agent shielded themselves from the customer are kept as long as those for evidence.
    var keepsFlagged = true
    /// No recording begins with less room than this on the disk.
    var minimumFreeBytes: Int64 = 2_048 << 20
    /// Agents may watch their own calls.
    var agentsMayView = false
    /// `nil`: they stay here.
    var upload: UploadSettings?
}

/// The object storage that finished recordings go to.
struct UploadSettings: Sendable {
    let target: ObjectStorageTarget
    let accessKey: String
    /// The file that holds the secret key.
    let secretPath: String
    /// Also plain `http`, and addresses inside our own network.
    let allowsPrivate: Bool
    /// The local copy stays, too.
    let keepsLocal: Bool
}

/// How long a recording is kept, by what it was agreed to for; the longest counts.
struct RetentionPolicy: Hashable, Sendable {
    enum Limit: Hashable, Sendable {
        case days(Int)
        case forever
    }

    private(set) var limits: [ConsentPurpose: Limit] = [.quality: .days(90), .evidence: .days(365)]

    init() {}

    /// Reads `90` (for every purpose), or `quality=90` and `evidence=forever`.
    init?(_ parts: [String]) {
        if parts.count == 1, let limit = Self.limit(parts[0]) {
            for purpose in ConsentPurpose.allCases { limits[purpose] = limit }
            return
        }
        for part in parts {
            let pair = part.split(separator: "=", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
            guard pair.count == 2, let purpose = ConsentPurpose(rawValue: pair[0]), let limit = Self.limit(pair[1]) else { return nil }
            limits[purpose] = limit
        }
    }

    /// When it is erased; `nil`: never.
    func end(of purposes: [ConsentPurpose], endedAt: Instant) -> Instant? {
        var longest = 0
        for purpose in purposes {
            guard case .days(let days) = limits[purpose] else { return nil }
            longest = max(longest, days)
        }
        return endedAt + .seconds(longest * 86_400)
    }

    private static func limit(_ text: String) -> Limit? {
        if text == "forever" { return .forever }
        guard let days = Int(text), (1...36_500).contains(days) else { return nil }
        return .days(days)
    }
}

extension RecordingSettings {
    mutating func apply(_ settings: SettingsReader) throws {
        folder = settings.text("recording.folder")
        isEncrypted = try settings.flag("recording.encrypt") ?? isEncrypted
        keepsFlagged = try settings.flag("recording.keep.flagged") ?? keepsFlagged
        agentsMayView = try settings.flag("recording.agents.may.view") ?? agentsMayView
        if let megabytes = try settings.number("recording.minimum.free.mb", 1...100_000_000) { minimumFreeBytes = Int64(megabytes) << 20 }
        // A single number in the file is no text.
        let days =
            try settings.list("recording.retention.days").nilIfEmpty
            ?? settings.number("recording.retention.days", 1...36_500).map { ["\($0)"] }
        if let days {
            guard let policy = RetentionPolicy(days) else {
                throw ConfigurationError(
                    "VISAVIS_RECORDING_RETENTION_DAYS: '\(days.joined(separator: ","))' is not a number of days, or quality=90,evidence=forever"
                )
            }
            retention = policy
        }
        upload = try Self.upload(settings)
    }

    private static func upload(_ settings: SettingsReader) throws -> UploadSettings? {
        guard let endpoint = settings.text("recording.s3.endpoint") else { return nil }
        guard let bucket = settings.text("recording.s3.bucket"), let accessKey = settings.text("recording.s3.access.key"),
            let secretPath = settings.text("recording.s3.secret.file")
        else {
            throw ConfigurationError(
                "VISAVIS_RECORDING_S3_ENDPOINT needs VISAVIS_RECORDING_S3_BUCKET, VISAVIS_RECORDING_S3_ACCESS_KEY and VISAVIS_RECORDING_S3_SECRET_FILE"
            )
        }
        let target = ObjectStorageTarget(
            endpoint: endpoint, bucket: bucket, region: settings.text("recording.s3.region") ?? "us-east-1",
            prefix: settings.text("recording.s3.prefix") ?? "", usesPathStyle: try settings.flag("recording.s3.path.style") ?? false)
        guard let target else {
            throw ConfigurationError(
                "VISAVIS_RECORDING_S3_ENDPOINT, VISAVIS_RECORDING_S3_BUCKET: '\(endpoint)', '\(bucket)' are not an address such as https://s3.eu-west-3.amazonaws.com and a bucket's name"
            )
        }
        let allowsPrivate = try settings.flag("recording.s3.allow.private") ?? false
        if !target.isEncrypted, !allowsPrivate {
            throw ConfigurationError(
                "VISAVIS_RECORDING_S3_ENDPOINT: it must be https; VISAVIS_RECORDING_S3_ALLOW_PRIVATE=true allows http too")
        }
        return UploadSettings(
            target: target, accessKey: accessKey, secretPath: secretPath, allowsPrivate: allowsPrivate,
            keepsLocal: try settings.flag("recording.keep.local") ?? false)
    }
}

extension UploadSettings {
    /// - Throws: `ConfigurationError` when the secret cannot be read.
    func credentials() throws -> ObjectStorageCredentials {
        let secret = try? String(contentsOfFile: secretPath, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let secret, !secret.isEmpty else {
            throw ConfigurationError("VISAVIS_RECORDING_S3_SECRET_FILE: \(secretPath) cannot be read, or is empty")
        }
        return ObjectStorageCredentials(accessKey: accessKey, secretKey: secret)
    }
}

extension Array {
    fileprivate var nilIfEmpty: Self? { isEmpty ? nil : self }
}
