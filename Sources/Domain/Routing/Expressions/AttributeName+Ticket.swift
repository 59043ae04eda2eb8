/// What the server itself knows of a ticket. The names are those that managers write.
extension AttributeName {
    /// Text: the use case that the customer chose.
    public static let useCase = Self(constant: "useCase")
    /// Text: the queue in which the ticket waits; while the rule is chosen, the queue of the use case.
    public static let queue = Self(constant: "queue")
    /// Text: the language of the customer's page (`en`, `fr`).
    public static let language = Self(constant: "language")
    /// Text: the address of the page from which the customer calls.
    public static let page = Self(constant: "page")
    /// Text: which button, link or code brought the customer.
    public static let entryPoint = Self(constant: "entryPoint")
    /// Text: the variant of the page under test.
    public static let variant = Self(constant: "variant")
    /// Text: what the customer comes for, in their own words.
    public static let matter = Self(constant: "matter")
    /// Number: what is in the cart, in minor units (cents).
    public static let cartAmount = Self(constant: "cart.amount")
    /// Text: the cart's currency (`EUR`).
    public static let cartCurrency = Self(constant: "cart.currency")
    /// Boolean: whether the embedding site vouched for who the customer is.
    public static let customerVerified = Self(constant: "customer.verified")
    /// List: the segments that the embedding site put the customer in.
    public static let customerSegments = Self(constant: "customer.segments")
    /// Boolean: whether the customer's name or e-mail address is known.
    public static let customerKnown = Self(constant: "customer.known")
    /// Boolean: whether the customer comes for an appointment.
    public static let appointment = Self(constant: "appointment")
    /// Text: how the customer would like to talk (`video`, `chat`).
    public static let medium = Self(constant: "medium")
    /// Boolean: whether the customer asked to be called back.
    public static let callback = Self(constant: "callback")
    /// Number: the ticket's age in whole seconds.
    public static let wait = Self(constant: "wait")
    /// Number: the tickets that wait in the queue.
    public static let queueDepth = Self(constant: "queue.depth")
    /// Number: the queue's agents who could be offered the ticket, by its medium, now.
    public static let queueAvailable = Self(constant: "queue.available")
    /// Number: the queue's agents who are signed in and not offline.
    public static let queueStaffed = Self(constant: "queue.staffed")
    /// Text: what the customer's device check found about the camera (`ok`, `denied`, `missing`, `skipped`, `failed`).
    public static let preflightCamera = Self(constant: "preflight.camera")
}
