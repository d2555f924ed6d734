"""The drill: what was backed up stands on a second server again, every chain walked; what is half or in the way is refused."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg2
import pytest
from cryptography.fernet import Fernet

from asnkarier.embedded import bootstrap, database
from asnkarier.embedded.places import Places
from asnkarier.embedded.postgres import Cluster
from core import audit, seals
from core.backup import manifest, restoring, taking
from core.backup.programs import ProgramFailed
from core.backup.restoring import missing_files
from core.models import AuditEntry, Letter
from core.seal_file import seal_file
from core.uploads.keys import seal_document
from core.uploads.storage import store_private
from privacy.copying import FOLDER

NAME = "asnkarier_drill"


@pytest.fixture
def folders(settings, tmp_path):
    """Private files and seals of this test's own."""
    settings.MEDIA_ROOT, settings.SEAL_FOLDER = str(tmp_path / "media"), str(tmp_path / "seals")
    return tmp_path


@pytest.fixture
def second_server(test_instance) -> Iterator[Cluster]:
    """A server of its own with the portal's roles and an empty database."""
    home = test_instance.places.home / f"drill{test_instance.worker}"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    places = Places(home)
    server = Cluster(places, places.make(), durable=False)
    try:
        server.begin_creation()
        server.finish_creation()
        server.begin_start()
        server.finish_start()
        database.create_roles(server)
        database.create_database(server, NAME)
        yield server
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def manage(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", *words],
        env=env | {"PATH": os.environ["PATH"]},
        cwd=bootstrap.PROJECT_ROOT,
        capture_output=True,
        text=True,
    )


def letter(path: str) -> Letter:
    return Letter.objects.create(kind="UJI", number=f"{path}/UJI/2026", title="Surat", template="x", words={}, file=path)


