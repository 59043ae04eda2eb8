"""Warm transfers as those who take part see and hear them: the agent asks a colleague while the customer holds."""

from __future__ import annotations

import pytest
from harness import VisavisServer
from playwright.sync_api import Locator, expect

from browser.screens import Agent, Customer, Screen, both_live, hold_a_call, music_without_pictures

def bar(agent: Agent) -> Locator:
    return agent.page.locator(".consult")


def act(agent: Agent, name: str) -> Locator:
    return bar(agent).get_by_role("button", name=name, exact=True)


def choose(agent: Agent, name: str) -> Locator:
    """In the transfer dialog, a queue or a colleague."""
    panel = agent.page.get_by_role("region", name="Transfer the customer")
    if not panel.is_visible():
        agent.page.locator('button[data-tool="transfer"]').click()
    panel.get_by_role("button", name=name).click()
    return panel


def ask(agent: Agent, name: str = "agent2") -> None:
    choose(agent, name).get_by_role("button", name="Ask first").click()
    expect(bar(agent)).to_contain_text("Asking agent2…")


def note_down(agent: Agent, text: str) -> None:
    agent.page.get_by_label("Notes").fill(text)
    expect(agent.page.locator("#note-status")).to_have_text("Saved")


def alone(agent: Agent, colleague: Agent) -> None:
    """The agent and the colleague whom they asked see and hear one another."""
    expect(bar(agent)).to_contain_text("You talk to agent2. Only agent2 hears you.")
    expect(bar(colleague)).to_contain_text("You advise agent1.")
    both_live(agent, colleague)


def peers(screen: Screen) -> int:
    return screen.media()["peers"]


def holds(customer: Customer) -> None:
    customer.sees("You are on hold")
    music_without_pictures(customer)
    expect(customer.page.get_by_text("agent2")).to_have_count(0)


@pytest.fixture
def colleague(room) -> Agent:
    return room.agent()


def test_ask_and_hand_over(agent: Agent, customer: Customer, colleague: Agent) -> None:
    hold_a_call(agent, customer)
    connections = peers(customer), peers(agent)
    colleague.sign_in("agent2").be_available()
    ask(agent)
    expect(agent.page.get_by_role("status").filter(has_text="Asking agent2… The customer is on hold and hears music.")).to_be_visible()
    colleague.sees("agent1 asks for your advice about A visitor’s call")
    colleague.sees("You talk to agent1 first. The customer is on hold and does not hear you.")
    colleague.accept()
    alone(agent, colleague)
    holds(customer)
    expect(colleague.page.get_by_role("toolbar", name="Hold, recording, guests, transfer and protection")).to_be_hidden()
    expect(colleague.button("Leave")).to_be_visible()
    expect(agent.button("Hand over and leave")).to_be_visible()
    note_down(colleague, "Knows the tariff")
    expect(bar(colleague)).to_contain_text("The customer is on hold and does not hear you.")

    agent.page.keyboard.press("o")
    expect(act(agent, "Hand over to agent2")).to_be_focused()
    connected = peers(colleague)
    agent.page.keyboard.press("Enter")
    agent.sees("You transferred the customer to agent2.")
    expect(bar(colleague)).to_contain_text("You have the customer now. agent1 has left the call.")
    customer.sees("You are now talking with agent2.")
    both_live(colleague, customer)
    assert (peers(customer), peers(colleague)) == (connections[0], connected), "nobody had to connect anew"
    expect(customer.page.locator(".call-person")).to_have_count(1)
    expect(colleague.page.locator('button[data-tool="transfer"]')).to_be_visible()
    expect(colleague.page.get_by_label("Notes")).to_have_value("Knows the tariff")
    act(colleague, "OK").click()
    expect(bar(colleague)).to_be_hidden()
    agent.press("Finish wrap-up")
    colleague.press("Hang up")
    expect(colleague.page.get_by_role("heading", name="Wrap up")).to_be_visible()
    customer.sees("Thank you for talking with us")


