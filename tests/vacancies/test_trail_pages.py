"""Pages of the trail: the history of a selection, as of a moment, for the public; the auditor's search and bundles."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from accounts.enums import Role
from core import audit
from core.models import AuditEntry, Notification, OutboxMessage, TrailExport
from core.seals import seal_and_export
from employees.actions.readings import record_reading
from tests.factories.people import EmployeeFactory, UserFactory
from tests.factories.selection import official
from tests.factories.vacancies import VacancyFactory
from vacancies.notifications.trail import tell_export
from vacancies.rules.lifecycle import VACANCY_LABELS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_places(settings, tmp_path):
    settings.SEAL_FOLDER = str(tmp_path / "seals")
    settings.TRAIL_KEY_FILE = str(tmp_path / "trail-key.pem")
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def vacancy():
    """Open, with a trail of seven acts, two of them about applicants."""
    vacancy = VacancyFactory(state="OPEN")
    admin = official(Role.AGENCY_ADMIN, vacancy)
    for act, kind, details in (
        ("plan_vacancy", "Vacancy", {}),
        ("submit_plan", "Vacancy", {}),
        ("decide_step", "ApprovalRequest", {"step": "ppk", "verdict": "APPROVE", "second_factor": "totp"}),
        ("approve_plan", "Vacancy", {}),
        ("publish_vacancy", "Vacancy", {"state": "OPEN"}),
        ("start_application", "Application", {}),
        ("submit_application", "Application", {}),
    ):
        audit.record(
            chain=vacancy.trail_chain, act=act, actor=admin, duty="Admin Contoh", object_type=kind, object_id="7", details=details
        )
    return vacancy


@pytest.fixture
def auditor(client):
    user = UserFactory(role=Role.AUDITOR, full_name="Teguh Auditor")
    client.force_login(user)
    return user


def state_purpose(client, words: str = "Surat tugas 12, uji petik triwulan empat") -> None:
    client.post(reverse("state_trail_purpose"), {"tujuan": words})


def history(client, vacancy, **query) -> str:
    return client.get(reverse("show_history", args=[vacancy.public_id]), query).content.decode()


# History of a selection


def test_the_office_reads_every_act_but_those_about_people(client, vacancy):
    client.force_login(official(Role.PPK, vacancy))
    told = history(client, vacancy)
    assert "Rencana disetujui" in told
    assert "Utuh" in told
    assert "7 baris diperiksa barusan" in told
    assert "Lamaran dikirim" not in told
    assert "Baris 7" not in told


def test_a_broken_chain_is_told_with_its_row(client, vacancy, monkeypatch):
    from core.chain_hash import BrokenLink
    from vacancies.views import trail

    monkeypatch.setattr(trail, "first_broken_link", lambda links, head: BrokenLink(4, "CONTENT"))
    client.force_login(official(Role.PPK, vacancy))
    assert "Baris 4 dari 7 tidak sesuai dengan rantainya" in history(client, vacancy)


def test_as_of_a_row_shows_what_stood_then(client, vacancy):
    client.force_login(official(Role.AGENCY_ADMIN, vacancy))
    told = history(client, vacancy, baris=3)
    assert VACANCY_LABELS["PLAN_REVIEW"] in told
    assert "Disetujui oleh Admin Contoh" in told
    assert "Lowongan diterbitkan" not in told
    assert "Lamaran terkirim" in told
    assert VACANCY_LABELS["OPEN"] in history(client, vacancy, baris=7)


def test_as_of_a_moment_before_everything_says_so(client, vacancy):
    client.force_login(official(Role.AGENCY_ADMIN, vacancy))
    assert "Belum ada apa-apa pada waktu itu" in history(client, vacancy, pada="2020-01-01T10:00")
    now = datetime.now(UTC)
    assert VACANCY_LABELS["OPEN"] in history(client, vacancy, pada=f"{now.year + 1}-01-01T10:00")
    assert "Tulis tanggal dan jam yang benar" in history(client, vacancy, pada="besok")


def test_what_the_panel_and_the_office_did_around_the_scores_is_told_in_words(client, vacancy):
    admin = official(Role.AGENCY_ADMIN, vacancy)
    for act, kind in (("close_calibration", "CalibrationStep"), ("remind_scorers", "Vacancy"), ("release_seat", "StageSession")):
        audit.record(chain=vacancy.trail_chain, act=act, actor=admin, duty="Uji", object_type=kind, object_id="7")
    client.force_login(admin)
    told = history(client, vacancy)
    assert "Tindakan lain dicatat" not in told
    assert "Kalibrasi nilai ditutup" in told


def test_counts_of_an_open_registration_are_for_the_office_only(client, vacancy):
    client.force_login(official(Role.PPK, vacancy))
    assert "Lamaran terkirim" not in history(client, vacancy, baris=7)


def test_the_auditors_reading_is_in_the_trail_and_people_open_with_a_purpose(client, vacancy, auditor):
    assert "Lamaran dikirim" not in history(client, vacancy)
    state_purpose(client)
    told = history(client, vacancy, baris=7)
    assert "Lamaran dikirim" in told
    assert "Draf lamaran dibuka" in told
    assert "Tindakan lain dicatat" not in told
    read = AuditEntry.objects.filter(act="read_history", actor_id=auditor.pk).order_by("pk")
    assert [entry.object_id for entry in read] == [str(vacancy.public_id)] * 2


@pytest.mark.parametrize("acts", [1, 3, 60])
def test_history_costs_the_same_at_every_size(client, django_assert_num_queries, acts):
    vacancy = VacancyFactory(state="OPEN")
    for number in range(acts):
        audit.record(chain=vacancy.trail_chain, act="edit_plan", actor=None, object_type="Vacancy", object_id=str(number))
    client.force_login(official(Role.PPK, vacancy))
    history(client, vacancy)
    with django_assert_num_queries(13):
        history(client, vacancy, baris=1)


def test_the_public_reads_the_way_without_names_counts_or_verdicts(client, vacancy):
    told = client.get(reverse("show_public_history", args=[vacancy.public_id])).content.decode()
    assert "Lowongan diterbitkan" in told
    for hidden in ("Admin Contoh", "Setujui", "Keputusan diberikan", "Lamaran dikirim", "lamaran terkirim", "Rencana"):
        assert hidden not in told


def test_a_draft_has_no_public_history(client):
    draft = VacancyFactory(state="DRAFT")
    assert client.get(reverse("show_public_history", args=[draft.public_id])).status_code == 404


# Search


def search(client, **query) -> str:
    return client.get(reverse("search_trail"), query).content.decode()


def test_names_and_details_are_masked_until_a_purpose_is_typed(client, vacancy, auditor):
    actor = UserFactory(full_name="Nama Rahasia")
    audit.record(chain="portal", act="import_employees", actor=actor, object_type="X", object_id="1", details={"xyz": "isi"})
    record_reading(
        subject=EmployeeFactory(), actor=actor, duty="PPK", act="view_document", object_type="ApplicationDocument", object_id=1
    )
    told = search(client)
    assert "Nama Rahasia" not in told
    assert f"Orang nomor {actor.pk}" in told
    assert "xyz" not in told
    assert "person:" not in told
    # Chains are called by what they hold; the stored name stands with the fingerprint of the row.
    assert "dari jejak data seseorang" in told
    assert "dari jejak portal" in told
    assert f"dari jejak seleksi {vacancy.position_title}" in told
    assert f">{vacancy.trail_chain}" not in told
    state_purpose(client)
    told = search(client)
    assert f">{vacancy.trail_chain}" in told
    assert "Nama Rahasia" in told
    assert "xyz" in told
    assert AuditEntry.objects.get(act="state_trail_purpose").actor_id == auditor.pk


def test_a_purpose_that_says_nothing_opens_nothing(client, auditor):
    answer = client.post(reverse("state_trail_purpose"), {"tujuan": "audit", "kembali": "https://jahat.example/"})
    assert answer["Location"] == reverse("search_trail")
    assert "Nama dan rincian disamarkan" in search(client)


def test_a_purpose_ends_after_half_an_hour(client, auditor):
    state_purpose(client)
    session = client.session
    session["trail_purpose"] = {**session["trail_purpose"], "until": 0}
    session.save()
    assert "Nama dan rincian disamarkan" in search(client)


def test_every_filter_narrows(client, vacancy, auditor):
    actor = UserFactory(full_name="Sari Pencatat", nip="198001012005012001")
    audit.record(chain="portal", act="import_employees", actor=actor, object_type="X", object_id="1")
    state_purpose(client)
    assert "Data pegawai diimpor" in search(client, proses="portal", tindakan="import_employees")
    assert "Rencana disetujui" in search(client, proses=vacancy.reference)
    assert "Data pegawai diimpor</strong>" not in search(client, proses=vacancy.reference)
    told = search(client, orang="1980 0101 2005 012001".replace(" ", ""))
    assert "Data pegawai diimpor</strong>" in told
    assert "Rencana disetujui</strong>" not in told
    assert "Data pegawai diimpor</strong>" in search(client, orang="sari pencatat")
    assert "Tidak ada baris untuk saringan ini" in search(client, sampai="2020-01-01")
    assert "Data pegawai diimpor</strong>" in search(client, dari="2020-01-01")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"proses": "tidak ada"}, "Tidak ada lowongan dengan nomor acuan ini"),
        ({"orang": "Tidak Ada Orangnya"}, "Tidak ada akun dengan NIP atau nama ini"),
        ({"orang": "Tidak Ada", "sisi": "pemilik"}, "Tulis NIP 18 angka"),
        ({"dari": "2026-02-01", "sampai": "2026-01-01"}, "Tanggal akhir tidak boleh sebelum tanggal awal"),
    ],
)
def test_a_filter_that_cannot_be_is_told(client, auditor, query, sentence):
    state_purpose(client)
    assert sentence in search(client, **query)


def test_people_are_not_looked_up_without_a_purpose(client, auditor):
    UserFactory(full_name="Nama Rahasia")
    assert "Tulis tujuan Anda lebih dahulu" in search(client, orang="Nama Rahasia")


def test_looks_at_a_person_are_found_by_the_person_and_the_person_reads_of_it(client, auditor):
    person = EmployeeFactory(user=UserFactory(role=Role.APPLICANT))
    record_reading(subject=person, actor=auditor, duty="PPK", act="view_document", object_type="D", object_id=1)
    state_purpose(client)
    assert "Dokumen lamaran dibuka</strong>" in search(client, orang=person.nip, sisi="pemilik")
    client.force_login(person.user)
    assert "Jejak tentang Anda dibuka" in client.get(reverse("list_own_readings")).content.decode()


def test_an_officer_for_data_protection_reads_what_concerns_one_person_only(client, vacancy):
    officer, actor = UserFactory(role=Role.DATA_PROTECTION), UserFactory(full_name="Nama Rahasia", nip="198304172009121004")
    UserFactory(full_name="Nama Rahasia Juga")
    audit.record(chain="portal", act="import_employees", actor=actor, object_type="X", object_id="1", details={"xyz": "isi"})
    person = EmployeeFactory(user=UserFactory(role=Role.APPLICANT))
    record_reading(subject=person, actor=actor, duty="PPK", act="view_document", object_type="D", object_id=1)
    client.force_login(officer)
    for query in ({}, {"tindakan": "import_employees"}, {"proses": "portal"}):
        told = search(client, **query)
        assert "Menurut satu orang" in told
        assert '<ol class="trail-list">' not in told
    assert not AuditEntry.objects.filter(act="search_trail").exists()
    assert "Tulis tujuan Anda lebih dahulu" in search(client, orang=person.nip, sisi="pemilik")
    state_purpose(client)
    assert "Lebih dari 1 orang cocok" in search(client, orang="Nama Rahasia")
    assert "xyz" in search(client, orang=actor.nip)
    told = search(client, orang=person.nip, sisi="pemilik")
    assert "Dokumen lamaran dibuka</strong>" in told
    assert "Minta bundel" not in told
    assert "Keadaan seleksi saat itu" not in told
    assert AuditEntry.objects.filter(act="search_trail", actor_id=officer.pk).count() == 2
    assert client.post(reverse("list_trail_exports"), {"orang": person.nip}).status_code == 403
    client.force_login(person.user)
    own = client.get(reverse("list_own_readings")).content.decode()
    assert "Jejak tentang Anda dibuka" in own
    assert "Pejabat PDP" in own


def test_pages_follow_each_other_by_key(client, auditor):
    for number in range(55):
        audit.record(chain="portal", act="import_employees", actor=None, object_type="X", object_id=str(number))
    first = client.get(reverse("search_trail"), {"tindakan": "import_employees"})
    assert len(first.context["rows"]) == 50
    second = client.get(reverse("search_trail") + first.context["following"])
    assert len(second.context["rows"]) == 5
    seen = {row["sequence"] for page in (first, second) for row in page.context["rows"]}
    assert len(seen) == 55
    assert len(client.get(reverse("search_trail"), {"setelah": "x-1"}).context["rows"]) == 50


def test_a_masked_row_hides_whom_a_letter_let_somebody_stand_in_for(client, auditor):
    duty = "Plh. PPK Badan Uji, a.n. Gusti Pejabat, surat nomor 12/2026"
    audit.record(
        chain="portal", act="decide_step", actor=UserFactory(full_name="Ni Penerima"), duty=duty, object_type="X", object_id="1",
        second_factor="totp",
    )  # fmt: skip
    masked = search(client)
    assert "Plh. PPK Badan Uji" in masked
    assert "ditandatangani dengan kode autentikator" in masked
    assert "Gusti" not in masked
    assert "Penerima" not in masked
    state_purpose(client)
    assert duty in search(client)


@pytest.mark.parametrize("acts", [1, 3, 60])
def test_search_costs_the_same_at_every_size(client, auditor, django_assert_num_queries, acts):
    for number in range(acts):
        audit.record(chain="portal", act="import_employees", actor=None, object_type="X", object_id=str(number))
    search(client)
    with django_assert_num_queries(9):
        search(client)


# Bundles


def test_a_bundle_needs_a_purpose(client, auditor):
    client.post(reverse("list_trail_exports"), {"proses": "portal"})
    assert not TrailExport.objects.exists()
    # The empty list leads to the search once, not twice.
    page = client.get(reverse("list_trail_exports")).content.decode()
    assert page.count(">Cari jejak</a>") == 1


def test_a_bundle_is_asked_for_made_told_and_fetched_and_all_of_it_is_in_the_trail(client, vacancy, auditor):
    from core.bundles import make_bundle

    state_purpose(client)
    client.post(reverse("list_trail_exports"), {"proses": vacancy.reference})
    export = TrailExport.objects.get()
    assert export.filters["rows"] == {"chain": vacancy.trail_chain}
    assert "Menunggu dibuat" in client.get(reverse("list_trail_exports")).content.decode()
    seal_and_export()
    make_bundle(export)
    page = client.get(reverse("list_trail_exports")).content.decode()
    assert "Siap diunduh" in page
    assert "7 dari 7 baris" in page
    answer = client.get(reverse("download_trail_export", args=[export.public_id]))
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert OutboxMessage.objects.get(kind="trail_export_done").recipient == auditor
    assert Notification.objects.get(recipient=auditor).title == "Bundel jejak siap diunduh"
    told = AuditEntry.objects.filter(object_type="TrailExport").order_by("pk").values_list("act", flat=True)
    assert list(told) == ["request_trail_export", "finish_trail_export", "download_trail_export"]


def test_another_auditor_does_not_fetch_it(client, auditor):
    other = TrailExport.objects.create(
        requested_by=UserFactory(role=Role.AUDITOR), purpose="x", filters={}, state="READY", created_at="2026-11-22T00:00:00Z"
    )
    assert client.get(reverse("download_trail_export", args=[other.public_id])).status_code == 404


def test_a_fourth_waiting_bundle_is_refused(client, auditor):
    state_purpose(client)
    for _ in range(4):
        answer = client.post(reverse("list_trail_exports"), {"proses": "portal"}, follow=True)
    assert TrailExport.objects.count() == 3
    assert "3 bundel Anda masih dibuat" in answer.content.decode()


def test_a_failed_bundle_is_told(auditor):
    export = TrailExport.objects.create(
        requested_by=auditor, purpose="x", filters={}, state="FAILED", created_at="2026-11-22T00:00:00Z"
    )
    tell_export(export)
    assert OutboxMessage.objects.get().subject == "Bundel jejak gagal dibuat"


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_bundles_costs_the_same_at_every_size(client, auditor, django_assert_num_queries, count):
    for _ in range(count):
        TrailExport.objects.create(requested_by=auditor, purpose="x", filters={}, created_at="2026-11-22T00:00:00Z")
    client.get(reverse("list_trail_exports"))
    with django_assert_num_queries(7):
        client.get(reverse("list_trail_exports"))
