"""What lies on the disk after a call: every player takes it, and sound and picture are where they were."""

import itertools
import json
import time

import pytest
from harness import ServerError, hang_up
from harness.media import RECORDING, BeepTrack, FlashTrack, beeps_in, flashes_in
from harness.media.recordings import decodes, duration, folder_of, probe

from recordings.steps import consent, is_in, passes

CODECS = {"VP8": (".webm", "vp8"), "H264": (".mkv", "h264")}


@pytest.fixture
async def beeping(make_server, make_meeting):
    """A call in which both flash and beep each second."""

    async def make(codec="VP8", env=None):
        start = time.monotonic()
        tracks = {name: {"microphone": BeepTrack(start), "camera": FlashTrack(start)} for name in ("customer", "agent")}
        return await make_meeting(make_server(RECORDING | (env or {})), tracks=tracks, codec=codec)

    return make


@pytest.mark.alone
@pytest.mark.parametrize("codec", CODECS)
async def test_a_recording_is_whole_and_in_step(beeping, recordings_of, tmp_path, codec):
    meeting = await beeping(codec)
    agreed = time.monotonic()
    await consent(meeting, True)
    await is_in(meeting, "recording")
    told = time.monotonic()
    await passes(5)
    await hang_up(meeting.call)
    over = time.monotonic()
    recordings = await recordings_of(meeting.server)
    detail = await recordings.finished(meeting.call.id)
    assert detail["recording"]["state"] == "completed", detail
    files = await recordings.fetch(detail, tmp_path)
    by_role = {(file["role"], file["kind"]): file for file in detail["files"]}
    assert set(by_role) == {("customer", "camera"), ("agent", "camera"), ("mix", "mix")}

    for file in detail["files"]:
        path = files[file["file"]]
        decodes(path)
        assert abs(duration(path) - file["durationMs"] / 1_000) < 0.1, file
        assert over - told - 0.3 < file["startMs"] / 1_000 + duration(path) < over - agreed + 0.3, file
    mixed = by_role["mix", "mix"]
    voice = [mixed["startMs"] / 1_000 + beep for beep in beeps_in(files[mixed["file"]])]
    assert len(voice) >= 4
    for role in ("customer", "agent"):
        file = by_role[role, "camera"]
        path = files[file["file"]]
        assert path.suffix == CODECS[codec][0]
        assert {stream["codec_name"] for stream in probe(path)["streams"]} == {CODECS[codec][1], "opus"}
        flashes, beeps = flashes_in(path), beeps_in(path)
        assert len(flashes) >= 4 and len(beeps) >= 4
        in_step(flashes, beeps, f"{role}: picture and voice of one file")
        in_step([file["startMs"] / 1_000 + flash for flash in flashes], voice, f"{role}: picture and mix")
        for earlier, later in itertools.pairwise(flashes):
            assert abs(later - earlier - 1) < 0.1, flashes


def in_step(pictures: list[float], sounds: list[float], what: str) -> None:
    """Every flash but those at the edges has its beep within 100 ms."""
    inner = [flash for flash in pictures if sounds[0] - 0.3 < flash < sounds[-1] + 0.3]
    assert len(inner) >= 3, (what, pictures, sounds)
    for flash in inner:
        nearest = min(sounds, key=lambda sound: abs(sound - flash))
        assert abs(nearest - flash) < 0.1, (what, flash, nearest, pictures, sounds)


async def test_the_sidecar_tells_what_happened_and_its_hashes_are_right(beeping, recordings_of):
    meeting = await beeping()
    await consent(meeting, True)
    await is_in(meeting, "recording")
    await hang_up(meeting.call)
    recordings = await recordings_of(meeting.server)
    detail = await recordings.finished(meeting.call.id)
    folder = folder_of(meeting.server, detail["recording"]["id"])
    assert not list(folder.glob("*.part")), "nothing is left open"
    lines = [json.loads(line) for line in (folder / "index.jsonl").read_text().splitlines()]
    assert lines
    assert "consent" in (folder / "index.jsonl").read_text()
    meeting.server.command("recordings", "verify", detail["recording"]["id"])
    assert folder.stat().st_mode & 0o077 == 0, "for the server's user alone"
    some = next(path for path in folder.iterdir() if path.suffix == ".webm")
    data = bytearray(some.read_bytes())
    data[len(data) // 2] ^= 0xFF
    some.write_bytes(data)
    with pytest.raises(ServerError, match=some.name.split(".")[0]):
        meeting.server.command("recordings", "verify", detail["recording"]["id"])


async def test_a_call_by_sound_alone(make_server, make_meeting, recordings_of, tmp_path):
    server = make_server(RECORDING)
    meeting = await make_meeting(server, camera=None)
    await consent(meeting, True)
    await is_in(meeting, "recording")
    await passes(2)
    await hang_up(meeting.call)
    recordings = await recordings_of(server)
    detail = await recordings.finished(meeting.call.id)
    assert {file["kind"] for file in detail["files"]} == {"microphone", "mix"}
    for path in (await recordings.fetch(detail, tmp_path)).values():
        decodes(path)
    talk = {entry["role"]: entry for entry in detail["index"]["talk"]}
    assert talk["customer"]["talkMs"] > 1_000 and talk["agent"]["talkMs"] > 1_000, talk
    assert detail["index"]["overlapMs"] > 500, "both sound all the time"
