"""An account that an administrator disables is out: its open pages, and every way back."""

from harness import Web, refused, start_call


async def test_disabling_ends_open_pages_and_every_way_back(server, cast):
    agent = await cast.agent(server, activity="available")
    call = await start_call(agent, await cast.visitor(server))
    async with Web(server) as browser:
        await browser.sign_in("agent1")
        server.command("user", "disable", "agent1", "--data", str(server.data))
        assert (await agent.bye(deadline=20))["reason"] == "revoked"
        answer = await browser.post("/api/token", headers={"X-CSRF-Token": browser.csrf})
        assert answer.status_code == 401
        again = await browser.post("/api/login", {"name": "agent1", "password": server.accounts["agent1"]})
        assert (again.status_code, again.json()["error"]["code"]) == (401, "bad_credentials")
    again = await cast.stranger(server)
    assert await refused(again.hello(resume=agent.resume_word)) == "resume_failed"
    await call.customer.push("session", lambda view: any(p["presence"] == "detached" for p in view["participants"]))


async def test_a_new_password_ends_every_sign_in(server, cast):
    async with Web(server) as browser:
        await browser.sign_in("agent2")
        server.command("user", "password", "agent2", "--password-stdin", "--data", str(server.data), given="another long one\n")
        assert (await browser.http.get("/api/me")).status_code == 401
        assert (await browser.login("agent2", "another long one"))["name"] == "agent2"
