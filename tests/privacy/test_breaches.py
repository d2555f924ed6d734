"""Insiden data pribadi: who is affected, the letters, the second officer, the clock, the drill."""

import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.second_factor import SESSION_KEY
from core.models import AuditEntry, Notification, OutboxMessage
from core.refusals import Refused
from employees.actions.readings import record_reading
from privacy.actions import breaches as acts
from privacy.actions.breaches import BreachFacts
from privacy.affected import by_agency, by_nip, by_reader, by_vacancy
from privacy.models import Breach, BreachPerson
from privacy.tasks import watch_breaches
from talent.models import TalentView
from tests.factories.applications import ApplicationFactory
from tests.factories.people import AgencyFactory, EmployeeFactory, UserFactory
from tests.factories.vacancies import VacancyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _authority(settings):
    settings.BREACH_AUTHORITY_EMAIL = "lembaga@uji.example"


@pytest.fixture
def officer():
    return UserFactory(role=Role.DATA_PROTECTION, full_name="Petugas Satu", email="satu@uji.example")


@pytest.fixture
def second():
    return UserFactory(role=Role.DATA_PROTECTION, full_name="Petugas Dua", email="dua@uji.example")


@pytest.fixture
def person():
    return EmployeeFactory(name="Budi Santoso", with_user=True, email="budi@uji.example")


def recorded(officer, **changes) -> Breach:
    facts = {
        "title": "Akun disalahgunakan",
        "is_drill": False,
        "found_at": timezone.now() - timedelta(hours=5),
        "kinds": ["CONTACT", "DOCUMENTS"],
        "cause": "Kata sandi dipakai ulang.",
        "handling": "Akun ditutup.",
    }
    return acts.record_breach(actor=officer, facts=BreachFacts(**{**facts, **changes}))


def prepared(officer, *people, **changes):
    breach = recorded(officer, **changes)
    acts.add_people(breach_id=breach.pk, actor=officer, selection=by_nip([person.nip for person in people]))
    return acts.prepare_letters(breach_id=breach.pk, actor=officer)


def listed(breach) -> set[int]:
    return set(breach.people.values_list("employee_id", flat=True))


def test_the_trail_names_whom_an_account_opened_in_a_span_of_time(officer, person):
    """The selection holds exactly those opened or listed within the span, once each."""
    reader, other = UserFactory(), UserFactory()
    found, too_early, by_other = (EmployeeFactory() for _ in range(3))
    for subject, actor in ((person, reader), (person, reader), (by_other, other)):
        record_reading(subject=subject, actor=actor, duty="Admin", act="view_document", object_type="D", object_id=1)
    now = timezone.now()
    agency = AgencyFactory()
    for employee, at in ((found, now), (too_early, now - timedelta(days=3))):
        TalentView.objects.create(user=reader, agency=agency, kind="PROFILE", people=[employee.pk], viewed_at=at)
    breach = recorded(officer)
    chosen = by_reader(reader, since=now - timedelta(days=1), until=now + timedelta(days=1))
    assert acts.add_people(breach_id=breach.pk, actor=officer, selection=chosen) == 2
    assert listed(breach) == {person.pk, found.pk}
    assert acts.add_people(breach_id=breach.pk, actor=officer, selection=chosen) == 0


def test_people_come_by_vacancy_by_agency_and_by_nip_and_leave_the_list_again(officer, person):
    vacancy = VacancyFactory(state="OPEN")
    applicant = ApplicationFactory(vacancy=vacancy).employee
    colleague = EmployeeFactory(agency=person.agency)
    breach = recorded(officer)
    for chosen in (by_vacancy(vacancy), by_agency(person.agency), by_nip([person.nip])):
        acts.add_people(breach_id=breach.pk, actor=officer, selection=chosen)
    assert {applicant.pk, colleague.pk, person.pk} <= listed(breach)
    assert acts.remove_people(breach_id=breach.pk, actor=officer, source=by_vacancy(vacancy).words) == 1
    assert applicant.pk not in listed(breach)
    with pytest.raises(Refused, match="Tidak seorang pun"):
        acts.add_people(breach_id=breach.pk, actor=officer, selection=by_nip(["198001012005011999"]))


