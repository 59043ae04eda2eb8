"""`kill -9` at any moment: what was acknowledged before is there afterwards.

A scripted crowd enqueues, accepts, chats, writes notes and hangs up while the server is killed again and again at random moments. Each
acknowledgement is written down by the client that got it; after each restart the server must know all of it. The seed is printed; to
repeat a run, set VISAVIS_TEST_SEED.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import sqlite3
from dataclasses import dataclass, field
from typing import Any

import websockets

from harness import VISIT, Client, DeadlineError, RequestError, Web

KILLS = 12
GONE = (ConnectionError, OSError, DeadlineError, websockets.WebSocketException)


@dataclass
class Told:
    """What the server has acknowledged."""

    tickets: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By customer; taken out once the customer asked for something that may end it."""
    chats: dict[str, list[str]] = field(default_factory=dict)
    """Message ids by interaction."""
    notes: dict[str, list[str]] = field(default_factory=dict)
    """By interaction: the last note acknowledged, then those asked for since."""
    sessions: dict[str, dict[str, int]] = field(default_factory=dict)
    """By session: the least epoch of each role. Taken out once a hang-up was asked for."""
    interactions: set[str] = field(default_factory=set)
    finished: dict[str, str] = field(default_factory=dict)
    """Disposition by interaction."""


class Crowd:
    """Visitors and agents who go on until the server is gone."""

    def __init__(self, server, dice: random.Random, told: Told):
        self.server = server
        self.dice = dice
        self.told = told

    async def visitor_life(self, browser: Web) -> None:
        async with await self._attach(browser, (await browser.visitor())["token"]) as client:
            customer = client.welcome["principal"]["id"]
            while True:
                if client.welcome["snapshot"]["session"] is None or self.dice.random() < 0.5:
                    try:
                        ticket = (await client.request("visit.start", VISIT))["ticket"]
                        self.told.tickets[customer] = ticket
                        self.told.interactions.add(ticket["interaction"])
                    except RequestError as error:
                        if error.code != "already_in_session":
                            raise
                session = await self._current_session(client)
                if session is None:
                    continue
                self.told.tickets.pop(customer, None)
                await self._talk(client, session)

    async def agent_life(self, browser: Web) -> None:
        async with await self._attach(browser, await browser.token()) as client:
            await client.request("agent.activity", {"activity": "available"})
            snapshot = client.welcome["snapshot"]
            if snapshot["wrapUp"]:
                await self._finish(client, snapshot["wrapUp"]["interaction"])
            session = snapshot["session"]
            while True:
                if session is None:
                    offer = await client.push("offer", deadline=3_600)
                    try:
                        session = (await client.request("offer.accept", {"offer": offer["id"]}))["session"]
                    except RequestError as error:
                        if error.code != "offer_gone":
                            raise
                        continue
                    self.told.sessions[session["id"]] = {"customer": 0, "agent": 0}
                await self._talk(client, session)
                interaction = session["interaction"]
                for number in range(2):
                    asked = f"note {number} {self.dice.random()}"
                    # The empty note is in every interaction: nothing was acknowledged yet.
                    self.told.notes.setdefault(interaction, [""]).append(asked)
                    try:
                        await client.request("note.save", {"interaction": interaction, "text": asked})
                        self.told.notes[interaction] = [asked]
                    except RequestError as error:
                        if error.code != "not_found":
                            raise
                self.told.sessions.pop(session["id"], None)
                with contextlib.suppress(RequestError):
                    await client.request("session.hangup", {"session": session["id"]})
                await self._finish(client, interaction)
                session = None

    async def _attach(self, browser: Web, token: str) -> Client:
        client = await Client.connect(self.server)
        await client.hello(token)
        return client

    async def _current_session(self, client: Client) -> dict[str, Any] | None:
        """A session that is on; waits for one for a while."""
        known = client.welcome["snapshot"].pop("session", None)
        client.welcome["snapshot"]["session"] = None
        if known:
            return known
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(3_600):
                return await client.push("session", lambda p: p["state"] != "ended", deadline=3_600)
        return None

    async def _talk(self, client: Client, session: dict[str, Any]) -> None:
        try:
            joined = (await client.request("session.join", {"session": session["id"]}))["session"]
            if (least := self.told.sessions.get(session["id"])) is not None:
                for participant in joined["participants"]:
                    least[participant["role"]] = max(least[participant["role"]], participant["epoch"])
            for _ in range(self.dice.randint(1, 5)):
                word = {"session": session["id"], "key": f"{self.dice.random()}", "text": "a word"}
                message = (await client.request("chat.send", word))["message"]
                self.told.chats.setdefault(session["interaction"], []).append(message["id"])
        except RequestError as error:
            # Who talks until the agent hangs up may fill the session's chat: the faster the server, the sooner.
            if error.code not in ("session_gone", "overloaded"):
                raise

    async def _finish(self, client: Client, interaction: str) -> None:
        try:
            await client.request("wrapup.finish", {"interaction": interaction, "disposition": "sale", "resolved": True})
            self.told.finished[interaction] = "sale"
        except RequestError as error:
            if error.code != "not_found":
                raise


