@testable import Outbound
import Testing

@Suite struct ObjectStorageTargetTests {
    private func target(_ endpoint: String, bucket: String = "calls", prefix: String = "", pathStyle: Bool = false) -> ObjectStorageTarget?
    {
        ObjectStorageTarget(endpoint: endpoint, bucket: bucket, region: "eu-west-3", prefix: prefix, usesPathStyle: pathStyle)
    }

    @Test func theBucketStandsInTheNameOrInThePath() throws {
        let named = try #require(target("https://s3.example.org", prefix: "/visavis/"))
        #expect(named.url(named.path("a b"), []) == "https://calls.s3.example.org/visavis/a%20b")
        let path = try #require(target("http://[::1]:9000", pathStyle: true))
        #expect(path.url(path.path("a"), [("uploads", "")]) == "http://[::1]:9000/calls/a?uploads=")
    }

    @Test(arguments: [("https://s3.example.org:443", "calls.s3.example.org"), ("http://s3.example.org:443", "calls.s3.example.org:443")])
    func thePortStandsThereUnlessItIsTheUsualOne(endpoint: String, host: String) throws {
        #expect(try #require(target(endpoint)).host == host)
    }

    @Test(arguments: ["s3.example.org", "ftp://s3.example.org", "https://user@s3.example.org", "https://s3.example.org/x", "https://"])
    func refusesWhatIsNoEndpoint(endpoint: String) {
        #expect(target(endpoint) == nil)
    }

    @Test(arguments: ["", "ab", "UPPER", "a/b", "a?b", String(repeating: "a", count: 64)])
    func refusesWhatIsNoBucket(bucket: String) {
        #expect(target("https://s3.example.org", bucket: bucket) == nil)
    }
}
