"""What a person sees and does on the pages, in the words of the pages."""

from __future__ import annotations

import json
from typing import Any

from harness import VisavisServer, wait_until
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, WebSocket, expect

from .chromium import OBSERVER

DEADLINE = 15.0

MEDIA = """async () => {
  const peer = window.observed.peers.filter((one) => one.connectionState !== "closed").at(-1);
  const told = { framesDecoded: 0, framesSent: 0, audioEnergy: 0, audioPackets: 0, connection: peer?.connectionState ?? "none", peers: window.observed.peers.length };
  for (const report of peer ? (await peer.getStats()).values() : []) {
    if (report.type === "inbound-rtp" && report.kind === "video") told.framesDecoded += report.framesDecoded;
    if (report.type === "inbound-rtp" && report.kind === "audio") {
      told.audioEnergy += report.totalAudioEnergy;
      told.audioPackets += report.packetsReceived;
    }
    if (report.type === "outbound-rtp" && report.kind === "video") told.framesSent += report.framesSent;
  }
  return told;
}"""

FRAMES = """async () => {
  const peer = window.observed.peers.filter((one) => one.connectionState !== "closed").at(-1);
  const told = {};
  for (const report of peer ? (await peer.getStats()).values() : []) if (report.type === "inbound-rtp" && report.kind === "video") told[report.mid] = report.framesDecoded;
  return told;
}"""


class Screen:
    """One page in a browser context of its own: one person at one computer."""

    def __init__(self, context: BrowserContext, server: VisavisServer, origin: str | None = None, page: Page | None = None):
        self.context = context
        self.server = server
        self.origin = origin or server.url
        self.faults: list[str] = []
        if page is None:
            context.set_default_timeout(DEADLINE * 1000)
            context.add_init_script(OBSERVER)
            page = context.new_page()
        self.page = page
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"uncaught: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        # A browser reports every refused request itself; "who am I" is refused to whoever has not signed in, and a killed server refuses all.
        if message.type == "error" and not message.text.startswith(("Failed to load resource", "WebSocket connection to")):
            self.faults.append(f"console: {message.text} ({message.location.get('url')})")

    def open(self, path: str) -> None:
        self.page.goto(self.origin + path)

    def frames(self) -> list[tuple[bool, dict[str, Any]]]:
        """What this page's sockets send (`True`) and receive from now on, in its order; grows while Playwright is asked for something."""
        frames: list[tuple[bool, dict[str, Any]]] = []

        def listen(socket: WebSocket) -> None:
            socket.on("framesent", lambda text: frames.append((True, json.loads(text))))
            socket.on("framereceived", lambda text: frames.append((False, json.loads(text))))

        self.page.on("websocket", listen)
        return frames

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def press(self, name: str) -> None:
        self.button(name).click()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=DEADLINE * 1000)

    def until(self, script: str, what: str, deadline: float = DEADLINE) -> Any:
        """Asks the page again and again; the pages' own policy forbids the evaluation inside the page that Playwright would use."""
        return wait_until(lambda: self.page.evaluate(script), what, deadline)

    # The call

    @property
    def state(self) -> str | None:
        return self.page.evaluate("() => document.querySelector('visavis-call')?.dataset.state ?? null")

    def is_in(self, state: str, deadline: float = DEADLINE) -> None:
        wait_until(lambda: self.state == state, f"{self.origin}: the call is {state}", deadline)

    def media(self) -> dict[str, Any]:
        return self.page.evaluate(MEDIA)

    def sees_and_hears(self, deadline: float = DEADLINE) -> None:
        """Pictures are decoded and sound has energy, from now on."""
        before = self.media()

        def more() -> bool:
            now = self.media()
            if now["framesDecoded"] < before["framesDecoded"] or now["audioEnergy"] < before["audioEnergy"]:
                before.update(now)  # another peer connection counts anew
            return now["framesDecoded"] > before["framesDecoded"] + 5 and now["audioEnergy"] > before["audioEnergy"]

        wait_until(more, f"pictures and sound arrive (at first {before})", deadline)
        self.until("() => { const { videoWidth, paused } = document.querySelector('.call-them'); return videoWidth > 0 && !paused; }", "the picture is shown", 45)

    def decodes(self, count: int, deadline: float = DEADLINE) -> None:
        """At least so many video streams bring new pictures."""

        def moving() -> bool:
            frames = self.page.evaluate(FRAMES)
            known = self.__dict__.setdefault("_frames", frames)
            return sum(number > known.get(stream, 0) + 5 for stream, number in frames.items()) >= count

        self.__dict__.pop("_frames", None)
        wait_until(moving, f"{count} pictures move", deadline)

    def write(self, text: str) -> None:
        message = self.page.get_by_role("textbox", name="Message")
        if not message.is_visible():
            self.press_control("chat")
        message.fill(text)
        message.press("Enter")

    def press_control(self, control: str) -> None:
        self.page.locator(f'visavis-call button[data-control="{control}"]').click()

    def reads(self, *texts: str) -> None:
        """The conversation in writing is exactly this."""
        chat = self.page.locator(".chat-text")
        expect(chat).to_have_text(list(texts), timeout=DEADLINE * 1000)


