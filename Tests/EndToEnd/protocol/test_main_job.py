"""A customer comes, waits, is taken, talks, and goes; the agent writes down how it ended."""

import json

import pytest
from harness import enqueue, hang_up, start_call


async def test_from_visit_to_finished_wrap_up(server, cast):
    agent = await cast.agent(server)
    customer = await cast.visitor(server)

    ticket = await enqueue(customer, name="Ana", matter="a new stove", page="https://shop.example/stoves")
    assert (ticket["state"], ticket["position"], ticket["waiting"], ticket["queue"]) == ("waiting", 1, 1, "advice")

    reply = await agent.request("agent.activity", {"activity": "available"})
    assert reply["agent"]["activity"] == "available"
    offer = await agent.push("offer")
    assert offer["ticket"] == ticket["id"]
    assert offer["enqueuedAt"] == ticket["enqueuedAt"]
    assert offer["deadline"] > offer["createdAt"]
    assert (offer["caller"]["name"], offer["caller"]["matter"]) == ("Ana", "a new stove")
    assert (await customer.push("ticket", lambda p: p["state"] == "offered"))["id"] == ticket["id"]

    session = (await agent.request("offer.accept", {"offer": offer["id"]}))["session"]
    assert (session["state"], session["polite"], session["mine"]) == ("connecting", False, False)
    assert (await agent.push("offer.ended")) == {"offer": offer["id"], "result": "accepted"}
    seen = await customer.push("session")
    assert (seen["id"], seen["polite"], "caller" in seen) == (session["id"], True, False)
    closed = await customer.push("ticket", lambda p: p["state"] == "closed" or p["state"] == "assigned")
    assert closed["id"] == ticket["id"]

    joined = (await customer.request("session.join", {"session": session["id"]}))["session"]
    assert joined["mine"] and _epochs(joined) == {"customer": 1, "agent": 0}
    joined = (await agent.request("session.join", {"session": session["id"]}))["session"]
    assert joined["mine"] and _epochs(joined) == {"customer": 1, "agent": 1}

    for side in (agent, customer):
        await side.request("session.media", {"audio": True, "video": True, "screen": False})
        await side.request("session.report", {"media": "connected"})
    await agent.push("session", lambda p: p["state"] == "live")
    live = await customer.push("session", lambda p: p["state"] == "live")
    assert all(participant["media"]["video"] for participant in live["participants"])

    message = (await agent.request("chat.send", {"session": session["id"], "key": "k1", "text": "Hello Ana"}))["message"]
    assert (message["text"], message["role"]) == ("Hello Ana", "agent")
    assert await customer.push("chat") == await agent.push("chat") == message

    await customer.request("session.hangup", {"session": session["id"]})
    assert (await agent.push("session", lambda p: p["state"] == "ended"))["endedReason"] == "hangup"
    assert (await customer.push("session", lambda p: p["state"] == "ended"))["endedReason"] == "hangup"
    wrapup = await agent.push("wrapup")
    assert wrapup["interaction"] == session["interaction"]
    disposition = wrapup["dispositions"][0]
    await agent.request(
        "wrapup.finish", {"interaction": session["interaction"], "disposition": disposition, "resolved": True, "note": "sold one"})
    assert await agent.push("wrapup") == {"interaction": session["interaction"], "finished": True}
    assert (await agent.push("agent", lambda p: p["workload"] == "idle" and p["activity"] == "available"))["notResponding"] is False


@pytest.mark.direct
async def test_a_signal_is_relayed_byte_for_byte_with_its_sender(server, cast):
    call = await start_call(await cast.agent(server, activity="available"), await cast.visitor(server))
    odd = '{ "session":"' + call.id + '",  "n" : 1.50e1, "x":"\\u00e9é\\/🙂", "candidate":null }'
    await call.customer.send_raw('{"m":"signal","p":' + odd + "}")
    envelope = await call.agent.envelope("signal")
    assert envelope["from"] == call.sides["customer"]
    assert odd in call.agent.raw[-1]
    # With an id it is answered too.
    await call.agent.request("signal", {"session": call.id, "n": 1})
    assert (await call.customer.envelope("signal"))["from"] == call.sides["agent"]
    # The sender does not hear itself.
    assert not [push for push in call.customer.received if push["t"] == "signal" and push["from"] == call.sides["customer"]]


@pytest.mark.direct
async def test_signals_of_one_sender_keep_their_order(make_server, cast):
    server = make_server({"VISAVIS_LIMIT_MESSAGES_PER_SECOND": "5000"})
    call = await start_call(await cast.agent(server, activity="available"), await cast.visitor(server))
    for number in range(300):
        await call.customer.notify("signal", {"session": call.id, "n": number})
    await call.agent.push("signal", lambda p: p["n"] == 299)
    assert [push["p"]["n"] for push in call.agent.received if push["t"] == "signal"] == list(range(300))


async def test_a_chat_key_is_stored_once(server, cast):
    call = await start_call(await cast.agent(server, activity="available"), await cast.visitor(server))
    word = {"session": call.id, "key": "same", "text": "once"}
    first = await call.customer.request("chat.send", word)
    again = await call.customer.request("chat.send", word | {"text": "twice"})
    assert first == again
    await call.customer.request("chat.send", word | {"key": "other", "text": "after"})
    await call.agent.push("chat", lambda p: p["text"] == "after")
    assert [push["p"]["text"] for push in call.agent.received if push["t"] == "chat"] == ["once", "after"]


async def test_the_next_customer_is_offered_after_the_wrap_up(server, cast):
    agent = await cast.agent(server, activity="available")
    call = await start_call(agent, await cast.visitor(server))
    second = await enqueue(await cast.visitor(server))
    await hang_up(call)
    await agent.request("note.save", {"interaction": call.interaction, "text": "a note"})
    assert not [push for push in agent.received if push["t"] == "offer" and push["p"]["ticket"] == second["id"]]
    await agent.request("wrapup.finish", {"interaction": call.interaction, "disposition": "resolved", "resolved": None})
    assert (await agent.push("offer"))["ticket"] == second["id"]


async def test_wrap_up_ends_by_itself(make_server, cast):
    server = make_server({"VISAVIS_WRAPUP_SECONDS": "5"})
    agent = await cast.agent(server, activity="available")
    await hang_up(await start_call(agent, await cast.visitor(server)))
    await agent.push("wrapup", lambda p: p.get("finished"), deadline=8)
    await agent.push("agent", lambda p: p["workload"] == "idle")


async def test_ice_servers_are_given_to_participants(make_server, cast, tmp_path):
    (tmp_path / "turn").write_text("a-shared-secret\n")
    server = make_server({
        "VISAVIS_STUN_URLS": "stun:stun.example:3478", "VISAVIS_TURN_URLS": "turn:turn.example:3478",
        "VISAVIS_TURN_SECRET_FILE": str(tmp_path / "turn")})
    call = await start_call(await cast.agent(server, activity="available"), await cast.visitor(server))
    servers = (await call.customer.request("session.ice"))["iceServers"]
    turn = next(entry for entry in servers if "username" in entry)
    assert int(turn["username"].split(":")[0]) * 1_000 > call.customer.welcome["now"]
    assert turn["credential"] and "a-shared-secret" not in json.dumps(servers)


def _epochs(session):
    return {participant["role"]: participant["epoch"] for participant in session["participants"]}
