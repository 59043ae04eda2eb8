"""A participant's transport written by hand, so that each part of it can be wrong: the offer, STUN, DTLS, SRTP."""

from __future__ import annotations

import asyncio
import hashlib
import re
import socket
import struct
from typing import Any, Self

from aioice import stun
from aiortc.rtcdtlstransport import SRTP_AES128_CM_SHA1_80, RTCCertificate
from OpenSSL import SSL
from pylibsrtp import Policy, Session

from ..client import Client
from ..polling import until
from ..server import VisavisServer
from .stun import binding_request
from .talker import Talker

UFRAG, PASSWORD = "made", "upByHandForThisTestOnly"
CIPHERS = b"ECDHE-ECDSA-AES128-GCM-SHA256"
AUDIO_SSRC, VIDEO_SSRC = 0x11112222, 0x33334444
OPUS, VP8 = 111, 96


class UDPSocket:
    """A socket that talks to the relay, from an address and port of its own."""

    def __init__(self, server: VisavisServer, address: str = "127.0.0.1"):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.socket.bind((address, 0))
        self.socket.setblocking(False)
        self.relay = ("127.0.0.1", server.media_port)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendto(data, self.relay)

    async def receive(self, deadline: float = 3) -> bytes:
        async with asyncio.timeout(deadline):
            return await asyncio.get_running_loop().sock_recv(self.socket, 65_536)

    def waiting(self) -> list[bytes]:
        """All that has come; what was answered to something another socket got an answer to afterwards is here."""
        datagrams = []
        try:
            while True:
                datagrams.append(self.socket.recv(65_536))
        except BlockingIOError:
            return datagrams


class RawTransport:
    """`negotiate`, `check`, `handshake`: then `rtp` and `rtcp` packets may be sent, and `packets` comes back."""

    def __init__(self, server: VisavisServer, client: Client, session: str, *, ciphers: bytes = CIPHERS, fingerprint: str | None = None, address: str = "127.0.0.1"):
        self.client = client
        self.session = session
        self.certificate = RTCCertificate.generateCertificate()
        self.fingerprint = fingerprint or next(one.value for one in self.certificate.getFingerprints() if one.algorithm == "sha-256")
        self.socket = UDPSocket(server, address)
        self.view: dict[str, Any] = {}
        self.remote_ufrag = self.remote_password = ""
        self._ciphers = ciphers
        self.ssl: SSL.Connection | None = None
        self.sending: Session | None = None
        self.receiving: Session | None = None
        self.sequence = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.socket.close()

    # Signaling

    async def join(self) -> Self:
        self.view = (await self.client.request("session.join", {"session": self.session}))["session"]
        return self

    @property
    def epoch(self) -> int:
        return next(person["epoch"] for person in self.view["participants"] if person["id"] == self.view["self"])

    def offer(self) -> str:
        return offer(self.fingerprint)

    async def negotiate(self, sdp: str | None = None) -> str:
        answer = (await self.client.request("media.offer", {
            "session": self.session, "epoch": self.epoch, "sdp": sdp or self.offer(),
            "sections": [{"mid": "0", "send": "microphone"}, {"mid": "1", "send": "camera"}],
        }))["sdp"]
        self.remote_ufrag = re.search(r"a=ice-ufrag:(\S+)", answer)[1]
        self.remote_password = re.search(r"a=ice-pwd:(\S+)", answer)[1]
        return answer

    # ICE

    def request(self, password: str | None = "", **options: Any) -> bytes:
        """A binding request; without `password` the right one is used."""
        return binding_request(f"{self.remote_ufrag}:{UFRAG}", self.remote_password if password == "" else password, **options)

    async def check(self, by: UDPSocket | None = None) -> stun.Message:
        """One answered connectivity check; whatever else came before it is dropped."""
        udp = by or self.socket
        udp.send(self.request())
        while True:
            data = await udp.receive()
            if data[0] < 2:
                answer = stun.parse_message(data)
                assert answer.check_message_integrity(self.remote_password.encode())
                return answer

    # DTLS

    def begin(self) -> list[bytes]:
        """The first flight of a handshake."""
        context = SSL.Context(SSL.DTLS_METHOD)
        context.set_options(SSL.OP_NO_QUERY_MTU)
        context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, lambda *_: True)
        context.use_certificate(self.certificate._cert)
        context.use_privatekey(self.certificate._key)
        context.set_cipher_list(self._ciphers)
        context.set_tlsext_use_srtp(b"SRTP_AES128_CM_SHA1_80")
        self.ssl = SSL.Connection(context, None)
        self.ssl.set_ciphertext_mtu(1_200)
        self.ssl.set_connect_state()
        return self.step()

    def step(self, datagram: bytes | None = None) -> list[bytes]:
        """Takes a datagram; returns what is to be sent. `SSL.Error` when the handshake has failed."""
        if datagram is not None:
            self.ssl.bio_write(datagram)
        try:
            self.ssl.do_handshake()
        except SSL.WantReadError:
            pass
        try:
            return records(self.ssl.bio_read(65_536))
        except SSL.Error:
            return []

    async def handshake(self, deadline: float = 5) -> Self:
        async with asyncio.timeout(deadline):
            for datagram in self.begin():
                self.socket.send(datagram)
            while self.ssl.get_state_string() != b"SSL negotiation finished successfully":
                data = await self.socket.receive(deadline)
                if 19 < data[0] < 64:
                    for datagram in self.step(data):
                        self.socket.send(datagram)
        keys = self.ssl.export_keying_material(b"EXTRACTOR-dtls_srtp", 60)
        sending, receiving = keys[0:16] + keys[32:46], keys[16:32] + keys[46:60]
        self.sending = Session(_policy(sending, Policy.SSRC_ANY_OUTBOUND))
        self.receiving = Session(_policy(receiving, Policy.SSRC_ANY_INBOUND))
        return self

    async def connect(self) -> Self:
        await self.join()
        await self.negotiate()
        await self.check()
        return await self.handshake()

    async def closed(self, deadline: float = 5) -> None:
        """Waits for `close_notify`."""
        async with asyncio.timeout(deadline):
            while True:
                data = await self.socket.receive(deadline)
                if 19 < data[0] < 64:
                    self.ssl.bio_write(data)
                    try:
                        self.ssl.recv(65_536)
                    except SSL.ZeroReturnError:
                        return
                    except SSL.WantReadError:
                        pass

    # SRTP

    def rtp(self, sequence: int, timestamp: int, payload: bytes = bytes([0x78]) + bytes(40), *, ssrc: int = AUDIO_SSRC, payload_type: int = OPUS, marker: bool = False) -> bytes:
        """A protected packet; it may be sent as often and from wherever one likes."""
        return self.sending.protect(rtp_packet(sequence, timestamp, payload, ssrc=ssrc, payload_type=payload_type, marker=marker))

    def next_packet(self) -> bytes:
        """20 ms of the voice."""
        self.sequence += 1
        return self.rtp(self.sequence, self.sequence * 960)

    def speak(self, by: UDPSocket | None = None) -> None:
        (by or self.socket).send(self.next_packet())

    async def is_heard(self, listener: Talker, by: UDPSocket | None = None, deadline: float = 5) -> None:
        """What is said from now on arrives at the one other participant."""
        [ear] = listener.ears.values()
        before = ear.frames

        def more() -> bool:
            self.speak(by)
            return ear.frames > before + 10

        await until(more, "the voice is heard", deadline)

    def rtcp(self, packet: bytes) -> bytes:
        return self.sending.protect_rtcp(packet)


