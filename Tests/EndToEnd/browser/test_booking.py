"""Choosing a time instead of waiting, and promising one."""

from __future__ import annotations

import re
from collections.abc import Callable

from harness import Staff, VisavisServer, wait_until
from letters.conftest import office, post  # noqa: F401
from letters.mailserver import MailServer
from letters.office import MAIL
from letters.test_booking import close_the_queue
from playwright.sync_api import Locator, Page, expect

from browser.beside import beside
from browser.conftest import Room
from browser.screens import both_live
from browser.test_accessibility import faults_of
from browser.test_callback import mailing  # noqa: F401


def choose_a_later_day(page: Page | Locator) -> None:
    """The next slot may go while a test looks at it: it can be booked no later than an hour before."""
    days = page.get_by_label("Day", exact=True)
    expect(days.locator("option").last).to_be_attached()
    days.select_option(index=days.locator("option").count() - 1)


def test_a_closed_queue_is_booked_moved_and_given_back(mailing: VisavisServer, post: MailServer, make_room: Callable[[VisavisServer], Room]) -> None:  # noqa: F811
    beside(close_the_queue(mailing))
    room = make_room(mailing)
    customer = room.customer(viewport={"width": 360, "height": 740})
    customer.visit().press("Talk now")
    customer.sees("We are closed now.")
    expect(customer.page.get_by_role("heading", name="Choose a time")).to_be_visible()
    time = customer.page.get_by_label("Time", exact=True)
    expect(time.locator("option").first).to_be_attached()
    assert faults_of(customer, "choosing a time") == []
    customer.press("Book this time")
    customer.sees("Please check the address")
    expect(customer.page.get_by_label("Your e-mail address")).to_be_focused()
    customer.page.get_by_label("Your e-mail address").fill(MAIL)
    customer.press("Book this time")
    expect(customer.page.get_by_role("heading", name="Your call is booked")).to_be_visible()
    customer.sees("m…@example.com")
    expect(customer.page.get_by_text("person before you")).to_be_hidden()
    expect(customer.page.locator("video.mirror-video")).to_be_hidden()
    wait_until(lambda: post.letters, "the letter has come")
    [link] = re.findall(r"https?://\S+", post.letters[0].get_content())
    # On another device: another time, then none.
    second = room.customer()
    second.page.goto(link)
    booked = second.page.locator(".booked-time")
    expect(booked).to_be_visible()
    before = booked.inner_text()
    second.page.get_by_text("Choose another time").click()
    time = second.page.get_by_label("Time", exact=True)
    expect(time.locator("option").first).to_be_attached()
    time.select_option(index=1)
    assert faults_of(second, "a booking that is changed") == []
    second.press("Book this time")
    expect(booked).not_to_have_text(before)
    second.press("Cancel the booking")
    second.sees("You left the queue")


def test_who_waits_may_choose_a_time(mailing: VisavisServer, post: MailServer, make_room: Callable[[VisavisServer], Room]) -> None:  # noqa: F811
    customer = make_room(mailing).customer()
    customer.visit().press("Talk now")
    customer.page.get_by_text("Rather not wait here?").click()
    expect(customer.page.get_by_label("Time", exact=True)).to_be_hidden()
    customer.page.get_by_label("At a time that I choose").check()
    choose_a_later_day(customer.page)
    customer.page.get_by_label("Your e-mail address").fill(MAIL)
    customer.press("Book this time")
    expect(customer.page.get_by_role("heading", name="Your call is booked")).to_be_focused()
    customer.page.reload()
    expect(customer.page.get_by_role("heading", name="Your call is booked")).to_be_visible()


def test_a_slot_that_somebody_else_took_is_said_and_others_are_shown(
    mailing: VisavisServer, make_room: Callable[[VisavisServer], Room]  # noqa: F811
) -> None:
    async def publish() -> None:
        async with Staff(mailing, "manager") as manager:
            queues = (await manager.read("/api/routing/plan"))["plan"]["queues"]
            await manager.publish(queues=[queue | {"booking": {"perSlot": 1, "daysAhead": 1}} for queue in queues])

    beside(publish())
    room = make_room(mailing)
    customers = [room.customer(), room.customer()]
    for number, customer in enumerate(customers):
        customer.visit().press("Talk now")
        customer.page.get_by_text("Rather not wait here?").click()
        customer.page.get_by_label("At a time that I choose").check()
        choose_a_later_day(customer.page)
        customer.page.get_by_label("Your e-mail address").fill(f"c{number}@example.com")
    taken = customers[1].page.get_by_label("Time", exact=True).input_value()
    customers[0].press("Book this time")
    expect(customers[0].page.get_by_role("heading", name="Your call is booked")).to_be_visible()
    customers[1].press("Book this time")
    customers[1].sees("that time has just been taken")
    expect(customers[1].page.get_by_label("Time", exact=True)).not_to_have_value(taken)
    customers[1].press("Book this time")
    expect(customers[1].page.get_by_role("heading", name="Your call is booked")).to_be_visible()


def test_an_agent_promises_to_call_back(mailing: VisavisServer, post: MailServer, make_room: Callable[[VisavisServer], Room]) -> None:  # noqa: F811
    room = make_room(mailing)
    agent = room.agent().sign_in().be_available()
    customer = room.customer()
    customer.visit().press("Talk now")
    agent.press("Accept")
    both_live(agent, customer)
    agent.press("Hang up")
    agent.page.locator("#wrapup").get_by_text("Call back", exact=True).click()
    choose_a_later_day(agent.page.locator("#wrapup"))
    agent.press("Promise this time")
    agent.sees("Where shall we write to the customer?")
    agent.page.get_by_label("Customer’s e-mail address or mobile number").fill(MAIL)
    agent.press("Promise this time")
    agent.sees("Promised for")
    assert faults_of(agent, "a promise to call back") == []
    expect(customer.page.get_by_role("heading", name="Your call is booked")).to_be_visible()
    wait_until(lambda: post.letters, "the letter has come")
    agent.page.reload()
    agent.page.get_by_text("Promise to call back").click()
    agent.sees("Promised for")
    agent.press("Finish wrap-up")
    expect(agent.button("Finish wrap-up")).to_be_hidden()
