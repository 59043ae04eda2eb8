"""Firefox, driven by WebDriver BiDi over its own socket: no driver program is needed."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect

EXECUTABLE = "/usr/bin/firefox-esr"
# A made-up camera and microphone that nobody has to allow, calls on the loopback, and no calls home.
PREFERENCES: dict[str, Any] = {
    "media.navigator.streams.fake": True, "media.navigator.permission.disabled": True, "media.peerconnection.ice.loopback": True,
    "media.peerconnection.ice.obfuscate_host_addresses": False, "media.autoplay.default": 0, "media.gmp-manager.updateEnabled": False,
    "app.normandy.enabled": False, "app.update.disabledForTesting": True, "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False, "browser.shell.checkDefaultBrowser": False, "browser.startup.homepage": "about:blank",
    "datareporting.policy.dataSubmissionEnabled": False, "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False, "services.settings.server": "data:,", "toolkit.telemetry.enabled": False,
}  # fmt: skip


class Firefox:
    """One browser with one page. `async with Firefox() as page:`"""

    def __init__(self) -> None:
        self._profile = Path(tempfile.mkdtemp(prefix="visavis-firefox-"))
        self._process: asyncio.subprocess.Process | None = None
        self._socket: ClientConnection | None = None
        self._context = ""
        self._last_id = 0
        self._replies: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._tasks: list[asyncio.Task[None]] = []

    @staticmethod
    def is_here() -> bool:
        return Path(EXECUTABLE).exists()

    async def __aenter__(self) -> Self:
        lines = [f'user_pref("{name}", {json.dumps(value)});' for name, value in PREFERENCES.items()]
        (self._profile / "user.js").write_text("\n".join(lines) + "\n")
        self._process = await asyncio.create_subprocess_exec(
            EXECUTABLE, "--headless", "--no-remote", "--profile", str(self._profile), "--remote-debugging-port", "0", "about:blank",
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE, start_new_session=True)
        try:
            async with asyncio.timeout(40):
                self._socket = await connect(f"{await self._address()}/session", max_size=None, proxy=None)
            self._tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._swallow())]
            await self._command("session.new", {"capabilities": {}})
            tree = await self._command("browsingContext.getTree", {})
            self._context = tree["contexts"][0]["context"]
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._socket:
            await self._socket.close()
        for task in self._tasks:
            task.cancel()
        if self._process and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()
        shutil.rmtree(self._profile, ignore_errors=True)

    async def add_init_script(self, script: str) -> None:
        await self._command("script.addPreloadScript", {"functionDeclaration": f"() => {{ {script} }}"})

    async def goto(self, url: str) -> None:
        await self._command("browsingContext.navigate", {"context": self._context, "url": url, "wait": "complete"})

    async def evaluate(self, function: str) -> Any:
        """Calls a function of JavaScript, asynchronous or not, and returns what it returns, by way of JSON."""
        answer = await self._command("script.evaluate", {
            "expression": f"(async () => JSON.stringify(await ({function})()) ?? 'null')()", "target": {"context": self._context}, "awaitPromise": True,
        })
        if answer["type"] != "success":
            raise AssertionError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    async def _address(self) -> str:
        assert self._process and self._process.stderr
        while line := await self._process.stderr.readline():
            if found := re.search(rb"listening on (ws://\S+)", line):
                return found[1].decode()
        raise RuntimeError("Firefox ended before it listened")

    async def _command(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        assert self._socket
        self._last_id += 1
        reply = self._replies[self._last_id] = asyncio.get_running_loop().create_future()
        await self._socket.send(json.dumps({"id": self._last_id, "method": method, "params": parameters}))
        async with asyncio.timeout(30):
            message = await reply
        if message["type"] == "error":
            raise RuntimeError(f"{method}: {message['error']}: {message['message']}")
        return message["result"]

    async def _read(self) -> None:
        assert self._socket
        async for text in self._socket:
            message = json.loads(text)
            if reply := self._replies.pop(message.get("id") or 0, None):
                reply.set_result(message)

    async def _swallow(self) -> None:
        assert self._process and self._process.stderr
        while await self._process.stderr.readline():
            pass