def rtp_packet(sequence: int, timestamp: int, payload: bytes, *, ssrc: int, payload_type: int, marker: bool = False) -> bytes:
    return struct.pack("!BBHII", 0x80, payload_type | (0x80 if marker else 0), sequence & 0xFFFF, timestamp & 0xFFFF_FFFF, ssrc) + payload


def pli(media: int, sender: int = AUDIO_SSRC) -> bytes:
    """Behind an empty receiver report, as a compound packet (RFC 4585 §3.1)."""
    return struct.pack("!BBHI", 0x80, 201, 1, sender) + struct.pack("!BBHII", 0x81, 206, 2, sender, media)


def nack(media: int, sequences: list[int], sender: int = AUDIO_SSRC) -> bytes:
    pairs = b"".join(struct.pack("!HH", sequence & 0xFFFF, 0xFFFF) for sequence in sequences)
    return struct.pack("!BBHI", 0x80, 201, 1, sender) + struct.pack("!BBHII", 0x81, 205, 2 + len(sequences), sender, media) + pairs


def offer(fingerprint: str) -> str:
    """Opus and VP8, both sent, in one bundle."""
    transport = (
        f"c=IN IP4 0.0.0.0\r\na=ice-ufrag:{UFRAG}\r\na=ice-pwd:{PASSWORD}\r\na=fingerprint:sha-256 {fingerprint}\r\na=setup:actpass\r\na=rtcp-mux\r\na=sendonly\r\n")
    return (
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n"
        f"m=audio 9 UDP/TLS/RTP/SAVPF {OPUS}\r\n{transport}a=mid:0\r\na=rtpmap:{OPUS} opus/48000/2\r\na=ssrc:{AUDIO_SSRC} cname:raw\r\n"
        f"m=video 9 UDP/TLS/RTP/SAVPF {VP8}\r\n{transport}a=mid:1\r\na=rtpmap:{VP8} VP8/90000\r\na=rtcp-fb:{VP8} nack\r\na=rtcp-fb:{VP8} nack pli\r\n"
        f"a=ssrc:{VIDEO_SSRC} cname:raw\r\n")


def records(flight: bytes) -> list[bytes]:
    """One datagram a DTLS record: a memory BIO glues them together."""
    datagrams = []
    while flight:
        length = 13 + int.from_bytes(flight[11:13])
        datagrams.append(flight[:length])
        flight = flight[length:]
    return datagrams


def made_up_fingerprint() -> str:
    return ":".join(f"{byte:02X}" for byte in hashlib.sha256(b"somebody else's certificate").digest())


def _policy(key: bytes, ssrc_type: int) -> Policy:
    policy = Policy(key=key, ssrc_type=ssrc_type, srtp_profile=SRTP_AES128_CM_SHA1_80.libsrtp_profile)
    policy.allow_repeat_tx = True
    policy.window_size = 1_024
    return policy
