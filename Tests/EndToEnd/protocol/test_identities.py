"""The host's web site says who its visitor is."""

from harness import Web, agent, enqueue

ANA = {"externalId": "crm-1", "name": "Ana", "email": "ana@example.org", "cart": {"amount": 129_900, "currency": "EUR"},
       "page": "https://shop.example/stove"}


async def _identity(server, key, body=None):
    async with Web(server, origin=None) as host:
        return await host.post("/api/identities", ANA if body is None else body, {"Authorization": f"Bearer {key}"})


async def test_the_agent_sees_who_comes_with_what(server, cast):
    answer = (await _identity(server, server.api_key())).json()
    assert answer["expiresInMs"] > 0
    taker = await cast.agent(server, activity="available")
    async with Web(server) as browser:
        visitor = await browser.visitor(answer["identity"])
        assert visitor["customer"] | {"id": ""} == {"id": "", "name": "Ana", "verified": True}
        customer = await cast.stranger(server)
        await customer.hello(visitor["token"])
    # What the host vouched for wins over what was typed.
    await enqueue(customer, name="Mallory", page="https://evil.example", entryPoint="header", variant="B",
                  preflight={"camera": "ok", "microphone": "ok", "speaker": "skipped", "rttMs": 12, "light": "good"})
    caller = (await taker.push("offer"))["caller"]
    assert (caller["name"], caller["email"], caller["externalId"], caller["verified"]) == ("Ana", "ana@example.org", "crm-1", True)
    assert caller["cart"] == ANA["cart"] and caller["page"] == ANA["page"]
    assert (caller["entryPoint"], caller["variant"], caller["preflight"]["rttMs"]) == ("header", "B", 12)


async def test_the_same_external_id_is_the_same_customer(server):
    key = server.api_key()
    async with Web(server) as desk, Web(server) as phone:
        first = await desk.visitor((await _identity(server, key)).json()["identity"])
        second = await phone.visitor((await _identity(server, key)).json()["identity"])
        assert first["customer"]["id"] == second["customer"]["id"]
        # Another person at the same device is another customer.
        other = await desk.visitor((await _identity(server, key, ANA | {"externalId": "crm-2"})).json()["identity"])
        assert other["customer"]["id"] != first["customer"]["id"]


async def test_an_identity_is_used_once(server):
    identity = (await _identity(server, server.api_key())).json()["identity"]
    async with Web(server) as browser:
        await browser.visitor(identity)
        again = await browser.post("/api/visitor", {"identity": identity})
        assert (again.status_code, again.json()["error"]["code"]) == (401, "token_replayed")


async def test_without_a_key_nobody_is_named(server):
    for key in ("-", "wrong", server.api_key() + "x"):
        answer = await _identity(server, key)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "not_authenticated")


async def test_identities_are_checked(server):
    key = server.api_key()
    for change in ({"externalId": ""}, {"externalId": None}, {"cart": {"amount": 1, "currency": "euro"}}, {"cart": {"amount": 1.5, "currency": "EUR"}},
                   {"name": "x" * 121}, {"page": 5}):
        answer = await _identity(server, key, ANA | change)
        assert answer.status_code == 400, change
    async with Web(server) as browser:
        for identity in ("", "x", "a.b.c"):
            assert (await browser.post("/api/visitor", {"identity": identity})).status_code == 401


async def test_a_named_customer_is_kept_over_a_restart(server, cast):
    identity = (await _identity(server, server.api_key())).json()["identity"]
    async with Web(server) as browser:
        first = await browser.visitor(identity)
        server.kill()
        server.start()
        again = await browser.visitor()
        assert again["customer"] == first["customer"]
        customer = await cast.stranger(server)
        await customer.hello(again["token"])
        await enqueue(customer)
        taker = await agent(server, activity="available")
        async with taker:
            assert (await taker.push("offer"))["caller"]["externalId"] == "crm-1"


async def test_a_page_that_is_loaded_again_still_brings_its_cart(server, cast):
    taker = await cast.agent(server, activity="available")
    async with Web(server) as browser:
        await browser.visitor((await _identity(server, server.api_key())).json()["identity"])
        again = await browser.visitor()
        customer = await cast.stranger(server)
        await customer.hello(again["token"])
    await enqueue(customer)
    caller = (await taker.push("offer"))["caller"]
    assert (caller["verified"], caller["cart"], caller["page"]) == (True, ANA["cart"], ANA["page"])


async def test_a_name_never_takes_over_a_browsers_anonymous_id(server):
    """Somebody who planted their own cookie in a browser does not become the customer who signs in there."""
    async with Web(server) as browser, Web(server) as attacker:
        before = (await attacker.visitor())["customer"]["id"]
        browser.http.cookies.set("visavis_visitor", attacker.http.cookies["visavis_visitor"])
        named = await browser.visitor((await _identity(server, server.api_key())).json()["identity"])
        assert named["customer"]["id"] != before
        assert (await attacker.visitor())["customer"] == {"id": before, "verified": False}


async def test_a_visitor_cookie_cannot_be_made_or_prolonged(server):
    async with Web(server) as browser:
        mine = (await browser.visitor())["customer"]["id"]
        name, expiry, signature = browser.http.cookies["visavis_visitor"].split(".")
        for forged in (f"{name}.{int(expiry) + 1}.{signature}", f"{'0' * 32}.{expiry}.{signature}", f"{name}.{expiry}", "x.y.z"):
            browser.http.cookies.clear()
            browser.http.cookies.set("visavis_visitor", forged)
            assert (await browser.visitor())["customer"]["id"] not in (mine, "0" * 32)
