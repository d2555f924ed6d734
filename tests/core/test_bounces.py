"""Mails that come back: reports read, matched to their rows, forged ones left aside, the sender told, the mail sent again."""

import io
import mailbox
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.bounces import read_report, record_bounces, return_address
from core.delivery import deliver_due
from core.models import OutboxMessage, OutboxState
from core.outbox import message_id, queue_mail, requeue_mail

pytestmark = pytest.mark.django_db


def report(
    *, to="portal@asnkarier.example", key="", address="budi@uji.example", action="failed", status="5.1.1", words="User unknown"
):
    """A report as mail servers write it (RFC 3464)."""
    return (
        f"From: MAILER-DAEMON@mx.uji.example\r\nTo: <{to}>\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="batas"\r\n\r\n'
        "--batas\r\nContent-Type: text/plain\r\n\r\nI'm sorry to have to inform you.\r\n\r\n"
        "--batas\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.uji.example\r\n\r\n"
        f"Final-Recipient: rfc822; {address}\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; 550 {status} {words}\r\n\r\n"
        "--batas\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: {message_id(key) if key else '<lain@contoh.example>'}\r\nSubject: Undangan\r\n\r\n--batas--\r\n"
    ).encode()


@pytest.fixture
def sent():
    """Two mails that have left."""
    for name in ("budi", "sari"):
        queue_mail(kind="step_decided", key=f"uji:{name}", to_address=f"{name}@uji.example", subject="Surat", text="Isi.")
    OutboxMessage.objects.update(state=OutboxState.SENT, sent_at=timezone.now())
    return {row.key: row for row in OutboxMessage.objects.all()}


def take(*reports):
    return record_bounces([each for text in reports for each in read_report(text)], now=timezone.now())


def states():
    return dict(OutboxMessage.objects.values_list("key", "state"))


def test_a_report_is_matched_by_the_message_id_it_gives_back_and_counts_once(sent):
    assert [take(report(key="uji:budi")) for _ in range(2)] == [1, 0]
    assert states() == {"uji:budi": "FAILED", "uji:sari": "SENT"}
    row = OutboxMessage.objects.get(key="uji:budi")
    assert (row.reply, row.last_error, row.bounced_at is not None) == ("550 5.1.1 User unknown", "Bounce", True)


def test_a_report_is_matched_by_its_sealed_return_address(sent, settings):
    settings.BOUNCE_ADDRESS = "kembali@asnkarier.example"
    assert take(report(to=return_address(sent["uji:sari"].pk), address="diteruskan@lain.example")) == 1
    assert states() == {"uji:budi": "SENT", "uji:sari": "FAILED"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(report(key="uji:budi", address="orang.lain@uji.example"), id="another address than the one we sent to"),
        pytest.param(report(key="uji:tidak.ada"), id="a mail we never sent"),
        pytest.param(report(key="uji:budi", action="delayed", status="4.4.1"), id="only a delay"),
        pytest.param(report(to="kembali+1-0123456789abcdef@asnkarier.example"), id="a forged seal"),
        pytest.param(b"From: budi@uji.example\r\nSubject: Terima kasih\r\n\r\nSaya akan datang.\r\n", id="an answer"),
        pytest.param(b"\xff\xfe\x00 bukan surel", id="no mail at all"),
        pytest.param(b"", id="nothing"),
        pytest.param(report(key="uji:budi") + b"x" * 2_100_000, id="too long"),
    ],
)
def test_what_is_no_report_about_our_mail_marks_nothing(sent, text):
    assert take(text) == 0
    assert set(states().values()) == {"SENT"}


def test_a_seal_of_one_mail_does_not_open_another(sent, settings):
    settings.BOUNCE_ADDRESS = "kembali@asnkarier.example"
    first, second = sent["uji:budi"].pk, sent["uji:sari"].pk
    assert take(report(to=return_address(first).replace(f"+{first}-", f"+{second}-"))) == 0


def test_who_waits_for_the_mail_is_told_in_the_same_transaction(sent, monkeypatch):
    told = []
    monkeypatch.setattr("core.bounces.given_up", {"step_decided": told.append})
    take(report(key="uji:budi"), report(key="uji:sari", address="sari@uji.example"), report(key="uji:budi"))
    assert sorted(told) == ["uji:budi", "uji:sari"]


def test_each_mail_leaves_with_its_own_return_address_and_the_usual_sender(smtp_sink, settings, monkeypatch):
    settings.BOUNCE_ADDRESS = "kembali@asnkarier.example"
    senders = []
    monkeypatch.setattr(smtp_sink, "handle_MAIL", lambda *given: _note(senders, *given), raising=False)
    queue_mail(kind="step_decided", key="uji:budi", to_address="budi@uji.example", subject="Surat", text="Isi.")
    assert deliver_due() == 1
    assert senders == [return_address(OutboxMessage.objects.get().pk)]
    assert smtp_sink.messages[0]["From"] == settings.DEFAULT_FROM_EMAIL


async def _note(senders, server, session, envelope, address, options):
    senders.append(address)
    envelope.mail_from = address
    return "250 OK"


def test_a_mail_that_came_back_can_be_sent_again_with_the_same_message_id(sent, smtp_sink):
    take(report(key="uji:budi"))
    assert requeue_mail(key="uji:budi", to_address="budi.baru@uji.example")
    assert deliver_due() == 1
    assert (smtp_sink.recipients, str(smtp_sink.messages[0]["Message-ID"])) == (["budi.baru@uji.example"], message_id("uji:budi"))


def test_the_command_reads_a_maildir_once_and_leaves_answers_in_it(sent, tmp_path):
    box = mailbox.Maildir(tmp_path / "kembali", create=True)
    box.add(report(key="uji:budi"))
    box.add(report(key="uji:sari", address="sari@uji.example"))
    box.add(b"From: budi@uji.example\r\nSubject: Terima kasih\r\n\r\nBaik.\r\n")
    said = []
    for _ in range(2):
        out = io.StringIO()
        call_command("read_bounces", str(tmp_path / "kembali"), stdout=out)
        said.append(out.getvalue())
    assert said == ["3 surel dibaca, 2 surat dicatat terpental.\n", "0 surel dibaca, 0 surat dicatat terpental.\n"]
    assert len(mailbox.Maildir(tmp_path / "kembali")) == 3
    with pytest.raises(CommandError, match="bukan Maildir"):
        call_command("read_bounces", str(tmp_path))


def test_the_command_takes_one_mail_from_a_pipe(sent, monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(report(key="uji:budi"))))
    out = io.StringIO()
    call_command("read_bounces", stdout=out)
    assert "1 surat dicatat terpental" in out.getvalue()
