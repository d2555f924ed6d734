"""A mailing from the confirm page to its last answer: who is left out, chunks, progress, pauses, reminders, outcomes."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core.delivery import deliver_due
from core.models import AuditEntry, Letter, Notification, OutboxMessage, OutboxState
from core.refusals import Refused
from talent import actions, tasks
from talent.models import Invitation, InvitationBatch, InvitationOpening, InvitationPause
from talent.rules.invitation_quota import ATTACHED_UP_TO
from tests.factories.applications import ApplicationFactory
from tests.factories.invitations import InvitationFactory, InvitationPauseFactory
from tests.factories.people import EmployeeFactory, UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.models import Vacancy

pytestmark = pytest.mark.django_db


@pytest.fixture
def vacancy():
    return VacancyFactory(state="OPEN", level="PRATAMA", position_title="Direktur Uji")


@pytest.fixture
def admin(vacancy):
    return UserFactory(role=Role.AGENCY_ADMIN, agency=vacancy.agency)


def invite(vacancy, admin, *people):
    return actions.invite_talent(vacancy_id=vacancy.pk, people=[p.public_id for p in people], message="Salam.", actor=admin)


def confirm(client, vacancy, people, **more):
    fields = {"lowongan": vacancy.public_id, "orang": [str(each.public_id) for each in people]} | more
    return client.post(reverse("invite_talent"), fields)


def list_url(vacancy):
    return reverse("list_invitations", args=[vacancy.public_id])


def mailed(invitation, state=OutboxState.SENT, reply=""):
    """The invitation's mail, as the worker left it."""
    OutboxMessage.objects.create(
        key=invitation.mail_key,
        kind="invitation_sent",
        to_address=invitation.employee.email,
        recipient=invitation.employee.user,
        subject="Undangan",
        text="Isi",
        state=state,
        reply=reply,
        next_attempt_at=timezone.now(),
        sent_at=timezone.now() - timedelta(days=5),
    )


# Confirm page -----------------------------------------------------------------------------------------------------------


def test_everybody_left_out_is_named_with_the_reason_and_the_count_is_of_the_others(client, vacancy, admin):
    fine = [EmployeeFactory(with_user=True, name=f"Fajar {number}") for number in range(3)]
    invited = InvitationFactory(vacancy=vacancy, employee__name="Sudah Diundang").employee
    unfit = EmployeeFactory(with_user=True, grade=31, name="Belum Cukup")
    paused = InvitationPauseFactory(employee__name="Sedang Jeda", scope="FIELD", field=vacancy.field).employee
    hidden = EmployeeFactory(with_user=True, is_searchable=False, name="Menutup Profil")
    client.force_login(admin)
    page = confirm(client, vacancy, [*fine, invited, unfit, paused, hidden])
    body = page.content.decode()
    assert "Akan diundang (3 orang)" in body
    assert "Kirim 3 undangan" in body
    assert "Tidak diundang (4 orang)" in body
    refused = {row.name: row.standing.refusal for row in page.context["refused"]}
    assert "Sudah diundang" in refused["Sudah Diundang"]
    assert "Belum memenuhi syarat" in refused["Belum Cukup"]
    assert refused["Sedang Jeda"] == "Sedang tidak menerima undangan untuk jabatan seperti ini."
    assert refused["Menutup Profil"] == "Menutup profilnya dari pencarian, jadi tidak dapat diundang."
    assert hidden.position_title not in re.search(r"Menutup Profil.*?</li>", body, re.DOTALL)[0]


def test_who_has_applied_is_named_and_left_out_and_the_trail_says_who_was_told(client, vacancy, admin):
    applicant = ApplicationFactory(vacancy=vacancy, state="SUBMITTED").employee
    drafting = ApplicationFactory(vacancy=vacancy, state="DRAFT").employee
    withdrawn = ApplicationFactory(vacancy=vacancy, state="WITHDRAWN").employee
    client.force_login(admin)
    page = confirm(client, vacancy, [applicant, drafting, withdrawn])
    assert {row.name for row in page.context["allowed"]} == {drafting.name, withdrawn.name}
    assert [(row.name, row.standing.refusal) for row in page.context["refused"]] == [
        (applicant.name, "Sudah melamar lowongan ini.")
    ]
    told = AuditEntry.objects.get(act="name_applicants")
    assert (told.actor_id, str(applicant.public_id) in told.body) == (admin.pk, True)
    with pytest.raises(Refused, match="Sudah melamar lowongan ini"):
        invite(vacancy, admin, applicant)


