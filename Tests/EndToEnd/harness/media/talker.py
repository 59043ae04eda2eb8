"""A participant whose media is aiortc's: an implementation of WebRTC that shares nothing with this project."""

from __future__ import annotations

import asyncio
import contextvars
from typing import Any

import aioice.ice
from aiortc import MediaStreamTrack, RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCRtpSender, RTCRtpTransceiver, RTCSessionDescription
from aiortc.rtcdtlstransport import RTCDtlsTransport

from ..client import Client, RequestError
from ..polling import eventually
from .pictures import Eye
from .sounds import Ear

_address: contextvars.ContextVar[str] = contextvars.ContextVar("address", default="127.0.0.1")
# aioice leaves the loopback out, and a test machine may have nothing else.
aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: [_address.get()]

Feed = tuple[str, str]


class Talker:
    """One person of a relayed session. Follows the session by itself: for each feed that comes, a section is negotiated.

    What arrives is in `ears` and `eyes`, by (participant, kind).
    """

    def __init__(
        self, client: Client, session: str, *, microphone: MediaStreamTrack | None = None, camera: MediaStreamTrack | None = None,
        codec: str | None = None, address: str = "127.0.0.1",
    ):
        self.client = client
        self.session = session
        self.codec = codec
        self.address = address
        self.view: dict[str, Any] = {}
        self.relay: str | None = None
        self.ears: dict[Feed, Ear] = {}
        self.eyes: dict[Feed, Eye] = {}
        self.sends: dict[str, MediaStreamTrack] = {kind: track for kind, track in (("microphone", microphone), ("camera", camera)) if track}
        self.receives: dict[Feed, RTCRtpTransceiver] = {}
        self.peer = RTCPeerConnection()
        self._senders: dict[str, RTCRtpTransceiver] = {}
        self._busy = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    # Coming and going

    async def join(self, **options: Any) -> Talker:
        """Joins, offers, and waits until packets may flow. Once more: as a page that was reloaded."""
        await self.peer.close()
        self.peer = RTCPeerConnection(RTCConfiguration(bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
        self.ears, self.eyes, self.receives, self._senders = {}, {}, {}, {}
        # A connection that is closed ends its tracks.
        self.sends = {kind: track if track.readyState == "live" else track.again() for kind, track in self.sends.items()}
        self.view = (await self.client.request("session.join", {"session": self.session} | options))["session"]
        self.client.on_push = self._pushed
        await self.negotiate()
        await self.connected()
        await self.client.notify("session.report", {"media": "connected"})
        await self.client.notify("session.media", {"audio": "microphone" in self.sends, "video": "camera" in self.sends, "screen": "screen" in self.sends})
        return self

    async def connected(self, deadline: float = 10) -> None:
        async def is_connected() -> bool:
            return self.peer.connectionState == "connected"

        await eventually(is_connected, f"the relay and {self.id} are connected", deadline)

    async def close(self) -> None:
        self.client.on_push = None
        for task in self._tasks:
            task.cancel()
        for sense in (*self.ears.values(), *self.eyes.values()):
            sense.stop()
        await self.peer.close()

    @property
    def id(self) -> str:
        return self.view["self"]

    @property
    def epoch(self) -> int:
        return next(person["epoch"] for person in self.view["participants"] if person["id"] == self.id)

    @property
    def dtls(self) -> RTCDtlsTransport:
        return self.peer.getTransceivers()[0].receiver.transport

    # What is sent

    async def send(self, kind: str, track: MediaStreamTrack) -> None:
        """Adds a section with `track`, such as a shared screen."""
        self.sends[kind] = track
        await self.negotiate()
        await self.client.notify("session.media", {"audio": "microphone" in self.sends, "video": "camera" in self.sends, "screen": "screen" in self.sends})

    # What is received

    def hears(self, other: Talker | str, frequency: int | None = None) -> bool:
        """The other one's tone, now."""
        tone = frequency if frequency is not None else other.sends["microphone"].frequency
        return any(ear.hears(tone) for ear in self.ears.values())

    def heard(self, frequency: int, since: float) -> bool:
        return any(ear.heard(frequency, since) for ear in self.ears.values())

    def sees(self, other: Talker, kind: str = "camera") -> bool:
        """The other one's picture, now, in the section that was asked for it."""
        eye = self.eyes.get((other.id, kind))
        return eye is not None and eye.sees(other.sends[kind].source)

    def saw(self, source: int, since: float) -> bool:
        return any(eye.saw(source, since) for eye in self.eyes.values())

    # The offer

    async def negotiate(self) -> None:
        """Sections for all that is sent and all that may be received (PROTOCOL.md §7); one offer at a time."""
        async with self._busy:
            sdp, sections = await self._offer()
            answer = await self.client.request(
                "media.offer", {"session": self.session, "epoch": self.epoch, "sdp": sdp, "sections": sections}, deadline=10)
            self.relay = answer["relay"]
            await self.peer.setRemoteDescription(RTCSessionDescription(sdp=answer["sdp"], type="answer"))
            self._attend()

    async def _offer(self) -> tuple[str, list[dict[str, Any]]]:
        for kind, track in self.sends.items():
            if kind not in self._senders:
                self._senders[kind] = self.peer.addTransceiver(track, "sendonly")
                self._prefer(self._senders[kind])
        for feed in self._wanted():
            if feed not in self.receives:
                self.receives[feed] = self.peer.addTransceiver("audio" if feed[1] == "microphone" else "video", "recvonly")
        token = _address.set(self.address)
        try:
            await self.peer.setLocalDescription()
        finally:
            _address.reset(token)
        sections = [{"mid": transceiver.mid, "send": kind} for kind, transceiver in self._senders.items()]
        sections += [
            {"mid": transceiver.mid, "receive": {"participant": participant, "kind": kind}} for (participant, kind), transceiver in self.receives.items()
        ]
        return self.peer.localDescription.sdp, sections

    def _wanted(self) -> list[Feed]:
        return [(feed["participant"], feed["kind"]) for feed in self.view["feeds"]]

    def _prefer(self, transceiver: RTCRtpTransceiver) -> None:
        if transceiver.kind == "video" and self.codec:
            known = RTCRtpSender.getCapabilities("video").codecs
            transceiver.setCodecPreferences([codec for codec in known if self.codec in codec.mimeType.upper() or "RTX" in codec.mimeType.upper()])

    def _attend(self) -> None:
        for feed, transceiver in self.receives.items():
            track = transceiver.receiver.track
            if track is None:
                continue
            if feed[1] == "microphone" and feed not in self.ears:
                self.ears[feed] = Ear(track)
            elif feed[1] != "microphone" and feed not in self.eyes:
                self.eyes[feed] = Eye(track)

    def _pushed(self, push: dict[str, Any]) -> None:
        if push["t"] != "session" or push["p"]["id"] != self.session:
            return
        self.view = push["p"]
        if self.view["state"] != "ended" and self.view["mine"] and any(feed not in self.receives for feed in self._wanted()):
            task = asyncio.create_task(self._grow())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _grow(self) -> None:
        try:
            if any(feed not in self.receives for feed in self._wanted()):
                await self.negotiate()
        except (RequestError, ConnectionError):
            pass  # The session ended, or another page took it over.
