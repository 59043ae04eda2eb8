"""Many, slow and insistent clients: they are stopped, and the others do not notice."""

import asyncio
import resource
import time

import pytest
from harness import RawConnection, Web, eventually, start_call, until
from harness.raw import upgrade_request

STRANGERS = 3_000


def _room_for_descriptors(count):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(count, hard), hard))


@pytest.mark.direct
async def test_a_slow_reader_is_dropped_and_others_go_on(make_server, cast):
    server = make_server({"VISAVIS_LIMIT_MESSAGES_PER_SECOND": "100000", "VISAVIS_LIMIT_MESSAGES_PER_SECOND_PER_ADDRESS": "1000000"})
    call = await start_call(await cast.agent(server, activity="available"), await cast.visitor(server))
    other = await start_call(await cast.agent(server, "agent2", activity="available"), await cast.visitor(server))
    call.customer.socket.transport.pause_reading()
    payload = {"x": "y" * 60_000}
    for _ in range(400):
        await call.agent.notify("signal", payload)
        if server.metrics()["visavis_slow_readers_total"]:
            break
    await until(lambda: server.metrics()["visavis_slow_readers_total"] == 1, "the slow reader is dropped", deadline=20)
    await call.agent.push(
        "session", lambda p: any(side["role"] == "customer" and side["presence"] == "detached" for side in p["participants"]))
    await other.customer.notify("signal", {"n": 1})
    await other.agent.push("signal")
    assert server.metrics()["visavis_send_queue_bytes"] < 100_000


async def test_a_slow_reader_of_pages_holds_nobody_up(server):
    readers = [await RawConnection.open(server) for _ in range(50)]
    for reader in readers:
        reader.writer.transport.pause_reading()
        await reader.send(f"GET /agent/console.js HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode())
    for _ in range(10):
        assert server.get("/healthz")[0] == 200
    for reader in readers:
        reader.writer.transport.abort()


@pytest.mark.alone
async def test_thousands_who_never_say_hello(make_server, cast):
    _room_for_descriptors(2 * STRANGERS)
    server = make_server({"VISAVIS_LIMIT_MESSAGES_PER_SECOND": "100000"})
    customer = await cast.visitor(server)
    began = time.monotonic()
    crowd: list[RawConnection] = []
    longest = 0.0
    for start in range(0, STRANGERS, 100):
        batch = await asyncio.gather(*(RawConnection.open(server, address=f"127.0.1.{1 + start // 100}") for _ in range(100)))
        for raw in batch:
            raw.writer.write(upgrade_request(server))
        crowd += batch
        asked = time.monotonic()
        await customer.request("ping")
        longest = max(longest, time.monotonic() - asked)
    # All are sent away, nobody after less than five seconds, and whoever has a token comes in meanwhile.
    newcomer = await cast.visitor(server)
    await newcomer.request("ping")
    answers = await asyncio.gather(*(raw.rest(deadline=25) for raw in crowd))
    assert all(b"hello_timeout" in answer for answer in answers)
    assert time.monotonic() - began >= 5
    for raw in crowd:
        raw.writer.transport.abort()

    async def alone():
        await customer.request("ping")
        return server.metrics()["visavis_connections"] == 2

    await eventually(alone, "the others are gone", deadline=10)
    assert longest < 2, f"a ping took {longest:.2f} s"


async def test_beyond_the_limit_of_connections_those_inside_stay(make_server, cast):
    server = make_server({"VISAVIS_LIMIT_CONNECTIONS": "20"})
    customer = await cast.visitor(server)
    crowd = []
    for _ in range(60):
        try:
            raw = await RawConnection.open(server)
            await raw.send(upgrade_request(server))
            crowd.append(raw)
        except ConnectionError:
            pass
    await customer.request("ping")
    for raw in crowd:
        raw.writer.transport.abort()

    async def admitted():
        try:
            return server.get("/healthz")[0] == 200
        except OSError:
            return False

    await eventually(admitted, "new connections come in again")


@pytest.mark.alone
async def test_many_sign_ins_at_once_do_not_block_others(server, cast):
    customer = await cast.visitor(server)
    async with Web(server) as known:
        await known.sign_in("agent1")
        browsers = [Web(server, address=f"127.0.2.{number + 1}") for number in range(45)]
        flood = asyncio.gather(
            *(browser.post("/api/login", {"name": f"nobody{number}", "password": "x"}) for number, browser in enumerate(browsers)))
        asked = 0
        while not flood.done() and asked < 200:
            await customer.request("ping", deadline=2)
            asked += 1
            if asked % 20 == 1:
                assert await known.token()
                assert server.get("/visit")[0] == 200
        codes = {answer.status_code for answer in await flood}
    for browser in browsers:
        await browser.http.aclose()
    assert 503 in codes, "some are told to come back"
    assert codes <= {401, 503}


async def test_guessing_a_password_is_slowed(server):
    async with Web(server, address="127.0.0.7") as guesser:
        tried = 0
        codes = []
        for _ in range(100):
            codes.append((await guesser.post("/api/login", {"name": "agent1", "password": "guess"})).status_code)
            tried += codes[-1] == 401
    assert tried <= 8 and codes.count(429) >= 92


@pytest.mark.direct
async def test_a_flood_of_messages_is_answered_with_refusals(server, cast):
    call = await start_call(await cast.agent(server, activity="available"), await cast.visitor(server))
    bystander = await cast.visitor(server)
    for _ in range(3_000):
        await call.customer.notify("signal", {"n": 1})
    await bystander.request("ping")
    await eventually(lambda: _limited(server), "messages were refused")
    await call.agent.request("ping")
    assert len([push for push in call.agent.received if push["t"] == "signal"]) < 1_500


async def _limited(server):
    return server.metrics()["visavis_rate_limited_total"] > 0
