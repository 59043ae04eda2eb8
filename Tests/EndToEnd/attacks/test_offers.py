"""Offers that are wrong, or somebody else's."""

from __future__ import annotations

import os
import random

import pytest
from harness import refused
from harness.media.transport import offer

SEED = int(os.environ.get("VISAVIS_SEED", "20261122"))


@pytest.mark.parametrize("what", [
    "empty", "noise", "no fingerprint", "md5", "no ufrag", "no bundle", "a section without mid", "two sections of one mid",
    "sections that are not there", "a mid twice", "eighty sections",
])  # fmt: skip
async def test_an_offer_that_is_wrong_gets_a_reason(make_transport, call, what):
    transport = await make_transport().join()
    sound = offer(transport.fingerprint)
    sections = [{"mid": "0", "send": "microphone"}, {"mid": "1", "send": "camera"}]
    sdp = {
        "empty": "", "noise": random.Random(SEED).randbytes(2_000).hex(),
        "no fingerprint": "\r\n".join(line for line in sound.split("\r\n") if "fingerprint" not in line),
        "md5": sound.replace("sha-256", "md5"), "no ufrag": "\r\n".join(line for line in sound.split("\r\n") if "ufrag" not in line),
        "no bundle": sound.replace("a=group:BUNDLE 0 1\r\n", ""), "a section without mid": sound.replace("a=mid:1\r\n", ""),
        "two sections of one mid": sound.replace("a=mid:1", "a=mid:0"),
        "eighty sections": sound + sound[sound.index("m=audio") :].replace("cname:raw", "c") * 40,
    }.get(what, sound)
    if what == "sections that are not there":
        sections.append({"mid": "7", "send": "screen"})
    if what == "a mid twice":
        sections.append({"mid": "1", "send": "screen"})
    request = {"session": call.id, "epoch": transport.epoch, "sdp": sdp, "sections": sections}
    code = await refused(call.customer.request("media.offer", request))
    assert code in ("bad_sdp", "bad_request"), code
    await transport.negotiate()
    await transport.check()


async def test_an_offer_of_somebody_elses_session_or_epoch(make_transport, call, cast, server):
    transport = await make_transport().join()
    request = {"session": call.id, "epoch": transport.epoch, "sdp": transport.offer(), "sections": []}
    stranger = await cast.visitor(server)
    assert await refused(stranger.request("media.offer", request)) in ("not_allowed", "session_gone", "not_found")
    assert await refused(call.customer.request("media.offer", request | {"epoch": transport.epoch - 1})) == "stale_epoch"
    assert await refused(call.customer.request("media.offer", request | {"epoch": transport.epoch + 1})) == "stale_epoch"
    assert await refused(call.customer.request("media.offer", request | {"session": "0" * 32})) == "session_gone"
