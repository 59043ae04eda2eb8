"""The customer's page when they would rather be called back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from harness import Staff, VisavisServer, wait_until
from letters.conftest import office, post  # noqa: F401
from letters.mailserver import MailServer
from letters.office import MAIL, Office
from playwright.sync_api import expect

from browser.beside import beside
from browser.conftest import Room
from browser.screens import Customer, both_live


@pytest.fixture
def mailing(office: Office, post: MailServer) -> VisavisServer:  # noqa: F811
    office.mail(f"smtp://127.0.0.1:{post.port}")
    office.server.start()
    return office.server


def ask(customer: Customer) -> None:
    customer.visit().press("Talk now")
    customer.page.get_by_text("Rather not wait here?").click()
    customer.page.get_by_label("Your e-mail address").fill(MAIL)
    customer.press("Call me back")
    expect(customer.page.get_by_role("heading", name="We call you back")).to_be_visible()


def test_from_the_queue_by_letter_to_the_call(mailing: VisavisServer, post: MailServer, make_room: Callable[[VisavisServer], Room]) -> None:  # noqa: F811
    room = make_room(mailing)
    first = room.customer()
    ask(first)
    first.sees("m…@example.com")
    expect(first.page.get_by_text("Keep this page open")).to_be_hidden()
    first.page.close()
    agent = room.agent().sign_in().be_available()
    wait_until(lambda: post.letters, "the letter has come")
    [link] = re.findall(r"https?://\S+", post.letters[0].get_content())
    # On another device, which knows nothing of the visit.
    second = room.customer()
    second.page.goto(link)
    agent.press("Accept")
    both_live(agent, second)
    assert "#" not in second.page.url, "the secret leaves the address bar"
    second.page.reload()
    both_live(agent, second)
    second.press("Hang up")
    second.sees("Thank you for talking with us")
    # The link is over: the page begins anew and says so.
    third = room.customer()
    third.page.goto(link)
    third.sees("That call back is over.")
    expect(third.button("Talk now")).to_be_visible()


def test_with_the_page_open_it_says_when_it_is_their_turn(mailing: VisavisServer, post: MailServer, make_room: Callable[[VisavisServer], Room]) -> None:  # noqa: F811
    room = make_room(mailing)
    customer = room.customer(viewport={"width": 360, "height": 740})
    customer.visit().press("Talk now")
    customer.page.get_by_text("Rather not wait here?").click()
    customer.page.get_by_label("Your e-mail address").fill("nobody")
    customer.press("Call me back")
    customer.sees("Please check the address")
    expect(customer.page.get_by_label("Your e-mail address")).to_be_focused()
    customer.page.get_by_label("Your e-mail address").fill(MAIL)
    customer.press("Call me back")
    expect(customer.page.get_by_role("heading", name="We call you back")).to_be_focused()
    agent = room.agent().sign_in().be_available()
    expect(customer.page.get_by_role("heading", name="It is your turn")).to_be_visible()
    assert not agent.button("Accept").is_visible(), "nobody is called to a page that may be empty"
    customer.press("Start now")
    agent.press("Accept")
    both_live(agent, customer)


def test_who_would_rather_wait_does(mailing: VisavisServer, make_room: Callable[[VisavisServer], Room]) -> None:
    room = make_room(mailing)
    customer = room.customer()
    ask(customer)
    customer.press("I would rather wait here")
    customer.sees("You are next")
    agent = room.agent().sign_in().be_available()
    agent.press("Accept")
    both_live(agent, customer)


def test_a_full_queue_offers_it_instead(mailing: VisavisServer, make_room: Callable[[VisavisServer], Room]) -> None:
    async def publish() -> None:
        async with Staff(mailing, "manager") as manager:
            queues = (await manager.read("/api/routing/plan"))["plan"]["queues"]
            await manager.publish(queues=[queue | {"maximumDepth": 1, "whenClosed": "callback"} for queue in queues])

    beside(publish())
    room = make_room(mailing)
    room.customer().visit().press("Talk now")
    second = room.customer().visit()
    second.press("Talk now")
    second.sees("the queue is full")
    second.page.get_by_label("Your e-mail address").fill(MAIL)
    second.press("Call me back")
    expect(second.page.get_by_role("heading", name="We call you back")).to_be_visible()
