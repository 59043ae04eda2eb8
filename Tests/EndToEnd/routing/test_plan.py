"""What managers publish holds at once, after a restart, and only when it has no problems."""

from harness import Staff, Web, enqueue, refused, start_call

LOANS = {"name": "loans", "title": {"en": "Loans", "fr": "Prêts"}}
EXPERTS_FIRST = {
    "name": "Bank",
    "rules": [{
        "name": "Loans", "when": "useCase == 'advice' and language == 'en'",
        "steps": [{"name": "Experts", "skills": [{"skill": "loans", "level": 3}], "timeoutSeconds": 2}, {"name": "Anyone"}]}],
    "default": {"name": "Default", "steps": [{"name": "Anyone"}]},
}


async def test_before_anything_is_published_each_use_case_has_its_queue(server):
    async with Staff(server, "manager") as manager:
        held = await manager.read("/api/routing/plan")
        assert held["version"] == 0 and held["publishedAt"] is None
        assert [queue["name"] for queue in held["plan"]["queues"]] == held["useCases"] == ["advice", "sales", "support"]
        assert (await manager.read("/api/routing/plan/versions")) == {"versions": []}
        # What was read can be published as it is.
        assert await manager.publish() == 1


async def test_skills_decide_who_is_asked_first_and_the_next_step_who_is_asked_then(server, cast):
    async with Staff(server, "manager") as manager:
        await manager.publish(skills=[LOANS], workflow=EXPERTS_FIRST)
        novice = await cast.agent(server, "agent1", activity="available")
        expert = await cast.agent(server, "agent2", activity="available")
        await manager.set_profile("agent1", {"loans": 2})
        await manager.set_profile("agent2", {"loans": 4})
        first = await enqueue(await cast.visitor(server))
        offer = await expert.push("offer")
        assert offer["ticket"] == first["id"]
        await expert.request("offer.accept", {"offer": offer["id"]})
        # The expert is busy: until the first step ends nobody else is asked, then anyone is.
        second = await enqueue(await cast.visitor(server))
        assert (await novice.push("offer", deadline=8))["ticket"] == second["id"]


async def test_why_names_rule_step_and_who_was_not_chosen(server, cast):
    async with Staff(server, "manager") as manager:
        version = await manager.publish(skills=[LOANS], workflow=EXPERTS_FIRST)
        await cast.agent(server, "agent1", activity="available")
        expert = await cast.agent(server, "agent2", activity="available")
        await manager.set_profile("agent2", {"loans": 5})
        call = await start_call(expert, await cast.visitor(server))
        seen = await manager.read(f"/api/interactions/{call.interaction}")
        [why] = seen["assignments"]
        assert (why["rule"], why["step"], why["planVersion"]) == ("Loans", 0, version)
        assert why["demand"]["skills"] == [{"skill": "loans", "level": 3}]
        agents = {candidate["agent"]["name"]: candidate["verdict"] for candidate in why["candidates"]}
        assert agents["agent2"] == {"code": "chosen"}
        assert agents["agent1"] == {"code": "missingSkill", "skill": "loans", "level": 3}
        assert why["acceptedBy"] == await manager.agent("agent2") and why["acceptedAt"] >= why["at"]
        assert [offer["result"] for offer in seen["offers"]] == ["accepted"]


async def test_a_plan_with_problems_is_refused_with_where_they_are(server):
    async with Staff(server, "manager") as manager:
        held = await manager.read("/api/routing/plan")
        wrong = held["plan"] | {"workflow": EXPERTS_FIRST}  # a skill that the plan does not define
        problems = (await manager.change("POST", "/api/routing/plan/check", {"plan": wrong}))["problems"]
        assert [(problem["path"], problem["code"]) for problem in problems] == [
            ("workflow.rules[0].steps[0].skills[0].skill", "unknown_skill")]
        refusal = await manager.ask("PUT", "/api/routing/plan", {"plan": wrong, "basedOn": 0})
        assert refusal.status_code == 422
        assert refusal.json()["error"]["code"] == "plan_invalid" and refusal.json()["error"]["problems"] == problems
        unreadable = held["plan"] | {"workflow": EXPERTS_FIRST | {"rules": [{"name": "x", "when": "language ==", "steps": [{"name": "y"}]}]}}
        [problem] = (await manager.change("POST", "/api/routing/plan/check", {"plan": unreadable}))["problems"]
        assert (problem["path"], problem["code"], problem["cause"]) == ("workflow.rules[0].when", "unreadable", "unexpected_end")
        without = held["plan"] | {"queues": held["plan"]["queues"][1:]}
        [problem] = (await manager.change("POST", "/api/routing/plan/check", {"plan": without}))["problems"]
        assert problem["code"] == "missing_queue"
        assert (await manager.read("/api/routing/plan"))["version"] == 0


async def test_two_managers_do_not_overwrite_each_other(server):
    async with Staff(server, "manager") as one, Staff(server, "admin") as other:
        held = await one.read("/api/routing/plan")
        await one.publish(skills=[LOANS])
        assert await other.refusal("PUT", "/api/routing/plan", {"plan": held["plan"], "basedOn": held["version"]}) == (409, "plan_changed")
        [version] = (await other.read("/api/routing/plan/versions"))["versions"]
        assert (version["version"], version["publishedBy"], version["note"]) == (1, "manager", "a test")


