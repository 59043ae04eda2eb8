"""Forged and honest JWTs (RFC 7519), written by hand so that everything about them can be wrong."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(part: str) -> dict[str, Any]:
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def claims(token: str) -> dict[str, Any]:
    return decoded(token.split(".")[1])


def signing_input(header: dict[str, Any], payload: dict[str, Any]) -> str:
    return f"{encoded(json.dumps(header).encode())}.{encoded(json.dumps(payload).encode())}"


def hs256(payload: dict[str, Any], key: bytes, header: dict[str, Any] | None = None) -> str:
    text = signing_input(header or {"alg": "HS256", "typ": "JWT"}, payload)
    return f"{text}.{encoded(hmac.digest(key, text.encode(), hashlib.sha256))}"


def signaling_key(data: Path) -> bytes:
    """The key the server signs with, derived as the server does (HKDF-SHA256 of `server.key`): for tokens that are wrong in all but this."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"visavis signalingTokens").derive((data / "server.key").read_bytes())
