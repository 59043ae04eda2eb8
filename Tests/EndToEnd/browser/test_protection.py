"""An agent shields themselves from a customer: hidden and silent at once, and further away when they say so."""

from __future__ import annotations

import json
from typing import Any

from harness import VisavisServer
from playwright.sync_api import Locator, WebSocketRoute, expect

from browser.screens import Agent, Customer, Supervisor, both_live, hold_a_call

NEUTRAL = "We cannot take your call at the moment. Please use another way to reach us."

# What comes from each of the others: how their pictures are drawn, and whether their voices are off.
SHIELDING = """() => ({
  pictures: Object.fromEntries([...document.querySelectorAll(".call-person")].map((person) =>
    [person.querySelector(".call-person-name").textContent, getComputedStyle(person.querySelector("video")).filter])),
  silenced: [...document.querySelectorAll(".call-voices audio")].map(({ muted }) => muted),
})"""

# In one breath: there is no moment for an answer of the server between the press and the look.
PRESS_AND_LOOK = f"""() => {{
  document.querySelector('button[data-tool="protect"]').click();
  return ({SHIELDING})();
}}"""


def is_shielded(agent: Agent) -> bool:
    told: dict[str, Any] = agent.page.evaluate(SHIELDING)
    return all("blur" in picture for picture in told["pictures"].values()) and all(told["silenced"])


def protect(agent: Agent) -> Locator:
    agent.press("Protect me")
    panel = agent.page.get_by_role("region", name="You are protected")
    expect(panel.get_by_text("Your supervisor has been told.")).to_be_visible()
    return panel


def test_hidden_and_silent_at_once_until_shown_again(agent: Agent, customer: Customer) -> None:
    hold_a_call(agent, customer)
    assert not is_shielded(agent)
    told = agent.page.evaluate(PRESS_AND_LOOK)
    assert [("blur" in picture) for picture in told["pictures"].values()] == [True], told
    assert told["silenced"] == [True], told
    agent.sees("The picture is hidden and the sound is off.")
    agent.sees("Your supervisor has been told.")
    # On this page alone, and without a word to the customer.
    customer.sees_and_hears()
    assert not customer.page.get_by_text("protect").count()

    # A refresh brings nothing back.
    agent.page.reload()
    agent.is_in("live", 45)
    agent.sees("Your supervisor has been told.")
    assert is_shielded(agent)

    agent.press("Show again")
    expect(agent.button("Protect me")).to_be_focused()
    assert not is_shielded(agent)
    both_live(agent, customer, deadline=45)
    agent.page.reload()
    agent.is_in("live", 45)
    assert not is_shielded(agent)


def test_by_keyboard_even_while_writing(agent: Agent, customer: Customer) -> None:
    hold_a_call(agent, customer)
    keys = agent.page.keyboard
    note = agent.page.get_by_label("Notes")
    note.fill("She began to ")
    keys.press("F8")
    agent.sees("Your supervisor has been told.")
    expect(note).to_be_focused()
    assert is_shielded(agent)
    agent.press("Show again")
    keys.press("b")
    panel = agent.page.get_by_role("region", name="You are protected")
    expect(panel.get_by_role("heading")).to_be_focused()
    # Pressed twice in haste, it stays.
    keys.press("b")
    assert is_shielded(agent)
    # Another panel takes its place for a while.
    keys.press("t")
    expect(panel).to_be_hidden()
    keys.press("Escape")
    expect(panel).to_be_visible()
    agent.press("End and keep away…")
    expect(agent.button("End and keep away")).to_be_focused()
    keys.press("Escape")
    expect(agent.button("End and keep away…")).to_be_focused()
    agent.is_in("live")
    keys.press("?")
    expect(agent.page.locator("#keys")).to_contain_text("Protect me: hide the picture and turn the sound off")


