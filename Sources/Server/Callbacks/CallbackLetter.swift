import Domain
import Foundation

extension Letter {
    /// To a customer who is called back: the time that they booked, or "It is your turn". `nil`: neither, or no text can be made.
    /// - Parameters:
    ///   - zone: Where the queue is; `nil`: times are told in UTC.
    ///   - link: Opens the customer's page, where they are known by it.
    init?(about ticket: Ticket, in zone: LocalZone?, link: String, at now: Instant, using source: inout IdentifierSource) {
        guard let callback = ticket.callback else { return nil }
        let words: CallbackWords
        let notAfter: Instant
        switch callback.state {
        case .booked(let until):
            words = CallbackWords(booked: LocalMoment(until, in: zone), ticket.caller.language)
            notAfter = until
        case .invited(let until):
            words = CallbackWords(minutes: max(1, Int((until - now).wholeMilliseconds / 60_000)), ticket.caller.language)
            notAfter = until
        case .waiting, .answered: return nil
        }
        guard let subject = BoundedText<LineLimit>(words.subject),
            let text = BoundedText<LetterLimit>(callback.contact.kind == .phone ? words.short(link) : words.long(link))
        else { return nil }
        self.init(id: LetterID(using: &source), to: callback.contact, subject: subject, text: text, createdAt: now, notAfter: notAfter)
    }
}

/// A time as people of a place write it.
struct LocalMoment {
    private let date: Date
    private let zone: TimeZone
    private let zoneName: String

    init(_ instant: Instant, in zone: LocalZone?) {
        date = Date(timeIntervalSince1970: Double(instant.milliseconds) / 1_000)
        zoneName = zone?.name ?? "UTC"
        self.zone = zone.flatMap { TimeZone(identifier: $0.name) } ?? .gmt
    }

    func text(_ language: Language) -> String {
        let locale =
            switch language {
            case .english: Locale(identifier: "en_GB")
            case .french: Locale(identifier: "fr_FR")
            }
        let style = Date.FormatStyle(locale: locale, timeZone: zone)
        let day = date.formatted(style.weekday(.wide).day().month(.wide))
        let time = date.formatted(style.hour(.twoDigits(amPM: .omitted)).minute(.twoDigits))
        let at =
            switch language {
            case .english: "at"
            case .french: "à"
            }
        return "\(day) \(at) \(time) (\(zoneName))"
    }
}

/// What the letter says, in the customer's language.
private struct CallbackWords {
    let subject: String
    let short: (String) -> String
    let long: (String) -> String

    /// It is their turn, and kept for so many minutes.
    init(minutes: Int, _ language: Language) {
        switch language {
        case .english:
            subject = "It is your turn: we are ready for your video call"
            short = { "It is your turn. Start your video call within \(minutes) minutes: \($0)" }
            long = { link in
                """
                Hello,

                you asked us to call you back, and it is your turn now. You have kept your place.

                Start your video call within the next \(minutes) minutes:
                \(link)

                You need a browser with camera and microphone. If you no longer need us, there is nothing to do.
                Please do not pass this link on: it is yours alone.
                """
            }
        case .french:
            subject = "C’est votre tour : nous sommes prêts pour votre appel vidéo"
            short = { "C’est votre tour. Démarrez votre appel vidéo dans les \(minutes) minutes : \($0)" }
            long = { link in
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

    /// What was booked, or promised.
    init(booked moment: LocalMoment, _ language: Language) {
        let time = moment.text(language)
        switch language {
        case .english:
            subject = "Your video call: \(time)"
            short = { "Your video call: \(time). We send you a message then. Change or cancel: \($0)" }
            long = { link in
                """
                Hello,

                your video call is booked:
                \(time)

                We write to you again when an adviser is ready for you, from that time on. Then you start the call from your browser, with \
                camera and microphone.

                Here you can choose another time, or cancel:
                \(link)

                Please do not pass this link on: it is yours alone.
                """
            }
        case .french:
            subject = "Votre appel vidéo : \(time)"
            short = { "Votre appel vidéo : \(time). Nous vous écrivons alors. Modifier ou annuler : \($0)" }
            long = { link in
                """
                Bonjour,

                votre appel vidéo est réservé :
                \(time)

                Nous vous écrivons de nouveau dès qu’un conseiller est prêt, à partir de ce moment-là. Vous démarrez alors l’appel dans votre \
                navigateur, avec caméra et micro.

                Vous pouvez choisir un autre moment, ou annuler, ici :
                \(link)

                Ne transmettez pas ce lien : il n’est que pour vous.
                """
            }
        }
    }
}
