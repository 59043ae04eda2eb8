"""Who is offered to whom, and what happens when nobody answers."""

import pytest
from harness import Web, enqueue, refused, start_call


async def test_a_missed_offer_goes_to_the_next_agent(make_server, cast):
    server = make_server({"VISAVIS_OFFER_SECONDS": "3"})
    first = await cast.agent(server, "agent1", activity="available")
    customer = await cast.visitor(server)
    ticket = await enqueue(customer)
    offer = await first.push("offer")
    second = await cast.agent(server, "agent2", activity="available")
    assert await first.push("offer.ended", deadline=8) == {"offer": offer["id"], "result": "timeout"}
    assert (await first.push("agent", lambda p: p["notResponding"]))["workload"] == "idle"
    assert (await second.push("offer"))["ticket"] == ticket["id"]
    assert await refused(first.request("offer.accept", {"offer": offer["id"]})) == "offer_gone"
    # Any choice clears it.
    assert (await first.request("agent.activity", {"activity": "available"}))["agent"]["notResponding"] is False


async def test_a_rejected_offer_comes_back_to_another_first(make_server, cast):
    server = make_server({"VISAVIS_DECLINED_SECONDS": "1"})
    first = await cast.agent(server, "agent1", activity="available")
    ticket = await enqueue(await cast.visitor(server))
    offer = await first.push("offer")
    await first.request("offer.reject", {"offer": offer["id"]})
    assert await first.push("offer.ended") == {"offer": offer["id"], "result": "rejected"}
    again = await first.push("offer", deadline=5)
    assert again["ticket"] == ticket["id"] and again["id"] != offer["id"]
    await first.request("offer.reject", {"offer": again["id"]})
    second = await cast.agent(server, "agent2", activity="available")
    assert (await second.push("offer"))["ticket"] == ticket["id"]


async def test_leaving_takes_the_offer_back(server, cast):
    agent = await cast.agent(server, activity="available")
    customer = await cast.visitor(server)
    await enqueue(customer)
    offer = await agent.push("offer")
    await customer.request("visit.leave")
    assert await agent.push("offer.ended") == {"offer": offer["id"], "result": "rescinded"}
    closed = await customer.push("ticket", lambda p: p["state"] == "closed")
    assert closed["closedReason"] == "left"
    assert await refused(agent.request("offer.accept", {"offer": offer["id"]})) == "offer_gone"
    assert (await enqueue(customer))["id"] != closed["id"]


async def test_places_move_up(server, cast):
    customers = [await cast.visitor(server) for _ in range(4)]
    tickets = [await enqueue(customer) for customer in customers]
    assert [ticket["position"] for ticket in tickets] == [1, 2, 3, 4]
    await customers[1].request("visit.leave")
    assert (await customers[2].push("ticket", lambda p: p["position"] == 2))["waiting"] == 3
    assert (await customers[3].push("ticket", lambda p: p["position"] == 3))["waiting"] == 3
    assert all(push["p"]["position"] == 1 for push in customers[0].received if push["t"] == "ticket")


async def test_queues_have_places_of_their_own(server, cast):
    for use_case in ("advice", "sales", "support"):
        assert (await enqueue(await cast.visitor(server), useCase=use_case))["position"] == 1


async def test_the_oldest_ticket_first_and_the_longest_idle_agent_first(server, cast):
    customers = [await cast.visitor(server) for _ in range(2)]
    tickets = [await enqueue(customer, useCase=use_case) for customer, use_case in zip(customers, ("support", "advice"), strict=True)]
    first = await cast.agent(server, "agent1", activity="available")
    assert (await first.push("offer"))["ticket"] == tickets[0]["id"]
    second = await cast.agent(server, "agent2", activity="available")
    assert (await second.push("offer"))["ticket"] == tickets[1]["id"]


async def test_an_agent_who_is_away_gets_nothing(server, cast):
    agent = await cast.agent(server, activity="away")
    customer = await cast.visitor(server)
    await enqueue(customer)
    await agent.request("ping")
    assert not [push for push in agent.received if push["t"] == "offer"]
    await agent.request("agent.activity", {"activity": "available"})
    await agent.push("offer")
    await agent.request("agent.activity", {"activity": "away"})
    assert (await agent.push("offer.ended"))["result"] == "rejected"


