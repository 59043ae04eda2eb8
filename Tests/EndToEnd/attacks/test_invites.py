"""Links for guests: guessed, used, taken back."""

from __future__ import annotations

from harness import Client, Web, refused, until


async def test_guessed_used_and_revoked_invites_open_nothing(server, meeting):
    made = await meeting.call.agent.request("invite.create", {"session": meeting.call.id})
    async with Web(server) as web:
        secret = made["secret"]
        wrong = [secret[:-1] + ("A" if secret[-1] != "A" else "B"), secret[:-1], "", "x" * 10_000, "../" + secret, secret.swapcase(), made["invite"]["id"]]
        for guess in wrong:
            answer = await web.post("/api/guest", {"invite": guess, "name": "Nobody"})
            assert answer.status_code in (400, 404), (guess, answer.text)
            assert answer.json()["error"]["code"] in ("invite_gone", "bad_request")
        guest = await meeting.seat("guest", await meeting.guest(secret)).join()
        await meeting.live()
        again = await web.post("/api/guest", {"invite": secret, "name": "A second one"})
        if again.status_code == 200:
            # The same person in another browser: still one guest.
            await meeting.live()
            assert sum(one["role"] == "guest" for one in meeting.agent.view["participants"]) == 1
        token = (await web.post("/api/guest", {"invite": secret, "name": "Kept for later"})).json().get("token")
        await meeting.call.agent.request("invite.revoke", {"session": meeting.call.id, "invite": made["invite"]["id"]})
        await guest.client.push("session", lambda view: view["state"] == "ended")
        assert (await web.post("/api/guest", {"invite": secret, "name": "Back"})).json()["error"]["code"] == "invite_gone"
    if token:
        async with await Client.connect(server) as client:
            assert await refused(client.hello(token)) in ("invite_gone", "not_authenticated", "token_replayed")


async def test_a_guest_who_was_sent_away_is_cut_off(server, meeting):
    guest = await meeting.invite("guest")
    [invite] = meeting.agent.view["invites"]
    word = guest.client.resume_word
    await meeting.call.agent.request("invite.revoke", {"session": meeting.call.id, "invite": invite["id"]})
    await guest.client.push("session", lambda view: view["state"] == "ended")
    await guest.client.closed()
    async with await Client.connect(server) as again:
        assert await refused(again.hello(resume=word)) == "resume_failed"
    await until(lambda: guest.dtls.state == "closed" and not meeting.agent.hears(guest), "nothing of the guest is passed on")
    await meeting.live("customer", "agent")


async def test_customers_and_guests_cannot_do_what_agents_do(meeting):
    guest = await meeting.invite("guest")
    session = {"session": meeting.call.id}
    for person in (guest.client, meeting.call.customer):
        for method, more in (
            ("session.hold", {"on": True}), ("recording.pause", {"paused": True}), ("invite.create", {}), ("invite.revoke", {"invite": "0" * 32}),
            ("supervise.watch", {"on": True}), ("supervise.join", {"mode": "monitor"}), ("supervise.takeover", {}),
        ):
            assert await refused(person.request(method, session | more)) in ("not_allowed", "unknown_method"), method
    await meeting.live()
