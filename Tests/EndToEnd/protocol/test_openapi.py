"""`/openapi.json` says what the server does: every address exists, and answers are of the shapes that it promises."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from harness import Staff, Web, enqueue, eventually, hang_up, start_call
from harness.server import REPOSITORY
from recordings.kept import Kept

METHODS = {"get", "head", "post", "put", "patch", "delete"}
NOBODY = "0" * 32
# Something of everything that a plan can have.
PLAN = {
    "skills": [{"name": "loans", "title": {"en": "Loans", "fr": "Prêts"}}, {"name": "german"}],
    "activities": [{"name": "lunch"}, {"name": "gone", "kind": "offline", "title": {"en": "Gone"}}],
    "hours": [{
        "name": "shop", "timeZone": "Europe/Paris", "weekly": {"monday": ["09:00-12:30", "14:00-24:00"]},
        "holidays": [{"date": "2027-01-01", "title": {"en": "New Year"}}, {"date": "2027-05-01", "hours": ["10:00-11:00"]}]}],
    "greetings": {"waitingAbout": {"en": "{minutes} minutes", "fr": "{minutes} minutes"}, "closed": {"en": "Back {opening}"}},
    "workflow": {
        "name": "Bank",
        "rules": [{
            "name": "Loans", "when": "useCase == 'advice' and wait < 600", "queue": "advice", "priority": 5,
            "steps": [
                {"name": "Who knows them", "to": "lastAgent", "timeoutSeconds": 1, "skipWhen": "not customer.known"},
                {"name": "Experts", "skills": [{"skill": "loans", "level": 3}, {"skill": "german"}], "timeoutSeconds": 20, "offers": 2,
                 "priority": 3, "rings": [{"afterSeconds": 1, "lowerLevelsBy": 2, "drop": ["german"]}]},
                {"name": "Anyone"}]}],
        "default": {"name": "Default"},
    },
}
QUEUE = {
    "hours": "shop", "offerSeconds": 20, "maximumDepth": 50, "whenClosed": "callback", "wrapUp": {"mode": "optional", "extensions": 1},
    "overflow": [{"when": "queue.depth > 40", "to": "sales"}, {"when": "wait > 900", "close": "callback"}],
}


class Document:
    """The description, and whether an answer is as it says."""

    def __init__(self, content: dict[str, Any]):
        self.content = content
        self._answered = _as_answered(content["components"])

    @property
    def operations(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for path, item in self.content["paths"].items():
            for method in METHODS & item.keys():
                yield method, path, item[method]

    def resolve(self, node: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in node:
            return node
        found: Any = self.content
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return found

    def check(self, answer: httpx.Response, path: str) -> None:
        """The status is one of those described, and the body has that status's shape."""
        method, place = answer.request.method.lower(), f"{answer.request.method} {path}"
        responses = self.content["paths"][path][method]["responses"]
        assert str(answer.status_code) in responses, f"{place}: {answer.status_code} {answer.text}"
        content = self.resolve(responses[str(answer.status_code)]).get("content")
        if content is None:
            assert not answer.content, place
            return
        kind = answer.headers["content-type"].split(";")[0]
        assert kind in content, f"{place}: {kind}"
        if kind == "application/json":
            assert self.faults(content[kind]["schema"], answer.json(), self._answered) == [], place

    def accepts(self, method: str, path: str, body: Any) -> list[str]:
        """What is wrong with a body that is to be sent."""
        schema = self.content["paths"][path][method]["requestBody"]["content"]["application/json"]["schema"]
        return self.faults(schema, body, self.content["components"])

    @staticmethod
    def faults(schema: dict[str, Any], value: Any, components: dict[str, Any]) -> list[str]:
        found = Draft202012Validator(schema | {"components": components}).iter_errors(value)
        return [f"{error.json_path}: {error.message}" for error in found]


