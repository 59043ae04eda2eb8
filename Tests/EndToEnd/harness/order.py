"""Which file comes when, if several processes share them out from the first to the last."""

from __future__ import annotations

from itertools import chain, groupby, zip_longest

import pytest


def mixed(tests: list[pytest.Item]) -> list[pytest.Item]:
    """By turns a file with browsers, which keep the processor busy, and one whose tests mostly wait; at the end come
    the files that are left of the kind that has more."""
    files = [list(file) for _, file in groupby(tests, key=lambda test: test.path)]
    busy = [file for file in files if file[0].path.parent.name == "browser"]
    waiting = [file for file in files if file[0].path.parent.name != "browser"]
    return [test for file in chain.from_iterable(zip_longest(busy, waiting, fillvalue=[])) for test in file]
