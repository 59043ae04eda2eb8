"""Pages, health, figures, and the plain HTTP around them."""

import asyncio
import shutil

from harness import RawConnection, Web, enqueue
from harness.server import REPOSITORY


async def test_health_and_readiness(server):
    assert server.get("/healthz")[0] == 200
    status, headers, body = server.get("/readyz")
    assert (status, body) == (200, b'{"status":"ready"}')
    assert headers["cache-control"] == "no-store"


async def test_metrics_count_what_happens(server, cast):
    customer = await cast.visitor(server)
    await cast.agent(server, activity="away")
    await enqueue(customer)
    metrics = server.metrics()
    assert metrics["visavis_connections"] == 2
    assert metrics["visavis_tickets"] == 1
    assert metrics['visavis_queue_tickets{queue="advice"}'] == 1
    assert metrics["visavis_commit_seconds_count"] >= 1
    assert metrics["visavis_storage_ready"] == 1
    assert server.get("/metrics")[1]["content-type"].startswith("text/plain; version=0.0.4")


async def test_metrics_are_for_the_addresses_that_may_read_them(make_server):
    server = make_server({"VISAVIS_METRICS_READERS": "127.0.0.8"})
    async with Web(server, address="127.0.0.7") as other, Web(server, address="127.0.0.8") as reader:
        assert (await other.http.get("/metrics")).status_code == 403
        assert (await reader.http.get("/metrics")).status_code == 200


async def test_config_tells_what_can_be_asked_for(server):
    async with Web(server) as browser:
        config = (await browser.http.get("/api/config")).json()
    assert config["demo"] is True and config["version"] == 1
    assert [use_case["name"] for use_case in config["useCases"]] == ["advice", "sales", "support"]


async def test_pages_are_validated_by_their_tag(server):
    for path, kind in (("/", "text/html"), ("/visit", "text/html"), ("/agent", "text/html"), ("/login", "text/html"),
                       ("/widget.js", "text/javascript"), ("/shared/base.css", "text/css"), ("/shared/icon.svg", "image/svg+xml")):
        status, headers, body = server.get(path)
        assert (status, headers["content-type"].split(";")[0]) == (200, kind), path
        assert body and headers["cache-control"] == "no-cache"
        for condition in (headers["etag"], "W/" + headers["etag"], f'"other", {headers["etag"]}', "*"):
            status, again, body = server.get(path, {"If-None-Match": condition})
            assert (status, body, again["etag"]) == (304, b"", headers["etag"])
        assert server.get(path, {"If-None-Match": '"other"'})[0] == 200


async def test_head_sends_no_body_and_other_methods_are_refused(server):
    async with Web(server) as browser:
        head = await browser.http.head("/visit")
        assert head.status_code == 200 and head.content == b""
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
            answer = await browser.http.request(method, "/visit")
            assert answer.status_code in (404, 405), method
    async with await RawConnection.open(server) as raw:
        await raw.send(b"TRACE / HTTP/1.1\r\nHost: x\r\nCookie: secret\r\n\r\n")
        assert b"secret" not in await raw.rest(deadline=1)


async def test_compressed_forms_are_served_to_those_who_take_them(make_server, tmp_path):
    web = tmp_path / "Web"
    shutil.copytree(REPOSITORY / "Web", web, ignore=shutil.ignore_patterns("*.gz", "*.br"))
    (web / "shared/base.css.gz").write_bytes(b"gzip form")
    (web / "shared/base.css.br").write_bytes(b"brotli form")
    (web / "shared/tokens.css.gz").write_bytes(b"only gzip")
    server = make_server({"VISAVIS_WEB": str(web)})
    plain = server.get("/shared/base.css")
    assert "content-encoding" not in plain[1] and plain[2] == (web / "shared/base.css").read_bytes()
    tags = {plain[1]["etag"]}
    for accepted, coding, body in (("gzip, br", "br", b"brotli form"), ("gzip", "gzip", b"gzip form"), ("br;q=0, gzip;q=0.5", "gzip", b"gzip form")):
        status, headers, content = server.get("/shared/base.css", {"Accept-Encoding": accepted})
        assert (status, headers["content-encoding"], content) == (200, coding, body)
        assert headers["content-type"].startswith("text/css") and headers["vary"] == "Accept-Encoding"
        tags.add(headers["etag"])
    assert len(tags) == 3, "each form has a tag of its own"
    assert server.get("/shared/tokens.css", {"Accept-Encoding": "br, gzip"})[2] == b"only gzip"
    assert "content-encoding" not in server.get("/shared/icon.svg", {"Accept-Encoding": "br, gzip"})[1]
    assert server.get("/shared/base.css.gz")[0] == 404


async def test_unknown_paths(server):
    for path in ("/nothing", "/visit/", "/visit/index.html", "/agent/index.html/", "/.git/config", "/Package.swift", "/tsconfig.json"):
        assert server.get(path)[0] == 404, path


async def test_every_answer_carries_the_security_headers(server):
    for path in ("/", "/visit", "/agent", "/nothing", "/readyz", "/api/config", "/api/me", "/metrics", "/widget.js"):
        headers = server.get(path)[1]
        policy = {part.split()[0]: part.split()[1:] for part in headers["content-security-policy"].split(";")}
        assert policy["default-src"] == ["'none'"] and policy["script-src"] == ["'self'"] and policy["style-src"] == ["'self'"]
        assert policy["frame-ancestors"] == ["'none'"] and policy["base-uri"] == ["'none'"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"]
        assert "camera=(self)" in headers["permissions-policy"]
        assert headers["cross-origin-resource-policy"] == ("cross-origin" if path == "/widget.js" else "same-origin")
        assert "strict-transport-security" not in headers
        assert "server" not in headers or "libwebsockets" not in headers["server"]


async def test_each_answer_says_that_the_connection_ends(server):
    async with await RawConnection.open(server) as raw:
        await raw.send(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        head, _, body = (await raw.rest()).lower().partition(b"\r\n\r\n")
        assert b"\r\nconnection: close" in head
        assert f"content-length: {len(body)}".encode() in head


async def test_http_2_is_refused(server):
    async with await RawConnection.open(server) as raw:
        await raw.send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00\x00\x00\x04\x00\x00\x00\x00\x00")
        answer = await raw.rest(deadline=15)
        assert not answer or answer.startswith(b"HTTP/1."), answer
    async with await RawConnection.open(server) as raw:
        await raw.send(f"GET / HTTP/1.1\r\nHost: {server.host}\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                       "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n".encode())
        answer = await raw.rest(deadline=3)
        assert b" 101 " not in answer.split(b"\r\n")[0], answer
    assert server.get("/healthz")[0] == 200


async def test_slow_header_fields_are_cut_off(server):
    async with await RawConnection.open(server) as silent, await RawConnection.open(server) as slow:
        await slow.send(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        assert server.get("/healthz")[0] == 200
        answers = await asyncio.gather(silent.rest(deadline=20), slow.rest(deadline=20))
        assert not any(answer.startswith(b"HTTP/1.1 200") for answer in answers)


async def test_large_header_fields_are_cut_off(server):
    async with await RawConnection.open(server) as raw:
        await raw.send(b"GET / HTTP/1.1\r\nHost: x\r\nX-Large: " + b"a" * 20_000 + b"\r\n\r\n")
        assert not (await raw.rest()).startswith(b"HTTP/1.1 200")
    assert server.get("/healthz")[0] == 200
