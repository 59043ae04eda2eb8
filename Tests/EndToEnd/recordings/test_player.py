"""A recorded call in the player of Chromium: pictures move, belong to the moment, and follow the sound."""

import shutil

import pytest
from harness import Web, eventually, hang_up
from harness.media import RECORDING
from harness.media.meeting import SOURCES

from media.browsers import chromium
from recordings.steps import consent, is_in, passes

# Where all files are, on the recording's own clock, in ms; and who is seen with which number.
PLACES = """() => {
  const read = (video) => {
    // While it seeks, a video shows what it showed before and says that it is elsewhere.
    if (!video.videoWidth || video.seeking || video.readyState < 2) return null;
    const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
    const pencil = canvas.getContext("2d");
    pencil.drawImage(video, 0, 0, 320, 240);
    let word = 0;
    for (let place = 0; place < 16; place++) {
      const [red, green, blue] = pencil.getImageData(place % 4 * 80 + 40, Math.floor(place / 4) * 60 + 30, 1, 1).data;
      word = word * 2 + ((red + green + blue) / 3 > 130 ? 1 : 0);
    }
    return [word >> 12, word & 0xfff];
  };
  const sound = document.querySelector(".player-stage audio");
  return {
    sound: { at: sound.currentTime * 1000, file: sound.src.split("/").at(-1), paused: sound.paused },
    pictures: [...document.querySelectorAll(".pictures video")].map((video) => (
      { at: video.currentTime * 1000, file: (video.currentSrc || video.src).split("/").at(-1), shown: read(video), paused: video.paused, muted: video.muted })),
  };
}"""


@pytest.fixture(scope="module")
def recorded():
    """The data folders of servers that recorded a call, and its detail, by whether they seal it."""
    return {}


@pytest.fixture(params=["false", "true"])
async def seen(request, recorded, make_server, make_meeting, recordings_of, tmp_path_factory, tmp_path):
    """The detail of a recorded call, and a supervisor's page that shows it, on a server with a copy of the folder."""
    settings = RECORDING | {"VISAVIS_RECORDING_ENCRYPT": request.param}
    if request.param not in recorded:
        recorder = make_server(settings)
        detail = await _recorded_call(await make_meeting(recorder), await recordings_of(recorder))
        recorder.terminate()
        folder = tmp_path_factory.mktemp("recorded") / "data"
        recorded[request.param] = detail, recorder.cookies, shutil.copytree(recorder.data, folder)
    detail, cookies, folder = recorded[request.param]
    server = make_server(settings, data=shutil.copytree(folder, tmp_path / "data"))
    server.cookies = cookies
    async with chromium(server) as page:
        await page.page.context.add_cookies([{"name": "visavis_session", "value": server.cookies["supervisor"], "url": server.url}])
        await page.open(f"/recordings/{detail['recording']['id']}?lang=en")
        await page.until("() => document.querySelectorAll('.pictures video').length === 2", "two pictures")
        yield server, detail, page


async def _recorded_call(meeting, recordings):
    await consent(meeting, True)
    await is_in(meeting, "recording")
    await meeting.call.customer.request("chat.send", {"session": meeting.call.id, "key": "1", "text": "Is it oak?"})
    await passes(5)
    await hang_up(meeting.call)
    return await recordings.finished(meeting.call.id)


@pytest.mark.alone
async def test_pictures_and_sound_in_step(seen):
    server, detail, page = seen
    starts = {file["file"]: file["startMs"] for file in detail["files"]}

    async def places():
        told = await page.evaluate(PLACES)
        for one in (told["sound"], *told["pictures"]):
            one["at"] += starts[one["file"]]
        return told

    await page.press("Play")

    async def in_step():
        told = await places()
        return told if told["sound"]["at"] > 1_500 and all(abs(one["at"] - told["sound"]["at"]) < 100 for one in told["pictures"]) else None

    told = await eventually(in_step, "the pictures follow the sound", 15)
    assert {one["shown"][0] for one in told["pictures"]} == {SOURCES["customer"], SOURCES["agent"]}
    assert all(one["muted"] for one in told["pictures"]), "the mix alone is heard"

    await page.page.keyboard.press("Space")
    await page.until("() => [...document.querySelectorAll('.player-stage audio, .pictures video')].every((one) => one.paused)", "all stand still")
    slider = page.page.get_by_role("slider")
    await slider.focus()
    await page.page.keyboard.press("Home")

    async def stands_at(milliseconds):
        told = await places()
        near = all(abs(one["at"] - max(milliseconds, starts[one["file"]])) < 150 for one in (told["sound"], *told["pictures"]))
        return told if near and all(one["shown"] for one in told["pictures"]) else None

    first = await eventually(lambda: stands_at(0), "everything is at the beginning", 15)
    box = await slider.bounding_box()
    length = max(detail["index"]["durationMs"], *(file["startMs"] + file["durationMs"] for file in detail["files"]))
    await page.page.mouse.click(box["x"] + box["width"] * 2_500 / length, box["y"] + 5)

    async def moved():
        told = await stands_at(2_500)
        if told is None:
            return None
        steps = [(later["shown"][1] - earlier["shown"][1]) / 15 for earlier, later in zip(first["pictures"], told["pictures"], strict=True)]
        return told if all(1.5 < step < 3 for step in steps) else None

    await eventually(moved, "the pictures are those of the moment that was clicked", 15)


async def test_what_was_written_leads_to_its_moment_and_the_visit_is_audited(seen):
    server, detail, page = seen
    await page.until("() => document.body.innerText.includes('Is it oak?')", "the chat is shown")
    await page.until("() => document.body.innerText.includes('Who spoke')", "who spoke is shown")
    async with Web(server) as web:
        await web.sign_in("manager")

        async def audited():
            entries = (await web.http.get("/api/audit", params={"subject": detail["recording"]["id"]})).json()["entries"]
            return sum(entry["action"] == "recording.viewed" and entry["actor"].get("name") == "supervisor" for entry in entries) >= 2

        await eventually(audited, "the page's look is in the audit log")


async def test_an_agent_is_told_that_there_is_nothing(seen):
    server, detail, page = seen
    await page.page.context.add_cookies([{"name": "visavis_session", "value": server.cookies["agent2"], "url": server.url}])
    await page.open(f"/recordings/{detail['recording']['id']}?lang=en")
    await page.until("() => document.body.innerText.includes('There is no such recording') || document.body.innerText.includes('You may not see recordings')", "nothing to see")
