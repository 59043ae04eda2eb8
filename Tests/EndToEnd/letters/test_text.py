"""Letters by SMS, through a gateway that is asked over HTTP."""

from __future__ import annotations

import re

import pytest

from harness import ServerError, wait_until

from letters.gateway import TOKEN, Gateway
from letters.mailserver import MailServer
from letters.office import MAIL, PHONE, SECRET, Office

RETRY = 25


def test_a_letter_comes_once_as_an_sms(office: Office, gateway: Gateway):
    office.text(f"http://127.0.0.1:{gateway.port}/messages?from=Visavis")
    office.write("0033 (0)6 12.34.56.78")
    office.server.start()
    wait_until(lambda: office.figure("sent_total", "phone") == 1, "the letter is sent")
    [message] = gateway.came
    assert message.path == "/messages?from=Visavis"
    assert message.headers["authorization"] == f"Bearer {TOKEN}" and message.headers["content-type"] == "application/json"
    assert set(message.body) == {"id", "to", "text"} and message.body["to"] == PHONE and message.body["text"].startswith(SECRET)
    assert re.fullmatch(r"[0-9a-f]{32}", message.body["id"]) and message.headers["idempotency-key"] == message.body["id"]
    assert office.waiting == [] and "+33 … 78" in office.server.log and office.log_tells_nobody()


@pytest.mark.parametrize("status", [400, 403, 422])
def test_a_refused_letter_is_forgotten(office: Office, gateway: Gateway, status: int):
    gateway.answers = [status]
    office.text(f"http://127.0.0.1:{gateway.port}/")
    office.write(PHONE)
    office.server.start()
    wait_until(lambda: office.figure("given_up_total", "phone") == 1, "it is given up")
    assert office.waiting == [] and len(gateway.came) == 1 and f"the answer was {status}" in office.server.log


@pytest.mark.parametrize("status", [302, 401, 408, 429, 503])
def test_a_letter_put_off_is_tried_again_under_the_same_id(office: Office, gateway: Gateway, status: int):
    gateway.answers = [status]
    office.text(f"http://127.0.0.1:{gateway.port}/")
    office.write(PHONE)
    office.server.start()
    wait_until(lambda: office.figure("sent_total", "phone") == 1, "it is sent", RETRY)
    assert office.figure("failed_total", "phone") == 1 and office.waiting == []
    first, second = gateway.came
    assert first.body == second.body and first.headers["idempotency-key"] == second.headers["idempotency-key"]


def test_a_gateway_that_fails_does_not_hold_up_mail(office: Office, gateway: Gateway, post: MailServer):
    gateway.answers = [500] * 3
    office.text(f"http://127.0.0.1:{gateway.port}/")
    office.mail(f"smtp://127.0.0.1:{post.port}")
    office.write(PHONE, MAIL)
    office.server.start()
    wait_until(lambda: office.figure("sent_total") == 1 and office.figure("failed_total", "phone") == 1, "mail is sent, the SMS waits")
    assert office.waiting == [("phone", 1)]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"])
def test_a_private_gateway_is_refused_by_default(office: Office, gateway: Gateway, host: str):
    office.text(f"https://{host}:{gateway.port}/", allow_private=False)
    with pytest.raises(ServerError, match="is not a public address; VISAVIS_SMS_ALLOW_PRIVATE=true allows it"):
        office.server.command("letter", "--to", PHONE)
    assert gateway.connections == 0


def test_the_command_says_what_the_gateway_said(office: Office, gateway: Gateway):
    office.text(f"http://127.0.0.1:{gateway.port}/")
    assert office.server.command("letter", "--to", PHONE) == "The letter was taken: 202\n"
    gateway.answers = [403]
    with pytest.raises(ServerError, match="the letter was not taken: the answer was 403"):
        office.server.command("letter", "--to", PHONE)


@pytest.mark.parametrize("flood", [b"x" * 4_096, b"\x1b]0;title\x07 \xff"])
def test_an_answer_without_end_is_not_read_to_its_end(office: Office, gateway: Gateway, flood: bytes):
    gateway.flood = flood
    office.text(f"http://127.0.0.1:{gateway.port}/")
    said = office.server.command("letter", "--to", PHONE)
    assert said.startswith("The letter was taken: 202") and len(said) < 300 and "\x1b" not in said and "\x07" not in said
