"""The import contract of docs/import-scores.md: page and command read the same file the same way."""

import io
import json
import stat
import zipfile
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import Workbook

from accounts.enums import Role
from core.models import AuditEntry
from core.spreadsheets import FileRefused, read_table
from selection import actions
from selection.importing import HEADING_WORDS, plan_import
from selection.models import Candidate, Score
from tests.factories.people import MembershipFactory
from tests.factories.selection import chair_of, official, scoring_vacancy
from vacancies.models import ScoreComponent

pytestmark = pytest.mark.django_db


@pytest.fixture
def vacancy():
    vacancy = scoring_vacancy(candidates=3)
    MembershipFactory(user=vacancy.created_by, role=Role.AGENCY_ADMIN, agency=vacancy.agency)
    return vacancy


def xlsx(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def stored(vacancy) -> dict[int, Decimal]:
    return {
        score.candidate.number: score.value
        for score in Score.objects.filter(candidate__vacancy=vacancy, sheet=None).select_related("candidate")
    }


def plan(vacancy, content: bytes, name: str = "nilai.csv"):
    return plan_import(read_table(content, name, columns=HEADING_WORDS), vacancy)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"NOMOR_PESERTA;ASSESS\n001;87,5\n002;80\n003;75,25\n", "nilai.csv"),
        (b"nomor_peserta,assess\r\n1,87.5\r\n2,80\r\n3,75.25\r\n", "NILAI.CSV"),
        ("\ufeffNOMOR_PESERTA\tASSESS\n001\t87,5\n002\t80,00\n003\t75,25\n\n".encode(), "nilai.csv"),
        (b"NOMOR_PESERTA;KOMPONEN;NILAI\n003;ASSESS;75,25\n001;assess;87,5\n002;ASSESS;80\n", "panjang.csv"),
        (xlsx(["NOMOR_PESERTA", "ASSESS"], [1, 87.5], ["002", "80"], [3.0, "75,25"]), "nilai.xlsx"),
    ],
)
def test_every_accepted_shape_gives_the_same_values(vacancy, content, name):
    checked = plan(vacancy, content, name)
    assert checked.errors == ()
    assert {v.number: v.value for v in checked.values} == {1: Decimal("87.5"), 2: Decimal("80"), 3: Decimal("75.25")}
    assert (checked.added, checked.changed, checked.same, checked.missing) == (3, 0, 0, ())


@pytest.mark.parametrize(
    ("body", "row", "column", "reason"),
    [
        ("001;delapan", 2, "ASSESS", "bukan angka"),
        ("001;1.000,5", 2, "ASSESS", "bukan angka"),
        ("001;87,555", 2, "ASSESS", "lebih dari 2 angka"),
        ("001;100,5", 2, "ASSESS", "antara 0 dan 100"),
        ("009;80", 2, "NOMOR_PESERTA", "Tidak ada peserta"),
        ("A1;80", 2, "NOMOR_PESERTA", "harus angka"),
        ("001;80\n001;81", 3, "ASSESS", "muncul dua kali"),
        ("001;80;90", 2, "", "lebih banyak kolom"),
    ],
)
def test_row_errors_name_row_column_and_reason(vacancy, body, row, column, reason):
    (error,) = plan(vacancy, f"NOMOR_PESERTA;ASSESS\n{body}\n".encode()).errors
    assert (error.row, error.column) == (row, column)
    assert reason in error.reason


@pytest.mark.parametrize(
    ("heading", "reason"),
    [
        ("NOMOR;ASSESS", "NOMOR_PESERTA tidak ada"),
        ("NOMOR_PESERTA;INTERVIEW", "dinilai panitia seleksi di portal"),
        ("NOMOR_PESERTA;ASSESS;CATATAN", "tidak dikenal"),
        ("NOMOR_PESERTA;ASSESS;ASSESS", "muncul dua kali"),
        ("NOMOR_PESERTA;KOMPONEN", "harus ada berdua"),
        ("NOMOR_PESERTA", "Tidak ada kolom nilai"),
    ],
)
def test_heading_errors(vacancy, heading, reason):
    errors = plan(vacancy, f"{heading}\n001;1;1\n".encode()).errors
    assert any(reason in error.reason for error in errors)


def test_name_column_is_compared_with_the_candidate(vacancy):
    name = Candidate.objects.get(vacancy=vacancy, number=1).application.employee.name
    assert plan(vacancy, f"NOMOR_PESERTA;NAMA;ASSESS\n001;{name.upper()};80\n".encode()).errors == ()
    (error,) = plan(vacancy, b"NOMOR_PESERTA;NAMA;ASSESS\n001;Orang Lain;80\n").errors
    assert "Nama tidak cocok" in error.reason


