import Domain
import Outbound
@testable import Server
import Testing

@Suite struct RecordingSettingsTests {
    private func read(_ environment: [String: String]) async throws -> RecordingSettings {
        try await ServerConfiguration.read(environment: environment).recording
    }

    private static let storage = [
        "VISAVIS_RECORDING_S3_ENDPOINT": "https://s3.example.org", "VISAVIS_RECORDING_S3_BUCKET": "calls",
        "VISAVIS_RECORDING_S3_ACCESS_KEY": "AK", "VISAVIS_RECORDING_S3_SECRET_FILE": "/nowhere",
    ]

    @Test func theLongestPurposeCounts() throws {
        let end = Instant(milliseconds: 0)
        let day: Int64 = 86_400_000
        let policy = try #require(RetentionPolicy(["quality=30", "evidence=400"]))
        #expect(policy.end(of: [.quality], endedAt: end)?.milliseconds == 30 * day)
        #expect(policy.end(of: [.quality, .evidence], endedAt: end)?.milliseconds == 400 * day)
        #expect(RetentionPolicy(["10"])?.end(of: [.evidence], endedAt: end)?.milliseconds == 10 * day)
        #expect(RetentionPolicy(["evidence=forever"])?.end(of: [.quality, .evidence], endedAt: end) == nil)
    }

    @Test(arguments: ["", "0", "-1", "x", "quality", "quality=", "quality=0", "sales=3", "quality=3=4"])
    func refusesWhatIsNoRetention(text: String) {
        #expect(RetentionPolicy([text]) == nil)
    }

    @Test func everySettingIsRead() async throws {
        var environment = Self.storage
        environment["VISAVIS_RECORDING_ENCRYPT"] = "true"
        environment["VISAVIS_RECORDING_FOLDER"] = "/srv/recordings"
        environment["VISAVIS_RECORDING_RETENTION_DAYS"] = "quality=1, evidence=forever"
        environment["VISAVIS_RECORDING_MINIMUM_FREE_MB"] = "10"
        environment["VISAVIS_RECORDING_AGENTS_MAY_VIEW"] = "yes"
        environment["VISAVIS_RECORDING_KEEP_LOCAL"] = "true"
        let settings = try await read(environment)
        #expect(settings.isEncrypted && settings.agentsMayView)
        #expect(settings.folder == "/srv/recordings")
        #expect(settings.minimumFreeBytes == 10 << 20)
        #expect(settings.retention.limits == [.quality: .days(1), .evidence: .forever])
        #expect(settings.upload?.keepsLocal == true)
        #expect(settings.upload?.target.region == "us-east-1")
    }

    @Test(arguments: ["BUCKET", "ACCESS_KEY", "SECRET_FILE"])
    func theObjectStorageIsGivenWholeOrNotAtAll(missing: String) async {
        var environment = Self.storage
        environment["VISAVIS_RECORDING_S3_\(missing)"] = nil
        await #expect(throws: ConfigurationError.self) { try await read(environment) }
    }

    @Test func plainHTTPIsAskedFor() async throws {
        var environment = Self.storage
        environment["VISAVIS_RECORDING_S3_ENDPOINT"] = "http://127.0.0.1:9000"
        await #expect(throws: ConfigurationError.self) { try await read(environment) }
        environment["VISAVIS_RECORDING_S3_ALLOW_PRIVATE"] = "true"
        #expect(try await read(environment).upload?.allowsPrivate == true)
    }

    @Test func aSecretThatCannotBeReadIsSaid() async throws {
        let upload = try #require(try await read(Self.storage).upload)
        #expect(throws: ConfigurationError.self) { try upload.credentials() }
    }
}
