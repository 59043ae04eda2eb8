"""What happens in many recorded calls, and what is then in the files."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import av
import numpy
from harness import hang_up, until
from harness.media import Meeting, Recordings
from harness.media.meeting import TONES
from harness.media.pictures import read
from harness.media.recordings import decodes
from harness.media.sounds import AUDIBLE, BLOCK, RATE, spectrum_of


async def consent(meeting: Meeting, granted: bool) -> dict[str, Any]:
    answer = await meeting.call.customer.request("consent.set", {"session": meeting.call.id, "purpose": "quality", "granted": granted})
    return answer["session"]


async def is_in(meeting: Meeting, *states: str) -> None:
    await until(lambda: meeting.agent.view["recording"]["state"] in states, f"the recording is {states}: {meeting.agent.view['recording']}")


async def passes(seconds: float) -> None:
    """Time in which people talk."""
    began = time.monotonic()
    await until(lambda: time.monotonic() - began >= seconds, "time")


async def kept(meeting: Meeting, recordings: Recordings, tmp_path: Path) -> tuple[dict[str, Any], dict[str, Path]]:
    """Detail, and the files that were fetched and decode."""
    await hang_up(meeting.call)
    detail = await recordings.finished(meeting.call.id)
    files = await recordings.fetch(detail, tmp_path)
    for path in files.values():
        decodes(path)
    return detail, files


def tones_in(path: Path) -> list[set[str]]:
    """For each tenth of a second: which people sound."""
    heard = []
    samples = numpy.zeros(0)
    with av.open(str(path)) as file:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        for frame in file.decode(audio=0):
            for piece in resampler.resample(frame):
                samples = numpy.append(samples, piece.to_ndarray().reshape(-1))
    for first in range(0, len(samples) - BLOCK, BLOCK):
        spectrum = spectrum_of(samples[first : first + BLOCK])
        heard.append({name for name, tone in TONES.items() if spectrum[tone * BLOCK // RATE] > AUDIBLE})
    return heard


def pictures_in(path: Path) -> list[tuple[int, int]]:
    """Source and number of each picture."""
    with av.open(str(path)) as file:
        return [read(frame.to_ndarray(format="gray")) for frame in file.decode(video=0)]
