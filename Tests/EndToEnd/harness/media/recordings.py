"""What was recorded: by the API, on the disk, and to ffprobe."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from ..people import Web
from ..polling import eventually
from ..server import VisavisServer

# Customers are asked; a test machine's disk is small.
RECORDING = {"VISAVIS_RECORDING_PURPOSES": "quality", "VISAVIS_RECORDING_MINIMUM_FREE_MB": "1"}
OVER = {"completed", "partial", "failed"}


class Recordings:
    """What one account sees. `async with Recordings(server, "supervisor1") as recordings:`"""

    def __init__(self, server: VisavisServer, account: str):
        self.server = server
        self.account = account
        self.web = Web(server)

    async def __aenter__(self) -> Recordings:
        await self.web.sign_in(self.account)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.web.http.aclose()

    async def all(self, **query: Any) -> list[dict[str, Any]]:
        answer = await self.web.http.get("/api/recordings", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()["recordings"]

    async def detail(self, id: str) -> dict[str, Any]:
        answer = await self.web.http.get(f"/api/recordings/{id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def finished(self, session: str, deadline: float = 10) -> dict[str, Any]:
        """The `Detail` of a session's recording once it is over."""

        async def over() -> str | None:
            return next((one["id"] for one in await self.all() if one["session"] == session and one["state"] in OVER), None)

        return await self.detail(await eventually(over, "the recording is over", deadline))

    async def fetch(self, detail: dict[str, Any], folder: Path) -> dict[str, Path]:
        """Downloads every file; by name."""
        paths = {}
        for file in detail["files"]:
            answer = await self.web.http.get(file["url"])
            assert answer.status_code == 200, (file, answer.text)
            assert len(answer.content) == file["bytes"], file
            paths[file["file"]] = folder / file["file"]
            paths[file["file"]].write_bytes(answer.content)
        return paths


def folder_of(server: VisavisServer, recording: str) -> Path:
    [folder] = [path for path in (server.data / "recordings").rglob(f"*{recording}*") if path.is_dir()]
    return folder


def decodes(path: Path) -> None:
    """ffmpeg decodes all of it and has nothing to say. It would guess a frame rate and complain where a network's jitter does not fit that: it keeps the file's times."""
    command = ["ffmpeg", "-v", "error", "-xerror", "-i", str(path), "-enc_time_base", "-1", "-f", "null", "-"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0 and not done.stderr, f"{path.name}: {done.stderr}"


def probe(path: Path) -> dict[str, Any]:
    """ffprobe's `format` and `streams`; it must not complain."""
    done = subprocess.run(
        ["ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams", str(path)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and not done.stderr, f"{path.name}: {done.stderr}"
    return json.loads(done.stdout)


def duration(path: Path) -> float:
    return float(probe(path)["format"]["duration"])
