"""The media port under attack: the attacker gets nothing, and the call goes on."""

from __future__ import annotations

import os
import random
import struct
import subprocess

import pytest
from harness import until
from harness.media import RawTransport, UDPSocket, binding_request
from harness.media.transport import AUDIO_SSRC, VIDEO_SSRC, VP8, made_up_fingerprint, nack, pli, rtp_packet
from OpenSSL import SSL

SEED = int(os.environ.get("VISAVIS_SEED", "20261122"))


def dropped(server, reason: str) -> float:
    return server.metrics()[f'visavis_relay_dropped_total{{reason="{reason}"}}']


# STUN


@pytest.mark.parametrize("what", ["no username", "no integrity", "wrong password", "unknown user", "another's user", "no fingerprint", "noise", "empty"])
async def test_stun_without_integrity_is_met_with_silence(server, known, what):
    user = f"{known.remote_ufrag}:made"
    datagram = {
        "no username": binding_request(None, known.remote_password),
        "no integrity": binding_request(user, None),
        "wrong password": binding_request(user, "not the password at all"),
        "unknown user": binding_request("nobodys1:made", known.remote_password),
        "another's user": binding_request("made:" + known.remote_ufrag, known.remote_password),
        "no fingerprint": binding_request(user, None, fingerprint=False),
        "noise": random.Random(SEED).randbytes(200),
        "empty": b"",
    }[what]
    with UDPSocket(server, "127.0.0.5") as attacker:
        for _ in range(20):
            attacker.send(datagram)
        await known.check()
        assert attacker.waiting() == [], "what came before the honest check was not answered"


async def test_an_answer_is_hardly_larger_than_its_request(server, known):
    request = known.request()
    with UDPSocket(server) as udp:
        udp.send(request)
        assert len(await udp.receive()) <= 1.5 * len(request)


async def test_a_check_of_one_participant_says_nothing_about_another_address(server, known):
    """An answer goes to where the request came from, and a request that is repeated from elsewhere moves nothing by itself."""
    await known.check()
    await known.handshake()
    with UDPSocket(server, "127.0.0.6") as attacker:
        attacker.send(random.Random(SEED).randbytes(4) + known.request()[4:])
        await known.check()
        assert attacker.waiting() == []


# DTLS


async def test_a_client_hello_from_an_unchecked_address_is_met_with_silence(server, known):
    flight = known.begin()
    with UDPSocket(server, "127.0.0.7") as attacker:
        for datagram in flight * 5:
            attacker.send(datagram)
        await known.check()
        assert attacker.waiting() == []
    for datagram in flight:
        known.socket.send(datagram)
    answer = await known.socket.receive()
    assert 19 < answer[0] < 64, "the same hello from the checked address is answered"


