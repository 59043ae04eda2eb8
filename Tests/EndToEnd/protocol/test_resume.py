"""A lost socket loses nothing: resume, replay, fencing, and snapshots where that is not possible."""

import asyncio

import pytest
from harness import RequestError, Web, enqueue, refused, start_call, visitor, wait_until


async def _call(server, cast):
    return await start_call(await cast.agent(server, activity="available"), await cast.visitor(server))


@pytest.mark.direct
async def test_what_was_missed_follows_in_order(server, cast):
    call = await _call(server, cast)
    await call.customer.drop()
    for number in range(3):
        await call.agent.request("chat.send", {"session": call.id, "key": f"k{number}", "text": f"word {number}"})
    back = await cast.stranger(server)
    welcome = await back.hello(resume=call.customer.resume_word)
    assert welcome["resumed"] is True and welcome["sid"] == call.customer.welcome["sid"] and "snapshot" not in welcome
    await back.push("chat", lambda p: p["text"] == "word 2")
    await back.request("ping")
    numbers = [push["s"] for push in back.received if "s" in push]
    assert numbers == list(range(call.customer.last_seq + 1, back.last_seq + 1))
    assert welcome["seq"] in numbers
    assert [push["p"]["text"] for push in back.received if push["t"] == "chat"] == ["word 0", "word 1", "word 2"]
    # The seat survived: signals reach the new socket without another join.
    await call.agent.notify("signal", {"session": call.id, "n": 1})
    await back.push("signal")


async def test_the_secret_is_replaced_at_each_attach(server, cast):
    customer = await cast.visitor(server)
    first = customer.resume_word
    await customer.drop()
    second = await cast.stranger(server)
    assert (await second.hello(resume=first))["resumed"]
    assert second.welcome["secret"] != first["secret"]
    await second.drop()
    thief = await cast.stranger(server)
    assert await refused(thief.hello(resume=first)) == "resume_failed"
    third = await cast.stranger(server)
    assert (await third.hello(resume=second.resume_word))["resumed"]


async def test_of_two_who_race_with_one_secret_one_wins(server, cast):
    customer = await cast.visitor(server)
    word = customer.resume_word
    await customer.drop()
    racers = [await cast.stranger(server) for _ in range(8)]
    results = await asyncio.gather(*(racer.hello(resume=word) for racer in racers), return_exceptions=True)
    assert sum(isinstance(result, dict) for result in results) == 1
    assert {result.code for result in results if isinstance(result, RequestError)} == {"resume_failed"}


@pytest.mark.direct
async def test_an_older_socket_is_fenced(server, cast):
    call = await _call(server, cast)
    word = call.customer.resume_word
    successor = await cast.stranger(server)
    # What the old socket says in the same breath as the new one takes over is either before or ignored; afterwards it is ignored.
    await successor.hello(resume=word)
    assert await call.customer.bye() == {"action": "stop", "reason": "superseded"}
    try:
        await call.customer.notify("signal", {"session": call.id, "n": 666})
    except Exception as error:  # noqa: BLE001 - the close may have come first
        assert "close" in str(error).lower() or "1000" in str(error)
    await call.customer.closed()
    await successor.notify("signal", {"session": call.id, "n": 1})
    await call.agent.push("signal", lambda p: p["n"] == 1)
    assert not [push for push in call.agent.received if push["t"] == "signal" and push["p"]["n"] == 666]


async def test_after_the_window_a_token_is_needed(make_server, cast):
    server = make_server({"VISAVIS_DETACHED_SECONDS": "5"})
    async with Web(server) as browser:
        customer = await cast.visitor(server, web=browser)
        ticket = await enqueue(customer)
        await customer.drop()
        wait_until(lambda: server.metrics()["visavis_signaling_sessions"] == 0, "the signaling session is gone", deadline=10)
        late = await cast.stranger(server)
        assert await refused(late.hello(resume=customer.resume_word)) == "resume_failed"
        again = await cast.stranger(server)
        welcome = await again.hello((await browser.visitor())["token"], customer.resume_word)
    assert welcome["resumed"] is False and welcome["sid"] != customer.welcome["sid"]
    assert welcome["snapshot"]["ticket"]["id"] == ticket["id"]
    assert welcome["snapshot"]["ticket"]["enqueuedAt"] == ticket["enqueuedAt"]


@pytest.mark.direct
async def test_beyond_the_ring_a_snapshot_comes(make_server, cast):
    server = make_server({"VISAVIS_LIMIT_MESSAGES_PER_SECOND": "5000"})
    call = await _call(server, cast)
    await call.agent.request("chat.send", {"session": call.id, "key": "k", "text": "remember"})
    await call.customer.push("chat")
    await call.customer.drop()
    for number in range(600):
        await call.agent.notify("signal", {"session": call.id, "n": number})
    await call.agent.request("ping")
    back = await cast.stranger(server)
    welcome = await back.hello(resume=call.customer.resume_word)
    assert welcome["resumed"] is False and welcome["sid"] == call.customer.welcome["sid"]
    assert welcome["snapshot"]["session"]["id"] == call.id
    assert [message["text"] for message in welcome["snapshot"]["chat"]] == ["remember"]
    assert not [push for push in back.received if push.get("s", 10**9) <= welcome["seq"]]


async def test_a_sequence_that_never_was_gets_a_snapshot(server, cast):
    customer = await cast.visitor(server)
    await customer.drop()
    back = await cast.stranger(server)
    welcome = await back.hello(resume=customer.resume_word | {"lastSeq": 10_000})
    assert welcome["resumed"] is False and "snapshot" in welcome


