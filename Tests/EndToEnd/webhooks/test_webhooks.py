"""Other systems are told of every interaction, whatever happens to them or to us in between."""

from __future__ import annotations

import re
import sqlite3
import ssl
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from harness import Client, VisavisServer, enqueue, hang_up, start_call, wait_until

from webhooks.receiver import Receiver

# The first retry comes after 10 s, and a tenth more at most.
RETRY = 20
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def outbox(server: VisavisServer) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(server.data / "visavis.sqlite", timeout=5)) as database:
        return database.execute("SELECT topic, attempts, delivered_at FROM outbox ORDER BY created_at").fetchall()


async def whole_call(agent: Client, customer: Client, **visit: Any) -> str:
    """A call with a note, wrapped up; returns its interaction."""
    call = await start_call(agent, customer, **visit)
    await agent.request("note.save", {"interaction": call.interaction, "text": "a word for us alone"})
    await hang_up(call)
    await agent.request("wrapup.finish", {"interaction": call.interaction, "disposition": "sale", "resolved": True})
    return call.interaction


async def test_a_whole_call_is_told_once_when_answered_and_once_when_closed(make_sender: Callable[..., VisavisServer], receiver, cast):
    server = make_sender(f"http://127.0.0.1:{receiver.port}/hooks/visavis?tenant=7")
    agent, customer = await cast.agent(server, activity="available"), await cast.visitor(server)
    interaction = await whole_call(agent, customer, entryPoint="product-page", variant="B")
    wait_until(lambda: len(receiver.taken) == 2, "both messages have come")

    now = time.time()
    for delivery in receiver.taken:
        assert delivery.has_valid_signature
        assert delivery.path == "/hooks/visavis?tenant=7"
        assert delivery.headers["content-type"] == "application/json"
        assert delivery.headers["webhook-id"] == delivery.message["id"]
        assert re.fullmatch(r"[0-9a-f]{32}", delivery.message["id"])
        assert abs(int(delivery.headers["webhook-timestamp"]) - now) < 60
        assert b"a word for us alone" not in delivery.body
    [answered], [closed] = receiver.messages("interaction.answered"), receiver.messages("interaction.closed")
    assert answered["id"] != closed["id"]

    fact = closed["data"]
    [offer] = fact["offers"]
    assert fact["id"] == interaction and fact["type"] == "interaction"
    assert {name: fact[name] for name in ("issue", "useCase", "kind", "channel", "queue", "entryPoint", "variant")} == {
        "issue": None, "useCase": "advice", "kind": "instant", "channel": "video", "queue": "advice", "entryPoint": "product-page",
        "variant": "B"}
    assert fact["outcome"] == "handled" and fact["disposition"] == "sale"
    assert fact["resolution"] == {"agent": True} and fact["survey"] == {}
    assert [segment["kind"] for segment in fact["segments"]][-1] == "wrap"
    assert all(segment["agent"] == offer["agent"] and segment["from"] <= segment["to"] for segment in fact["segments"])
    assert offer["result"] == "accepted"
    times = [fact[name] for name in ("enqueuedAt", "answeredAt", "endedAt", "wrapEndedAt")]
    assert all(TIME.fullmatch(time) for time in times) and times == sorted(times)
    assert closed["at"] == fact["wrapEndedAt"]

    early = answered["data"]
    assert answered["at"] == early["answeredAt"] == fact["answeredAt"]
    assert early["outcome"] is None and early["endedAt"] is None and early["disposition"] is None
    assert early["segments"][-1]["to"] is None and early["offers"] == fact["offers"]
    assert set(early) == set(fact)

    wait_until(lambda: server.metrics()["visavis_webhooks_pending"] == 0, "nothing waits")
    assert server.metrics()["visavis_webhooks_delivered_total"] == 2
    assert len(receiver.came) == 2


async def test_who_leaves_the_queue_is_closed_and_never_answered(make_sender, receiver, cast):
    server = make_sender(f"http://127.0.0.1:{receiver.port}/")
    customer = await cast.visitor(server)
    ticket = await enqueue(customer)
    await customer.request("visit.leave", {})
    wait_until(lambda: receiver.taken, "the message has come")
    [closed] = receiver.messages("interaction.closed")
    assert closed["data"]["id"] == ticket["interaction"] and closed["data"]["outcome"] == "abandoned"
    assert closed["data"]["answeredAt"] is None and closed["data"]["segments"] == []
    assert len(receiver.came) == 1


