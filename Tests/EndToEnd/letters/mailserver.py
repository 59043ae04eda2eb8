"""A mail server: aiosmtpd on a thread of its own, whose answers a test decides."""

from __future__ import annotations

import asyncio
import ssl
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from harness import Port

USER = "visavis"
PASSWORD = "a-password-nobody-guesses"


class MailServer:
    """`with MailServer() as server:` listens. `down()` closes the port, `up()` opens the same one again.

    `recipient_answers` and `answers` are used up one a letter: to RCPT, and to the end of DATA. `hold()` leaves the latter unanswered.
    """

    def __init__(self, *, tls: ssl.SSLContext | None = None, implicit_tls: bool = False, auth: bool = False, starttls: bool = True):
        self.recipient_answers: list[str] = []
        self.answers: list[str] = []
        self.came: list[Envelope] = []
        """Every letter whose text came, whatever was answered."""
        self.sessions: list[Session] = []
        self.connections = 0
        self._options: dict[str, Any] = {}
        if tls and starttls and not implicit_tls:
            self._options |= {"tls_context": tls, "require_starttls": True}
        if auth:
            self._options |= {"authenticator": self._authenticate, "auth_required": True, "auth_require_tls": not implicit_tls}
        self._implicit_tls = tls if implicit_tls else None
        self._port = Port()
        self._loop = asyncio.new_event_loop()
        self._free = asyncio.Event()
        self._free.set()
        self._server: asyncio.Server | None = None
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    def __enter__(self) -> Self:
        self.up()
        return self

    def __exit__(self, *_: object) -> None:
        self.down()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._port.release()

    @property
    def port(self) -> int:
        return self._port.number

    @property
    def letters(self) -> list[EmailMessage]:
        return [message_from_bytes(envelope.original_content, policy=policy.default) for envelope in self.came]

    def up(self) -> None:
        async def start() -> asyncio.Server:
            return await self._loop.create_server(self._protocol, "127.0.0.1", self.port, ssl=self._implicit_tls)

        self._server = self._run(start())

    def down(self) -> None:
        server, self._server = self._server, None
        if server is None:
            return

        async def stop() -> None:
            self._free.set()
            server.close()

        self._run(stop())

    def hold(self) -> None:
        """From now on the end of a text is not answered, until the server goes down."""
        self._loop.call_soon_threadsafe(self._free.clear)

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def _protocol(self) -> SMTP:
        self.connections += 1
        return SMTP(self, hostname="mail.test", loop=self._loop, ident="test", **self._options)

    def _authenticate(self, _: SMTP, __: Session, ___: Envelope, mechanism: str, data: Any) -> AuthResult:
        good = isinstance(data, LoginPassword) and data.login == USER.encode() and data.password == PASSWORD.encode()
        return AuthResult(success=good, handled=False)

    # aiosmtpd's hooks

    async def handle_RCPT(self, _: SMTP, __: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if self.recipient_answers:
            return self.recipient_answers.pop(0).format(address=address)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _: SMTP, session: Session, envelope: Envelope) -> str:
        self.came.append(envelope)
        self.sessions.append(session)
        await self._free.wait()
        return self.answers.pop(0) if self.answers else "250 2.0.0 queued as 4711"
