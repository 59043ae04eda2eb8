"""A browser's page on one side, aiortc on the other: what the page shows is what was sent."""

import contextlib
import time

import pytest
from harness import eventually, until
from harness.firefox import Firefox
from harness.media import PictureTrack, Talker, ToneTrack

from media.browsers import chromium, firefox

BROWSERS = {"chromium": chromium, "firefox": firefox}
needs_firefox = pytest.mark.skipif(not Firefox.is_here(), reason="no Firefox here")


@pytest.fixture(params=["chromium", pytest.param("firefox", marks=needs_firefox)])
async def page(request, server):
    async with BROWSERS[request.param](server) as page:
        yield page


async def called(page, server, cast, closing, **tracks):
    """The page's visitor in a call with an agent of aiortc."""
    client = await cast.agent(server, "agent1", activity="available")
    await page.open("/visit?lang=en")
    await page.press("Talk now")
    offer = await client.push("offer", deadline=20)
    session = (await client.request("offer.accept", {"offer": offer["id"]}))["session"]
    agent = Talker(client, session["id"], **{"microphone": ToneTrack(700), "camera": PictureTrack(2)} | tracks)
    closing.push_async_callback(agent.close)
    return await agent.join()


async def test_a_page_and_aiortc(page, server, cast, closing):
    agent = await called(page, server, cast, closing)
    await page.is_in("live")
    await page.sees(2)
    await page.hears()
    [ear], [eye] = agent.ears.values(), agent.eyes.values()
    since = time.monotonic()
    await until(lambda: ear.heard_anything(since) and eye.saw_anything(since) and eye.size[0] >= 320, "aiortc hears and sees the page", 15)
    await page.press("Hang up")
    ended = await agent.client.push("session", lambda view: view["state"] == "ended")
    assert ended["endedReason"] == "hangup"


async def test_h264_between_a_page_and_aiortc(server, cast, closing):
    async with chromium(server) as page:
        agent = await called(page, server, cast, closing, codec="H264")
        await page.sees(2)
        await page.hears()
        [eye] = agent.eyes.values()
        await until(lambda: eye.saw_anything(time.monotonic() - 1), "aiortc sees the page", 15)


async def test_the_page_shows_that_it_is_on_hold_and_plays_music(page, server, cast, closing):
    agent = await called(page, server, cast, closing)
    await page.sees(2)
    await agent.client.request("session.hold", {"session": agent.session, "on": True})
    await page.until("() => document.querySelector('visavis-call').textContent.includes('You are on hold')", "the page says so")
    await page.hears()
    since = time.monotonic()
    [ear] = agent.ears.values()
    await until(lambda: time.monotonic() - since > 1, "a second")
    assert not ear.heard_anything(since + 0.5)
    await agent.client.request("session.hold", {"session": agent.session, "on": False})
    await page.sees(2)
    await until(lambda: ear.heard_anything(time.monotonic() - 0.5), "the customer is heard again")


@pytest.mark.alone
async def test_a_killed_server_is_survived_in_five_seconds(page, server, cast, closing):
    """The page notices by itself that the relay is another one, and builds a new connection."""
    agent = await called(page, server, cast, closing)
    await page.sees(2)
    server.kill()
    server.start()
    began = time.monotonic()
    client = agent.client = await cast.agent(server, "agent1")
    assert client.welcome["snapshot"]["session"]["relay"] != agent.relay
    await agent.join()
    [ear] = agent.ears.values()
    await until(lambda: ear.heard_anything(time.monotonic() - 0.5), "the page is heard again", 10)
    await page.sees(2)
    assert time.monotonic() - began < 5
    await page.is_in("live")
    assert (await page.media())["peers"] == 2


async def test_two_pages_of_two_browsers(server, cast):
    """A customer with Firefox, an agent with Chromium."""
    if not Firefox.is_here():
        pytest.skip("no Firefox here")
    async with contextlib.AsyncExitStack() as stack:
        customer, agent = await stack.enter_async_context(firefox(server)), await stack.enter_async_context(chromium(server))
        await agent.page.context.add_cookies([{"name": "visavis_session", "value": server.cookies["agent1"], "url": server.url}])
        await agent.open("/agent?lang=en")
        await agent.press("Available")
        await customer.open("/visit?lang=en")
        await customer.press("Talk now")
        await agent.press("Accept")
        for page in (customer, agent):
            await page.is_in("live")
            await page.hears()
            before = (await page.media())["framesDecoded"]

            async def more(page=page, before=before):
                return (await page.media())["framesDecoded"] > before + 15

            await eventually(more, "pictures are decoded", 15)
