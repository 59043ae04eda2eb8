"""Waiting for a condition. Tests never sleep for a fixed time; what only another process can tell is asked for again and again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

PAUSE = 0.02
Value = TypeVar("Value")


class DeadlineError(AssertionError):
    """What was waited for did not happen in time."""


def wait_until(condition: Callable[[], Value], what: str, deadline: float = 10) -> Value:
    """Calls `condition` until it returns something true, and returns that."""
    end = time.monotonic() + deadline
    while True:
        if value := condition():
            return value
        if time.monotonic() >= end:
            raise DeadlineError(f"not within {deadline:g} s: {what}")
        # What another process does wakes nobody here. Asked without a pause it would have to share the machine with the question.
        time.sleep(PAUSE)


async def eventually(condition: Callable[[], Awaitable[Value]], what: str, deadline: float = 10) -> Value:
    """`wait_until` for a condition that has to be awaited."""
    end = time.monotonic() + deadline
    while True:
        if value := await condition():
            return value
        if time.monotonic() >= end:
            raise DeadlineError(f"not within {deadline:g} s: {what}")
        await asyncio.sleep(PAUSE)


async def until(condition: Callable[[], Value], what: str, deadline: float = 10) -> Value:
    """`wait_until` for a condition about this process, whose tasks go on meanwhile."""

    async def check() -> Value:
        return condition()

    return await eventually(check, what, deadline)
