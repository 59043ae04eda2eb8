"""`visavis recordings`: what an operator does on the data folder, with and without a running server."""

import subprocess

import pytest
from harness import ServerError, hang_up
from harness.media import RECORDING
from harness.media.recordings import decodes, folder_of
from harness.server import binary

from recordings.steps import consent, is_in, passes


@pytest.fixture
async def recorded(make_server, make_meeting, recordings_of):
    """A server, and the id of its one recording."""
    server = make_server(RECORDING)
    meeting = await make_meeting(server)
    await consent(meeting, True)
    await is_in(meeting, "recording")
    await passes(1.5)
    await hang_up(meeting.call)
    detail = await (await recordings_of(server)).finished(meeting.call.id)
    return server, detail["recording"]["id"]


async def test_an_export_stands_in_the_audit_log(recorded, recordings_of, tmp_path):
    server, id = recorded
    server.command("recordings", "export", id, str(tmp_path / "out"))
    answer = await (await recordings_of(server, "manager")).web.http.get("/api/audit", params={"action": "recording.exported"})
    [entry] = answer.json()["entries"]
    assert entry["subject"] == {"kind": "recording", "id": id} and entry["actor"]["kind"] == "server"


async def test_a_changed_byte_is_found(recorded):
    server, id = recorded
    server.terminate()
    path = max(folder_of(server, id).glob("*-camera.*"), key=lambda path: path.stat().st_size)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(ServerError):
        server.command("recordings", "verify")
    done = subprocess.run(
        [binary(), "recordings", "verify", id], env=server.environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 1 and f"{path.name}: changed" in done.stdout


async def test_repair_closes_what_a_kill_left(make_server, make_meeting, tmp_path):
    server = make_server(RECORDING)
    meeting = await make_meeting(server)
    await consent(meeting, True)
    await is_in(meeting, "recording")
    await passes(3)
    with pytest.raises(ServerError, match="another server uses the folder"):
        server.command("recordings", "repair")
    server.kill()
    [line] = server.command("recordings", "repair").splitlines()
    id = line.split("\t")[0]
    assert "partial (interrupted)" in line
    assert server.command("recordings", "verify", id) == f"{id}\tgood\n"
    assert server.command("recordings", "repair") == ""
    server.command("recordings", "export", id, str(tmp_path / "out"))
    for path in (tmp_path / "out").iterdir():
        if path.suffix != ".jsonl":
            decodes(path)
