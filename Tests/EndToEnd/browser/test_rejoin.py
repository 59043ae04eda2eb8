"""Who leaves a page by accident comes back into the same call."""

from collections.abc import Callable

import pytest
from harness import VisavisServer, wait_until
from playwright.sync_api import expect

from browser.screens import Agent, Customer, both_live, hold_a_call


@pytest.mark.parametrize("who", ["customer", "agent"])
def test_a_refresh_goes_on_with_the_call(agent: Agent, customer: Customer, who: str) -> None:
    hold_a_call(agent, customer)
    one, other = (agent, customer) if who == "agent" else (customer, agent)
    one.write("Before the refresh")
    other.press("Chat, 1 unread message")
    session = identity(other)

    one.page.reload()
    both_live(agent, customer)
    assert identity(one) == identity(other) == session
    one.press("Chat")
    one.reads("Before the refresh")
    other.write("After it")
    for screen in (agent, customer):
        screen.reads("Before the refresh", "After it")
        assert not screen.page.evaluate("() => window.observed.elsewhere"), "the refreshed page asked whether to continue here"


def test_the_note_and_the_wrap_up_outlive_a_refresh(agent: Agent, customer: Customer) -> None:
    hold_a_call(agent, customer)
    agent.page.get_by_label("Notes").fill("Wants oak, not ash")
    agent.page.reload()
    both_live(agent, customer)
    expect(agent.page.get_by_label("Notes")).to_have_value("Wants oak, not ash")
    customer.press("Hang up")
    expect(agent.button("Finish wrap-up")).to_be_visible()
    agent.page.reload()
    expect(agent.page.get_by_label("Notes")).to_have_value("Wants oak, not ash")
    agent.press("Finish wrap-up")
    agent.sees("Ready for the next customer")


def test_a_second_window_takes_the_call_only_when_asked(agent: Agent, customer: Customer) -> None:
    hold_a_call(agent, customer)
    second = agent.context.new_page()
    second.goto(agent.page.url)
    expect(second.get_by_text("This call is on in another window")).to_be_visible()
    agent.sees_and_hears()
    second.get_by_role("button", name="Continue here").click()
    expect(second.locator("visavis-call")).to_have_attribute("data-state", "live")
    agent.sees("another window")
    customer.sees_and_hears()
    agent.press("Continue here")
    both_live(agent, customer)
    second.close()


@pytest.mark.parametrize("path", ["direct", "relay"])
def test_the_server_is_killed_while_two_talk_and_two_wait(make_server: Callable[..., VisavisServer], make_room, path: str) -> None:
    server = make_server({"VISAVIS_MEDIA_PATH": path})
    room = make_room(server)
    agent, customer = room.agent(), room.customer()
    hold_a_call(agent, customer)
    first, second = room.customer(), room.customer()
    first.queue()
    first.sees("You are next")
    second.queue()
    second.sees("1 person before you")
    session = identity(customer)

    server.kill()
    for screen in (agent, customer):
        screen.until("() => document.querySelector('.call-notice').textContent !== ''", "the page says what is wrong")
        if path == "direct":
            screen.sees("restoring the connection")
            screen.sees_and_hears()
    server.start()

    for screen in (agent, customer):
        screen.until("() => document.querySelector('.call-notice').textContent === ''", "the notice is gone", deadline=30)
    both_live(agent, customer)
    assert identity(customer) == identity(agent) == session
    if path == "direct":
        assert customer.media()["peers"] == agent.media()["peers"] == 1, "the media went on over the same peer connection"
    customer.write("Still here")
    agent.press("Chat, 1 unread message")
    agent.reads("Still here")
    for waiting in (first, second):
        waiting.until("() => document.getElementById('connection').textContent === ''", "the waiting page is connected again", deadline=30)
    first.sees("You are next")
    second.sees("1 person before you")

    agent.press("Hang up")
    agent.press("Finish wrap-up")
    agent.accept()
    both_live(agent, first)
    second.sees("You are next")


def identity(screen: Agent | Customer) -> str:
    return wait_until(lambda: screen.page.evaluate("() => document.querySelector('visavis-call')?.session?.id"), "a session is shown")