def test_all_together_and_back(agent: Agent, customer: Customer, colleague: Agent) -> None:
    hold_a_call(agent, customer)
    colleague.sign_in("agent2").be_available()
    ask(agent)
    colleague.accept()
    alone(agent, colleague)
    act(agent, "Talk together").click()
    expect(bar(agent)).to_contain_text("You talk all together. The customer and agent2 both hear you.")
    expect(bar(colleague)).to_contain_text("The customer hears and sees you.")
    expect(customer.page.get_by_text("You are on hold")).to_have_count(0)
    expect(customer.page.locator(".call-caption", has_text="agent2")).to_be_visible()
    for screen in (agent, colleague, customer):
        screen.decodes(2)
        screen.sees_and_hears()
    colleague.write("I have sent it to you")
    customer.press("Chat, 1 unread message")
    customer.reads("I have sent it to you")

    agent.page.keyboard.press("h")
    expect(bar(agent)).to_contain_text("Only agent2 hears you.")
    expect(colleague.page.locator(".chat-notice")).to_be_visible()
    customer.sees("You are on hold")
    agent.page.keyboard.press("h")
    expect(bar(agent)).to_contain_text("You talk all together.")
    note_down(colleague, "Knows the tariff")
    act(agent, "Go on without agent2").click()
    expect(bar(agent)).to_be_hidden()
    expect(agent.page.get_by_label("Notes")).to_have_value("Knows the tariff")
    expect(agent.page.locator('button[data-tool="transfer"]')).to_be_focused()
    colleague.sees("You are no longer in the call")
    colleague.sees("Ready for the next customer")
    both_live(agent, customer)
    expect(customer.page.locator(".call-person")).to_have_count(1)


def test_a_colleague_who_declines_and_one_who_leaves(agent: Agent, customer: Customer, colleague: Agent) -> None:
    hold_a_call(agent, customer)
    colleague.sign_in("agent2").be_available()
    # By keyboard from the beginning to the end.
    keys = agent.page.keyboard
    keys.press("t")
    agent.page.get_by_label("Find a queue or a colleague").fill("agent2")
    expect(agent.page.locator(".transfer-target:visible")).to_have_count(1)
    keys.press("Enter")
    keys.press("Tab")
    expect(agent.button("Ask first")).to_be_focused()
    keys.press("Enter")
    expect(bar(agent)).to_be_focused()
    expect(bar(agent)).to_contain_text("Asking agent2…")
    colleague.press("Decline")
    expect(bar(agent)).to_contain_text("agent2 declined. The customer is still on hold and hears music.")
    act(agent, "Ask somebody else").click()
    expect(agent.page.get_by_label("Find a queue or a colleague")).to_be_focused()
    ask(agent)
    colleague.accept()
    alone(agent, colleague)
    colleague.press("Leave")
    expect(bar(agent)).to_contain_text("agent2 has left.")
    colleague.sees("You are no longer in the call")
    keys.press("r")
    expect(bar(agent)).to_be_hidden()
    both_live(agent, customer)


def test_a_question_that_is_missed(make_server, make_room) -> None:
    room = make_room(make_server({"VISAVIS_OFFER_SECONDS": "4"}))
    agent, customer, colleague = room.agent(), room.customer(), room.agent()
    hold_a_call(agent, customer)
    colleague.sign_in("agent2").be_available()
    ask(agent)
    expect(bar(agent)).to_contain_text("agent2 did not answer. The customer is still on hold", timeout=10_000)
    colleague.sees("You missed an offer")
    act(agent, "Back to the customer").click()
    expect(bar(agent)).to_be_hidden()
    expect(agent.page.locator('button[data-tool="transfer"]')).to_be_focused()
    both_live(agent, customer)


