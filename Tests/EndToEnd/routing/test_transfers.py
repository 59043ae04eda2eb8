"""Sending a customer on: to a queue, to a colleague, and back when nobody takes them."""

from harness import Staff, eventually, refused, start_call


async def test_to_another_queue_with_its_age_and_ahead_of_newcomers(server, cast):
    async with Staff(server, "manager") as manager:
        await manager.set_profile("agent1", {}, ["advice"])
        await manager.set_profile("agent2", {}, ["support"])
        first = await cast.agent(server, "agent1", activity="available")
        second = await cast.agent(server, "agent2", activity="available")
        customer = await cast.visitor(server)
        call = await start_call(first, customer)
        targets = await first.request("transfer.targets")
        assert [queue["name"] for queue in targets["queues"]] == ["advice", "sales", "support"]
        assert [(agent["name"], agent["canTake"]) for agent in targets["agents"]] == [("agent2", True)]
        await first.request("session.transfer", {"session": call.id, "queue": "support"})
        assert (await customer.push("session", lambda p: p["state"] == "ended"))["endedReason"] == "transferred"
        back = await customer.push("ticket", lambda p: p["queue"] == "support")
        assert (back["enqueuedAt"], back["interaction"]) == (call.ticket["enqueuedAt"], call.interaction)
        offer = await second.push("offer")
        session = (await second.request("offer.accept", {"offer": offer["id"]}))["session"]
        assert session["interaction"] == call.interaction and session["id"] != call.id
        # The first agent writes it up meanwhile.
        await first.push("wrapup", lambda p: p["interaction"] == call.interaction)
        seen = await manager.read(f"/api/interactions/{call.interaction}")
        assert [(segment["kind"], segment["agent"]["name"]) for segment in seen["segments"] if segment["kind"] == "talk"] == [
            ("talk", "agent1"), ("talk", "agent2")]
        assert seen["queue"] == "support"


async def test_to_a_colleague_who_alone_is_asked(server, cast):
    first = await cast.agent(server, "agent1", activity="available")
    call = await start_call(first, await cast.visitor(server))
    other = await cast.agent(server, "supervisor", activity="available")
    second = await cast.agent(server, "agent2", activity="available")
    await first.request("session.transfer", {"session": call.id, "agent": second.welcome["principal"]["id"]})
    assert (await second.push("offer"))["ticket"]
    assert not [push for push in other.received if push["t"] == "offer"]


async def test_a_colleague_who_declines_gives_the_customer_to_the_queue(server, cast):
    first = await cast.agent(server, "agent1", activity="available")
    second = await cast.agent(server, "agent2", activity="away")
    call = await start_call(first, await cast.visitor(server))
    await second.request("agent.activity", {"activity": "available"})
    await first.request("session.transfer", {"session": call.id, "agent": second.welcome["principal"]["id"]})
    offer = await second.push("offer")
    third = await cast.agent(server, "supervisor", activity="available")
    await second.request("offer.reject", {"offer": offer["id"]})
    assert (await third.push("offer"))["ticket"] == offer["ticket"]


async def test_what_cannot_be_is_refused_and_the_call_goes_on(server, cast):
    first = await cast.agent(server, "agent1", activity="available")
    customer = await cast.visitor(server)
    call = await start_call(first, customer)
    second = await cast.agent(server, "agent2", activity="offline")
    id = second.welcome["principal"]["id"]
    assert await refused(first.request("session.transfer", {"session": call.id, "agent": id})) == "agent_unavailable"
    assert await refused(first.request("session.transfer", {"session": call.id, "queue": "nowhere"})) == "not_found"
    assert await refused(first.request("session.transfer", {"session": call.id})) == "bad_request"
    assert await refused(first.request("session.transfer", {"session": call.id, "queue": "sales", "agent": id})) == "bad_request"
    assert await refused(second.request("session.transfer", {"session": call.id, "queue": "sales"})) == "session_gone"
    assert await refused(customer.request("session.transfer", {"session": call.id, "queue": "sales"})) == "not_allowed"
    assert (await first.request("session.join", {"session": call.id}))["session"]["state"] != "ended"


async def test_the_customer_waits_on_after_kill_9(server, cast):
    first = await cast.agent(server, "agent1", activity="available")
    customer = await cast.visitor(server)
    call = await start_call(first, customer)
    await first.request("session.transfer", {"session": call.id, "queue": "sales"})
    server.kill()
    server.start()
    async with Staff(server, "supervisor") as supervisor:
        async def waiting():
            return (await supervisor.read("/api/routing/board"))["tickets"]

        [ticket] = await eventually(waiting, "the ticket is there")
        assert (ticket["interaction"], ticket["queue"], ticket["enqueuedAt"]) == (call.interaction, "sales", call.ticket["enqueuedAt"])


async def test_wrap_up_is_skipped_or_made_longer_as_the_queue_has_it(server, cast):
    async with Staff(server, "manager") as manager:
        held = await manager.read("/api/routing/plan")
        wrap_up = {"mode": "optional", "seconds": 30, "extensions": 1, "extensionSeconds": 45}
        await manager.publish(queues=[queue | {"wrapUp": wrap_up} for queue in held["plan"]["queues"]])
    agent = await cast.agent(server, activity="available")
    call = await start_call(agent, await cast.visitor(server))
    await agent.request("session.hangup", {"session": call.id})
    wrapup = await agent.push("wrapup")
    assert (wrapup["mode"], wrapup["canSkip"], wrapup["extensionsLeft"], wrapup["deadline"] - wrapup["startedAt"]) == ("optional", True, 1, 30_000)
    await agent.request("wrapup.extend", {"interaction": call.interaction})
    longer = await agent.push("wrapup")
    assert (longer["deadline"] - wrapup["deadline"], longer["extensionsLeft"]) == (45_000, 0)
    assert await refused(agent.request("wrapup.extend", {"interaction": call.interaction})) == "overloaded"
    await agent.request("wrapup.skip", {"interaction": call.interaction})
    await agent.push("agent", lambda p: p["workload"] == "idle")
