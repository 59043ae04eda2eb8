import Domain
import Signaling
import Testing

@Suite struct RoomTests {
    @Test func aPageThatCarriedMediaAndIsGoneForGoodIsReported() throws {
        let time = Timeline()
        let ada = time.account()
        let (carrier, other) = (try time.connect(ada), try time.connect(ada))
        let (room, seat) = (time.name(SessionID.self), time.name(ParticipantID.self))
        time.act { machine, _ in machine.seat(carrier.session, as: seat, in: room) }
        time.close(carrier.link)
        time.wait(.seconds(29))
        #expect(time.takeUnseated().isEmpty)
        _ = time.ask(other, .ping)
        time.wait(.seconds(2))
        let unseated = time.takeUnseated()
        #expect(unseated.map(\.principal) == [ada] && unseated.map(\.session) == [room])
    }

    @Test func withTheRelayNobodySignalsToTheOthers() throws {
        let time = Timeline()
        let (ada, cleo) = (try time.connect(time.account()), try time.connect(time.customer()))
        let room = time.name(SessionID.self)
        for client in [ada, cleo] {
            let seat = time.name(ParticipantID.self)
            time.act { machine, _ in machine.seat(client.session, as: seat, in: room, relaysSignals: false) }
        }
        let isRelayed = time.act { machine, _ in machine.relay([1], from: ada.session) }
        #expect(!isRelayed)
    }

    /// A customer and an agent, each seated with one tab.
    private struct Call {
        let time = Timeline()
        let room: SessionID
        let cleo: ParticipantID
        let ada: ParticipantID
        let customer: Client
        let agent: Client

        init() throws {
            (room, cleo, ada) = (time.name(SessionID.self), time.name(ParticipantID.self), time.name(ParticipantID.self))
            (customer, agent) = (try time.connect(time.customer()), try time.connect(time.account()))
            sit(customer, cleo)
            sit(agent, ada)
        }

        func sit(_ client: Client, _ participant: ParticipantID, in other: SessionID? = nil) {
            time.act { machine, _ in machine.seat(client.session, as: participant, in: other ?? room) }
        }

        func relay(_ payload: Payload, from client: Client) -> Bool {
            time.act { machine, _ in machine.relay(payload, from: client.session) }
        }

        func isSeated(_ client: Client) -> Bool { time.isSeated(client.session, in: room) }
    }

    /// Not what an encoder would write: spaces, an escape, a name out of order, bytes that are no UTF-8.
    private let bytes: Payload = Array(#"{ "n" : 1.0, "a":"\u0041" }"#.utf8) + [0xFF, 0x00]

    @Test func aSignalReachesOnlyTheOtherSeatAsTheBytesItCameIn() throws {
        let call = try Call()
        let stranger = try call.time.connect(call.time.account())
        let secondTab = try call.time.connect(call.customer.session.principal)
        #expect(call.relay(bytes, from: call.customer))
        let pushes = call.time.read(call.agent).compactMap(\.push)
        #expect(pushes.count == 1)
        #expect(pushes.first?.type == .signal && pushes.first?.from == call.cleo && pushes.first?.payload == bytes)
        for other in [call.customer, stranger, secondTab] { #expect(call.time.read(other) == []) }

        #expect(call.relay([1], from: call.agent))
        #expect(call.time.read(call.customer).compactMap { $0.push?.from } == [call.ada])
        #expect(call.time.counters.relayed == 2)
    }

    @Test func whoHasNoSeatRelaysNothing() throws {
        let call = try Call()
        let stranger = try call.time.connect(call.time.account())
        #expect(!call.relay([1], from: stranger))
        #expect(call.time.read(call.agent) == [] && call.time.read(call.customer) == [])
    }

    @Test func roomsDoNotHearEachOther() throws {
        let call = try Call()
        let other = try call.time.connect(call.time.account())
        call.sit(other, call.time.name(ParticipantID.self), in: call.time.name(SessionID.self))
        #expect(call.relay([1], from: other), "alone in its room")
        #expect(call.relay([2], from: call.customer))
        #expect(call.time.signals(call.agent) == [[2]] && call.time.read(other) == [])
    }

    @Test func takingASeatUnseatsTheFormerTab() throws {
        let call = try Call()
        let secondTab = try call.time.connect(call.customer.session.principal)
        call.sit(secondTab, call.cleo)
        #expect(call.isSeated(secondTab) && !call.isSeated(call.customer))
        #expect(!call.relay([1], from: call.customer))
        #expect(call.relay([2], from: call.agent))
        #expect(call.time.signals(secondTab) == [[2]] && call.time.read(call.customer) == [])
        call.sit(call.customer, call.cleo)
        #expect(call.isSeated(call.customer) && !call.isSeated(secondTab), "and back again")
        call.time.drop(secondTab)
        call.time.wait(.seconds(30))
        #expect(call.isSeated(call.customer), "the end of an unseated tab takes nobody's seat")
    }

    @Test func sittingDownTwiceIsTheSame() throws {
        let call = try Call()
        call.sit(call.customer, call.cleo)
        #expect(call.isSeated(call.customer))
        #expect(call.relay([1], from: call.agent))
        #expect(call.time.signals(call.customer) == [[1]])
    }

    @Test func whoMovesToAnotherRoomLeavesTheFirst() throws {
        let call = try Call()
        let next = call.time.name(SessionID.self)
        call.sit(call.agent, call.time.name(ParticipantID.self), in: next)
        #expect(!call.isSeated(call.agent) && call.time.isSeated(call.agent.session, in: next))
        #expect(call.relay([1], from: call.customer))
        #expect(call.time.read(call.agent) == [])
    }

    @Test func aClosedRoomHasNoSeats() throws {
        let call = try Call()
        let room = call.room
        call.time.act { machine, _ in machine.closeRoom(room) }
        #expect(!call.isSeated(call.customer) && !call.isSeated(call.agent))
        #expect(!call.relay([1], from: call.customer))
        #expect(call.time.read(call.agent) == [])
        call.time.act { machine, _ in machine.closeRoom(room) }
        call.sit(call.agent, call.ada, in: call.time.name(SessionID.self))
        #expect(call.relay([2], from: call.agent), "they can sit down elsewhere")
    }

    @Test func whoIsDetachedGetsTheSignalsOnResume() throws {
        let call = try Call()
        call.time.drop(call.agent)
        #expect(call.relay([1], from: call.customer) && call.relay([2], from: call.customer))
        #expect(try call.time.resume(call.agent)?.resumed == true)
        #expect(call.time.signals(call.agent) == [[1], [2]])
        #expect(call.isSeated(call.agent) && call.relay([3], from: call.agent), "a resume keeps the seat")
    }

    @Test func whoIsGoneLeavesItsSeat() throws {
        let call = try Call()
        call.time.drop(call.agent)
        for _ in 0..<3 {
            call.time.wait(.seconds(10))
            _ = call.time.ask(call.customer, .ping)
        }
        #expect(!call.isSeated(call.agent) && call.isSeated(call.customer))
        #expect(call.relay([1], from: call.customer))
        let next = try call.time.connect(call.agent.session.principal)
        call.sit(next, call.ada)
        #expect(call.relay([2], from: call.customer))
        #expect(call.time.signals(next) == [[2]], "a new tab does not get the former one's signals")
    }
}

extension Timeline {
    /// The payloads of the signals that reached the client since it last read.
    func signals(_ client: Client) -> [Payload] {
        read(client).compactMap(\.push).filter { $0.type == .signal }.map(\.payload)
    }
}
