"""The customer's page for people who have no mouse, speak French, or do not want to be seen."""

from collections.abc import Iterator

import pytest
from harness import wait_until
from playwright.sync_api import Browser, Playwright, expect

from browser.chromium import launch
from browser.screens import Agent, Customer, both_live


@pytest.fixture(scope="module")
def unasked(playwright: Playwright) -> Iterator[Browser]:
    """A browser in which nobody allows anything that was not granted beforehand."""
    browser = launch(playwright, "--deny-permission-prompts", consent=False)
    yield browser
    browser.close()


def test_everything_by_keyboard(agent: Agent, customer: Customer) -> None:
    agent.sign_in().be_available()
    customer.visit()
    keys = customer.page.keyboard
    tab_to(customer, "What is it about?")
    keys.type("By keyboard")
    tab_to(customer, "Talk now")
    keys.press("Enter")
    expect(agent.page.get_by_text("By keyboard").first).to_be_visible()
    agent.page.keyboard.press("Enter")
    both_live(agent, customer)

    tab_to(customer, "Mute")
    keys.press("Space")
    agent.sees("Their microphone is off")
    tab_to(customer, "Chat")
    keys.press("Enter")
    expect(customer.page.get_by_role("textbox", name="Message")).to_be_focused()
    keys.type("Typed")
    keys.press("Enter")
    customer.reads("Typed")
    keys.press("Escape")
    expect(customer.button("Chat")).to_be_focused()
    tab_to(customer, "Your picture")
    keys.press("ArrowLeft")
    expect(customer.page.locator(".call-self")).to_have_attribute("data-corner", "bottom-left")
    tab_to(customer, "Hang up")
    keys.press("Enter")
    expect(customer.page.get_by_role("heading", name="Thank you for talking with us")).to_be_focused()


def test_waiting_and_leaving_by_keyboard(customer: Customer) -> None:
    customer.visit()
    tab_to(customer, "Talk now")
    customer.page.keyboard.press("Enter")
    expect(customer.button("Leave the queue")).to_be_visible()
    tab_to(customer, "Leave the queue")
    customer.page.keyboard.press("Enter")
    expect(customer.page.get_by_role("heading", name="You left the queue")).to_be_focused()


def test_in_french(agent: Agent, customer: Customer) -> None:
    agent.sign_in("agent1", "?lang=fr")
    agent.press("Disponible")
    customer.open("/visit?lang=fr")
    assert customer.page.locator("html").get_attribute("lang") == "fr"
    customer.press("Parler maintenant")
    agent.press("Accepter")
    both_live(agent, customer)
    expect(customer.page.get_by_label("Votre interlocuteur", exact=True)).to_be_visible()
    customer.sees("En direct")
    for screen in (agent, customer):
        tops = screen.page.locator(".call-bar button:not([hidden])").evaluate_all("(buttons) => buttons.map((one) => one.offsetTop)")
        assert len(set(tops)) == 1, "the controls stand in one row"
    customer.press("Raccrocher")
    customer.sees("Merci d’avoir parlé avec nous")
    agent.press("Terminer la clôture")
    agent.sees("Prêt pour le prochain client")


def test_without_a_camera_by_sound_alone(room, unasked: Browser, agent: Agent) -> None:
    agent.sign_in().be_available()
    customer = room.customer(browser=unasked, permissions=["microphone"])
    customer.visit()
    customer.sees("The camera is not allowed")
    customer.talk_now()
    agent.accept()
    agent.is_in("live")
    customer.is_in("live")
    customer.sees_and_hears()
    agent.sees("Camera is off")
    customer.sees("you are heard, not seen")
    before = agent.media()["audioEnergy"]
    wait_until(lambda: agent.media()["audioEnergy"] > before, "the customer is heard")
    assert agent.media()["framesDecoded"] == 0


def test_with_nothing_allowed_one_can_still_write(room, unasked: Browser, agent: Agent) -> None:
    agent.sign_in().be_available()
    customer = room.customer(browser=unasked)
    customer.visit()
    customer.sees("The microphone is not allowed")
    customer.talk_now()
    agent.accept()
    customer.is_in("live")
    customer.sees("write in the chat")
    customer.write("I can only write")
    agent.press("Chat, 1 unread message")
    agent.reads("I can only write")
    customer.sees_and_hears()


def tab_to(screen: Customer, name: str, most: int = 40) -> None:
    """Presses Tab until what has the focus is named so."""
    for _ in range(most):
        focused = screen.page.evaluate(
            "() => { const e = document.activeElement; return (e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent || '').trim(); }")
        if focused.startswith(name):
            return
        screen.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {name}")
