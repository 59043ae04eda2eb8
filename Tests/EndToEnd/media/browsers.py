"""Browsers in tests of asyncio, so that they can talk to people of aiortc: Chromium and Firefox with the same few verbs."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from browser.chromium import CONSENT, DEVICES, EXECUTABLE, NETWORK, OBSERVER
from browser.screens import MEDIA
from harness import VisavisServer, eventually
from harness.firefox import Firefox
from playwright.async_api import async_playwright

# Reads the squares of `PictureTrack` off the large picture: [source, number].
READ = """() => {
  const video = document.querySelector(".call-them");
  if (!video?.videoWidth) return null;
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
  const pencil = canvas.getContext("2d");
  pencil.drawImage(video, 0, 0, 320, 240);
  let word = 0;
  for (let place = 0; place < 16; place++) {
    const [red, green, blue] = pencil.getImageData(place % 4 * 80 + 40, Math.floor(place / 4) * 60 + 30, 1, 1).data;
    word = word * 2 + ((red + green + blue) / 3 > 130 ? 1 : 0);
  }
  return [word >> 12, word & 0xfff];
}"""
STATE = "() => document.querySelector('visavis-call')?.dataset.state ?? null"


class Page:
    """One page of either browser."""

    def __init__(self, page: Any, server: VisavisServer):
        self.page = page
        self.server = server

    async def open(self, path: str) -> None:
        await self.page.goto(self.server.url + path)

    async def evaluate(self, function: str) -> Any:
        return await self.page.evaluate(function)

    async def press(self, name: str) -> None:
        """Clicks a button once it is there and enabled."""
        # Without the key that stands beside some names.
        script = f"""() => {{
          const named = (one) => [...one.childNodes].filter((node) => node.nodeName !== "KBD").map((node) => node.textContent).join("").trim();
          const button = [...document.querySelectorAll("button")].find((one) => named(one) === "{name}" && one.checkVisibility() && !one.disabled);
          button?.click();
          return Boolean(button);
        }}"""
        await eventually(lambda: self.evaluate(script), f"a button “{name}”", 20)

    async def until(self, function: str, what: str, deadline: float = 15) -> Any:
        return await eventually(lambda: self.evaluate(function), what, deadline)

    async def is_in(self, state: str, deadline: float = 20) -> None:
        async def reached() -> bool:
            return await self.evaluate(STATE) == state

        await eventually(reached, f"the call is {state}", deadline)

    async def media(self) -> dict[str, Any]:
        return await self.evaluate(MEDIA)

    async def hears(self, deadline: float = 15) -> None:
        """Sound that is not silence comes from now on."""
        before = (await self.media())["audioEnergy"]

        async def more() -> bool:
            return (await self.media())["audioEnergy"] > before + 0.001

        await eventually(more, "sound arrives", deadline)

    async def sees(self, source: int, deadline: float = 15) -> None:
        """The large picture is this source's, and it moves."""
        numbers: set[int] = set()

        async def moving() -> bool:
            read = await self.evaluate(READ)
            if read and read[0] == source:
                numbers.add(read[1])
            return len(numbers) >= 3

        await eventually(moving, f"pictures of source {source} are shown", deadline)


@contextlib.asynccontextmanager
async def chromium(server: VisavisServer) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        arguments = ["--no-sandbox", *DEVICES, *NETWORK, *CONSENT]
        browser = await playwright.chromium.launch(executable_path=EXECUTABLE, args=arguments)
        context = await browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
        await context.add_init_script(OBSERVER)
        try:
            yield Page(await context.new_page(), server)
        finally:
            await browser.close()


@contextlib.asynccontextmanager
async def firefox(server: VisavisServer) -> AsyncIterator[Page]:
    async with Firefox() as page:
        await page.add_init_script(OBSERVER)
        yield Page(page, server)
