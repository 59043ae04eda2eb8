"""A customer is sent on, the agent writes it up as the queue wants it, and says what they do in the plan's own words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from harness import Staff, VisavisServer
from playwright.sync_api import Locator, WebSocketRoute, expect

from browser.beside import beside
from browser.screens import Agent, Customer, both_live, hold_a_call

LUNCH = {"name": "lunch", "kind": "away", "title": {"en": "Lunch", "fr": "Déjeuner"}}
EMAIL = {"name": "email", "kind": "available", "title": {"en": "Emails beside"}}


@pytest.fixture
def publish() -> Callable[..., None]:
    """`publish(server, wrapUp=…, activities=…)`: a manager changes the plan; `wrapUp` is that of every queue."""

    async def change(server: VisavisServer, wrap_up: dict[str, Any] | None, changes: dict[str, Any]) -> None:
        async with Staff(server, "manager") as manager:
            if wrap_up is not None:
                held = await manager.read("/api/routing/plan")
                changes = changes | {"queues": [queue | {"wrapUp": wrap_up} for queue in held["plan"]["queues"]]}
            await manager.publish(**changes)

    def publish(server: VisavisServer, wrap_up: dict[str, Any] | None = None, **changes: Any) -> None:
        beside(change(server, wrap_up, changes))

    return publish


async def set_priority(server: VisavisServer, customer: str, priority: int) -> None:
    """A supervisor puts the ticket of that customer's name forward."""
    async with Staff(server, "supervisor") as supervisor:
        tickets = (await supervisor.read("/api/routing/board"))["tickets"]
        [ticket] = [ticket["id"] for ticket in tickets if ticket["name"] == customer]
        await supervisor.change("POST", f"/api/routing/tickets/{ticket}/priority", {"priority": priority})


def open_transfer(agent: Agent) -> Locator:
    agent.page.locator('button[data-tool="transfer"]').click()
    panel = agent.page.get_by_role("region", name="Transfer the customer")
    expect(panel).to_be_visible()
    return panel


def target(panel: Locator, name: str) -> Locator:
    return panel.get_by_role("button", name=name)


def test_to_a_colleague_who_takes_the_customer(agent: Agent, customer: Customer, room) -> None:
    hold_a_call(agent, customer)
    colleague = room.agent().sign_in("agent2").be_available()
    panel = open_transfer(agent)
    expect(target(panel, "agent2")).to_contain_text("Free now")
    target(panel, "agent2").click()
    expect(panel.get_by_text("to agent2?")).to_be_visible()
    panel.get_by_role("button", name="Transfer now").click()
    agent.sees("You transferred the customer to agent2.")
    customer.sees("You are being passed on to a colleague")
    customer.sees("An adviser is being called for you")
    colleague.accept()
    both_live(colleague, customer)
    agent.press("Finish wrap-up")
    agent.sees("Ready for the next customer")
    colleague.press("Hang up")
    customer.sees("Thank you for talking with us")


def test_to_a_queue_by_keyboard(agent: Agent, customer: Customer) -> None:
    hold_a_call(agent, customer)
    keys = agent.page.keyboard
    keys.press("t")
    found = agent.page.get_by_label("Find a queue or a colleague")
    expect(found).to_be_focused()
    expect(agent.page.locator("#transfer-count")).to_contain_text("to choose from")
    keys.type("nobody has this name")
    expect(agent.page.get_by_text("is called “nobody has this name”")).to_be_visible()
    found.fill("búy")
    expect(agent.page.locator(".transfer-target:visible")).to_have_count(1)
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(agent.button("Transfer now")).to_be_focused()
    # One step back, and out of it: the call is as it was.
    keys.press("Escape")
    expect(agent.page.locator(".transfer-target:visible")).to_be_focused()
    keys.press("Escape")
    expect(agent.page.locator('button[data-tool="transfer"]')).to_be_focused()
    both_live(agent, customer)
    keys.press("t")
    agent.page.get_by_label("Find a queue or a colleague").fill("something buy")
    expect(agent.page.locator(".transfer-target:visible")).to_have_count(1)
    keys.press("Enter")
    expect(agent.button("Transfer now")).to_be_focused()
    keys.press("Enter")
    expect(agent.page.get_by_role("heading", name="Wrap up")).to_be_focused()
    agent.sees("You transferred the customer to Buy something.")
    customer.sees("You are next")
    expect(customer.page.get_by_text("You are being passed on to a colleague")).to_be_visible()
    # The word outlives a refresh, and so does the place.
    customer.page.reload()
    customer.sees("You are being passed on to a colleague")
    agent.page.reload()
    agent.sees("You transferred the customer to a colleague.")
    customer.press("Leave the queue")
    customer.sees("You left the queue")


