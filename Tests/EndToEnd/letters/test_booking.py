"""A time for being called back: chosen by the customer, or promised by an agent; confirmed by a letter, and kept through kill -9."""

from __future__ import annotations

import re
from typing import Any

from harness import Client, RequestError, Staff, Web, enqueue, refused, start_call

from letters.mailserver import MailServer
from letters.office import MAIL, Office
from letters.test_callback import come, letter, open_office

NEVER = {"name": "never", "timeZone": "Europe/Paris", "weekly": {"monday": ["03:00-04:00"]}, "holidays": []}


async def slots(client: Client, **of: Any) -> list[dict[str, int]]:
    return (await client.request("callback.slots", of or {"useCase": "advice", "language": "en"}))["slots"]


async def close_the_queue(server) -> None:
    """It opens for an hour of the week, and offers to book."""
    async with Staff(server, "manager") as manager:
        held = (await manager.read("/api/routing/plan"))["plan"]
        booking = {"slotMinutes": 20, "perSlot": 1, "noticeMinutes": 120, "daysAhead": 8}
        queues = [queue | {"hours": "never", "whenClosed": "book", "booking": booking} if queue["name"] == "advice" else queue for queue in held["queues"]]
        await manager.publish(queues=queues, hours=[NEVER])


def let_the_time_come(office: Office) -> None:
    """The time of all that is booked comes while the server is away."""
    office.server.kill()
    office.change(
        "UPDATE ticket SET body = json_set(body, '$.callback.state.booked.until', 0)"
        " WHERE json_extract(body, '$.callback.state.booked.until') IS NOT NULL")
    office.server.start()


async def test_a_closed_queue_is_booked_and_the_letter_says_when(office: Office, post: MailServer, cast):
    server = open_office(office, post)
    await close_the_queue(server)
    customer = await cast.visitor(server)
    async with Web(server) as web:
        [advice] = [one for one in (await web.http.get("/api/config")).json()["useCases"] if one["name"] == "advice"]
    if advice["isOpen"]:
        return  # That hour of the week.
    try:
        await enqueue(customer)
        raise AssertionError("a closed queue took somebody")
    except RequestError as error:
        assert (error.code, error.turnaway) == ("queue_closed", "book")
    times = await slots(customer)
    assert 3 <= len(times) <= 6 and all(slot["until"] - slot["from"] == 20 * 60_000 for slot in times)
    assert times == sorted(times, key=lambda slot: slot["from"])
    booking = {"callback": {"email": MAIL}, "callbackFrom": times[0]["from"]}
    ticket = await enqueue(customer, **booking)
    assert (ticket["position"], ticket["callback"]["state"], ticket["callback"]["slot"]) == (0, "booked", times[0])
    secret = await letter(post)
    assert re.search(r"Monday \d+ \w+ at 03:00 \(Europe/Paris\)", post.letters[0].get_content())
    assert "03:00" in post.letters[0]["Subject"]
    other = await cast.visitor(server)
    assert await slots(other) == times[1:], "one customer a slot"
    assert await refused(enqueue(other, callback={"email": "pierre@example.com"}, callbackFrom=times[0]["from"])) == "slot_taken"
    assert await refused(enqueue(other, callback={"email": "pierre@example.com"}, callbackFrom=times[1]["from"] + 60_000)) == "slot_taken"
    assert await refused(enqueue(other, callback={"email": "pierre@example.com"})) == "queue_closed"
    # The letter's link leads to it from another device; there it is moved, to the same address, and then given back.
    await customer.close()
    server.kill()
    server.start()
    second = await come(cast, server, secret)
    assert second.welcome["snapshot"]["ticket"]["id"] == ticket["id"]
    # It is no place in line, with an age that nobody waited.
    assert await refused(second.request("callback.request", {})) == "not_allowed"
    moved = (await second.request("callback.request", {"from": times[1]["from"]}))["ticket"]
    assert (moved["id"], moved["callback"]["slot"], moved["callback"]["contact"]) == (ticket["id"], times[1], "m…@example.com")
    await letter(post, 2)
    assert await refused(second.request("callback.answer", {})) == "not_allowed"
    # Put right: the letter that went to the wrong address opens nothing any more.
    await second.request("callback.request", {"contact": {"email": "right@example.com"}, "from": times[1]["from"]})
    await letter(post, 3)
    async with Web(server) as web:
        assert (await web.post("/api/callback", {"link": secret})).status_code == 404
    await second.request("visit.leave", {})
    third = await cast.visitor(server)
    assert await slots(third) == times, "free again"


async def test_the_time_comes_and_the_customer_goes_first(office: Office, post: MailServer, cast):
    server = open_office(office, post)
    customer = await cast.visitor(server)
    times = await slots(customer)
    ticket = await enqueue(customer, callback={"email": MAIL}, callbackFrom=times[0]["from"])
    secret = await letter(post)
    await customer.close()
    waiting = await cast.visitor(server)
    assert (await enqueue(waiting))["position"] == 1
    async with Staff(server, "supervisor") as supervisor:
        board = await supervisor.read("/api/routing/board")
        [advice] = [one for one in board["queues"] if one["queue"] == "advice"]
        assert (advice["waiting"], advice["booked"], advice["nextBooking"]) == (1, 1, times[0]["from"])
        [booked] = [one for one in board["tickets"] if one["id"] == ticket["id"]]
        assert (booked["state"], booked["bookedFor"], booked["position"]) == ("booked", times[0]["from"], 0)
    let_the_time_come(office)
    agent = await cast.agent(server, "agent1", activity="available")
    await letter(post, 2)
    assert "It is your turn" in post.letters[1]["Subject"]
    back = await come(cast, server, secret)
    assert back.welcome["snapshot"]["ticket"]["callback"]["state"] == "invited"
    assert (await back.request("callback.answer", {}))["ticket"]["position"] == 1
    offer = await agent.push("offer", lambda offer: offer["ticket"] == ticket["id"])
    assert offer["bookedFor"] == times[0]["from"]


