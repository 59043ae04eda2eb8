"""Fixtures of all end-to-end tests."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest

from harness import Client, VisavisServer, agent, visitor
from harness.media import Meeting, Recordings, meet
from harness.order import mixed


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = mixed(items)


@pytest.fixture(scope="session", autouse=True)
def _template(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp()
    # Each worker of pytest-xdist has a folder in that of the run.
    VisavisServer.share((folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "prepared")


@pytest.fixture
def make_server(request: pytest.FixtureRequest) -> Iterator[Callable[..., VisavisServer]]:
    """Starts servers that live as long as the test: `make_server({"VISAVIS_OFFER_SECONDS": "3"})`. Their logs are shown when it fails."""
    path = {"VISAVIS_MEDIA_PATH": "direct"} if request.node.get_closest_marker("direct") else {}
    with contextlib.ExitStack() as servers:

        def make(env: dict[str, str | None] | None = None, **options: Any) -> VisavisServer:
            server = servers.enter_context(VisavisServer(path | (env or {}), **options))
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


@pytest.fixture
async def closing() -> AsyncIterator[contextlib.AsyncExitStack]:
    """Ends when the test does, before the clients of `cast` are closed."""
    async with contextlib.AsyncExitStack() as stack:
        yield stack


@pytest.fixture
def make_meeting(cast: Cast, closing: contextlib.AsyncExitStack) -> Callable[..., Awaitable[Meeting]]:
    """`await make_meeting(server)`: a call whose two sides are aiortc's, hearing and seeing each other."""

    async def make(server: VisavisServer, **options: Any) -> Meeting:
        return await meet(server, cast, closing, **options)

    return make


@pytest.fixture
async def meeting(make_meeting: Callable[..., Awaitable[Meeting]], server: VisavisServer) -> Meeting:
    return await make_meeting(server)


@pytest.fixture
async def recordings_of(closing: contextlib.AsyncExitStack) -> Callable[..., Awaitable[Recordings]]:
    """`await recordings_of(server)`: the recordings as a supervisor of all queues sees them."""

    async def of(server: VisavisServer, account: str = "supervisor") -> Recordings:
        return await closing.enter_async_context(Recordings(server, account))

    return of
