"""axe-core finds no serious fault in any state of any page, light and dark, on a phone and on a desk."""

from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from harness import VisavisServer
from playwright.sync_api import expect

from browser.screens import Screen, both_live, hold_a_call

LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (360, 1280)]
# Where three browsers are in a call all the while, each look takes seconds: every scheme and every width once.
FEW_LOOKS = [("light", 1280), ("dark", 360)]
# `preload` would fetch the style sheets into inline styles, which our policy refuses.
RULES = {"preload": False, "resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SERIOUS = {"serious", "critical"}
AXE = Axe().axe_script
# The new colours have reached every element: nothing has changed for ten frames.
SETTLED = """async (scheme) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const colours = () => [...document.querySelectorAll("body *")].map((e) => getComputedStyle(e)).map((s) => s.color + s.backgroundColor).join();
    const isAsked = () => matchMedia(`(prefers-color-scheme: ${scheme})`).matches;
    let before = "";
    let same = 0;
    for (const end = performance.now() + 5000; (same < 10 || !isAsked()) && performance.now() < end; ) {
        await frame();
        const now = colours();
        same = now === before ? same + 1 : 0;
        before = now;
    }
}"""
# The elements that reach beyond the screen's edge when the page has to be scrolled sideways for them, once the layout has followed the
# new size: frames come late on a busy machine, and what is gone by the next ones nobody sees.
WIDE = """async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const isWide = () => document.documentElement.scrollWidth > innerWidth;
    for (const end = performance.now() + 5000; isWide() && performance.now() < end; ) await frame();
    if (!isWide()) return [];
    const right = (e) => Math.round(e.getBoundingClientRect().right);
    return [...document.querySelectorAll("body *")].filter((e) => right(e) > innerWidth)
        .map((e) => `${e.tagName.toLowerCase()}#${e.id}.${e.getAttribute("class")} to ${right(e)}: ${e.textContent?.trim().slice(0, 40)}`)
        .slice(0, 8);
}"""


def faults_of(screen: Screen, state: str, looks: list[tuple[str, int]] = LOOKS) -> list[str]:
    """What axe finds on this page as it stands, in each of these looks."""
    found = []
    for scheme, width in looks:
        screen.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        screen.page.set_viewport_size({"width": width, "height": 800})
        screen.page.evaluate(SETTLED, scheme)
        wide = screen.page.evaluate(WIDE)
        if wide:
            found.append(f"{state} ({scheme}, {width} px): wider than the screen: {wide}")
        for violation in _violations(screen):
            if violation["impact"] in SERIOUS:
                nodes = "; ".join(f"{node['target']} {node['failureSummary']}" for node in violation["nodes"][:3])
                found.append(f"{state} ({scheme}, {width} px): {violation['id']}: {nodes}")
    screen.page.set_viewport_size({"width": 1280, "height": 800})
    return found


def _violations(screen: Screen) -> list[dict[str, Any]]:
    # To hand axe over and to have it read takes a quarter as long as what it does: once for each document.
    if not screen.page.evaluate("() => 'axe' in window"):
        screen.page.evaluate(AXE)
    return screen.page.evaluate("async (rules) => (await axe.run(rules)).violations", RULES)


def test_pages_that_stand_alone(room) -> None:
    found = []
    for path in ("/?lang=en", "/?lang=fr", "/login?lang=en", "/examples/embed.html", "/examples/minimal.html"):
        screen = room.screen()
        screen.open(path)
        expect(screen.page.get_by_role("heading", level=1)).to_be_visible()
        found += faults_of(screen, path)
    screen = room.screen()
    screen.open("/login?lang=en")
    screen.press("Sign in")
    screen.sees("Enter your user name and your password.")
    found += faults_of(screen, "login with a problem")
    assert not found, "\n".join(found)


def test_both_pages_from_the_beginning_to_the_end(make_server: Callable[..., VisavisServer], make_room) -> None:
    server = make_server({"VISAVIS_OFFER_SECONDS": "600", "VISAVIS_WRAPUP_SECONDS": "7200"})
    room = make_room(server)
    agent, customer = room.agent(), room.customer()
    found = []

    agent.sign_in()
    agent.sees("You are offline")
    found += faults_of(agent, "agent offline")
    customer.visit()
    customer.sees("Works")
    found += faults_of(customer, "visit form")
    customer.talk_now()
    customer.sees("You are next")
    found += faults_of(customer, "visit waiting")
    agent.be_available()
    expect(agent.button("Accept")).to_be_visible()
    found += faults_of(agent, "agent offer")
    agent.accept()
    both_live(agent, customer)
    found += faults_of(customer, "visit call") + faults_of(agent, "agent call")
    customer.write("Hello")
    agent.press("Chat, 1 unread message")
    found += faults_of(customer, "visit call with chat") + faults_of(agent, "agent call with chat")
    customer.page.mouse.move(100, 100)
    customer.press("Devices")
    found += faults_of(customer, "visit call with devices")
    agent.press("Hang up")
    customer.sees("Thank you for talking with us")
    found += faults_of(customer, "visit ended")
    expect(agent.button("Finish wrap-up")).to_be_visible()
    found += faults_of(agent, "agent wrap-up")
    agent.press("Finish wrap-up")
    agent.sees("Ready for the next customer")
    agent.page.keyboard.press("?")
    agent.sees("Use single-key shortcuts")
    found += faults_of(agent, "agent idle with the list of keys")
    assert not found, "\n".join(found)


def test_a_warm_transfer_from_asking_to_the_hand_over(make_server: Callable[..., VisavisServer], make_room) -> None:
    room = make_room(make_server({"VISAVIS_OFFER_SECONDS": "600"}))
    agent, customer, colleague = room.agent(), room.customer(), room.agent()
    found = []
    hold_a_call(agent, customer)
    colleague.sign_in("agent2").be_available()
    agent.page.locator('button[data-tool="transfer"]').click()
    agent.page.locator(".transfer-target", has_text="agent2").click()
    found += faults_of(agent, "agent chooses to ask first", FEW_LOOKS)
    agent.press("Ask first")
    expect(colleague.button("Accept")).to_be_visible()
    found += faults_of(agent, "agent asks", FEW_LOOKS) + faults_of(colleague, "colleague is asked", FEW_LOOKS)
    colleague.accept()
    both_live(agent, colleague)
    colleague.press_control("chat")
    found += faults_of(agent, "agent with the colleague alone", FEW_LOOKS) + faults_of(colleague, "colleague advises, with chat", FEW_LOOKS)
    agent.press("Talk together")
    customer.decodes(2)
    found += faults_of(agent, "all together", FEW_LOOKS) + faults_of(customer, "visit call of three", FEW_LOOKS)
    agent.press("Hand over and leave")
    colleague.sees("You have the customer now.")
    found += faults_of(colleague, "colleague has the customer", FEW_LOOKS)
    assert not found, "\n".join(found)


def test_pages_of_those_who_look_after_the_floor(room) -> None:
    room.customer().queue()
    found = []
    manager = room.floor().sign_in("manager", "/board?lang=en")
    expect(manager.tickets).to_have_count(1)
    found += faults_of(manager, "board")
    why = manager.tickets.get_by_role("link").get_attribute("href")
    for section in ("queues", "workflow", "hours", "agents", "history"):
        manager.open(f"/settings?lang=en#{section}")
        expect(manager.page.locator(".part h1")).to_be_visible()
        for entry in manager.page.locator(".entry-toggle[aria-expanded=false]").all()[:2]:
            entry.click()
        found += faults_of(manager, f"settings, {section}")
    manager.open(why)
    expect(manager.page.get_by_role("heading", name="Why this agent")).to_be_visible()
    found += faults_of(manager, "interaction")
    assert not found, "\n".join(found)
