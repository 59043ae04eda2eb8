"""Those who look after the floor, over HTTP as their pages do it."""

from __future__ import annotations

from typing import Any

import httpx

from .people import Web
from .server import VisavisServer


class Staff(Web):
    """`async with Staff(server, "manager") as manager:` signed in; each change carries the CSRF token."""

    def __init__(self, server: VisavisServer, name: str):
        super().__init__(server)
        self._name = name

    async def __aenter__(self) -> Staff:
        self.account = await self.sign_in(self._name)
        return self

    async def ask(self, method: str, path: str, body: Any = None) -> httpx.Response:
        return await self.http.request(method, path, json=body, headers={"X-CSRF-Token": self.csrf or ""})

    async def read(self, path: str) -> Any:
        answer = await self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def change(self, method: str, path: str, body: Any) -> Any:
        answer = await self.ask(method, path, body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def refusal(self, method: str, path: str, body: Any = None) -> tuple[int, str]:
        """Status and code of a request that is not granted."""
        answer = await self.ask(method, path, body)
        assert answer.status_code >= 400, answer.text
        return answer.status_code, answer.json()["error"]["code"]

    async def publish(self, **changes: Any) -> int:
        """Publishes the plan that holds with these members replaced; returns its version."""
        held = await self.read("/api/routing/plan")
        body = {"plan": held["plan"] | changes, "basedOn": held["version"], "note": "a test"}
        return (await self.change("PUT", "/api/routing/plan", body))["version"]

    async def agent(self, name: str) -> str:
        """The id of an account by its display name."""
        agents = (await self.read("/api/routing/agents"))["agents"]
        [found] = [agent["id"] for agent in agents if agent["name"] == name]
        return found

    async def set_profile(self, name: str, skills: dict[str, int], queues: list[str] | None = None) -> None:
        await self.change("PUT", f"/api/routing/agents/{await self.agent(name)}", {"profile": {"skills": skills, "queues": queues}})
