"""Kills and full disks: what was said until two seconds before is there, and no state is better than the truth."""

import os
import random
import subprocess
import time

import pytest
from harness import ServerError, Web, eventually, hang_up
from harness.media import RECORDING
from harness.media.meeting import SOURCES
from harness.media.recordings import OVER, decodes, folder_of

from recordings.steps import consent, is_in, passes, pictures_in

SEED = int(os.environ.get("VISAVIS_SEED", "20261122"))


@pytest.mark.parametrize("number", range(3))
async def test_a_kill_leaves_playable_files_that_lack_two_seconds_at_most(make_server, make_meeting, recordings_of, tmp_path, number):
    moment = random.Random(SEED + number).uniform(2.5, 6)
    print(f"VISAVIS_SEED={SEED}: killed {moment:.2f} s after the recording began")
    server = make_server(RECORDING | {"VISAVIS_RECONNECTING_SECONDS": "10"})
    meeting = await make_meeting(server)
    await consent(meeting, True)
    await is_in(meeting, "recording")
    await passes(moment)
    sent = {name: meeting.people[name].sends["camera"].count for name in ("customer", "agent")}
    server.kill()
    server.start()
    recordings = await recordings_of(server)

    async def repaired():
        [one] = await recordings.all()
        detail = await recordings.detail(one["id"])
        return detail if len(detail["files"]) >= 3 and all(file["durationMs"] > 0 for file in detail["files"]) else None

    detail = await eventually(repaired, "the files are repaired")
    files = await recordings.fetch(detail, tmp_path)
    for path in files.values():
        decodes(path)
    for name, last in sent.items():
        [camera] = [file for file in detail["files"] if file["role"] == name and file["kind"] == "camera"]
        numbers = [number for source, number in pictures_in(files[camera["file"]]) if source == SOURCES[name]]
        assert max(numbers) >= last - 2 * 15 - 3, f"{name}: {last - max(numbers)} pictures are lost"

    async def honest():
        [one] = await recordings.all()
        return one if one["state"] in OVER else None

    final = await eventually(honest, "the recording is over", 20)
    assert (final["state"], final.get("missing")) in {("partial", "interrupted"), ("partial", "server_stopped")}, final


async def test_a_call_that_outlives_a_kill_is_recorded_on_both_sides_of_it(make_server, make_meeting, cast, recordings_of, tmp_path):
    server = make_server(RECORDING)
    async with Web(server) as web:
        meeting = await make_meeting(server, web=web)
        await consent(meeting, True)
        await is_in(meeting, "recording")
        await passes(3)
        server.kill()
        server.start()
        meeting.customer.client = await cast.visitor(server, web=web)
        meeting.agent.client = meeting.call.agent = await cast.agent(server, "agent1")
        for talker in meeting.people.values():
            await talker.join()
        await meeting.live()
        await is_in(meeting, "recording")
        await passes(2)
        await hang_up(meeting.call)
    recordings = await recordings_of(server)

    async def over():
        found = await recordings.all()
        return found if all(one["state"] in OVER for one in found) else None

    seconds = 0.0
    for one in await eventually(over, "every recording is over"):
        detail = await recordings.detail(one["id"])
        for path in (await recordings.fetch(detail, tmp_path)).values():
            decodes(path)
        seconds += sum(file["durationMs"] for file in detail["files"] if file["kind"] == "mix") / 1_000
    assert seconds > 3, "what was said before and after is kept, but for two seconds"


