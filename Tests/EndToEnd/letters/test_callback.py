"""Call back from the queue: the place is kept, a letter comes at the customer's turn, its link leads back to the place."""

from __future__ import annotations

import re

from harness import Client, RequestError, Staff, Web, enqueue, eventually, refused

from letters.mailserver import MailServer
from letters.office import MAIL, Office


def open_office(office: Office, post: MailServer):
    office.mail(f"smtp://127.0.0.1:{post.port}")
    office.server.start()
    return office.server


async def letter(post: MailServer, number: int = 1) -> str:
    """The secret in the link of the letter of that number."""

    async def came():
        return len(post.letters) >= number

    await eventually(came, f"letter {number} has come")
    [link] = re.findall(r"https?://\S+", post.letters[number - 1].get_content())
    address, secret = link.split("#callback=")
    assert "/visit?lang=en" in address
    return secret


async def come(cast, server, secret: str) -> Client:
    """Another browser opens the link."""
    async with Web(server) as web:
        answer = await web.post("/api/callback", {"link": secret})
        assert answer.status_code == 200, answer.text
    client = await cast.stranger(server)
    await client.hello(answer.json()["token"])
    return client


async def wait_for_call(cast, server):
    """Somebody asks to be called back and goes."""
    web = Web(server)
    customer = await cast.visitor(server, web=web)
    ticket = await enqueue(customer)
    assert ticket["mayCallBack"]
    asked = (await customer.request("callback.request", {"contact": {"email": MAIL}}))["ticket"]
    assert (asked["id"], asked["position"], asked["callback"]["state"], asked["callback"]["contact"]) == (
        ticket["id"], 1, "waiting", "m…@example.com")
    await customer.close()
    await web.http.aclose()
    return ticket


async def test_the_place_is_kept_and_the_link_leads_to_it(office: Office, post: MailServer, cast):
    server = open_office(office, post)
    ticket = await wait_for_call(cast, server)
    newcomer = await cast.visitor(server)
    assert (await enqueue(newcomer))["position"] == 2
    agent = await cast.agent(server, "agent1", activity="available")
    offer = await agent.push("offer")
    assert offer["ticket"] != ticket["id"], "nobody waits for who is not there"
    secret = await letter(post)
    async with Staff(server, "supervisor") as supervisor:
        states = {one["id"]: one["state"] for one in (await supervisor.read("/api/routing/board"))["tickets"]}
        assert states[ticket["id"]] == "invited"
    customer = await come(cast, server, secret)
    known = customer.welcome["snapshot"]["ticket"]
    assert (known["id"], known["enqueuedAt"], known["callback"]["state"]) == (ticket["id"], ticket["enqueuedAt"], "invited")
    answered = (await customer.request("callback.answer", {}))["ticket"]
    assert (answered["position"], answered["callback"]["state"]) == (1, "answered")
    second = await cast.agent(server, "agent2", activity="available")
    taken = await second.push("offer", lambda p: p["ticket"] == ticket["id"])
    assert taken["callbackRequestedAt"] >= ticket["enqueuedAt"]
    session = (await second.request("offer.accept", {"offer": taken["id"]}))["session"]
    assert (await customer.push("session"))["id"] == session["id"]
    async with Staff(server, "supervisor") as supervisor:
        [advice] = [one for one in (await supervisor.read("/api/routing/board"))["queues"] if one["queue"] == "advice"]
        assert (advice["today"]["offered"], advice["today"]["answered"]) == (1, 0), "who is called back did not wait: only the newcomer counts"
    # The link is good for the call, so that a page that is loaded again comes back, and not longer.
    again = await come(cast, server, secret)
    assert again.welcome["snapshot"]["session"]["id"] == session["id"]
    await second.request("session.hangup", {"session": session["id"]})
    async with Web(server) as web:

        async def over():
            return (await web.post("/api/callback", {"link": secret})).status_code == 404

        await eventually(over, "the link is over")
    assert office.log_tells_nobody() and secret not in server.log


async def test_a_queue_that_is_closed_calls_back(office: Office, post: MailServer, cast):
    server = open_office(office, post)
    async with Staff(server, "manager") as manager:
        held = (await manager.read("/api/routing/plan"))["plan"]
        queues = [queue | {"hours": "never", "whenClosed": "callback"} if queue["name"] == "advice" else queue for queue in held["queues"]]
        closed = {"name": "never", "timeZone": "Europe/Paris", "weekly": {"monday": ["03:00-03:01"]}, "holidays": []}
        await manager.publish(queues=queues, hours=[closed])
        config = (await manager.http.get("/api/config")).json()
    [advice] = [one for one in config["useCases"] if one["name"] == "advice"]
    assert config["contacts"] == ["email"] and advice["whenClosed"] == "callback"
    customer = await cast.visitor(server)
    if advice["isOpen"]:
        return  # That minute of the week.
    try:
        await enqueue(customer)
        raise AssertionError("a closed queue took somebody")
    except RequestError as error:
        assert (error.code, error.turnaway) == ("queue_closed", "callback")
    ticket = (await customer.request("visit.start", {"useCase": "advice", "language": "en", "callback": {"email": MAIL}}))["ticket"]
    assert ticket["callback"]["state"] == "waiting" and ticket["callback"]["from"] > ticket["enqueuedAt"]


async def test_what_cannot_be_is_refused(office: Office, post: MailServer, cast):
    server = open_office(office, post)
    customer = await cast.visitor(server)
    assert await refused(customer.request("callback.request", {"contact": {"email": MAIL}})) == "ticket_gone"
    await enqueue(customer)
    assert await refused(customer.request("callback.request", {"contact": {"phone": "+33612345678"}})) == "contact_unsupported"
    for contact in ({"email": "nobody"}, {"email": "a@b.example\r\nBcc: x@y.example"}, {"phone": "12"}, {}, {"email": MAIL, "phone": "+33612345678"}):
        assert await refused(customer.request("callback.request", {"contact": contact})) == "bad_request"
    agent = await cast.agent(server, "agent1")
    assert await refused(agent.request("callback.request", {"contact": {"email": MAIL}})) == "not_allowed"
    async with Web(server) as web:
        for link in ("", "x", "a.b", "0" * 32 + "." + "A" * 22):
            answer = await web.post("/api/callback", {"link": link})
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "callback_gone")
    async with Web(server, origin="https://evil.example") as web:
        assert (await web.post("/api/callback", {"link": "x"})).status_code == 403


async def test_without_mail_nobody_is_offered_it(server, cast):
    customer = await cast.visitor(server)
    assert not (await enqueue(customer))["mayCallBack"]
    assert await refused(customer.request("callback.request", {"contact": {"email": MAIL}})) == "contact_unsupported"
    async with Web(server) as web:
        assert (await web.http.get("/api/config")).json()["contacts"] == []


async def test_after_kill_9_the_customer_is_still_called(office: Office, post: MailServer, cast):
    server = open_office(office, post)
    ticket = await wait_for_call(cast, server)
    server.kill()
    server.start()
    await cast.agent(server, "agent1", activity="available")
    secret = await letter(post)
    server.kill()
    server.start()
    customer = await come(cast, server, secret)
    assert customer.welcome["snapshot"]["ticket"]["id"] == ticket["id"]
    assert (await customer.request("callback.answer", {}))["ticket"]["callback"]["state"] == "answered"
