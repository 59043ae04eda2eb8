"""A third person comes by a link, is seen and heard by both, and is sent away."""

from playwright.sync_api import expect

from browser.screens import Agent, Customer, both_live, hold_a_call


def link_from(agent: Agent, name: str = "") -> str:
    agent.page.locator('button[data-tool="guests"]').click()
    agent.page.get_by_label("Guest’s name (optional)").fill(name)
    agent.press("Make a link")
    return agent.page.get_by_label("Link for the guest").input_value()


def test_a_guest_joins_by_a_link(agent: Agent, customer: Customer, room) -> None:
    hold_a_call(agent, customer)
    link = link_from(agent, "The neighbour")
    guest = room.guest().join(link)
    assert "#" not in guest.page.url, "the secret does not stay in the address"
    guest.is_in("live")
    for screen in (agent, customer, guest):
        screen.decodes(2)
        screen.sees_and_hears()
    guest.press("Mute")
    agent.page.get_by_text("Microphone off").first.wait_for(state="attached")
    guest.write("Good evening")
    for screen in (agent, customer):
        screen.press("Chat, 1 unread message")
        screen.reads("Good evening")

    guest.press("Hang up")
    guest.sees("You have left the call")
    both_live(agent, customer)


def test_a_guest_comes_back_after_a_reload(agent: Agent, customer: Customer, room) -> None:
    hold_a_call(agent, customer)
    agent.page.locator('button[data-tool="guests"]').click()
    agent.page.get_by_label("Link works for").select_option("4 hours")
    agent.page.get_by_label("Guest’s name (optional)").fill("Ada")
    agent.press("Make a link")
    guest = room.guest().join(agent.page.get_by_label("Link for the guest").input_value())
    guest.is_in("live")
    guest.page.reload()
    guest.page.get_by_label("Your name").fill("Grace")
    guest.press("Join the call")
    both_live(guest, agent, customer)
    agent.press("Send away")
    guest.sees("You are no longer in the call")
    guest.page.reload()
    guest.sees("Open the link from your invitation")


def test_a_guest_is_sent_away(agent: Agent, customer: Customer, room) -> None:
    hold_a_call(agent, customer)
    link = link_from(agent)
    guest = room.guest().join(link)
    guest.is_in("live")
    agent.press("Send away")
    guest.sees("You are no longer in the call")
    late = room.guest().join(link, "Back again")
    late.sees("This link no longer works")
    both_live(agent, customer)


def test_a_screen_is_shared_with_two(agent: Agent, customer: Customer, room) -> None:
    hold_a_call(agent, customer)
    guest = room.guest().join(link_from(agent))
    guest.is_in("live")
    customer.press("Share screen")
    for screen in (agent, guest):
        screen.decodes(3)
    customer.press("Stop sharing")
    expect(agent.page.locator('.call-person[data-kind="screen"]')).to_have_count(0)
    both_live(agent, customer, guest)
