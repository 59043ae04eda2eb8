"""Two people, two browsers' worth of cookies, one server."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from harness import VisavisServer
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from browser.chromium import launch
from browser.network import Namespace, apart, forwarded, freeze_network
from browser.screens import DEADLINE, Agent, Customer, Floor, Guest, Screen, Supervisor

# As patient as everything else that these tests wait for: a busy machine is not a defect of a page.
expect.set_options(timeout=DEADLINE * 1000)


# One browser a file, not one a run: Playwright's loop must have ended before a file with tests of asyncio begins.
@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = launch(playwright)
    yield browser
    browser.close()


class Room:
    """Hands out screens; at the end none of them may have had a fault."""

    def __init__(self, chromium: Browser, server: VisavisServer):
        self._chromium = chromium
        self.server = server
        self._contexts: list[BrowserContext] = []
        self.screens: list[Screen] = []

    def customer(self, **options: Any) -> Customer:
        return self._seat(Customer, options)

    def agent(self, **options: Any) -> Agent:
        return self._seat(Agent, options)

    def guest(self, **options: Any) -> Guest:
        return self._seat(Guest, options)

    def supervisor(self, **options: Any) -> Supervisor:
        return self._seat(Supervisor, options)

    def floor(self, **options: Any) -> Floor:
        return self._seat(Floor, options)

    def screen(self, **options: Any) -> Screen:
        return self._seat(Screen, options)

    def _seat(self, kind: Callable[..., Any], options: dict[str, Any]) -> Any:
        browser = options.pop("browser", self._chromium)
        origin = options.pop("origin", None)
        context = browser.new_context(**{"locale": "en-GB", "viewport": {"width": 1280, "height": 800}, **options})
        self._contexts.append(context)
        screen = kind(context, self.server, origin)
        self.screens.append(screen)
        return screen

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def assert_faultless(self) -> None:
        faults = [fault for screen in self.screens for fault in screen.faults]
        assert not faults, "\n".join(faults)


@pytest.fixture
def make_room(chromium: Browser) -> Iterator[Callable[[VisavisServer], Room]]:
    rooms: list[Room] = []

    def make(server: VisavisServer) -> Room:
        rooms.append(Room(chromium, server))
        return rooms[-1]

    yield make
    for room in rooms:
        room.close()
    for room in rooms:
        room.assert_faultless()


@pytest.fixture
def room(make_room: Callable[[VisavisServer], Room], server: VisavisServer) -> Room:
    return make_room(server)


@pytest.fixture
def agent(room: Room) -> Agent:
    return room.agent()


@pytest.fixture
def customer(room: Room) -> Customer:
    return room.customer()


@pytest.fixture(scope="module")
def network() -> Iterator[Namespace | None]:
    """There before the first browser starts and after the last one has ended: Chromium gives up what it loads when a network appears or goes."""
    if not Namespace.is_possible():
        yield None
        return
    with apart(), Namespace() as namespace:
        yield namespace


@pytest.fixture
def seated(network: Namespace | None, make_server: Callable[..., VisavisServer], make_room, playwright: Playwright) -> Iterator:
    """An agent here, a customer behind a cable of their own (or, where there can be none, in a browser whose network can be stopped)."""
    with contextlib.ExitStack() as stack:
        server = make_server()
        if network:
            origin = f"http://{network.host}:{server.port}"
            server.terminate()
            server.env["VISAVIS_ORIGINS"] = f"{origin},{server.origin}"
            server.start()
            stack.enter_context(forwarded(network.host, server.port))
            browser = launch(playwright, f"--unsafely-treat-insecure-origin-as-secure={origin}", executable=network.chromium)
            stack.callback(browser.close)
            room = make_room(server)
            yield room.agent(), room.customer(browser=browser, origin=origin), network.cut, network.mend
        else:
            marker = f"--test-of-process={os.getpid()}-{server.port}"
            browser = launch(playwright, marker)
            stack.callback(browser.close)
            room = make_room(server)
            yield room.agent(), room.customer(browser=browser), lambda _: freeze_network(marker, True), lambda _: freeze_network(marker, False)
