import Testing

@testable import Media

@Suite struct ICESelectionTests {
    @Test func untilSomethingIsNominatedTheLatestValidatedIsUsed() {
        var peer = ICEPeer()
        #expect(peer.ask(ICEPeer.wifi) == .selected)
        #expect(peer.ask(ICEPeer.mobile) == .selected)
        #expect(peer.ask(ICEPeer.wifi) == ICELite.Change.none)
        #expect(peer.agent.selected == ICEPeer.mobile)
        #expect(peer.ask(ICEPeer.wifi, nominate: true) == .selected)
        #expect(peer.agent.selected == ICEPeer.wifi)
    }

    @Test func aCheckWithoutNominationDoesNotMoveWhatIsNominated() {
        var peer = ICEPeer()
        _ = peer.ask(ICEPeer.wifi, nominate: true)
        #expect(peer.ask(ICEPeer.mobile) == .validated)
        #expect(peer.agent.selected == ICEPeer.wifi)
        #expect(peer.agent.isValidated(ICEPeer.mobile))
    }

    @Test func ofSeveralThatAreNominatedTheOneWithThePriorityIsUsed() {
        var peer = ICEPeer()
        _ = peer.ask(ICEPeer.wifi, nominate: true, priority: 200)
        #expect(peer.ask(ICEPeer.mobile, nominate: true, priority: 100) == .validated)
        #expect(peer.agent.selected == ICEPeer.wifi)
        var other = ICEPeer()
        _ = other.ask(ICEPeer.mobile, nominate: true, priority: 100)
        #expect(other.ask(ICEPeer.wifi, nominate: true, priority: 200) == .selected)
    }

    @Test func aPeerThatMovedToAWorseNetworkIsFollowed() {
        var peer = ICEPeer()
        _ = peer.ask(ICEPeer.wifi, nominate: true, priority: 200)
        peer.now += .milliseconds(1_200)
        #expect(peer.ask(ICEPeer.mobile, nominate: true, priority: 100) == .selected)
        #expect(peer.agent.selected == ICEPeer.mobile)
    }

    @Test func consentEndsAfterFifteenSilentSeconds() {
        var peer = ICEPeer()
        _ = peer.ask(ICEPeer.wifi, nominate: true)
        #expect(peer.agent.consentDeadline == milliseconds(15_000))
        peer.now = milliseconds(14_999)
        let moved = peer.agent.advance(to: peer.now)
        #expect(!moved)
        #expect(peer.ask() == ICELite.Change.none)
        #expect(peer.agent.consentDeadline == milliseconds(29_999))
        let lost = peer.agent.advance(to: milliseconds(29_999))
        #expect(lost)
        #expect(peer.agent.selected == nil)
        #expect(peer.agent.consentDeadline == nil)
        #expect(!peer.agent.isValidated(ICEPeer.wifi))
    }

    @Test func aCheckThatIsSentAgainChangesNothing() {
        var peer = ICEPeer()
        #expect(peer.ask(nominate: true) == .selected)
        let overheard = peer.lastRequest
        let deadline = peer.agent.consentDeadline
        peer.now = milliseconds(2_000)
        #expect(peer.send(overheard) == .repeated, "its answer may have been lost")
        #expect(peer.agent.consentDeadline == deadline, "it says nothing about now")
        #expect(peer.send(overheard, from: ICEPeer.mobile) == nil, "an eavesdropper does not get the media")
        #expect(peer.agent.selected == ICEPeer.wifi && !peer.agent.isValidated(ICEPeer.mobile))
        peer.now = milliseconds(20_000)
        let (isGone, answer) = (peer.agent.advance(to: peer.now), peer.send(overheard))
        #expect(isGone && answer == .repeated)
        #expect(peer.agent.selected == nil, "nor does it bring back whom it was overheard from")
    }

    @Test func theMemoryOfChecksIsBounded() {
        var memory = ICETransactions(capacity: 4)
        var sightings: [ICETransactions.Sighting] = []
        func note(_ low: UInt64, _ path: DatagramPath) { sightings.append(memory.note(STUNTransaction(high: 1, low: low), from: path)) }
        for low in UInt64(0)..<6 { note(low, ICEPeer.wifi) }
        note(2, ICEPeer.mobile)
        note(5, ICEPeer.wifi)
        note(0, ICEPeer.wifi)
        #expect(sightings == Array(repeating: .first, count: 6) + [.elsewhere, .again, .first])
    }

    @Test func whenTheUsedPathFallsSilentAnotherOneTakesOver() {
        var peer = ICEPeer()
        _ = peer.ask(ICEPeer.wifi, nominate: true)
        peer.now = milliseconds(10_000)
        _ = peer.ask(ICEPeer.mobile)
        let moved = peer.agent.advance(to: milliseconds(15_000))
        #expect(moved)
        #expect(peer.agent.selected == ICEPeer.mobile)
    }

    @Test func aRestartKeepsTheOldPathUntilANewOneIsNominated() {
        var peer = ICEPeer()
        _ = peer.ask(ICEPeer.wifi, nominate: true, priority: 200)
        let next = peer.restart()
        #expect(peer.agent.selected == ICEPeer.wifi)
        // Our answer is still on its way: the peer keeps its consent alive with what it knows.
        #expect(peer.ask(ICEPeer.wifi) == ICELite.Change.none)
        let old = peer.check
        peer.check = next
        #expect(peer.ask(ICEPeer.mobile, priority: 100) == .validated)
        #expect(peer.agent.isValidated(ICEPeer.wifi))
        #expect(peer.agent.selected == ICEPeer.wifi)
        #expect(peer.ask(ICEPeer.mobile, nominate: true, priority: 100) == .selected)
        #expect(!peer.agent.isValidated(ICEPeer.wifi))
        peer.check = old
        #expect(peer.ask(ICEPeer.wifi, nominate: true, priority: 200) == nil)
        #expect(peer.agent.selected == ICEPeer.mobile)
    }

    @Test func aRestartOnTheSamePathChangesNothingForMedia() {
        var peer = ICEPeer()
        _ = peer.ask(ICEPeer.wifi, nominate: true)
        peer.check = peer.restart()
        #expect(peer.ask(ICEPeer.wifi) == .validated)
        #expect(peer.agent.selected == ICEPeer.wifi)
        _ = peer.ask(ICEPeer.wifi, nominate: true)
        #expect(peer.agent.selected == ICEPeer.wifi)
        #expect(peer.agent.previousCredentials == nil)
    }

    @Test func aPeerHasABoundedNumberOfPathsAndNeverLosesTheUsedOne() {
        var peer = ICEPeer(policy: ICEPolicy(maxPaths: 4))
        _ = peer.ask(ICEPeer.wifi, nominate: true)
        let others = (1...1_000).map { port in
            DatagramPath(
                remote: SocketAddress(address: ICEPeer.mobile.remote.address, port: UInt16(port)), local: ICEPeer.mobile.local)
        }
        for path in others {
            peer.now += .milliseconds(1)
            #expect(peer.ask(path) == .validated)
        }
        #expect(others.filter { peer.agent.isValidated($0) } == others.suffix(3))
        #expect(peer.agent.selected == ICEPeer.wifi)
    }
}