async def test_statistics_tell_who_waits(server, cast):
    agent = await cast.agent(server)
    ticket = await enqueue(await cast.visitor(server))
    stats = await agent.push("stats", lambda p: any(queue["waiting"] == 1 for queue in p["queues"]))
    advice = next(queue for queue in stats["queues"] if queue["queue"] == "advice")
    assert (advice["waiting"], advice["oldestEnqueuedAt"]) == (1, ticket["enqueuedAt"])
    assert all("s" not in push for push in agent.received if push["t"] == "stats")


@pytest.mark.direct
async def test_several_tabs_of_one_agent(server, cast):
    first = await cast.agent(server, activity="available")
    second = await cast.agent(server)
    assert second.welcome["snapshot"]["agent"]["activity"] == "available"
    customer = await cast.visitor(server)
    await enqueue(customer)
    offer = await first.push("offer")
    assert (await second.push("offer"))["id"] == offer["id"]
    session = (await first.request("offer.accept", {"offer": offer["id"]}))["session"]
    assert (await second.push("offer.ended"))["result"] == "accepted"
    # One agent, one answer: a second click changes nothing.
    assert (await second.request("offer.accept", {"offer": offer["id"]}))["session"]["id"] == session["id"]
    await first.request("session.join", {"session": session["id"]})
    await customer.request("session.join", {"session": session["id"]})
    assert (await second.push("session", lambda p: _epoch(p) == 1))["mine"] is False
    # Signals go to the tab that has the media, and only from it.
    await customer.notify("signal", {"n": 1})
    await first.push("signal")
    assert await refused(second.request("signal", {"n": 1})) == "session_gone"
    # The second tab takes over.
    taken = (await second.request("session.join", {"session": session["id"]}))["session"]
    assert taken["mine"] and _epoch(taken) == 2
    assert (await first.push("session", lambda p: _epoch(p) == 2))["mine"] is False
    await customer.notify("signal", {"n": 2})
    assert (await second.push("signal"))["n"] == 2
    # One tab gone: the agent is still there.
    await first.drop()
    await second.request("ping")
    assert not [
        push for push in customer.received
        if push["t"] == "session" and any(p["role"] == "agent" and p["presence"] != "attached" for p in push["p"]["participants"])]


async def test_two_tabs_of_one_visitor_have_one_ticket(server, cast):
    async with Web(server) as browser:
        first = await cast.visitor(server, web=browser)
        second = await cast.visitor(server, web=browser)
    ticket = await enqueue(first)
    assert (await second.push("ticket"))["id"] == ticket["id"]
    assert (await enqueue(second, useCase="sales"))["id"] == ticket["id"]
    await second.request("visit.leave")
    assert (await first.push("ticket", lambda p: p["state"] == "closed"))["id"] == ticket["id"]


async def test_a_customer_who_stays_away_is_given_up(make_server, cast):
    server = make_server({"VISAVIS_CUSTOMER_GRACE_SECONDS": "5"})
    async with Web(server) as browser:
        customer = await cast.visitor(server, web=browser)
        behind = await cast.visitor(server)
        ticket = await enqueue(customer)
        await enqueue(behind)
        await customer.drop()
        await behind.push("ticket", lambda p: p["position"] == 1, deadline=10)
        again = await cast.visitor(server, web=browser)
        assert again.welcome["snapshot"]["ticket"] is None
        assert (await enqueue(again))["id"] != ticket["id"]


async def test_an_agent_who_is_lost_gives_the_offer_back(make_server, cast):
    server = make_server({"VISAVIS_AGENT_LEASE_SECONDS": "5"})
    first = await cast.agent(server, "agent1", activity="available")
    ticket = await enqueue(await cast.visitor(server))
    await first.push("offer")
    second = await cast.agent(server, "agent2", activity="available")
    await first.drop()
    assert (await second.push("offer", deadline=10))["ticket"] == ticket["id"]


@pytest.mark.direct
async def test_calls_run_beside_each_other(server, cast):
    calls = [await start_call(await cast.agent(server, name, activity="available"), await cast.visitor(server))
             for name in ("agent1", "agent2", "supervisor")]
    for number, call in enumerate(calls):
        await call.customer.notify("signal", {"n": number})
    for number, call in enumerate(calls):
        assert (await call.agent.push("signal"))["n"] == number
        assert len([push for push in call.agent.received if push["t"] == "signal"]) == 1
    assert server.metrics()["visavis_sessions"] == 3


def _epoch(session):
    return next(p["epoch"] for p in session["participants"] if p["role"] == "agent")
