"""Recordings that are simply there: a row and files, as a call of long ago left them."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sqlite3
import time
from dataclasses import dataclass, field
from pathlib import Path

from harness import VisavisServer

DAY = 86_400_000


def now() -> int:
    return int(time.time() * 1000)


@dataclass
class Kept:
    """One finished recording, put into a server's data folder while the server is stopped or runs."""

    server: VisavisServer
    queue: str = "sales"
    agent: str = "agent1"
    expected_at: int = field(default_factory=lambda: now() - DAY)
    retain_until: int | None = None
    interaction: str = field(default_factory=lambda: secrets.token_hex(16))
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    files: dict[str, bytes] = field(default_factory=lambda: {"customer-camera.webm": os.urandom(300_000), "mix.ogg": os.urandom(50_000)})
    # Only the size matters: holes in the file.
    sparse: dict[str, int] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.server.data / "recordings" / self.id

    def put(self) -> Kept:
        self.folder.mkdir(parents=True)
        for name, content in self.files.items():
            (self.folder / name).write_bytes(content)
        for name, size in self.sparse.items():
            with (self.folder / name).open("wb") as file:
                file.truncate(size)
        (self.folder / "index.jsonl").write_text('{"t":"end"}\n')
        database = sqlite3.connect(self.server.data / "visavis.sqlite", timeout=10)
        with database:
            [agent] = database.execute("SELECT id FROM account WHERE name = ?", [self.agent]).fetchone()
            database.execute(
                "INSERT INTO recording (id, session, interaction, queue, customer, agent, expected_at, started_at, ended_at, state,"
                " purposes, body, retain_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'completed', 'quality', ?, ?)",
                [self.id, secrets.token_hex(16), self.interaction, self.queue, secrets.token_hex(16), agent, self.expected_at,
                 self.expected_at + 500, self.expected_at + 60_500, json.dumps(self._contents()), self.retain_until])
        database.close()
        return self

    def _contents(self) -> dict:
        sizes = {name: len(content) for name, content in self.files.items()} | self.sparse
        files = [
            {
                "file": name, "participant": "mix" if name == "mix.ogg" else "p1", "role": "mix" if name == "mix.ogg" else "customer",
                "kind": "mix" if name == "mix.ogg" else "camera", "startMs": 0, "durationMs": 60_000,
                "contentType": "audio/ogg" if name == "mix.ogg" else "video/webm", "bytes": size, "diskBytes": size,
                "sha256": hashlib.sha256(self.files[name]).hexdigest() if name in self.files else secrets.token_hex(32),
            }
            for name, size in sizes.items()
        ]
        return {"durationMs": 60_000, "files": files, "gaps": [], "pauses": [], "events": [], "talk": []}

    def row(self) -> dict:
        database = sqlite3.connect(self.server.data / "visavis.sqlite", timeout=10)
        database.row_factory = sqlite3.Row
        found = dict(database.execute("SELECT * FROM recording WHERE id = ?", [self.id]).fetchone())
        database.close()
        return found
