"""The auditor finds an act, opens names with a purpose, takes a signed bundle; one row edited by the superuser is named by both
verifiers, and a whole rewritten chain by the root that lies outside."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from asnkarier.embedded.bootstrap import PROJECT_ROOT
from tests.e2e.axe import assert_accessible
from tests.e2e.people import Desks
from tests.harness.live import LivePortal

TOOL = Path(PROJECT_ROOT) / "tools" / "verify_trail.py"
REWRITE = """
DO $$
DECLARE r record; v_previous text := repeat('0', 64); v_body text;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR r IN SELECT * FROM core_auditentry WHERE chain = '{chain}' ORDER BY sequence LOOP
        v_body := CASE WHEN r.sequence = 3 THEN {body} ELSE r.body END;
        UPDATE core_auditentry SET body = v_body, previous_hash = v_previous,
            hash = encode(sha256(convert_to(v_previous || '|' || r.sequence || '|' || r.at_us || '|' || v_body, 'UTF8')), 'hex')
            WHERE id = r.id RETURNING hash INTO v_previous;
    END LOOP;
    UPDATE core_audithead SET hash = v_previous WHERE chain = '{chain}';
END $$
"""


def check(bundle: Path, portal: LivePortal) -> tuple[int, str]:
    """The stand-alone verifier with the portal's seal file and key; no environment of the portal."""
    key = (portal.home / "trail-key.pem.pub").read_text().strip()
    seals = portal.home / "seals" / "seals.jsonl"
    command = [sys.executable, str(TOOL), str(bundle), "--seals", str(seals), "--public-key", key, "--processes", "1"]
    done = subprocess.run(command, capture_output=True, text=True, env={})
    return done.returncode, done.stdout


def verify_inside(portal: LivePortal, chain: str) -> str:
    """What `manage.py verify_audit CHAIN` says, faults included."""
    command = [sys.executable, "-W", "ignore", "manage.py", "verify_audit", chain]
    done = subprocess.run(command, env=portal.environment("worker"), cwd=PROJECT_ROOT, capture_output=True, text=True)
    return done.stdout


@pytest.mark.owasp("A09")
def test_an_auditor_proves_what_happened(own_portal: LivePortal, desks: Desks, shoot: Callable, tmp_path: Path):
    # Names are masked until the auditor says what for.
    page = desks.open("auditor", "/auditor/jejak/?tindakan=announce_result")
    expect(page.locator("main")).to_contain_text("Orang nomor")
    shoot(page, "trail-search-masked")
    page.get_by_label("Tujuan membaca data pribadi").fill("Surat tugas 12/2026, uji petik triwulan empat")
    page.get_by_role("button", name="Catat tujuan dan buka").click()
    expect(page.locator("main")).to_contain_text("Nama dan rincian terbuka")
    assert "Orang nomor" not in page.locator("main").inner_text()
    shoot(page, "trail-search")
    assert_accessible(page)

    # As of that row: the state rebuilt from the trail, and the seal that holds it.
    page.get_by_role("link", name="Keadaan seleksi saat itu").first.click()
    expect(page.locator("main")).to_contain_text("Disusun ulang dari jejak")
    expect(page.locator("main")).to_contain_text("Diumumkan")
    own_portal.wait_for(lambda: own_portal.rows("SELECT 1 FROM core_sealreceipt WHERE keeper = 'file'"))
    page.reload()
    expect(page.locator("main")).to_contain_text("Segel nomor")
    shoot(page, "trail-history")
    assert_accessible(page)
    chain = "vacancy:" + page.url.split("/")[5]
    ((reference,),) = own_portal.rows("SELECT reference FROM vacancies_vacancy WHERE public_id::text = %s", (chain[8:],))

    def take_bundle(name: str) -> Path:
        page.goto(f"/auditor/jejak/?proses={reference}")
        page.get_by_role("button", name="Minta bundel bertanda tangan").click()
        waiting = "SELECT count(*) FROM core_trailexport WHERE state <> 'READY'"
        own_portal.wait_for(lambda: own_portal.rows(waiting) == [(0,)])
        page.reload()
        with page.expect_download() as arriving:
            page.get_by_role("link", name="Unduh bundel").first.click()
        target = tmp_path / name
        arriving.value.save_as(target)
        return target

    # The bundle holds, anywhere.
    code, said = check(take_bundle("whole.zip"), own_portal)
    assert code == 0, said
    assert "Tanda tangan cocok dengan kunci publik yang Anda berikan." in said
    shoot(page, "trail-bundles")
    assert_accessible(page)

    # One row edited by the superuser.
    ((body,),) = own_portal.rows("SELECT body FROM core_auditentry WHERE chain = %s AND sequence = 3", (chain,))
    edit = "SET session_replication_role = replica; UPDATE core_auditentry SET body = %s WHERE chain = %s AND sequence = 3"
    own_portal.rows(edit, (body.replace('"act":"', '"act":"x'), chain))
    try:
        assert verify_inside(own_portal, chain).startswith(f"RUSAK {chain} baris 3: isinya tidak sesuai dengan hash.")
        assert f"RUSAK {chain} baris 3: isinya tidak sesuai dengan hash." in check(take_bundle("edited.zip"), own_portal)[1]

        # All hashes computed again, head included: whole from inside, not to the root outside.
        own_portal.rows(REWRITE.format(chain=chain, body="r.body"))
        assert verify_inside(own_portal, chain).startswith(f"RUSAK {chain} baris 3: ")
        code, said = check(take_bundle("rewritten.zip"), own_portal)
        assert (code, said.split(".")[0]) == (1, f"RUSAK {chain} baris 3: bukan baris yang disegel")
    finally:
        own_portal.rows(edit, (body, chain))
        own_portal.rows(REWRITE.format(chain=chain, body="r.body"))
    assert verify_inside(own_portal, chain).startswith("Utuh: 1 rantai")
