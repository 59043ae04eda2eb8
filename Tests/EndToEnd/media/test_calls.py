"""Calls through the relay between people of aiortc: who hears and sees whom, by tones and numbered pictures."""

import time

import pytest
from harness import Web, hang_up, start_call, until
from harness.media import Meeting, PictureTrack, ToneTrack


@pytest.mark.parametrize("codec", ["VP8", "H264"])
async def test_two_people_hear_and_see_each_other(server, make_meeting, codec):
    meeting = await make_meeting(server, codec=codec)
    for one, other in ((meeting.customer, meeting.agent), (meeting.agent, meeting.customer)):
        eye = one.eyes[other.id, "camera"]
        before = len(eye.seen)
        await until(lambda eye=eye, before=before: len(eye.seen) >= before + 15, "15 more pictures")
        numbers = [number for _, _, number in eye.seen[before:]]
        assert numbers == sorted(numbers), "no picture is shown twice or out of order"
        assert {source for _, source, _ in eye.seen[before:]} == {other.sends["camera"].source}
        assert not one.hears(one), "nobody hears the own voice"
    view = meeting.agent.view
    assert view["media"] == "relay" and view["relay"] == meeting.agent.relay


async def test_the_session_is_live_when_both_have_media(meeting):
    await until(lambda: meeting.agent.view["state"] == meeting.customer.view["state"] == "live", "the session is live")
    await hang_up(meeting.call)
    await meeting.customer.client.push("session", lambda view: view["state"] == "ended")

    def is_let_go():
        metrics = meeting.server.metrics()
        return metrics["visavis_relay_rooms"] == 0 == metrics["visavis_relay_transports"]

    await until(is_let_go, "the relay has let go of the session")
    await until(lambda: meeting.agent.dtls.state == meeting.customer.dtls.state == "closed", "both were told (close_notify)")


async def test_a_shared_screen_is_a_feed_of_its_own(meeting):
    await meeting.customer.send("screen", PictureTrack(9, rate=8))
    await until(lambda: meeting.agent.sees(meeting.customer, "screen"), "the agent sees the customer's screen")
    await meeting.live()
    assert meeting.agent.sees(meeting.customer), "the camera goes on beside it"


async def test_a_guest_takes_part_and_is_sent_away(meeting):
    guest = await meeting.invite("guest")
    await meeting.live()
    [invite] = [one for one in meeting.agent.view["invites"] if one["participant"] == guest.id]
    await meeting.call.agent.request("invite.revoke", {"session": meeting.call.id, "invite": invite["id"]})
    ended = await guest.client.push("session", lambda view: view["state"] == "ended")
    assert ended["endedReason"] == "sent_away"
    await until(lambda: not meeting.agent.hears(guest) and not meeting.customer.hears(guest), "the guest is not heard any more")
    await meeting.live("customer", "agent")


@pytest.mark.alone
async def test_six_people(server, make_meeting, cast):
    """Each with four pictures a second: thirty decoders share this machine."""
    meeting = await make_meeting(server, rate=4)
    for name in ("guest", "guest2", "guest3"):
        await meeting.invite(name, rate=4)
    await meeting.supervise(await cast.agent(server, "supervisor"), "barge", rate=4)
    await meeting.live(deadline=20)
    secret = (await meeting.call.agent.request("invite.create", {"session": meeting.call.id}))["secret"]
    async with Web(server) as web:
        answer = await web.post("/api/guest", {"invite": secret, "name": "The seventh"})
        assert answer.json()["error"]["code"] == "overloaded", answer.text


async def test_who_comes_back_goes_on_in_the_same_sections(meeting):
    """A reloaded page: a new epoch, a new transport, the same feed for the other one."""
    customer, agent = meeting.customer, meeting.agent
    sections, epoch = len(agent.peer.getTransceivers()), customer.epoch
    since = time.monotonic()
    await customer.join()
    assert customer.epoch == epoch + 1
    await meeting.live()
    await until(lambda: agent.saw(customer.sends["camera"].source, since), "the picture is there again")
    assert len(agent.peer.getTransceivers()) == sections, "the agent needed no new section"


async def test_two_calls_do_not_mix(server, cast, make_meeting, closing):
    first = await make_meeting(server)
    agent = await cast.agent(server, "agent2", activity="available")
    second = Meeting(server, await start_call(agent, await cast.visitor(server), join=False), closing)
    since = time.monotonic()
    for name, tone, source in (("customer", 2_130, 11), ("agent", 2_470, 12)):
        client = second.call.customer if name == "customer" else second.call.agent
        await second.seat(name, client, microphone=ToneTrack(tone), camera=PictureTrack(source)).join()
    await second.live()
    await first.live()
    for mine, others in ((first, second), (second, first)):
        for person in mine.people.values():
            for stranger in others.people.values():
                assert not person.heard(stranger.sends["microphone"].frequency, since)
                assert not person.saw(stranger.sends["camera"].source, since)


async def test_a_silent_microphone_and_a_camera_that_is_off(meeting):
    """Nothing comes, then it goes on."""
    customer, agent = meeting.customer, meeting.agent
    for track in customer.sends.values():
        track.pause()
    await until(lambda: not agent.hears(customer) and not agent.sees(customer), "silence")
    assert customer.hears(agent) and customer.sees(agent)
    for track in customer.sends.values():
        track.resume()
    await meeting.live()
