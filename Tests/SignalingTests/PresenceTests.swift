import Domain
import Signaling
import Testing

@Suite struct PresenceTests {
    @Test func theFirstTabAttachesAndTheLastOneDetaches() throws {
        let time = Timeline()
        let ada = time.account()
        let tabs = try (0..<3).map { _ in try time.connect(ada) }
        #expect(time.takePresence() == [.attached(ada)])
        time.drop(tabs[1])
        time.drop(tabs[0])
        #expect(time.takePresence() == [] && time.isPrincipalAttached(ada))
        time.drop(tabs[2])
        #expect(time.takePresence() == [.detached(ada)] && !time.isPrincipalAttached(ada))
        try time.resume(tabs[1])
        #expect(time.takePresence() == [.attached(ada)])
        try time.resume(tabs[0])
        #expect(time.takePresence() == [])
    }

    @Test func aTakeoverIsNoChange() throws {
        let time = Timeline()
        let ada = time.account()
        let client = try time.connect(ada)
        let older = client.link
        _ = time.takePresence()
        try time.resume(client)
        time.close(older)
        #expect(time.takePresence() == [])
        time.drop(client)
        #expect(time.takePresence() == [.detached(ada)])
    }

    @Test func theEndOfADetachedSessionIsNoSecondDetach() throws {
        let time = Timeline()
        let ada = time.account()
        let client = try time.connect(ada)
        time.drop(client)
        #expect(time.takePresence() == [.attached(ada), .detached(ada)])
        time.wait(.seconds(60))
        #expect(time.takePresence() == [] && time.sessionCount == 0)
        _ = try time.connect(ada)
        #expect(time.takePresence() == [.attached(ada)])
    }

    @Test func anAttemptThatIsRefusedIsNoPresence() throws {
        let time = Timeline()
        let ada = time.account()
        let client = try time.connect(ada)
        time.drop(client)
        _ = time.takePresence()
        #expect(try time.resume(client, secret: "guess") == nil)
        #expect(time.takePresence() == [])
    }

    @Test func theHubsGoodbyeDetachesOnce() throws {
        let time = Timeline()
        let ada = time.account()
        let client = try time.connect(ada)
        let link = client.link
        _ = time.takePresence()
        time.act { machine, _ in machine.dismiss(link, .slowReader) }
        #expect(time.takePresence() == [.detached(ada)])
        time.close(link)
        #expect(time.takePresence() == [])
    }

    @Test func aCustomerAndAnAccountWithTheSameNumberAreTwo() throws {
        let time = Timeline()
        let id = time.name(Identifier<Person>.self)
        let (customer, account) = (Principal.customer(CustomerID(id)), Principal.account(AccountID(id)))
        let visitor = try time.connect(customer)
        _ = try time.connect(account)
        #expect(time.takePresence() == [.attached(customer), .attached(account)])
        time.drop(visitor)
        #expect(time.takePresence() == [.detached(customer)])
    }
}
