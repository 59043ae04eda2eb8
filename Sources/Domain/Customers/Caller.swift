/// Who is calling, why and from where: what an agent reads before accepting. Fixed when the visit starts.
public struct Caller: Hashable, Sendable, Codable {
    public var customer: Customer
    public var useCase: QueueName
    public var language: Language
    public var entryPoint: BoundedText<NameLimit>?
    public var variant: BoundedText<NameLimit>?
    public var page: BoundedText<AddressLimit>?
    public var matter: BoundedText<LineLimit>?
    public var cart: Money?
    public var preflight: Preflight?

    public init(
        customer: Customer, useCase: QueueName, language: Language, entryPoint: BoundedText<NameLimit>? = nil,
        variant: BoundedText<NameLimit>? = nil, page: BoundedText<AddressLimit>? = nil, matter: BoundedText<LineLimit>? = nil,
        cart: Money? = nil, preflight: Preflight? = nil
    ) {
        self.customer = customer
        self.useCase = useCase
        self.language = language
        self.entryPoint = entryPoint
        self.variant = variant
        self.page = page
        self.matter = matter
        self.cart = cart
        self.preflight = preflight
    }
}

/// The languages the pages speak (ISO 639-1).
public enum Language: String, Sendable, Codable, CaseIterable {
    case english = "en"
    case french = "fr"
}

/// What the customer's own device check found before an agent was taken.
public struct Preflight: Hashable, Sendable, Codable {
    public enum Device: String, Sendable, Codable {
        case ok, denied, missing, skipped, failed
    }

    /// How bright the picture is.
    public enum Light: String, Sendable, Codable {
        case good, dark, bright, unknown
    }

    public var camera: Device
    public var microphone: Device
    public var speaker: Device
    public var light: Light
    /// Round trip to the server in milliseconds.
    public var rttMs: Int?

    public init(camera: Device, microphone: Device, speaker: Device, light: Light, rttMs: Int?) {
        self.camera = camera
        self.microphone = microphone
        self.speaker = speaker
        self.light = light
        self.rttMs = rttMs
    }
}