def test_a_colleague_who_has_left_meanwhile(agent: Agent, customer: Customer, room) -> None:
    hold_a_call(agent, customer)
    colleague = room.agent().sign_in("agent2").be_available()
    panel = open_transfer(agent)
    target(panel, "agent2").click()
    colleague.press("Offline")
    colleague.sees("You are offline")
    panel.get_by_role("button", name="Transfer now").click()
    expect(panel.get_by_role("alert")).to_have_text("They have just left. Choose somebody else, or a queue.")
    panel.get_by_role("button", name="Choose another").click()
    expect(target(panel, "agent2")).to_have_count(0)
    expect(agent.page.get_by_label("Find a queue or a colleague")).to_be_focused()
    both_live(agent, customer)


def test_a_customer_who_comes_back_finds_the_former_note(agent: Agent, customer: Customer, room) -> None:
    hold_a_call(agent, customer)
    agent.page.get_by_label("Notes").fill("Knows the contract by heart")
    agent.sees("Saved")
    colleague = room.agent().sign_in("agent2").be_available()
    panel = open_transfer(agent)
    target(panel, "agent2").click()
    panel.get_by_role("button", name="Transfer now").click()
    colleague.accept()
    both_live(colleague, customer)
    colleague.press("Hang up")
    expect(colleague.page.get_by_role("heading", name="Wrap up")).to_be_visible()
    expect(colleague.page.get_by_label("Notes")).to_have_value("Knows the contract by heart")


def test_a_wrap_up_that_may_be_skipped_or_made_longer(agent: Agent, customer: Customer, server: VisavisServer, publish) -> None:
    publish(server, {"mode": "optional", "seconds": 300, "extensions": 2, "extensionSeconds": 600})
    hold_a_call(agent, customer)
    agent.press("Hang up")
    expect(agent.page.get_by_text("Finish it or skip it")).to_be_visible()
    agent.page.get_by_text("Sale", exact=True).click()
    agent.press("More time (+600 s), 2 left")
    expect(agent.button("More time (+600 s), 1 left")).to_be_visible()
    agent.until("() => Number(document.querySelector('#wrapup .ring-number').textContent.split(':')[0]) >= 10", "the clock follows")
    expect(agent.page.get_by_role("radio", name="Sale")).to_be_checked()
    agent.page.keyboard.press("e")
    expect(agent.page.get_by_role("button", name="More time")).to_be_hidden()
    agent.page.get_by_label("Notes").fill("Typed at the last moment")
    agent.press("Skip")
    agent.sees("Ready for the next customer")


def test_a_wrap_up_that_has_to_be_done(agent: Agent, customer: Customer, server: VisavisServer, publish) -> None:
    publish(server, {"mode": "mandatory", "seconds": 30, "extensions": 0, "extensionSeconds": 60})
    hold_a_call(agent, customer)
    agent.press("Hang up")
    agent.sees("The next customer comes when you have finished this.")
    expect(agent.button("Skip")).to_be_hidden()
    expect(agent.page.locator("#wrapup .ring")).to_be_hidden()
    agent.press("Finish wrap-up")
    agent.sees("Choose how it ended: this queue asks for it.")
    agent.page.get_by_text("Resolved", exact=True).click()
    agent.press("Finish wrap-up")
    agent.sees("Ready for the next customer")