async def test_a_receiver_that_fails_is_asked_again(make_sender, receiver, cast):
    server = make_sender(f"http://127.0.0.1:{receiver.port}/")
    receiver.answers = [500, 302]
    agent, customer = await cast.agent(server, activity="available"), await cast.visitor(server)
    await whole_call(agent, customer)
    wait_until(lambda: len(receiver.taken) == 2, "both messages have been taken", RETRY)
    assert len(receiver.came) == 4
    assert all(delivery.has_valid_signature and delivery.path == "/" for delivery in receiver.came)
    refused = {delivery.headers["webhook-id"] for delivery in receiver.came if delivery.status >= 300}
    assert refused <= {delivery.headers["webhook-id"] for delivery in receiver.taken}
    wait_until(lambda: server.metrics()["visavis_webhooks_pending"] == 0, "nothing waits")
    assert server.metrics()["visavis_webhooks_failed_total"] == 2


async def test_a_kill_while_the_receiver_is_down_loses_nothing(make_sender, receiver, cast):
    server = make_sender(f"http://127.0.0.1:{receiver.port}/")
    receiver.down()
    agent, customer = await cast.agent(server, activity="available"), await cast.visitor(server)
    interaction = await whole_call(agent, customer)
    # The reply to the last request is the promise: killed right behind it.
    server.kill()
    assert [topic for topic, _, _ in outbox(server)] == ["interaction.answered", "interaction.closed"]
    server.start()
    assert server.metrics()["visavis_webhooks_pending"] == 2
    receiver.up()
    wait_until(lambda: len(receiver.taken) == 2, "both messages have come", RETRY)
    assert [message["data"]["id"] for message in receiver.messages("interaction.answered")] == [interaction]
    assert [message["data"]["id"] for message in receiver.messages("interaction.closed")] == [interaction]
    assert all(delivery.has_valid_signature for delivery in receiver.taken)
    wait_until(lambda: all(delivered for _, _, delivered in outbox(server)), "both are marked")


async def test_a_message_on_its_way_does_not_hold_up_the_end(make_sender, cast):
    with Receiver() as silent:
        server = make_sender(f"http://127.0.0.1:{silent.port}/")
        silent.hold()
        agent, customer = await cast.agent(server, activity="available"), await cast.visitor(server)
        await start_call(agent, customer)
        wait_until(lambda: silent.connections, "the receiver is being asked")
        begin = time.monotonic()
        assert server.terminate() == 0
        assert time.monotonic() - begin < 8
        assert outbox(server) == [("interaction.answered", 0, None)]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"])
async def test_a_private_receiver_is_refused_by_default(make_sender, receiver, cast, host):
    server = make_sender(f"https://{host}:{receiver.port}/", allow_private=False)
    customer = await cast.visitor(server)
    await enqueue(customer)
    await customer.request("visit.leave", {})
    wait_until(lambda: server.metrics()["visavis_webhooks_failed_total"] == 1, "the attempt has failed")
    assert "is not a public address" in server.log
    assert receiver.connections == 0
    assert server.metrics()["visavis_webhooks_pending"] == 1


async def test_a_receiver_whose_certificate_nobody_vouches_for_learns_nothing(make_sender, cast, tmp_path: Path):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", tmp_path / "key", "-out", tmp_path / "certificate"],
        check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(tmp_path / "certificate", tmp_path / "key")
    with Receiver(tls) as impostor:
        server = make_sender(f"https://localhost:{impostor.port}/")
        customer = await cast.visitor(server)
        await enqueue(customer)
        await customer.request("visit.leave", {})
        wait_until(lambda: server.metrics()["visavis_webhooks_failed_total"] == 1, "the attempt has failed")
        assert impostor.connections > 0 and impostor.came == []
        assert server.metrics()["visavis_webhooks_pending"] == 1


async def test_without_a_receiver_nothing_is_kept_for_one(server, cast):
    customer = await cast.visitor(server)
    await enqueue(customer)
    await customer.request("visit.leave", {})
    assert outbox(server) == []
    assert server.metrics()["visavis_webhooks_pending"] == 0