def test_nobody_is_named_to_whoever_may_not_invite_any_more(client, vacancy, admin):
    applicant = ApplicationFactory(vacancy=vacancy, state="SUBMITTED").employee
    Vacancy.objects.filter(pk=vacancy.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    client.force_login(admin)
    page = confirm(client, vacancy, [applicant])
    assert "Sudah melamar" not in page.content.decode()
    assert not AuditEntry.objects.filter(act="name_applicants").exists()


def test_letters_are_read_one_by_one_and_keep_the_message(client, vacancy, admin):
    people = sorted((EmployeeFactory(with_user=True) for _ in range(3)), key=lambda each: each.name)
    client.force_login(admin)
    read = []
    for place in ("0", "1", "2", "9", "x"):
        page = confirm(client, vacancy, people, pesan="Salam dari kami.", pratinjau=place)
        assert "Salam dari kami." in page.content.decode()
        read.append((page.context["place"], page.context["preview"]["name"], page.context["before"], page.context["after"]))
    assert [(place, before, after) for place, _, before, after in read[:3]] == [(1, None, 1), (2, 0, 2), (3, 1, None)]
    assert {name for _, name, _, _ in read} == {each.name for each in people}
    assert read[3] == read[4] == read[0]
    assert not Invitation.objects.exists()


def test_more_people_than_the_quota_has_room_for_are_named_as_left_out(client, vacancy, admin, monkeypatch):
    monkeypatch.setattr("talent.rules.invitation_quota.PEOPLE_A_SEAT", 3)
    InvitationFactory(vacancy=vacancy)
    people = [EmployeeFactory(with_user=True) for _ in range(4)]
    client.force_login(admin)
    page = confirm(client, vacancy, people)
    assert len(page.context["allowed"]) == 2
    assert [row.standing.refusal for row in page.context["refused"]] == [
        "Jatah undangan lowongan ini tidak cukup untuk orang ini."
    ] * 2
    refused = confirm(client, vacancy, people, kirim="ya", pesan="")
    assert "masih dapat mengundang 2 orang lagi dari jatah 3" in refused.content.decode()
    assert Invitation.objects.count() == 1


def test_a_mailing_is_one_row_with_its_count_and_one_row_a_person(vacancy, admin):
    people = [EmployeeFactory(with_user=True) for _ in range(3)]
    made = invite(vacancy, admin, *people)
    batch = InvitationBatch.objects.get()
    assert (batch.count, batch.invited_by, batch.vacancy) == (3, admin, vacancy)
    assert {row.batch_id for row in made} == {batch.pk}
    assert len({row.public_id for row in made}) == 3


# Sending ----------------------------------------------------------------------------------------------------------------


def test_a_chunk_takes_one_block_of_numbers_and_one_row_of_the_trail(vacancy, admin):
    people = [EmployeeFactory(with_user=True, name=f"Orang {letter}") for letter in "ABCDE"]
    invite(vacancy, admin, *people, EmployeeFactory(email="", name="Tanpa surel"))
    assert actions.send_chunk(vacancy_id=vacancy.pk, limit=4) == (4, 0)
    assert actions.send_chunk(vacancy_id=vacancy.pk, limit=4) == (1, 1)
    assert actions.send_chunk(vacancy_id=vacancy.pk, limit=4) == (0, 0)
    assert [number[:3] for number in Letter.objects.order_by("number").values_list("number", flat=True)] == [
        "001", "002", "003", "004", "005",
    ]  # fmt: skip
    sent = list(AuditEntry.objects.filter(act="send_invitations").order_by("sequence"))
    assert ["001/UND" in sent[0].body, "004/UND" in sent[0].body, "005/UND" in sent[1].body] == [True] * 3
    assert OutboxMessage.objects.filter(kind="invitation_sent").count() == 5
    letters = Invitation.objects.filter(state="SENT").values_list("letter__words__name", "employee__name")
    assert {a == b for a, b in letters} == {True}


def test_letters_of_a_large_mailing_wait_in_the_portal_and_its_mails_give_way(vacancy, admin):
    (small,) = invite(vacancy, admin, EmployeeFactory(with_user=True))
    (large,) = invite(vacancy, admin, EmployeeFactory(with_user=True))
    InvitationBatch.objects.filter(pk=large.batch_id).update(count=ATTACHED_UP_TO + 1)
    assert tasks.send_pending_invitations() == 2
    mails = {mail.key: mail for mail in OutboxMessage.objects.filter(kind="invitation_sent")}
    assert mails[small.mail_key].letter is not None
    assert "terlampir" in mails[small.mail_key].text
    assert (mails[large.mail_key].letter, mails[large.mail_key].is_bulk) == (None, True)
    assert "dapat Anda buka di halaman undangan" in mails[large.mail_key].text
    large.refresh_from_db()
    assert large.letter is not None


def test_a_mail_to_one_person_leaves_before_a_mailing_that_was_there_first(smtp_sink):
    for name, is_bulk, age in (("massal1", True, 60), ("massal2", True, 50), ("satu", False, 0)):
        OutboxMessage.objects.create(
            key=name,
            to_address=f"{name}@uji.example",
            subject="S",
            text="Isi",
            is_bulk=is_bulk,
            next_attempt_at=timezone.now() - timedelta(seconds=age),
        )
    assert deliver_due(limit=1) == 1
    assert deliver_due() == 2
    assert smtp_sink.recipients == ["satu@uji.example", "massal1@uji.example", "massal2@uji.example"]


def test_progress_is_counted_from_the_rows_and_ends(client, vacancy, admin):
    InvitationFactory(vacancy=vacancy)
    people = [EmployeeFactory(with_user=True) for _ in range(4)]
    invite(vacancy, admin, *people)
    client.force_login(admin)
    assert client.get(list_url(vacancy)).context["progress"] == {"total": 4, "done": 0}
    tasks.send_pending_invitations()
    waiting = [row for row in client.get(list_url(vacancy)).context["rows"] if row["label"] == "Menunggu"]
    assert [row["dates"] for row in waiting] == [""] * 4, "not sent before the mail has left"
    OutboxMessage.objects.filter(pk__in=OutboxMessage.objects.order_by("pk").values("pk")[:3]).update(state=OutboxState.SENT)
    page = client.get(list_url(vacancy))
    assert page.context["progress"] == {"total": 4, "done": 3}
    assert "Sedang dikirim: 3 dari 4 undangan" in page.content.decode()
    assert 'hx-trigger="every 2s"' in page.content.decode()
    OutboxMessage.objects.update(state=OutboxState.SENT)
    page = client.get(list_url(vacancy))
    assert page.context["progress"] is None
    assert "every 2s" not in page.content.decode()
    fetch = 'hx-trigger="load" hx-select="#daftar-undangan"'
    assert fetch not in page.content.decode()
    last_look = client.get(list_url(vacancy), headers={"HX-Request": "true", "HX-Target": "kemajuan"})
    assert fetch in last_look.content.decode(), "the rows of a page that showed the progress still say that they wait"


def test_a_mail_refused_for_good_tells_the_sender_once_a_day_in_plain_words(
    client, smtp_sink, vacancy, admin, settings, tmp_path
):
    settings.MEDIA_ROOT = str(tmp_path)
    people = [EmployeeFactory(with_user=True) for _ in range(2)]
    invite(vacancy, admin, *people)
    tasks.send_pending_invitations()
    smtp_sink.refusal = "550 5.1.1 <x@y>: User unknown in virtual mailbox table"
    assert deliver_due() == 0
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {OutboxState.FAILED}
    bell = Notification.objects.get(recipient=admin)
    assert (bell.kind, bell.title.split(":")[0]) == ("invitation_failed", "Ada undangan yang tidak terkirim")
    client.force_login(admin)
    body = client.get(list_url(vacancy), {"status": "gagal"}).content.decode()
    assert body.count("Alamat surel tidak dikenal oleh server penerima.") == 2
    assert "virtual mailbox" not in body


def test_resending_picks_among_the_addresses_of_the_person_and_takes_no_other(vacancy, admin):
    person = EmployeeFactory(with_user=True, email="lama@uji.example")
    (invitation,) = invite(vacancy, admin, person)
    tasks.send_pending_invitations()
    OutboxMessage.objects.filter(key=invitation.mail_key).update(state=OutboxState.FAILED, reply="550 5.1.1")
    with pytest.raises(Refused, match="tidak lagi tercatat"):
        actions.retry_invitation(invitation_id=invitation.pk, actor=admin, address="asing@uji.example")
    actions.retry_invitation(invitation_id=invitation.pk, actor=admin, address=person.user.email)
    mail = OutboxMessage.objects.get(key=invitation.mail_key)
    assert (mail.to_address, mail.state, mail.reply) == (person.user.email, OutboxState.PENDING, "")


# Pauses -----------------------------------------------------------------------------------------------------------------


def test_a_pause_is_made_and_ended_on_its_page_and_holds_for_invitations(client, vacancy, admin):
    person = EmployeeFactory(with_user=True, name="Budi Santoso")
    client.force_login(person.user)
    until = timezone.localdate() + timedelta(days=40)
    page = client.get(reverse("list_pauses"), {"untuk": f"AGENCY:{vacancy.agency.code}"})
    assert f'value="AGENCY:{vacancy.agency.code}" selected' in page.content.decode()
    response = client.post(reverse("list_pauses"), {"untuk": f"AGENCY:{vacancy.agency.code}", "sampai": f"{until:%Y-%m-%d}"})
    assert response["Location"] == reverse("list_pauses")
    assert f"Undangan dari {vacancy.agency.name}" in client.get(reverse("list_pauses")).content.decode()
    with pytest.raises(Refused, match="Sedang tidak menerima undangan"):
        invite(vacancy, admin, person)
    elsewhere = VacancyFactory(state="OPEN")
    assert invite(elsewhere, UserFactory(role=Role.AGENCY_ADMIN, agency=elsewhere.agency), person)
    pause = InvitationPause.objects.get()
    client.post(reverse("lift_pause", args=[pause.public_id]))
    assert invite(vacancy, admin, person)
    assert [entry.act for entry in AuditEntry.objects.filter(object_type="InvitationPause").order_by("sequence")] == [
        "pause_invitations",
        "lift_pause",
    ]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"untuk": "", "sampai": "2027-01-01"}, "Pilih undangan mana yang tidak ingin Anda terima."),
        ({"untuk": "FIELD:TIDAK", "sampai": "2027-01-01"}, "Pilihan ini tidak tersedia lagi."),
        ({"untuk": "ALL", "sampai": "besok"}, "Isi tanggal yang benar"),
        ({"untuk": "ALL", "sampai": "2020-01-01"}, "paling cepat hari ini"),
        ({"untuk": "ALL", "sampai": "2099-01-01"}, "paling lama 2 tahun"),
    ],
)
def test_a_pause_with_a_mistake_says_what_to_do(client, fields, words):
    client.force_login(EmployeeFactory(with_user=True).user)
    assert words in client.post(reverse("list_pauses"), fields).content.decode()
    assert not InvitationPause.objects.exists()


