"""The live board: what supervisors see of the floor, and what they change on it."""

from harness import Staff, enqueue, hang_up, start_call


async def test_the_board_shows_queues_agents_and_tickets(server, cast):
    agent = await cast.agent(server, "agent1", activity="available")
    call = await start_call(agent, await cast.visitor(server), name="Ada")
    waiting = await enqueue(await cast.visitor(server), name="Grace")
    async with Staff(server, "supervisor") as supervisor:
        board = await supervisor.read("/api/routing/board")
        [advice] = [queue for queue in board["queues"] if queue["queue"] == "advice"]
        assert (advice["waiting"], advice["oldestEnqueuedAt"], advice["isOpen"]) == (1, waiting["enqueuedAt"], True)
        assert (advice["agentsAvailable"], advice["agentsStaffed"]) == (0, 1)
        assert (advice["today"]["offered"], advice["today"]["answered"], advice["today"]["serviceLevel"]) == (2, 1, 1)
        [shown] = [agent for agent in board["agents"] if agent["name"] == "agent1"]
        assert (shown["workload"], shown["session"], shown["kind"], shown["connected"]) == ("talking", call.id, "available", True)
        [ticket] = board["tickets"]
        assert (ticket["id"], ticket["name"], ticket["position"], ticket["rule"]) == (waiting["id"], "Grace", 1, "Default")


async def test_nobody_there_for_a_queue_is_an_alarm(server, cast):
    await enqueue(await cast.visitor(server), useCase="support")
    async with Staff(server, "supervisor") as supervisor:
        board = await supervisor.read("/api/routing/board")
        assert {queue["queue"]: queue["alarms"] for queue in board["queues"]} == {"advice": [], "sales": [], "support": ["nobody_staffed"]}


async def test_a_supervisor_moves_and_prioritises_tickets(server, cast):
    customers = [await cast.visitor(server) for _ in range(3)]
    tickets = [await enqueue(customer) for customer in customers]
    async with Staff(server, "supervisor") as supervisor:
        await supervisor.change("POST", f"/api/routing/tickets/{tickets[2]['id']}/priority", {"priority": 50})
        assert (await customers[2].push("ticket", lambda p: p["position"] == 1)).get("movedBack") is None
        # Who falls back is told why.
        assert (await customers[0].push("ticket", lambda p: p["position"] == 2))["movedBack"] == "priority"
        await supervisor.change("POST", f"/api/routing/tickets/{tickets[0]['id']}/move", {"queue": "support"})
        moved = await customers[0].push("ticket", lambda p: p["queue"] == "support")
        assert (moved["position"], moved["enqueuedAt"]) == (1, tickets[0]["enqueuedAt"])
        assert await supervisor.refusal("POST", f"/api/routing/tickets/{tickets[0]['id']}/move", {"queue": "nowhere"}) == (404, "not_found")
        assert await supervisor.refusal("POST", f"/api/routing/tickets/{'0' * 32}/move", {"queue": "sales"}) == (409, "ticket_gone")
        assert await supervisor.refusal("POST", f"/api/routing/tickets/{tickets[0]['id']}/priority", {"priority": 101}) == (400, "bad_request")
    agent = await cast.agent(server, activity="available")
    assert (await agent.push("offer"))["ticket"] == tickets[2]["id"]


async def test_a_supervisor_forces_an_activity(server, cast):
    agent = await cast.agent(server, activity="available")
    async with Staff(server, "supervisor") as supervisor:
        id = agent.welcome["principal"]["id"]
        await supervisor.change("POST", f"/api/routing/agents/{id}/activity", {"activity": "away"})
        assert (await agent.push("agent", lambda p: p["activity"] == "away"))["kind"] == "away"
        await enqueue(await cast.visitor(server))
        await supervisor.change("POST", f"/api/routing/agents/{id}/activity", {"activity": "available"})
        await agent.push("offer")
        assert await supervisor.refusal("POST", f"/api/routing/agents/{id}/activity", {"activity": "nap"}) == (404, "not_found")


async def test_a_supervisor_of_one_queue_sees_that_queue_alone(server, cast):
    server.add_user("lead", "supervisor", queues="sales")
    agent = await cast.agent(server, "agent1", activity="available")
    async with Staff(server, "manager") as manager:
        await manager.set_profile("agent1", {}, ["support"])
    call = await start_call(agent, await cast.visitor(server), useCase="support")
    foreign = await enqueue(await cast.visitor(server))
    own = await enqueue(await cast.visitor(server), useCase="sales")
    async with Staff(server, "lead") as lead:
        board = await lead.read("/api/routing/board")
        assert [queue["queue"] for queue in board["queues"]] == ["sales"]
        assert [ticket["id"] for ticket in board["tickets"]] == [own["id"]]
        assert board["agents"] == []
        assert await lead.refusal("GET", f"/api/interactions/{call.interaction}") == (404, "not_found")
        assert await lead.refusal("POST", f"/api/routing/tickets/{foreign['id']}/priority", {"priority": 1}) == (409, "ticket_gone")
        id = agent.welcome["principal"]["id"]
        assert await lead.refusal("POST", f"/api/routing/agents/{id}/activity", {"activity": "away"}) == (404, "not_found")
    await hang_up(call)