async def test_openssl_gets_no_answer_from_outside(server, known):
    done = subprocess.run(
        ["timeout", "1", "openssl", "s_client", "-dtls1_2", "-connect", f"127.0.0.1:{server.media_port}"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert "BEGIN CERTIFICATE" not in done.stdout
    await known.check()


async def test_a_cipher_that_hides_nothing_is_refused(make_transport, listener):
    bare = make_transport(ciphers=b"ECDHE-ECDSA-NULL-SHA:ECDHE-RSA-NULL-SHA:@SECLEVEL=0")
    await bare.join()
    await bare.negotiate()
    await bare.check()
    with pytest.raises((SSL.Error, TimeoutError)):
        await bare.handshake(3)


async def test_another_certificate_than_the_offers_closes_everything(make_transport, listener):
    impostor = make_transport(fingerprint=made_up_fingerprint())
    await impostor.join()
    await impostor.negotiate()
    await impostor.check()
    with pytest.raises((SSL.Error, TimeoutError)):
        await impostor.handshake(3)
        # A client may end its own handshake before the server looks at the certificate; keys are of no use to it.
        [ear] = listener.ears.values()
        for _ in range(50):
            impostor.speak()
        await impostor.closed(3)
        assert ear.frames == 0
        raise TimeoutError


async def test_a_flood_of_handshake_fragments_ends_one_handshake_and_nothing_else(server, known, listener):
    await known.check()
    for number in range(2_000):
        fragment = struct.pack("!B", 1) + (60_000).to_bytes(3) + struct.pack("!H", 0) + (number * 20 % 60_000).to_bytes(3) + (20).to_bytes(3) + bytes(20)
        known.socket.send(struct.pack("!BHHHIH", 22, 0xFEFD, 0, 0, number, len(fragment)) + fragment)
    await known.connect()
    await known.is_heard(listener)
    assert memory_of(server) < 400 << 20


def memory_of(server) -> int:
    status = open(f"/proc/{server.process.pid}/status").read()
    return int(status.split("VmRSS:")[1].split()[0]) << 10


# RTP and RTCP


async def test_packets_from_an_unchecked_address_go_nowhere(server, customer, listener):
    """Even when they are valid, byte for byte."""
    forwarded = customer.sequence
    # Figures are told twice a second.
    await until(lambda: server.metrics()["visavis_relay_forwarded_total"] == forwarded, "all that was said so far is passed on")
    with UDPSocket(server, "127.0.0.8") as attacker:
        for _ in range(50):
            customer.speak(attacker)
        await customer.check()
        assert attacker.waiting() == []
    await until(lambda: dropped(server, "unknown_source") >= 50, "they were dropped")
    assert server.metrics()["visavis_relay_forwarded_total"] == forwarded
    await customer.is_heard(listener)


async def test_a_replay_is_dropped_and_the_call_goes_on(server, customer, listener):
    packet = customer.next_packet()
    for _ in range(500):
        customer.socket.send(packet)
    await until(lambda: dropped(server, "replayed") >= 400, "the replays were dropped")
    await customer.is_heard(listener)


@pytest.mark.parametrize("what", ["noise", "rtp", "rtcp", "dtls", "stun"])
async def test_garbage_does_not_end_the_call(server, customer, listener, what):
    noise = random.Random(SEED)
    begin = {
        "noise": b"", "rtp": struct.pack("!BB", 0x90, 111), "rtcp": struct.pack("!BB", 0x81, 206), "dtls": struct.pack("!BHH", 23, 0xFEFD, 1),
        "stun": struct.pack("!HHI", 1, 60, 0x2112A442)}[what]
    for number in range(3_000):
        customer.socket.send(begin + noise.randbytes(noise.randrange(1, 1_300)))
        if number % 100 == 0:
            customer.speak()
    await customer.is_heard(listener)
    assert server.process.poll() is None


async def test_malformed_but_authentic_rtp_does_not_end_the_call(server, customer, listener):
    noise = random.Random(SEED)
    for number in range(2_000):
        head = bytearray(rtp_packet(number, number * 960, b"", ssrc=AUDIO_SSRC, payload_type=111))
        head[0] = 0x80 | noise.randrange(64)
        customer.socket.send(protected(customer, bytes(head) + noise.randbytes(noise.randrange(100))))
        body = noise.randbytes(noise.randrange(1, 60))
        customer.socket.send(customer.rtp(number, number * 3_000, body, ssrc=VIDEO_SSRC, payload_type=VP8, marker=noise.random() < 0.5))
        customer.socket.send(customer.rtcp(struct.pack("!BBHI", 0x80 | noise.randrange(32), noise.randrange(192, 224), noise.randrange(20), AUDIO_SSRC) + noise.randbytes(80)))
    await customer.check()
    customer.sequence = 3_000
    await customer.is_heard(listener)


def protected(transport: RawTransport, packet: bytes) -> bytes:
    """libsrtp refuses some of what is wrong before it goes out; then it goes out as it is."""
    try:
        return transport.sending.protect(packet)
    except Exception:
        return packet


async def test_a_flood_of_sources_is_capped(server, customer, listener):
    for ssrc in range(1, 3_000):
        customer.socket.send(customer.rtp(1, 960, ssrc=ssrc))
    await until(lambda: dropped(server, "unknown_ssrc") + dropped(server, "limited") >= 1_500, "they are dropped")
    assert memory_of(server) < 400 << 20
    await customer.is_heard(listener)


async def test_a_flood_of_key_frame_requests_reaches_the_sender_seldom(server, customer, listener):
    """The agent sends nothing here: the relay's count says what the customer's sender would have got."""
    meter = "visavis_relay_key_frame_requests_total"
    before = server.metrics()[meter]
    for _ in range(2_000):
        customer.socket.send(customer.rtcp(pli(VIDEO_SSRC)))
    await until(lambda: dropped(server, "limited") > 0, "most are dropped")
    await customer.is_heard(listener)
    assert server.metrics()[meter] - before <= 10


async def test_a_flood_of_retransmission_requests_amplifies_nothing(server, meeting):
    """One packet that asks for thousands of packets, again and again."""
    agent, customer = meeting.agent, meeting.customer
    eye = agent.eyes[customer.id, "camera"]
    await until(lambda: len(eye.seen) > 20, "pictures came")
    stats = await agent.peer.getStats()
    ssrc = next(one.ssrc for one in stats.values() if one.type == "inbound-rtp" and one.kind == "video")
    before = server.metrics()["visavis_relay_retransmitted_total"]
    flood = nack(ssrc, list(range(0, 65_536, 17))[:300], sender=1)
    for _ in range(300):
        await agent.dtls._send_rtp(flood)
    await until(lambda: dropped(server, "limited") > 0, "most are dropped")
    assert server.metrics()["visavis_relay_retransmitted_total"] - before <= 3_000
    await meeting.live()
