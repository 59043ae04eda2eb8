import Media
import Testing

@testable import Datagrams

/// A busy loop lets datagrams gather; one that comes after silence is served at once.
@Suite struct GatheringTests {
    private func time(_ microseconds: Int64) -> MediaTime { MediaTime(nanoseconds: microseconds * 1_000) }

    @Test func restsOnlyWhileDatagramsComeClosely() {
        var gathering = Gathering(rest: .microseconds(250))
        #expect(gathering.rest(at: time(0)) == 0, "nothing has come yet")
        gathering.received(at: time(1_000))
        #expect(gathering.rest(at: time(1_000)) == 0, "the first one waits for nobody")
        gathering.received(at: time(1_900))
        #expect(gathering.rest(at: time(1_900)) == 250_000)
        #expect(gathering.rest(at: time(2_100)) == 50_000)
        #expect(gathering.rest(at: time(2_150)) == 0)
        gathering.received(at: time(3_000))
        #expect(gathering.rest(at: time(3_000)) == 0, "1.1 ms of silence")
    }

    @Test func withoutARestItNeverRests() {
        var gathering = Gathering(rest: .zero)
        gathering.received(at: time(1_000))
        gathering.received(at: time(1_000))
        #expect(gathering.rest(at: time(1_000)) == 0)
    }
}
