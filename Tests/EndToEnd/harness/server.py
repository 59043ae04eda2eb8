"""The server as a process of its own, on a free loopback port and a data folder of its own."""

from __future__ import annotations

import atexit
import ctypes
import fcntl
import http.client
import json
import os
import shutil
import signal
import ssl
import subprocess
import tempfile
from pathlib import Path

from .polling import wait_until
from .ports import Port

REPOSITORY = Path(__file__).resolve().parents[3]
PASSWORD = "correct-horse-battery"
# Many clients of one test share an address; the limits have tests of their own, which set them back.
ROOMY = {
    "VISAVIS_LIMIT_VISITS_PER_MINUTE": "100000",
    "VISAVIS_LIMIT_VISITORS_PER_MINUTE_PER_ADDRESS": "100000",
    "VISAVIS_LIMIT_HELLOS_PER_SECOND_PER_ADDRESS": "10000",
    "VISAVIS_LIMIT_CONNECTIONS_PER_ADDRESS": "20000",
    "VISAVIS_DRAIN_SECONDS": "2",
    # A demo asks every customer; tests of recordings say so themselves.
    "VISAVIS_RECORDING_PURPOSES": "none",
}


class ServerError(RuntimeError):
    """The server did not do what the harness asked; the text holds its log."""


def binary() -> Path:
    """The program under test: `VISAVIS_BINARY`, or the debug build."""
    return Path(os.environ.get("VISAVIS_BINARY", REPOSITORY / ".build/debug/visavis"))


def _die_with_parent() -> None:
    # PR_SET_PDEATHSIG: a test run that is killed leaves no server behind.
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


