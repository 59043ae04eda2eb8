"""What a new plan changes on an agent's console that is open."""

from __future__ import annotations

from typing import Any

from harness import Staff, VisavisServer
from playwright.sync_api import expect

from browser.beside import beside
from browser.screens import Agent


def publish(server: VisavisServer, title: str, *activities: tuple[str, str]) -> None:
    async def change() -> None:
        async with Staff(server, "manager") as manager:
            [first, *rest] = (await manager.read("/api/routing/plan"))["plan"]["queues"]
            shown: list[dict[str, Any]] = [{"name": name, "kind": "away", "title": {"en": words}} for name, words in activities]
            await manager.publish(queues=[first | {"title": {"en": title}}, *rest], activities=shown)

    beside(change())


def test_an_open_console_follows_the_plan(server: VisavisServer, agent: Agent) -> None:
    publish(server, "First aid", ("lunch", "Lunch"))
    agent.sign_in()
    agent.sees("First aid")
    agent.press("Lunch")
    expect(agent.button("Lunch")).to_have_attribute("aria-pressed", "true")
    frames = agent.frames()
    publish(server, "Second aid", ("lunch", "Long lunch"), ("training", "Training"))
    agent.sees("Second aid")
    expect(agent.button("Training")).to_be_visible()
    expect(agent.button("Long lunch")).to_have_attribute("aria-pressed", "true")
    expect(agent.button("Long lunch")).to_be_focused()

    publish(server, "Second aid", ("training", "Training"))
    expect(agent.page.locator(".toasts")).to_contain_text("The activity “Long lunch” no longer exists. Choose what you do now.")
    expect(agent.button("Long lunch")).to_have_count(0)
    expect(agent.button("Away")).to_have_attribute("aria-pressed", "true")
    expect(agent.button("Away")).to_be_focused()
    agent.press("Training")
    expect(agent.button("Training")).to_have_attribute("aria-pressed", "true")
    assert frames == [], "no new connection was made for it"
