/// Why a session description was refused: a stable code, and the line (from 1; 0 when it is about the whole).
public struct SDPError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable, CaseIterable {
        case tooLarge = "sdp.too-large"
        case notText = "sdp.not-text"
        case malformedLine = "sdp.malformed-line"
        case malformedAttribute = "sdp.malformed-attribute"
        case tooManySections = "sdp.too-many-sections"
        case tooManyEntries = "sdp.too-many-entries"
        case noSections = "sdp.no-sections"
        case missingMid = "sdp.missing-mid"
        case duplicateMid = "sdp.duplicate-mid"
        case unsupportedProtocol = "sdp.unsupported-protocol"
        case missingBundle = "sdp.missing-bundle"
        case missingICE = "sdp.missing-ice"
        case missingFingerprint = "sdp.missing-fingerprint"
        case unsupportedSetup = "sdp.unsupported-setup"
        case missingMultiplexing = "sdp.missing-rtcp-mux"
        case duplicateSSRC = "sdp.duplicate-ssrc"
        case duplicatePayloadType = "sdp.duplicate-payload-type"
        /// The answer has another number of sections than the offer.
        case sectionMismatch = "sdp.section-mismatch"
    }

    public let code: Code
    public let line: Int

    public init(_ code: Code, line: Int = 0) {
        self.code = code
        self.line = line
    }

    public var description: String { line == 0 ? code.rawValue : "\(code.rawValue) (line \(line))" }
}