async def test_what_was_published_survives_kill_9(server, cast):
    async with Staff(server, "manager") as manager:
        await manager.publish(skills=[LOANS], workflow=EXPERTS_FIRST, activities=[{"name": "training", "kind": "away"}])
        await manager.set_profile("agent2", {"loans": 4}, ["advice"])
        server.kill()
        server.start()
        held = await manager.read("/api/routing/plan")
        assert held["version"] == 1 and [skill["name"] for skill in held["plan"]["skills"]] == ["loans"]
        agents = (await manager.read("/api/routing/agents"))["agents"]
        assert [agent["profile"] for agent in agents if agent["name"] == "agent2"] == [{"skills": {"loans": 4}, "queues": ["advice"]}]
        # And is what routing goes by.
        expert = await cast.agent(server, "agent2", activity="available")
        assert {activity["name"] for activity in expert.welcome["snapshot"]["activities"]} == {"available", "away", "offline", "training"}
        await enqueue(await cast.visitor(server), useCase="sales")
        asked = await enqueue(await cast.visitor(server))
        assert (await expert.push("offer"))["ticket"] == asked["id"]


async def test_only_those_may_change_who_should(server):
    async with Staff(server, "agent1") as agent, Staff(server, "supervisor") as supervisor, Staff(server, "manager") as manager:
        held = await manager.read("/api/routing/plan")
        draft = {"plan": held["plan"], "basedOn": 0}
        for path in ("plan", "plan/versions", "agents", "board"):
            assert await agent.refusal("GET", f"/api/routing/{path}") == (403, "not_allowed")
        assert await agent.refusal("PUT", "/api/routing/plan", draft) == (403, "not_allowed")
        assert await supervisor.refusal("PUT", "/api/routing/plan", draft) == (403, "not_allowed")
        id = await manager.agent("agent1")
        assert await supervisor.refusal("PUT", f"/api/routing/agents/{id}", {"profile": {}}) == (403, "not_allowed")
        assert await manager.refusal("PUT", f"/api/routing/agents/{id}", {"profile": {"skills": {"x": 1}}}) == (422, "unknown_skill")
        assert await manager.refusal("PUT", f"/api/routing/agents/{'0' * 32}", {"profile": {}}) == (404, "not_found")
        manager.csrf = "x"
        assert await manager.refusal("PUT", "/api/routing/plan", draft) == (403, "bad_csrf")
        assert await supervisor.refusal("DELETE", "/api/routing/plan") == (405, "bad_method")
    async with Web(server) as nobody:
        assert (await nobody.http.get("/api/routing/board")).status_code == 401


async def test_a_manager_of_some_queues_changes_nobody_elses_agents(server):
    server.add_user("lead", "manager", queues="sales,support")
    async with Staff(server, "manager") as manager, Staff(server, "lead") as lead:
        path = f"/api/routing/agents/{await manager.agent('agent1')}"
        sales = {"profile": {"skills": {}, "queues": ["sales"]}}
        # Who serves every queue serves advice, too.
        assert await lead.refusal("PUT", path, sales) == (403, "not_allowed")
        await manager.set_profile("agent1", {}, ["sales", "advice"])
        assert await lead.refusal("PUT", path, sales) == (403, "not_allowed")
        await manager.set_profile("agent1", {}, ["sales"])
        await lead.change("PUT", path, {"profile": {"skills": {}, "queues": ["sales", "support"]}})
        for queues in (["advice"], None):
            assert await lead.refusal("PUT", path, {"profile": {"skills": {}, "queues": queues}}) == (403, "not_allowed")
        held = await lead.read("/api/routing/plan")
        assert await lead.refusal("PUT", "/api/routing/plan", {"plan": held["plan"], "basedOn": 0}) == (403, "not_allowed")


async def test_changes_are_in_the_audit_log(server):
    async with Staff(server, "manager") as manager:
        await manager.publish(skills=[LOANS])
        await manager.set_profile("agent1", {"loans": 1})
        entries = (await manager.read("/api/audit"))["entries"]
        assert {"routing.published", "agent.profile"} <= {entry["action"] for entry in entries}


async def test_activities_of_the_plan_can_be_chosen_and_no_others(server, cast):
    async with Staff(server, "manager") as manager:
        agent = await cast.agent(server, activity="available")
        assert await refused(agent.request("agent.activity", {"activity": "lunch"})) == "not_found"
        await manager.publish(activities=[{"name": "lunch", "kind": "away", "title": {"en": "Lunch"}}])
        chosen = (await agent.request("agent.activity", {"activity": "lunch"}))["agent"]
        assert (chosen["activity"], chosen["kind"]) == ("lunch", "away")
        await enqueue(await cast.visitor(server))
        # Without the activity the plan's word is gone: away, as before.
        await manager.publish(activities=[])
        await agent.request("agent.activity", {"activity": "available"})
        await agent.push("offer")


async def test_agents_are_told_what_activities_and_queues_are_called_now(server, cast):
    async with Staff(server, "manager") as manager:
        await manager.publish(activities=[{"name": "phone", "kind": "available", "title": {"en": "Phone"}}])
        agent = await cast.agent(server, activity="phone")
        asked = await enqueue(await cast.visitor(server))
        assert (await agent.push("offer"))["ticket"] == asked["id"]
        queues = (await manager.read("/api/routing/plan"))["plan"]["queues"]
        await manager.publish(skills=[LOANS])
        await manager.publish(queues=[queues[0] | {"title": {"en": "Good advice"}}, *queues[1:]], activities=[])
        told = await agent.envelope("plan")
        assert told["p"]["queues"][0] == {"name": "advice", "title": {"en": "Good advice"}}, "the skill alone was no news"
        assert [activity["name"] for activity in told["p"]["activities"]] == ["available", "away", "offline"]
        # Whose activity is gone promises nothing, and what they were offered goes to others without blame.
        away = await agent.envelope("agent", lambda p: p["activity"] == "away")
        assert away["s"] > told["s"] and not away["p"]["notResponding"]
        assert (await agent.push("offer.ended"))["result"] == "rescinded"
        again = await cast.agent(server, "agent2", activity="available")
        assert (await again.push("offer"))["ticket"] == asked["id"]
