"""The forms of the settings: what a manager writes there is what holds, and what is wrong is said at its field. One server and one page: each
test leaves a published plan behind and touches nothing that another one reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from harness import Staff, VisavisServer
from playwright.sync_api import Browser, Locator, expect

from browser.beside import beside
from browser.conftest import Room
from browser.screens import Floor


@pytest.fixture(scope="module")
def server() -> Iterator[VisavisServer]:
    with VisavisServer() as server:
        yield server


@pytest.fixture(scope="module")
def floor(server: VisavisServer, chromium: Browser) -> Iterator[Floor]:
    room = Room(chromium, server)
    yield room.floor(timezone_id="Europe/Paris").sign_in("manager", "/settings?lang=en")
    room.close()
    room.assert_faultless()


def read(floor: Floor, path: str) -> Any:
    async def ask() -> Any:
        async with Staff(floor.server, "manager") as manager:
            return await manager.read(path)

    return beside(ask())


def held(floor: Floor) -> dict[str, Any]:
    return read(floor, "/api/routing/plan")["plan"]


def queue(floor: Floor, name: str) -> dict[str, Any]:
    [found] = [queue for queue in held(floor)["queues"] if queue["name"] == name]
    return found


def go(floor: Floor, part: str) -> Locator:
    """The part of the page, by its link."""
    floor.page.get_by_role("navigation", name="Settings").get_by_role("link", name=part).click()
    expect(floor.page.get_by_role("heading", level=1)).to_have_text(part)
    return floor.page.locator(".part")


def unfold(part: Locator, title: str) -> Locator:
    """An entry that shows what is in it."""
    entry = part.locator(".entry").filter(has=part.page.locator(".entry-title", has_text=title)).first
    toggle = entry.locator(".entry-toggle").first
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()
    # Its title may be written anew.
    path = entry.get_attribute("data-path")
    return part.locator(f'.entry[data-path="{path}"]') if path else entry


def field(scope: Locator, label: str) -> Locator:
    return scope.get_by_label(label, exact=True)


def is_refused(floor: Floor, input: Locator, words: str) -> None:
    """Checking brings the caret to the field that is wrong, which says why; it can be put right there."""
    floor.press("Check")
    expect(input).to_be_focused()
    expect(input).to_have_attribute("aria-invalid", "true")
    expect(input.locator("xpath=ancestor::*[@data-path][1]").locator(".problem")).to_have_text(words)


def publish(floor: Floor, note: str) -> None:
    version = read(floor, "/api/routing/plan")["version"] + 1
    floor.publish(note)
    expect(floor.page.locator(".publish-state")).to_contain_text(f"Version {version} ·")
    [entry, *_] = [entry for entry in read(floor, "/api/audit")["entries"] if entry["action"] == "routing.published"]
    assert (entry["actor"]["name"], entry["subject"]["id"], entry["detail"]) == ("manager", str(version), {"note": note})


def test_a_queue(floor: Floor) -> None:
    advice = unfold(go(floor, "Queues"), "Talk to an adviser")
    field(advice, "Title in English").fill("Good advice")
    field(advice, "Answer within").fill("45")
    field(advice, "Most who may wait").fill("0")
    is_refused(floor, field(advice, "Most who may wait"), "It must be 1 to 100000.")
    field(advice, "Most who may wait").fill("40")
    field(advice, "When it is closed").select_option(label="Ask to come another time")
    field(advice, "Wrap-up").select_option(label="Fixed: exactly the time")
    field(advice, "Time (seconds)").fill("30")
    advice.get_by_role("button", name="Add an overflow rule").click()
    field(advice, "When").fill("queue.depth > 20 and")
    is_refused(floor, field(advice, "When"), "The condition stops too early. (at character 21)")
    field(advice, "When").fill("queue.depth > 20")
    field(advice, "Then").select_option(label="Move to Buy something")
    publish(floor, "More for advice")
    saved = queue(floor, "advice")
    assert (saved["title"], saved["serviceLevelSeconds"], saved["maximumDepth"], saved["whenClosed"]) == ({"en": "Good advice", "fr": "Parler à un conseiller"}, 45, 40, "refuse")
    assert (saved["wrapUp"]["mode"], saved["wrapUp"]["seconds"], saved["overflow"]) == ("timedFixed", 30, [{"when": "queue.depth > 20", "to": "sales"}])
    expect(go(floor, "History").locator(".version").first).to_contain_text("More for advice")


def test_how_a_queue_calls_back(floor: Floor) -> None:
    support = unfold(go(floor, "Queues"), "Get help")
    policy = support.get_by_role("group", name="Call back")
    field(policy, "Offer it to those who wait").select_option(label="No")
    field(policy, "Letters at most").fill("11")
    is_refused(floor, field(policy, "Letters at most"), "It must be 1 to 10.")
    field(policy, "Letters at most").fill("4")
    field(policy, "Time to come after a letter (seconds)").fill("300")
    field(policy, "Pause before the next letter (seconds)").fill("0")
    field(policy, "Expected at a time").fill("7")
    publish(floor, "Fewer letters")
    assert queue(floor, "support")["callback"] == {"offered": False, "attempts": 4, "graceSeconds": 300, "retrySeconds": 0, "atOnce": 7}
    # What was written is what is read again, and an empty field is the default.
    floor.page.reload()
    policy = unfold(go(floor, "Queues"), "Get help").get_by_role("group", name="Call back")
    expect(field(policy, "Offer it to those who wait")).to_have_value("no")
    expect(field(policy, "Letters at most")).to_have_value("4")
    field(policy, "Letters at most").fill("")
    publish(floor, "As many letters as ever")
    assert queue(floor, "support")["callback"]["attempts"] == 2


def test_opening_hours(floor: Floor) -> None:
    part = go(floor, "Hours")
    floor.press("Add hours")
    floor.page.keyboard.type("branch")
    entry = part.locator(".entry").first
    zone = field(entry, "Time zone")
    expect(zone).to_have_value("Europe/Paris")
    zone.fill("Mars/Phobos")
    is_refused(floor, zone, "There is no such time zone. Write it like Europe/Paris.")
    zone.fill("Europe/Rome")
    floor.press("Add times: Monday")
    field(entry, "Monday, times 1: until (00:00 is midnight)").fill("08:00")
    is_refused(floor, field(entry, "Monday, times 1: from"), "The end must come after the start; past midnight is two days.")
    field(entry, "Monday, times 1: from").fill("07:30")
    floor.press("Copy Monday to Tuesday – Friday")
    floor.press("Remove times 1: Friday")
    floor.press("Add a day")
    field(entry, "Date").fill("2031-12-24")
    entry.get_by_label("Title in French", exact=True).fill("Réveillon")
    publish(floor, "Branch hours")
    [hours] = held(floor)["hours"]
    assert (hours["name"], hours["timeZone"]) == ("branch", "Europe/Rome")
    assert hours["weekly"] == dict.fromkeys(["monday", "tuesday", "wednesday", "thursday"], ["07:30-08:00"])
    assert hours["holidays"] == [{"date": "2031-12-24", "title": {"fr": "Réveillon"}, "hours": []}]
    # A queue takes them, and then they cannot go.
    field(unfold(go(floor, "Queues"), "Buy something"), "Hours").select_option("branch")
    publish(floor, "Sales like the branch")
    assert queue(floor, "sales")["hours"] == "branch"
    go(floor, "Hours")
    floor.press("Remove branch")
    floor.press("Check")
    expect(floor.page.locator(".problem-link")).to_have_text("Queue Buy something › Hours")
    floor.press("Discard changes")
    floor.confirm()
    expect(floor.page.locator(".problem-list")).to_be_hidden()


def test_what_an_agent_can_do_and_for_whom(floor: Floor) -> None:
    go(floor, "Skills")
    floor.press("Add a skill")
    floor.page.keyboard.type("loans")
    publish(floor, "Loans")
    part = go(floor, "Agents")
    field(part, "Find by name").fill("AGENT2")
    expect(part.locator(".entry:visible")).to_have_count(1)
    row = unfold(part, "agent2")
    field(row, "Loans").select_option(label="3 · does it well")
    field(row, "All queues").uncheck()
    field(row, "Buy something").uncheck()
    expect(row.locator(".entry-facts")).to_contain_text("Loans 3")
    expect(row.locator(".entry-facts")).to_contain_text("not saved")
    row.get_by_role("button", name="Save", exact=True).click()
    expect(floor.page.locator(".toasts")).to_contain_text("agent2 is saved.")
    expect(row.locator(".entry-facts")).not_to_contain_text("not saved")
    [saved] = [agent for agent in read(floor, "/api/routing/agents")["agents"] if agent["name"] == "agent2"]
    assert saved["profile"] == {"skills": {"loans": 3}, "queues": ["advice", "support"]}
    [entry, *_] = read(floor, "/api/audit")["entries"]
    assert (entry["action"], entry["subject"]["id"], entry["detail"]) == ("agent.profile", saved["id"], {"skills": "loans:3", "queues": "advice,support"})


def test_how_customers_may_talk_and_how_many_an_agent_has(floor: Floor) -> None:
    media = go(floor, "Video and chat")
    capacity = field(media, "Chats at a time, for each agent")
    expect(capacity).to_have_value("3")
    capacity.fill("11")
    is_refused(floor, capacity, "It must be 0 to 10.")
    capacity.fill("0")
    sales = unfold(go(floor, "Queues"), "Buy something")
    choice = sales.get_by_role("group", name="Customers may choose")
    expect(choice.get_by_label("Video call")).to_be_checked()
    choice.get_by_label("Chat").check()
    is_refused(floor, field(floor.page.locator(".part"), "Chats at a time, for each agent"), "Customers of a queue may choose to chat, so that agents must be able to have at least one.")
    field(floor.page.locator(".part"), "Chats at a time, for each agent").fill("5")
    floor.page.get_by_label("A video call excludes chats").uncheck()
    choice = unfold(go(floor, "Queues"), "Buy something").get_by_role("group", name="Customers may choose")
    choice.get_by_label("Chat").uncheck()
    choice.get_by_label("Video call").uncheck()
    floor.press("Check")
    expect(choice.locator(".problem")).to_contain_text("Choose at least one.")
    choice.get_by_label("Chat").check()
    publish(floor, "Sales in writing")
    assert held(floor)["media"] == {"video": {"exclusive": False}, "chat": {"capacity": 5}}
    assert queue(floor, "sales")["media"] == ["chat"]
    assert queue(floor, "support")["media"] == ["video"]