def test_nobody_ends_the_pause_of_another(client):
    pause = InvitationPauseFactory()
    client.force_login(EmployeeFactory(with_user=True).user)
    assert client.post(reverse("lift_pause", args=[pause.public_id])).status_code == 404
    with pytest.raises(Refused):
        actions.lift_pause(pause_id=pause.pk, actor=EmployeeFactory(with_user=True).user)


# Reminders --------------------------------------------------------------------------------------------------------------


def test_reminders_go_to_the_unanswered_twice_at_most_and_not_to_the_paused(vacancy):
    now = timezone.now()
    type(vacancy).objects.filter(pk=vacancy.pk).update(closes_at=now + timedelta(days=6))
    waiting, answered, unread, paused = (
        InvitationFactory(vacancy=vacancy, state=state) for state in ("SENT", "DECLINED", "SENT", "SENT")
    )
    Invitation.objects.update(sent_at=now - timedelta(days=12))
    for invitation, state in ((waiting, OutboxState.SENT), (answered, OutboxState.SENT), (unread, OutboxState.FAILED)):
        mailed(invitation, state)
    mailed(paused)
    InvitationPauseFactory(employee=paused.employee)
    assert [tasks.remind_invited() for _ in range(2)] == [1, 0]
    mail = OutboxMessage.objects.get(kind="invitation_reminder")
    assert (mail.recipient, mail.key) == (waiting.employee.user, f"invitation-reminder:{waiting.pk}:1")
    assert "belum Anda jawab" in mail.text
    for days, told in ((2, 1), (1, 0)):
        Invitation.objects.update(reminded_at=now - timedelta(days=5))
        type(vacancy).objects.filter(pk=vacancy.pk).update(closes_at=now + timedelta(days=days))
        assert tasks.remind_invited() == told
    waiting.refresh_from_db()
    assert waiting.reminders == 2


