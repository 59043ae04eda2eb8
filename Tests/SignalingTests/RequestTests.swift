import Domain
import Signaling
import Testing

@Suite struct RequestTests {
    private let done = Reply.ok(Array(#"{"done":true}"#.utf8))
    private let gone = Reply.failure(SignalingError(.offerGone, "it ended before"))

    private func refusal(_ id: Int64, _ code: SignalingError.Code) -> [ServerMessage.Refusal?] {
        [ServerMessage.Refusal(id: id, code: code)]
    }

    @Test func aRequestSentAgainAfterAResumeIsAnsweredNotDoneAgain() throws {
        let time = Timeline()
        let client = try time.connect(time.account())
        #expect(time.ask(client, .offerAccept, id: 2).isRequest)
        time.answer(client, id: 2, done)
        #expect(time.ask(client, .noteSave, id: 3).isRequest)
        time.answer(client, id: 3, gone)
        time.drop(client)
        try time.resume(client)
        time.read(client)
        #expect(time.ask(client, .offerAccept, id: 2).isSettled)
        #expect(time.ask(client, .noteSave, id: 3).isSettled)
        #expect(time.read(client) == [.reply(id: 2, done), .reply(id: 3, gone)], "a refusal is remembered as well")
    }

    @Test func aRequestInFlightIsAnsweredOnce() throws {
        let time = Timeline()
        let client = try time.connect(time.account())
        #expect(time.ask(client, .offerAccept, id: 2).isRequest)
        #expect(time.ask(client, .offerAccept, id: 2).isSettled)
        time.drop(client)
        try time.resume(client)
        time.read(client)
        #expect(time.ask(client, .offerAccept, id: 2).isSettled)
        #expect(time.read(client) == [], "its answer will come")
        time.answer(client, id: 2, done)
        #expect(time.read(client) == [.reply(id: 2, done)])
    }

    @Test func anAnswerWhileNobodyIsThereIsHadByAskingAgain() throws {
        let time = Timeline()
        let client = try time.connect(time.account())
        #expect(time.ask(client, .visitStart, id: 2).isRequest)
        time.drop(client)
        time.answer(client, id: 2, done)
        try time.resume(client)
        #expect(time.read(client) == [.reply(id: 1, .ok(welcomePayload))])
        #expect(time.ask(client, .visitStart, id: 2).isSettled)
        #expect(time.read(client) == [.reply(id: 2, done)])
    }

    @Test func theLast256RepliesAreKept() throws {
        let time = Timeline()
        let client = try time.connect(time.account())
        for id in Int64(2)...258 {
            #expect(time.ask(client, .chatSend, id: id).isRequest)
            time.answer(client, id: id, .ok([UInt8(id % 251)]))
            time.wait(.milliseconds(10))
        }
        time.read(client)
        #expect(time.ask(client, .chatSend, id: 3).isSettled)
        #expect(time.read(client) == [.reply(id: 3, .ok([3]))], "the oldest that is kept")
        #expect(time.ask(client, .chatSend, id: 2).isSettled, "not done again either")
        #expect(time.read(client).map(\.refusal) == refusal(2, .badRequest))
    }

    @Test func anIdThatWasNeverSeenIsDoneEvenBehindNewerOnes() throws {
        let time = Timeline()
        let client = try time.connect(time.account())
        #expect(time.ask(client, .chatSend, id: 10).isRequest)
        for id: Int64 in [0, -1, .min] {
            #expect(time.ask(client, .chatSend, id: id).isSettled)
            #expect(time.read(client).map(\.refusal) == refusal(id, .badRequest))
        }
        time.drop(client)
        try time.resume(client)
        time.read(client)
        #expect(time.ask(client, .chatSend, id: 12).isRequest)
        #expect(time.ask(client, .chatSend, id: 11).isRequest, "sent again late, and lost the first time")
        #expect(time.ask(client, .chatSend, id: 11).isSettled, "but not twice")
    }

    @Test func eachSessionHasIdsOfItsOwn() throws {
        let time = Timeline()
        let principal = time.account()
        let (left, right) = (try time.connect(principal), try time.connect(principal))
        #expect(time.ask(left, .chatSend, id: 500).isRequest)
        #expect(time.ask(right, .chatSend, id: 2).isRequest)
        time.answer(left, id: 500, done)
        #expect(time.read(left) == [.reply(id: 500, done)] && time.read(right) == [])
    }

    @Test(arguments: [Method.ping, .signal, .sessionMedia, .sessionReport, .sessionICE])
    func whatIsTheSameTwiceIsAlwaysDone(method: Method) throws {
        let time = Timeline()
        let client = try time.connect(time.account())
        for _ in 0..<3 {
            #expect(time.ask(client, method, id: 5).isRequest)
            time.answer(client, id: 5, done)
            #expect(time.read(client) == [.reply(id: 5, done)])
        }
        #expect(time.ask(client, .chatSend, id: 6).isRequest)
        #expect(time.ask(client, method, id: 5).isRequest, "even behind newer ids")
    }

    @Test func repeatableRequestsNeitherFillTheMemoryNorTheQueue() throws {
        let time = Timeline()
        let client = try time.connect(time.account())
        #expect(time.ask(client, .chatSend, id: 2).isRequest)
        time.answer(client, id: 2, done)
        for id in Int64(3)...1_000 {
            #expect(time.ask(client, .ping, id: id).isRequest)
            time.answer(client, id: id, .ok([]))
            time.wait(.milliseconds(10))
        }
        time.read(client)
        #expect(time.ask(client, .chatSend, id: 2).isSettled)
        #expect(time.read(client) == [.reply(id: 2, done)])
    }

    @Test func tooManyRequestsInFlightAreRefusedUntilOneIsAnswered() throws {
        let time = Timeline()
        let client = try time.connect(time.account())
        for id in Int64(2)...65 { #expect(time.ask(client, .chatSend, id: id).isRequest) }
        #expect(time.ask(client, .chatSend, id: 66).isSettled)
        #expect(time.read(client).map(\.refusal) == refusal(66, .overloaded))
        #expect(time.ask(client, .ping, id: 67).isRequest, "a ping waits for nothing")
        time.answer(client, id: 30, done)
        #expect(time.ask(client, .chatSend, id: 68).isRequest)
        #expect(time.ask(client, .chatSend, id: 69).isSettled)
    }

    @Test func aRequestRefusedForLoadMayBeSentAgain() throws {
        let time = Timeline()
        let client = try time.connect(time.account())
        for id in Int64(2)...65 { _ = time.ask(client, .chatSend, id: id) }
        #expect(time.ask(client, .chatSend, id: 66).isSettled)
        time.answer(client, id: 2, done)
        #expect(time.ask(client, .chatSend, id: 66).isRequest, "it was not done")
    }

    @Test func unknownMethodsAreRefused() throws {
        let time = Timeline()
        let client = try time.connect(time.account())
        for (index, method) in ["", "PING", "ping ", "offer", "admin.shutdown"].enumerated() {
            let id = Int64(index) + 2
            #expect(time.say(text: method, id: id, on: client.link).isSettled)
            #expect(time.read(client).map(\.refusal) == refusal(id, .unknownMethod))
        }
        #expect(time.say(text: "nothing", id: nil, on: client.link).isSettled)
        #expect(time.read(client) == [], "a notification gets no reply")
        #expect(time.ask(client, .chatSend, id: 2).isRequest, "their ids are free")
    }

    @Test(arguments: Method.allCases) func onlySomeMethodsMayComeWithoutAnId(method: Method) throws {
        let time = Timeline()
        let client = try time.connect(time.account())
        let receipt = time.say(method, id: nil, on: client.link)
        let allowed: Set<Method> = [.signal, .sessionMedia, .sessionReport, .ping]
        #expect(receipt.isNotification == allowed.contains(method))
        #expect(receipt.isSettled != allowed.contains(method))
        #expect(time.read(client) == [])
        #expect(!time.isClosing(client.link))
    }
}
