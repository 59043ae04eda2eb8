"""The board says of each queue whether its customers are told how long they will wait, and how far that could be relied on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from harness import VisavisServer
from playwright.sync_api import Locator, expect

from browser.conftest import Room
from browser.screens import Floor
from browser.test_accessibility import faults_of

# A digit a wait, as they are stored: within the median, within the upper bound, beyond.
HONEST, SHORT, LONG = "0000011112" * 6, "0001111222" * 6, "0000000011" * 6
QUEUES = {"honest": HONEST, "fresh": HONEST[:12], "short": SHORT, "long": LONG, "hasty": HONEST}


def observed(count: int, value: float) -> dict[str, float]:
    return {"weight": count, "squaredWeight": count, "sum": count * value, "squares": count * value * value}


def taught(queue: str, outcomes: str) -> dict[str, Any]:
    """What a queue has taught; departures of the hasty one have just become nine times as slow."""
    means = {name: observed(0, 0) for name in ("pace", "handling", "answering")}
    lately = observed(4, 9000 if queue == "hasty" else 1000)
    return means | {"queue": queue, "calibration": outcomes, "lately": lately, "usual": observed(20, 1000), "openWork": 0, "leavings": 0, "patience": 0, "p50Factor": 1, "p90Factor": 1}


@pytest.fixture
def server(make_server: Callable[..., VisavisServer]) -> VisavisServer:
    server = make_server({"VISAVIS_USE_CASES": ",".join(f"{name}|{name.title()} advice|Conseil {name}" for name in QUEUES)})
    server.terminate()
    with closing(sqlite3.connect(server.data / "visavis.sqlite", timeout=5)) as database, database:
        for queue, outcomes in QUEUES.items():
            database.execute("INSERT INTO queue_waits (queue, body) VALUES (?, ?)", (queue, json.dumps(taught(queue, outcomes))))
    return server.start()


def estimates(floor: Floor, queue: str) -> Locator:
    return floor.page.locator(f"#queue-{queue} .queue-estimates")


def test_the_board_tells_how_honest_estimates_are(room: Room) -> None:
    floor = room.floor().sign_in("supervisor", "/board?lang=en")
    kept = "Of the last 60 waits, {}% were no longer than estimated; 80% are asked."
    for queue, state, words in (
        ("honest", "Told to customers", kept.format(90)),
        ("fresh", "Not told yet", "Too few waits to judge estimates by: 12 of 20."),
        ("short", "Not told for now", "Waits have lately been longer than estimated. " + kept.format(70)),
        ("long", "Not told for now", "Waits have lately been much shorter than estimated: 100% of the last 60 were no longer."),
        ("hasty", "Not told for now", "The pace of this queue has just changed; estimates are told again once it is steady. " + kept.format(90)),
    ):
        expect(estimates(floor, queue).locator(".lamp")).to_have_text(state)
        expect(estimates(floor, queue).locator(".muted")).to_have_text(words)
    found = faults_of(floor, "board")
    floor.open("/board?lang=fr")
    expect(estimates(floor, "honest")).to_contain_text("Annoncée aux clients")
    expect(estimates(floor, "short")).to_contain_text("n’ont pas dépassé l’estimation")
    assert found + faults_of(floor, "board in French") == []
