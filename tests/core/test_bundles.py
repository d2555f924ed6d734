"""Signed bundles: whole for the stand-alone verifier, and every kind of tampering named by it and by the portal's own."""

import io
import json
import runpy
import shutil
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from psycopg2.extensions import connection as Connection

from asnkarier.embedded.bootstrap import PROJECT_ROOT
from core import audit, bundles
from core.models import AuditEntry, TrailExport
from core.seals import seal_and_export
from core.trail_key import known_public_key
from core.uploads.storage import private_files
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
TOOL = Path(PROJECT_ROOT) / "tools" / "verify_trail.py"
REWRITE = """
DO $$
DECLARE r record; v_previous text := repeat('0', 64); v_body text;
BEGIN
    FOR r IN SELECT * FROM core_auditentry WHERE chain = 'vacancy:a' ORDER BY sequence LOOP
        v_body := replace(r.body, '"n":3', '"n":9');
        UPDATE core_auditentry SET body = v_body, previous_hash = v_previous,
            hash = encode(sha256(convert_to(v_previous || '|' || r.sequence || '|' || r.at_us || '|' || v_body, 'UTF8')), 'hex')
            WHERE id = r.id RETURNING hash INTO v_previous;
    END LOOP;
    UPDATE core_audithead SET hash = v_previous WHERE chain = 'vacancy:a';
END $$
"""


@pytest.fixture(autouse=True)
def _own_places(settings, tmp_path):
    settings.SEAL_FOLDER = str(tmp_path / "seals")
    settings.TRAIL_KEY_FILE = str(tmp_path / "trail-key.pem")
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def trail():
    """Two chains of five and three acts, all sealed but the last."""
    actor = UserFactory()

    def act(chain: str, number: int) -> None:
        audit.record(chain=chain, act="edit_plan", actor=actor, object_type="Vacancy", object_id=chain, details={"n": number})

    for chain, count in (("vacancy:a", 5), ("vacancy:b", 2)):
        for number in range(count):
            act(chain, number)
    seal_and_export()
    act("vacancy:b", 9)
    return actor


def bundle(tmp_path: Path, actor, **rows) -> Path:
    """Make a bundle and unpack it."""
    export = TrailExport.objects.create(
        requested_by=actor, purpose="Uji petik", filters={"rows": rows}, created_at="2026-11-22T00:00:00Z"
    )
    path = tmp_path / f"{export.pk}.zip"
    bundles.write_bundle(export, path)
    export.refresh_from_db()
    assert export.done == export.total > 0
    folder = tmp_path / f"{export.pk}"
    with zipfile.ZipFile(path) as packed:
        packed.extractall(folder)
    return folder


def tamper(owner: Connection, *statements: str) -> None:
    with owner.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")


@pytest.fixture
def check(capsys):
    """Run the stand-alone verifier in this process; returns its exit code and what it said."""
    tool = runpy.run_path(str(TOOL))

    def run(path: Path, seals: str = "", key: str = "") -> tuple[int, list[str]]:
        code = tool["verify"](str(path), seals, key, 1)
        return code, capsys.readouterr().out.splitlines()

    run.tool = tool  # type: ignore[attr-defined]
    return run


def broken(said: list[str]) -> list[str]:
    return [line for line in said if line.startswith("RUSAK")]


def test_an_untouched_bundle_is_whole(trail, tmp_path, check):
    folder = bundle(tmp_path, trail)
    code, said = check(folder, str(tmp_path / "seals/seals.jsonl"), known_public_key())
    assert (code, broken(said)) == (0, [])
    assert said[0] == "8 baris dari 2 rantai diperiksa, 7 di antaranya sudah disegel."
    assert "Tanda tangan cocok dengan kunci publik yang Anda berikan." in said
    assert said[-1] == "Utuh."
    assert check(tmp_path / f"{folder.name}.zip")[0] == 0


def test_without_key_and_seals_from_elsewhere_it_says_what_was_not_checked(trail, tmp_path, check):
    code, said = check(bundle(tmp_path, trail))
    assert code == 0
    assert any(line.startswith("Tanda tangan hanya dicocokkan dengan kunci di dalam bundel") for line in said)
    assert any(line.startswith("Segel dibaca dari bundel sendiri") for line in said)