class VisavisServer:
    """`with VisavisServer(env={...}) as server:` starts the server, waits until it is ready, and kills it at the end.

    `env` overrides settings (a value of `None` removes one) and is read again by each `start()`. Without `data` the folder is a copy of
    a prepared one, whose demo accounts are also signed in (`cookies`): hashing passwords is slow on purpose. `fresh=True` begins empty.
    """

    _template: Path | None = None

    def __init__(self, env: dict[str, str | None] | None = None, *, data: Path | None = None, fresh: bool = False, tls: bool = False):
        self._folder = Path(tempfile.mkdtemp(prefix="visavis-test-"))
        self._is_fresh = fresh or data is not None
        self.data = data or self._folder / "data"
        self.log_path = self._folder / "log"
        self.env = dict(env or {})
        self.arguments = ["serve", "--demo"]
        self._port = Port()
        self.port = self._port.number
        self.scheme = "https" if tls else "http"
        self.process: subprocess.Popen | None = None
        self.accounts: dict[str, str] = {}
        self.cookies: dict[str, str] = {}

    # Addresses

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}"

    @property
    def media_port(self) -> int:
        """The relay's, UDP: the same number unless the environment says otherwise."""
        return int(self.env.get("VISAVIS_MEDIA_PORT") or self.port)

    @property
    def origin(self) -> str:
        return self.url

    @property
    def websocket_url(self) -> str:
        return f"{'wss' if self.scheme == 'https' else 'ws'}://{self.host}/ws"

    # Life

    def __enter__(self) -> VisavisServer:
        try:
            if not self._is_fresh:
                self._copy_template()
            return self.start()
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._port.release()
        shutil.rmtree(self._folder, ignore_errors=True)

    def environment(self) -> dict[str, str]:
        own = {
            **ROOMY, "VISAVIS_DATA": str(self.data), "VISAVIS_WEB": os.environ.get("VISAVIS_TEST_WEB", str(REPOSITORY / "Web")), "VISAVIS_HOST": "127.0.0.1",
            "VISAVIS_PORT": str(self.port), "VISAVIS_PUBLIC_URL": self.url, **self.env,
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith("VISAVIS_")}
        return {**kept, **{name: value for name, value in own.items() if value is not None}}

    def spawn(self) -> VisavisServer:
        """Starts the process and does not wait for it."""
        assert self.process is None, "it runs already"
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [binary(), *self.arguments], env=self.environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                preexec_fn=_die_with_parent)
        return self

    def start(self) -> VisavisServer:
        """Starts the server, again if need be, on the same port and data, and returns once it is ready."""
        self.spawn()
        try:
            wait_until(self._is_ready, "the server answers /readyz", deadline=20)
        except AssertionError as error:
            raise ServerError(f"{error}\n{self.log}") from None
        accounts = self.data / "demo-accounts.json"
        if accounts.exists():
            self.accounts |= {account["name"]: account["password"] for account in json.loads(accounts.read_text())}
        return self

    def kill(self) -> None:
        """SIGKILL: what was not stored is lost."""
        self._end(signal.SIGKILL)

    def terminate(self, deadline: float = 20) -> int:
        """SIGTERM, and waits for the orderly end; returns the exit code."""
        return self._end(signal.SIGTERM, deadline)

    def signal(self, number: int) -> None:
        assert self.process is not None
        os.kill(self.process.pid, number)

    def wait(self, deadline: float = 20) -> int:
        """Waits for the process to end on its own; returns the exit code."""
        process, self.process = self.process, None
        assert process is not None
        try:
            return process.wait(deadline)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise ServerError(f"the server did not end within {deadline:g} s\n{self.log}") from None

    def _end(self, number: int, deadline: float = 20) -> int:
        if self.process is None:
            return 0
        if self.process.poll() is None:
            os.kill(self.process.pid, number)
        return self.wait(deadline)

    def _is_ready(self) -> bool:
        if self.process is not None and self.process.poll() is not None:
            raise ServerError(f"the server ended with code {self.wait()}\n{self.log}")
        try:
            return self.get("/readyz")[0] == 200
        except OSError:
            return False

    # What it says

    @property
    def log(self) -> str:
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
        """One plain GET: status, headers with small letters, body."""
        if self.scheme == "https":
            context = ssl._create_unverified_context()
            connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=5, context=context)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path, headers=headers or {})
            response = connection.getresponse()
            return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            connection.close()

    def metrics(self) -> dict[str, float]:
        """`/metrics` by name, labels and all."""
        lines = self.get("/metrics")[2].decode().splitlines()
        return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line and line[0] != "#")}

    # The command line

    def command(self, *arguments: str, given: str = "") -> str:
        """Runs another command of the program on this server's data; returns what it printed."""
        done = subprocess.run(
            [binary(), *arguments], env=self.environment(), input=given, capture_output=True, text=True, timeout=60, check=False)
        if done.returncode != 0:
            raise ServerError(f"visavis {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def add_user(self, name: str, role: str = "agent", password: str = PASSWORD, queues: str | None = None) -> str:
        """Adds an account while the server runs; returns its password."""
        own = ("--queues", queues) if queues else ()
        self.command("user", "add", name, "--role", role, *own, "--password-stdin", "--data", str(self.data), given=password + "\n")
        self.accounts[name] = password
        return password

    def api_key(self, name: str = "host site") -> str:
        return self.command("apikey", "add", name, "--data", str(self.data)).split()[-1]

    # The prepared folder

    @classmethod
    def share(cls, folder: Path) -> None:
        """Where the prepared folder is, for all processes that run tests at the same time; without it each has its own."""
        cls._template = folder

    def _copy_template(self) -> None:
        template = self._prepared()
        shutil.copytree(template / "data", self.data)
        self.cookies = json.loads((template / "cookies.json").read_text())

    @classmethod
    def _prepared(cls) -> Path:
        """Made by whoever comes first; the others wait."""
        if cls._template is None:
            own = tempfile.mkdtemp(prefix="visavis-prepared-")
            atexit.register(shutil.rmtree, own, ignore_errors=True)
            cls._template = Path(own) / "folder"
        with cls._template.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not cls._template.exists():
                cls._prepare(cls._template)
        return cls._template

    @classmethod
    def _prepare(cls, folder: Path) -> None:
        unfinished = folder.with_suffix(".part")
        shutil.rmtree(unfinished, ignore_errors=True)
        with cls(fresh=True) as server:
            cookies = {name: server._sign_in(name, password) for name, password in server.accounts.items()}
            server.terminate()
            shutil.copytree(server.data, unfinished / "data", ignore=shutil.ignore_patterns("server.lock"))
        (unfinished / "cookies.json").write_text(json.dumps(cookies))
        unfinished.rename(folder)

    def _sign_in(self, name: str, password: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(
                "POST", "/api/login", json.dumps({"name": name, "password": password}),
                {"Content-Type": "application/json", "Origin": self.origin})
            response = connection.getresponse()
            if response.status != 200:
                raise ServerError(f"{name} cannot sign in: {response.read()!r}\n{self.log}")
            return response.headers["Set-Cookie"].split(";")[0].partition("=")[2]
        finally:
            connection.close()
