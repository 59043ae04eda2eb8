"""Encrypted by the server itself, with certificates that are renewed while it runs."""

import datetime
import ipaddress
import signal
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from harness import RawConnection, Web, enqueue, wait_until


def _write_certificate(folder):
    """A new self-signed pair; returns its serial number."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    serial = x509.random_serial_number()
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(serial)
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256()))
    (folder / "key.pem").write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return serial


@pytest.fixture
def certificates(tmp_path):
    return tmp_path


@pytest.fixture
def tls_server(make_server, certificates):
    _write_certificate(certificates)
    return make_server({
        "VISAVIS_TLS_CERTIFICATE": str(certificates / "certificate.pem"), "VISAVIS_TLS_KEY": str(certificates / "key.pem")}, tls=True)


def _served_serial(server):
    pem = ssl.get_server_certificate(("127.0.0.1", server.port), timeout=5)
    return x509.load_pem_x509_certificate(pem.encode()).serial_number


def _trusting(certificates):
    return ssl.create_default_context(cafile=certificates / "certificate.pem")


async def test_the_main_job_over_tls(tls_server, cast, certificates):
    trust = _trusting(certificates)
    async with Web(tls_server, verify=trust) as browser:
        answer = await browser.post("/api/visitor")
        assert "; Secure" in answer.headers["set-cookie"]
        assert answer.headers["strict-transport-security"].startswith("max-age=")
        assert "wss://127.0.0.1" in answer.headers["content-security-policy"]
        customer = await cast.stranger(tls_server, ssl=trust)
        await customer.hello(answer.json()["token"])
        assert (await enqueue(customer))["position"] == 1


async def test_a_renewed_certificate_is_taken_over_without_a_break(tls_server, cast, certificates):
    trust = _trusting(certificates)
    async with Web(tls_server, verify=trust) as browser:
        customer = await cast.stranger(tls_server, ssl=trust)
        await customer.hello((await browser.visitor())["token"])
    renewed = _write_certificate(certificates)
    tls_server.signal(signal.SIGHUP)
    wait_until(lambda: _served_serial(tls_server) == renewed, "the new certificate is served")
    await customer.request("ping")


async def test_a_broken_certificate_is_not_taken_over(tls_server, certificates):
    before = _served_serial(tls_server)
    (certificates / "certificate.pem").write_text("not a certificate")
    tls_server.signal(signal.SIGHUP)
    wait_until(lambda: "could not be reloaded" in tls_server.log, "the failure is logged")
    assert _served_serial(tls_server) == before
    # Repaired, the next signal works.
    renewed = _write_certificate(certificates)
    tls_server.signal(signal.SIGHUP)
    wait_until(lambda: _served_serial(tls_server) == renewed, "the repaired certificate is served")


async def test_only_http_1_is_negotiated(tls_server, certificates):
    trust = _trusting(certificates)
    trust.set_alpn_protocols(["h2", "http/1.1"])
    async with await RawConnection.open(tls_server, tls=trust) as raw:
        assert raw.writer.get_extra_info("ssl_object").selected_alpn_protocol() == "http/1.1"
    only_h2 = _trusting(certificates)
    only_h2.set_alpn_protocols(["h2"])
    try:
        async with await RawConnection.open(tls_server, tls=only_h2) as raw:
            assert raw.writer.get_extra_info("ssl_object").selected_alpn_protocol() is None
    except ssl.SSLError:
        pass


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
async def test_old_versions_of_tls_are_refused(tls_server, certificates):
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.set_ciphers("ALL:@SECLEVEL=0")
    old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    with pytest.raises((ssl.SSLError, ConnectionError)):
        await RawConnection.open(tls_server, tls=old)


async def test_plain_text_and_silence_do_no_harm(tls_server, certificates):
    async with await RawConnection.open(tls_server) as plain, await RawConnection.open(tls_server) as silent:
        await plain.send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert not (await plain.rest()).startswith(b"HTTP/1.1 200")
        assert tls_server.get("/healthz")[0] == 200
        assert await silent.rest(deadline=20) == b""
