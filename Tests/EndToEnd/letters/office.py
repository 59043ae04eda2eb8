"""A server that writes letters, and how tests put letters into its outbox and look at what is left there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from harness import VisavisServer

from letters.gateway import TOKEN
from letters.mailserver import PASSWORD, USER

MAIL = "marie.curie@example.com"
PHONE = "+33612345678"
# The text of the command's letter; it stands for the links that nobody else may read.
SECRET = "This is a test."


class Office:
    """The settings of a server with mail and SMS on this machine, and the server."""

    def __init__(self, server: VisavisServer, folder: Path):
        self.server = server
        self._folder = folder

    def configure(self, **settings: str | None) -> None:
        """Holds from the next start."""
        self.server.env |= {f"VISAVIS_{name}": value for name, value in settings.items()}

    def mail(self, url: str, *, ca: Path | None = None, password: str | None = None) -> None:
        self.configure(MAIL_URL=url, MAIL_FROM="Visavis, Café <no-reply@visavis.example>", MAIL_CA_FILE=str(ca) if ca else None)
        if password is not None:
            self.configure(MAIL_USER=USER, MAIL_PASSWORD_FILE=self._secret("password", password))

    def text(self, url: str, *, allow_private: bool = True) -> None:
        self.configure(
            SMS_URL=url, SMS_TOKEN_FILE=self._secret("token", TOKEN), SMS_ALLOW_PRIVATE="true" if allow_private else None)

    def _secret(self, name: str, text: str) -> str:
        path = self._folder / name
        path.write_text(text + "\n")
        return str(path)

    def write(self, *addresses: str) -> None:
        """Puts a letter for each into the outbox of the server, which must be stopped."""
        for address in addresses:
            assert self.server.command("letter", "--to", address, "--later").strip() == "The letter is in the outbox."

    def change(self, sql: str) -> None:
        with closing(sqlite3.connect(self.server.data / "visavis.sqlite", timeout=5)) as database, database:
            database.execute(sql)

    @property
    def waiting(self) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.server.data / "visavis.sqlite", timeout=5)) as database:
            return database.execute("SELECT kind, attempts FROM letter ORDER BY created_at").fetchall()

    def figure(self, name: str, kind: str = "email") -> float:
        return self.server.metrics()[f'visavis_letters_{name}{{kind="{kind}"}}']

    def log_tells_nobody(self) -> bool:
        """Nothing in the log says who is written to, what, and with which secrets."""
        return not any(word in self.server.log for word in (MAIL, "marie.curie", PHONE, PHONE[3:], SECRET, PASSWORD, TOKEN))
