import Dispatch
import Transport

/// Posts a command once a second, so that the loop can tell how long commands wait.
final class Pulse {
    private let timer: any DispatchSourceTimer

    init(inbox: Inbox<HubCommand>) {
        timer = DispatchSource.makeTimerSource(queue: .global())
        timer.schedule(deadline: .now() + 1, repeating: 1)
        timer.setEventHandler { inbox.post(.pulse(postedAt: .now)) }
        timer.resume()
    }

    func stop() { timer.cancel() }
}
