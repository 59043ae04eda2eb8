"""An SMS gateway: a real HTTP server on a thread, whose answers a test decides."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from harness import Port

TOKEN = "a-token-nobody-guesses"


@dataclass
class TextMessage:
    """One POST as it came, and what was answered."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    status: int


class Gateway:
    """`with Gateway() as gateway:` listens. `answers` are used up one a POST; then it is 202. `flood` is sent after each answer's head."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.came: list[TextMessage] = []
        self.connections = 0
        self.flood: bytes | None = None
        self._port = Port()
        self._server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        gateway = self

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def get_request(self) -> Any:
                gateway.connections += 1
                return super().get_request()

            def handle_error(self, *_: object) -> None:
                """A client that goes away is no news."""

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status = gateway.answers.pop(0) if gateway.answers else 202
                gateway.came.append(TextMessage(self.path, {name.lower(): value for name, value in self.headers.items()}, body, status))
                self.send_response(status)
                if gateway.flood is None:
                    self.send_header("Content-Length", "0")
                self.end_headers()
                while gateway.flood is not None:
                    self.wfile.write(gateway.flood)

            def log_message(self, *_: object) -> None:
                """Tests look at `came`."""

        self._server = Server(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.flood = None
        if self._server:
            self._server.shutdown()
            self._server.server_close()
        self._port.release()

    @property
    def port(self) -> int:
        return self._port.number
