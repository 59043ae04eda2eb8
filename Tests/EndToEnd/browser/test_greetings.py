"""What waiting customers are told, in a manager's own words."""

from __future__ import annotations

from harness import Staff
from playwright.sync_api import Locator, expect

from browser.beside import beside
from browser.conftest import Room
from browser.screens import Agent, Floor
from browser.test_accessibility import faults_of


def text(floor: Floor, situation: str, language: str = "English") -> Locator:
    return floor.page.get_by_role("group", name=situation).get_by_label(language, exact=True)


def test_a_manager_words_what_waiting_customers_read(room: Room) -> None:
    waiting = room.customer().queue()
    waiting.sees("No adviser is available at the moment.")
    french = room.customer(locale="fr-FR")
    french.open("/visit?lang=fr")
    french.press("Parler maintenant")
    french.sees("Aucun conseiller n’est disponible")

    floor = room.floor().sign_in("manager", "/settings?lang=en#greetings")
    unstaffed = text(floor, "When nobody is on duty")
    expect(unstaffed).to_have_accessible_description("Otherwise: “No adviser is available at the moment. You keep your place.”")
    unstaffed.fill("Our team is on its way, in {minutes}.")
    floor.press("Check")
    expect(unstaffed).to_be_focused()
    expect(unstaffed).to_have_attribute("aria-invalid", "true")
    expect(unstaffed).to_have_accessible_description("Otherwise: “No adviser is available at the moment. You keep your place.” What stands in braces is not filled in here. {minutes} and {opening} work only where the hint says so.")
    expect(floor.page.locator(".problem-link")).to_have_text("Waiting message › When nobody is on duty › English")
    found = faults_of(floor, "settings, greetings with a problem")
    unstaffed.fill("Our team is on its way.")
    text(floor, "While an adviser is being called").fill("Somebody is about to be here")
    floor.publish("Our own words")
    expect(floor.page.locator(".publish-state")).to_contain_text("ersion 1")

    # Who waits already reads it; who reads another language goes on with the standard text.
    waiting.sees("Our team is on its way.")
    french.sees("Aucun conseiller n’est disponible")
    agent: Agent = room.agent().sign_in().be_available()
    expect(agent.button("Accept")).to_be_visible()
    waiting.sees("Somebody is about to be here")
    floor.page.reload()
    expect(unstaffed).to_have_value("Our team is on its way.")
    # An empty field is the standard text again.
    unstaffed.fill("")
    expect(floor.page.locator(".publish-state")).to_have_text("Changed, not published: Waiting messages")
    floor.publish()
    expect(floor.page.locator(".publish-state")).to_contain_text("ersion 2")
    assert found == []


def test_a_closed_queue_says_so_in_the_plans_words(room: Room) -> None:
    async def publish() -> None:
        async with Staff(room.server, "manager") as manager:
            queues = (await manager.read("/api/routing/plan"))["plan"]["queues"]
            await manager.publish(
                hours=[{"name": "never", "timeZone": "UTC", "weekly": {}}], queues=[queue | {"hours": "never"} for queue in queues],
                greetings={"closedForLong": {"en": "This service has moved to our branches."}})

    customer = room.customer().visit()
    beside(publish())
    customer.press("Talk now")
    customer.sees("This service has moved to our branches.")
    french = room.customer()
    french.open("/visit?lang=fr")
    french.press("Parler maintenant")
    french.sees("Nous sommes fermés. Revenez un autre jour")
