"""Twenty seconds without a network: the call waits, says so, and comes back by itself."""

import time
from collections.abc import Callable

import pytest
from harness import wait_until

from browser.network import Namespace
from browser.screens import Agent, Customer, both_live, hold_a_call

SECONDS = 20
HOWS = ["cable", "silence"]

Cut = Callable[[], None]


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
