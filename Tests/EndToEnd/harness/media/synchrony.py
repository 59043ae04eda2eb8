"""Beep and flash: a sound and a picture that belong together, to find out by how much they came apart."""

from __future__ import annotations

import math
from pathlib import Path

import av
import numpy

from .pictures import HEIGHT, WIDTH, VideoTrack
from .sounds import RATE, SAMPLES, SoundTrack

PERIOD = 1.0
LENGTH = 0.2
PITCH = 1_000


class BeepTrack(SoundTrack):
    """Sounds for 0.2 s at each full second since its start but the first."""

    def samples(self, first: int) -> numpy.ndarray:
        numbers = numpy.arange(first, first + SAMPLES)
        sounds = (numbers % int(PERIOD * RATE) < LENGTH * RATE) & (numbers >= PERIOD * RATE)
        return 0.5 * numpy.sin(2 * numpy.pi * PITCH / RATE * numbers) * sounds


class FlashTrack(VideoTrack):
    """Is white whenever a `BeepTrack` of the same start sounds."""

    def __init__(self, start: float | None = None, rate: int = 25):
        super().__init__(start, rate)

    def luma(self, index: int) -> numpy.ndarray:
        moment = index * self.interval + 1e-6
        is_white = moment >= PERIOD and math.fmod(moment, PERIOD) < LENGTH
        return numpy.full((HEIGHT, WIDTH), 220 if is_white else 40, numpy.uint8)


def beeps_in(path: Path) -> list[float]:
    """When beeps begin, in seconds of the file's own time."""
    onsets: list[float] = []
    quiet_until = 0.0
    with av.open(str(path)) as file:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        for frame in file.decode(audio=0):
            begin = float(frame.pts * frame.time_base)
            for piece in resampler.resample(frame):
                samples = piece.to_ndarray().reshape(-1)
                for first in range(0, len(samples), 240):
                    moment = begin + first / RATE
                    if numpy.abs(samples[first : first + 240]).max() > 0.15:
                        if moment >= quiet_until:
                            onsets.append(moment)
                        quiet_until = moment + LENGTH
    return onsets


def flashes_in(path: Path) -> list[float]:
    """When the picture turns white, in seconds of the file's own time."""
    onsets: list[float] = []
    was_white = False
    with av.open(str(path)) as file:
        for frame in file.decode(video=0):
            is_white = frame.to_ndarray(format="gray").mean() > 130
            if is_white and not was_white:
                onsets.append(float(frame.pts * frame.time_base))
            was_white = is_white
    return onsets
