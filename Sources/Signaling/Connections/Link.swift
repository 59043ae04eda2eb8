import Domain

/// One socket. A class, so that a message costs one look-up and no write back.
final class Link {
    enum State {
        /// → greeting, closed
        case opened
        /// `hello` is being verified. → attached, closed
        case greeting
        /// → fenced, closed
        case attached(SignalingSession)
        /// Another socket took over, or the hub said bye: what still comes is ignored.
        case fenced
    }

    var state = State.opened
    let addressName: String
    let address: AddressLoad
    var heardAt: Instant

    init(addressName: String, address: AddressLoad, at now: Instant) {
        self.addressName = addressName
        self.address = address
        heardAt = now
    }
}