def test_a_reminder_stays_home_when_the_answer_came_first(smtp_sink, vacancy):
    invitation = InvitationFactory(vacancy=vacancy)
    type(vacancy).objects.filter(pk=vacancy.pk).update(closes_at=timezone.now() + timedelta(days=6))
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=12))
    mailed(invitation)
    assert tasks.remind_invited() == 1
    actions.decline_invitation(invitation_id=invitation.pk, actor=invitation.employee.user, code="WAKTU")
    deliver_due()
    assert OutboxMessage.objects.get(kind="invitation_reminder").state == OutboxState.DROPPED
    assert invitation.employee.email not in smtp_sink.recipients


# Answers and outcomes ---------------------------------------------------------------------------------------------------


def test_the_first_opening_by_the_invited_person_is_noted_and_changes_no_state(client, vacancy, admin):
    invitation = InvitationFactory(vacancy=vacancy)
    mailed(invitation)
    page = reverse("answer_invitation", args=[invitation.public_id])
    client.force_login(EmployeeFactory(with_user=True).user)
    client.get(page)
    client.force_login(invitation.employee.user)
    client.head(page)
    assert not InvitationOpening.objects.exists()
    for _ in range(2):
        assert "sudah Anda buka" in client.get(page).content.decode()
    assert InvitationOpening.objects.count() == 1
    invitation.refresh_from_db()
    assert invitation.state == "SENT"
    client.force_login(admin)
    (row,) = client.get(list_url(vacancy), {"status": "dibuka"}).context["rows"]
    assert (row["label"], "dibuka" in row["dates"]) == ("Dibuka, belum dijawab", True)


