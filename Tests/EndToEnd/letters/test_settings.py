"""Half a configuration, and addresses that are none, are told at once and clearly."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import ServerError

from letters.office import MAIL, PHONE, Office


@pytest.mark.parametrize("address", [
    "marie", "marie@example", "Marie <marie@example.com>", "marie@example.com\r\nBcc: all@example.com", "marie@example.com,paul@example.com",
    "+33 6 12\r\n34 56 78", "06 12 34 56 78", "+33123", "-oQ/tmp@example.com\n",
])
def test_what_is_no_address_is_refused(office: Office, post, address: str):
    office.mail(f"smtp://127.0.0.1:{post.port}")
    with pytest.raises(ServerError, match="neither an e-mail address nor a phone number"):
        office.server.command("letter", f"--to={address}")
    assert post.connections == 0


def test_the_command_says_what_is_missing(office: Office):
    with pytest.raises(ServerError, match="VISAVIS_MAIL_URL, VISAVIS_MAIL_FROM and VISAVIS_PUBLIC_URL are needed"):
        office.server.command("letter", "--to", MAIL)
    with pytest.raises(ServerError, match="VISAVIS_SMS_URL, VISAVIS_SMS_TOKEN_FILE and VISAVIS_PUBLIC_URL are needed"):
        office.server.command("letter", "--to", PHONE, "--later")


def test_the_outbox_of_a_running_server_is_left_alone(office: Office, post):
    office.mail(f"smtp://127.0.0.1:{post.port}")
    office.server.start()
    with pytest.raises(ServerError, match="another server uses the folder"):
        office.server.command("letter", "--to", MAIL, "--later")


@pytest.mark.parametrize("content", [None, "", "two\nlines", "tab\tin it"])
def test_a_secret_that_cannot_be_used_stops_the_start(office: Office, tmp_path: Path, content: str | None):
    office.text("https://sms.example/messages", allow_private=False)
    path = tmp_path / "other"
    if content is not None:
        path.write_text(content)
    office.configure(SMS_TOKEN_FILE=str(path))
    with pytest.raises(ServerError, match="VISAVIS_SMS_TOKEN_FILE"):
        office.server.start()
    assert "lines" not in office.server.log
