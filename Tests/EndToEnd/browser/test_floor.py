"""The board, the settings and an interaction's page, as those who look after the floor use them."""

from __future__ import annotations

import re

import pytest
from harness import Staff, VisavisServer
from playwright.sync_api import expect

from browser.beside import beside
from browser.screens import Agent, Customer, Floor

CONDITION = "textarea.condition"


@pytest.fixture
def floor(room) -> Floor:
    return room.floor()


def test_a_supervisor_puts_a_customer_forward_and_moves_them(room, floor: Floor) -> None:
    first, second = room.customer().queue(), room.customer().queue()
    floor.sign_in("supervisor", "/board?lang=en")
    expect(floor.tickets).to_have_count(2)
    last = floor.tickets.nth(1).locator("[data-act=raise]")
    last.focus()
    floor.page.keyboard.press("Enter")
    expect(floor.tickets.nth(0)).to_contain_text("+10")
    second.sees("You are next")
    first.sees("Somebody whose matter is urgent is served first.")
    floor.tickets.nth(0).locator("[data-act=move]").click()
    floor.page.locator("dialog label").last.click()
    floor.confirm()
    expect(floor.page.locator(".toasts")).to_contain_text("now waits for Get help")
    first.sees("You are next")


def test_a_supervisor_forces_an_activity_and_sees_it(floor: Floor, agent: Agent) -> None:
    agent.sign_in().be_available()
    floor.sign_in("supervisor", "/board?lang=en")
    row = floor.page.locator(".agent-row", has_text="agent1")
    row.locator("[data-act=change]").click()
    floor.page.locator("dialog input[value=away]").check()
    floor.confirm()
    expect(agent.button("Away")).to_have_attribute("aria-pressed", "true")


def test_a_manager_publishes_a_plan_and_finds_it_again(floor: Floor) -> None:
    floor.sign_in("manager", "/settings?lang=en#skills")
    floor.press("Add a skill")
    floor.page.keyboard.type("loans")
    floor.publish("Our first skill")
    expect(floor.page.locator(".publish-state")).to_contain_text("ersion 1")
    floor.page.goto(floor.server.url + "/settings?lang=en#history")
    expect(floor.page.locator(".version").first).to_contain_text("Our first skill")

    async def held() -> list[str]:
        async with Staff(floor.server, "manager") as manager:
            return [skill["name"] for skill in (await manager.read("/api/routing/plan"))["plan"]["skills"]]

    assert beside(held()) == ["loans"]


def test_a_condition_that_cannot_be_read_is_shown_where_it_stands(floor: Floor) -> None:
    floor.sign_in("manager", "/settings?lang=en#workflow")
    floor.press("Add a rule")
    floor.page.keyboard.type("VIP")
    condition = floor.page.locator(CONDITION).first
    condition.fill('customer.segmentz has "vip"')
    floor.press("Check")
    expect(floor.page.locator(".problem-list")).to_be_visible()
    expect(condition).to_be_focused()
    condition.fill('customer.segments has "vip"')
    floor.press("Check")
    expect(floor.page.locator(".problem-list")).to_be_hidden()
    floor.publish()
    expect(floor.page.locator(".publish-state")).to_contain_text("ersion 1")


def test_a_manager_learns_that_somebody_was_faster(server: VisavisServer, floor: Floor) -> None:
    floor.sign_in("manager", "/settings?lang=en#skills")
    floor.press("Add a skill")
    floor.page.keyboard.type("mine")

    async def publish() -> None:
        async with Staff(server, "admin") as admin:
            await admin.publish(skills=[{"name": "theirs"}])

    beside(publish())
    floor.publish()
    floor.sees("Keep my draft")


def test_why_is_told_for_an_interaction(floor: Floor, agent: Agent, customer: Customer) -> None:
    agent.sign_in().be_available()
    customer.visit().talk_now()
    expect(agent.button("Accept")).to_be_visible()
    floor.sign_in("supervisor", "/board?lang=en")
    floor.tickets.nth(0).get_by_role("link").click()
    floor.page.wait_for_url(re.compile("/interactions/"))
    floor.sees("Why this agent")
    floor.sees("Chosen")
    agent.accept()
    customer.is_in("live")
    floor.page.reload()
    floor.sees("accepted after")


def test_agents_have_no_way_in(floor: Floor) -> None:
    floor.sign_in("agent1", "/board?lang=en")
    expect(floor.tickets).to_have_count(0)
    expect(floor.page.get_by_role("link", name="Settings")).to_have_count(0)
