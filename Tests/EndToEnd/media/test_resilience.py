"""Connections that are cut, addresses that change, a server that is killed."""

import time

import pytest
from harness import Client, Web, eventually, start_call, until
from harness.media import RawTransport, Talker, UDPSocket


async def test_media_goes_on_while_signaling_is_away(meeting):
    customer = meeting.customer.client
    await customer.drop()
    since = time.monotonic()
    await until(lambda: meeting.agent.heard(meeting.customer.sends["microphone"].frequency, since + 1), "the agent goes on hearing")
    await meeting.live()
    again = await Client.connect(meeting.server)
    try:
        await again.hello(resume=customer.resume_word)
        session = (await again.request("session.join", {"session": meeting.call.id, "epoch": meeting.customer.epoch}, id=1_000))["session"]
        assert session["mine"] and session["state"] == "live"
        assert next(one["epoch"] for one in session["participants"] if one["id"] == meeting.customer.id) == meeting.customer.epoch
        await meeting.live()
    finally:
        await again.close()


@pytest.mark.alone
async def test_after_a_kill_everybody_starts_over(server, make_meeting, cast):
    """What a client notices, and what it then does (PROTOCOL.md §7.5): the media is back in less than five seconds."""
    async with Web(server) as web:
        meeting = await make_meeting(server, web=web)
        former = meeting.agent.relay
        server.kill()
        server.start()
        began = time.monotonic()
        meeting.customer.client = await cast.visitor(server, web=web)
        meeting.agent.client = await cast.agent(server, "agent1")
        for talker in meeting.people.values():
            session = talker.client.welcome["snapshot"]["session"]
            assert session["id"] == meeting.call.id and session["relay"] != former
            await talker.join()
        await meeting.live()
        assert time.monotonic() - began < 5


@pytest.fixture
async def raw(server, cast, closing):
    """A customer whose transport is written by hand, and an agent who listens."""
    agent, customer = await cast.agent(server, "agent1", activity="available"), await cast.visitor(server)
    call = await start_call(agent, customer, join=False)
    transport = closing.enter_context(RawTransport(server, customer, call.id))
    await transport.connect()
    talker = Talker(agent, call.id)
    closing.push_async_callback(talker.close)
    await talker.join()
    return transport, talker


async def test_a_participant_moves_to_another_address(server, raw):
    """A network switch without a word by signaling: the new address is checked, then used both ways."""
    transport, talker = raw
    await transport.is_heard(talker)
    with UDPSocket(server, "127.0.0.9") as other:
        await transport.check(other)
        await transport.is_heard(talker, other)
        # What the relay sends follows: its reports come to the new address.
        await until(lambda: any(data[0] >> 6 == 2 for data in other.waiting()), "the relay's packets come to the new address")


async def test_an_ice_restart_keeps_the_keys(server, raw):
    transport, talker = raw
    await transport.is_heard(talker)
    former = transport.remote_ufrag
    answer = await transport.negotiate(transport.offer().replace("a=ice-ufrag:made", "a=ice-ufrag:anew"))
    assert transport.remote_ufrag != former
    assert "a=setup:passive" in answer
    await transport.is_heard(talker)
    await transport.check()
    await transport.is_heard(talker)


async def test_who_is_silent_for_fifteen_seconds_is_cut(server, raw):
    """Consent (RFC 7675): packets go on, checks do not; nothing is passed on any more, and the agent is told."""
    transport, talker = raw
    await transport.is_heard(talker)
    began = time.monotonic()

    async def speaks(condition):
        transport.speak()
        return condition()

    await eventually(lambda: speaks(lambda: talker.view["state"] == "reconnecting"), "the session is reconnecting", 25)
    assert 13 < time.monotonic() - began < 17
    unknown = 'visavis_relay_dropped_total{reason="unknown_source"}'
    earlier = server.metrics()[unknown]
    await eventually(lambda: speaks(lambda: server.metrics()[unknown] > earlier), "what still comes is from nobody")
    [ear] = talker.ears.values()
    frames, earlier = ear.frames, server.metrics()[unknown]
    await eventually(lambda: speaks(lambda: server.metrics()[unknown] > earlier), "and more of it")
    assert ear.frames == frames
    await transport.negotiate(transport.offer().replace("a=ice-ufrag:made", "a=ice-ufrag:anew"))
    await transport.check()
    await transport.is_heard(talker)
