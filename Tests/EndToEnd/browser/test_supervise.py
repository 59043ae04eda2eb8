"""The supervisor's page: what is on, and a seat in it."""

from harness import wait_until
from playwright.sync_api import expect

from browser.screens import Agent, Customer, Supervisor, both_live, hold_a_call


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


# The longest time, in ms, in which no sound came to this page; counted from the installation.
STILLNESS = """() => {
  window.stillness = { longest: 0, packets: 0, since: performance.now() };
  setInterval(async () => {
    let packets = 0;
    for (const peer of window.observed.peers) for (const report of (await peer.getStats()).values()) if (report.type === "inbound-rtp" && report.kind === "audio") packets += report.packetsReceived;
    const { stillness } = window;
    const now = performance.now();
    if (packets !== stillness.packets) Object.assign(stillness, { packets, since: now });
    stillness.longest = Math.max(stillness.longest, now - stillness.since);
  }, 100);
}"""


def test_the_customer_is_not_left_alone_by_a_takeover(agent: Agent, customer: Customer, room) -> None:
    hold_a_call(agent, customer)
    supervisor = room.supervisor().watch()
    supervisor.enter()
    supervisor.decodes(2)
    customer.page.evaluate(STILLNESS)
    supervisor.page.keyboard.press("t")
    supervisor.press("Take over now")
    supervisor.sees("Taking over…")
    agent.sees("A supervisor has taken over")
    both_live(supervisor, customer)
    expect(supervisor.page.locator("#takeover")).to_be_hidden()
    stillness = customer.page.evaluate("() => window.stillness.longest")
    assert stillness < 1_500, f"the customer heard nobody for {stillness:.0f} ms"
    supervisor.page.reload()
    both_live(supervisor, customer)


def test_a_takeover_that_fails_leads_back(room) -> None:
    supervisor = room.supervisor().watch()
    supervisor.sees("No calls at the moment")
    supervisor.page.evaluate("() => sessionStorage.setItem('visavis.takeover', 'gone')")
    supervisor.open("/agent?lang=en")
    supervisor.page.wait_for_url("**/supervise**")
    supervisor.sees("You did not take over. The call has ended.")


def test_the_console_leaves_a_supervised_call_alone(agent: Agent, customer: Customer, room) -> None:
    hold_a_call(agent, customer)
    supervisor = room.supervisor().watch()
    supervisor.enter()
    supervisor.decodes(2)
    console = Supervisor(supervisor.context, supervisor.server, page=supervisor.context.new_page())
    console.open("/agent?lang=en")
    console.sees("You are offline")
    supervisor.press_control("chat")
    supervisor.sees("You can read along. To write, barge in first.")
    expect(console.page.get_by_role("link", name="Live calls")).to_be_visible()
    agent.press("Hang up")
    supervisor.sees("No calls at the moment")
    console.sees("You are offline")


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
