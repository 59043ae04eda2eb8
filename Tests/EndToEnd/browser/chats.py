"""Customers and agents who write to each other: what tests of chats begin with."""

from __future__ import annotations

from typing import Any

from harness import Staff, VisavisServer
from playwright.sync_api import expect

from .beside import beside
from .screens import Agent, Customer, Screen


def offer_chats(server: VisavisServer, queues: dict[str, list[str]] | None = None, **changes: Any) -> None:
    """From now on customers may choose: of every queue, or as `queues` says; those it leaves out have video alone. `changes` are those of the plan."""

    async def publish() -> None:
        async with Staff(server, "manager") as manager:
            held = (await manager.read("/api/routing/plan"))["plan"]
            others = ["video", "chat"] if queues is None else ["video"]
            changed = [queue | {"media": (queues or {}).get(queue["name"], others)} for queue in held["queues"]]
            await manager.publish(queues=changed, **changes)

    beside(publish())


def write(screen: Screen, text: str) -> None:
    """In the chat that is open on this page; once it is there, the server has it."""
    box = screen.page.get_by_role("textbox", name="Message").locator("visible=true")
    box.fill(text)
    box.press("Enter")
    expect(screen.page.locator(".chat-item:visible", has_text=text).locator(".chat-foot")).to_contain_text("Sent")


def reads(screen: Screen, *texts: str) -> None:
    """What the open chat says, from its first word to its last."""
    expect(screen.page.locator(".chat-text:visible")).to_have_text(list(texts))


def begin(agent: Agent, customer: Customer, name: str) -> None:
    """The customer comes to chat, and this agent takes them."""
    customer.chat(name)
    agent.accept()
    expect(agent.pane.get_by_role("heading", name=name, exact=True)).to_be_visible()
    expect(customer.button("End chat")).to_be_visible()


def end(customer: Customer) -> None:
    customer.press("End chat")
    customer.page.get_by_role("dialog").get_by_role("button", name="End chat").click()
    customer.sees("Thank you for writing with us")
