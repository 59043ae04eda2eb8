"""The way from nobody to two people who talk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .client import Client, RequestError

VISIT = {"useCase": "advice", "language": "en"}


@dataclass
class Call:
    """A session with both sides in it."""

    agent: Client
    customer: Client
    ticket: dict[str, Any]
    offer: dict[str, Any]
    id: str
    interaction: str
    sides: dict[str, str] = field(default_factory=dict)


async def enqueue(customer: Client, **visit: Any) -> dict[str, Any]:
    return (await customer.request("visit.start", VISIT | visit))["ticket"]


async def start_call(agent: Client, customer: Client, *, join: bool = True, **visit: Any) -> Call:
    """The agent takes the customer's visit; `agent` must be available and free."""
    ticket = await enqueue(customer, **visit)
    offer = await agent.push("offer", lambda offer: offer["ticket"] == ticket["id"])
    session = (await agent.request("offer.accept", {"offer": offer["id"]}))["session"]
    await customer.push("session", lambda view: view["id"] == session["id"])
    call = Call(agent, customer, ticket, offer, session["id"], session["interaction"])
    call.sides = {participant["role"]: participant["id"] for participant in session["participants"]}
    if join:
        for side in (customer, agent):
            await side.request("session.join", {"session": call.id})
    return call


async def hang_up(call: Call, by: Client | None = None) -> None:
    """Ends the call and the wrap-up that follows."""
    await (by or call.agent).request("session.hangup", {"session": call.id})
    await call.agent.push("wrapup", lambda wrapup: wrapup["interaction"] == call.interaction)


async def refused(request: Any) -> str:
    """The code with which an awaited request is refused."""
    try:
        answer = await request
    except RequestError as error:
        return error.code
    raise AssertionError(f"it was not refused: {answer}")
