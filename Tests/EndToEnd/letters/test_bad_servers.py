"""Mail servers that mean no good: they get nothing, and cost neither memory nor the time of others."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from harness import ServerError, wait_until

from letters.office import MAIL, Office


class Talker:
    """Says what `talk` says to each who comes."""

    def __init__(self, talk: Callable[[socket.socket], None]):
        self.visitors = 0
        self._talk = talk
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                visitor, _ = self._listener.accept()
                self.visitors += 1
                threading.Thread(target=self._speak, args=(visitor,), daemon=True).start()

    def _speak(self, visitor: socket.socket) -> None:
        with visitor, contextlib.suppress(OSError):
            self._talk(visitor)

    def close(self) -> None:
        self._listener.close()


@pytest.fixture
def talker() -> Iterator[Callable[..., Talker]]:
    with contextlib.ExitStack() as stack:

        def make(talk: Callable[[socket.socket], None]) -> Talker:
            talker = Talker(talk)
            stack.callback(talker.close)
            return talker

        yield make


def forever(line: bytes) -> Callable[[socket.socket], None]:
    def talk(visitor: socket.socket) -> None:
        while True:
            visitor.sendall(line)

    return talk


def silent(visitor: socket.socket) -> None:
    visitor.recv(1)


@pytest.mark.parametrize("line", [b"220-welcome\r\n", b"220-" + b"x" * 3_000 + b"\r\n", b"x" * 4_096, b"\x00\xff\r\n"])
def test_a_greeting_without_end_is_an_error(office: Office, talker, line: bytes):
    host = talker(forever(line))
    office.mail(f"smtp://127.0.0.1:{host.port}")
    with pytest.raises(ServerError, match="the letter was not taken"):
        office.server.command("letter", "--to", MAIL)
    assert host.visitors == 1


def test_a_greeting_that_says_no_costs_no_letter(office: Office, talker):
    host = talker(lambda visitor: (visitor.sendall(b"554 5.3.2 \x1b[31mnot today\r\n"), silent(visitor)))
    office.mail(f"smtp://127.0.0.1:{host.port}")
    with pytest.raises(ServerError, match="554 5.3.2 .31mnot today"):
        office.server.command("letter", "--to", MAIL)
    office.write(MAIL)
    office.server.start()
    wait_until(lambda: office.figure("failed_total") == 1, "the attempt has failed")
    assert office.waiting == [("email", 1)] and "554 5.3.2" in office.server.log


def test_a_server_that_says_nothing_neither_blocks_the_end_nor_other_work(office: Office, talker):
    host = talker(silent)
    office.mail(f"smtp://127.0.0.1:{host.port}")
    office.write(*[f"customer{number}@example.com" for number in range(6)])
    office.server.start()
    wait_until(lambda: host.visitors == 4, "as many as may are waiting")
    assert office.server.get("/healthz")[0] == 200 and host.visitors == 4
    begin = time.monotonic()
    assert office.server.terminate() == 0
    assert time.monotonic() - begin < 8
    assert office.waiting == [("email", 0)] * 6


def test_what_is_accepted_counts_even_if_the_farewell_never_comes(office: Office, talker):
    def talk(visitor: socket.socket) -> None:
        lines = visitor.makefile("rwb")

        def say(text: bytes) -> None:
            lines.write(text + b"\r\n")
            lines.flush()

        say(b"220 hello")
        is_text = False
        for line in lines:
            if is_text:
                if line == b".\r\n":
                    is_text = False
                    say(b"250 2.0.0 taken")
            elif line.startswith(b"DATA"):
                is_text = True
                say(b"354 go on")
            elif not line.startswith(b"QUIT"):
                say(b"250 yes")

    host = talker(talk)
    office.mail(f"smtp://127.0.0.1:{host.port}")
    begin = time.monotonic()
    assert office.server.command("letter", "--to", MAIL) == "The letter was taken: 250 2.0.0 taken\n"
    assert time.monotonic() - begin < 10