def test_letters_wait_until_another_officer_confirms_their_number(officer, second, person):
    nobody = EmployeeFactory(email="")
    letters = prepared(officer, person, nobody)
    assert (letters.people_count, letters.unreachable_count) == (2, 1)
    assert set(letters.batch.mails.values_list("state", flat=True)) == {"UNRELEASED"}
    with pytest.raises(Refused, match="Anda yang menyiapkan"):
        acts.release_letters(letters_id=letters.pk, actor=officer, count=2)
    with pytest.raises(Refused, match="Jumlah yang ditulis 3, sedangkan yang menunggu 2"):
        acts.release_letters(letters_id=letters.pk, actor=second, count=3)
    assert not Notification.objects.filter(kind="breach_notice").exists()
    assert acts.release_letters(letters_id=letters.pk, actor=second, count=2, second_factor="totp") == 2
    sent = {mail.to_address: mail for mail in letters.batch.mails.all()}
    assert set(sent) == {"lembaga@uji.example", "budi@uji.example"}
    assert {mail.state for mail in sent.values()} == {"PENDING"}
    told = sent["budi@uji.example"].text
    for words in (
        "Yth. Budi Santoso",
        "surel dan nomor telepon",
        "dokumen yang diunggah",
        "Kata sandi dipakai ulang",
        "Akun ditutup",
    ):
        assert words in told, words
    assert sent["lembaga@uji.example"].letter == letters.authority_letter
    assert Notification.objects.get(kind="breach_notice").recipient == person.user
    letters.breach.refresh_from_db()
    assert letters.breach.told_at is not None
    acted = AuditEntry.objects.filter(object_type="Breach").order_by("pk").values_list("act", flat=True)
    assert list(acted) == ["record_breach", "add_breach_people", "prepare_breach_letters", "release_breach_letters"]
    with pytest.raises(Refused, match="sudah dilepas"):
        acts.add_people(breach_id=letters.breach_id, actor=officer, selection=by_nip([nobody.nip]))


def test_a_drill_tells_nobody_outside(officer, second, person):
    letters = prepared(officer, person, *(EmployeeFactory(with_user=True) for _ in range(3)), is_drill=True)
    assert set(letters.batch.mails.values_list("to_address", flat=True)) == {"satu@uji.example"}
    assert acts.release_letters(letters_id=letters.pk, actor=second, count=5) == 2
    assert sorted(letters.batch.mails.values_list("state", flat=True)) == ["DROPPED", "DROPPED", "DROPPED", "PENDING", "PENDING"]
    assert all("[Latihan]" in mail.subject for mail in letters.batch.mails.all())
    assert not Notification.objects.filter(kind="breach_notice").exists()
    assert not OutboxMessage.objects.filter(to_address__in=("budi@uji.example", "lembaga@uji.example")).exists()


def test_letters_that_were_turned_down_never_leave_and_can_be_written_again(officer, second, person):
    letters = prepared(officer, person)
    with pytest.raises(Refused, match="menunggu keputusan"):
        acts.prepare_letters(breach_id=letters.breach_id, actor=officer)
    with pytest.raises(Refused, match="Tulis alasan"):
        acts.reject_letters(letters_id=letters.pk, actor=second, note=" ")
    acts.reject_letters(letters_id=letters.pk, actor=second, note="Daftar belum lengkap")
    assert set(letters.batch.mails.values_list("state", flat=True)) == {"DROPPED"}
    with pytest.raises(Refused, match="sudah diputus"):
        acts.release_letters(letters_id=letters.pk, actor=second, count=2)
    again = acts.prepare_letters(breach_id=letters.breach_id, actor=officer)
    assert acts.release_letters(letters_id=again.pk, actor=second, count=2) == 2


def test_without_an_address_of_the_authority_the_letter_is_fetched_instead(officer, person, settings):
    settings.BREACH_AUTHORITY_EMAIL = ""
    assert prepared(officer, person).batch.mails.count() == 1


def test_what_cannot_be_is_refused(officer):
    now = timezone.now()
    for changes, words in (
        ({"found_at": now + timedelta(minutes=5)}, "belum tiba"),
        ({"happened_from": now}, "tidak mungkin mulai sesudah"),
        ({"happened_from": now - timedelta(days=2), "happened_until": now - timedelta(days=3)}, "tidak boleh berakhir"),
        ({"kinds": ["SHOES"]}, "Pilih data"),
    ):
        with pytest.raises(Refused, match=words):
            recorded(officer, **changes)
    with pytest.raises(Refused, match="Hanya pejabat PDP"):
        recorded(UserFactory(role=Role.BKN_ADMIN))
    with pytest.raises(Refused, match="masih kosong"):
        acts.prepare_letters(breach_id=recorded(officer).pk, actor=officer)


