"""Pictures that can be told apart: each frame carries who sends it and its number, in squares that any codec keeps."""

from __future__ import annotations

import asyncio
import fractions
import time

import numpy
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import VideoFrame

from .clocked import ClockedTrack

WIDTH, HEIGHT, COLUMNS, ROWS = 320, 240, 4, 4
DARK, LIGHT = 60, 200
CLOCK = 90_000


class VideoTrack(ClockedTrack):
    """15 pictures a second; a subclass draws them."""

    kind = "video"

    def __init__(self, start: float | None = None, rate: int = 15):
        super().__init__(start)
        self.interval = 1 / rate

    def luma(self, index: int) -> numpy.ndarray:
        raise NotImplementedError

    async def recv(self) -> VideoFrame:
        index = await self.next_index()
        luma = self.luma(index)
        height, width = luma.shape
        grey = numpy.full((height // 2, width), 128, numpy.uint8)
        frame = VideoFrame.from_ndarray(numpy.vstack([luma, grey]), format="yuv420p")
        frame.pts = round(index * self.interval * CLOCK)
        frame.time_base = fractions.Fraction(1, CLOCK)
        return frame


class PictureTrack(VideoTrack):
    """`source` 1…15, then the frame's number modulo 4,096."""

    def __init__(self, source: int, start: float | None = None, rate: int = 15):
        super().__init__(start, rate)
        self.source = source

    def again(self) -> PictureTrack:
        return PictureTrack(self.source, rate=round(1 / self.interval))

    def luma(self, index: int) -> numpy.ndarray:
        return drawn(self.source << 12 | index & 0xFFF)


def drawn(word: int) -> numpy.ndarray:
    bits = numpy.array([LIGHT if word >> (15 - place) & 1 else DARK for place in range(16)], numpy.uint8).reshape(ROWS, COLUMNS)
    return numpy.kron(bits, numpy.ones((HEIGHT // ROWS, WIDTH // COLUMNS), numpy.uint8))


def read(luma: numpy.ndarray) -> tuple[int, int]:
    """Source and number of a picture of any size."""
    height, width = luma.shape[0] // ROWS, luma.shape[1] // COLUMNS
    word = 0
    for place in range(16):
        row, column = divmod(place, COLUMNS)
        square = luma[row * height + height // 4 : row * height + 3 * height // 4, column * width + width // 4 : column * width + 3 * width // 4]
        word = word << 1 | int(square.mean() > (DARK + LIGHT) / 2)
    return word >> 12, word & 0xFFF


class Eye:
    """Looks at a track and remembers which pictures came when."""

    def __init__(self, track: MediaStreamTrack):
        self.seen: list[tuple[float, int, int]] = []
        self.size = (0, 0)
        self._task = asyncio.create_task(self._look(track))

    def stop(self) -> None:
        self._task.cancel()

    def sees(self, source: int, within: float = 1.0) -> bool:
        return self.saw(source, time.monotonic() - within)

    def saw(self, source: int, since: float) -> bool:
        return any(at >= since and seen == source for at, seen, _ in self.seen)

    def saw_anything(self, since: float) -> bool:
        return any(at >= since for at, _, _ in self.seen)

    async def _look(self, track: MediaStreamTrack) -> None:
        try:
            while True:
                frame = await track.recv()
                self.size = (frame.width, frame.height)
                source, number = read(frame.to_ndarray(format="gray"))
                self.seen.append((time.monotonic(), source, number))
        except MediaStreamError:
            pass
