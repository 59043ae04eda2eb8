"""The TURN credentials in a session are accepted by a real coturn, and only those."""

import contextlib
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness import Port, start_call, wait_until

SECRET = "a secret that only the two servers share"


@contextlib.contextmanager
def coturn(folder: Path, port: int) -> Iterator[None]:
    log = folder / "coturn.log"
    arguments = [
        "turnserver", "-n", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", f"--listening-port={port}", "--realm=visavis",
        "--use-auth-secret", f"--static-auth-secret={SECRET}", "--allow-loopback-peers", "--cli-password=unused", "--no-cli",
        "--no-tls", "--no-dtls", "--no-tcp", f"--pidfile={folder / 'pid'}", f"--userdb={folder / 'users'}", "--log-file=stdout",
    ]  # fmt: skip
    with log.open("w") as output:
        process = subprocess.Popen(arguments, stdout=output, stderr=subprocess.STDOUT, cwd=folder)
    try:
        wait_until(lambda: is_bound(port), "coturn to listen", 10)
        yield
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(10)


def is_bound(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def allocates(port: int, username: str, credential: str) -> bool:
    """Whether coturn's own client gets a relay address and its packets through it."""
    answer = subprocess.run(
        ["turnutils_uclient", "-y", "-c", "-n", "2", "-m", "1", "-p", str(port), "-u", username, "-w", credential, "127.0.0.1"],
        capture_output=True, text=True, timeout=60)  # fmt: skip
    return answer.returncode == 0 and "Total lost packets 0" in answer.stdout


@pytest.fixture
async def relay(make_server, cast, tmp_path):
    with Port() as free:
        port = free.number
        (tmp_path / "secret").write_text(SECRET + "\n")
        server = make_server({
            "VISAVIS_TURN_URLS": f"turn:127.0.0.1:{port}?transport=udp", "VISAVIS_TURN_SECRET_FILE": str(tmp_path / "secret"),
            "VISAVIS_TURN_TTL_SECONDS": "600",
        })  # fmt: skip
        with coturn(tmp_path, port):
            call = await start_call(await cast.agent(server, activity="available"), await cast.visitor(server))
            fresh = (await call.customer.request("session.ice"))["iceServers"]
            yield port, fresh


async def test_a_sessions_credentials_open_a_relay(relay):
    port, servers = relay
    assert [server["urls"] for server in servers] == [[f"turn:127.0.0.1:{port}?transport=udp"]]
    assert allocates(port, servers[0]["username"], servers[0]["credential"])


async def test_other_credentials_do_not(relay):
    port, servers = relay
    expiry, participant = servers[0]["username"].split(":")
    assert not allocates(port, servers[0]["username"], "guessed")
    assert not allocates(port, f"{int(expiry) + 86_400}:{participant}", servers[0]["credential"]), "a longer life is not signed"
