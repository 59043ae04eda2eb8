"""Bytes to and from the server, for what no well-behaved client would send."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import ssl
from typing import Self

from .client import SUBPROTOCOL
from .server import VisavisServer


class RawConnection:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        self.reader = reader
        self.writer = writer

    @classmethod
    async def open(cls, server: VisavisServer, *, address: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Self:
        return cls(*await asyncio.open_connection("127.0.0.1", server.port, local_addr=(address, 0), ssl=tls))

    @classmethod
    async def upgraded(cls, server: VisavisServer, **options: str) -> Self:
        """A socket on which WebSocket frames may be written by hand."""
        connection = await cls.open(server, **options)
        await connection.send(upgrade_request(server))
        head = await connection.head()
        assert head.startswith(b"HTTP/1.1 101 "), head
        return connection

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def head(self, deadline: float = 5) -> bytes:
        """Up to the end of the header fields."""
        return await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), deadline)

    async def rest(self, deadline: float = 5) -> bytes:
        """Everything until the server closes; a reset counts as closing."""
        data = b""
        with contextlib.suppress(ConnectionError):
            async with asyncio.timeout(deadline):
                while chunk := await self.reader.read(65_536):
                    data += chunk
        return data

    async def until(self, *marks: bytes, deadline: float = 8) -> bytes:
        """Everything up to one of `marks`, or to the end of the connection."""
        data = b""
        with contextlib.suppress(ConnectionError):
            async with asyncio.timeout(deadline):
                while not any(mark in data for mark in marks) and (chunk := await self.reader.read(65_536)):
                    data += chunk
        return data

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.writer.transport.abort()


def upgrade_request(server: VisavisServer, path: str = "/ws", **fields: str) -> bytes:
    """The opening handshake (RFC 6455 §4.1); fields are given as `Sec_WebSocket_Key="…"`."""
    lines = {
        "Host": server.host, "Upgrade": "websocket", "Connection": "Upgrade", "Origin": server.origin,
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(), "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Protocol": SUBPROTOCOL, **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    head = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in lines.items())]
    return ("\r\n".join(head) + "\r\n\r\n").encode()


def frame(opcode: int, payload: bytes, *, fin: bool = True, masked: bool = True, length: int | None = None) -> bytes:
    """One frame (RFC 6455 §5.2); `length` claims another length than the payload has."""
    size = len(payload) if length is None else length
    head = bytes([(0x80 if fin else 0) | opcode])
    mark = 0x80 if masked else 0
    if size < 126:
        head += bytes([mark | size])
    elif size < 65_536:
        head += bytes([mark | 126]) + size.to_bytes(2)
    else:
        head += bytes([mark | 127]) + size.to_bytes(8)
    if not masked:
        return head + payload
    mask = os.urandom(4)
    return head + mask + bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))