def test_only_the_customer_large_or_small(agent: Agent, customer: Customer, room) -> None:
    hold_a_call(agent, customer)
    agent.press("Guests")
    agent.press("Make a link")
    link = agent.page.get_by_label("Link for the guest").input_value()
    guest = room.guest().join(link)
    both_live(agent, guest)
    agent.decodes(2)
    protect(agent)
    for _ in range(2):
        told = agent.page.evaluate(SHIELDING)
        assert {name: "blur" in picture for name, picture in told["pictures"].items()} == {"Customer": True, "Grace": False}, told
        assert sorted(told["silenced"]) == [False, True], told
        agent.page.get_by_role("button", name="Show Grace large").click()


def test_the_call_is_ended(agent: Agent, customer: Customer) -> None:
    hold_a_call(agent, customer)
    protect(agent)
    agent.press("End the call")
    customer.sees("Thank you for talking with us")
    expect(agent.page.get_by_role("heading", name="Wrap up")).to_be_visible()
    # Ended, and no more than that.
    customer.press("Talk again")
    customer.talk_now()
    expect(customer.button("Leave the queue")).to_be_visible()


def test_kept_away_with_neutral_words(agent: Agent, customer: Customer, room) -> None:
    hold_a_call(agent, customer)
    board: Supervisor = room.supervisor().watch()
    board.open("/board?lang=en")
    expect(board.page.get_by_role("heading", name="Agents who protected themselves")).to_be_hidden()
    panel = protect(agent)
    alerts = board.page.get_by_role("region", name="Agents who protected themselves")
    expect(alerts).to_contain_text("agent1 needed protection from a visitor.")
    expect(alerts).to_contain_text("the call is still on")
    expect(alerts.get_by_role("link", name="agent1’s call in the live calls")).to_have_attribute("href", r"/supervise?lang=en#" + session_of(agent))

    panel.get_by_label("Keep away for").select_option(label="1 hour")
    agent.press("End and keep away…")
    expect(panel).to_contain_text("keep this customer away for 1 hour?")
    agent.is_in("live")
    agent.press("End and keep away")
    customer.sees("Thank you for talking with us")
    expect(agent.page.get_by_role("heading", name="Wrap up")).to_be_visible()
    expect(alerts).to_contain_text("the agent ended the call · kept away until")
    expect(alerts.get_by_role("link", name="agent1’s call in the live calls")).to_be_hidden()

    customer.press("Talk again")
    customer.talk_now()
    expect(customer.page.get_by_role("alert")).to_have_text(NEUTRAL)
    assert not customer.page.get_by_text("block").count()
    customer.visit().talk_now()
    expect(customer.page.get_by_role("alert")).to_have_text(NEUTRAL)
    # Others are welcome.
    room.customer().queue()

    alerts.get_by_role("link", name="Details of agent1’s alert").click()
    board.page.wait_for_url("**/interactions/*")


def refusing_protection(page: WebSocketRoute) -> None:
    """The server cannot store anything just now."""
    server = page.connect_to_server()

    def sent(message: str | bytes) -> None:
        asked = json.loads(message)
        if asked.get("m") != "session.protect":
            return server.send(message)
        page.send(json.dumps({"id": asked["id"], "err": {"code": "storage_unavailable", "message": "", "retryAfterMs": 1000}}))

    page.on_message(sent)
    server.on_message(lambda message: page.send(message))


def test_protected_whatever_the_server_answers(agent: Agent, customer: Customer, server: VisavisServer) -> None:
    agent.page.route_web_socket("**/ws", refusing_protection)
    hold_a_call(agent, customer)
    agent.press("Protect me")
    agent.sees("You stay protected, but your supervisor could not be told.")
    agent.sees("Your supervisor has not been told yet.")
    assert is_shielded(agent)
    agent.press("Tell them now")
    agent.sees("Your supervisor has not been told yet.")
    agent.press("End the call")
    agent.sees("The call was not ended.")
    assert is_shielded(agent)
    agent.press("Hang up")
    customer.sees("Thank you for talking with us")


def session_of(agent: Agent) -> str:
    return agent.page.evaluate("() => document.querySelector('visavis-call').session.id")
