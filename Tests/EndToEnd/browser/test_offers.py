"""Offers that nobody answers, and customers who leave."""

from collections.abc import Callable

from harness import VisavisServer
from playwright.sync_api import expect

from browser.screens import both_live


def test_an_offer_that_runs_out_goes_to_the_next_agent(make_server: Callable[..., VisavisServer], make_room) -> None:
    room = make_room(make_server({"VISAVIS_OFFER_SECONDS": "3"}))
    first, second, customer = room.agent(), room.agent(), room.customer()
    first.sign_in("agent1").be_available()
    customer.queue()
    expect(first.button("Accept")).to_be_visible()
    second.sign_in("agent2").be_available()
    first.sees("You missed an offer")
    second.accept()
    both_live(second, customer)
    first.press("I am back")
    expect(first.page.get_by_text("You missed an offer")).to_be_hidden()
    expect(first.button("Available")).to_have_attribute("aria-pressed", "true")
    first.sees("Ready for the next customer")


def test_a_declined_offer_goes_to_the_next_agent(make_room, server: VisavisServer) -> None:
    room = make_room(server)
    first, second, customer = room.agent(), room.agent(), room.customer()
    first.sign_in("agent1").be_available()
    second.sign_in("agent2").be_available()
    customer.queue()
    first.press("Decline")
    second.accept()
    both_live(second, customer)
    first.sees("Ready for the next customer")


def test_a_customer_who_leaves_takes_the_offer_along(agent, customer) -> None:
    agent.sign_in().be_available()
    customer.queue()
    expect(agent.button("Accept")).to_be_visible()
    customer.press("Leave the queue")
    customer.sees("You left the queue")
    agent.sees("The customer left before you answered")
    agent.sees("Ready for the next customer")
    customer.press("Talk again")
    customer.talk_now()
    expect(agent.button("Accept")).to_be_visible()
