"""Limits and refusals of single messages."""

import json

import pytest

from harness import RequestError, enqueue, refused, start_call

VISIT = {"useCase": "advice", "language": "en"}


def _signal_of(size: int) -> str:
    head, tail = '{"m":"signal","p":{"x":"', '"}}'
    return head + "a" * (size - len(head) - len(tail)) + tail


@pytest.mark.direct
async def test_a_message_of_64_kib_passes_and_one_more_byte_closes(server, cast):
    call = await start_call(await cast.agent(server, activity="available"), await cast.visitor(server))
    await call.customer.send_raw(_signal_of(65_536))
    assert len((await call.agent.push("signal"))["x"]) > 65_000
    await call.customer.send_raw(_signal_of(65_537))
    assert await call.customer.closed() == 1009
    await call.agent.request("ping")


async def test_a_socket_that_was_closed_for_its_size_may_resume(server, cast):
    customer = await cast.visitor(server)
    ticket = await enqueue(customer)
    await customer.send_raw(_signal_of(70_000))
    await customer.closed()
    back = await cast.stranger(server)
    await back.hello(resume=customer.resume_word)
    assert (await enqueue(back))["id"] == ticket["id"]


def _nested(depth: int) -> str:
    """A ping whose envelope and parameters together are `depth` deep."""
    inner = "[" * (depth - 2) + "]" * (depth - 2)
    return '{"id":77,"m":"ping","p":{"x":' + inner + "}}"


async def test_depth_sixteen_passes(server, cast):
    customer = await cast.visitor(server)
    await customer.send_raw(_nested(16))
    await customer.request("ping", id=78)
    assert any('"id":77' in text and "ok" in text for text in customer.raw)


NOT_MESSAGES = [
    "", "x", "{", "[]", "1", '"hello"', "{}", '{"id":1}', '{"m":1}', '{"id":"1","m":"ping"}', '{"id":0,"m":"ping"}',
    '{"id":-1,"m":"ping"}', '{"id":1.5,"m":"ping"}', '{"id":99999999999999999999,"m":"ping"}', '{"id":1,"m":"ping"} x',
    '{"id":1,"id":2,"m":"ping"}', '{"id":1,"m":"ping","p":{"a":1,"a":2}}', '{"id":1,"m":"ping","p":{"a":1,"\\u0061":2}}',
    '{"id":1,"m":"ping","p":{"x":[{"b":1,"b":1}]}}', _nested(17), "[" * 60_000, '{"id":1,"m":"ping","p":{"x":01}}',
    '{"id":1,"m":"ping",}', '\ufeff{"id":1,"m":"ping"}', '{"id":1,"m":"ping","p":{"x":NaN}}', "{'id':1}",
]


async def test_what_is_no_message_closes_the_socket(server, cast):
    bystander = await cast.visitor(server)
    for text in NOT_MESSAGES:
        customer = await cast.visitor(server)
        await customer.send_raw(text)
        assert await customer.bye() == {"action": "stop", "reason": "protocol_error"}, text[:80]
        await customer.closed()
        await bystander.request("ping")


async def test_text_that_cannot_be_stored_is_refused(server, cast):
    """A lone surrogate is JSON, and no text."""
    customer = await cast.visitor(server)
    await customer.send_raw('{"id":60,"m":"visit.start","p":{"useCase":"advice","language":"en","name":"\\ud800"}}')
    await customer.request("ping", id=61)
    assert any('"id":60' in text and '"bad_request"' in text for text in customer.raw)
    assert await refused(customer.request("visit.start", [])) == "bad_request"


async def test_the_refusal_names_the_code(server, cast):
    customer = await cast.visitor(server)
    await customer.send_raw('{"id":5,"m":"ping","m":"ping"}')
    await customer.bye()
    assert any('"bad_message"' in text for text in customer.raw)


async def test_unknown_fields_are_ignored_and_unknown_methods_refused(server, cast):
    customer = await cast.visitor(server)
    await customer.send_raw('{"id":50,"m":"ping","later":{"x":[1]},"p":{"unknown":true}}')
    await customer.request("ping", id=51)
    for method in ("no.such", "", "visit.Start", "visit.start ", "__proto__"):
        assert await refused(customer.request(method)) == "unknown_method"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"useCase": 7}, "useCase"), ({"useCase": None}, "useCase"), ({"language": "de"}, "language"), ({"language": None}, "language"),
        ({"name": "n" * 121}, "name"), ({"matter": "m" * 301}, "matter"), ({"page": "p" * 2_001}, "page"), ({"name": ["x"]}, "name"),
        ({"preflight": {"camera": "broken", "microphone": "ok", "speaker": "ok", "light": "good"}}, "camera"),
    ],
)
async def test_parameters_of_another_shape_are_refused_by_name(server, cast, change, field):
    customer = await cast.visitor(server)
    with pytest.raises(RequestError) as refusal:
        await customer.request("visit.start", VISIT | change)
    assert refusal.value.code == "bad_request"
    assert field in refusal.value.message
    await customer.request("ping")


