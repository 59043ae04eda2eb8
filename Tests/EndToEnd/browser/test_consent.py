"""Hold and recording, as the people of a call see them."""

import re
from collections.abc import Callable

import pytest
from harness import VisavisServer, wait_until
from harness.media import RECORDING
from playwright.sync_api import expect

from browser.screens import Agent, Customer, both_live, hold_a_call, music_without_pictures


@pytest.fixture
def recorded(make_server: Callable[..., VisavisServer], make_room):
    room = make_room(make_server(RECORDING))
    agent, customer = room.agent(), room.customer()
    hold_a_call(agent, customer)
    return agent, customer


def lamp(screen) -> str:
    return screen.page.locator(".call-recording").inner_text()


def shows(screen, words: str) -> None:
    wait_until(lambda: lamp(screen).startswith(words), f"{words} (shown: {lamp(screen)})")


def test_asked_agreed_withdrawn(recorded) -> None:
    agent, customer = recorded
    customer.sees("May we record this call?")
    shows(agent, "Not recorded: no answer yet")
    customer.press("Yes")
    shows(customer, "Being recorded")
    shows(agent, "Recording")
    both_live(agent, customer)
    customer.page.locator(".call-recording").click()
    customer.press("No")
    customer.sees("The recording has stopped")
    shows(customer, "Not recorded")
    shows(agent, "Not recorded: no consent")


# A browser that wants a gesture on this page before it sounds.
SILENT = """(() => {
  const { play } = HTMLMediaElement.prototype;
  let touched = false;
  addEventListener("pointerup", () => (touched = true), { capture: true });
  HTMLMediaElement.prototype.play = function () {
    return touched || this instanceof HTMLVideoElement ? play.call(this) : Promise.reject(new DOMException("a gesture is needed", "NotAllowedError"));
  };
})()"""


def test_the_question_waits_for_the_sound(recorded) -> None:
    agent, customer = recorded
    question = customer.page.get_by_role("region", name="May we record this call?")
    expect(question).to_be_visible()
    customer.page.set_viewport_size({"width": 360, "height": 640})
    customer.context.add_init_script(SILENT)
    customer.page.reload()
    customer.sees("Your browser needs a click before it plays sound.")
    expect(question).to_be_hidden()
    customer.page.locator(".call-overlay").click(position={"x": 20, "y": 200})
    expect(question).to_be_visible()
    expect(customer.page.locator(".call-overlay")).to_be_hidden()
    both_live(agent, customer)


def test_a_guest_who_takes_the_agreement_back_is_told_at_once(recorded, make_room) -> None:
    agent, customer = recorded
    customer.press("Yes")
    shows(agent, "Recording")
    agent.page.locator('button[data-tool="guests"]').click()
    agent.press("Make a link")
    guest = make_room(agent.server).guest().join(agent.page.get_by_label("Link for the guest").input_value())
    guest.press("Yes")
    shows(guest, "Being recorded")
    guest.page.locator(".call-recording").click()
    guest.press("No")
    guest.sees("You are no longer recorded")
    shows(guest, "Recorded without you")
    shows(agent, "Recording")


def test_the_agent_pauses_for_card_data(recorded) -> None:
    agent, customer = recorded
    customer.press("Yes")
    shows(agent, "Recording")
    agent.press("Pause recording (card data)")
    for screen in recorded:
        shows(screen, "Recording paused")
    agent.press("Record again")
    shows(customer, "Being recorded")


def test_hold(agent: Agent, customer: Customer) -> None:
    hold_a_call(agent, customer)
    agent.page.locator('button[data-tool="hold"]').click()
    customer.sees("You are on hold")
    agent.sees("The customer is on hold")
    energy = customer.media()["audioEnergy"]
    wait_until(lambda: customer.media()["audioEnergy"] > energy + 0.0005, "music is heard")
    music_without_pictures(customer, agent)
    button = agent.page.locator('button[data-tool="hold"]')
    expect(button).to_have_text(re.compile("Resume"))
    button.click()
    both_live(agent, customer)