@pytest.fixture
def small_disk(tmp_path):
    """Four megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "visavis-test", str(folder)], capture_output=True, check=False)
    if mounted.returncode != 0:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


async def test_a_full_disk_is_told_at_once_and_what_was_kept_stays(make_server, make_meeting, recordings_of, small_disk, tmp_path):
    server = make_server(RECORDING | {"VISAVIS_RECORDING_FOLDER": str(small_disk)})
    meeting = await make_meeting(server)
    await consent(meeting, True)
    await is_in(meeting, "recording")
    await passes(2.5)
    with open(small_disk / "filler", "wb", buffering=0) as filler:
        with pytest.raises(OSError):
            while True:
                filler.write(bytes(64 << 10))
        began = time.monotonic()
        await is_in(meeting, "failed")
        assert time.monotonic() - began < 5
    await meeting.live(deadline=5)
    await hang_up(meeting.call)
    (small_disk / "filler").unlink()
    recordings = await recordings_of(server)
    # What could not be closed on the full disk is tried again after some seconds.
    detail = await recordings.finished(meeting.call.id, 45)
    assert detail["recording"]["state"] in ("partial", "failed") and detail["recording"]["missing"] == "disk_full", detail["recording"]
    server.terminate()
    server.start()
    detail = await recordings.finished(meeting.call.id)
    for path in (await recordings.fetch(detail, tmp_path)).values():
        decodes(path)


async def test_on_a_disk_without_room_no_recording_begins(make_server, make_meeting, recordings_of):
    server = make_server(RECORDING | {"VISAVIS_RECORDING_MINIMUM_FREE_MB": "90000000"})
    meeting = await make_meeting(server)
    await consent(meeting, True)
    await is_in(meeting, "failed")
    await meeting.live()
    await hang_up(meeting.call)
    detail = await (await recordings_of(server)).finished(meeting.call.id)
    assert (detail["recording"]["state"], detail["recording"]["missing"]) == ("failed", "disk_full")
    assert detail["files"] == []


async def test_files_that_vanish_are_missed(make_server, make_meeting, recordings_of):
    server = make_server(RECORDING)
    meeting = await make_meeting(server)
    await consent(meeting, True)
    await is_in(meeting, "recording")
    await hang_up(meeting.call)
    recordings = await recordings_of(server)
    detail = await recordings.finished(meeting.call.id)
    for path in folder_of(server, detail["recording"]["id"]).iterdir():
        path.unlink()
    server.terminate()
    server.start()

    async def missed():
        return (await recordings.all())[0].get("missing") == "files_missing"

    await eventually(missed, "the files are missed")


async def one_kept(make_server, make_meeting, recordings_of):
    """A server with one finished recording: the server, what reads its recordings, and the recording's row."""
    server = make_server(RECORDING)
    meeting = await make_meeting(server)
    await consent(meeting, True)
    await is_in(meeting, "recording")
    await hang_up(meeting.call)
    recordings = await recordings_of(server)
    before = (await recordings.finished(meeting.call.id))["recording"]
    return server, recordings, before


async def test_files_that_come_back_are_found(make_server, make_meeting, recordings_of, tmp_path):
    server, recordings, before = await one_kept(make_server, make_meeting, recordings_of)
    folder = folder_of(server, before["id"])

    async def is_told(missing: str | None):
        return (await recordings.all())[0].get("missing") == missing

    server.terminate()
    folder.rename(tmp_path / "away")
    server.start()
    await eventually(lambda: is_told("files_missing"), "the files are missed")
    server.terminate()
    (tmp_path / "away").rename(folder)
    server.start()
    await eventually(lambda: is_told(before.get("missing")), "the files are found")
    assert (await recordings.all())[0]["state"] == before["state"]


async def test_a_disk_that_is_not_mounted_is_refused(make_server, make_meeting, recordings_of, tmp_path):
    server, recordings, before = await one_kept(make_server, make_meeting, recordings_of)
    server.terminate()
    (server.data / "recordings").rename(tmp_path / "away")
    (server.data / "recordings").mkdir()
    with pytest.raises(ServerError, match="mount its disk"):
        server.start()
    (server.data / "recordings").rmdir()
    (tmp_path / "away").rename(server.data / "recordings")
    server.start()
    assert (await recordings.all())[0]["state"] == before["state"]
