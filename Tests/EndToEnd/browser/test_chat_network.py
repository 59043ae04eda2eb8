"""A link that is lost in the middle of a chat: what is written meanwhile arrives once."""

import pytest
from playwright.sync_api import expect

from browser.chats import begin, offer_chats, reads, write


@pytest.mark.parametrize("how", ["cable", "silence"])
def test_what_is_written_without_a_network_is_sent_once(seated, how: str) -> None:
    agent, customer, cut, mend = seated
    offer_chats(customer.server)
    agent.sign_in().be_available()
    begin(agent, customer, "Ada")
    write(customer, "Before the tunnel")
    reads(agent, "Before the tunnel")
    cut(how)
    try:
        box = customer.page.get_by_role("textbox", name="Message")
        box.fill("In the tunnel")
        box.press("Enter")
        foot = customer.page.locator(".chat-item", has_text="In the tunnel").locator(".chat-foot")
        expect(foot).to_have_text("Sent as soon as the connection is back", timeout=30_000)
        customer.sees("The connection is interrupted.")
    finally:
        mend(how)
    expect(foot).to_contain_text("Sent ", timeout=45_000)
    reads(agent, "Before the tunnel", "In the tunnel")
    write(agent, "I see you again")
    for screen in (agent, customer):
        reads(screen, "Before the tunnel", "In the tunnel", "I see you again")
