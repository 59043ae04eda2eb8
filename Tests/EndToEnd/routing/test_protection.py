"""Agents shield themselves from a customer's behaviour; supervisors know, and may forgive."""

from harness import Staff, Web, enqueue, refused, start_call


async def test_a_blocked_visitor_is_not_taken_until_a_supervisor_forgives(server, cast):
    agent = await cast.agent(server, activity="available")
    async with Web(server) as browser, Staff(server, "manager") as manager:
        customer = await cast.visitor(server, web=browser)
        call = await start_call(agent, customer, name="Rude")
        assert (await agent.request("session.protect", {"session": call.id, "end": False}))["session"]["state"] != "ended"
        [alert] = (await manager.read("/api/routing/board"))["alerts"]
        assert (alert["interaction"], alert["name"], alert["ended"], alert["blockedUntil"]) == (call.interaction, "Rude", False, None)
        await agent.request("session.protect", {"session": call.id, "end": True, "blockMinutes": 60})
        assert (await customer.push("session", lambda p: p["state"] == "ended"))["endedReason"] == "hangup"
        assert await refused(enqueue(customer)) == "not_available"
        # Not on another page, nor after the server was killed.
        server.kill()
        server.start()
        again = await cast.visitor(server, web=browser)
        assert await refused(enqueue(again)) == "not_available"
        seen = await manager.read(f"/api/interactions/{call.interaction}")
        assert [flag["ended"] for flag in seen["flags"]] == [False, True]
        assert "session.protected" in {entry["action"] for entry in (await manager.read("/api/audit"))["entries"]}
        await manager.change("POST", f"/api/routing/customers/{alert['customer']}/unblock", {})
        assert await manager.refusal("POST", f"/api/routing/customers/{alert['customer']}/unblock", {}) == (404, "not_found")
        assert (await enqueue(again))["position"] == 1


async def test_only_the_agent_of_the_call_may(server, cast):
    agent = await cast.agent(server, activity="available")
    customer = await cast.visitor(server)
    call = await start_call(agent, customer)
    other = await cast.agent(server, "agent2")
    assert await refused(customer.request("session.protect", {"session": call.id, "end": True})) == "not_allowed"
    assert await refused(other.request("session.protect", {"session": call.id, "end": True})) == "session_gone"
    assert await refused(agent.request("session.protect", {"session": call.id, "end": True, "blockMinutes": 0})) == "bad_request"
    assert await refused(agent.request("session.protect", {"session": call.id, "end": True, "blockMinutes": 10_081})) == "bad_request"