def test_a_wrap_up_of_fixed_time_runs_on(agent: Agent, customer: Customer, server: VisavisServer, publish) -> None:
    publish(server, {"mode": "timedFixed", "seconds": 12, "extensions": 0, "extensionSeconds": 60})
    hold_a_call(agent, customer)
    agent.press("Hang up")
    agent.sees("This time is yours until")
    agent.page.get_by_text("Resolved", exact=True).click()
    agent.press("Finish wrap-up")
    agent.sees("Your record is in. You are free again at")
    expect(agent.button("Finish wrap-up")).to_be_hidden()
    agent.page.reload()
    agent.sees("Your record is in. You are free again at")
    agent.sees("Ready for the next customer")


def test_activities_of_the_plan(agent: Agent, server: VisavisServer, publish) -> None:
    publish(server, activities=[LUNCH, EMAIL])
    agent.sign_in()
    expect(agent.page.get_by_role("group", name="Here, taking nobody")).to_contain_text("Lunch")
    agent.press("Lunch")
    expect(agent.button("Lunch")).to_have_attribute("aria-pressed", "true")
    expect(agent.page.get_by_role("heading", name="Lunch")).to_be_visible()
    # Of a kind that takes offers: the devices are asked for first. The second of its kind has the second key.
    agent.page.keyboard.press("2")
    expect(agent.button("Emails beside")).to_have_attribute("aria-pressed", "true")
    agent.sees("Ready for the next customer")
    agent.sees("Ready for calls")
    agent.page.goto(agent.page.url.replace("lang=en", "lang=fr"))
    expect(agent.button("Déjeuner")).to_be_visible()
    # Nobody wrote it in French.
    expect(agent.button("Emails beside")).to_have_attribute("aria-pressed", "true")


def test_a_missed_offer_leads_back_to_the_same_activity(make_server, make_room, publish) -> None:
    server = make_server({"VISAVIS_OFFER_SECONDS": "3"})
    publish(server, activities=[EMAIL])
    room = make_room(server)
    agent, customer = room.agent(), room.customer()
    agent.sign_in()
    agent.press("Emails beside")
    customer.queue()
    agent.sees("You missed an offer")
    customer.press("Leave the queue")
    agent.press("I am back")
    agent.sees("Ready for the next customer")
    expect(agent.button("Emails beside")).to_have_attribute("aria-pressed", "true")


def test_who_falls_back_is_told_why(room, server: VisavisServer) -> None:
    first, second = room.customer().queue(), room.customer().visit()
    first.sees("You are next")
    second.page.get_by_label("Your name").fill("Ada")
    second.talk_now()
    second.sees("1 person before you")
    beside(set_priority(server, "Ada", 50))
    first.sees("1 person before you")
    first.sees("Somebody whose matter is urgent is served first. You keep the time you have waited.")
    second.sees("You are next")
    # Next again: there is nothing left to explain.
    second.press("Leave the queue")
    first.sees("You are next")
    expect(first.page.get_by_text("Somebody whose matter is urgent")).to_be_hidden()


def without_ended_offers(page: WebSocketRoute) -> None:
    """The news of the other's answer does not reach this page before it has answered itself."""
    server = page.connect_to_server()
    page.on_message(server.send)
    server.on_message(lambda message: None if '"offer.ended"' in message else page.send(message))


def test_two_agents_reach_for_one_customer(make_room, server: VisavisServer, publish) -> None:
    publish(server, workflow={"name": "Both at once", "rules": [], "default": {"name": "All", "steps": [{"name": "Two", "offers": 2}]}})
    room = make_room(server)
    first, second, customer = room.agent(), room.agent(), room.customer()
    first.sign_in("agent1").be_available()
    second.page.route_web_socket("**/ws", without_ended_offers)
    second.sign_in("agent2").be_available()
    customer.queue()
    expect(first.button("Accept")).to_be_visible()
    expect(second.button("Accept")).to_be_visible()
    first.accept()
    both_live(first, customer)
    second.accept()
    second.sees("A colleague was faster")
    expect(second.button("Accept")).to_be_hidden()
    second.sees("Ready for the next customer")
