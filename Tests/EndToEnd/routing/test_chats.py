"""A second medium: several customers in writing at once, as many as the plan says."""

import asyncio

from harness import Staff, Web, eventually, refused, start_call

BOTH = ["video", "chat"]


async def offer_chats(manager, *, capacity=2, exclusive=True, media=BOTH):
    """Publishes that all queues have these media."""
    queues = [queue | {"media": media} for queue in (await manager.read("/api/routing/plan"))["plan"]["queues"]]
    await manager.publish(queues=queues, media={"video": {"exclusive": exclusive}, "chat": {"capacity": capacity}})


async def chat(agent, customer, **visit):
    """Begins a chat; nobody joins anything."""
    return await start_call(agent, customer, join=False, medium="chat", **visit)


async def write(client, session, text, key="1"):
    return (await client.request("chat.send", {"session": session, "key": key, "text": text}))["message"]


async def test_an_agent_has_several_at_once_and_they_never_mix(server, cast):
    async with Staff(server, "manager") as manager:
        await offer_chats(manager)
        agent = await cast.agent(server, activity="available")
        cleo, dora, eve = [await cast.visitor(server) for _ in range(3)]
        first = await chat(agent, cleo)
        assert (first.ticket["medium"], first.offer["medium"]) == ("chat", "chat")
        second = await chat(agent, dora)
        waiting = await eve.request("visit.start", {"useCase": "advice", "language": "en", "medium": "chat"})
        assert waiting["ticket"]["state"] == "waiting" and waiting["ticket"]["position"] == 1
        state = await agent.push("agent", lambda p: p["chats"] == 2)
        assert (state["workload"], state["canTake"]) == ("talking", [])
        await write(cleo, first.id, "My card is blocked")
        await write(dora, second.id, "Which shoes?")
        seen = [await agent.push("chat") for _ in range(2)]
        assert {(message["session"], message["text"]) for message in seen} == {
            (first.id, "My card is blocked"), (second.id, "Which shoes?")}
        await write(agent, first.id, "I look")
        assert (await cleo.push("chat", lambda p: p["role"] == "agent"))["session"] == first.id
        assert not [push for push in dora.received if push["t"] == "chat" and push["p"]["role"] == "agent"]
        board = await manager.read("/api/routing/board")
        assert [(ticket["medium"], ticket["state"]) for ticket in board["tickets"]] == [("chat", "waiting")]
        assert [person["chats"] for person in board["agents"] if person["name"] == "agent1"] == [2]
        # The record of one keeps its place; once it is in, the next is offered, and the other chat goes on.
        await agent.request("session.hangup", {"session": first.id})
        record = await agent.push("wrapup", lambda p: p["interaction"] == first.interaction)
        assert record["medium"] == "chat"
        assert not [push for push in agent.received if push["t"] == "offer" and push["p"]["ticket"] == waiting["ticket"]["id"]]
        await agent.request("wrapup.finish", {"interaction": first.interaction, "disposition": "resolved", "resolved": True})
        assert (await agent.push("offer", lambda p: p["ticket"] == waiting["ticket"]["id"]))["medium"] == "chat"
        seen = await manager.read(f"/api/interactions/{first.interaction}")
        assert seen["medium"] == "chat" and [(line["role"], line["text"]) for line in seen["chat"]] == [
            ("customer", "My card is blocked"), ("agent", "I look")]


async def test_calls_are_exclusive_until_the_plan_says_otherwise(server, cast):
    async with Staff(server, "manager") as manager:
        await offer_chats(manager)
        agent = await cast.agent(server, activity="available")
        call = await start_call(agent, await cast.visitor(server))
        late = await cast.visitor(server)
        ticket = (await late.request("visit.start", {"useCase": "advice", "language": "en", "medium": "chat"}))["ticket"]
        await agent.request("ping")
        assert not [push for push in agent.received if push["t"] == "offer" and push["p"]["ticket"] == ticket["id"]]
        await offer_chats(manager, exclusive=False)
        offer = await agent.push("offer", lambda p: p["ticket"] == ticket["id"])
        session = (await agent.request("offer.accept", {"offer": offer["id"]}))["session"]
        assert (session["medium"], session["media"], session["state"]) == ("chat", "none", "live")
        # A page that knows nothing learns of both.
        snapshot = (await cast.agent(server)).welcome["snapshot"]
        assert snapshot["session"]["id"] == call.id and [held["session"]["id"] for held in snapshot["chats"]] == [session["id"]]


