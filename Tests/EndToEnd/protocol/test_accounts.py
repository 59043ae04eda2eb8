"""Signing in and out over HTTP."""

from harness import RequestError, Web, eventually

LOGIN = "/api/login"


async def test_signing_in_gives_cookie_and_csrf(server):
    async with Web(server) as browser:
        account = await browser.login("supervisor")
        assert (account["name"], account["role"]) == ("supervisor", "supervisor")
        me = (await browser.http.get("/api/me")).json()
        assert me == {"account": account, "csrf": browser.csrf}
        assert await browser.token()


async def test_cookies_are_out_of_reach_for_scripts_and_other_sites(server):
    async with Web(server) as browser:
        answer = await browser.post(LOGIN, {"name": "agent1", "password": server.accounts["agent1"]})
        parts = _parts(answer.headers["set-cookie"])
        assert {"httponly", "samesite=strict", "path=/"} <= parts
        assert "secure" not in parts, "plain HTTP on loopback: a Secure cookie would never come back"
        assert answer.headers["cache-control"] == "no-store"
        visitor = await browser.post("/api/visitor")
        assert {"httponly", "samesite=lax", "path=/"} <= _parts(visitor.headers["set-cookie"])


async def test_wrong_names_and_wrong_passwords_look_alike(server):
    async with Web(server) as browser:
        wrong = await browser.post(LOGIN, {"name": "agent1", "password": "nope"})
        unknown = await browser.post(LOGIN, {"name": "nobody", "password": "nope"})
        assert wrong.status_code == unknown.status_code == 401
        assert wrong.json() == unknown.json()
        assert wrong.json()["error"]["code"] == "bad_credentials"


async def test_guessing_has_to_wait_and_others_do_not(server):
    async with Web(server, address="127.0.0.7") as guesser, Web(server, address="127.0.0.8") as other:
        for _ in range(5):
            assert (await guesser.post(LOGIN, {"name": "agent1", "password": "guess"})).status_code == 401
        more, wait = await _held_back(guesser, "agent1")
        assert wait <= 1_000 << more
        held = await guesser.post(LOGIN, {"name": "agent1", "password": server.accounts["agent1"]})
        assert held.status_code == 429, "the right password has to wait too"
        error = held.json()["error"]
        assert error["code"] == "login_backoff" and 0 < error["retryAfterMs"] <= wait
        assert int(held.headers["retry-after"]) >= 1
        # After more of it the address waits whatever the name; another address does not.
        for number in range(15 - more):
            assert (await guesser.post(LOGIN, {"name": f"nobody{number}", "password": "x"})).status_code == 401
        more, _ = await _held_back(guesser, "agent2")
        assert more < 5, "for the address, not for the name"
        await other.login("agent2")

        # Waiting is enough.
        async def let_in():
            answer = await guesser.post(LOGIN, {"name": "agent1", "password": server.accounts["agent1"]})
            assert answer.status_code in (200, 429)
            return answer.status_code == 200

        await eventually(let_in, "the right password is taken", 30)


async def _held_back(browser, name):
    """Guesses until a try is refused that leaves time for another one: how many guesses still got through, and the wait in ms.

    The wait begins with the guess, not with its answer, so that a slow machine may spend it on checking the password. Each guess doubles it.
    """
    more = 0

    async def refusal():
        nonlocal more
        answer = await browser.post(LOGIN, {"name": name, "password": "guess"})
        if answer.status_code == 401:
            more += 1
            return None
        assert answer.status_code == 429
        wait = answer.json()["error"]["retryAfterMs"]
        return wait if wait > 500 else None

    wait = await eventually(refusal, "guessing has to wait", 30)
    return more, wait


async def test_an_account_can_be_added_and_disabled_while_the_server_runs(server, cast):
    server.add_user("Zoé", "manager", "a-long-enough-password")
    async with Web(server) as browser:
        account = await browser.login("Zoé", "a-long-enough-password")
        assert (account["name"], account["role"]) == ("Zoé", "manager")
        agent = await cast.agent(server, "Zoé")
        assert agent.welcome["principal"]["role"] == "manager"
        server.command("user", "disable", "Zoé", "--data", str(server.data))
        assert (await browser.http.get("/api/me")).status_code == 401
        assert (await browser.post("/api/token", headers={"X-CSRF-Token": browser.csrf})).status_code == 401
        assert (await browser.post(LOGIN, {"name": "Zoé", "password": "a-long-enough-password"})).status_code == 401


