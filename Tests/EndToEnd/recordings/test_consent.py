"""Nothing is kept without a yes, and a no stops it within a second: shown by which tone is in the files."""

import asyncio
import time

import httpx
import pytest
from harness import hang_up, until
from harness.faults import locked
from harness.media import RECORDING
from harness.media.meeting import SOURCES

from recordings.steps import consent, is_in, kept, passes, pictures_in, tones_in


@pytest.fixture
async def meeting(make_server, make_meeting):
    return await make_meeting(make_server(RECORDING))


async def test_without_an_answer_nothing_is_kept(meeting, recordings_of):
    view = meeting.customer.view
    assert view["recording"]["state"] == "asking" and [one["answer"] for one in view["consents"]] == ["asked"]
    await passes(1)
    assert not any(path.is_file() for path in (meeting.server.data / "recordings").glob("*/*"))
    await consent(meeting, False)
    await is_in(meeting, "refused")
    await hang_up(meeting.call)
    recordings = await recordings_of(meeting.server)
    assert await recordings.all() == []


async def test_a_yes_that_is_taken_back(meeting, recordings_of, tmp_path):
    """The pictures are numbered: none that was sent later than a second after the no is in the file."""
    asked = time.monotonic()
    await consent(meeting, True)
    await is_in(meeting, "recording")
    await passes(2)
    track = meeting.customer.sends["camera"]
    await consent(meeting, False)
    last = track.count
    answered = time.monotonic()
    await until(lambda: meeting.agent.view["recording"]["state"] == "refused", "the recording has stopped")
    assert time.monotonic() - answered < 1
    assert [one["answer"] for one in meeting.customer.view["consents"]] == ["withdrawn"]
    await passes(2)
    detail, files = await kept(meeting, await recordings_of(meeting.server), tmp_path)
    [camera] = [file for file in detail["files"] if file["role"] == "customer" and file["kind"] == "camera"]
    numbers = [number for source, number in pictures_in(files[camera["file"]]) if source == SOURCES["customer"]]
    assert numbers and max(numbers) <= last + 1 / track.interval, "within a second"
    length = answered - asked + 1
    for file in detail["files"]:
        if file["kind"] != "mix":
            assert (file["startMs"] + file["durationMs"]) / 1_000 < length, file
        else:
            assert not any(tones_in(files[file["file"]])[int(10 * length) :]), "silence, if anything"


async def test_the_agent_pauses_while_card_data_is_said(meeting, recordings_of, tmp_path):
    await consent(meeting, True)
    await is_in(meeting, "recording")
    await passes(1.5)
    await meeting.call.agent.request("recording.pause", {"session": meeting.call.id, "paused": True})
    await is_in(meeting, "paused")
    assert meeting.agent.view["recording"]["pausedBy"] == ["agent"]
    track = meeting.customer.sends["camera"]
    first = track.count + 2
    await passes(1.5)
    last = track.count - 2
    await meeting.call.agent.request("recording.pause", {"session": meeting.call.id, "paused": False})
    await is_in(meeting, "recording")
    await passes(1.5)
    detail, files = await kept(meeting, await recordings_of(meeting.server), tmp_path)
    [pause] = detail["index"]["pauses"]
    assert pause["reason"] == "agent" and 1_200 < pause["toMs"] - pause["fromMs"] < 2_500
    [camera] = [file for file in detail["files"] if file["role"] == "customer" and file["kind"] == "camera"]
    numbers = [number for _, number in pictures_in(files[camera["file"]])]
    assert not [number for number in numbers if first + 15 < number < last], "nothing of the pause is in the file"
    assert min(numbers) < first and max(numbers) > last, "but what was before and after it"
    assert detail["recording"]["state"] == "completed"


