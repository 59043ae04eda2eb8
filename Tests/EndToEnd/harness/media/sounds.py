"""Voices that can be told apart: each person is a tone."""

from __future__ import annotations

import asyncio
import fractions
import time
from collections.abc import Iterator

import numpy
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame

from .clocked import ClockedTrack

RATE = 48_000
SAMPLES = 960
BLOCK = 4_800
# Blocks overlap: a block does not hear what sounds at its edges. The made-up microphone of Chromium beeps for 20 ms each half second, which
# is a multiple of a block: a beep between two blocks would be missed for ever.
HOP = BLOCK // 2
# What of a tone's loudness (0.3 of full scale) must be there, and what noise never reaches.
AUDIBLE = 0.03


class SoundTrack(ClockedTrack):
    """Mono, 48 kHz, 20 ms a frame; a subclass says what sounds when."""

    kind = "audio"
    interval = SAMPLES / RATE

    def samples(self, first: int) -> numpy.ndarray:
        """Samples `first..<first + 960`, -1…1."""
        raise NotImplementedError

    async def recv(self) -> AudioFrame:
        first = await self.next_index() * SAMPLES
        frame = AudioFrame.from_ndarray((self.samples(first) * 32_767).astype(numpy.int16).reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = RATE
        frame.pts = first
        frame.time_base = fractions.Fraction(1, RATE)
        return frame


class ToneTrack(SoundTrack):
    def __init__(self, frequency: int, start: float | None = None):
        super().__init__(start)
        self.frequency = frequency

    def again(self) -> ToneTrack:
        return ToneTrack(self.frequency)

    def samples(self, first: int) -> numpy.ndarray:
        return 0.3 * numpy.sin(2 * numpy.pi * self.frequency / RATE * numpy.arange(first, first + SAMPLES))


class Ear:
    """Listens to a track and remembers which frequencies sounded when."""

    def __init__(self, track: MediaStreamTrack):
        self.frames = 0
        self.blocks: list[tuple[float, numpy.ndarray]] = []
        self._samples = numpy.zeros(0)
        self._task = asyncio.create_task(self._listen(track))

    def stop(self) -> None:
        self._task.cancel()

    def hears(self, frequency: int, within: float = 0.5) -> bool:
        """Now, or within the last moments."""
        return self.heard(frequency, time.monotonic() - within)

    def heard(self, frequency: int, since: float) -> bool:
        return any(_loudness(spectrum, frequency) > AUDIBLE for spectrum in self._since(since))

    def heard_anything(self, since: float) -> bool:
        return any(spectrum.max() > AUDIBLE for spectrum in self._since(since))

    def _since(self, since: float) -> Iterator[numpy.ndarray]:
        for at, spectrum in reversed(self.blocks):
            if at < since:
                return
            yield spectrum

    async def _listen(self, track: MediaStreamTrack) -> None:
        try:
            while True:
                frame = await track.recv()
                self.frames += 1
                samples = frame.to_ndarray().reshape(-1)
                channels = len(frame.layout.channels)
                self._samples = numpy.append(self._samples, samples.reshape(-1, channels).mean(axis=1) / 32_768)
                while len(self._samples) >= BLOCK:
                    self.blocks.append((time.monotonic(), spectrum_of(self._samples[:BLOCK]).astype(numpy.float32)))
                    self._samples = self._samples[HOP:]
        except MediaStreamError:
            pass


def spectrum_of(samples: numpy.ndarray) -> numpy.ndarray:
    """Amplitudes, 10 Hz apart."""
    return numpy.abs(numpy.fft.rfft(samples * numpy.hanning(len(samples)))) / len(samples) * 4


def _loudness(spectrum: numpy.ndarray, frequency: int) -> float:
    return float(spectrum[frequency * BLOCK // RATE])