def _check_database(server, told: Told) -> None:
    """The server is down: what it will start from."""
    database = sqlite3.connect(f"file:{server.data}/visavis.sqlite?mode=rw", uri=True)
    with contextlib.closing(database):
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        kept = {row[0] for row in database.execute("SELECT id FROM interaction")}
        assert told.interactions <= kept, "an acknowledged interaction is lost"
        chats: dict[str, list[str]] = {}
        for interaction, message in database.execute("SELECT interaction, id FROM chat_message"):
            chats.setdefault(interaction, []).append(message)
        for interaction, messages in told.chats.items():
            assert set(messages) <= set(chats.get(interaction, [])), "an acknowledged chat message is lost"
        for interaction, disposition in told.finished.items():
            closed, body = database.execute("SELECT closed, body FROM interaction WHERE id = ?", [interaction]).fetchone()
            assert closed == 1 and disposition in body, "an acknowledged disposition is lost"
        for interaction, notes in told.notes.items():
            body = database.execute("SELECT body FROM interaction WHERE id = ?", [interaction]).fetchone()[0]
            assert any(note in body for note in notes), "an acknowledged note is lost"


async def _check_server(server, told: Told, visitors: list[Web], agents: list[Web]) -> None:
    """The server is up again: what it tells."""
    sessions: dict[str, dict[str, Any]] = {}
    for browser in agents:
        async with await Client.connect(server) as client:
            await client.hello(await browser.token())
            if session := client.welcome["snapshot"]["session"]:
                sessions[session["id"]] = session
    for session, least in told.sessions.items():
        assert session in sessions, "an acknowledged session is lost"
        for participant in sessions[session]["participants"]:
            assert participant["epoch"] >= least[participant["role"]], "an epoch went back"
    places: list[tuple[int, int]] = []
    for browser in visitors:
        answer = await browser.visitor()
        async with await Client.connect(server) as client:
            await client.hello(answer["token"])
            snapshot = client.welcome["snapshot"]
            expected = told.tickets.get(answer["customer"]["id"])
            if expected is None:
                continue
            ticket = snapshot["ticket"]
            if ticket is None:
                # It was taken before this customer was told.
                assert snapshot["session"] or snapshot["ended"] or expected["interaction"] in told.finished or \
                    expected["interaction"] in told.notes or expected["interaction"] in told.chats, "an acknowledged ticket is lost"
                continue
            if ticket["id"] == expected["id"]:
                assert ticket["enqueuedAt"] == expected["enqueuedAt"]
                if ticket["state"] == "waiting":
                    places.append((ticket["position"], ticket["enqueuedAt"]))
    assert [enqueued for _, enqueued in sorted(places)] == sorted(enqueued for _, enqueued in places), "the order of the queue changed"


async def test_nothing_acknowledged_is_lost(make_server):
    seed = int(os.environ.get("VISAVIS_TEST_SEED", random.SystemRandom().randrange(2**32)))
    print(f"seed {seed}: repeat with VISAVIS_TEST_SEED={seed}")
    dice = random.Random(seed)
    server = make_server({"VISAVIS_LIMIT_MESSAGES_PER_SECOND": "5000", "VISAVIS_LIMIT_MESSAGES_PER_SECOND_PER_ADDRESS": "50000"})
    told = Told()
    async with contextlib.AsyncExitStack() as stack:
        visitors = [await stack.enter_async_context(Web(server)) for _ in range(8)]
        agents = [await stack.enter_async_context(Web(server)) for _ in range(3)]
        for browser, name in zip(agents, ("agent1", "agent2", "supervisor"), strict=True):
            await browser.sign_in(name)
        for browser in visitors:
            await browser.visitor()
        for _ in range(KILLS):
            crowd = Crowd(server, dice, told)
            lives = [asyncio.create_task(crowd.visitor_life(browser)) for browser in visitors]
            lives += [asyncio.create_task(crowd.agent_life(browser)) for browser in agents]
            # The moment is random; that the crowd is at work by then is not.
            moment = asyncio.get_running_loop().call_later(0.2 + dice.random(), server.kill)
            results = await asyncio.gather(*lives, return_exceptions=True)
            moment.cancel()
            for result in results:
                if isinstance(result, Exception) and not isinstance(result, (*GONE, RequestError)) and "httpx" not in type(result).__module__:
                    raise result
                if isinstance(result, RequestError):
                    raise result
            _check_database(server, told)
            server.start()
            await _check_server(server, told, visitors, agents)
    print(f"{len(told.interactions)} interactions, {sum(map(len, told.chats.values()))} chat messages, {len(told.finished)} finished")
    assert told.interactions and told.chats and told.finished