def test_declining_asks_for_a_reason_from_the_list(client, vacancy, admin):
    invitation = InvitationFactory(vacancy=vacancy)
    page = reverse("answer_invitation", args=[invitation.public_id])
    client.force_login(invitation.employee.user)
    assert "Pilih satu alasan" in client.post(page, {"jawaban": "tolak", "alasan": "Kata saya"}).content.decode()
    assert "Tuliskan alasan lainnya" in client.post(page, {"jawaban": "tolak", "sebab": "LAIN"}).content.decode()
    client.post(page, {"jawaban": "tolak", "sebab": "LOKASI", "alasan": "Terlalu jauh"})
    invitation.refresh_from_db()
    assert (invitation.state, invitation.decline_words) == ("DECLINED", "Lokasi jabatan: Terlalu jauh")
    InvitationFactory(vacancy=vacancy, state="DECLINED", decline_code="WAKTU")
    InvitationFactory(vacancy=vacancy, state="DECLINED", decline_code="WAKTU")
    client.force_login(admin)
    reasons = client.get(list_url(vacancy)).context["reasons"]
    assert [(row["label"], row["value"]) for row in reasons] == [("Waktunya belum tepat", 2), ("Lokasi jabatan", 1)]


def test_who_applied_and_what_became_of_it_is_told_after_closing_only(client, vacancy, admin):
    chosen, silent = InvitationFactory(vacancy=vacancy, state="ACCEPTED"), InvitationFactory(vacancy=vacancy)
    ApplicationFactory(vacancy=vacancy, employee=chosen.employee, state="SUBMITTED")
    ApplicationFactory(vacancy=vacancy, state="SUBMITTED")
    client.force_login(admin)
    before = client.get(list_url(vacancy))
    assert "Melamar" not in [tab["label"] for tab in before.context["tabs"]]
    assert [row["outcome"] for row in before.context["rows"]] == ["", ""]
    assert len(client.get(list_url(vacancy), {"status": "melamar"}).context["rows"]) == 2
    type(vacancy).objects.filter(pk=vacancy.pk).update(state="VERIFICATION")
    after = client.get(list_url(vacancy))
    assert next(tab["count"] for tab in after.context["tabs"] if tab["label"] == "Melamar") == 1
    assert {row["name"]: row["outcome"] for row in after.context["rows"]} == {
        chosen.employee.name: "Menunggu verifikasi",
        silent.employee.name: "",
    }
    (row,) = client.get(list_url(vacancy), {"status": "melamar"}).context["rows"]
    assert row["name"] == chosen.employee.name


