"""What goes wrong around a server."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator

from .server import VisavisServer


@contextlib.contextmanager
def locked(server: VisavisServer) -> Iterator[None]:
    """Another process holds the database."""
    database = sqlite3.connect(server.data / "visavis.sqlite", isolation_level=None, timeout=10)
    with contextlib.closing(database):
        database.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            database.execute("ROLLBACK")