def test_formula_cells_are_refused(vacancy):
    errors = plan(vacancy, xlsx(["NOMOR_PESERTA", "ASSESS"], [1, "=40+40"], ["=1+1", 80]), "nilai.xlsx").errors
    assert [(e.row, e.column) for e in errors] == [(2, "ASSESS"), (3, "NOMOR_PESERTA")]
    assert all("rumus" in e.reason for e in errors)


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "nilai.csv", "kosong"),
        (b"PK\x03\x04rusak", "nilai.xlsx", "bukan XLSX"),
        (xlsx(["NOMOR_PESERTA", "ASSESS"]), "nilai.csv", "bukan CSV"),
        (b"NOMOR_PESERTA;ASSESS\n", "nilai.ods", "berakhiran .csv atau .xlsx"),
        (b"x" * (2 * 1024 * 1024 + 1), "nilai.csv", "lebih besar dari 2 MB"),
        (b"\n1;2\n", "nilai.csv", "judul kolom"),
    ],
)
def test_unusable_files_get_one_sentence(content, name, reason):
    with pytest.raises(FileRefused) as caught:
        read_table(content, name, columns=HEADING_WORDS)
    assert reason in caught.value.reason


def changed(parts: dict[str, bytes], before: bytes = b"", after: bytes = b"", head: bytes = b"") -> bytes:
    """A true workbook with words of its sheet replaced, something before the sheet's first element, and parts added."""
    true, buffer = io.BytesIO(xlsx(["NOMOR_PESERTA", "ASSESS"], ["001", "TANDA"])), io.BytesIO()
    with zipfile.ZipFile(true) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                place = content.index(b"<worksheet")
                content = content[:place] + head + content[place:].replace(before, after) if before else content
            target.writestr(name, content)
        for name, content in parts.items():
            target.writestr(name, content)
    return buffer.getvalue()


LAUGHS = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
HOSTILE = {
    "entities of entities": changed({}, b"TANDA", b"&a9;", b'<!DOCTYPE w [<!ENTITY a0 "ha">' + LAUGHS + b"]>"),
    "entity of a file": changed({}, b"TANDA", b"&a9;", b'<!DOCTYPE w [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'),
    "unpacks to too much": changed({"xl/media/nol.bin": bytes(41 * 1024 * 1024)}),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_workbooks_are_refused_and_nothing_is_opened_for_them(kind, monkeypatch, tmp_path):
    assert len(HOSTILE[kind]) < 200_000
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileRefused, match=r"bukan XLSX yang utuh|terlalu besar"):
        read_table(HOSTILE[kind], "nilai.xlsx", columns=HEADING_WORDS)


def test_an_archive_with_paths_and_links_writes_no_file(monkeypatch, tmp_path):
    """It is read in memory by the names of its parts; what else lies in it is not looked at."""
    folder = tmp_path / "kerja"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    content = io.BytesIO(changed({"../keluar.txt": b"x"}))
    link = zipfile.ZipInfo("tautan")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    rows = read_table(content.getvalue(), "nilai.xlsx", columns=HEADING_WORDS)
    assert rows == [["NOMOR_PESERTA", "ASSESS"], ["001", "TANDA"]]
    assert [*tmp_path.rglob("*")] == [folder]


def test_absent_and_withdrawn_candidates_are_skipped(vacancy):
    Candidate.objects.filter(vacancy=vacancy, number=2).update(is_absent=True)
    checked = plan(vacancy, b"NOMOR_PESERTA;ASSESS\n001;80\n002;70\n")
    assert (checked.skipped, checked.missing, [v.number for v in checked.values]) == (("002",), ("003",), [1])


def test_command_dry_run_writes_nothing_and_import_is_idempotent(vacancy, tmp_path, capsys):
    path = tmp_path / "nilai.csv"
    path.write_text("NOMOR_PESERTA;ASSESS\n001;87,5\n002;80\n003;75\n")
    call_command("import_scores", vacancy.reference, str(path), "--dry-run")
    assert "3 nilai baru" in capsys.readouterr().out
    assert stored(vacancy) == {}
    call_command("import_scores", str(vacancy.public_id), str(path))
    assert stored(vacancy) == {1: Decimal("87.50"), 2: Decimal("80.00"), 3: Decimal("75.00")}
    call_command("import_scores", vacancy.reference, str(path))
    assert "0 nilai baru, 0 berubah, 3 tetap" in capsys.readouterr().out
    entries = list(AuditEntry.objects.filter(chain=vacancy.trail_chain).order_by("sequence"))
    assert [entry.act for entry in entries] == ["import_scores", "import_scores"]
    assert '"changes":[]' in entries[1].body
    assert "lewat perintah di server" in entries[0].body


def test_command_imports_nothing_when_one_row_is_wrong(vacancy, tmp_path):
    path, errors = tmp_path / "nilai.csv", tmp_path / "salah.csv"
    path.write_text("NOMOR_PESERTA;ASSESS\n001;87,5\n002;=2+2\n")
    with pytest.raises(CommandError, match="1 kesalahan; tidak ada nilai"):
        call_command("import_scores", vacancy.reference, str(path), "--errors", str(errors))
    assert stored(vacancy) == {}
    assert errors.read_text("utf-8-sig").splitlines()[1].startswith("3;ASSESS;'=2+2;")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["JPT-0000-00000", "x.csv"], "Tidak ada lowongan"),
        (["{reference}", "tidak-ada.csv"], "tidak dapat dibaca"),
        (["{reference}", "{file}", "--as", "siapa@uji.example"], "Tidak ada akun"),
    ],
)
def test_command_errors_are_one_sentence(vacancy, tmp_path, arguments, reason):
    path = tmp_path / "nilai.csv"
    path.write_text("NOMOR_PESERTA;ASSESS\n001;80\n")
    filled = [text.format(reference=vacancy.reference, file=path) for text in arguments]
    with pytest.raises(CommandError, match=reason):
        call_command("import_scores", *filled)


