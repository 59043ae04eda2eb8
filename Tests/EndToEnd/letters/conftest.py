"""Fixtures of the tests of letters."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness import VisavisServer

from letters.gateway import Gateway
from letters.mailserver import MailServer
from letters.office import Office


@pytest.fixture
def post() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with Gateway() as gateway:
        yield gateway


@pytest.fixture
def office(make_server: Callable[..., VisavisServer], tmp_path: Path) -> Office:
    """Its server is stopped: what is in the outbox when it starts is sent then."""
    server = make_server()
    server.terminate()
    return Office(server, tmp_path)


@dataclass
class Identity:
    """A certificate for `localhost` that nobody vouches for but itself."""

    certificate: Path
    context: ssl.SSLContext


@pytest.fixture
def identity(tmp_path: Path) -> Identity:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
        check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return Identity(certificate, context)
