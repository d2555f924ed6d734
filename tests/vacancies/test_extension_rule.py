"""Extending a registration: the rule at the moment of saving, the page, the ledger, who is told."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core.models import AuditEntry, Notification, OutboxMessage
from core.refusals import Refused, Stale
from tests.factories.applications import ApplicationFactory
from tests.factories.people import AgencyFactory, EmployeeFactory, UserFactory
from tests.factories.vacancies import RegistrationExtensionFactory, VacancyFactory
from vacancies import notifications
from vacancies.actions.registration import close_vacancy, extend_registration
from vacancies.models import RegistrationExtension, SavedVacancy, VacancyAlert
from vacancies.rules.deadline import format_deadline
from vacancies.tasks import close_due_vacancies

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def admin(agency):
    return UserFactory(role=Role.AGENCY_ADMIN, agency=agency)


@pytest.fixture
def vacancy(agency):
    return VacancyFactory(agency=agency, state="OPEN", closes_at=timezone.now() + timedelta(hours=5))


def extend(vacancy, admin, **changes):
    values = {"vacancy_id": vacancy.pk, "actor": admin, "reason": "Pelamar belum cukup.", "version": vacancy.version, **changes}
    return extend_registration(**values)


def applications(vacancy, count, state="SUBMITTED"):
    return [ApplicationFactory(vacancy=vacancy, state=state) for _ in range(count)]


def test_three_submitted_may_extend(vacancy, admin):
    applications(vacancy, 3)
    before = vacancy.closes_at
    extension = extend(vacancy, admin)
    vacancy.refresh_from_db()
    assert vacancy.closes_at == before + timedelta(days=7) == extension.closes_at
    assert (extension.number, extension.kind, extension.submitted_count, extension.threshold) == (1, "MANUAL", 3, 4)
    assert vacancy.state == "OPEN"
    assert vacancy.version == 2


def test_four_submitted_may_not(vacancy, admin):
    applications(vacancy, 4)
    with pytest.raises(Refused, match="4 lamaran sudah terkirim; perpanjangan hanya boleh bila kurang dari 4"):
        extend(vacancy, admin)
    assert not RegistrationExtension.objects.exists()


def test_drafts_and_withdrawn_do_not_count(vacancy, admin):
    applications(vacancy, 3)
    applications(vacancy, 5, "DRAFT")
    applications(vacancy, 2, "WITHDRAWN")
    assert extend(vacancy, admin).submitted_count == 3


def test_third_extension_is_refused(vacancy, admin):
    for number in (1, 2):
        RegistrationExtensionFactory(vacancy=vacancy, number=number)
    with pytest.raises(Refused, match="sudah diperpanjang 2 kali"):
        extend(vacancy, admin)


def test_too_early_is_refused(agency, admin):
    early = VacancyFactory(agency=agency, state="OPEN", closes_at=timezone.now() + timedelta(hours=25))
    with pytest.raises(Refused, match="24 jam sebelum penutupan"):
        extend(early, admin)


def test_too_late_is_refused(agency, admin):
    late = VacancyFactory(agency=agency, state="VERIFICATION", closes_at=timezone.now() - timedelta(days=3, minutes=1))
    with pytest.raises(Refused, match="Batas perpanjangan sudah lewat"):
        extend(late, admin)


def test_reason_is_needed(vacancy, admin):
    with pytest.raises(Refused, match="Tuliskan alasan") as refused:
        extend(vacancy, admin, reason="  ")
    assert refused.value.field == "reason"


def test_stale_page_is_refused(vacancy, admin):
    with pytest.raises(Stale):
        extend(vacancy, admin, version=vacancy.version - 1)


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.PPK, Role.PYB])
def test_only_the_admin_may(vacancy, agency, role):
    with pytest.raises(Refused, match="Hanya admin instansi"):
        extend(vacancy, UserFactory(role=role, agency=agency))


def test_admin_of_another_agency_may_not(vacancy):
    with pytest.raises(Refused, match="Hanya admin instansi"):
        extend(vacancy, UserFactory(role=Role.AGENCY_ADMIN, agency=AgencyFactory()))


def test_after_closing_drafts_come_back(agency, admin):
    closed = VacancyFactory(agency=agency, state="VERIFICATION", closes_at=timezone.now() - timedelta(days=1))
    draft = ApplicationFactory(vacancy=closed, state="EXPIRED")
    extend(closed, admin)
    closed.refresh_from_db()
    draft.refresh_from_db()
    assert (closed.state, draft.state) == ("OPEN", "DRAFT")
    assert draft.events.latest("id").action == "revive"


def test_later_stages_move_with_the_deadline(vacancy, admin):
    before = {stage.code: (stage.starts_on, stage.ends_on) for stage in vacancy.stages.all()}
    extend(vacancy, admin)
    week = timedelta(days=7)
    after = {stage.code: (stage.starts_on, stage.ends_on) for stage in vacancy.stages.all()}
    assert after == {code: (first + week, last + week) for code, (first, last) in before.items()}


def test_trail_and_public_line_are_written(vacancy, admin):
    applications(vacancy, 2)
    extend(vacancy, admin)
    entry = AuditEntry.objects.filter(chain=vacancy.trail_chain).latest("sequence")
    assert entry.act == "extend_registration"
    assert '"submitted":2' in entry.body
    assert entry.actor_id == admin.pk
    line = vacancy.announcements.get(kind="EXTENSION")
    assert "2 lamaran terkirim, kurang dari 4" in line.body
    assert "digeser 7 hari" in line.body


def test_everybody_with_a_stake_is_told_once(vacancy, admin, monkeypatch):
    drafts, sent = applications(vacancy, 2, "DRAFT"), applications(vacancy, 2)
    applications(vacancy, 1, "WITHDRAWN")
    invited = EmployeeFactory(with_user=True).user
    monkeypatch.setattr(notifications, "extra_audiences", [lambda v: [invited, drafts[0].employee.user]])
    extend(vacancy, admin)
    vacancy.refresh_from_db()
    people = {a.employee.user_id for a in [*drafts, *sent]} | {invited.pk}
    mails = OutboxMessage.objects.filter(key__startswith="extension:")
    assert {mail.recipient_id for mail in mails} == people
    assert len(mails) == 5
    assert {bell.recipient_id for bell in Notification.objects.all()} == people
    mail = mails.first()
    assert vacancy.position_title in mail.subject
    assert vacancy.agency.name in mail.subject
    assert format_deadline(vacancy.closes_at, vacancy.zone) in mail.text


def test_closing_extends_by_itself_when_the_vacancy_asks_for_it(agency):
    vacancy = VacancyFactory(agency=agency, state="OPEN", auto_extend=True, closes_at=timezone.now() - timedelta(minutes=1))
    applications(vacancy, 3)
    assert close_vacancy(vacancy_id=vacancy.pk) == "extended"
    vacancy.refresh_from_db()
    extension = vacancy.extensions.get()
    assert (vacancy.state, extension.kind, extension.decided_by) == ("OPEN", "AUTOMATIC", None)
    assert close_vacancy(vacancy_id=vacancy.pk) == ""


def test_closing_does_not_extend_at_four(agency):
    vacancy = VacancyFactory(agency=agency, state="OPEN", auto_extend=True, closes_at=timezone.now() - timedelta(minutes=1))
    applications(vacancy, 4)
    assert close_vacancy(vacancy_id=vacancy.pk) == "closed"
    assert not vacancy.extensions.exists()


def test_closing_task_is_idempotent_and_tells_each_side(agency):
    secretary = UserFactory(role=Role.SECRETARIAT, agency=agency)
    vacancy = VacancyFactory(agency=agency, state="OPEN", closes_at=timezone.now() - timedelta(minutes=1))
    still_open = VacancyFactory(agency=agency, state="OPEN")
    (draft,), (sent,) = applications(vacancy, 1, "DRAFT"), applications(vacancy, 1)
    assert close_due_vacancies() == 1
    assert close_due_vacancies() == 0
    for row in (vacancy, still_open, draft, sent):
        row.refresh_from_db()
    assert (vacancy.state, still_open.state, draft.state, sent.state) == ("VERIFICATION", "OPEN", "EXPIRED", "SUBMITTED")
    subjects = {mail.recipient_id: mail.subject for mail in OutboxMessage.objects.all()}
    assert subjects[secretary.pk].startswith("Pendaftaran ditutup dengan 1 lamaran")
    assert subjects[draft.employee.user_id].startswith("Lamaran Anda tidak terkirim")
    assert subjects[sent.employee.user_id].startswith("Pendaftaran ditutup, berkas Anda diperiksa")
    assert vacancy.announcements.get(kind="CLOSING").rows == [{"submitted": 1}]


TYPED = {"reason_code": "FEW_APPLICANTS", "reason": "Sudah saya ketik panjang."}


def sure(vacancy, **changes):
    """What the confirmation page posts."""
    return {**TYPED, "version": vacancy.version, "pasti": "1", **changes}


def test_page_shows_the_effect_and_the_confirmation_acts(client, vacancy, admin):
    client.force_login(admin)
    applications(vacancy, 2, "DRAFT")
    applications(vacancy, 1)
    url = reverse("extend_registration", args=[vacancy.public_id])
    deadline = format_deadline(vacancy.closes_at + timedelta(days=7), vacancy.zone)
    page = client.get(url).content.decode()
    for words in (deadline, "WITA", "WIT", "0 dari 2", "1 dari 2", "7 tahap menurut jadwal", "Digeser 7 hari"):
        assert words in page
    empty = client.post(url, {"reason_code": "FEW_APPLICANTS", "reason": "", "version": vacancy.version})
    assert "Tuliskan alasan perpanjangan" in empty.content.decode()

    check = client.post(url, {**TYPED, "version": vacancy.version}).content.decode()
    assert "Belum ada yang berubah" in check
    assert "3 orang diberi tahu" in check
    assert TYPED["reason"] in check
    assert not vacancy.extensions.exists()
    back = client.post(url, sure(vacancy, ubah="1")).content.decode()
    assert TYPED["reason"] in back
    assert not vacancy.extensions.exists()

    done = client.post(url, sure(vacancy))
    assert done.url == reverse("show_extension", args=[vacancy.public_id])
    assert vacancy.extensions.get().reason_code == "FEW_APPLICANTS"
    told = client.get(done.url).content.decode()
    assert deadline in told
    rows = re.findall(r"<dt>([^<]+)</dt>\s*<dd>\s*([^<]*?orang)", told)
    assert dict(rows) == {
        "Pemilik draf": "2 orang",
        "Pengirim lamaran": "1 orang",
        "Orang yang diundang": "0 orang",
        "Penyimpan lowongan dan pelanggan kabar": "0 orang",
    }


def test_result_page_without_an_extension_leads_to_the_button(client, vacancy, admin):
    client.force_login(admin)
    answer = client.get(reverse("show_extension", args=[vacancy.public_id]))
    assert answer.url == reverse("extend_registration", args=[vacancy.public_id])


def test_outage_as_the_cause_leads_to_the_question_for_bkn_with_the_words_kept(client, vacancy, admin):
    client.force_login(admin)
    url = reverse("extend_registration", args=[vacancy.public_id])
    page = client.post(url, {**TYPED, "reason_code": "INCIDENT", "version": vacancy.version}).content.decode()
    assert "Admin BKN yang memutuskan" in page
    assert TYPED["reason"] in page
    assert reverse("ask_incident", args=[vacancy.public_id]) in page
    assert not vacancy.extensions.exists()


def test_fourth_arrives_while_the_page_is_open(client, vacancy, admin):
    client.force_login(admin)
    applications(vacancy, 3)
    url = reverse("extend_registration", args=[vacancy.public_id])
    assert 'value="1">Perpanjang pendaftaran' in client.post(url, {**TYPED, "version": vacancy.version}).content.decode()
    applications(vacancy, 1)
    for values in (sure(vacancy), {**TYPED, "version": vacancy.version}):
        answer = client.post(url, values)
        text = answer.content.decode()
        assert answer.status_code == 409
        assert "4 lamaran sudah terkirim; perpanjangan hanya boleh bila kurang dari 4." in text
        assert TYPED["reason"] in text
    assert not vacancy.extensions.exists()


def test_forged_post_without_the_button_is_refused(client, vacancy, admin):
    client.force_login(admin)
    applications(vacancy, 4)
    url = reverse("extend_registration", args=[vacancy.public_id])
    page = client.get(url).content.decode()
    assert "disabled" in page
    assert 'type="submit">Lanjut' not in page
    assert client.post(url, sure(vacancy)).status_code == 409
    assert not vacancy.extensions.exists()


def test_those_who_saved_it_or_follow_a_fitting_search_are_told_with_a_way_to_stop(vacancy, admin):
    sender = applications(vacancy, 1)[0].employee.user
    saver = UserFactory()
    now = timezone.now()
    SavedVacancy.objects.create(user=saver, vacancy=vacancy, saved_at=now)
    # The sender saved it too: one mail all the same.
    SavedVacancy.objects.create(user=sender, vacancy=vacancy, saved_at=now)
    for email, filters, confirmed in (
        ("cocok@uji.example", "tingkat=PRATAMA", now),
        ("lain@uji.example", "tingkat=UTAMA", now),
        ("belum@uji.example", "tingkat=PRATAMA", None),
    ):
        VacancyAlert.objects.create(
            email=email, filters=filters, label="Uji", created_at=now, confirmed_at=confirmed, sent_until=now
        )
    extend(vacancy, admin)
    mails = {mail.to_address: mail for mail in OutboxMessage.objects.filter(key__startswith="extension:").order_by("id")}
    assert set(mails) == {sender.email, saver.email, "cocok@uji.example"}
    assert mails["cocok@uji.example"].stop_url.startswith("http")
    assert mails["cocok@uji.example"].stop_url in mails["cocok@uji.example"].text
    assert "menyimpan lowongan ini" in mails[saver.email].text
    told = json.loads(AuditEntry.objects.get(chain=vacancy.trail_chain, act="extend_registration").body)["details"]["told"]
    assert told == {"drafts": 0, "senders": 1, "invitees": 0, "followers": 2}


def test_secretariat_may_not_open_the_page(client, vacancy, agency):
    client.force_login(UserFactory(role=Role.SECRETARIAT, agency=agency))
    assert client.get(reverse("extend_registration", args=[vacancy.public_id])).status_code == 403
