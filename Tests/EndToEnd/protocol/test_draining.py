"""The server stops in order."""

import signal

import pytest
from harness import Web, enqueue, start_call


async def test_everybody_is_told_to_come_back(server, cast):
    async with Web(server) as browser:
        customer = await cast.visitor(server, web=browser)
        ticket = await enqueue(customer)
        agent = await cast.agent(server)
        stranger = await cast.stranger(server)
        server.signal(signal.SIGTERM)
        for client in (customer, agent, stranger):
            assert await client.bye() == {"action": "reconnect", "reason": "draining"}
            await client.closed()
        assert server.wait() == 0
        server.start()
        again = await cast.visitor(server, web=browser)
    assert again.welcome["snapshot"]["ticket"]["id"] == ticket["id"]
    assert again.welcome["snapshot"]["ticket"]["enqueuedAt"] == ticket["enqueuedAt"]


async def test_a_client_that_stays_is_cut_off(server, cast):
    customer = await cast.visitor(server)
    customer.socket.transport.pause_reading()
    assert server.terminate(deadline=10) == 0
    assert "stopped" in server.log


@pytest.mark.direct
async def test_a_call_goes_on_after_a_restart(server, cast):
    async with Web(server) as browser:
        call = await start_call(await cast.agent(server, activity="available"), await cast.visitor(server, web=browser))
        await call.agent.request("chat.send", {"session": call.id, "key": "k", "text": "before"})
        server.terminate()
        server.start()
        customer = await cast.visitor(server, web=browser)
    agent = await cast.agent(server)
    for client in (customer, agent):
        snapshot = client.welcome["snapshot"]
        assert snapshot["session"]["id"] == call.id
        assert [message["text"] for message in snapshot["chat"]] == ["before"]
        joined = (await client.request("session.join", {"session": call.id, "epoch": 1}))["session"]
        assert {p["epoch"] for p in joined["participants"]} == {1}
    await customer.notify("signal", {"n": 1})
    await agent.push("signal")