async def test_the_api_pauses_too(meeting, recordings_of):
    await consent(meeting, True)
    await is_in(meeting, "recording")
    key = meeting.server.api_key()
    address = f"{meeting.server.url}/api/sessions/{meeting.call.id}/recording"
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {key}"}, trust_env=False) as host:
        for paused, state in ((True, "paused"), (False, "recording")):
            answer = await host.post(address, json={"paused": paused})
            assert answer.status_code == 200, answer.text
            await is_in(meeting, state)
        assert (await host.post(address, json={"paused": True})).status_code == 200
        await is_in(meeting, "paused")
        await meeting.call.agent.request("recording.pause", {"session": meeting.call.id, "paused": True})
        await meeting.call.agent.request("recording.pause", {"session": meeting.call.id, "paused": False})
        assert meeting.agent.view["recording"]["pausedBy"] == ["api"], "the agent does not resume what another system paused"
        interaction = meeting.agent.view["interaction"]
        assert (await host.post(address.replace(meeting.call.id, interaction), json={"paused": False})).status_code == 200
        await is_in(meeting, "recording")
        gone = await host.post(address.replace(meeting.call.id, "0" * 32), json={"paused": True})
        assert gone.status_code == 404 and gone.json()["error"]["code"] == "session_gone"
        wrong = await host.post(address, json={"paused": True}, headers={"Authorization": "Bearer guessed"})
        assert wrong.status_code == 401


async def test_a_no_that_cannot_be_stored_is_obeyed_and_stored_later(meeting, recordings_of, tmp_path):
    await consent(meeting, True)
    await is_in(meeting, "recording")
    await passes(1.5)
    track = meeting.customer.sends["camera"]
    with locked(meeting.server):
        # What is on its way to the database when the "no" comes must not undo it.
        shared = meeting.call.agent.request("session.media", {"audio": True, "video": True, "screen": True})
        asked = [asyncio.ensure_future(request) for request in (shared, consent(meeting, False))]
        last = track.count + 5
        await passes(2)
    # Refused or not: that depends on how soon the server notices.
    await asyncio.gather(*asked, return_exceptions=True)
    await until(lambda: [one["answer"] for one in meeting.customer.view["consents"]] == ["withdrawn"], "the no is stored")
    await is_in(meeting, "refused")
    await passes(1.5)
    detail, files = await kept(meeting, await recordings_of(meeting.server), tmp_path)
    [camera] = [file for file in detail["files"] if file["role"] == "customer" and file["kind"] == "camera"]
    assert max(number for _, number in pictures_in(files[camera["file"]])) <= last + 15, "nothing that was sent after the no is in the file"


async def test_a_hold_is_not_kept_and_its_music_neither(meeting, recordings_of, tmp_path):
    await consent(meeting, True)
    await is_in(meeting, "recording")
    await passes(1)
    await meeting.call.agent.request("session.hold", {"session": meeting.call.id, "on": True})
    await is_in(meeting, "paused")
    await passes(1)
    await meeting.call.agent.request("session.hold", {"session": meeting.call.id, "on": False})
    await is_in(meeting, "recording")
    await passes(1)
    detail, files = await kept(meeting, await recordings_of(meeting.server), tmp_path)
    assert [pause["reason"] for pause in detail["index"]["pauses"]] == ["hold"]
    [mix] = [file for file in detail["files"] if file["kind"] == "mix"]
    heard = tones_in(files[mix["file"]])
    assert sum({"customer", "agent"} <= people for people in heard) >= 12


async def test_a_guest_who_did_not_agree_is_not_in_it(meeting, recordings_of, tmp_path):
    await consent(meeting, True)
    await is_in(meeting, "recording")
    silent = await meeting.invite("guest")
    agreed = await meeting.invite("guest2")
    await agreed.client.request("consent.set", {"session": meeting.call.id, "purpose": "quality", "granted": True})
    await meeting.live()
    await passes(2)
    detail, files = await kept(meeting, await recordings_of(meeting.server), tmp_path)
    assert silent.id not in {file["participant"] for file in detail["files"]}
    assert agreed.id in {file["participant"] for file in detail["files"]}
    [mix] = [file for file in detail["files"] if file["kind"] == "mix"]
    heard = tones_in(files[mix["file"]])
    assert any("guest2" in people for people in heard)
    assert not any("guest" in people for people in heard)


async def test_a_supervisor_is_kept_only_when_all_hear_it(meeting, cast, recordings_of, tmp_path):
    await consent(meeting, True)
    await is_in(meeting, "recording")
    client = await cast.agent(meeting.server, "supervisor")
    supervisor = await meeting.supervise(client, "whisper")
    await until(lambda: meeting.agent.hears(supervisor), "the agent hears the supervisor")
    await passes(1)
    detail, files = await kept(meeting, await recordings_of(meeting.server), tmp_path)
    [mix] = [file for file in detail["files"] if file["kind"] == "mix"]
    assert not any("supervisor" in people for people in tones_in(files[mix["file"]]))
    assert not [file for file in detail["files"] if file["role"] == "supervisor"]
