"""The supervisor's page: what is on, and a seat in it."""

import pytest
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


# The bound of a handover is out of reach: only what the customer's page receives lets the former agent go.
@pytest.fixture
def patient_room(make_server, make_room):
    return make_room(make_server({"VISAVIS_HANDOVER_SECONDS": "60"}))


# How many voices have arrived here when the page says that it receives the next agent.
VOICES = """() => {
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (String(data).includes('"session.received"')) window.voices = count();
    return send.call(this, data);
  };
  async function count() {
    const voices = [];
    for (const peer of window.observed.peers) for (const report of (await peer.getStats()).values()) {
      if (report.type === "inbound-rtp" && report.kind === "audio" && report.packetsReceived > 0) voices.push(report.mid);
    }
    return new Set(voices).size;
  }
}"""


def test_the_customer_is_not_left_alone_by_a_takeover(patient_room) -> None:
    """In the order of events, which a busy machine stretches and does not change: the newcomer is received before the former agent leaves."""
    agent, customer = patient_room.agent(), patient_room.customer()
    told = customer.frames()
    hold_a_call(agent, customer)
    supervisor = patient_room.supervisor().watch()
    supervisor.enter()
    supervisor.decodes(2)
    customer.page.evaluate(VOICES)
    supervisor.page.keyboard.press("t")
    supervisor.press("Take over now")
    agent.sees("A supervisor has taken over")
    both_live(supervisor, customer)
    expect(supervisor.page.locator("#takeover")).to_be_hidden()

    sessions = [(at, frame["p"]) for at, (is_sent, frame) in enumerate(told) if not is_sent and frame.get("t") == "session"]
    begun, first = next((at, session) for at, session in sessions if session["handover"])
    newcomer = first["handover"]["participant"]
    [received] = [at for at, (is_sent, frame) in enumerate(told) if is_sent and frame.get("m") == "session.received"]
    assert told[received][1]["p"]["participant"] == newcomer
    assert customer.page.evaluate("() => window.voices") == 2, "the voices of both had come"
    agents = [(at, next(one["id"] for one in session["participants"] if one["role"] == "agent")) for at, session in sessions]
    former = agents[0][1]
    gone = next(at for at, session in sessions if all(one["id"] != former for one in session["participants"]))
    assert begun < received < gone
    assert all(who == former for at, who in agents if at < gone) and all(who == newcomer for at, who in agents if at >= gone)

    supervisor.page.reload()
    both_live(supervisor, customer)


def test_a_takeover_can_be_taken_back_until_it_is_done(patient_room) -> None:
    agent, customer = patient_room.agent(), patient_room.customer()
    # A page that never says what it receives keeps the handover open.
    customer.page.add_init_script("(() => { const send = WebSocket.prototype.send; WebSocket.prototype.send = function (data) { if (!String(data).includes('session.received')) send.call(this, data); }; })()")
    hold_a_call(agent, customer)
    supervisor = patient_room.supervisor().watch()
    supervisor.enter()
    supervisor.decodes(2)
    supervisor.page.keyboard.press("t")
    supervisor.press("Take over now")
    customer.decodes(2)
    expect(supervisor.page.locator("#takeover")).to_contain_text("go on talking until you are connected")
    supervisor.press("Cancel")
    supervisor.page.wait_for_url("**/supervise**")
    supervisor.sees("You hear and see. Nobody hears or sees you.")
    both_live(agent, customer)


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