async def test_nothing_of_a_call_can_be_asked_for_in_a_chat(server, cast):
    async with Staff(server, "manager") as manager:
        assert await refused((await cast.visitor(server)).request(
            "visit.start", {"useCase": "advice", "language": "en", "medium": "chat"})) == "medium_not_offered"
        await offer_chats(manager)
        config = (await manager.http.get("/api/config")).json()
        assert [case["media"] for case in config["useCases"]] == [BOTH] * 3
        agent = await cast.agent(server, activity="available")
        held = await chat(agent, await cast.visitor(server))
        for method, parameters in (
            ("session.join", {}), ("session.hold", {"on": True}), ("invite.create", {}), ("consult.start", {"queue": "sales"}),
            ("media.offer", {"epoch": 1, "sdp": "v=0\r\n", "sections": []})):
            assert await refused(agent.request(method, {"session": held.id} | parameters)) in ("not_allowed", "session_gone"), method
        supervisor = await cast.agent(server, "supervisor")
        live = (await supervisor.request("supervise.watch", {"on": True}))["sessions"]
        assert [(session["id"], session["medium"]) for session in live] == [(held.id, "chat")]
        assert await refused(supervisor.request("supervise.join", {"session": held.id, "mode": "monitor"})) == "not_allowed"
        await write(agent, held.id, "Still here")


async def test_what_was_written_goes_on_with_the_customer_even_through_kill_9(server, cast, closing):
    async with Staff(server, "manager") as manager:
        await offer_chats(manager)
    first = await cast.agent(server, "agent1", activity="available")
    web = await closing.enter_async_context(Web(server))
    customer = await cast.visitor(server, web=web)
    held = await chat(first, customer)
    await write(customer, held.id, "Ma carte est bloquée")
    await write(first, held.id, "I ask a colleague", "2")
    await first.request("session.transfer", {"session": held.id, "queue": "support"})
    waiting = await customer.push("ticket", lambda p: p["queue"] == "support")
    assert waiting["medium"] == "chat"
    server.kill()
    server.start()
    again = await cast.visitor(server, web=web)
    snapshot = again.welcome["snapshot"]
    assert snapshot["ticket"]["queue"] == "support"
    assert [message["text"] for message in snapshot["chat"]] == ["Ma carte est bloquée", "I ask a colleague"]
    second = await cast.agent(server, "agent2", activity="available")
    offer = await second.push("offer")
    session = (await second.request("offer.accept", {"offer": offer["id"]}))["session"]
    assert session["interaction"] == held.interaction
    history = await second.push("chat.history")
    assert (history["session"], [message["text"] for message in history["messages"]]) == (
        session["id"], ["Ma carte est bloquée", "I ask a colleague"])


async def test_a_chat_outlives_both_pages_and_says_who_is_away(make_server, cast):
    server = make_server({"VISAVIS_CHAT_ABSENCE_SECONDS": "10", "VISAVIS_DETACHED_SECONDS": "5"})
    async with Staff(server, "manager") as manager:
        await offer_chats(manager)
    agent = await cast.agent(server, activity="available")
    customer = await cast.visitor(server)
    held = await chat(agent, customer)
    await customer.socket.close()

    def customer_is(presence):
        return lambda view: [p["presence"] for p in view["participants"] if p["role"] == "customer"] == [presence]

    await agent.push("session", customer_is("detached"), deadline=10)
    # The server counts their absence from when they went; what is written meanwhile is not lost.
    await write(agent, held.id, "Are you there?")
    ended = await agent.push("session", lambda p: p["state"] == "ended", deadline=15)
    assert ended["endedReason"] == "customer_lost"
    assert (await agent.push("wrapup", lambda p: p["interaction"] == held.interaction))["medium"] == "chat"


async def test_many_accept_and_hang_up_at_once(server, cast):
    async with Staff(server, "manager") as manager:
        await offer_chats(manager, capacity=3)
        agents = [await cast.agent(server, f"agent{number}", activity="available") for number in (1, 2)]
        customers = [await cast.visitor(server) for _ in range(6)]

        async def serve(agent):
            for _ in range(3):
                offer = await agent.push("offer", deadline=10)
                await agent.request("offer.accept", {"offer": offer["id"]})

        visit = {"useCase": "advice", "language": "en", "medium": "chat"}
        await asyncio.gather(*(customer.request("visit.start", visit) for customer in customers), *(serve(agent) for agent in agents))
        board = await manager.read("/api/routing/board")
        assert sorted(person["chats"] for person in board["agents"] if person["name"].startswith("agent")) == [3, 3]
        views = [await customer.push("session", lambda p: p["state"] == "live") for customer in customers]
        await asyncio.gather(
            *(customer.request("session.hangup", {"session": view["id"]}) for customer, view in zip(customers, views, strict=True)))

        async def all_in_wrap_up():
            people = (await manager.read("/api/routing/board"))["agents"]
            return [p["workload"] for p in people if p["name"].startswith("agent")] == ["wrapUp", "wrapUp"]

        await eventually(all_in_wrap_up, "both agents finish their records")