@pytest.mark.owasp("A08")
@pytest.mark.django_db(transaction=True)
def test_a_backup_stands_again_on_a_second_server(test_instance, second_server, folders):
    for place in range(30):
        audit.record(chain=f"vacancy:{place % 3}", act="try_something", actor=None, object_type="Thing", object_id=str(place))
    seals.seal_and_export()
    name = store_private(b"%PDF isi surat", folder="letters/2026", name="a.pdf")
    letter(name)
    seal_document(b"%PDF ijazah", "documents/ijazah.pdf")
    store_private(b"sisa", folder="leftovers/letters", name="b.pdf")
    store_private(b"PK semua data seorang", folder=FOLDER, name="salinan.zip")
    env = test_instance.environment("owner") | {"MEDIA_ROOT": str(folders / "media"), "ASN_SEAL_FOLDER": str(folders / "seals")}
    taken = manage(env, "backup", str(folders / "kept"))
    assert taken.returncode == 0, taken.stderr
    (backup,) = (folders / "kept").iterdir()
    assert "3 rantai, 30 baris jejak, segel 1" in taken.stdout
    assert backup.stat().st_mode & 0o777 == 0o700
    assert {path.name for path in (backup / "files").iterdir()} == {"letters"}

    there = env | {
        "DATABASE_URL": second_server.url(NAME, database.OWNER),
        "MEDIA_ROOT": str(folders / "media-2"),
        "ASN_SEAL_FOLDER": str(folders / "seals-2"),
    }
    restored = manage(there, "restore", str(backup))
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert "Utuh: 3 rantai dan 1 segel diperiksa, semua berkas ada." in restored.stdout
    assert (folders / "media-2" / name).read_bytes() == b"%PDF isi surat"
    with second_server.connect(NAME, database.WEB) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(hash) FROM core_auditentry")
        assert cursor.fetchone() == (30, max(AuditEntry.objects.values_list("hash", flat=True)))
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("UPDATE core_auditentry SET act = 'x'")
    again = manage(there, "restore", str(backup))
    assert again.returncode != 0
    assert "Pulihkan ke basis data kosong" in again.stderr

    # Everything stands again, but with keys of somebody else no document opens: that is said at once, not at the first document.
    database.create_database(second_server, f"{NAME}_keys")
    strange = there | {
        "DATABASE_URL": second_server.url(f"{NAME}_keys", database.OWNER),
        "MEDIA_ROOT": str(folders / "media-3"),
        "ASN_SEAL_FOLDER": str(folders / "seals-3"),
        "DOCUMENT_KEYS": Fernet.generate_key().decode(),
    }
    closed = manage(strange, "restore", str(backup))
    assert closed.returncode == 1, closed.stdout + closed.stderr
    assert "1 kunci dokumen tidak terbuka" in closed.stdout
    assert "Utuh" not in closed.stdout


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_is_cut_off_leaves_nothing_behind(test_instance, folders, monkeypatch):
    store_private(b"isi", folder="letters", name="a.pdf")

    def fail(arguments):
        raise ProgramFailed("pg_dump: no room")

    monkeypatch.setattr(taking, "run", fail)
    with pytest.raises(ProgramFailed):
        taking.take_backup(folders / "kept")
    assert list((folders / "kept").iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_a_file_deleted_during_the_dump_is_in_the_backup_and_so_is_a_new_one(folders, monkeypatch):
    name = store_private(b"isi", folder="letters", name="a.pdf")

    def meanwhile(arguments):
        (folders / "media" / name).unlink()
        store_private(b"baru", folder="letters", name="b.pdf")

    monkeypatch.setattr(taking, "run", meanwhile)
    backup = taking.take_backup(folders / "kept")
    assert {path.name for path in (backup / "files" / "letters").iterdir()} == {"a.pdf", "b.pdf"}
    assert manifest.read_whole(backup).trail == manifest.TrailMark(0, 0, hashlib.sha256().hexdigest(), 0)


@pytest.mark.django_db(transaction=True)
def test_without_files_only_the_store_holds_them(folders, monkeypatch):
    monkeypatch.setattr(taking, "run", lambda arguments: None)
    name = store_private(b"isi", folder="letters", name="a.pdf")
    letter(name)
    backup = taking.take_backup(folders / "kept", has_files=False)
    found = manifest.read_whole(backup)
    assert set(found.files) == {manifest.SEALS}
    # A bucket that outlived the database is no reason to refuse, and nothing of it is touched.
    monkeypatch.setattr(restoring, "connection", SimpleNamespace(cursor=lambda: NoTables()))
    restoring.refuse_what_is_there(found)
    whole = taking.take_backup(folders / "kept-whole")
    with pytest.raises(restoring.NotEmpty, match="tidak kosong"):
        restoring.refuse_what_is_there(manifest.read_whole(whole))
    assert (folders / "media" / name).read_bytes() == b"isi"


class NoTables:
    """A cursor of a database without tables."""

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None

    def execute(self, statement):
        self.asked = statement

    def fetchone(self):
        return (0,)


@pytest.mark.django_db(transaction=True)
def test_seals_made_since_the_dump_began_stay_out(folders):
    audit.record(chain="vacancy:a", act="try_something", actor=None, object_type="Thing", object_id="1")
    seals.seal_and_export()
    taking.copy_seals(folders / "none", 0)
    taking.copy_seals(folders / "all", 1)
    assert (folders / "none").read_text() == ""
    assert (folders / "all").read_bytes() == seal_file().read_bytes()


def test_files_that_rows_name_and_nobody_has_are_found(db, folders):
    letter(store_private(b"isi", folder="letters", name="a.pdf"))
    letter("letters/hilang.pdf")
    assert missing_files() == ["letters/hilang.pdf"]


def small_backup(folder: Path) -> Path:
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "a.pdf").write_bytes(b"isi")
    (folder / "database.dump").write_bytes(b"tabel")
    marks = {name: manifest.sha256_of(folder / name) for name in ("database.dump", "files/a.pdf")}
    trail = manifest.TrailMark(0, 0, "", 0)
    manifest.write(folder, manifest.Manifest(format=1, at="2026-11-20T00:00:00+00:00", migrations=[], trail=trail, files=marks))
    return folder


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda folder: (folder / "database.dump").write_bytes(b"tabeL"), "database.dump berubah"),
        (lambda folder: (folder / "files" / "a.pdf").unlink(), "files/a.pdf tidak ada"),
        (lambda folder: (folder / "files" / "b.pdf").write_bytes(b""), "files/b.pdf tidak dikenal"),
        (lambda folder: (folder / "manifest.json").unlink(), "manifest.json tidak ada"),
        (lambda folder: (folder / "manifest.json").write_text('{"format": 9}'), "Format cadangan 9"),
    ],
)
def test_a_backup_that_is_not_whole_is_not_believed(tmp_path, harm, words):
    folder = small_backup(tmp_path / "cadangan")
    assert manifest.read_whole(folder).files.keys() == {"database.dump", "files/a.pdf"}
    harm(folder)
    with pytest.raises(manifest.Broken, match=words):
        manifest.read_whole(folder)
