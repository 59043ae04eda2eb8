"""On hold the customer hears music, and neither side hears or sees the other."""

import time

from harness import until


async def hold(meeting, on):
    return (await meeting.call.agent.request("session.hold", {"session": meeting.call.id, "on": on}))["session"]


async def test_hold_and_back(meeting):
    customer, agent = meeting.customer, meeting.agent
    assert (await hold(meeting, True))["hold"]["by"] == agent.id
    await until(lambda: not customer.hears(agent) and not agent.hears(customer), "the two do not hear each other")
    since = time.monotonic()
    ear = customer.ears[agent.id, "microphone"]
    await until(lambda: sum(at > since and spectrum.max() > 0.005 for at, spectrum in ear.blocks) >= 30, "the customer hears music for a while")
    assert not customer.heard(agent.sends["microphone"].frequency, since) or not customer.hears(agent)
    assert not customer.saw(agent.sends["camera"].source, since) and not agent.saw(customer.sends["camera"].source, since)
    assert not agent.ears[customer.id, "microphone"].heard_anything(since), "the agent hears nothing"
    assert (await hold(meeting, False))["hold"] is None
    await meeting.live()
    stopped = time.monotonic()
    await until(lambda: customer.heard(agent.sends["microphone"].frequency, stopped), "and the voice is back")


async def test_who_comes_back_while_on_hold_hears_music(meeting):
    await hold(meeting, True)
    customer, agent = meeting.customer, meeting.agent
    customer.sends = {}
    await customer.join()
    assert customer.view["hold"]
    since = time.monotonic()
    await until(lambda: any(ear.heard_anything(since) for ear in customer.ears.values()), "music")
    assert not customer.hears(agent)


async def test_a_guest_waits_with_the_customer(meeting):
    guest = await meeting.invite("guest")
    await meeting.live()
    await hold(meeting, True)
    await until(lambda: not guest.hears(meeting.agent) and not meeting.agent.hears(guest), "the guest is parked too")
    await hold(meeting, False)
    await meeting.live()
