"""Requests that reach for what belongs to somebody else, and texts that would be more than text."""

import json
import sqlite3

import pytest

from harness import RawConnection, Web, enqueue, hang_up, refused, start_call

NOBODY = "0" * 32


async def test_a_customer_cannot_be_an_agent(server, cast):
    agent = await cast.agent(server, activity="available")
    customer, other = await cast.visitor(server), await cast.visitor(server)
    await enqueue(customer)
    offer = await agent.push("offer")
    for method, parameters in (
        ("agent.activity", {"activity": "available"}), ("offer.accept", {"offer": offer["id"]}), ("offer.reject", {"offer": offer["id"]}),
        ("note.save", {"interaction": offer["ticket"], "text": "x"}),
        ("wrapup.finish", {"interaction": offer["ticket"], "disposition": "sale", "resolved": True}),
    ):
        for client in (customer, other):
            assert await refused(client.request(method, parameters)) == "not_allowed"
    await agent.request("offer.accept", {"offer": offer["id"]})


async def test_an_agent_cannot_be_a_customer(server, cast):
    agent = await cast.agent(server)
    assert await refused(agent.request("visit.start", {"useCase": "advice", "language": "en"})) == "not_allowed"
    assert await refused(agent.request("visit.leave")) == "not_allowed"


async def test_another_agents_work_is_out_of_reach(server, cast):
    agent = await cast.agent(server, "agent1", activity="available")
    await enqueue(await cast.visitor(server))
    offer = await agent.push("offer")
    others = [await cast.agent(server, name) for name in ("agent2", "supervisor", "manager", "admin")]
    for other in others:
        assert await refused(other.request("offer.accept", {"offer": offer["id"]})) == "offer_gone"
        assert await refused(other.request("offer.reject", {"offer": offer["id"]})) == "offer_gone"
    session = (await agent.request("offer.accept", {"offer": offer["id"]}))["session"]
    await agent.request("session.join", {"session": session["id"]})
    strangers = [*others, await cast.visitor(server)]
    for stranger in strangers:
        for method, parameters in (
            ("session.join", {"session": session["id"]}), ("session.join", {"session": session["id"], "epoch": 1}),
            ("session.hangup", {"session": session["id"]}), ("chat.send", {"session": session["id"], "key": "k", "text": "x"}),
            ("session.ice", {}), ("signal", {"session": session["id"]}), ("session.report", {"media": "connected"}),
            ("session.media", {"audio": True, "video": True, "screen": True}),
        ):
            assert await refused(stranger.request(method, parameters)) == "session_gone", method
    for other in others:
        for method, parameters in (
            ("note.save", {"interaction": session["interaction"], "text": "mine now"}),
            ("wrapup.finish", {"interaction": session["interaction"], "disposition": "sale", "resolved": True}),
        ):
            assert await refused(other.request(method, parameters)) == "not_found"
    assert not [push for push in agent.received if push["t"] in ("signal", "chat")]
    for stranger in strangers:
        assert not [push for push in stranger.received if push["t"] in ("session", "offer", "chat", "wrapup", "signal")]
    await agent.request("note.save", {"interaction": session["interaction"], "text": "own"})


async def test_guessed_ids_are_answered_like_those_of_others(server, cast):
    agent = await cast.agent(server, "agent1", activity="available")
    call = await start_call(agent, await cast.visitor(server))
    spy = await cast.agent(server, "agent2")
    for method, name, real in (("session.join", "session", call.id), ("session.hangup", "session", call.id),
                               ("offer.accept", "offer", call.offer["id"]), ("offer.reject", "offer", call.offer["id"])):
        answers = set()
        for value in (real, NOBODY, "f" * 32):
            number, reply = spy.ask(method, {name: value})
            await spy.flush()
            answers.add(json.dumps((await reply)["err"], sort_keys=True))
        assert len(answers) == 1, answers
    answers = set()
    for value in (call.interaction, NOBODY):
        number, reply = spy.ask("note.save", {"interaction": value, "text": "x"})
        await spy.flush()
        answers.add(json.dumps((await reply)["err"], sort_keys=True))
    assert len(answers) == 1
    ids = [call.id, call.interaction, call.ticket["id"], call.offer["id"], *call.sides.values()]
    assert all(len(bytes.fromhex(identifier)) == 16 for identifier in ids) and len(set(ids)) == len(ids)


async def test_a_call_that_is_over_stays_over(server, cast):
    call = await start_call(await cast.agent(server, activity="available"), await cast.visitor(server))
    await hang_up(call)
    for side in (call.agent, call.customer):
        assert await refused(side.request("session.join", {"session": call.id})) == "session_gone"
        assert await refused(side.request("signal", {"session": call.id})) == "session_gone"


INJECTIONS = [
    "'; DROP TABLE ticket; --", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\r\nSet-Cookie: a=b", "=cmd|' /C calc'!A0",
    "${jndi:ldap://x}", "%00", "{{7*7}}", "\u202etxt.exe", "\\u0000", "a\u0000b", "../../etc/passwd", "🙂" * 30,
]


