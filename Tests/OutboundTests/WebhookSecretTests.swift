import Outbound
import Testing

@Suite struct WebhookSecretTests {
    /// The example that the Standard Webhooks libraries publish and test themselves with.
    @Test func thePublishedExampleComesOut() throws {
        let secret = try #require(WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let signature = secret.signature(id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: #"{"test": 2432232314}"#)
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    /// Expected: `printf '%s' TEXT | openssl dgst -sha256 -mac HMAC -macopt key:… -binary | base64`
    @Test func anyOtherTextIsTheKeyItself() throws {
        let secret = try #require(WebhookSecret("0123456789abcdef0123456789abcdef"))
        let signature = secret.signature(
            id: "0f0e0d0c0b0a09080706050403020100", timestamp: 1_700_000_000, body: #"{"type":"interaction.closed","é":1}"#)
        #expect(signature == "v1,yVxuuYz93DQmYGhidnEjWjiQf0bkDW5ph1+F6A8FjUM=")
    }

    @Test(arguments: ["", "too short for a secret", "whsec_", "whsec_c2hvcnQ=", "whsec_not base64 at all, but long enough"])
    func whatCannotBeAKeyIsRefused(_ text: String) {
        #expect(WebhookSecret(text) == nil)
    }
}