def _objects(node: Any) -> Iterator[dict[str, Any]]:
    """Every schema of an object below."""
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield node
        for inner in node.values():
            yield from _objects(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _objects(inner)


def _as_answered(components: dict[str, Any]) -> dict[str, Any]:
    """What has a default may be left out of what is sent; what is answered has it."""
    answered = copy.deepcopy(components)
    for schema in _objects(answered):
        given = [name for name, member in schema.get("properties", {}).items() if "default" in member]
        schema["required"] = [*schema.get("required", []), *given]
    return answered


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for inner in node.values():
            yield from _references(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _references(inner)


def _address(path: str) -> str:
    """The path with an id in each place where one belongs."""
    return re.sub(r"\{\w+\}", NOBODY, path)


@pytest.fixture
def document() -> Document:
    return Document(json.loads((REPOSITORY / "Web/openapi.json").read_text()))


@pytest.fixture
async def manager(server, closing):
    return await closing.enter_async_context(Staff(server, "manager"))


@pytest.fixture
async def ask(document, manager):
    """`await ask("GET", "/api/interactions/{interaction}", interaction=…)`: an answer that is as described."""

    async def asked(method: str, path: str, body: Any = None, query: str = "", **ids: str) -> Any:
        answer = await manager.ask(method, path.format(**ids) + query, body)
        document.check(answer, path)
        return answer.json()

    return asked


async def test_it_is_served(server, document):
    status, headers, body = server.get("/openapi.json")
    assert (status, headers["content-type"], json.loads(body)) == (200, "application/json", document.content)


async def test_it_is_well_formed(document):
    content = document.content
    assert content["openapi"].startswith("3.1.") and content["info"]["title"] == "Visavis"
    for reference in _references(content):
        assert reference.startswith("#/components/"), reference
        document.resolve({"$ref": reference})
    for schema in content["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    # A member that nobody described would be noticed.
    assert [schema for schema in _objects(content["paths"] | content["components"]) if "additionalProperties" not in schema] == []


async def test_each_operation_says_what_it_is(document):
    tags = {tag["name"] for tag in document.content["tags"]}
    schemes = document.content["components"]["securitySchemes"].keys()
    names = [operation["operationId"] for _, _, operation in document.operations]
    assert len(names) == len(set(names))
    for method, path, operation in document.operations:
        place = f"{method} {path}"
        assert operation["summary"] and operation["responses"] and set(operation["tags"]) <= tags, place
        assert all(requirement.keys() <= schemes for requirement in operation["security"]), place
        shared = document.content["paths"][path].get("parameters", [])
        own = [document.resolve(parameter) for parameter in [*shared, *operation.get("parameters", [])]]
        assert {one["name"] for one in own if one["in"] == "path"} == set(re.findall(r"\{(\w+)\}", path)), place


async def test_it_has_every_address_of_the_protocol(document):
    text = (REPOSITORY / "Sources/Signaling/PROTOCOL.md").read_text()
    told = {(method, re.sub(r"\b[A-Z]+\b", "*", path)) for method, path in re.findall(r"^\| `([A-Z]+) (/api/[^`?]+)", text, re.MULTILINE)}
    described = {(method.upper(), re.sub(r"\{\w+\}", "*", path)) for method, path, _ in document.operations if path.startswith("/api/")}
    assert len(told) > 20
    # HEAD goes without saying where there is GET.
    assert {(method, path) for method, path in described if method != "HEAD"} == told
    assert {"/healthz", "/readyz", "/metrics"} <= document.content["paths"].keys()


async def test_every_address_exists(server, document):
    for method, path, operation in document.operations:
        place = f"{method} {path}"
        # Cookies of one answer would be credentials of the next.
        async with Web(server) as nobody:
            answer = await nobody.http.request(method, _address(path), json={} if "requestBody" in operation else None)
        document.check(answer, path)
        if operation["security"]:
            assert answer.status_code == 401, place
            assert method == "head" or answer.json()["error"]["code"] == "not_authenticated", place
        else:
            assert answer.status_code not in (404, 405), place


async def test_other_methods_are_refused(server, document):
    async with Web(server) as nobody:
        for path, item in document.content["paths"].items():
            if path.startswith("/api/"):
                for method in METHODS - item.keys() - {"head"}:
                    answer = await nobody.http.request(method, _address(path))
                    assert (answer.status_code, answer.json()["error"]["code"]) == (405, "bad_method"), f"{method} {path}"


async def test_what_is_not_described_is_noticed(document):
    def answered(value: dict[str, Any]) -> None:
        document.check(httpx.Response(200, json=value, request=httpx.Request("GET", "http://x/readyz")), "/readyz")

    answered({"status": "ready"})
    for wrong in ({"status": "ready", "more": 1}, {}, {"status": "maybe"}):
        with pytest.raises(AssertionError):
            answered(wrong)


async def test_plans_are_as_described(document, manager, ask):
    path = "/api/routing/plan"
    unpublished = await ask("GET", path)
    assert unpublished["version"] == 0
    queues = [queue | QUEUE if queue["name"] == "advice" else queue for queue in unpublished["plan"]["queues"]]
    body = {"plan": PLAN | {"queues": queues}, "basedOn": 0, "note": "a test"}
    assert document.accepts("put", path, body) == []
    assert await ask("POST", f"{path}/check", {"plan": body["plan"]}) == {"problems": []}
    assert await ask("PUT", path, body) == {"version": 1}
    held = await ask("GET", path)
    assert held["plan"]["workflow"]["rules"][0]["steps"][1]["rings"] == PLAN["workflow"]["rules"][0]["steps"][1]["rings"]
    assert len((await ask("GET", f"{path}/versions"))["versions"]) == 1
    assert (await ask("GET", path, query="?version=1")) == held
    assert (await ask("GET", path, query="?version=7"))["error"]["code"] == "not_found"
    # Refusals too.
    assert (await ask("PUT", path, body))["error"]["code"] == "plan_changed"
    wrong = held["plan"] | {"workflow": held["plan"]["workflow"] | {"rules": [{"name": "x", "when": "language =="}]}, "hours": []}
    assert (await ask("POST", f"{path}/check", {"plan": wrong}))["problems"][0]["cause"] == "unexpected_end"
    assert (await ask("PUT", path, {"plan": held["plan"] | {"hours": []}, "basedOn": 1}))["error"]["problems"]


async def test_agents_the_board_and_interactions_are_as_described(server, cast, manager, ask):
    await manager.publish(**PLAN)
    await manager.set_profile("agent2", {"loans": 5, "german": 1}, ["advice", "sales"])
    assert await ask("GET", "/api/routing/agents")
    await cast.agent(server, "agent1", activity="available")
    expert = await cast.agent(server, "agent2", activity="available")
    call = await start_call(expert, await cast.visitor(server))
    waiting = await enqueue(await cast.visitor(server))
    board = await ask("GET", "/api/routing/board")
    assert {agent["workload"] for agent in board["agents"]} == {"idle", "talking"}
    assert [ticket["id"] for ticket in board["tickets"]] == [waiting["id"]]
    path = "/api/interactions/{interaction}"
    during = await ask("GET", path, interaction=call.interaction)
    assert during["assignments"] and during["endedAt"] is None
    assert await ask("POST", "/api/routing/tickets/{ticket}/priority", {"priority": 7}, ticket=waiting["id"]) == {}

    async def bumped() -> bool:
        return (await ask("GET", "/api/routing/board"))["tickets"][0]["bump"] == 7

    # A board may be a second old.
    await eventually(bumped, "the board shows the new priority")
    assert await ask("POST", "/api/routing/tickets/{ticket}/move", {"queue": "support"}, ticket=waiting["id"]) == {}
    await hang_up(call)
    await expert.request("wrapup.finish", {"interaction": call.interaction, "disposition": "sale", "resolved": True, "note": "signed"})
    after = await ask("GET", path, interaction=call.interaction)
    assert (after["outcome"], after["disposition"], after["resolved"], after["note"]) == ("handled", "sale", True, "signed")
    assert (await ask("GET", path, interaction=waiting["interaction"]))["queue"] == "support"
    assert (await ask("GET", path, interaction=NOBODY))["error"]["code"] == "not_found"


async def test_an_agent_who_shields_themselves_is_as_described(server, cast, ask):
    agent = await cast.agent(server, activity="available")
    call = await start_call(agent, await cast.visitor(server))
    await agent.request("session.protect", {"session": call.id, "end": True, "blockMinutes": 5})
    [alert] = (await ask("GET", "/api/routing/board"))["alerts"]
    [flag] = (await ask("GET", "/api/interactions/{interaction}", interaction=call.interaction))["flags"]
    assert alert["ended"] and alert["interaction"] == call.interaction and alert["blockedUntil"] == flag["blockedUntil"]
    path = "/api/routing/customers/{customer}/unblock"
    assert await ask("POST", path, {}, customer=alert["customer"]) == {}
    assert (await ask("POST", path, {}, customer=alert["customer"]))["error"]["code"] == "not_found"


async def test_changes_of_agents_are_as_described(server, cast, manager, ask):
    await cast.agent(server, activity="available")
    agent = await manager.agent("agent1")
    path = "/api/routing/agents/{agent}"
    assert await ask("PUT", path, {"profile": {"queues": ["sales"]}}, agent=agent) == {}
    assert (await ask("PUT", path, {"profile": {"skills": {"x": 1}}}, agent=agent))["error"]["code"] == "unknown_skill"
    assert (await ask("PUT", path, {"profile": {"skills": {"x": 9}}}, agent=agent))["error"]["code"] == "bad_request"
    assert await ask("POST", f"{path}/activity", {"activity": "away"}, agent=agent) == {}
    assert (await ask("POST", f"{path}/activity", {"activity": "lunch"}, agent=agent))["error"]["code"] == "not_found"


async def test_recordings_and_the_audit_log_are_as_described(server, document, manager, ask):
    kept = [Kept(server).put() for _ in range(2)]
    listed = await ask("GET", "/api/recordings", query="?limit=1")
    assert len(listed["recordings"]) == 1 and listed["next"]
    assert (await ask("GET", "/api/recordings", query="?limit=0"))["error"]["code"] == "bad_request"
    path = "/api/recordings/{recording}"
    assert len((await ask("GET", path, recording=kept[0].id))["files"]) == 2
    assert (await ask("POST", f"{path}/erase", {"reason": "asked to"}, recording=kept[0].id))["error"]["code"] == "not_allowed"
    file = f"/api/recordings/{kept[0].id}/files/mix.ogg"
    for method in ("GET", "HEAD"):
        for wanted, status in (({}, 200), ({"Range": "bytes=0-9"}, 206), ({"Range": "bytes=9999999-"}, 416)):
            answer = await manager.http.request(method, file, headers=wanted)
            assert answer.status_code == status
            document.check(answer, f"{path}/files/{{file}}")
    async with Staff(server, "admin") as admin:
        erased = await admin.ask("POST", f"/api/recordings/{kept[1].id}/erase", {"reason": "asked to"})
    document.check(erased, f"{path}/erase")
    assert erased.status_code == 200
    await manager.publish()
    entries = (await ask("GET", "/api/audit"))["entries"]
    assert {"recording.viewed", "recording.erased", "routing.published"} <= {entry["action"] for entry in entries}


async def test_who_is_who_is_as_described(server, document, manager, ask):
    await ask("GET", "/api/me")
    await manager.publish(hours=[{"name": "hardly-ever", "timeZone": "UTC", "weekly": {"monday": ["00:00-00:01"]}}], queues=[
        queue | {"hours": "hardly-ever"} for queue in (await manager.read("/api/routing/plan"))["plan"]["queues"]])
    assert (await ask("GET", "/api/config"))["useCases"]
    await ask("POST", "/api/token", {})
    customer = {"externalId": "c-1", "name": "Ann", "cart": {"amount": 1_250, "currency": "EUR"}, "segments": ["vip"],
                "attributes": {"custom.plan": "gold", "custom.visits": 3, "custom.tags": ["a"], "custom.member": True}}
    assert document.accepts("post", "/api/identities", customer) == []
    async with Web(server) as browser:
        named = await browser.post("/api/identities", customer, {"Authorization": f"Bearer {server.api_key()}"})
        identity = named.json()["identity"]
        for path, body in (("/api/visitor", {}), ("/api/visitor", {"identity": identity}), ("/api/visitor", {"identity": identity}),
                           ("/api/guest", {"invite": "gone", "name": "Bo"}), ("/api/login", {"name": "manager", "password": "wrong"})):
            document.check(await browser.post(path, body), path)
    document.check(named, "/api/identities")
    for path in ("/healthz", "/readyz", "/metrics"):
        document.check(await manager.http.get(path), path)
    assert await ask("POST", "/api/logout", {}) == {}