def test_one_chain_and_single_rows_can_be_checked_alone(trail, tmp_path, check):
    code, said = check(bundle(tmp_path, trail, chain="vacancy:b"))
    assert (code, said[0]) == (0, "3 baris dari 1 rantai diperiksa, 2 di antaranya sudah disegel.")
    at_us = AuditEntry.objects.get(chain="vacancy:a", sequence=3).at_us
    code, said = check(bundle(tmp_path, trail, since_us=at_us, until_us=at_us + 1))
    assert (code, said[0]) == (0, "1 baris dari 1 rantai diperiksa, 1 di antaranya sudah disegel.")
    assert any("sebagian baris saja" in line for line in said)


def test_one_row_edited_in_the_database_is_named_by_both_verifiers(trail, tmp_path, check, owner_connection):
    tamper(owner_connection, "UPDATE core_auditentry SET body = replace(body, '\"n\":3', '\"n\":9') WHERE chain = 'vacancy:a'")
    said = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_audit", stdout=said)
    assert said.getvalue().startswith("RUSAK vacancy:a baris 4: isinya tidak sesuai dengan hash.")
    code, lines = check(bundle(tmp_path, trail))
    assert (code, broken(lines)) == (1, ["RUSAK vacancy:a baris 4: isinya tidak sesuai dengan hash."])


def test_a_full_rewrite_is_named_by_both_verifiers(trail, tmp_path, check, owner_connection):
    tamper(owner_connection, REWRITE)
    said = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_audit", stdout=said)
    assert said.getvalue().startswith("RUSAK vacancy:a baris 4: bukan baris yang disegel")
    code, lines = check(bundle(tmp_path, trail))
    assert (code, broken(lines)) == (1, ["RUSAK vacancy:a baris 4: bukan baris yang disegel."])


def test_newest_rows_deleted_with_their_head_are_missed_by_both(trail, tmp_path, check, owner_connection):
    tamper(
        owner_connection,
        "DELETE FROM core_auditentry WHERE chain = 'vacancy:a' AND sequence > 3",
        "UPDATE core_audithead h SET sequence = 3, hash = e.hash FROM core_auditentry e"
        " WHERE h.chain = 'vacancy:a' AND e.chain = h.chain AND e.sequence = 3",
    )
    said = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_audit", stdout=said)
    assert said.getvalue().startswith("RUSAK vacancy:a baris 4: bukan baris yang disegel, atau sudah tidak ada.")
    code, lines = check(bundle(tmp_path, trail))
    assert (code, broken(lines)) == (1, ["RUSAK vacancy:a baris 4: baris ini disegel tetapi hilang."])


def rows_of(folder: Path) -> tuple[Path, list[str]]:
    path = folder / "entries/000001.jsonl"
    return path, path.read_text().splitlines(keepends=True)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda rows: rows[:1] + rows[2:], "RUSAK vacancy:a baris 2: baris hilang, ganda, atau tertukar."),
        (lambda rows: rows[1:], "RUSAK vacancy:a baris 1: baris hilang, ganda, atau tertukar."),
        (lambda rows: [rows[1], rows[0], *rows[2:]], "RUSAK vacancy:a baris 1: baris hilang, ganda, atau tertukar."),
        (lambda rows: [rows[0], rows[0], *rows[1:]], "RUSAK vacancy:a baris 2: baris hilang, ganda, atau tertukar."),
        (lambda rows: rows[:-1], "RUSAK vacancy:b baris 3: baris ini hilang."),
        (lambda rows: [row.replace('"vacancy:a",2,', '"vacancy:a",2,1') for row in rows], "RUSAK vacancy:a baris 2: isinya"),
        (lambda rows: [*rows, "{"], "bukan baris jejak."),
    ],
)
def test_a_changed_file_of_rows_is_named(trail, tmp_path, check, change, expected):
    folder = bundle(tmp_path, trail)
    path, rows = rows_of(folder)
    path.write_text("".join(change(rows)))
    code, said = check(folder)
    assert code == 1
    assert expected in broken(said)[0]
    assert "RUSAK Berkas entries/000001.jsonl bukan berkas yang disebut manifes." in said


def test_a_forged_manifest_is_refused(trail, tmp_path, check):
    folder = bundle(tmp_path, trail)
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace("Uji petik", "Lainnya"))
    assert broken(check(folder)[1]) == ["RUSAK Tanda tangan tidak cocok: manifes diubah, atau ditandatangani dengan kunci lain."]
    (folder / "manifest.sig").unlink()
    assert broken(check(folder)[1]) == ["RUSAK Tanda tangan tidak ada atau tidak terbaca."]


def test_another_key_is_refused(trail, tmp_path, check):
    folder = bundle(tmp_path, trail)
    key = known_public_key()
    other = f"{(int(key[:2], 16) ^ 1):02x}{key[2:]}"
    assert check(folder, "", other)[0] == 1
    assert check(folder, "", "bukan kunci")[0] == 1


