"""Recordings in an object storage: there and verified before they are gone here."""

import os

import pytest

from harness import Web, eventually
from recordings.kept import Kept
from recordings.storage import ObjectStorage

# Two parts and a rest of S3's multipart upload.
LARGE = 35_000_000


@pytest.fixture
def storage():
    with ObjectStorage() as storage:
        yield storage


@pytest.fixture
def make_uploader(make_server, storage, tmp_path):
    """A server that starts with recordings in its folder and an object storage to take them to."""

    def make(*recordings: dict, prepare=lambda kept: None, **settings):
        server = make_server()
        server.terminate()
        kept = [Kept(server, **options).put() for options in recordings]
        for one in kept:
            prepare(one)
        server.env |= storage.settings(tmp_path / "s3-secret", **settings)
        return server.start(), *kept

    return make


async def _uploaded(server, kept, deadline: float = 30):
    async def there():
        return kept.row()["location"] == "uploaded" and not kept.folder.exists()

    await eventually(there, "the recording has moved to the object storage", deadline)


async def test_what_is_there_whole_goes_here(make_uploader, storage):
    files = {"customer-camera.webm": os.urandom(LARGE), "mix.ogg": os.urandom(70_000), "agent-camera.webm": os.urandom(1)}
    server, kept = make_uploader({"files": files})
    await _uploaded(server, kept)
    assert storage.refused == []
    assert storage.keys() == sorted(f"visavis/prod/{kept.id}/{name}" for name in [*files, "index.jsonl"])
    for name, content in files.items():
        assert storage.content(f"visavis/prod/{kept.id}/{name}") == content
    assert any("partNumber=3" in path for _, path in storage.requests), "the large one goes in parts"
    assert server.metrics()["visavis_recordings_uploaded_total"] == 1
    async with Web(server) as supervisor:
        await supervisor.sign_in("supervisor")
        detail = (await supervisor.http.get(f"/api/recordings/{kept.id}")).json()
        assert detail["recording"]["location"] == "uploaded"
        answer = await supervisor.http.get(detail["files"][0]["url"])
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "not_local")


async def test_a_storage_that_is_down_for_a_while_is_asked_again(make_uploader, storage):
    storage.answers = [503]
    server, kept = make_uploader({})
    await _uploaded(server, kept)
    assert server.metrics()["visavis_recording_upload_failures_total"] == 1
    assert "SlowDown" in server.log


async def test_what_arrives_otherwise_stays_here(make_uploader, storage):
    storage.spoils = True
    server, kept = make_uploader({})

    async def failed():
        return server.metrics()["visavis_recording_upload_failures_total"] >= 1

    await eventually(failed, "the upload is refused")
    assert "holds something else" in server.log
    assert kept.row()["uploaded_at"] is None
    assert {path.name for path in kept.folder.iterdir()} == {*kept.files, "index.jsonl"}
    # The next attempt puts right what lies there.
    storage.spoils = False
    await _uploaded(server, kept)
    assert storage.content(f"visavis/prod/{kept.id}/mix.ogg") == kept.files["mix.ogg"]


async def test_a_file_that_rotted_here_is_not_passed_on(make_uploader, storage):
    def rot(kept):
        content = bytearray(kept.files["mix.ogg"])
        content[1_000] ^= 1
        (kept.folder / "mix.ogg").write_bytes(content)

    server, kept = make_uploader({}, prepare=rot)

    async def told():
        return "is not what was written" in server.log

    await eventually(told, "the changed file is told")
    assert kept.folder.exists() and kept.row()["uploaded_at"] is None
    assert not any(key.endswith("mix.ogg") for key in storage.keys())


async def test_the_local_copy_may_stay(make_uploader, storage):
    server, kept = make_uploader({}, VISAVIS_RECORDING_KEEP_LOCAL="true")

    async def there():
        return kept.row()["uploaded_at"] is not None

    await eventually(there, "the recording is uploaded")
    assert kept.row()["location"] == "local" and (kept.folder / "mix.ogg").exists()


async def test_erasing_reaches_the_storage(make_uploader, storage):
    server, kept, other = make_uploader({}, {})
    await _uploaded(server, kept)
    await _uploaded(server, other)
    async with Web(server) as admin:
        await admin.sign_in("admin")
        answer = await admin.post(f"/api/recordings/{kept.id}/erase", {"reason": "asked for"}, {"X-CSRF-Token": admin.csrf})
        assert answer.status_code == 200, answer.text

    async def gone():
        return kept.row()["uploaded_at"] is None

    await eventually(gone, "the objects are gone")
    assert {key.split("/")[2] for key in storage.keys()} == {other.id}


async def test_a_storage_inside_our_own_network_is_refused(make_uploader, storage):
    server, kept = make_uploader(
        {}, VISAVIS_RECORDING_S3_ENDPOINT=storage.url.replace("http", "https"), VISAVIS_RECORDING_S3_ALLOW_PRIVATE=None)

    async def told():
        return "127.0.0.1 is not a public address" in server.log

    await eventually(told, "the address is refused")
    assert storage.requests == [] and kept.folder.exists()
