"""What a thief of the disk gets, and what the command line does with a recorded call."""

import pytest
from harness import ServerError, hang_up
from harness.media import RECORDING
from harness.media.recordings import decodes, folder_of

from recordings.steps import consent, is_in, passes


@pytest.fixture
def record(make_server, make_meeting, recordings_of):
    """A server, and the detail of a call that was recorded there."""

    async def make(**env):
        server = make_server(RECORDING | env)
        meeting = await make_meeting(server)
        await consent(meeting, True)
        await is_in(meeting, "recording")
        await passes(1.5)
        await hang_up(meeting.call)
        recordings = await recordings_of(server)
        return server, recordings, await recordings.finished(meeting.call.id)

    return make


async def test_sealed_files_say_nothing_to_who_has_only_the_disk(record, tmp_path):
    server, recordings, detail = await record(VISAVIS_RECORDING_ENCRYPT="true")
    folder = folder_of(server, detail["recording"]["id"])
    for path in folder.iterdir():
        data = path.read_bytes()
        assert not data.startswith((b"\x1a\x45\xdf\xa3", b"OggS")) and b"OpusHead" not in data and b"V_VP8" not in data, path
    for path in (await recordings.fetch(detail, tmp_path)).values():
        decodes(path)
    file = detail["files"][0]
    whole = (tmp_path / file["file"]).read_bytes()
    middle = len(whole) // 2
    part = await recordings.web.http.get(file["url"], headers={"Range": f"bytes={middle}-{middle + 999}"})
    assert part.status_code == 206 and part.content == whole[middle : middle + 1_000]


@pytest.mark.parametrize("encrypted", ["false", "true"])
async def test_the_command_line(record, recordings_of, tmp_path, encrypted):
    server, _, detail = await record(VISAVIS_RECORDING_ENCRYPT=encrypted)
    id = detail["recording"]["id"]
    assert id in server.command("recordings", "list")
    server.command("recordings", "verify", id)
    server.command("recordings", "export", id, str(tmp_path / "out"))
    exported = [path for path in (tmp_path / "out").rglob("*") if path.suffix in (".webm", ".mkv", ".ogg")]
    assert len(exported) == len(detail["files"])
    for path in exported:
        decodes(path)
    server.terminate()
    server.command("recordings", "repair")
    server.start()
    again = await (await recordings_of(server)).detail(id)
    assert again["recording"]["state"] == detail["recording"]["state"]


async def test_a_server_key_that_opens_nothing_is_refused(record, recordings_of, tmp_path):
    server, _, detail = await record(VISAVIS_RECORDING_ENCRYPT="true")
    server.terminate()
    key = server.data / "server.key"
    key.rename(tmp_path / "key")
    for _ in range(2):
        with pytest.raises(ServerError, match="server.key is missing: restore it"):
            server.start()
        assert not key.exists(), "it is not made anew in silence"
    (tmp_path / "key").rename(key)
    server.start()
    again = await (await recordings_of(server)).detail(detail["recording"]["id"])
    for path in (await (await recordings_of(server)).fetch(again, tmp_path)).values():
        decodes(path)
