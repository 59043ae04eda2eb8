"""Warm transfers: an agent asks a colleague while the customer holds."""

from harness import Staff, refused, start_call


async def consult(server, cast):
    """agent1 has the customer and agent2 a seat beside them."""
    first = await cast.agent(server, "agent1", activity="available")
    customer = await cast.visitor(server)
    call = await start_call(first, customer)
    second = await cast.agent(server, "agent2", activity="available")
    asked = await first.request("consult.start", {"session": call.id, "agent": second.welcome["principal"]["id"]})
    offer = await second.push("offer")
    return first, second, customer, call, asked["session"], offer


async def test_complete_hands_the_customer_over(server, cast):
    first, second, customer, call, asked, offer = await consult(server, cast)
    assert asked["hold"] and (asked["consult"]["name"], asked["consult"]["state"]) == ("agent2", "asking")
    assert offer["consult"] == {"session": call.id, "by": "agent1"} and offer["caller"]["id"]
    held = await customer.push("session", lambda p: p["hold"])
    assert "consult" not in held
    joined = (await second.request("offer.accept", {"offer": offer["id"]}))["session"]
    [mine] = [one for one in joined["participants"] if one["id"] == joined["self"]]
    assert (joined["id"], mine["role"], joined["caller"]["id"]) == (call.id, "consulted", offer["caller"]["id"])
    assert (await first.push("session", lambda p: p.get("consult", {}).get("state") == "joined"))["hold"]
    # Who holds is not told whom the agent asks.
    assert all(one["role"] != "consulted" for push in customer.received if push["t"] == "session" for one in push["p"]["participants"])
    assert await refused(second.request("consult.complete", {"session": call.id})) == "not_allowed"
    assert await refused(second.request("session.transfer", {"session": call.id, "queue": "sales"})) == "not_allowed"
    await second.request("note.save", {"interaction": call.interaction, "text": "knows the tariff"})
    await first.request("consult.complete", {"session": call.id})
    assert (await first.push("session", lambda p: p["state"] == "ended"))["endedReason"] == "transferred"
    await first.push("wrapup", lambda p: p["interaction"] == call.interaction)
    mine = await second.push("session", lambda p: any(one["id"] == p["self"] and one["role"] == "agent" for one in p["participants"]))
    assert (mine["id"], mine["hold"], mine.get("consult"), mine["note"]) == (call.id, None, None, "knows the tariff")
    seen = await customer.push("session", lambda p: any(one["role"] == "agent" and one["name"] == "agent2" for one in p["participants"]))
    assert seen["hold"] is None and len(seen["participants"]) == 2
    async with Staff(server, "manager") as manager:
        segments = (await manager.read(f"/api/interactions/{call.interaction}"))["segments"]
    assert ("consult", "agent2") in [(one["kind"], one["agent"]["name"]) for one in segments]


async def test_who_takes_a_seat_reads_what_was_written_before(server, cast):
    first = await cast.agent(server, "agent1", activity="available")
    customer = await cast.visitor(server)
    call = await start_call(first, customer)
    supervisor = await cast.agent(server, "supervisor")
    assert "consult" not in (await supervisor.request("supervise.watch", {"on": True}))["sessions"][0]
    await supervisor.request("supervise.join", {"session": call.id, "mode": "monitor"})
    for client, text in ((customer, "4711"), (first, "I ask somebody")):
        await client.request("chat.send", {"session": call.id, "key": text, "text": text})
    second = await cast.agent(server, "agent2", activity="available")
    await first.request("consult.start", {"session": call.id, "agent": second.welcome["principal"]["id"]})
    asking = await supervisor.push("live", lambda p: p["sessions"][0].get("consult"))
    assert (asking["sessions"][0]["consult"]["name"], asking["sessions"][0]["consult"]["state"]) == ("agent2", "asking")
    await second.request("offer.accept", {"offer": (await second.push("offer"))["id"]})
    seat, told = await second.envelope("session"), await second.envelope("chat.history")
    assert seat["s"] < told["s"] and told["p"]["session"] == call.id
    assert [(message["role"], message["text"]) for message in told["p"]["messages"]] == [("customer", "4711"), ("agent", "I ask somebody")]
    # Who was there when nothing was written has had it as it came.
    assert [push["t"] for push in supervisor.received if push["t"].startswith("chat")] == ["chat", "chat"]
    await supervisor.request("session.hangup", {"session": call.id})
    await supervisor.request("supervise.join", {"session": call.id, "mode": "monitor"})
    assert len((await supervisor.push("chat.history"))["messages"]) == 2


async def test_merge_and_return(server, cast):
    first, second, customer, call, _, offer = await consult(server, cast)
    await second.request("offer.accept", {"offer": offer["id"]})
    await first.request("session.hold", {"session": call.id, "on": False})
    merged = await customer.push("session", lambda p: p["hold"] is None and len(p["participants"]) == 3)
    assert {one["role"] for one in merged["participants"]} == {"customer", "agent", "consulted"}
    back = (await first.request("consult.return", {"session": call.id}))["session"]
    assert back.get("consult") is None and len(back["participants"]) == 2
    assert (await second.push("session", lambda p: p["state"] == "ended"))["endedReason"] == "left"
    assert (await second.push("agent", lambda p: p["workload"] == "idle"))["activity"] == "available"
    assert (await first.push("consult"))["ending"] == "returned"


async def test_a_colleague_who_declines_leaves_the_customer_with_the_agent(server, cast):
    first, second, _, call, _, offer = await consult(server, cast)
    assert await refused(first.request("consult.start", {"session": call.id, "queue": "sales"})) == "not_allowed"
    await second.request("offer.reject", {"offer": offer["id"]})
    assert (await first.push("consult"))["ending"] == "declined"
    held = await first.push("session", lambda p: p.get("consult") is None and p["hold"])
    assert held["state"] != "ended"
    assert await refused(first.request("consult.complete", {"session": call.id})) == "not_allowed"


async def test_nobody_has_time(server, cast):
    first = await cast.agent(server, "agent1", activity="available")
    customer = await cast.visitor(server)
    call = await start_call(first, customer)
    second = await cast.agent(server, "agent2", activity="away")
    id = second.welcome["principal"]["id"]
    assert await refused(first.request("consult.start", {"session": call.id, "agent": id})) == "agent_unavailable"
    assert await refused(first.request("consult.start", {"session": call.id, "queue": "sales"})) == "agent_unavailable"
    assert await refused(first.request("consult.start", {"session": call.id, "queue": "nowhere"})) == "not_found"
    assert await refused(first.request("consult.start", {"session": call.id})) == "bad_request"
    assert await refused(customer.request("consult.start", {"session": call.id, "queue": "sales"})) == "not_allowed"
    assert (await first.request("session.join", {"session": call.id}))["session"]["hold"] is None


async def test_the_colleague_has_the_customer_after_kill_9(server, cast):
    first, second, _, call, _, offer = await consult(server, cast)
    await second.request("offer.accept", {"offer": offer["id"]})
    server.kill()
    server.start()
    second = await cast.agent(server, "agent2")
    held = second.welcome["snapshot"]["session"]
    assert (held["id"], held["consult"]["state"]) == (call.id, "joined")
    first = await cast.agent(server, "agent1")
    await first.request("consult.complete", {"session": call.id})
    await second.push("session", lambda p: any(one["id"] == p["self"] and one["role"] == "agent" for one in p["participants"]))