async def test_what_is_acknowledged_is_not_kept(server, cast):
    customer = await cast.visitor(server)
    await enqueue(customer)
    await customer.push("ticket")
    assert customer.last_seq >= 1
    await customer.request("ping")
    await customer.drop()
    back = await cast.stranger(server)
    assert (await back.hello(resume=customer.resume_word | {"lastSeq": 0}))["resumed"] is False


async def test_an_acknowledgement_of_the_future_does_no_harm(server, cast):
    call = await _call(server, cast)
    await call.customer.send_raw('{"id":900,"m":"ping","a":99999999}')
    await call.agent.request("chat.send", {"session": call.id, "key": "k", "text": "still here"})
    await call.customer.push("chat")
    await call.customer.drop()
    await call.agent.request("chat.send", {"session": call.id, "key": "k2", "text": "missed"})
    back = await cast.stranger(server)
    assert (await back.hello(resume=call.customer.resume_word))["resumed"] is True
    await back.push("chat", lambda p: p["text"] == "missed")


async def test_who_was_away_learns_how_it_ended(server, cast):
    async with Web(server) as browser:
        call = await start_call(await cast.agent(server, activity="available"), await cast.visitor(server, web=browser))
        await call.customer.drop()
        await call.agent.request("session.hangup", {"session": call.id})
        back = await cast.visitor(server, web=browser)
        snapshot = back.welcome["snapshot"]
        assert snapshot["session"] is None
        assert (snapshot["ended"]["interaction"], snapshot["ended"]["reason"]) == (call.interaction, "hangup")
    second = await cast.agent(server)
    assert second.welcome["snapshot"]["wrapUp"]["interaction"] == call.interaction
    assert second.welcome["snapshot"]["ended"]["reason"] == "hangup"


async def test_a_request_sent_again_is_answered_not_done_again(server, cast):
    call = await _call(server, cast)
    word = {"session": call.id, "key": "a", "text": "said once"}
    first = await call.customer.request("chat.send", word, id=500)
    await call.customer.drop()
    back = await cast.stranger(server)
    await back.hello(resume=call.customer.resume_word)
    assert await back.request("chat.send", word | {"key": "b", "text": "not said"}, id=500) == first
    await back.request("chat.send", word | {"key": "c", "text": "last"}, id=501)
    await call.agent.push("chat", lambda p: p["text"] == "last")
    assert [push["p"]["text"] for push in call.agent.received if push["t"] == "chat"] == ["said once", "last"]


async def test_a_request_whose_answer_was_lost_is_answered(server, cast):
    call = await _call(server, cast)
    number, _ = call.customer.ask("chat.send", {"session": call.id, "key": "a", "text": "said once"}, id=500)
    await call.customer.flush()
    await call.agent.push("chat")
    await call.customer.drop()
    back = await cast.stranger(server)
    await back.hello(resume=call.customer.resume_word)
    reply = await back.request("chat.send", {"session": call.id, "key": "b", "text": "not said"}, id=number)
    assert reply["message"]["text"] == "said once"


async def test_an_id_that_is_forgotten_is_refused(make_server, cast):
    server = make_server({"VISAVIS_LIMIT_MESSAGES_PER_SECOND": "5000"})
    customer = await cast.visitor(server)
    await customer.request("visit.start", {"useCase": "advice", "language": "en"}, id=10)
    for _ in range(300):
        await customer.request("visit.start", {"useCase": "advice", "language": "en"})
    assert await refused(customer.request("visit.start", {"useCase": "sales", "language": "en"}, id=10)) == "bad_request"


async def test_a_page_that_comes_back_keeps_or_replaces_the_peer_connection(server, cast):
    call = await _call(server, cast)
    same = (await call.customer.request("session.join", {"session": call.id, "epoch": 1}))["session"]
    assert {p["role"]: p["epoch"] for p in same["participants"]} == {"customer": 1, "agent": 1}
    fresh = (await call.customer.request("session.join", {"session": call.id}))["session"]
    assert {p["role"]: p["epoch"] for p in fresh["participants"]} == {"customer": 2, "agent": 1}
    stale = (await call.customer.request("session.join", {"session": call.id, "epoch": 1}))["session"]
    assert {p["role"]: p["epoch"] for p in stale["participants"]}["customer"] == 3
    await call.agent.push("session", lambda view: any(p["epoch"] == 3 for p in view["participants"]))


async def test_the_other_side_sees_who_is_away(server, cast):
    call = await _call(server, cast)
    await call.customer.drop()

    def presence(view, state):
        return any(p["role"] == "customer" and p["presence"] == state for p in view["participants"])

    await call.agent.push("session", lambda view: presence(view, "detached"))
    back = await cast.stranger(server)
    await back.hello(resume=call.customer.resume_word)
    await call.agent.push("session", lambda view: presence(view, "attached"))


async def test_a_visitor_who_reloads_finds_the_place_in_the_queue(server, cast):
    async with Web(server) as browser:
        first = await visitor(server, web=browser)
        ticket = await enqueue(first)
        await enqueue(await cast.visitor(server))
        await first.close()
        again = await cast.visitor(server, web=browser)
        assert again.welcome["snapshot"]["ticket"] | {"waiting": 0} == ticket | {"waiting": 0}
        assert (await enqueue(again))["id"] == ticket["id"]