def test_command_refuses_an_actor_without_the_duty(vacancy, tmp_path):
    path = tmp_path / "nilai.csv"
    path.write_text("NOMOR_PESERTA;ASSESS\n001;80\n")
    outsider = official(Role.PYB, vacancy)
    with pytest.raises(CommandError, match="hanya untuk ketua pansel"):
        call_command("import_scores", vacancy.reference, str(path), "--as", outsider.email)
    assert stored(vacancy) == {}


def test_page_checks_then_imports_and_offers_the_errors(vacancy, client):
    client.force_login(official(Role.SECRETARIAT, vacancy))
    url = reverse("import_scores", args=[vacancy.public_id])
    bad = io.BytesIO(b"NOMOR_PESERTA;ASSESS\n001;87,5\n002;seratus\n")
    bad.name = "nilai.csv"
    page = client.post(url, {"file": bad})
    assert "bukan angka" in page.content.decode()
    assert stored(vacancy) == {}
    listed = client.post(url, {"act": "errors", "packed": page.context["packed"]})
    assert listed["Content-Type"] == "text/csv; charset=utf-8"
    assert "3;ASSESS;seratus" in listed.content.decode("utf-8-sig")

    good = io.BytesIO(b"NOMOR_PESERTA;ASSESS\n001;87,5\n002;80\n003;70\n")
    good.name = "nilai.csv"
    page = client.post(url, {"file": good})
    assert stored(vacancy) == {}
    answer = client.post(url, {"act": "confirm", "packed": page.context["packed"]})
    assert answer.status_code == 302
    assert stored(vacancy) == {1: Decimal("87.50"), 2: Decimal("80.00"), 3: Decimal("70.00")}


def test_page_refuses_forged_and_foreign_packages(vacancy, client):
    other = scoring_vacancy(candidates=1)
    person = official(Role.SECRETARIAT, vacancy)
    MembershipFactory(user=person, role=Role.SECRETARIAT, agency=other.agency)
    client.force_login(person)
    good = io.BytesIO(b"NOMOR_PESERTA;ASSESS\n001;87,5\n")
    good.name = "nilai.csv"
    packed = client.post(reverse("import_scores", args=[vacancy.public_id]), {"file": good}).context["packed"]
    foreign = client.post(reverse("import_scores", args=[other.public_id]), {"act": "confirm", "packed": packed})
    forged = client.post(reverse("import_scores", args=[vacancy.public_id]), {"act": "confirm", "packed": packed + "x"})
    assert (foreign.status_code, forged.status_code) == (409, 409)
    assert stored(vacancy) == stored(other) == {}


def test_page_says_that_a_file_is_missing(vacancy, client):
    client.force_login(official(Role.SECRETARIAT, vacancy))
    page = client.post(reverse("import_scores", args=[vacancy.public_id]), {})
    assert "Pilih berkas CSV atau XLSX." in page.content.decode()


def test_score_form_lists_present_candidates(vacancy, client):
    client.force_login(official(Role.SECRETARIAT, vacancy))
    text = client.get(reverse("download_score_form", args=[vacancy.public_id])).content.decode("utf-8-sig")
    assert text.splitlines()[0] == "NOMOR_PESERTA;NAMA;ASSESS"
    assert [line.split(";")[0] for line in text.splitlines()[1:]] == ["001", "002", "003"]
    client.get(reverse("download_score_workbook", args=[vacancy.public_id]))
    taken = AuditEntry.objects.filter(chain=vacancy.trail_chain, act="export_score_form")
    assert [json.loads(entry.body)["details"] for entry in taken] == [{"people": 3}] * 2


def test_nothing_is_imported_after_the_ranking(client):
    vacancy = scoring_vacancy(candidates=2, filled=True)
    client.force_login(official(Role.SECRETARIAT, vacancy))
    url = reverse("import_scores", args=[vacancy.public_id])
    change = io.BytesIO(b"NOMOR_PESERTA;ASSESS\n001;60\n")
    change.name = "nilai.csv"
    packed = client.post(url, {"file": change}).context["packed"]
    # The file was checked before the ranking and is confirmed after it.
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    page = client.post(url, {"act": "confirm", "packed": packed})
    assert "nilai terkunci" in page.content.decode()
    assert stored(vacancy)[1] == Decimal("95.00")


def test_vacancy_without_imported_components_says_so(client):
    vacancy = scoring_vacancy(candidates=1)
    ScoreComponent.objects.filter(vacancy=vacancy).update(aggregate="MEAN")
    client.force_login(official(Role.SECRETARIAT, vacancy))
    page = client.get(reverse("import_scores", args=[vacancy.public_id])).content.decode()
    assert "Tidak ada komponen yang diimpor" in page
