import Domain

extension Letter {
    /// "It is your turn": to a customer who asked to be called back. `nil`: they are not expected, or no text can be made.
    /// - Parameter link: opens the customer's page, where they are known by it.
    init?(inviting ticket: Ticket, link: String, at now: Instant, using source: inout IdentifierSource) {
        guard let callback = ticket.callback, case .invited(let until) = callback.state else { return nil }
        let words = CallbackWords(ticket.caller.language)
        let minutes = max(1, Int((until - now).wholeMilliseconds / 60_000))
        guard let subject = BoundedText<LineLimit>(words.subject),
            let text = BoundedText<LetterLimit>(
                callback.contact.kind == .phone ? words.short(link, minutes: minutes) : words.long(link, minutes: minutes))
        else { return nil }
        self.init(id: LetterID(using: &source), to: callback.contact, subject: subject, text: text, createdAt: now, notAfter: until)
    }
}

/// What the letter says, in the customer's language.
private struct CallbackWords {
    let subject: String
    private let language: Language

    init(_ language: Language) {
        self.language = language
        subject =
            switch language {
            case .english: "It is your turn: we are ready for your video call"
            case .french: "C’est votre tour : nous sommes prêts pour votre appel vidéo"
            }
    }

    /// For an SMS.
    func short(_ link: String, minutes: Int) -> String {
        switch language {
        case .english: "It is your turn. Start your video call within \(minutes) minutes: \(link)"
        case .french: "C’est votre tour. Démarrez votre appel vidéo dans les \(minutes) minutes : \(link)"
        }
    }

    func long(_ link: String, minutes: Int) -> String {
        switch language {
        case .english:
            """
            Hello,

            you asked us to call you back, and it is your turn now. You have kept your place.

            Start your video call within the next \(minutes) minutes:
            \(link)

            You need a browser with camera and microphone. If you no longer need us, there is nothing to do.
            Please do not pass this link on: it is yours alone.
            """
        case .french:
            """
            Bonjour,

            vous nous avez demandé de vous rappeler, et c’est maintenant votre tour. Vous avez gardé votre place.

            Démarrez votre appel vidéo dans les \(minutes) prochaines minutes :
            \(link)

            Il vous faut un navigateur avec caméra et micro. Si vous n’avez plus besoin de nous, il n’y a rien à faire.
            Ne transmettez pas ce lien : il n’est que pour vous.
            """
        }
    }
}
