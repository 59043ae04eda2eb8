#!/usr/bin/env python3
"""Composes the music on hold, Web/sounds/hold.opus: slow chords and a sparse melody that end where they began. Needs opusenc (opus-tools)."""
import math
import pathlib
import random
import struct
import subprocess
import wave

RATE = 48_000
BAR = 5.0
#          F maj7          D min7          B♭ maj7         C sus → C
CHORDS = [(53, 57, 60, 64), (50, 57, 60, 65), (46, 53, 57, 62), (48, 53, 55, 60),
          (53, 57, 60, 64), (45, 52, 55, 60), (46, 53, 57, 62), (48, 52, 55, 60)]
SCALE = (65, 67, 69, 72, 74, 77)


def frequency(note: int) -> float:
    return 440.0 * 2 ** ((note - 69) / 12)


def add(samples: list[float], start: float, length: float, note: int, gain: float, attack: float, release: float) -> None:
    total = len(samples)
    tone = frequency(note)
    for index in range(int((length + release) * RATE)):
        time = index / RATE
        envelope = min(1.0, time / attack) * (1.0 if time < length else max(0.0, 1 - (time - length) / release))
        value = math.sin(2 * math.pi * tone * time) + 0.28 * math.sin(4 * math.pi * tone * time + 0.6) * math.exp(-time)
        samples[(int(start * RATE) + index) % total] += gain * envelope * value


def main() -> None:
    random.seed(7)
    samples = [0.0] * int(len(CHORDS) * BAR * RATE)
    for bar, chord in enumerate(CHORDS):
        for note in chord:
            add(samples, bar * BAR, BAR, note, 0.05, 1.6, 2.4)
        for beat in (0.0, 1.25, 2.5, 3.75):
            if random.random() < 0.7:
                note = min(SCALE, key=lambda candidate: abs(candidate - random.choice(SCALE)) + (candidate % 12 not in {n % 12 for n in chord}) * 3)
                add(samples, bar * BAR + beat, 0.15, note, 0.06, 0.02, 1.8)
    peak = max(abs(value) for value in samples)
    target = pathlib.Path(__file__).resolve().parent.parent / "Web" / "sounds" / "hold.opus"
    target.parent.mkdir(exist_ok=True)
    source = target.with_suffix(".wav")
    with wave.open(str(source), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", int(value / peak * 9_000)) for value in samples))
    subprocess.run(["opusenc", "--quiet", "--bitrate", "24", "--framesize", "20", "--discard-comments", str(source), str(target)], check=True)
    source.unlink()


if __name__ == "__main__":
    main()