async def test_an_old_session_is_gone_after_signing_out(server):
    async with Web(server) as browser:
        await browser.sign_in("agent1")
        cookie = browser.http.cookies["visavis_session"]
        answer = await browser.post("/api/logout", headers={"X-CSRF-Token": browser.csrf})
        assert answer.json() == {}
        assert "max-age=0" in _parts(answer.headers["set-cookie"])
        browser.http.cookies.set("visavis_session", cookie)
        assert (await browser.http.get("/api/me")).json()["error"]["code"] == "not_authenticated"


async def test_a_session_outlives_a_restart(server):
    async with Web(server) as browser:
        await browser.sign_in("agent1")
        old = await browser.token()
        server.terminate()
        server.start()
        assert (await browser.http.get("/api/me")).status_code == 200
        assert old != await browser.token()


async def test_a_visitor_keeps_the_same_customer(server):
    async with Web(server) as browser, Web(server) as other:
        first = (await browser.visitor())["customer"]
        assert first["verified"] is False
        assert (await browser.visitor())["customer"]["id"] == first["id"]
        assert (await other.visitor())["customer"]["id"] != first["id"]
        # A cookie that was tampered with is worth nothing.
        identifier, _, signature = browser.http.cookies["visavis_visitor"].partition(".")
        stranger = (await other.visitor())["customer"]["id"]
        browser.http.cookies.clear()
        browser.http.cookies.set("visavis_visitor", f"{stranger}.{signature}")
        assert (await browser.visitor())["customer"]["id"] not in (stranger, first["id"])


async def test_bodies_must_be_json_of_the_right_shape(server):
    async with Web(server) as browser:
        for body, kind in ((b"{", "application/json"), (b'{"name":"a"}', "application/json"), (b'{"name":1,"password":2}', "application/json"),
                           (b'{"name":"a","name":"b","password":"c"}', "application/json"), (b"[" * 5_000, "application/json"),
                           (b"\xff\xfe", "application/json"), (b"", "application/json")):
            answer = await browser.http.post(LOGIN, content=body, headers={"Content-Type": kind})
            assert answer.status_code == 400, body[:40]
        form = await browser.http.post(LOGIN, content=b"name=a&password=b", headers={"Content-Type": "application/x-www-form-urlencoded"})
        assert form.status_code == 415
        large = await browser.http.post(LOGIN, content=b"x" * 70_000, headers={"Content-Type": "application/json"})
        assert large.status_code == 413


async def test_other_methods_and_addresses_are_told_apart(server):
    async with Web(server) as browser:
        for path in ("/api/login", "/api/token", "/api/logout", "/api/visitor", "/api/identities"):
            assert (await browser.http.get(path)).status_code == 405
        assert (await browser.http.delete("/api/me")).status_code in (404, 405)
        for path in ("/api/", "/api/nothing", "/api/login/", "/api/LOGIN"):
            assert (await browser.post(path)).status_code == 404


async def test_new_visitors_of_one_address_are_limited(make_server):
    server = make_server({"VISAVIS_LIMIT_VISITORS_PER_MINUTE_PER_ADDRESS": "3"})
    async with Web(server, address="127.0.0.7") as browser, Web(server, address="127.0.0.8") as other:
        # Twice the limit and two more: enough even when a minute begins meanwhile.
        answers = [await browser.post("/api/visitor") for _ in range(8)]
        refused = [answer for answer in answers if answer.status_code == 429]
        assert refused and all(answer.json()["error"]["code"] == "rate_limited" for answer in refused)
        assert (await other.post("/api/visitor")).status_code == 200


async def test_a_disabled_agents_token_opens_nothing_new(server, cast):
    """A token lives five minutes; the account is asked for again at each."""
    server.add_user("short", "agent")
    async with Web(server) as browser:
        await browser.login("short")
        await browser.token()
        server.command("user", "disable", "short", "--data", str(server.data))
        stranger = await cast.stranger(server)
        try:
            await stranger.hello((await browser.post("/api/token", headers={"X-CSRF-Token": browser.csrf})).json().get("token"))
        except RequestError as error:
            assert error.code == "not_authenticated"
        else:
            raise AssertionError("a disabled account signed in")


def _parts(cookie):
    return {part.strip().lower() for part in cookie.split(";")[1:]}
