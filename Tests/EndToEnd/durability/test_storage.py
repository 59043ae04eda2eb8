"""The disk fails for a while: the server says so, refuses what it cannot keep, and goes on by itself when the disk does.

Tests may run as root, for whom permissions do not count; what stops writing here stops root too: a lock held by another process, a limit on
the size of files set on the running process (`prlimit`, RLIMIT_FSIZE: SQLite sees what it sees on a full or failing disk).
"""

from __future__ import annotations

import contextlib
import json
import resource

import pytest

from harness import VISIT, RequestError, Web, enqueue, start_call, wait_until
from harness.faults import locked


@contextlib.contextmanager
def _no_growth(server):
    """No file can be written any more; those that are there stay."""
    assert server.process is not None
    before = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        if server.process is not None:
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, before)


def _trouble(server):
    status, _, body = server.get("/readyz")
    return json.loads(body) if status == 503 else None


TROUBLES = [pytest.param(locked, {"database_locked"}, id="locked"), pytest.param(_no_growth, {"disk_full", "disk_error"}, id="full")]


@pytest.mark.direct
@pytest.mark.parametrize(("trouble", "reasons"), TROUBLES)
async def test_it_says_so_and_recovers_and_loses_nothing(server, cast, trouble, reasons):
    call = await start_call(await cast.agent(server, activity="available"), await cast.visitor(server))
    second = await cast.visitor(server)
    with trouble(server):
        # Who asks first waits until the server knows; who asks later is told at once.
        with pytest.raises(RequestError) as first:
            await call.customer.request("chat.send", {"session": call.id, "key": "first", "text": "kept"}, deadline=15)
        assert first.value.code == "storage_unavailable" and first.value.retry_after_ms
        with pytest.raises(RequestError) as refusal:
            await enqueue(second)
        assert refusal.value.code == "storage_unavailable" and refusal.value.retry_after_ms
        report = _trouble(server)
        assert report["reason"] in reasons and len(report["advice"]) > 20
        assert server.get("/healthz")[0] == 200
        assert server.metrics()["visavis_storage_ready"] == 0
        # What needs no storage goes on.
        await call.customer.request("ping")
        await call.customer.notify("signal", {"n": 1})
        await call.agent.push("signal")
        assert server.get("/visit")[0] == 200
        async with Web(server) as browser:
            answer = await browser.post("/api/login", {"name": "agent1", "password": "x"})
            assert answer.status_code == 503 and answer.json()["error"]["code"] == "storage_unavailable"
    wait_until(lambda: _trouble(server) is None, "the server is ready again")
    # The first word was kept, and asking again does not store it twice.
    again = (await call.customer.request("chat.send", {"session": call.id, "key": "first", "text": "kept"}))["message"]
    assert (await call.agent.push("chat"))["id"] == again["id"]
    ticket = await enqueue(second)
    server.kill()
    server.start()
    back = await cast.agent(server)
    assert [message["id"] for message in back.welcome["snapshot"]["chat"]] == [again["id"]]
    assert server.metrics()["visavis_tickets"] == 1 and ticket["position"] == 1


@pytest.mark.parametrize(("trouble", "reasons"), TROUBLES)
async def test_nothing_is_said_before_it_is_stored(server, cast, trouble, reasons):
    call = await start_call(await cast.agent(server, activity="available"), await cast.visitor(server))
    with trouble(server):
        with pytest.raises(RequestError):
            await call.customer.request("chat.send", {"session": call.id, "key": "k", "text": "not yet"}, deadline=15)
        await call.agent.request("ping")
        assert not [push for push in call.agent.received if push["t"] == "chat"]
        # Killed now, the word was never said by anybody.
        server.kill()
    server.start()
    back = await cast.agent(server)
    assert back.welcome["snapshot"]["session"]["id"] == call.id
    assert back.welcome["snapshot"]["chat"] == []


async def test_readiness_fails_without_anybody_asking(server):
    """The heartbeat finds out."""
    with locked(server):
        report = wait_until(lambda: _trouble(server), "the server is not ready", deadline=15)
        assert report["reason"] == "database_locked"
    wait_until(lambda: _trouble(server) is None, "the server is ready again")


async def test_it_can_be_stopped_while_nothing_can_be_stored(server, cast):
    customer = await cast.visitor(server)
    with locked(server):
        with pytest.raises(RequestError):
            await customer.request("visit.start", VISIT, deadline=15)
        assert server.terminate(deadline=20) == 0
