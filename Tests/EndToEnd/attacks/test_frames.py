"""Frames that no browser sends, written by hand."""

import asyncio

import pytest

from harness import RawConnection, Web, start_call
from harness.raw import frame

# Close codes on the wire: 1002, 1003, 1007, 1009.
NOT_ALLOWED, NOT_TAKEN, NOT_TEXT, TOO_BIG = b"\x03\xea", b"\x03\xeb", b"\x03\xef", b"\x03\xf1"
TEXT, BINARY, CLOSE, PING, PONG, CONTINUATION = 1, 2, 8, 9, 10, 0


@pytest.fixture
async def bystander(server, cast):
    """Somebody who must not notice."""
    client = await cast.visitor(server)
    yield client
    await client.request("ping")
    assert server.process.poll() is None


async def _hello(server):
    async with Web(server) as browser:
        token = (await browser.visitor())["token"]
    return ('{"id":1,"m":"hello","p":{"token":"' + token + '"}}').encode()


async def test_a_fragmented_message_is_put_together(server, bystander):
    hello = await _hello(server)
    async with await RawConnection.upgraded(server) as raw:
        pieces = [hello[index:index + 7] for index in range(0, len(hello), 7)]
        await raw.send(frame(TEXT, pieces[0], fin=False))
        for piece in pieces[1:-1]:
            await raw.send(frame(CONTINUATION, piece, fin=False))
        await raw.send(frame(PING, b"between"))
        await raw.send(frame(CONTINUATION, pieces[-1]))
        data = b""
        async with asyncio.timeout(5):
            while b'"sid"' not in data:
                data += await raw.reader.read(65_536)
        assert b"between" in data


@pytest.mark.parametrize("size", [65_537, 1_000_000])
async def test_more_than_64_kib_closes(server, bystander, size):
    async with await RawConnection.upgraded(server) as raw:
        await raw.send(frame(TEXT, b"x" * size))
        assert TOO_BIG in await raw.until(TOO_BIG)


async def test_more_than_64_kib_in_small_fragments_closes(server, bystander):
    async with await RawConnection.upgraded(server) as raw:
        try:
            await raw.send(frame(TEXT, b"x", fin=False))
            for _ in range(200):
                await raw.send(frame(CONTINUATION, b"y" * 1_000, fin=False))
        except ConnectionError:
            return
        assert TOO_BIG in await raw.until(TOO_BIG)


async def test_a_fragment_that_never_ends_is_cut_by_the_time_for_hello(server, bystander):
    async with await RawConnection.upgraded(server) as raw:
        await raw.send(frame(TEXT, b"{", fin=False))
        assert b"hello_timeout" in await raw.until(b"hello_timeout", deadline=10)


async def test_a_claimed_length_is_not_believed(server, bystander):
    async def claim(length):
        async with await RawConnection.upgraded(server) as raw:
            await raw.send(frame(TEXT, b"x" * 10, length=length))
            await raw.until(TOO_BIG, NOT_ALLOWED)

    await asyncio.gather(*(claim(length) for length in (2**31, 2**62, 2**63 + 5)))


@pytest.mark.parametrize("payload", [b"\xff\xfe", b'{"id":1,"m":"\xc3\x28"}', b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf"])
async def test_text_that_is_not_utf_8_closes(server, bystander, payload):
    async with await RawConnection.upgraded(server) as raw:
        await raw.send(frame(TEXT, payload))
        answer = await raw.until(b"protocol_error", NOT_TEXT)
        assert b"protocol_error" in answer or NOT_TEXT in answer


@pytest.mark.direct
async def test_text_that_is_not_utf_8_inside_a_call_closes_its_sender_only(server, cast, bystander):
    call = await start_call(await cast.agent(server, activity="available"), await cast.visitor(server))
    await call.customer.send_raw(b'{"m":"signal","p":{"x":"\xff\xfe"}}', text=True)
    await call.customer.closed()
    await call.agent.request("ping")
    assert not [push for push in call.agent.received if push["t"] == "signal"]


@pytest.mark.parametrize(
    "data",
    [
        frame(TEXT, b"{}", masked=False), frame(3, b""), frame(11, b""), frame(PING, b"x" * 126), frame(PING, b"", fin=False),
        frame(CONTINUATION, b"alone"), frame(TEXT, b"a", fin=False) + frame(TEXT, b"b"), frame(BINARY, b"\x00\x01\x02"),
        bytes([0xF1, 0x80, 0, 0, 0, 0]), frame(CLOSE, b"\x00"), frame(CLOSE, b"\x03\xe8" + b"\xff" * 20), b"\x00" * 500, b"\xff" * 500,
    ],
    ids=["unmasked", "reserved", "reserved control", "long ping", "ping in pieces", "no beginning", "interleaved", "binary", "rsv bits",
         "close of one byte", "close not utf-8", "zeros", "ones"],
)
async def test_broken_frames_end_the_connection(server, bystander, data):
    async with await RawConnection.upgraded(server) as raw:
        await raw.send(data)
        answer = await raw.until(b"protocol_error", NOT_ALLOWED, NOT_TAKEN, NOT_TEXT)
        assert b'"ok"' not in answer


async def test_a_flood_of_pings_does_no_harm(server, bystander):
    async with await RawConnection.upgraded(server) as raw:
        try:
            for _ in range(100):
                await raw.send(frame(PING, b"x" * 125) * 100)
                await bystander.request("ping")
        except ConnectionError:
            pass
