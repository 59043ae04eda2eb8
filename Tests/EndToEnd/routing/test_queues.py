"""Whom a queue takes: opening hours, depth, overflow; and for whom a customer waits first."""

import datetime

import httpx
from harness import RequestError, Staff, Web, enqueue, hang_up, refused, start_call

NEVER = {"name": "office", "timeZone": "UTC", "weekly": {}}


def _open_tomorrow() -> dict:
    tomorrow = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)
    return {"name": "office", "timeZone": "UTC", "weekly": {tomorrow.strftime("%A").lower(): ["12:00-13:00"]}}


async def _settings(server, queue: str, **changes):
    async with Staff(server, "manager") as manager:
        held = (await manager.read("/api/routing/plan"))["plan"]
        hours = changes.pop("hoursOf", None)
        queues = [held_queue | (changes if held_queue["name"] == queue else {}) for held_queue in held["queues"]]
        await manager.publish(queues=queues, **({"hours": [hours]} if hours else {}))


async def test_a_closed_queue_says_when_it_opens(server, cast):
    await _settings(server, "sales", hours="office", hoursOf=_open_tomorrow())
    customer = await cast.visitor(server)
    try:
        await enqueue(customer, useCase="sales")
        raise AssertionError("it was taken")
    except RequestError as error:
        assert error.code == "queue_closed"
        assert 10 * 3_600_000 < error.retry_after_ms < 48 * 3_600_000
    async with Web(server) as browser:
        use_cases = {case["name"]: case for case in (await browser.http.get("/api/config")).json()["useCases"]}
        assert use_cases["sales"]["isOpen"] is False and use_cases["sales"]["opensAt"] > 0
        assert use_cases["advice"]["isOpen"] is True and "opensAt" not in use_cases["advice"]
    # The others are open.
    assert (await enqueue(customer))["position"] == 1


async def test_a_queue_that_never_opens_names_no_time(server, cast):
    await _settings(server, "sales", hours="office", hoursOf=NEVER)
    assert await refused(enqueue(await cast.visitor(server), useCase="sales")) == "queue_closed"


async def test_a_full_queue_takes_nobody_more(server, cast):
    await _settings(server, "sales", maximumDepth=1)
    await enqueue(await cast.visitor(server), useCase="sales")
    assert await refused(enqueue(await cast.visitor(server), useCase="sales")) == "queue_full"


async def test_depth_overflows_at_the_door_and_keeps_what_came_before(server, cast):
    await _settings(server, "sales", overflow=[{"when": "queue.depth >= 1", "to": "support"}])
    first = await enqueue(await cast.visitor(server), useCase="sales")
    second = await enqueue(await cast.visitor(server), useCase="sales")
    assert (first["queue"], second["queue"]) == ("sales", "support")


async def test_a_wait_that_is_too_long_goes_elsewhere_with_its_age(server, cast):
    await _settings(server, "sales", overflow=[{"when": "wait >= 3", "to": "support"}])
    customer = await cast.visitor(server)
    ticket = await enqueue(customer, useCase="sales")
    moved = await customer.push("ticket", lambda p: p["queue"] == "support", deadline=15)
    assert moved["enqueuedAt"] == ticket["enqueuedAt"]
    # And stays there through a restart.
    server.kill()
    server.start()
    async with Staff(server, "supervisor") as supervisor:
        [held] = (await supervisor.read("/api/routing/board"))["tickets"]
        assert (held["id"], held["queue"]) == (ticket["id"], "support")


async def test_nobody_there_closes_the_ticket(server, cast):
    await _settings(server, "sales", overflow=[{"when": "queue.staffed == 0 and wait >= 1", "close": "refuse"}])
    customer = await cast.visitor(server)
    await enqueue(customer, useCase="sales")
    closed = await customer.push("ticket", lambda p: p["state"] == "closed", deadline=15)
    assert closed["closedReason"] == "turned_away"


KNOWN_FIRST = {
    "name": "Known", "rules": [],
    "default": {"name": "Default", "steps": [
        {"name": "The one before", "to": "lastAgent", "timeoutSeconds": 20}, {"name": "Owner", "to": "accountOwner", "timeoutSeconds": 20},
        {"name": "Anyone"}]},
}


async def test_the_last_agent_is_asked_first(server, cast):
    async with Staff(server, "manager") as manager:
        await manager.publish(workflow=KNOWN_FIRST)
    async with Web(server) as browser:
        second = await cast.agent(server, "agent2", activity="available")
        customer = await cast.visitor(server, web=browser)
        call = await start_call(second, customer)
        await hang_up(call)
        await second.request("wrapup.finish", {"interaction": call.interaction, "disposition": "resolved", "resolved": True})
        # Longer idle, but a stranger.
        await cast.agent(server, "agent1", activity="available")
        for web in (None, browser):
            if web:  # Another page, later.
                customer = await cast.visitor(server, web=web)
            ticket = await enqueue(customer)
            offer = await second.push("offer")
            assert offer["ticket"] == ticket["id"]
            await customer.request("visit.leave")
            await second.push("offer.ended", lambda p, offer=offer: p["offer"] == offer["id"])


async def test_owner_and_segments_come_from_the_host(server, cast):
    async with Staff(server, "manager") as manager:
        vip = {"name": "VIP", "when": "customer.segments has 'vip' and custom.tier == 'gold'", "priority": 50, "steps": [{"name": "Anyone"}]}
        await manager.publish(workflow=KNOWN_FIRST | {"rules": [vip]})
        key = {"Authorization": f"Bearer {server.api_key()}"}
        async with httpx.AsyncClient(base_url=server.url, trust_env=False) as host:
            async def name(**person) -> str:
                answer = await host.post("/api/identities", json=person, headers=key)
                assert answer.status_code == 200, answer.text
                return answer.json()["identity"]

            plain = await enqueue(await cast.visitor(server))
            gold = await enqueue(await cast.visitor(
                server, identity=await name(externalId="g", segments=["vip"], attributes={"custom.tier": "gold"})))
            assert (plain["position"], gold["position"]) == (1, 1)
            owned = await enqueue(await cast.visitor(server, identity=await name(externalId="o", owner="agent2")), useCase="support")
            too_many = await host.post("/api/identities", json={"externalId": "x", "segments": ["s"] * 21}, headers=key)
            assert too_many.status_code == 400
        board = await manager.read("/api/routing/board")
        assert {ticket["id"]: ticket["rule"] for ticket in board["tickets"]}[gold["id"]] == "VIP"
        other = await cast.agent(server, "agent1", activity="available")
        assert (await other.push("offer"))["ticket"] == gold["id"]
        owner = await cast.agent(server, "agent2", activity="available")
        assert (await owner.push("offer"))["ticket"] in (plain["id"], owned["id"])
