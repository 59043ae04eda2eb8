"""A track that gives each frame at its time."""

from __future__ import annotations

import asyncio
import time

from aiortc import MediaStreamTrack, RTCRtpSender
from aiortc.mediastreams import MediaStreamError

# Seconds that a track may be behind.
TOLERANCE = 0.2


class ClockedTrack(MediaStreamTrack):
    """`interval` seconds a frame since `start` (monotonic). Tracks with the same start are in step."""

    interval: float

    def __init__(self, start: float | None = None):
        super().__init__()
        self.start = start
        self.count = 0
        self.captured: float | None = None
        self.is_paused = False
        self.resumed = asyncio.Event()

    async def next_index(self) -> int:
        """Waits for the next frame's time. What a busy machine was too late for is left out, as a camera does."""
        if self.readyState != "live":
            raise MediaStreamError
        if self.is_paused:
            self.resumed.clear()
            await self.resumed.wait()
        now = time.monotonic()
        if self.start is None:
            self.start = now
        due = int((now - self.start) / self.interval)
        index = due if due > self.count + TOLERANCE / self.interval else self.count
        self.count = index + 1
        self.captured = self.start + index * self.interval
        await asyncio.sleep(max(0, self.captured - now))
        return index

    def pause(self) -> None:
        self.is_paused = True

    def resume(self) -> None:
        self.is_paused = False
        self.resumed.set()


class _CaptureTime:
    """The time in sender reports. aiortc's is that of sending, which on a busy machine is not that of the picture; browsers take the picture's."""

    def __set__(self, sender: RTCRtpSender, value: int) -> None:
        captured = getattr(sender.track, "captured", None)
        late = 0 if captured is None else time.monotonic() - captured
        sender.__dict__["captured"] = value - int(late * (1 << 32))

    def __get__(self, sender: RTCRtpSender, _: type) -> int:
        return sender.__dict__["captured"]


RTCRtpSender._RTCRtpSender__ntp_timestamp = _CaptureTime()
