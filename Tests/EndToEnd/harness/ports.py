"""Ports of which each is given to one test at a time, in whatever process that test runs."""

from __future__ import annotations

import random
import socket
from typing import Self

# Below those that Linux gives to clients (ip_local_port_range): who starts again finds the own port still free.
NUMBERS = range(12_000, 32_000)


class Port:
    """Free on the loopback for TCP and, as the relay's, for UDP. Nobody else is given it before `release`."""

    def __init__(self) -> None:
        for number in random.sample(NUMBERS, 1_000):
            # An abstract address belongs to one socket of the machine, and to none once its process is gone.
            self._claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            try:
                self._claim.bind(f"\0visavis-test-port-{number}")
            except OSError:
                self._claim.close()
                continue
            if _is_free(number):
                self.number = number
                return
            self._claim.close()
        raise OSError("no free port was found")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        self._claim.close()


def _is_free(number: int) -> bool:
    with socket.socket() as stream, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        # What was closed just now does not count, as for the server.
        stream.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            stream.bind(("127.0.0.1", number))
            datagrams.bind(("0.0.0.0", number))
        except OSError:
            return False
    return True
