"""The main job: a customer clicks, an agent accepts, they see and hear each other."""

import pytest
from harness import wait_until
from playwright.sync_api import expect

from browser.screens import Agent, Customer, Screen, both_live, hold_a_call


def test_from_the_click_to_the_wrap_up(agent: Agent, customer: Customer) -> None:
    agent.open("/agent?lang=en")
    agent.page.get_by_label("User name").fill("agent1")
    agent.page.get_by_label("Password", exact=True).fill(agent.server.accounts["agent1"])
    agent.press("Sign in")
    agent.be_available()
    customer.visit()
    customer.page.get_by_label("What is it about?").fill("A chair that creaks")
    customer.talk_now()
    agent.sees("A chair that creaks")
    agent.accept()
    both_live(agent, customer)
    for screen in (agent, customer):
        for label in ("You", "Them"):
            expect(screen.page.get_by_label(label, exact=True)).to_be_visible()

    customer.write("Good morning")
    agent.press("Chat, 1 unread message")
    agent.write("How can I help?")
    for screen in (agent, customer):
        screen.reads("Good morning", "How can I help?")

    customer.press("Hang up")
    customer.sees("Thank you for talking with us")
    agent.press("Finish wrap-up")
    agent.sees("Ready for the next customer")


def test_who_talks_is_told_what_the_other_turned_off(agent: Agent, customer: Customer) -> None:
    hold_a_call(agent, customer)
    for one, other in ((customer, agent), (agent, customer)):
        one.press("Mute")
        other.sees("Their microphone is off")
        one.press("Unmute")
        expect(other.page.get_by_text("Their microphone is off")).to_be_hidden()

        one.press("Camera off")
        other.sees("Camera is off")
        one.press("Camera on")
        expect(other.page.get_by_text("Camera is off")).to_be_hidden()
        other.sees_and_hears()


@pytest.mark.parametrize("sharer", ["agent", "customer"])
def test_a_shared_screen_is_seen_and_taken_back(agent: Agent, customer: Customer, sharer: str) -> None:
    hold_a_call(agent, customer)
    one, other = (agent, customer) if sharer == "agent" else (customer, agent)
    camera = picture(other)
    one.press("Share screen")
    other.sees("Is sharing a screen")
    wait_until(lambda: picture(other) != camera, "a picture of another size arrives")
    other.sees_and_hears()
    one.press("Stop sharing")
    expect(other.page.get_by_text("Is sharing a screen")).to_be_hidden()
    wait_until(lambda: abs(ratio(picture(other)) - ratio(camera)) < 0.05, "the camera's picture is back")
    other.sees_and_hears()


def test_devices_are_chosen_during_the_call(agent: Agent, customer: Customer) -> None:
    hold_a_call(agent, customer)
    customer.press("Devices")
    microphones = customer.page.get_by_label("Microphone", exact=True)
    expect(microphones).to_be_visible()
    names = microphones.locator("option").all_inner_texts()
    assert len(names) > 1, names
    microphones.select_option(index=len(names) - 1)
    expect(customer.page.get_by_label("Camera", exact=True)).to_be_visible()
    customer.press("Close")
    agent.sees_and_hears()


def test_the_keys_of_the_console_reach_the_call(agent: Agent, customer: Customer) -> None:
    hold_a_call(agent, customer)
    agent.page.keyboard.press("m")
    customer.sees("Their microphone is off")
    agent.page.keyboard.press("v")
    customer.sees("Camera is off")
    agent.page.keyboard.press("c")
    expect(agent.page.get_by_role("textbox", name="Message")).to_be_focused()


def test_the_agent_hangs_up_and_wraps_up_by_keys(agent: Agent, customer: Customer) -> None:
    hold_a_call(agent, customer)
    agent.press("Hang up")
    customer.sees("Thank you for talking with us")
    agent.sees("Nothing chosen yet")
    assert agent.page.locator("#wrapup input:checked").count() == 0
    agent.page.keyboard.press("1")
    expect(agent.page.get_by_role("radio", name="Resolved", exact=True)).to_be_checked()
    expect(agent.page.get_by_role("radio", name="Yes", exact=True)).to_be_checked()
    agent.page.keyboard.press("Control+Enter")
    agent.sees("Ready for the next customer")


def picture(screen: Screen) -> tuple[int, int]:
    width, height = screen.page.evaluate("() => { const { videoWidth, videoHeight } = document.querySelector('.call-them'); return [videoWidth, videoHeight]; }")
    return width, height


def ratio(size: tuple[int, int]) -> float:
    return size[0] / max(1, size[1])
