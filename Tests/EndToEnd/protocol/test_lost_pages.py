"""A page that carried direct media and is gone for good: what becomes of the call. (Of relayed media the relay itself knows.)"""

from harness import eventually, start_call


async def _live(server, cast):
    call = await start_call(await cast.agent(server, activity="available"), await cast.visitor(server))
    for side in (call.customer, call.agent):
        await side.notify("session.report", {"media": "connected"})
    await call.agent.push("session", lambda view: view["state"] == "live")
    return call


async def test_another_open_page_does_not_hide_that_the_media_is_gone(make_server, cast):
    server = make_server({"VISAVIS_DETACHED_SECONDS": "5", "VISAVIS_MEDIA_PATH": "direct"})
    call = await _live(server, cast)
    other = await cast.agent(server, "agent1")
    await call.agent.drop()
    view = await other.push("session", lambda view: view["state"] == "reconnecting", deadline=15)
    assert not view["mine"]


async def test_a_call_whose_media_flows_outlives_the_signaling_session(make_server, cast):
    server = make_server({"VISAVIS_DETACHED_SECONDS": "5", "VISAVIS_MEDIA_PATH": "direct"})
    call = await _live(server, cast)
    await call.customer.drop()

    async def is_forgotten():
        return server.metrics()["visavis_signaling_sessions"] == 1

    await eventually(is_forgotten, "the hub to forget the customer's signaling session", 15)
    again = await cast.agent(server, "agent1")
    assert again.welcome["snapshot"]["session"]["state"] == "live"