async def test_texts_stay_texts(server, cast):
    agent = await cast.agent(server, activity="available")
    for text in INJECTIONS:
        customer = await cast.visitor(server)
        call = await start_call(agent, customer, name=text, matter=text, page=text, entryPoint=text, variant=text)
        expected = text.replace("\r", "").replace("\u0000", "").strip()
        caller = call.offer["caller"]
        assert [caller[field] for field in ("name", "matter", "page", "entryPoint", "variant")] == [expected] * 5
        message = (await customer.request("chat.send", {"session": call.id, "key": text, "text": text}))["message"]
        assert message["text"] == expected
        await agent.request("note.save", {"interaction": call.interaction, "text": text})
        await hang_up(call)
        await agent.request("wrapup.finish", {"interaction": call.interaction, "disposition": "other", "resolved": None, "note": text})
        await agent.push("wrapup", lambda p: p.get("finished"))
    database = sqlite3.connect(f"file:{server.data}/visavis.sqlite?mode=ro", uri=True)
    assert database.execute("SELECT count(*) FROM interaction WHERE closed = 1").fetchone() == (len(INJECTIONS),)
    database.close()


async def test_names_at_the_door_stay_names(server):
    async with Web(server) as browser:
        for number, text in enumerate(["' OR 1=1 --", "agent1' --", "agent1\u0000", "AGENT1", "agent1 ", "*", "%"]):
            async with Web(server, address=f"127.0.3.{number + 1}") as guesser:
                assert (await guesser.post("/api/login", {"name": text, "password": "x"})).status_code in (400, 401), text
        for cookie in ("' OR 1=1 --", "%27", "x" * 4_000, "", "a.b", "a.b.c"):
            for name in ("visavis_session", "visavis_visitor"):
                headers = {"Cookie": f"{name}={cookie}"}
                assert (await browser.http.get("/api/me", headers=headers)).status_code == 401
                assert (await browser.post("/api/visitor", headers=headers)).status_code == 200


async def test_nothing_of_the_request_gets_into_the_answers_head(server):
    for path in (b"/%0d%0aSet-Cookie:%20a=b", b"/\rSet-Cookie: a=b", b"/?x=%0d%0aX-Own:1", b"/<script>alert(1)</script>"):
        async with await RawConnection.open(server) as raw:
            await raw.send(b"GET " + path + b" HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n\r\n")
            answer = await raw.rest()
            head, _, body = answer.partition(b"\r\n\r\n")
            assert b"set-cookie" not in head.lower() and b"x-own" not in head.lower()
            assert b"evil.example" not in answer and b"<script>alert" not in body


TRAVERSALS = [
    "/../../../../etc/passwd", "/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2f..%2fetc%2fpasswd", "//etc/passwd", "/shared/../../Package.swift",
    "/shared/%2e%2e/%2e%2e/Package.swift", "/..\\..\\Package.swift", "/%5c..%5c..%5cPackage.swift", "/nothing%00.html",
    "/....//....//etc/passwd", "/vendor/../../../etc/passwd", "/vendor/webrtc-adapter/../../../../etc/passwd", "/%252e%252e/Package.swift",
    "/data/visavis.sqlite", "/server.key", "/.%2e/.%2e/data/server.key", "/%c0%ae%c0%ae/Package.swift", "/file:///etc/passwd", "/" + "a/" * 3_000,
]


async def test_no_path_leads_outside(server):
    for path in TRAVERSALS:
        async with await RawConnection.open(server) as raw:
            await raw.send(f"GET {path} HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode("latin-1"))
            answer = await raw.rest()
            assert not answer.startswith(b"HTTP/1.1 200"), path
            assert b"root:" not in answer and b"swift-tools" not in answer and b"SQLite format" not in answer
    assert server.get("/healthz")[0] == 200


STATE_CHANGING = ["/api/visitor", "/api/login", "/api/token", "/api/logout"]


@pytest.mark.parametrize("path", STATE_CHANGING)
async def test_other_sites_cannot_act(server, path):
    body = {"name": "agent1", "password": server.accounts["agent1"]} if path == "/api/login" else {}
    for origin in (None, "null", "https://evil.example", f"http://127.0.0.1:{server.port}.evil.example", f"{server.origin}/", "http://127.0.0.1"):
        async with Web(server, origin=origin) as browser:
            browser.http.cookies.set("visavis_session", server.cookies["agent1"])
            async with Web(server) as own:
                await own.sign_in("agent1")
            answer = await browser.post(path, body, {"X-CSRF-Token": own.csrf})
            assert (answer.status_code, answer.json()["error"]["code"]) == (403, "origin_not_allowed"), origin
            assert "set-cookie" not in answer.headers
            assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("path", ["/api/token", "/api/logout"])
async def test_the_cookie_alone_is_not_enough(server, path):
    async with Web(server) as browser, Web(server) as other:
        await browser.sign_in("agent1")
        await other.sign_in("agent2")
        for word in (None, "", "x", other.csrf, browser.csrf[:-1], browser.csrf + "=", browser.csrf.swapcase()):
            answer = await browser.post(path, headers={} if word is None else {"X-CSRF-Token": word})
            assert (answer.status_code, answer.json()["error"]["code"]) == (403, "bad_csrf"), word
        assert (await browser.http.get("/api/me")).status_code == 200


async def test_forms_cannot_act(server):
    """What a page of another site can send without being asked first is not JSON."""
    async with Web(server) as browser:
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
            answer = await browser.http.post("/api/login", content=b"{}", headers={"Content-Type": kind})
            assert answer.status_code == 415, kind
