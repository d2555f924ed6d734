"""The demo mailbox: what would have left by mail, readable in the portal, and gone outside the demo."""

import pytest
from django.core import mail as django_mail
from django.urls import reverse

from core.delivery import deliver_due
from core.mailbox import MailboxBackend
from core.models import MailboxMessage
from core.outbox import message_id, queue_mail

pytestmark = pytest.mark.django_db


def keep(number=1, to="budi@uji.example", subject="Undangan melamar", text="Isi", **more):
    return MailboxMessage.objects.create(message_id=f"<{number}@uji>", to_address=to, subject=subject, text=text, **more)


@pytest.fixture
def demo_backend(settings):
    settings.EMAIL_BACKEND = "core.mailbox.MailboxBackend"


def test_delivered_mail_appears_once_with_its_message_id(demo_backend):
    queue_mail(kind="step_decided", key="uji:1", to_address="Budi@Uji.Example", subject="Undangan", text="Isi")
    assert deliver_due() == 1
    kept = MailboxMessage.objects.get()
    assert (kept.to_address, kept.subject, kept.message_id) == ("budi@uji.example", "Undangan", message_id("uji:1"))


def test_same_mail_sent_twice_is_kept_once(demo_backend):
    backend = MailboxBackend()
    for _ in range(2):
        letter = django_mail.EmailMessage("Judul", "Isi", None, ["a@uji.example"], headers={"Message-ID": "<sama@uji>"})
        backend.send_messages([letter])
    assert MailboxMessage.objects.count() == 1


def test_list_shows_newest_first_and_finds_by_address_or_subject(client):
    keep(1, to="budi@uji.example", subject="Undangan Direktur")
    keep(2, to="sari@uji.example", subject="Tanda terima")
    page = client.get(reverse("list_mailbox"))
    assert page.status_code == 200
    assert [row.subject for row in page.context["rows"]] == ["Tanda terima", "Undangan Direktur"]
    assert [row.subject for row in client.get(reverse("list_mailbox"), {"cari": "BUDI"}).context["rows"]] == ["Undangan Direktur"]
    assert [row.subject for row in client.get(reverse("list_mailbox"), {"cari": "tanda"}).context["rows"]] == ["Tanda terima"]
    assert "Tidak ada surel yang cocok" in client.get(reverse("list_mailbox"), {"cari": "tiada"}).content.decode()


def test_empty_list_says_what_will_come(client):
    assert "Belum ada surel" in client.get(reverse("list_mailbox")).content.decode()


def test_mail_shows_its_text_with_links_and_nothing_executable(client):
    row = keep(text="Buka http://127.0.0.1:8000/undangan/abc/ ya.\n<script>alert(1)</script> javascript:alert(1)")
    body = client.get(reverse("show_mail", args=[row.public_id])).content.decode()
    assert 'href="http://127.0.0.1:8000/undangan/abc/"' in body
    assert "<script>alert" not in body
    assert 'href="javascript' not in body


def test_attachment_opens_as_pdf_and_cannot_be_sniffed(client):
    row = keep(attachment_name='undangan".pdf', attachment=b"%PDF-1.7 isi")
    response = client.get(reverse("download_mail_attachment", args=[row.public_id]))
    assert response.content == b"%PDF-1.7 isi"
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == 'inline; filename="undangan.pdf"'
    assert client.get(reverse("download_mail_attachment", args=[keep(2).public_id])).status_code == 404


def test_other_attachments_are_only_downloaded(client):
    row = keep(attachment_name="jebakan.html", attachment=b"<script>")
    response = client.get(reverse("download_mail_attachment", args=[row.public_id]))
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")


def test_mailbox_does_not_exist_outside_the_demo(client, settings):
    row = keep(attachment_name="a.pdf", attachment=b"%PDF")
    settings.DEMO = False
    for name, args in (("list_mailbox", []), ("show_mail", [row.public_id]), ("download_mail_attachment", [row.public_id])):
        assert client.get(reverse(name, args=args)).status_code == 404


def test_nothing_can_be_posted_to_the_mailbox(client):
    row = keep()
    for name, args in (("list_mailbox", []), ("show_mail", [row.public_id]), ("download_mail_attachment", [row.public_id])):
        assert client.post(reverse(name, args=args)).status_code == 405


def test_number_of_queries_does_not_grow_with_the_list(client, django_assert_num_queries):
    for wanted in (1, 3):
        while MailboxMessage.objects.count() < wanted:
            keep(MailboxMessage.objects.count(), attachment=b"x" * 1000)
        with django_assert_num_queries(3):
            client.get(reverse("list_mailbox"))


def test_a_calendar_file_is_kept_and_offered_for_download(client, settings):
    settings.DEMO, settings.EMAIL_BACKEND = True, "core.mailbox.MailboxBackend"
    calendar = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    queue_mail(
        kind="registration_extended",
        key="uji:kalender",
        to_address="a@uji.example",
        subject="Tenggat",
        text="Isi",
        calendar=calendar,
    )
    assert deliver_due() == 1
    mail = MailboxMessage.objects.get()
    response = client.get(reverse("download_mail_attachment", args=[mail.public_id]))
    assert response.content == calendar.encode()
    assert response["Content-Disposition"] == 'attachment; filename="tenggat.ics"'
