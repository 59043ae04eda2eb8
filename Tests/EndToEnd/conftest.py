"""Fixtures of all end-to-end tests."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

from harness import Client, VisavisServer, agent, visitor


@pytest.fixture(scope="session", autouse=True)
def _template() -> Iterator[None]:
    yield
    VisavisServer.forget_template()


@pytest.fixture
def make_server() -> Iterator[Callable[..., VisavisServer]]:
    """Starts servers that live as long as the test: `make_server({"VISAVIS_OFFER_SECONDS": "3"})`. Their logs are shown when it fails."""
    with contextlib.ExitStack() as servers:

        def make(env: dict[str, str | None] | None = None, **options: Any) -> VisavisServer:
            server = servers.enter_context(VisavisServer(env, **options))
            servers.callback(lambda: print(f"--- log of {server.url}\n{server.log}"))
            return server

        yield make


@pytest.fixture
def server(make_server: Callable[..., VisavisServer]) -> VisavisServer:
    return make_server()


class Cast:
    """Clients that are closed when the test ends."""

    def __init__(self, clients: contextlib.AsyncExitStack):
        self._clients = clients

    async def visitor(self, server: VisavisServer, **options: Any) -> Client:
        return await self._clients.enter_async_context(await visitor(server, **options))

    async def agent(self, server: VisavisServer, name: str = "agent1", **options: Any) -> Client:
        return await self._clients.enter_async_context(await agent(server, name, **options))

    async def stranger(self, server: VisavisServer, **options: Any) -> Client:
        """Connected, and has not said `hello`."""
        return await self._clients.enter_async_context(await Client.connect(server, **options))


@pytest.fixture
async def cast() -> AsyncIterator[Cast]:
    async with contextlib.AsyncExitStack() as clients:
        yield Cast(clients)
