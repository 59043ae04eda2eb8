"""Monitor, whisper, barge, take over: checked by who gets whose tone and picture, not by what anybody says."""

import time

import pytest
from harness import RequestError, Web, eventually, refused, until


async def test_monitor_hears_and_sees_and_nobody_notices(make_server, make_meeting, cast):
    meeting = await make_meeting(make_server({"VISAVIS_SUPERVISORS_SHOWN_TO": "nobody"}))
    since = time.monotonic()
    supervisor = await meeting.supervise(await cast.agent(meeting.server, "supervisor"), "monitor")
    await until(lambda: all(supervisor.hears(one) and supervisor.sees(one) for one in (meeting.customer, meeting.agent)), "the supervisor hears and sees both")
    for person in (meeting.customer, meeting.agent):
        assert not person.heard(supervisor.sends["microphone"].frequency, since)
        assert not person.saw(supervisor.sends["camera"].source, since)
        assert {one["role"] for one in person.view["participants"]} == {"customer", "agent"}
        assert all(feed["participant"] != supervisor.id for feed in person.view["feeds"])
        assert all(supervisor.id not in text for text in person.client.raw), "not even the id is told"


@pytest.mark.parametrize("policy, agent_is_told, customer_is_told", [("agent", True, False), ("everyone", True, True)])
async def test_who_is_shown_that_a_supervisor_listens(make_server, make_meeting, cast, policy, agent_is_told, customer_is_told):
    meeting = await make_meeting(make_server({"VISAVIS_SUPERVISORS_SHOWN_TO": policy}))
    supervisor = await meeting.supervise(await cast.agent(meeting.server, "supervisor"), "monitor")
    for person, told in ((meeting.agent, agent_is_told), (meeting.customer, customer_is_told)):
        await until(lambda person=person, told=told: told == any(one["id"] == supervisor.id for one in person.view["participants"]), f"told: {told}")


async def test_whisper_is_heard_by_the_agent_alone(meeting, cast):
    since = time.monotonic()
    supervisor = await meeting.supervise(await cast.agent(meeting.server, "supervisor"), "whisper")
    await until(lambda: meeting.agent.hears(supervisor), "the agent hears the supervisor")
    await meeting.live("customer", "agent")
    assert not meeting.customer.heard(supervisor.sends["microphone"].frequency, since)
    for person in (meeting.customer, meeting.agent):
        assert not person.saw(supervisor.sends["camera"].source, since), "who whispers is not seen"


async def test_barge_is_heard_by_all_and_back_to_monitor_by_nobody(meeting, cast):
    supervisor = await meeting.supervise(await cast.agent(meeting.server, "supervisor"), "barge")
    await meeting.live()
    await supervisor.client.request("supervise.mode", {"session": meeting.call.id, "mode": "monitor"})
    await until(lambda: not meeting.agent.hears(supervisor) and not meeting.customer.hears(supervisor), "the supervisor is silent again")
    since = time.monotonic()
    await until(lambda: supervisor.hears(meeting.agent) and supervisor.hears(meeting.customer), "and still hears both")
    assert not meeting.agent.heard(supervisor.sends["microphone"].frequency, since + 0.3)
    await supervisor.client.request("supervise.mode", {"session": meeting.call.id, "mode": "barge"})
    await meeting.live()


def person_in(view, id):
    return next((one for one in view["participants"] if one["id"] == id), None)


async def test_take_over(make_server, make_meeting, cast):
    """The newcomer is there before the former agent goes, which is when the customer says that they receive the newcomer, and not before."""
    meeting = await make_meeting(make_server({"VISAVIS_HANDOVER_SECONDS": "60"}))
    client = await cast.agent(meeting.server, "supervisor")
    supervisor = await meeting.supervise(client, "monitor")
    session = {"session": meeting.call.id}
    answer = (await client.request("supervise.takeover", session))["session"]
    assert answer["handover"]["participant"] == supervisor.id
    assert (person_in(answer, supervisor.id)["role"], person_in(answer, supervisor.id)["mode"]) == ("supervisor", "barge")
    await meeting.live()
    assert meeting.customer.view["handover"] == answer["handover"]
    customer, word = meeting.customer.client, session | {"participant": supervisor.id, "epoch": supervisor.epoch}
    await client.request("session.received", word)
    await meeting.agent.client.request("session.received", word)
    await customer.request("session.received", word | {"epoch": supervisor.epoch + 1})
    await customer.request("session.received", word | {"participant": meeting.agent.id})
    assert meeting.customer.view["handover"], "these words say nothing of what the customer receives"
    await customer.request("session.received", word)
    ended = await meeting.call.agent.push("session", lambda view: view["state"] == "ended")
    assert ended["endedReason"] == "taken_over"
    assert person_in(meeting.customer.view, supervisor.id)["role"] == "agent" and meeting.customer.view["handover"] is None
    await meeting.live("customer", "supervisor")
    await until(lambda: not meeting.customer.hears(meeting.agent), "the former agent is gone")
    assert not any(push["t"] == "wrapup" for push in meeting.call.agent.received), "no wrap-up for who was relieved"
    assert await refused(meeting.call.agent.request("session.join", session)) in ("session_gone", "not_found", "not_allowed")
    await client.request("session.hangup", session)
    await client.push("wrapup")


