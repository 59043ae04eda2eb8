"""Who may speak: origins, tokens, and the first message."""

import pytest
import websockets

from harness import RawConnection, Web, refused
from harness.raw import upgrade_request


async def test_the_welcome_tells_what_holds(server, cast):
    customer = await cast.visitor(server)
    welcome = customer.welcome
    assert welcome["resumed"] is False and welcome["seq"] == 0 and welcome["pingMs"] == 20_000
    assert welcome["limits"] == {"messageBytes": 65_536, "depth": 16, "messagesPerSecond": 100}
    assert welcome["principal"]["kind"] == "customer"
    assert welcome["snapshot"] == {"ticket": None, "session": None, "chat": [], "ended": None}
    agent = await cast.agent(server)
    principal = agent.welcome["principal"]
    assert (principal["kind"], principal["name"], principal["role"]) == ("account", "agent1", "agent")
    assert agent.welcome["snapshot"]["useCases"] == ["advice", "sales", "support"]


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://127.0.0.1:1", "http://127.0.0.1.evil.example"])
async def test_other_origins_are_refused(server, cast, origin):
    with pytest.raises(websockets.InvalidStatus) as refusal:
        await cast.stranger(server, origin=origin)
    assert refusal.value.response.status_code == 403


async def test_the_path_and_the_subprotocol_must_fit(server, cast):
    async with await RawConnection.open(server) as raw:
        await raw.send(upgrade_request(server, Sec_WebSocket_Protocol="other"))
        assert not (await raw.rest()).startswith(b"HTTP/1.1 101")
    async with await RawConnection.open(server) as raw:
        await raw.send(upgrade_request(server, path="/elsewhere"))
        assert not (await raw.rest()).startswith(b"HTTP/1.1 101")
    await cast.visitor(server)


@pytest.mark.parametrize("first", ['{"id":1,"m":"ping"}', '{"m":"hello","p":{}}', '{"id":1,"m":"visit.start","p":{}}'])
async def test_the_first_message_is_hello(server, cast, first):
    stranger = await cast.stranger(server)
    await stranger.send_raw(first)
    assert await stranger.bye() == {"action": "stop", "reason": "protocol_error"}
    await stranger.closed()


async def test_hello_without_a_token(server, cast):
    stranger = await cast.stranger(server)
    assert await refused(stranger.hello()) == "not_authenticated"
    await stranger.closed()


async def test_hello_within_five_seconds(server, cast):
    stranger = await cast.stranger(server)
    assert (await stranger.bye(deadline=8))["reason"] == "hello_timeout"
    await stranger.closed()


async def test_a_token_opens_one_hello(server, cast):
    async with Web(server) as browser:
        token = (await browser.visitor())["token"]
    await (await cast.stranger(server)).hello(token)
    again = await cast.stranger(server)
    assert await refused(again.hello(token)) == "token_replayed"
    await again.closed()


async def test_a_second_hello_is_refused(server, cast):
    customer = await cast.visitor(server)
    assert await refused(customer.request("hello", {"token": "x"})) == "unknown_method"
    await customer.request("ping")


async def test_a_client_that_says_nothing_is_let_go(make_server, cast):
    server = make_server({"VISAVIS_PING_SECONDS": "1"})
    customer = await cast.visitor(server)
    assert customer.welcome["pingMs"] == 1_000
    assert await customer.bye(deadline=8) == {"action": "resume", "reason": "silent"}
    await customer.closed()


async def test_hellos_of_one_address_are_limited(make_server, cast):
    server = make_server({"VISAVIS_LIMIT_HELLOS_PER_SECOND_PER_ADDRESS": "1"})
    codes = []
    for _ in range(6):
        stranger = await cast.stranger(server)
        codes.append(await refused(stranger.hello("no token")))
    assert "rate_limited" in codes
    other = await cast.stranger(server, local_addr=("127.0.0.9", 0))
    assert await refused(other.hello("no token")) == "not_authenticated"


async def test_connections_of_one_address_are_limited(make_server, cast):
    server = make_server({"VISAVIS_LIMIT_CONNECTIONS_PER_ADDRESS": "2"})
    first = await cast.visitor(server)
    await cast.visitor(server)
    with pytest.raises(websockets.InvalidStatus) as refusal:
        await cast.stranger(server)
    assert refusal.value.response.status_code == 429
    await cast.visitor(server, local_addr=("127.0.0.9", 0))
    await first.request("ping")


async def test_open_pages_of_one_person_are_limited(server, cast):
    async with Web(server) as browser:
        for _ in range(8):
            await cast.visitor(server, web=browser)
        token = (await browser.visitor())["token"]
    ninth = await cast.stranger(server)
    assert await refused(ninth.hello(token)) == "overloaded"


async def test_signing_out_ends_the_open_pages(server, cast):
    async with Web(server) as browser:
        await browser.sign_in("agent1")
        agent = await cast.stranger(server)
        await agent.hello(await browser.token())
        other = await cast.agent(server, "agent2")
        assert (await browser.post("/api/logout", headers={"X-CSRF-Token": browser.csrf})).status_code == 200
        assert await agent.bye() == {"action": "stop", "reason": "signed_out"}
        await agent.closed()
        assert (await browser.http.get("/api/me")).status_code == 401
    comeback = await cast.stranger(server)
    assert await refused(comeback.hello(resume=agent.resume_word)) == "resume_failed"
    await other.request("ping")
