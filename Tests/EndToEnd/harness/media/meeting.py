"""A call between people of aiortc."""

from __future__ import annotations

import contextlib
from typing import Any

from ..calls import Call, start_call
from ..client import Client
from ..people import Web
from ..polling import eventually
from ..server import VisavisServer
from .pictures import PictureTrack
from .sounds import ToneTrack
from .talker import Talker

# One tone a person, none a multiple of another.
TONES = {"customer": 440, "agent": 700, "guest": 1_010, "supervisor": 1_330, "guest2": 1_610, "guest3": 1_870}
SOURCES = {name: number for number, name in enumerate(TONES, 1)}


class Meeting:
    """Who is in a session, by the names of `TONES`. Closed at the end of a test by the fixture that made it."""

    def __init__(self, server: VisavisServer, call: Call, closing: contextlib.AsyncExitStack):
        self.server = server
        self.call = call
        self.people: dict[str, Talker] = {}
        self._closing = closing

    @property
    def agent(self) -> Talker:
        return self.people["agent"]

    @property
    def customer(self) -> Talker:
        return self.people["customer"]

    def seat(self, name: str, client: Client, *, rate: int = 15, **options: Any) -> Talker:
        """A person with the tone and the picture (`rate` a second) of that name, who has not joined."""
        tracks = {"microphone": ToneTrack(TONES[name]), "camera": PictureTrack(SOURCES[name], rate=rate)} | options
        talker = self.people[name] = Talker(client, self.call.id, **tracks)
        self._closing.push_async_callback(talker.close)
        return talker

    async def invite(self, name: str, **options: Any) -> Talker:
        """The agent makes a link, somebody opens it and takes part."""
        secret = (await self.call.agent.request("invite.create", {"session": self.call.id}))["secret"]
        return await self.seat(name, await self.guest(secret), **options).join()

    async def guest(self, secret: str, name: str = "Guest") -> Client:
        async with Web(self.server) as web:
            answer = await web.post("/api/guest", {"invite": secret, "name": name})
        assert answer.status_code == 200, answer.text
        client = await self._closing.enter_async_context(await Client.connect(self.server))
        await client.hello(answer.json()["token"])
        return client

    async def supervise(self, client: Client, mode: str, **options: Any) -> Talker:
        await client.request("supervise.join", {"session": self.call.id, "mode": mode})
        return await self.seat("supervisor", client, **options).join()

    async def live(self, *names: str, deadline: float = 10) -> None:
        """Every one of these (all, if none is named) hears and sees every other one."""
        people = [self.people[name] for name in names or self.people]

        async def missing() -> list[str]:
            return [
                f"{one.id} {sense} {other.id}" for one in people for other in people if one is not other
                for sense, works in (("hears", one.hears(other)), ("sees", "camera" not in other.sends or one.sees(other))) if not works
            ]

        lacking: list[str] = []

        async def all_is_there() -> bool:
            lacking[:] = await missing()
            return not lacking

        try:
            await eventually(all_is_there, "everybody hears and sees everybody", deadline)
        except AssertionError as error:
            raise AssertionError(f"{error}; missing: {lacking}") from None


async def meet(
    server: VisavisServer, cast: Any, closing: contextlib.AsyncExitStack, *, web: Web | None = None, tracks: dict[str, dict[str, Any]] | None = None, **options: Any,
) -> Meeting:
    """Customer and agent, in a call, hearing and seeing each other. `web` keeps the customer's cookie; `tracks` are by person; other options go to both."""
    agent = await cast.agent(server, "agent1", activity="available")
    customer = await cast.visitor(server, web=web)
    meeting = Meeting(server, await start_call(agent, customer, join=False), closing)
    own = tracks or {}
    await meeting.seat("customer", customer, **options, **own.get("customer", {})).join()
    await meeting.seat("agent", agent, **options, **own.get("agent", {})).join()
    if tracks is None:
        await meeting.live()
    return meeting
