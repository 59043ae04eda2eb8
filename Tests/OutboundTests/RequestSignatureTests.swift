import Foundation
@testable import Outbound
import Testing

/// The examples of "Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)" in the S3 documentation.
@Suite struct RequestSignatureTests {
    private static let signature = RequestSignature(
        credentials: ObjectStorageCredentials(
            accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), region: "us-east-1")
    private static let date = Date(timeIntervalSince1970: 1_369_353_600)
    private static let emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    struct Example: Sendable, CustomTestStringConvertible {
        var method = "GET"
        var path = "/"
        var query: [(name: String, value: String)] = []
        var headers: [String: String] = [:]
        var payloadHash = emptyHash
        let signed: String
        let signature: String

        var testDescription: String { "\(method) \(path)" }
    }

    static let examples = [
        Example(
            path: "/test.txt", headers: ["range": "bytes=0-9"], signed: "host;range;x-amz-content-sha256;x-amz-date",
            signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),
        Example(
            method: "PUT", path: "/test$file.text",
            headers: ["date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"],
            payloadHash: "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
            signed: "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
            signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"),
        Example(
            query: [("lifecycle", "")], signed: "host;x-amz-content-sha256;x-amz-date",
            signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        Example(
            query: [("prefix", "J"), ("max-keys", "2")], signed: "host;x-amz-content-sha256;x-amz-date",
            signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ]

    @Test(arguments: examples) func signsAsTheDocumentationDoes(example: Example) {
        let request = RequestSignature.Request(
            method: example.method, host: "examplebucket.s3.amazonaws.com", path: example.path, query: example.query,
            headers: example.headers, payloadHash: example.payloadHash)
        let headers = Self.signature.headers(for: request, at: Self.date)
        #expect(headers["x-amz-date"] == "20130524T000000Z")
        #expect(
            headers["authorization"]
                == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=\(example.signed),Signature=\(example.signature)"
        )
    }

    @Test func encodesWhatIsNotUnreserved() {
        #expect(RequestSignature.encoded("/é a+b~/x", keepingSlashes: true) == "/%C3%A9%20a%2Bb~/x")
        #expect(RequestSignature.encoded("a/b") == "a%2Fb")
        #expect(RequestSignature.queryText([("uploadId", "x y"), ("partNumber", "10")]) == "partNumber=10&uploadId=x%20y")
    }
}