async def test_an_agent_promises_to_call_back(office: Office, post: MailServer, cast):
    server = open_office(office, post)
    agent = await cast.agent(server, "agent1", activity="available")
    customer = await cast.visitor(server)
    call = await start_call(agent, customer)
    assert await refused(slots(agent, interaction=call.interaction)) == "not_found", "not while they talk"
    await agent.request("session.hangup", {"session": call.id})
    wrap_up = await agent.push("wrapup")
    assert wrap_up["mayPromise"] and "promised" not in wrap_up
    times = await slots(agent, interaction=call.interaction)
    promise = {"interaction": call.interaction, "contact": {"email": MAIL}, "from": times[3]["from"]}
    promised = (await agent.request("callback.promise", promise))["callback"]
    assert (promised["state"], promised["slot"], promised["contact"]) == ("booked", times[3], "m…@example.com")
    # The customer's page is still there and says so.
    ticket = await customer.push("ticket", lambda ticket: ticket.get("callback", {}).get("state") == "booked")
    assert ticket["callback"]["slot"] == times[3] and ticket["interaction"] != call.interaction
    await letter(post)
    changed = (await agent.request("callback.promise", promise | {"from": times[4]["from"]}))["callback"]
    assert changed["slot"] == times[4]
    assert await refused(agent.request("callback.promise", promise | {"contact": {"phone": "+33612345678"}})) == "contact_unsupported"
    assert await refused(agent.request("callback.promise", promise | {"from": times[4]["from"] + 1})) == "slot_taken"
    assert await refused(customer.request("callback.promise", promise)) == "not_allowed"
    # Who loads their page again sees what they promised, and that it outlives the server.
    server.kill()
    server.start()
    again = await cast.agent(server, "agent1")
    assert again.welcome["snapshot"]["wrapUp"]["promised"]["slot"] == times[4]
    await again.request("wrapup.finish", {"interaction": call.interaction, "disposition": "callBack", "resolved": False})
    async with Staff(server, "supervisor") as supervisor:
        detail = await supervisor.read(f"/api/interactions/{ticket['interaction']}")
        assert detail["followUpOf"] == call.interaction
    await again.request("agent.activity", {"activity": "available"})
    other = await cast.agent(server, "agent2", activity="available")
    await customer.close()
    let_the_time_come(office)
    again = await cast.agent(server, "agent1", activity="available")
    other = await cast.agent(server, "agent2", activity="available")
    secret = await letter(post, 3)
    back = await come(cast, server, secret)
    await back.request("callback.answer", {})
    offer = await again.push("offer")
    assert offer["ticket"] == ticket["id"], "the agent who promised it has them first"
    await other.close()


async def test_nobody_is_flooded_with_letters(office: Office, post: MailServer, cast):
    office.configure(LIMIT_CALLBACKS_PER_HOUR="2")
    server = open_office(office, post)
    customer = await cast.visitor(server)
    times = await slots(customer)
    # What is refused is not counted.
    assert await refused(enqueue(customer, callback={"email": MAIL}, callbackFrom=0)) == "slot_taken"
    for number in range(2):
        await enqueue(customer, callback={"email": MAIL}, callbackFrom=times[number]["from"])
        await customer.request("visit.leave", {})
    assert await refused(enqueue(customer, callback={"email": "pierre@example.com"}, callbackFrom=times[0]["from"])) == "rate_limited", "the visitor"
    assert await refused(enqueue(customer, callback={"email": MAIL}, callbackFrom="soon")) == "bad_request"
    other = await cast.visitor(server)
    for address in (MAIL, MAIL.upper()):
        assert await refused(enqueue(other, callback={"email": address}, callbackFrom=times[0]["from"])) == "rate_limited", "the address"
        assert await refused(enqueue(other, callback={"email": address})) == "rate_limited", "in their turn, too"
    # Whoever is in line is asked the same way.
    await enqueue(other)
    assert await refused(other.request("callback.request", {"contact": {"email": MAIL}})) == "rate_limited"
    for number in range(2):
        await other.request("callback.request", {"contact": {"email": f"c{number}@example.com"}})
    assert await refused(other.request("callback.request", {"contact": {"email": "c2@example.com"}})) == "rate_limited"


async def test_without_mail_no_time_is_offered(server, cast):
    customer = await cast.visitor(server)
    assert await slots(customer) == []
    assert await refused(slots(customer, useCase="nothing", language="en")) == "no_such_queue"
    ticket = await enqueue(customer)
    assert not ticket["mayBook"] and await slots(customer) == []
    agent = await cast.agent(server, "agent1", activity="available")
    second = await cast.visitor(server)
    await customer.request("visit.leave", {})
    call = await start_call(agent, second)
    await agent.request("session.hangup", {"session": call.id})
    assert not (await agent.push("wrapup"))["mayPromise"]