def test_a_question_that_is_taken_back(agent: Agent, customer: Customer, colleague: Agent) -> None:
    hold_a_call(agent, customer)
    colleague.sign_in("agent2").be_available()
    ask(agent)
    expect(colleague.button("Accept")).to_be_visible()
    act(agent, "Cancel, back to the customer").click()
    colleague.sees("Your colleague no longer needs your advice.")
    expect(bar(agent)).to_be_hidden()
    both_live(agent, customer)


def test_nobody_is_free_to_be_asked(agent: Agent, customer: Customer, colleague: Agent) -> None:
    hold_a_call(agent, customer)
    colleague.sign_in("agent2")
    colleague.press("Away")
    panel = choose(agent, "agent2")
    first = panel.get_by_role("button", name="Ask first")
    expect(first).to_be_disabled()
    expect(first).to_have_accessible_description("Not possible now: agent2 is not free (Away).")
    colleague.be_available()
    expect(first).to_be_enabled(timeout=10_000)
    expect(panel.get_by_role("button", name="Transfer now")).to_be_focused()
    panel.get_by_role("button", name="Choose another").click()
    # The customer's own queue has this colleague now, and is asked as a whole.
    ask(agent, "Get help")
    colleague.accept()
    alone(agent, colleague)


def test_a_question_outlives_the_pages(agent: Agent, customer: Customer, colleague: Agent, room) -> None:
    hold_a_call(agent, customer)
    colleague.sign_in("agent2").be_available()
    ask(agent)
    colleague.accept()
    alone(agent, colleague)
    colleague.page.reload()
    agent.page.reload()
    alone(agent, colleague)
    supervisor = room.supervisor().watch()
    expect(supervisor.page.locator(".live tbody")).to_contain_text("agent1 · talks to agent2")
    supervisor.enter()
    supervisor.sees("The customer is on hold. agent1 talks to agent2.")
    supervisor.press("Leave")
    agent.press("Hand over and leave")
    expect(bar(colleague)).to_contain_text("You have the customer now.")
    agent.sees("You transferred the customer to agent2.")
    both_live(colleague, customer)
    supervisor.open("/board?lang=en")


def test_the_customer_leaves_while_a_colleague_is_asked(agent: Agent, customer: Customer, colleague: Agent) -> None:
    hold_a_call(agent, customer)
    colleague.sign_in("agent2").be_available()
    ask(agent)
    colleague.accept()
    alone(agent, colleague)
    customer.press("Hang up")
    expect(agent.page.get_by_role("heading", name="Wrap up")).to_be_visible()
    colleague.sees("Ready for the next customer")


def test_what_was_written_before_and_who_is_asked(agent: Agent, customer: Customer, colleague: Agent, room) -> None:
    hold_a_call(agent, customer)
    customer.write("My contract is 4711")
    agent.press("Chat, 1 unread message")
    agent.write("I ask a colleague")
    supervisor = room.supervisor().watch()
    row = supervisor.page.locator(".live tbody")
    expect(row).to_contain_text("agent1")
    colleague.sign_in("agent2").be_available()
    ask(agent)
    expect(row).to_contain_text("agent1 · asking agent2…")
    supervisor.enter()
    supervisor.press_control("chat")
    supervisor.reads("My contract is 4711", "I ask a colleague")
    colleague.accept()
    alone(agent, colleague)
    expect(row).to_contain_text("agent1 · talks to agent2")
    # Nothing of it is new to anybody, and it is there without a reload.
    expect(colleague.page.locator(".call-count")).to_be_hidden()
    colleague.press_control("chat")
    colleague.reads("My contract is 4711", "I ask a colleague")
    agent.write("Do you know it?")
    colleague.reads("My contract is 4711", "I ask a colleague", "Do you know it?")
    act(agent, "Talk together").click()
    expect(row).to_contain_text("agent1 · together with agent2")
    act(agent, "Go on without agent2").click()
    expect(row).not_to_contain_text("agent2")
    supervisor.press("Leave")
