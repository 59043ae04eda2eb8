"""A call that an attacker has to do with."""

from __future__ import annotations

import pytest
from harness import start_call
from harness.media import RawTransport, Talker


@pytest.fixture
async def call(server, cast):
    agent, customer = await cast.agent(server, "agent1", activity="available"), await cast.visitor(server)
    return await start_call(agent, customer, join=False)


@pytest.fixture
async def listener(call, closing):
    """The agent, who listens to whatever the customer sends."""
    talker = Talker(call.agent, call.id)
    closing.push_async_callback(talker.close)
    return await talker.join()


@pytest.fixture
def make_transport(server, call, closing):
    """Customers written by hand."""
    return lambda **options: closing.enter_context(RawTransport(server, call.customer, call.id, **options))


@pytest.fixture
async def customer(make_transport, listener):
    """A customer with valid keys, heard by the agent."""
    transport = make_transport()
    await transport.connect()
    await transport.is_heard(listener)
    return transport


@pytest.fixture
async def known(make_transport):
    """Joined, answered, not yet checked."""
    transport = make_transport()
    await transport.join()
    await transport.negotiate()
    return transport
