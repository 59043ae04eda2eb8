"""Who may see, hear, fetch and erase recordings, and that it is written down."""

import resource
import secrets

import pytest

from harness import Web, eventually, start_call
from recordings.kept import DAY, Kept, now

KEY = "X-CSRF-Token"


@pytest.fixture
async def signed_in(server, closing):
    async def enter(name: str) -> Web:
        web = await closing.enter_async_context(Web(server))
        await web.sign_in(name)
        return web

    return enter


@pytest.fixture
def kept(server) -> Kept:
    return Kept(server).put()


async def _audit(web: Web, **query):
    answer = await web.http.get("/api/audit", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["entries"]


async def test_a_supervisor_sees_lists_and_details(kept, signed_in, server):
    web = await signed_in("supervisor")
    [row] = (await web.http.get("/api/recordings")).json()["recordings"]
    assert row["id"] == kept.id and row["state"] == "completed" and row["location"] == "local"
    assert row["durationMs"] == 60_000 and row["bytes"] == sum(map(len, kept.files.values()))
    assert row["agent"]["name"] == "agent1" and row["queue"] == "sales" and row["purposes"] == ["quality"]
    detail = (await web.http.get(f"/api/recordings/{kept.id}")).json()
    assert detail["recording"] == row
    assert {file["file"] for file in detail["files"]} == set(kept.files)
    for file in detail["files"]:
        answer = await web.http.get(file["url"])
        assert answer.content == kept.files[file["file"]]
        assert answer.headers["content-type"] == file["contentType"]
        assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["cache-control"] == "no-store"


async def test_what_one_may_not_see_does_not_exist(kept, signed_in, server, closing):
    server.add_user("support-lead", role="supervisor", queues="support,advice")
    agent, elsewhere = await signed_in("agent1"), await signed_in("support-lead")
    stranger = await closing.enter_async_context(Web(server))
    unknown = secrets.token_hex(16)
    for path in ["", "/files/mix.ogg"]:
        expected = (await elsewhere.http.get(f"/api/recordings/{unknown}{path}")).json()
        for web in [agent, elsewhere]:
            answer = await web.http.get(f"/api/recordings/{kept.id}{path}")
            assert answer.status_code == 404 and answer.json() == expected
        assert (await stranger.http.get(f"/api/recordings/{kept.id}{path}")).status_code == 401
    assert (await elsewhere.http.get("/api/recordings")).json()["recordings"] == []
    assert (await elsewhere.http.get("/api/recordings", params={"queue": "sales"})).json()["recordings"] == []
    assert (await agent.http.get("/api/recordings")).status_code == 403
    assert (await stranger.http.get("/api/recordings")).status_code == 401


async def test_agents_see_their_own_when_the_policy_says_so(make_server, closing):
    server = make_server({"VISAVIS_RECORDING_AGENTS_MAY_VIEW": "true"})
    own, other = Kept(server).put(), Kept(server, agent="agent2").put()
    web = await closing.enter_async_context(Web(server))
    await web.sign_in("agent1")
    assert [row["id"] for row in (await web.http.get("/api/recordings")).json()["recordings"]] == [own.id]
    assert (await web.http.get(f"/api/recordings/{own.id}")).status_code == 200
    assert (await web.http.get(f"/api/recordings/{other.id}")).status_code == 404


@pytest.mark.parametrize("name", ["server.key", "..%2f..%2fserver.key", "../../server.key", "%2e%2e%2fserver.key", "mix.ogg/", ""])
async def test_no_path_leads_out_of_a_recording(kept, signed_in, server, name):
    web = await signed_in("admin")
    answer = await web.http.get(f"/api/recordings/{kept.id}/files/{name}")
    assert answer.status_code in (400, 404), answer.text
    assert (server.data / "server.key").read_bytes() not in answer.content


async def test_lists_are_filtered_and_come_in_pages(server, signed_in):
    at = now() - 10 * DAY
    kept = [Kept(server, queue="sales" if number % 2 else "support", expected_at=at + number * 1_000).put() for number in range(7)]
    web = await signed_in("manager")

    async def ids(**query) -> list[str]:
        answer = await web.http.get("/api/recordings", params=query)
        assert answer.status_code == 200, answer.text
        return [row["id"] for row in answer.json()["recordings"]]

    newest_first = [one.id for one in reversed(kept)]
    pages, cursor = [], None
    while True:
        reply = (await web.http.get("/api/recordings", params={"limit": 3} | ({"cursor": cursor} if cursor else {}))).json()
        pages += [row["id"] for row in reply["recordings"]]
        if not (cursor := reply.get("next")):
            break
    assert pages == newest_first
    assert await ids(queue="sales") == [one.id for one in reversed(kept) if one.queue == "sales"]
    assert await ids(**{"from": at + 2_000, "to": at + 4_000}) == [kept[3].id, kept[2].id]
    assert await ids(state="failed") == []
    for bad in [{"limit": "0"}, {"limit": "x"}, {"from": "yesterday"}, {"state": "x"}, {"cursor": "x"}, {"queue": "A B"}, {"agent": "1"}]:
        assert (await web.http.get("/api/recordings", params=bad)).status_code == 400, bad


async def test_players_fetch_pieces(kept, signed_in):
    web = await signed_in("supervisor")
    content, url = kept.files["customer-camera.webm"], f"/api/recordings/{kept.id}/files/customer-camera.webm"
    whole = await web.http.get(url)
    assert whole.headers["accept-ranges"] == "bytes" and whole.content == content
    piece = await web.http.get(url, headers={"Range": "bytes=1000-1999"})
    assert piece.status_code == 206 and piece.content == content[1000:2000]
    assert piece.headers["content-range"] == f"bytes 1000-1999/{len(content)}"
    rest = await web.http.get(url, headers={"Range": f"bytes={len(content) - 5}-"})
    assert rest.status_code == 206 and rest.content == content[-5:]
    beyond = await web.http.get(url, headers={"Range": f"bytes={len(content)}-"})
    assert beyond.status_code == 416 and beyond.headers["content-range"] == f"bytes */{len(content)}"
    same = await web.http.get(url, headers={"Range": "bytes=0-0", "If-Range": whole.headers["etag"]})
    assert same.status_code == 206
    changed = await web.http.get(url, headers={"Range": "bytes=0-0", "If-Range": '"another"'})
    assert changed.status_code == 200 and changed.content == content
    head = await web.http.head(url)
    assert head.status_code == 200 and head.headers["content-length"] == str(len(content)) and not head.content


async def test_every_viewing_and_every_download_is_written_down(kept, signed_in, server):
    web, manager = await signed_in("supervisor"), await signed_in("manager")
    await web.http.get(f"/api/recordings/{kept.id}")
    for _ in range(3):
        await web.http.get(f"/api/recordings/{kept.id}/files/mix.ogg", headers={"Range": "bytes=0-9"})
    answer = await web.http.get(f"/api/recordings/{kept.id}/files/mix.ogg", params={"download": "1"})
    assert answer.headers["content-disposition"] == f'attachment; filename="{kept.id}-mix.ogg"'
    entries = await _audit(manager, subject=kept.id)
    assert [entry["action"] for entry in entries] == ["recording.downloaded", "recording.viewed"]
    assert entries[0]["actor"]["name"] == "supervisor" and entries[0]["detail"] == {"file": "mix.ogg"} and entries[0]["queue"] == "sales"
    # Whoever fetches a file without the page has watched all the same.
    admin = await signed_in("admin")
    await admin.http.get(f"/api/recordings/{kept.id}/files/mix.ogg", headers={"Range": "bytes=0-9"})
    assert [entry["actor"]["name"] for entry in await _audit(manager, action="recording.viewed")] == ["admin", "supervisor"]


async def test_the_log_is_for_managers_of_the_queue(kept, signed_in, server):
    web = await signed_in("supervisor")
    await web.http.get(f"/api/recordings/{kept.id}")
    assert (await web.http.get("/api/audit")).status_code == 403
    server.add_user("support-manager", role="manager", queues="support")
    server.add_user("sales-manager", role="manager", queues="sales")
    assert await _audit(await signed_in("support-manager")) == []
    assert len(await _audit(await signed_in("sales-manager"))) == 1


async def test_only_an_administrator_erases(kept, signed_in, server):
    path = f"/api/recordings/{kept.id}/erase"
    supervisor, admin = await signed_in("supervisor"), await signed_in("admin")
    assert (await supervisor.post(path, {"reason": "x"}, {KEY: supervisor.csrf})).status_code == 403
    assert (await admin.post(path, {"reason": "x"})).json()["error"]["code"] == "bad_csrf"
    assert (await admin.post(path, {"reason": "x"}, {KEY: admin.csrf, "Origin": "https://evil.example"})).status_code == 403
    assert (await admin.post(path, {}, {KEY: admin.csrf})).status_code == 400
    assert kept.folder.exists()
    answer = await admin.post(path, {"reason": "the customer asked for it"}, {KEY: admin.csrf})
    assert answer.status_code == 200 and answer.json()["recording"]["erasedAt"]
    assert not kept.folder.exists()
    assert (await admin.http.get(f"/api/recordings/{kept.id}/files/mix.ogg")).status_code == 404
    assert (await admin.http.get(f"/api/recordings/{kept.id}")).json()["files"] == []
    [entry] = await _audit(admin, action="recording.erased")
    assert entry["detail"] == {"reason": "the customer asked for it"} and entry["actor"]["name"] == "admin"


async def test_what_is_over_is_erased_by_itself(server, closing):
    server.terminate()
    old, kept = Kept(server, retain_until=now() - 1).put(), Kept(server, retain_until=now() + DAY).put()
    server.start()

    async def erased():
        return old.row()["erased_at"] is not None and not old.folder.exists()

    await eventually(erased, "the old recording is erased")
    assert kept.folder.exists() and kept.row()["erased_at"] is None
    web = await closing.enter_async_context(Web(server))
    await web.sign_in("manager")
    [entry] = await _audit(web, subject=old.id)
    assert entry["action"] == "recording.expired" and entry["actor"]["kind"] == "server"


async def test_what_an_agent_shielded_themselves_from_is_kept_as_evidence(server, cast, closing):
    agent = await cast.agent(server, "agent1", activity="available")
    call = await start_call(agent, await cast.visitor(server))
    await agent.request("session.protect", {"session": call.id, "end": True})
    await agent.push("wrapup")
    server.terminate()
    flagged, other = Kept(server, retain_until=now() - 1, interaction=call.interaction).put(), Kept(server, retain_until=now() - 1).put()
    server.start()

    async def done():
        return other.row()["erased_at"] is not None and flagged.row()["retain_until"] > now()

    await eventually(done, "one is erased, the other held")
    assert flagged.folder.exists() and flagged.row()["erased_at"] is None
    assert flagged.row()["retain_until"] == flagged.row()["ended_at"] + 365 * DAY
    web = await closing.enter_async_context(Web(server))
    await web.sign_in("manager")
    [entry] = await _audit(web, subject=flagged.id)
    assert entry["action"] == "recording.held"
    # Where the policy says so, it goes as all others do.
    server.terminate()
    server.env |= {"VISAVIS_RECORDING_KEEP_FLAGGED": "false"}
    again = Kept(server, retain_until=now() - 1, interaction=call.interaction).put()
    server.start()

    async def erased():
        return again.row()["erased_at"] is not None

    await eventually(erased, "it is erased")


async def test_files_that_are_gone_are_missed(server):
    server.terminate()
    kept, lost = Kept(server).put(), Kept(server).put()
    (kept.folder / "mix.ogg").unlink()
    for path in lost.folder.iterdir():
        path.unlink()
    server.start()

    async def missed():
        return (kept.row()["state"], lost.row()["state"]) == ("partial", "failed")

    await eventually(missed, "what is missing is told")
    assert kept.row()["missing"] == lost.row()["missing"] == "files_missing"
    assert server.metrics()["visavis_recordings_missing_total"] == 2
    assert "files are missing" in server.log


async def test_other_systems_pause_with_a_key(server):
    session = secrets.token_hex(16)
    async with Web(server) as web:
        assert (await web.post(f"/api/sessions/{session}/recording", {"paused": True})).status_code == 401
        bearer = {"Authorization": f"Bearer {server.api_key()}"}
        assert (await web.post(f"/api/sessions/{session}/recording", {}, bearer)).status_code == 400
        answer = await web.post(f"/api/sessions/{session}/recording", {"paused": True}, bearer)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "session_gone")


async def test_a_large_file_is_never_in_memory(server, signed_in):
    size = 400_000_000
    kept = Kept(server, sparse={"agent-camera.webm": size}).put()
    web = await signed_in("supervisor")

    def resident() -> int:
        assert server.process is not None
        with open(f"/proc/{server.process.pid}/statm", encoding="ascii") as statm:
            return int(statm.read().split()[1]) * resource.getpagesize()

    before, highest, received = resident(), 0, 0
    async with web.http.stream("GET", f"/api/recordings/{kept.id}/files/agent-camera.webm") as answer:
        async for piece in answer.aiter_bytes(4_000_000):
            received += len(piece)
            highest = max(highest, resident())
    assert received == size
    assert highest - before < 40_000_000, f"{before} → {highest}"