async def test_a_use_case_that_is_not_configured(server, cast):
    customer = await cast.visitor(server)
    assert await refused(customer.request("visit.start", VISIT | {"useCase": "nothing"})) == "no_such_queue"


async def test_own_use_cases_are_configured(make_server, cast):
    server = make_server({"VISAVIS_USE_CASES": "kitchen|Kitchens|Cuisines, garden"})
    config = json.loads(server.get("/api/config")[2])
    assert config["useCases"] == [
        {"name": "kitchen", "label": {"en": "Kitchens", "fr": "Cuisines"}, "isOpen": True, "whenClosed": "book", "media": ["video"]},
        {"name": "garden", "label": {"en": "garden", "fr": "garden"}, "isOpen": True, "whenClosed": "book", "media": ["video"]}]
    ticket = await enqueue(await cast.visitor(server), useCase="garden")
    assert ticket["queue"] == "garden"


async def test_chat_is_bounded(server, cast):
    call = await start_call(await cast.agent(server, activity="available"), await cast.visitor(server))
    for text in ("", "   ", "x" * 2_001, "\u0000\u0001", None, 4):
        assert await refused(call.customer.request("chat.send", {"session": call.id, "key": "k", "text": text})) == "bad_request"
    longest = await call.customer.request("chat.send", {"session": call.id, "key": "k", "text": "é" * 2_000})
    assert len(longest["message"]["text"]) == 2_000
    assert await refused(call.agent.request("note.save", {"interaction": call.interaction, "text": "x" * 10_001})) == "bad_request"
    await call.agent.request("note.save", {"interaction": call.interaction, "text": "x" * 10_000})


async def test_a_request_needs_an_id(server, cast):
    customer = await cast.visitor(server)
    await customer.notify("visit.start", VISIT)
    await customer.request("ping")
    await customer.notify("ping", {})
    assert not [push for push in customer.received if push["t"] == "ticket"]


async def test_too_many_messages_of_one_connection(server, cast):
    customer = await cast.visitor(server)
    waiting = [customer.ask("ping") for _ in range(400)]
    await customer.flush()
    limited = []
    for number, reply in waiting:
        try:
            await customer.answer(number, reply, "ping")
        except RequestError as error:
            limited.append(error)
    assert 100 < len(limited) < 300
    assert {error.code for error in limited} == {"rate_limited"}
    assert all(error.retry_after_ms for error in limited)
    assert server.metrics()["visavis_rate_limited_total"] == len(limited)
    # Others are not concerned.
    await (await cast.visitor(server)).request("ping")


async def test_too_many_messages_of_one_address(make_server, cast):
    server = make_server({"VISAVIS_LIMIT_MESSAGES_PER_SECOND_PER_ADDRESS": "10"})
    customers = [await cast.visitor(server) for _ in range(2)]
    waiting = [(customer, *customer.ask("ping")) for _ in range(30) for customer in customers]
    for customer in customers:
        await customer.flush()
    codes = []
    for customer, number, reply in waiting:
        try:
            await customer.answer(number, reply, "ping")
        except RequestError as error:
            codes.append(error.code)
    assert set(codes) == {"rate_limited"}
    other = await cast.visitor(server, local_addr=("127.0.0.9", 0))
    await other.request("ping")


async def test_gone_things_are_told_apart(server, cast):
    agent = await cast.agent(server, activity="available")
    customer = await cast.visitor(server)
    assert await refused(customer.request("visit.leave")) == "ticket_gone"
    unknown = "0" * 32
    assert await refused(agent.request("offer.accept", {"offer": unknown})) == "offer_gone"
    assert await refused(agent.request("offer.reject", {"offer": unknown})) == "offer_gone"
    assert await refused(agent.request("session.join", {"session": unknown})) == "session_gone"
    assert await refused(agent.request("session.hangup", {"session": unknown})) == "session_gone"
    assert await refused(agent.request("note.save", {"interaction": unknown, "text": "x"})) == "not_found"
    call = await start_call(agent, customer)
    assert await refused(customer.request("visit.start", VISIT)) == "already_in_session"
    await agent.request("session.hangup", {"session": call.id})
    assert await refused(customer.request("session.hangup", {"session": call.id})) == "session_gone"
    assert await refused(customer.request("chat.send", {"session": call.id, "key": "k", "text": "x"})) == "session_gone"
    assert await refused(customer.request("signal", {"session": call.id})) == "session_gone"


async def test_a_full_queue_says_so(make_server, cast):
    server = make_server({"VISAVIS_LIMIT_TICKETS": "1"})
    await enqueue(await cast.visitor(server))
    with pytest.raises(RequestError) as refusal:
        await enqueue(await cast.visitor(server))
    assert refusal.value.code == "overloaded"
    assert refusal.value.retry_after_ms