async def test_a_takeover_that_nobody_confirms_ends_in_time(make_server, make_meeting, cast):
    meeting = await make_meeting(make_server({"VISAVIS_HANDOVER_SECONDS": "1"}))
    client = await cast.agent(meeting.server, "supervisor")
    supervisor = await meeting.supervise(client, "monitor")
    await client.request("supervise.takeover", {"session": meeting.call.id})
    await client.push("session", lambda view: person_in(view, supervisor.id)["role"] == "agent")
    await meeting.live("customer", "supervisor")


async def test_a_former_agent_who_hangs_up_leaves_at_once(make_server, make_meeting, cast):
    meeting = await make_meeting(make_server({"VISAVIS_HANDOVER_SECONDS": "60"}))
    client = await cast.agent(meeting.server, "supervisor")
    await meeting.supervise(client, "monitor")
    await client.request("supervise.takeover", {"session": meeting.call.id})
    await meeting.call.agent.request("session.hangup", {"session": meeting.call.id})
    await meeting.live("customer", "supervisor")
    assert person_in(meeting.customer.view, meeting.people["supervisor"].id)["role"] == "agent"


@pytest.mark.parametrize("way", ["leaves", "takes it back"])
async def test_a_newcomer_who_does_not_come_leaves_the_call_to_the_agent(make_server, make_meeting, cast, way):
    meeting = await make_meeting(make_server({"VISAVIS_HANDOVER_SECONDS": "60"}))
    client = await cast.agent(meeting.server, "supervisor")
    await meeting.supervise(client, "monitor")
    session = {"session": meeting.call.id}
    await client.request("supervise.takeover", session)
    other = await cast.agent(meeting.server, "manager")
    await other.request("supervise.join", session | {"mode": "monitor"})
    assert await refused(other.request("supervise.takeover", session)) == "not_allowed", "one at a time"
    if way == "leaves":
        await client.request("session.hangup", session)
    else:
        await client.request("supervise.mode", session | {"mode": "monitor"})
    await until(lambda: meeting.customer.view["handover"] is None, "nobody is on the way any more")
    assert person_in(meeting.customer.view, meeting.agent.id)["role"] == "agent"
    await meeting.live("customer", "agent")


async def test_every_step_of_a_supervisor_is_audited(meeting, cast):
    client = await cast.agent(meeting.server, "supervisor")
    await meeting.supervise(client, "monitor")
    for mode in ("whisper", "barge"):
        await client.request("supervise.mode", {"session": meeting.call.id, "mode": mode})
    await client.request("supervise.takeover", {"session": meeting.call.id})
    async with Web(meeting.server) as web:
        await web.sign_in("manager")

        async def entries():
            answer = await web.http.get("/api/audit")
            assert answer.status_code == 200, answer.text
            found = [entry for entry in reversed(answer.json()["entries"]) if entry["action"].startswith("session.")]
            return found if len(found) >= 4 else None

        found = await eventually(entries, "four entries of the audit log")
    assert [entry["actor"]["name"] for entry in found] == ["supervisor"] * 4, found
    assert [entry["action"] for entry in found] == ["session.monitor", "session.whisper", "session.barge", "session.takeover"], found
    assert all(entry["subject"]["id"] == meeting.call.id for entry in found), found


async def test_a_section_for_a_feed_one_may_not_get_stays_empty(meeting, cast):
    """A customer who has somehow learnt a supervisor's id asks for the supervisor's voice and picture."""
    supervisor = await meeting.supervise(await cast.agent(meeting.server, "supervisor"), "monitor")
    customer, since = meeting.customer, time.monotonic()
    customer.view = customer.view | {"feeds": [*customer.view["feeds"], *({"participant": supervisor.id, "kind": kind} for kind in ("microphone", "camera"))]}
    try:
        await customer.negotiate()
    except RequestError as error:
        assert error.code == "bad_sdp"
    await until(lambda: time.monotonic() - since > 1.5 and customer.hears(meeting.agent), "the call goes on")
    assert not customer.heard(supervisor.sends["microphone"].frequency, since) and not customer.saw(supervisor.sends["camera"].source, since)


async def test_an_agent_may_not_supervise(meeting, cast):
    nosy = await cast.agent(meeting.server, "agent2")
    for method, more in (("supervise.join", {"mode": "monitor"}), ("supervise.mode", {"mode": "barge"}), ("supervise.takeover", {})):
        assert await refused(nosy.request(method, {"session": meeting.call.id} | more)) in ("not_allowed", "not_found")
    assert await refused(nosy.request("supervise.watch", {"on": True})) == "not_allowed"


async def test_a_supervisor_of_another_queue_sees_no_session(server, make_meeting, cast):
    meeting = await make_meeting(server)
    server.add_user("elsewhere", role="supervisor", queues="support")
    stranger = await cast.agent(server, "elsewhere")
    assert (await stranger.request("supervise.watch", {"on": True}))["sessions"] == []
    unknown = await refused(stranger.request("supervise.join", {"session": "0" * 32, "mode": "monitor"}))
    assert await refused(stranger.request("supervise.join", {"session": meeting.call.id, "mode": "monitor"})) == unknown
    supervisor = await cast.agent(server, "supervisor")
    sessions = (await supervisor.request("supervise.watch", {"on": True}))["sessions"]
    assert [one["id"] for one in sessions] == [meeting.call.id]
