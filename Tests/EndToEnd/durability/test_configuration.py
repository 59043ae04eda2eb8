"""A server that cannot run says why in one line, and ends with 1."""

import pytest

from harness import VisavisServer, enqueue


def _failure(server: VisavisServer) -> str:
    server.spawn()
    assert server.wait(deadline=20) == 1
    lines = [line for line in server.log.splitlines() if line.strip()]
    assert len(lines) == 1, server.log
    assert lines[0].startswith("visavis: ")
    return lines[0]


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("VISAVIS_PORT", "http", "1 to 65535"), ("VISAVIS_PORT", "0", "1 to 65535"), ("VISAVIS_PORT", "65536", "1 to 65535"),
        ("VISAVIS_DEMO", "maybe", "true or false"), ("VISAVIS_ORIGINS", "example.org", "scheme://host"),
        ("VISAVIS_ORIGINS", "https://example.org/path", "no path"), ("VISAVIS_TRUSTED_PROXIES", "the proxy", "10.0.0.0/8"),
        ("VISAVIS_METRICS_READERS", "10.0.0.0/99", "10.0.0.0/8"), ("VISAVIS_TLS_KEY", "/nowhere.pem", "together"),
        ("VISAVIS_TURN_URLS", "turn:x", "VISAVIS_TURN_SECRET_FILE"), ("VISAVIS_USE_CASES", "Big Name", "name|"),
        ("VISAVIS_USE_CASES", "a,a", "twice"), ("VISAVIS_OFFER_SECONDS", "1", "3 to 600"), ("VISAVIS_OFFER_SECONDS", "2.5", "3 to 600"),
        ("VISAVIS_LIMIT_CONNECTIONS", "-1", "1 to"), ("VISAVIS_CONFIG", "/nowhere.json", "cannot be read"),
        ("VISAVIS_WEB", "/nowhere", "VISAVIS_WEB"), ("VISAVIS_VENDOR", "/nowhere", "VISAVIS_VENDOR"),
        ("VISAVIS_DATA", "/proc/nowhere", "VISAVIS_DATA"), ("VISAVIS_HOST", "0.0.0.0", "127.0.0.1"), ("VISAVIS_LOG_LEVEL", "loud", "VISAVIS_LOG_LEVEL"),
        ("VISAVIS_HOST", "not-an-address", "numeric IPv4 or IPv6"),
    ],
)
def test_bad_values(tmp_path, setting, value, words):
    server = VisavisServer({setting: value}, data=tmp_path / "data")
    if setting != "VISAVIS_HOST" or value == "not-an-address":
        server.arguments = ["serve"]
    (tmp_path / "data").mkdir()
    (tmp_path / "data/server.key").write_bytes(bytes(32))
    try:
        line = _failure(server)
        assert words in line
    finally:
        server.__exit__()


def test_a_second_server_on_the_same_folder(server):
    second = VisavisServer(data=server.data)
    try:
        assert "another server uses the folder" in _failure(second)
    finally:
        second.__exit__()
    assert server.get("/readyz")[0] == 200


def test_a_port_that_is_taken(server, tmp_path):
    second = VisavisServer({"VISAVIS_PORT": str(server.port)}, data=tmp_path)
    try:
        assert str(server.port) in _failure(second)
    finally:
        second.__exit__()


def test_a_damaged_key(make_server):
    server = make_server()
    server.terminate()
    server.log_path.unlink()
    (server.data / "server.key").write_bytes(b"short")
    assert "server.key is damaged" in _failure(server)


def test_a_damaged_database(make_server):
    server = make_server()
    server.terminate()
    server.log_path.unlink()
    (server.data / "visavis.sqlite").write_bytes(b"this is not a database" * 1_000)
    assert "backup" in _failure(server)


def test_broken_certificate_files(tmp_path):
    (tmp_path / "x.pem").write_text("nothing")
    server = VisavisServer({"VISAVIS_TLS_CERTIFICATE": str(tmp_path / "x.pem"), "VISAVIS_TLS_KEY": str(tmp_path / "x.pem")}, data=tmp_path / "data")
    try:
        server.spawn()
        assert server.wait() == 1
        assert "certificate" in server.log.lower()
    finally:
        server.__exit__()


def test_what_it_writes_is_for_its_user_alone(make_server):
    server = make_server(fresh=True)
    assert server.data.stat().st_mode & 0o777 == 0o700
    for name in ("server.key", "visavis.sqlite", "demo-accounts.json", "server.lock"):
        assert (server.data / name).stat().st_mode & 0o077 == 0, name
    database = (server.data / "visavis.sqlite").read_bytes() + (server.data / "visavis.sqlite-wal").read_bytes()
    for password in server.accounts.values():
        assert password.encode() not in database


async def test_settings_come_from_a_file_too(make_server, cast, tmp_path):
    (tmp_path / "visavis.json").write_text('{"use": {"cases": "garden|Garden|Jardin"}, "offer": {"seconds": 7}}')
    server = make_server({"VISAVIS_CONFIG": str(tmp_path / "visavis.json")})
    agent = await cast.agent(server, activity="available")
    await enqueue(await cast.visitor(server), useCase="garden")
    offer = await agent.push("offer")
    assert offer["deadline"] - offer["createdAt"] == 7_000