def test_officers_hear_when_the_clock_runs_out_once_a_stage(officer, second):
    early, near, over = (recorded(officer, found_at=timezone.now() - timedelta(hours=hours)) for hours in (5, 49, 73))
    assert watch_breaches() == 2
    watch_breaches()
    told = Notification.objects.filter(kind="breach_work", recipient=second).values_list("title", "url")
    assert sorted(told) == sorted(
        [
            ("Waktu surat insiden kurang dari 24 jam", reverse("show_breach", args=[near.public_id])),
            ("Waktu 3 × 24 jam untuk surat insiden lewat", reverse("show_breach", args=[over.public_id])),
        ]
    )
    assert early.told_at is None


def test_an_officer_records_lists_and_prepares_on_pages(client, officer, person):
    client.force_login(officer)
    answer = client.post(reverse("record_breach"), {"title": "Uji", "kinds": ["CONTACT"], "cause": "x", "handling": "y"})
    assert "Isi tanggal dan jamnya" in answer.content.decode()
    client.post(
        reverse("record_breach"),
        {"title": "Uji", "found_at": "2026-01-02T08:00", "kinds": ["CONTACT"], "cause": "x", "handling": "y", "is_drill": "on"},
    )
    breach = Breach.objects.get()
    page = reverse("show_breach", args=[breach.public_id])
    assert "Bukan NIP 18 angka: 123" in client.post(page, {"way": "nip", "nips": "123"}).content.decode()
    assert "Tidak ada akun" in client.post(page, {"way": "akun", "account": "x"}).content.decode()
    odd = {"way": "akun", "account": officer.email, "since": "0001-01-01T00:00", "until": "2026-01-01T00:00"}
    assert "Tahunnya terlalu lama" in client.post(page, odd).content.decode()
    assert "Tidak ada lowongan" in client.post(page, {"way": "lowongan", "reference": "x"}).content.decode()
    assert "nama lengkap atau kode" in client.post(page, {"way": "instansi", "agency": "x"}).content.decode()
    assert "1 orang ditambahkan" in client.post(page, {"way": "nip", "nips": person.nip}, follow=True).content.decode()
    assert "Budi Santoso" in client.get(reverse("list_breach_people", args=[breach.public_id])).content.decode()
    told = client.post(reverse("prepare_breach_letters", args=[breach.public_id]), follow=True).content.decode()
    assert "Menunggu pejabat PDP lain" in told
    decide = reverse("decide_breach_letters", args=[breach.public_id])
    assert "Anda yang menyiapkan" in client.get(decide).content.decode()


def test_the_second_officer_types_the_number_and_uses_a_factor(client, officer, second, person):
    letters = prepared(officer, person)
    client.force_login(second)
    decide = reverse("decide_breach_letters", args=[letters.breach.public_id])
    assert "Pasang kode autentikator dahulu" in client.get(decide).content.decode()
    assert client.post(decide, {"lepas": "1", "count": "2"}).status_code == 200
    letters.breach.refresh_from_db()
    assert letters.breach.told_at is None, "no factor was used"
    session = client.session
    session[SESSION_KEY] = int(time.time())
    session.save()
    assert "sedangkan yang menunggu 2" in client.post(decide, {"lepas": "1", "count": "1"}).content.decode()
    assert client.post(decide, {"lepas": "1", "count": "2"}).status_code == 302
    released = AuditEntry.objects.get(act="release_breach_letters")
    assert '"second_factor":"totp"' in released.body
    client.force_login(person.user)
    own = reverse("show_own_breach", args=[letters.breach.public_id])
    assert "Kata sandi dipakai ulang" in client.get(own).content.decode()
    client.force_login(UserFactory())
    assert client.get(own).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_pages_of_incidents_cost_the_same_at_every_size(client, officer, django_assert_num_queries, count):
    made = [recorded(officer) for _ in range(count)]
    for _ in range(count):
        BreachPerson.objects.create(
            breach=made[0], employee=EmployeeFactory(with_user=True), source="Uji", added_at=timezone.now()
        )
    client.force_login(officer)
    with django_assert_num_queries(10):
        client.get(reverse("list_breaches"))
    with django_assert_num_queries(7):
        client.get(reverse("list_breach_people", args=[made[0].public_id]))
    with django_assert_num_queries(8):
        client.get(reverse("show_breach", args=[made[0].public_id]))
