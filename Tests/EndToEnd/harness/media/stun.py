"""Binding requests (RFC 8489, RFC 8445 §7.1), honest and not."""

from __future__ import annotations

from aioice import stun


def binding_request(username: str | None, password: str | None, *, fingerprint: bool = True, nominate: bool = True) -> bytes:
    """`username` is `remote:local`; without a password there is no integrity."""
    message = stun.Message(message_method=stun.Method.BINDING, message_class=stun.Class.REQUEST)
    message.attributes["PRIORITY"] = 2_130_706_431
    message.attributes["ICE-CONTROLLING"] = 77
    if username is not None:
        message.attributes["USERNAME"] = username
    if nominate:
        message.attributes["USE-CANDIDATE"] = None
    if password is not None:
        message.add_message_integrity(password.encode())
    elif fingerprint:
        message.add_fingerprint()
    return bytes(message)