class Customer(Screen):
    def visit(self, query: str = "") -> Customer:
        self.open(f"/visit?lang=en{query}")
        expect(self.button("Talk now")).to_be_visible()
        return self

    def talk_now(self) -> Customer:
        self.press("Talk now")
        return self

    def chat(self, name: str, query: str = "") -> Customer:
        """Comes to write, where there is something to choose."""
        self.open(f"/visit?lang=en{query}")
        self.page.get_by_role("radio", name="Chat").check()
        self.page.get_by_label("Your name").fill(name)
        self.press("Start the chat")
        return self

    def queue(self, query: str = "") -> Customer:
        self.visit(query).talk_now()
        expect(self.button("Leave the queue")).to_be_visible()
        return self


class Agent(Screen):
    name = ""

    def sign_in(self, name: str = "agent1", query: str = "?lang=en") -> Agent:
        """With the session that the harness prepared; the sign-in page has a test of its own."""
        self.name = name
        self.context.add_cookies([{"name": "visavis_session", "value": self.server.cookies[name], "url": self.origin}])
        self.open("/agent" + query)
        return self

    def be_available(self) -> Agent:
        self.press("Available")
        expect(self.button("Available")).to_have_attribute("aria-pressed", "true")
        self.sees("Ready for calls")
        return self

    def accept(self) -> Agent:
        self.press("Accept")
        return self

    # Chats: the list of them, and the one that is open

    def row(self, customer: str) -> Locator:
        return self.page.locator(".chat-row", has_text=customer)

    def turn_to(self, customer: str) -> Agent:
        self.row(customer).click()
        expect(self.pane.get_by_role("heading", name=customer, exact=True)).to_be_visible()
        return self

    @property
    def pane(self) -> Locator:
        return self.page.locator(".chat-pane:not([hidden])")

    @property
    def composer(self) -> Locator:
        return self.pane.get_by_role("textbox", name="Message")


class Guest(Screen):
    def join(self, link: str, name: str = "Grace") -> Guest:
        self.page.goto(link)
        self.page.get_by_label("Your name").fill(name)
        self.press("Join the call")
        return self


class Supervisor(Agent):
    def watch(self, name: str = "supervisor") -> Supervisor:
        self.context.add_cookies([{"name": "visavis_session", "value": self.server.cookies[name], "url": self.origin}])
        self.open("/supervise?lang=en")
        return self

    def enter(self) -> Supervisor:
        self.page.get_by_role("button", name="Watch").first.click()
        return self


class Floor(Screen):
    """A page of somebody who looks after the floor."""

    def sign_in(self, name: str, path: str) -> Floor:
        self.context.add_cookies([{"name": "visavis_session", "value": self.server.cookies[name], "url": self.origin}])
        self.open(path)
        return self

    @property
    def tickets(self) -> Locator:
        return self.page.locator(".tickets tbody tr")

    def confirm(self) -> None:
        self.page.locator("dialog button[type=submit]").click()

    def publish(self, note: str = "") -> None:
        self.press("Publish…")
        self.page.get_by_label("Note (optional)").fill(note)
        self.confirm()


def hold_a_call(agent: Agent, customer: Customer) -> None:
    """Both sit down, meet through the queue, and see and hear each other."""
    agent.sign_in().be_available()
    customer.visit().talk_now()
    agent.accept()
    both_live(agent, customer)


def music_without_pictures(listener: Screen, *others: Screen) -> None:
    """A hundred packets of sound come to the listener, and meanwhile no picture to any of them, once those that were on their way are there."""

    def pictures() -> list[int]:
        return [screen.media()["framesDecoded"] for screen in (listener, *others)]

    sound, before = listener.media()["audioPackets"], pictures()

    def is_still() -> bool:
        nonlocal sound, before
        heard, now = listener.media()["audioPackets"], pictures()
        if now != before:
            sound, before = heard, now
        return heard > sound + 100

    wait_until(is_still, "music without pictures", 15)


def both_live(*screens: Screen, deadline: float = DEADLINE) -> None:
    for screen in screens:
        screen.is_in("live", deadline)
    for screen in screens:
        screen.sees_and_hears(deadline)
