"""The supervisor's page: what is on, and a seat in it."""

from harness import wait_until
from playwright.sync_api import expect

from browser.screens import Agent, Customer, both_live, hold_a_call


def test_from_monitor_to_take_over(agent: Agent, customer: Customer, room) -> None:
    hold_a_call(agent, customer)
    supervisor = room.supervisor().watch()
    supervisor.enter()
    supervisor.sees("You hear and see. Nobody hears or sees you.")
    supervisor.decodes(2)
    supervisor.sees_and_hears()
    agent.page.get_by_text("(supervisor) is listening").wait_for()
    assert not customer.page.get_by_text("(supervisor)").count(), "the customer is not told"

    supervisor.page.keyboard.press("w")
    supervisor.sees("The agent alone hears you. Nobody sees you.")
    agent.sees("speaks to you alone")
    supervisor.page.keyboard.press("b")
    supervisor.sees("Everyone hears and sees you.")
    for screen in (agent, customer):
        screen.decodes(2)
    customer.sees("takes part")

    supervisor.page.keyboard.press("t")
    supervisor.press("Take over now")
    supervisor.page.wait_for_url("**/agent**")
    both_live(supervisor, customer, deadline=20)
    agent.sees("A supervisor has taken over")
    wait_until(lambda: len(customer.page.evaluate("() => [...document.querySelectorAll('.call-person')].map((one) => 1)")) == 1, "one person is left")


def test_the_list_follows_the_calls(agent: Agent, customer: Customer, room) -> None:
    supervisor = room.supervisor().watch()
    supervisor.sees("No calls at the moment")
    hold_a_call(agent, customer)
    supervisor.sees("1 call")
    agent.page.locator('button[data-tool="hold"]').click()
    supervisor.sees("On hold")
    customer.press("Hang up")
    supervisor.sees("No calls at the moment")


def test_an_agent_has_no_business_there(room) -> None:
    nosy = room.supervisor().watch("agent1")
    nosy.sees("Live calls are for supervisors")
    expect(nosy.page.get_by_role("button", name="Watch")).to_have_count(0)
