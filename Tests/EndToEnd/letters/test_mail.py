"""Letters by mail: once, in time, whatever happens to the mail server or to us in between."""

from __future__ import annotations

import re
import time
from email.utils import parsedate_to_datetime

import pytest

from harness import ServerError, wait_until

from letters.conftest import Identity
from letters.mailserver import PASSWORD, MailServer
from letters.office import MAIL, SECRET, Office

# The first retries come after 5 s and 10 s, and a tenth more at most.
RETRY = 25


def test_a_letter_comes_once_as_a_mail(office: Office, post: MailServer):
    office.mail(f"smtp://127.0.0.1:{post.port}")
    office.write(MAIL)
    office.server.start()
    wait_until(lambda: office.figure("sent_total") == 1, "the letter is sent")
    assert office.waiting == [] and office.figure("pending") == 0
    [letter], [envelope] = post.letters, post.came
    assert (envelope.mail_from, envelope.rcpt_tos) == ("no-reply@visavis.example", [MAIL])
    assert letter["From"].addresses[0].display_name == "Visavis, Café" and letter["To"] == MAIL
    assert letter["Subject"] == "Visavis test" and letter["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[0-9a-f]{32}@visavis\.example>", letter["Message-ID"])
    assert abs(parsedate_to_datetime(letter["Date"]).timestamp() - time.time()) < 60
    assert letter.get_content().strip() == f"{SECRET} If you can read it, letters from {office.server.url} arrive."
    assert "m…@example.com" in office.server.log and office.log_tells_nobody()


def test_a_server_that_is_down_for_a_while_gets_everything(office: Office, post: MailServer):
    office.mail(f"smtp://127.0.0.1:{post.port}")
    addresses = [f"customer{number}@example.com" for number in range(9)]
    office.write(*addresses)
    post.down()
    office.server.start()
    wait_until(lambda: office.figure("failed_total") >= len(addresses), "all have been tried in vain")
    assert "onnect" in office.server.log and office.figure("pending") == len(addresses)
    post.up()
    wait_until(lambda: office.figure("sent_total") == len(addresses), "all are sent", RETRY)
    assert sorted(envelope.rcpt_tos[0] for envelope in post.came) == addresses
    assert office.waiting == []


def test_a_letter_put_off_is_tried_again_and_a_refused_one_is_forgotten(office: Office, post: MailServer):
    office.mail(f"smtp://127.0.0.1:{post.port}")
    post.recipient_answers = ["451 4.7.1 <{address}> greylisted"]
    office.write(MAIL)
    office.server.start()
    wait_until(lambda: office.figure("failed_total") == 1, "it was put off")
    assert office.waiting == [("email", 1)] and "451 4.7.1" in office.server.log
    wait_until(lambda: office.figure("sent_total") == 1, "it is sent", RETRY)

    office.server.terminate()
    post.recipient_answers = ["550 5.1.1 <{address}> unknown"]
    post.answers = ["554 5.7.1 not such words: " + SECRET]
    office.write(MAIL, MAIL)
    office.server.start()
    wait_until(lambda: office.figure("given_up_total") == 2, "both are given up")
    assert office.waiting == [] and office.figure("pending") == 0 and len(post.came) == 2
    assert "550 5.1.1" in office.server.log and "554 5.7.1" in office.server.log and office.log_tells_nobody()


def test_a_kill_between_storing_and_delivering_loses_nothing(office: Office, post: MailServer):
    office.mail(f"smtp://127.0.0.1:{post.port}")
    office.write(MAIL)
    post.hold()
    office.server.start()
    wait_until(lambda: post.came, "the text has come")
    office.server.kill()
    assert office.waiting == [("email", 0)]
    post.down()
    post.up()
    office.server.start()
    wait_until(lambda: office.figure("sent_total") == 1, "the letter is sent")
    assert len({letter["Message-ID"] for letter in post.letters}) == 1, "who got it twice can tell"
    assert office.waiting == []


