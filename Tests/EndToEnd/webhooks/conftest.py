"""Fixtures of the webhook tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness import VisavisServer

from webhooks.receiver import KEY, Receiver


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def make_sender(make_server: Callable[..., VisavisServer], tmp_path: Path) -> Callable[..., VisavisServer]:
    """Starts a server that sends webhooks to an address; receivers of tests are on loopback, which is refused unless allowed."""

    def make(url: str, allow_private: bool = True, **settings: Any) -> VisavisServer:
        secret = tmp_path / "webhook-secret"
        secret.write_bytes(KEY + b"\n")
        return make_server({
            "VISAVIS_WEBHOOK_URL": url, "VISAVIS_WEBHOOK_SECRET_FILE": str(secret),
            "VISAVIS_WEBHOOK_ALLOW_PRIVATE": "true" if allow_private else None, **settings,
        })

    return make