def test_a_forged_bundle_with_its_own_seals_is_caught_by_seals_from_elsewhere(trail, tmp_path, check, owner_connection, settings):
    copy = tmp_path / "elsewhere.jsonl"
    shutil.copy(tmp_path / "seals/seals.jsonl", copy)
    tamper(owner_connection, REWRITE, "DELETE FROM core_sealreceipt; DELETE FROM core_sealedrange; DELETE FROM core_seal")
    settings.SEAL_FOLDER = str(tmp_path / "forged")
    seal_and_export()
    folder = bundle(tmp_path, trail)
    assert check(folder)[0] == 0
    assert broken(check(folder, str(copy))[1]) == ["RUSAK vacancy:a baris 4: bukan baris yang disegel."]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"number":1', '"number":2', "segel 1: hilang atau tidak berurutan"),
        ('"chain":"vacancy:a"', '"chain":"vacancy:c"', "segel 1: hash segel tidak sesuai"),
        ('"previous_hash":"0', '"previous_hash":"1', "segel 1: tidak menyambung dengan segel sebelumnya"),
        ('{"', "", "segel 1: tidak terbaca"),
    ],
)
def test_an_edited_seal_is_named(trail, tmp_path, check, old, new, expected):
    folder = bundle(tmp_path, trail)
    seals = tmp_path / "changed.jsonl"
    seals.write_text((folder / "seals.jsonl").read_text().replace(old, new, 1))
    assert f"RUSAK {expected}." in check(folder, str(seals))[1]


def test_no_bundle_at_all_is_told_apart_from_a_broken_one(tmp_path, check):
    text = tmp_path / "text.zip"
    text.write_text("bukan zip")
    for path in (text, tmp_path / "missing", tmp_path):
        with pytest.raises(check.tool["Unusable"]):
            check(path)


def test_one_byte_damaged_inside_the_zip_is_told_in_a_sentence(trail, tmp_path, check):
    whole = tmp_path / "whole.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(bundle(tmp_path, trail).rglob("*.*")):
            packed.write(path, path.relative_to(tmp_path / path.relative_to(tmp_path).parts[0]))
    content = whole.read_bytes()
    told = 0
    for place in range(0, len(content), 7):
        hurt = tmp_path / "hurt.zip"
        hurt.write_bytes(content[:place] + bytes([content[place] ^ 255]) + content[place + 1 :])
        try:
            check(hurt)
        except check.tool["Unusable"]:
            told += 1
    assert told


def test_parts_share_chains_and_still_join(trail, tmp_path, check, monkeypatch):
    monkeypatch.setattr(bundles, "PART_ROWS", 2)
    folder = bundle(tmp_path, trail)
    assert len(json.loads((folder / "manifest.json").read_text())["parts"]) == 4
    assert check(folder)[0] == 0


def test_the_signature_check_agrees_with_the_library(check):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    is_signed = check.tool["is_signed"]
    for seed in range(4):
        key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        public, content = key.public_key().public_bytes_raw(), f"isi {seed}".encode()
        signature = key.sign(content)
        assert is_signed(content, signature, public)
        assert not is_signed(content + b".", signature, public)
        for place in (0, 31, 32, 63):
            flipped = bytearray(signature)
            flipped[place] ^= 1
            assert not is_signed(content, bytes(flipped), public)


def test_waiting_bundles_are_made_once_and_told(trail, tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(bundles, "outcome_tellers", [lambda export: told.append((export.pk, export.state))])
    export = TrailExport.objects.create(requested_by=trail, purpose="Uji", filters={}, created_at="2026-11-22T00:00:00Z")
    assert bundles.make_waiting_bundles() == 1
    assert bundles.make_waiting_bundles() == 0
    export.refresh_from_db()
    assert (export.state, export.done, told) == ("READY", 8, [(export.pk, "READY")])
    assert len(export.sha256) == 64
    assert AuditEntry.objects.filter(act="finish_trail_export", object_id=str(export.public_id)).count() == 1


def test_a_full_disk_ends_in_a_failure_that_is_told(trail, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bundles, "_digest", full)
    export = TrailExport.objects.create(requested_by=trail, purpose="Uji", filters={}, created_at="2026-11-22T00:00:00Z")
    bundles.make_waiting_bundles()
    export.refresh_from_db()
    assert (export.state, export.path) == ("FAILED", "")
    assert not list(private_files().names(bundles.FOLDER)) + list(private_files().drafts())
