"""A receiver of webhooks: a real HTTP server on a thread, whose answers a test decides."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import ssl
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from harness import Port

KEY = b"a key that is shared with the receiver"


@dataclass
class Delivery:
    """One POST as it came, and what was answered."""

    path: str
    headers: dict[str, str]
    body: bytes
    status: int

    @property
    def message(self) -> dict[str, Any]:
        return json.loads(self.body)

    @property
    def has_valid_signature(self) -> bool:
        """Checked without the product's help."""
        signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + self.body
        code = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
        return self.headers["webhook-signature"] == f"v1,{code}"


class Receiver:
    """`with Receiver() as receiver:` listens. `down()` closes the port, `up()` opens the same one again.

    `answers` are used up one a POST; then it is 204. A redirect goes to `/elsewhere` of the same receiver.
    """

    def __init__(self, tls: ssl.SSLContext | None = None):
        self.answers: list[int] = []
        self.came: list[Delivery] = []
        self.connections = 0
        self._may_answer = threading.Event()
        self._may_answer.set()
        self._tls = tls
        self._port = Port()
        self._server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        self.up()
        return self

    def __exit__(self, *_: object) -> None:
        self.down()
        self._port.release()

    @property
    def port(self) -> int:
        return self._port.number

    @property
    def taken(self) -> list[Delivery]:
        return [delivery for delivery in self.came if delivery.status < 300]

    def messages(self, type: str) -> list[dict[str, Any]]:
        return [delivery.message for delivery in self.taken if delivery.message["type"] == type]

    def hold(self) -> None:
        """From now on a POST is read and not answered, until the receiver goes down."""
        self._may_answer.clear()

    def up(self) -> None:
        receiver = self

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def get_request(self) -> Any:
                receiver.connections += 1
                return super().get_request()

            def handle_error(self, *_: object) -> None:
                """A client that goes away is no news."""

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver._may_answer.wait()
                status = receiver.answers.pop(0) if receiver.answers else 204
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.came.append(Delivery(self.path, headers, body, status))
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST

            def log_message(self, *_: object) -> None:
                """Tests look at `came`."""

        self._server = Server(("127.0.0.1", self.port), Handler)
        if self._tls:
            self._server.socket = self._tls.wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def down(self) -> None:
        server, self._server = self._server, None
        self._may_answer.set()
        if server:
            server.shutdown()
            server.server_close()
