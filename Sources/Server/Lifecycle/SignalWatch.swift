import Dispatch
import Glibc
import Transport

/// Turns signals into commands: SIGTERM and SIGINT drain, SIGHUP reloads the certificate. A second SIGINT ends at once.
final class SignalWatch {
    private let sources: [any DispatchSourceSignal]

    init(inbox: Inbox<HubCommand>) {
        sources = [SIGTERM, SIGINT, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                inbox.post(number == SIGHUP ? .reloadCertificates : .drain)
                if number == SIGINT { signal(SIGINT, SIG_DFL) }
            }
            source.resume()
            return source
        }
    }

    func stop() {
        for source in sources { source.cancel() }
    }
}
