"""Twenty seconds without a network: the call waits, says so, and comes back by itself."""

import contextlib
import os
import time
from collections.abc import Callable, Iterator

import pytest
from harness import VisavisServer, wait_until
from playwright.sync_api import Playwright

from browser.chromium import launch
from browser.network import Namespace, apart, forwarded, freeze_network
from browser.screens import Agent, Customer, both_live, hold_a_call

SECONDS = 20
HOWS = ["cable", "silence"]

Cut = Callable[[], None]


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


@pytest.mark.parametrize("how", HOWS)
def test_twenty_seconds_without_a_network(seated, how: str) -> None:
    agent, customer, cut, mend = seated
    survive(agent, customer, lambda: cut(how), lambda: mend(how))


def test_another_network_is_taken_in_a_few_seconds(seated, network: Namespace | None) -> None:
    if not network:
        pytest.skip("no network of one's own can be made here")
    agent, customer, _, _ = seated
    hold_a_call(agent, customer)
    session, peers = identity(customer), customer.media()["peers"]
    network.renumber()
    both_live(agent, customer, deadline=20)
    assert identity(customer) == identity(agent) == session
    assert customer.media()["peers"] == peers, "an ICE restart was enough"


def survive(agent: Agent, customer: Customer, cut: Cut, mend: Cut) -> None:
    hold_a_call(agent, customer)
    session = identity(customer)
    customer.write("Before the tunnel")
    agent.press("Chat, 1 unread message")

    start = time.monotonic()
    cut()
    try:
        for screen in (customer, agent):
            screen.is_in("reconnecting", deadline=SECONDS)
            screen.sees("Reconnecting")

        def over() -> bool:
            assert customer.state == agent.state == "reconnecting", "the call neither ends nor pretends to be live"
            return time.monotonic() - start >= SECONDS

        wait_until(over, "the loss is over", deadline=2 * SECONDS)
    finally:
        mend()
    both_live(agent, customer, deadline=30)
    assert identity(customer) == identity(agent) == session
    agent.write("And after it")
    for screen in (agent, customer):
        screen.reads("Before the tunnel", "And after it")
        assert not screen.page.evaluate("() => window.observed.elsewhere"), "nobody was asked whether to continue here"


def identity(screen: Agent | Customer) -> str:
    return screen.until("() => document.querySelector('visavis-call')?.session?.id", "a session is shown")
