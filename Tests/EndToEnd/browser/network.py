"""A network of one's own that can be cut: nothing that a page or a browser is told, but packets that do not arrive."""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from .chromium import EXECUTABLE

NOBODY = "02:00:00:00:00:fe"
CLONE_NEWNET = 0x4000_0000
_numbers = itertools.count(os.getpid() % 200)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)


@contextlib.contextmanager
def apart() -> Iterator[None]:
    """This thread, and the processes and threads that it starts, have a loopback of their own and nothing else: cables that come and go
    are no change of network for the browsers of tests that run beside these."""
    library = ctypes.CDLL(None, use_errno=True)

    def enter(answer: int) -> None:
        if answer:
            raise OSError(ctypes.get_errno(), "no network of one's own")

    with open("/proc/thread-self/ns/net") as former:
        enter(library.unshare(CLONE_NEWNET))
        try:
            _run("ip", "link", "set", "lo", "up")
            yield
        finally:
            enter(library.setns(former.fileno(), CLONE_NEWNET))


class Namespace:
    """A network namespace with one cable to this machine. `with` makes it and takes it away."""

    def __init__(self) -> None:
        number = next(_numbers) % 250
        self.name = f"visavis-{os.getpid()}-{number}"
        self._cable, self._far = f"vv{os.getpid() % 100000}a{number}", f"vv{os.getpid() % 100000}b{number}"
        self.host = f"10.213.{number}.1"
        self._guest = f"10.213.{number}.2"
        self._folder = Path(tempfile.mkdtemp(prefix="visavis-network-"))

    @staticmethod
    def is_possible() -> bool:
        """Root, and a sandbox that lets it: tried once in earnest."""
        if os.geteuid() != 0 or not shutil.which("ip"):
            return False
        try:
            with apart(), Namespace() as trial:
                trial.cut("silence")
                trial.mend("silence")
            return True
        except (subprocess.CalledProcessError, OSError):
            return False

    def __enter__(self) -> Namespace:
        try:
            _run("ip", "netns", "add", self.name)
            _run("ip", "link", "add", self._cable, "type", "veth", "peer", "name", self._far, "netns", self.name)
            # No IPv6: its addresses come seconds later by themselves, and each is a change of network to a browser.
            Path(f"/proc/sys/net/ipv6/conf/{self._cable}/disable_ipv6").write_text("1")
            _run("ip", "address", "add", f"{self.host}/24", "dev", self._cable)
            _run("ip", "link", "set", self._cable, "up")
            self._inside("sh", "-c", f"echo 1 > /proc/sys/net/ipv6/conf/{self._far}/disable_ipv6")
            self._inside("ip", "address", "add", f"{self._guest}/24", "dev", self._far)
            self._inside("ip", "link", "set", self._far, "up")
            self._inside("ip", "link", "set", "lo", "up")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for command in (("ip", "link", "delete", self._cable), ("ip", "netns", "delete", self.name)):
            with contextlib.suppress(subprocess.CalledProcessError):
                _run(*command)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _inside(self, *command: str) -> None:
        _run("ip", "netns", "exec", self.name, *command)

    @property
    def chromium(self) -> str:
        """A program that is Chromium inside this network."""
        path = self._folder / "chromium"
        path.write_text(f'#!/bin/sh\nexec ip netns exec {self.name} {EXECUTABLE} "$@"\n')
        path.chmod(0o755)
        return str(path)

    def cut(self, how: str) -> None:
        """`cable`: pulled, and the computer sees it. `silence`: every packet is lost on the way, both ways, and nobody is told."""
        if how == "cable":
            self._inside("ip", "link", "set", self._far, "down")
        else:
            # Each side sends to a hardware address that nobody has. (`tc netem` would do as well; many kernels are built without it.)
            self._inside("ip", "neighbour", "replace", self.host, "lladdr", NOBODY, "dev", self._far, "nud", "permanent")
            _run("ip", "neighbour", "replace", self._guest, "lladdr", NOBODY, "dev", self._cable, "nud", "permanent")

    def renumber(self) -> None:
        """Another address instead of the one there was, as when a computer changes its network."""
        address = self._guest.rpartition(".")[0] + (".3" if self._guest.endswith(".2") else ".2")
        self._inside("ip", "address", "delete", f"{self._guest}/24", "dev", self._far)
        self._guest = address
        self._inside("ip", "address", "add", f"{address}/24", "dev", self._far)

    def mend(self, how: str) -> None:
        if how == "cable":
            self._inside("ip", "link", "set", self._far, "up")
        else:
            self._inside("ip", "neighbour", "delete", self.host, "dev", self._far)
            _run("ip", "neighbour", "delete", self._guest, "dev", self._cable)


def freeze_network(marker: str, frozen: bool) -> None:
    """Where no namespace can be made: stops the process through which one Chromium sends and receives everything, or lets it go on.

    The browser is found by `marker`, an argument of its own.
    """
    parents: dict[int, int] = {}
    commands: dict[int, str] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            commands[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])

    def is_marked(process: int) -> bool:
        return process in commands and (marker in commands[process] or is_marked(parents[process]))

    [service] = [process for process, command in commands.items() if "network.mojom.NetworkService" in command and is_marked(process)]
    os.kill(service, signal.SIGSTOP if frozen else signal.SIGCONT)


@contextlib.contextmanager
def forwarded(address: str, port: int) -> Iterator[None]:
    """The demo server listens on the loopback alone; this brings it to `address`, same port."""
    listener = socket.create_server((address, port))

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                near = listener.accept()[0]
                try:
                    far = socket.create_connection(("127.0.0.1", port))
                except OSError:
                    near.close()
                    continue
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=_pump, args=(source, sink), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    for end in (source, sink):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
