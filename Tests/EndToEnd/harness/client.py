"""One WebSocket connection that speaks `visavis.v1`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any, Self

import websockets
from websockets.asyncio.client import ClientConnection, connect

from .polling import DeadlineError
from .server import VisavisServer

SUBPROTOCOL = "visavis.v1"
DEADLINE = 5.0
Push = dict[str, Any]


class RequestError(Exception):
    """The server's `err`."""

    def __init__(self, error: dict[str, Any]):
        super().__init__(f"{error['code']}: {error.get('message')}")
        self.code: str = error["code"]
        self.message: str = error.get("message", "")
        self.retry_after_ms: int | None = error.get("retryAfterMs")
        self.turnaway: str | None = error.get("turnaway")


class Client:
    """Requests are answered in any order; pushes wait in `pending` until a test asks for them. All that came is in `received`."""

    def __init__(self, socket: ClientConnection):
        self.socket = socket
        self.welcome: dict[str, Any] = {}
        self.received: list[Push] = []
        self.raw: list[str] = []
        self.pending: list[Push] = []
        self.last_seq = 0
        self.on_push: Callable[[Push], None] | None = None
        self._last_id = 0
        self._unsent: list[str] = []
        self._replies: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._news = asyncio.Event()
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def connect(
        cls, server: VisavisServer, *, origin: str | None = "", path: str = "", subprotocols: list[str] | None = None, **options: Any
    ) -> Self:
        """Opens the socket; `hello` is up to the caller. `origin=None` sends none."""
        socket = await connect(
            server.websocket_url + path, origin=server.origin if origin == "" else origin, open_timeout=20, close_timeout=2,
            subprotocols=[SUBPROTOCOL] if subprotocols is None else subprotocols, ping_interval=None, proxy=None,
            compression=options.pop("compression", None), **options)
        return cls(socket)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    # Speaking

    async def hello(self, token: str | None = None, resume: dict[str, Any] | None = None, deadline: float = DEADLINE) -> dict[str, Any]:
        """Sends `hello` and keeps the welcome; a refusal is a `RequestError`."""
        parameters = {name: value for name, value in (("token", token), ("resume", resume)) if value is not None}
        self.welcome = await self.request("hello", parameters, deadline=deadline)
        # After a resume what was missed is still to come: only then has it been seen.
        seen = resume["lastSeq"] if resume and self.welcome["resumed"] else self.welcome["seq"]
        self.last_seq = max(self.last_seq, seen)
        return self.welcome

    async def request(self, method: str, parameters: Any = None, *, id: int | None = None, deadline: float = DEADLINE) -> dict[str, Any]:
        """Sends a request and returns its `ok`; `id` repeats or chooses one."""
        number, reply = self.ask(method, parameters, id=id)
        await self.flush()
        return await self.answer(number, reply, method, deadline)

    def ask(self, method: str, parameters: Any = None, *, id: int | None = None) -> tuple[int, asyncio.Future[dict[str, Any]]]:
        """Prepares a request; `flush` sends what was prepared."""
        self._last_id = max(self._last_id + 1 if id is None else id, self._last_id)
        number = self._last_id if id is None else id
        message: dict[str, Any] = {"id": number, "m": method, "p": {} if parameters is None else parameters}
        if self.last_seq:
            message["a"] = self.last_seq
        reply = self._replies[number] = asyncio.get_running_loop().create_future()
        self._unsent.append(json.dumps(message, ensure_ascii=False))
        return number, reply

    async def flush(self) -> None:
        unsent, self._unsent = self._unsent, []
        for text in unsent:
            await self.send_raw(text)

    async def answer(self, number: int, reply: asyncio.Future[dict[str, Any]], what: str, deadline: float = DEADLINE) -> dict[str, Any]:
        try:
            message = await asyncio.wait_for(asyncio.shield(reply), deadline)
        except TimeoutError:
            raise DeadlineError(f"no answer to {what} ({number}) within {deadline:g} s; pushes: {self.received}") from None
        finally:
            self._replies.pop(number, None)
        if "err" in message:
            raise RequestError(message["err"])
        return message["ok"]

    async def notify(self, method: str, parameters: Any) -> None:
        await self.send_raw(json.dumps({"m": method, "p": parameters}, ensure_ascii=False))

    async def send_raw(self, message: str | bytes, **options: Any) -> None:
        await self.socket.send(message, **options)

    # Listening

    async def push(self, type: str, matching: Callable[[Any], Any] = lambda _: True, *, deadline: float = DEADLINE) -> Any:
        """The `p` of the first push of `type` that matches and was not asked for before."""
        return (await self.envelope(type, matching, deadline=deadline)).get("p")

    async def envelope(self, type: str, matching: Callable[[Any], Any] = lambda _: True, *, deadline: float = DEADLINE) -> Push:
        """The same with the envelope (`s`, `from`)."""

        def find() -> Push | None:
            for index, push in enumerate(self.pending):
                if push["t"] == type and matching(push.get("p")):
                    return self.pending.pop(index)
            return None

        return await self._await(find, f"a push '{type}'", deadline)

    async def bye(self, deadline: float = DEADLINE) -> dict[str, str]:
        return await self.push("bye", deadline=deadline)

    async def closed(self, deadline: float = DEADLINE) -> int:
        """Waits until the server has closed; returns the close code (1006: without one)."""
        try:
            await asyncio.wait_for(self.socket.wait_closed(), deadline)
        except TimeoutError:
            raise DeadlineError(f"the server did not close within {deadline:g} s") from None
        return self.socket.close_code or 1006

    async def _await(self, find: Callable[[], Push | None], what: str, deadline: float) -> Push:
        end = asyncio.get_running_loop().time() + deadline
        while (found := find()) is None:
            if self._reader.done():
                raise DeadlineError(f"the connection ended ({self.socket.close_code}) before {what}; came: {self.received}")
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), end - asyncio.get_running_loop().time())
            except TimeoutError:
                raise DeadlineError(f"not within {deadline:g} s: {what}; came: {self.received}") from None
        return found

    async def _read(self) -> None:
        try:
            async for text in self.socket:
                message = json.loads(text)
                self.raw.append(text)
                if "t" in message:
                    self.received.append(message)
                    self.pending.append(message)
                    self.last_seq = max(self.last_seq, message.get("s", 0))
                    if self.on_push:
                        self.on_push(message)
                elif (reply := self._replies.get(message["id"])) and not reply.done():
                    reply.set_result(message)
                self._news.set()
        except websockets.ConnectionClosed:
            pass
        finally:
            for reply in self._replies.values():
                if not reply.done():
                    reply.set_exception(ConnectionError(f"the connection ended with {self.socket.close_code}"))
                    reply.exception()
            self._news.set()

    # Leaving

    @property
    def resume_word(self) -> dict[str, Any]:
        """What a `hello` needs to take this session over."""
        return {"sid": self.welcome["sid"], "secret": self.welcome["secret"], "lastSeq": self.last_seq}

    async def close(self) -> None:
        """An orderly goodbye."""
        await self.socket.close()
        await self._reader

    async def drop(self) -> None:
        """The cable is pulled: the connection ends without a word."""
        self.socket.transport.abort()
        await self._reader