def test_an_admin_who_applies_invites_nobody_learns_of_nobody_and_takes_nothing_back(client, vacancy, admin):
    """S3: rivals are invited, named as applicants and left out by somebody else of the office."""
    rival, wanted = ApplicationFactory(vacancy=vacancy, state="SUBMITTED").employee, EmployeeFactory(with_user=True)
    sent = InvitationFactory(vacancy=vacancy, state="SENT")
    client.force_login(admin)
    assert "Sudah melamar" in confirm(client, vacancy, [rival]).content.decode()
    own = EmployeeFactory(with_user=False)
    own.user = admin
    own.save()
    ApplicationFactory(vacancy=vacancy, employee=own, state="DRAFT")
    page = confirm(client, vacancy, [rival, wanted]).content.decode()
    assert "tercatat sebagai pelamar di lowongan ini" in page
    assert "Sudah melamar" not in page
    for act in (
        lambda: invite(vacancy, admin, wanted),
        lambda: actions.revoke_invitation(invitation_id=sent.pk, actor=admin),
    ):
        with pytest.raises(Refused, match="tercatat sebagai pelamar di lowongan ini"):
            act()
    (row,) = client.get(list_url(vacancy)).context["rows"]
    assert (row["may_revoke"], row["may_retry"]) == (False, False)


def test_the_table_holds_what_the_page_shows_and_no_formula(client, vacancy, admin):
    odd = EmployeeFactory(with_user=True, name="=CMD|' /C calc'!A0")
    invitation = InvitationFactory(vacancy=vacancy, employee=odd, state="DECLINED", decline_code="LAIN", decline_reason="@rumah")
    mailed(invitation)
    InvitationFactory(vacancy=vacancy)
    client.force_login(admin)
    response = client.get(reverse("export_invitations", args=[vacancy.public_id]), {"status": "ditolak"})
    text = b"".join(response.streaming_content).decode()
    heads, row = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    found = dict(zip(heads, row, strict=True))
    assert found["Nama"] == "'=CMD|' /C calc'!A0"
    assert found["Alasan menolak"] == "'@rumah"
    assert odd.nip not in text
    assert odd.email not in text
    whole = b"".join(client.get(reverse("export_invitations", args=[vacancy.public_id])).streaming_content).decode()
    assert len(whole.splitlines()) == 3
    assert response["Content-Disposition"].endswith('.csv"')
    told = AuditEntry.objects.filter(act="export_invitations").order_by("sequence")
    assert [(entry.actor_id, json.loads(entry.body)["details"]["group"]) for entry in told] == [
        (admin.pk, "ditolak"),
        (admin.pk, ""),
    ]


def test_only_the_office_takes_the_list_out_and_under_its_own_duty(vacancy):
    office = UserFactory(role=Role.SECRETARIAT, agency=vacancy.agency)
    actions.record_invitation_export(vacancy_id=vacancy.pk, actor=office, group="")
    assert "Sekretariat" in AuditEntry.objects.get(act="export_invitations").body
    for stranger in (UserFactory(role=Role.AGENCY_ADMIN), UserFactory(role=Role.PPK, agency=vacancy.agency)):
        with pytest.raises(Refused, match="mengunduh daftar undangannya"):
            actions.record_invitation_export(vacancy_id=vacancy.pk, actor=stranger, group="")
    assert AuditEntry.objects.filter(act="export_invitations").count() == 1


def test_number_of_queries_does_not_grow_with_the_pauses(client, django_assert_num_queries):
    person = EmployeeFactory(with_user=True)
    client.force_login(person.user)
    client.get(reverse("list_pauses"))
    for wanted in (1, 3):
        while InvitationPause.objects.count() < wanted:
            InvitationPauseFactory(employee=person)
        with django_assert_num_queries(7):
            client.get(reverse("list_pauses"))
