"""A period that was is played by another plan before that plan is published."""

import json

import pytest
from harness import Staff, enqueue, hang_up, start_call
from harness.server import ServerError

LOANS = {"name": "loans", "title": {"en": "Loans", "fr": "Prêts"}}
NOBODY = {
    "name": "Bank", "rules": [],
    "default": {"name": "Default", "steps": [
        {"name": "Experts", "skills": [{"skill": "loans", "level": 5}], "timeoutSeconds": 600}, {"name": "Anyone"}]},
}
PERIOD = ("--from", "2000-01-01", "--to", "2099-12-31")


async def serve(agent, customer) -> None:
    call = await start_call(agent, customer)
    await hang_up(call)
    await agent.request("wrapup.finish", {"interaction": call.interaction, "disposition": "resolved", "resolved": True})


async def test_two_calls_and_one_who_left_by_two_plans(server, cast, tmp_path):
    async with Staff(server, "manager") as manager:
        held = await manager.read("/api/routing/plan")
        agent = await cast.agent(server, "agent1", activity="available")
        await serve(agent, await cast.visitor(server))
        await serve(agent, await cast.visitor(server))
        await agent.request("agent.activity", {"activity": "away"})
        leaver = await cast.visitor(server)
        await enqueue(leaver)
        await leaver.request("visit.leave", {})

    same = tmp_path / "same.json"
    same.write_text(json.dumps(held["plan"]))
    told = json.loads(server.command("routing", "replay", *PERIOD, "--workflow", str(same), "--json"))
    assert (told["visits"], told["agents"], told["held"]["version"]) == (3, 1, 0)
    total = told["held"]["outcome"]["total"]
    assert (total["tickets"], total["answered"], total["abandoned"]) == (3, 2, 1)
    assert total["serviceLevel"] == pytest.approx(2 / 3)
    # The same plan is the same day.
    assert told["proposed"]["outcome"] == told["held"]["outcome"]

    worse = tmp_path / "worse.json"
    worse.write_text(json.dumps({"plan": held["plan"] | {"skills": [LOANS], "workflow": NOBODY}, "basedOn": 0}))
    told = json.loads(server.command("routing", "replay", *PERIOD, "--workflow", str(worse), "--json"))
    assert told["held"]["outcome"]["total"] == total
    assert told["proposed"]["outcome"]["total"]["serviceLevel"] == 0
    table = server.command("routing", "replay", *PERIOD, "--workflow", str(worse))
    assert "66.7 %" in table and "0.0 %" in table and "advice" in table


async def test_a_plan_with_problems_is_not_played(server, tmp_path):
    async with Staff(server, "manager") as manager:
        held = await manager.read("/api/routing/plan")
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps(held["plan"] | {"workflow": NOBODY}))
    with pytest.raises(ServerError) as failed:
        server.command("routing", "replay", *PERIOD, "--workflow", str(wrong))
    assert "workflow.default.steps[0].skills[0].skill" in str(failed.value) and "unknown_skill" in str(failed.value)