def test_a_server_that_does_not_answer_does_not_hold_up_the_end(office: Office, post: MailServer):
    office.mail(f"smtp://127.0.0.1:{post.port}")
    office.write(MAIL)
    post.hold()
    office.server.start()
    wait_until(lambda: post.came, "the text has come")
    begin = time.monotonic()
    assert office.server.terminate() == 0
    assert time.monotonic() - begin < 8
    assert office.waiting == [("email", 0)], "as if it had not been tried"


def test_what_is_too_late_is_not_sent(office: Office, post: MailServer):
    office.mail(f"smtp://127.0.0.1:{post.port}")
    office.write(MAIL, "late@example.com")
    office.change("UPDATE letter SET not_after = created_at WHERE recipient LIKE 'late%'")
    # Not to be tried again before its end: there is nothing to wait for.
    office.change(f"UPDATE letter SET not_after = {int(time.time() * 1_000) + 4_000} WHERE recipient LIKE 'marie%'")
    post.recipient_answers = ["451 later"]
    office.server.start()
    wait_until(lambda: office.figure("expired_total") == 2, "both are too late")
    assert office.waiting == [] and post.came == [] and office.figure("pending") == 0
    assert office.figure("failed_total") == 1 and office.log_tells_nobody()


def test_letters_of_a_kind_that_is_not_configured_any_more_wait_for_their_end(office: Office, post: MailServer):
    office.mail(f"smtp://127.0.0.1:{post.port}")
    office.write(MAIL)
    office.configure(MAIL_URL=None, MAIL_FROM=None)
    office.server.start()
    wait_until(lambda: office.figure("failed_total") == 1, "it has no way to go")
    assert office.waiting == [("email", 1)] and "not configured any more" in office.server.log


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_over_tls_with_a_password(office: Office, identity: Identity, scheme: str):
    with MailServer(tls=identity.context, implicit_tls=scheme == "smtps", auth=True) as post:
        office.mail(f"{scheme}://localhost:{post.port}", ca=identity.certificate, password=PASSWORD)
        answer = office.server.command("letter", "--to", MAIL)
        assert answer == "The letter was taken: 250 2.0.0 queued as 4711\n"
        [session], [letter] = post.sessions, post.letters
        assert session.authenticated and letter["To"] == MAIL
        if scheme == "smtp":
            assert session.ssl, "the connection was encrypted"


def test_a_wrong_password_is_the_operators_matter_and_costs_no_letter(office: Office, identity: Identity):
    with MailServer(tls=identity.context, auth=True) as post:
        office.mail(f"smtp://localhost:{post.port}", ca=identity.certificate, password="wrong-" + PASSWORD)
        with pytest.raises(ServerError, match="535 5.7.8"):
            office.server.command("letter", "--to", MAIL)
        office.write(MAIL)
        office.server.start()
        wait_until(lambda: office.figure("failed_total") == 1, "the attempt has failed")
        assert office.waiting == [("email", 1)] and post.came == [] and "535" in office.server.log and office.log_tells_nobody()


def test_who_cannot_prove_its_name_learns_nothing(office: Office, identity: Identity):
    with MailServer(tls=identity.context, implicit_tls=True, auth=True) as impostor:
        office.mail(f"smtps://localhost:{impostor.port}", password=PASSWORD)
        with pytest.raises(ServerError, match="certificate"):
            office.server.command("letter", "--to", MAIL)
        # The right authority, and another name than the certificate's.
        office.mail(f"smtps://127.0.0.1:{impostor.port}", ca=identity.certificate, password=PASSWORD)
        with pytest.raises(ServerError, match="(?i)subject name|certificate"):
            office.server.command("letter", "--to", MAIL)
        assert impostor.connections == 2 and impostor.came == []


def test_without_encryption_nothing_is_said(office: Office, identity: Identity, post: MailServer):
    office.mail(f"smtp://localhost:{post.port}", ca=identity.certificate, password=PASSWORD)
    with pytest.raises(ServerError, match="STARTTLS"):
        office.server.command("letter", "--to", MAIL)
    assert post.connections == 1 and post.came == []
