"""Who talks to the server: the HTTP side of a browser, visitors, agents."""

from __future__ import annotations

from typing import Any, Self

import httpx

from .client import Client
from .server import VisavisServer


class Web:
    """One browser's cookies, and the calls its pages make."""

    def __init__(self, server: VisavisServer, *, address: str | None = None, origin: str | None = "", **options: Any):
        self.server = server
        self.address = address
        self.csrf: str | None = None
        headers = {"Origin": server.origin if origin == "" else origin} if origin is not None else {}
        self.http = httpx.AsyncClient(
            base_url=server.url, headers=headers, timeout=60, trust_env=False,
            transport=httpx.AsyncHTTPTransport(local_address=address, verify=options.pop("verify", True)), **options)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()

    async def post(self, path: str, body: Any = None, headers: dict[str, str] | None = None) -> httpx.Response:
        return await self.http.post(path, json={} if body is None else body, headers=headers)

    async def visitor(self, identity: str | None = None) -> dict[str, Any]:
        """`POST /api/visitor`: `{token, customer, …}`."""
        answer = await self.post("/api/visitor", {} if identity is None else {"identity": identity})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def login(self, name: str, password: str | None = None) -> dict[str, Any]:
        answer = await self.post("/api/login", {"name": name, "password": password or self.server.accounts[name]})
        assert answer.status_code == 200, answer.text
        self.csrf = answer.json()["csrf"]
        return answer.json()["account"]

    async def sign_in(self, name: str) -> dict[str, Any]:
        """As `login`, and quicker for the demo accounts, whose sessions were prepared."""
        if name not in self.server.cookies:
            return await self.login(name)
        self.http.cookies.set("visavis_session", self.server.cookies[name])
        answer = await self.http.get("/api/me")
        assert answer.status_code == 200, answer.text
        self.csrf = answer.json()["csrf"]
        return answer.json()["account"]

    async def token(self) -> str:
        answer = await self.post("/api/token", headers={"X-CSRF-Token": self.csrf or ""})
        assert answer.status_code == 200, answer.text
        return answer.json()["token"]


async def visitor(server: VisavisServer, *, identity: str | None = None, web: Web | None = None, **options: Any) -> Client:
    """A customer who has said `hello`; `web` comes back with its cookie."""
    browser = web or Web(server)
    try:
        token = (await browser.visitor(identity))["token"]
    finally:
        if web is None:
            await browser.http.aclose()
    client = await Client.connect(server, **options)
    await client.hello(token)
    return client


async def agent(server: VisavisServer, name: str = "agent1", *, activity: str | None = None, **options: Any) -> Client:
    """An agent who has said `hello` and, if given, chosen an activity."""
    async with Web(server) as browser:
        await browser.sign_in(name)
        token = await browser.token()
    client = await Client.connect(server, **options)
    await client.hello(token)
    if activity:
        await client.request("agent.activity", {"activity": activity})
    return client
