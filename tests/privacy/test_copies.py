"""Salinan data saya: everything held on a person, in one archive, for that person alone."""

import io
import json
import zipfile
from datetime import timedelta
from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core.models import AuditEntry, Notification, OutboxMessage
from core.uploads.storage import private_files
from employees.actions.readings import record_reading
from privacy.actions.copies import fail_copy, forget_copies
from privacy.copying import make_waiting_copies
from privacy.models import PersonalCopy
from privacy.parts import Subject
from privacy.sources import SOURCES
from tests.factories.applications import ApplicationFactory
from tests.factories.evidence import EvidenceFactory, RecordReportFactory
from tests.factories.invitations import InvitationFactory
from tests.factories.people import PASSWORD, EmployeeFactory, UserFactory
from tests.factories.vacancies import VacancyFactory

pytestmark = pytest.mark.django_db
HOST = "localhost"


@pytest.fixture(autouse=True)
def _own_places(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def person():
    return EmployeeFactory(name="Budi Santoso", with_user=True)


@pytest.fixture
def browser(person):
    """Signed in by password a moment ago."""
    client = Client(HTTP_HOST=HOST)
    answer = client.post(reverse("account_login"), {"login": person.user.email, "password": PASSWORD})
    assert answer.status_code == 302
    # Signing in is not enough: the password is given once more.
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    return client


def made(browser) -> PersonalCopy:
    """Ask for a copy and let the worker make it."""
    browser.post(reverse("request_own_copy"))
    assert make_waiting_copies(seconds=30) == 1
    return PersonalCopy.objects.latest("pk")


def opened(browser, copy: PersonalCopy) -> zipfile.ZipFile:
    answer = browser.get(reverse("download_own_copy", args=[copy.public_id]))
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def rows(bundle: zipfile.ZipFile, code: str) -> list[dict[str, str]]:
    return json.loads(bundle.read(f"json/{code}.json"))["baris"]


def test_the_archive_holds_what_the_pages_show_and_files_byte_for_byte(browser, person):
    document = EvidenceFactory(employee=person, title="Sertifikat kepemimpinan")
    RecordReportFactory(employee=person, message="Tahun lulus seharusnya 2004")
    vacancy = VacancyFactory(state="OPEN", position_title="Direktur Uji")
    application = ApplicationFactory(employee=person, vacancy=vacancy, motivation="Ingin mengabdi", state="DRAFT")
    InvitationFactory(employee=person, vacancy=VacancyFactory(state="OPEN", position_title="Deputi Uji"), state="SENT")
    reader = UserFactory(role=Role.PPK, full_name="Pembaca Rahasia")
    record_reading(
        subject=person,
        actor=reader,
        duty="PPK Badan Uji",
        act="view_document",
        object_type="D",
        object_id=1,
        about="Direktur X",
    )
    copy = made(browser)
    bundle = opened(browser, copy)
    assert rows(bundle, "akun")[0]["Nama"] == person.user.full_name
    assert {"Data": "Nama", "Isi": "Budi Santoso"} in rows(bundle, "data-induk-1")
    (kept,) = rows(bundle, "lemari-bukti")
    assert kept["Judul"] == "Sertifikat kepemimpinan"
    assert sha256(bundle.read(kept["Berkas"])).hexdigest() == document.sha256
    assert rows(bundle, "laporan-salah")[0]["Yang benar menurut Anda"] == "Tahun lulus seharusnya 2004"
    assert [(row["Jabatan"], row["Alasan melamar"]) for row in rows(bundle, "lamaran")] == [("Direktur Uji", "Ingin mengabdi")]
    assert rows(bundle, "undangan")[0]["Jabatan"] == "Deputi Uji"
    (reading,) = rows(bundle, "jejak-pembacaan")
    entry = AuditEntry.objects.get(chain=person.reading_chain)
    assert (reading["Oleh"], reading["Untuk"], reading["Hash baris"]) == ("PPK Badan Uji", "Direktur X", entry.hash)
    assert [row["Tindakan"] for row in rows(bundle, "jejak-tindakan")][-1] == "Salinan data sendiri diminta"
    assert len(rows(bundle, "perangkat")) == 1
    told = json.loads(bundle.read("isi.json"))
    assert told["berkas"] == {kept["Berkas"]: document.sha256}
    everything = b"".join(bundle.read(name) for name in bundle.namelist())
    assert b"Pembaca Rahasia" not in everything
    assert b"Sertifikat kepemimpinan" in bundle.read("bagian/lemari-bukti.html")
    for part in told["bagian"]:
        assert f'href="bagian/{part["code"]}.html"'.encode() in bundle.read("index.html")
    assert str(application.public_id) not in bundle.read("index.html").decode()


def test_nothing_unannounced_and_nothing_of_others_is_in_it(browser, person):
    """The archive says no more than the status page: a hidden verdict looks like waiting."""
    ApplicationFactory(employee=EmployeeFactory(name="Saingan Lain", with_user=True))
    vacancy = VacancyFactory(state="VERIFICATION")
    application = ApplicationFactory(employee=person, vacancy=vacancy, state="FAILED", verification_note="Ijazah tidak sah")
    from core import audit

    audit.record(
        chain=vacancy.trail_chain, act="fail_verification", actor=None, object_type="Application", object_id=application.public_id
    )
    OutboxMessage.objects.create(
        key="x", recipient=person.user, to_address="a@uji.example", subject="Tidak lolos", text="x", state="UNRELEASED",
        next_attempt_at=timezone.now(),
    )  # fmt: skip
    bundle = opened(browser, made(browser))
    everything = b"".join(bundle.read(name) for name in bundle.namelist()).decode()
    assert rows(bundle, "jejak-lamaran") == []
    for secret in ("Ijazah tidak sah", "Tidak lolos", "Saingan Lain", "Tidak memenuhi"):
        assert secret not in everything, secret
    vacancy.state = "ANNOUNCED"
    vacancy.save(update_fields=["state"])
    parts = {part.code: part for source in SOURCES for part in source(Subject(person.user, person))}
    assert [dict(each.cells)["Hash baris"] for each in parts["jejak-lamaran"].lines()] == [
        AuditEntry.objects.get(act="fail_verification").hash
    ]


def test_only_one_is_made_at_a_time_and_it_replaces_the_one_before(browser, person):
    first = made(browser)
    path = first.path
    browser.post(reverse("request_own_copy"))
    answer = browser.post(reverse("request_own_copy"), follow=True)
    assert "masih dibuat" in answer.content.decode()
    assert PersonalCopy.objects.waiting().count() == 1
    make_waiting_copies(seconds=30)
    first.refresh_from_db()
    assert (first.state, first.path) == ("EXPIRED", "")
    assert first.sha256
    assert PersonalCopy.objects.of(person.user).ready(timezone.now()).count() == 1
    assert path.startswith("passing/personal-copies/")


def test_each_step_is_told_and_in_the_trail(browser, person):
    opened(browser, made(browser))
    told = AuditEntry.objects.filter(object_type="PersonalCopy").order_by("pk").values_list("act", "actor_id")
    assert list(told) == [
        ("request_own_copy", person.user.pk),
        ("finish_own_copy", None),
        ("download_own_copy", person.user.pk),
    ]
    assert OutboxMessage.objects.get(kind="own_copy_done").recipient == person.user
    assert Notification.objects.get(kind="own_copy_done").title == "Salinan data Anda siap diunduh"


def test_an_old_sign_in_is_asked_for_the_password_first(browser, person):
    copy = made(browser)
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()
    for answer in (
        browser.get(reverse("download_own_copy", args=[copy.public_id])),
        browser.post(reverse("request_own_copy")),
    ):
        assert answer.url.startswith(reverse("account_reauthenticate"))
    assert PersonalCopy.objects.count() == 1
    assert not AuditEntry.objects.filter(act="download_own_copy").exists()


def test_the_link_ends_after_seven_days_and_the_file_with_it(browser, person, django_capture_on_commit_callbacks):
    copy = made(browser)
    assert copy.expires_at - copy.finished_at == timedelta(days=7)
    PersonalCopy.objects.filter(pk=copy.pk).update(expires_at=timezone.now() - timedelta(hours=1))
    assert browser.get(reverse("download_own_copy", args=[copy.public_id])).status_code == 404
    assert "Sudah dihapus" in browser.get(reverse("list_own_copies")).content.decode()
    assert private_files().exists(copy.path)
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_copies() == 1
    assert not private_files().exists(copy.path)
    assert forget_copies() == 0
    assert AuditEntry.objects.get(act="delete_own_copy").object_id == str(copy.public_id)


def test_a_missing_file_is_told_instead_of_stopping_the_archive(browser, person):
    document = EvidenceFactory(employee=person)
    private_files().delete(document.file.name)
    (kept,) = rows(opened(browser, made(browser)), "lemari-bukti")
    assert kept["Berkas"] == "Berkas ini tidak ada lagi di penyimpanan portal."


def test_a_copy_that_cannot_be_made_is_told_and_asked_for_again(browser, person, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("no room")

    monkeypatch.setattr("privacy.copying.write_archive", full)
    copy = made(browser)
    assert copy.state == "FAILED"
    assert Notification.objects.get(kind="own_copy_done").title == "Salinan data Anda gagal dibuat"
    assert "Buat salinan data saya" in browser.get(reverse("list_own_copies")).content.decode()


def test_an_official_without_a_register_row_gets_the_account_and_the_own_acts(client):
    official = UserFactory(role=Role.PPK, full_name="Ibu Pejabat")
    parts = [part for source in SOURCES for part in source(Subject(official, None))]
    assert "lamaran" not in {part.code for part in parts}
    assert {"akun", "tugas", "jejak-tindakan"} <= {part.code for part in parts}
    duties = next(part for part in parts if part.code == "tugas")
    assert ("Tugas", official.duties[0].label) in next(iter(duties.lines())).cells


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_own_copies_costs_the_same_at_every_size(client, person, django_assert_num_queries, count):
    client.force_login(person.user)
    for _ in range(count):
        copy = PersonalCopy.objects.create(person=person.user, created_at=timezone.now())
        fail_copy(copy_id=copy.pk)
    with django_assert_num_queries(9):
        client.get(reverse("list_own_copies"))


def test_parts_are_read_page_by_page(person, django_assert_max_num_queries, monkeypatch):
    """Rows fetched at once stay bounded however many a person has."""
    monkeypatch.setattr("privacy.parts.PAGE", 2)
    Notification.objects.bulk_create(
        [Notification(key=f"k{number}", recipient=person.user, title=f"Kabar {number}", url="/") for number in range(5)]
    )
    parts = {part.code: part for source in SOURCES for part in source(Subject(person.user, person))}
    with django_assert_max_num_queries(4):
        lines = list(parts["pemberitahuan"].lines())
    assert [dict(each.cells)["Kabar"] for each in lines] == [f"Kabar {number}" for number in range(5)]


def test_memory_stays_flat_while_large_files_are_packed(person, tmp_path):
    """One file at a time: twelve of two megabytes need room for one."""
    import tracemalloc
    from pathlib import Path

    from privacy.archive import write_archive
    from privacy.parts import CopiedFile, Part, line

    content = bytes(2_000_000)
    files = [CopiedFile("lemari-bukti", f"berkas {n}.pdf", lambda: bytes(2_000_000)) for n in range(12)]
    part = Part("uji", "Uji", "Uji", lambda: (line(("Nomor", n), files=(file,)) for n, file in enumerate(files)))
    tracemalloc.start()
    contents = write_archive(Path(tmp_path) / "a.zip", [part], name="Budi", made="hari ini")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(contents.files) == 12
    assert set(contents.files.values()) == {sha256(content).hexdigest()}
    assert peak < 8_000_000
