"""A letter leaves only when its count is confirmed; a replaced one is known by its old code, also as a file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.axe import assert_accessible
from tests.e2e.people import Desks
from tests.harness.live import LivePortal

SENT_OF = (
    "FROM core_outboxmessage m JOIN core_letterbatch b ON b.id = m.batch_id JOIN core_letter l ON l.id = m.letter_id"
    " WHERE b.public_id::text = %s AND m.state = 'SENT'"
)
ADVICE = (
    "SELECT r.public_id::text, l.number FROM approvals_decision d JOIN core_letter l ON l.id = d.letter_id"
    " JOIN approvals_approvalstep s ON s.id = d.step_id JOIN approvals_approvalrequest r ON r.id = s.request_id"
    " ORDER BY d.id LIMIT 1"
)
FILE_OF = "SELECT file FROM core_letter WHERE public_id::text = %s AND sha256 <> ''"


@pytest.mark.owasp("A08")
def test_a_replaced_letter_is_known_by_its_old_code(
    own_portal: LivePortal, desks: Desks, new_context: Callable[..., BrowserContext], shoot: Callable, tmp_path: Path
):
    page = desks.open("admin.kementerian", "/instansi/kotak-keluar/")
    shoot(page, "letters-outbox")
    page.get_by_role("link", name="Hasil akhir seleksi").first.click()
    expect(page.get_by_role("button", name="Keluarkan").first).to_be_visible()
    waiting = page.get_by_role("button", name="Keluarkan").count()
    batch = page.url.rstrip("/").rsplit("/", 1)[-1]
    shoot(page, "letters-batch")
    assert_accessible(page)
    page.get_by_role("button", name="Keluarkan").first.click()
    page.get_by_label("Jumlah surel yang dikirim").fill(str(waiting))
    page.get_by_role("button", name="Lepas dan kirim").click()
    expect(page.locator("main")).to_contain_text(f"yang akan dikirim {waiting - 1}")
    page.get_by_label("Jumlah surel yang dikirim").fill(str(waiting - 1))
    page.get_by_role("button", name="Lepas dan kirim").click()
    expect(page.locator("main")).to_contain_text("Sudah dilepas")
    own_portal.wait_for(lambda: own_portal.rows(f"SELECT count(*) {SENT_OF}", (batch,)) == [(waiting - 1,)], seconds=150)
    shoot(page, "letters-batch-released")

    # The old letter, as its holder has it.
    ((old,),) = own_portal.rows(f"SELECT l.public_id::text {SENT_OF} ORDER BY l.id LIMIT 1", (batch,))
    public = new_context(base_url=own_portal.url).new_page()
    public.goto(f"/cek-surat/{old}/")
    expect(public.locator("main")).to_contain_text("Surat ini terdaftar dan berlaku.")
    shoot(public, "letters-check-valid")

    page.goto(f"/instansi/surat/{old}/")
    shoot(page, "letters-letter")
    page.get_by_role("link", name="Ganti surat").click()
    shoot(page, "letters-replace")
    assert_accessible(page)
    page.get_by_label("Alasan penggantian").fill("Jabatan penerima salah tulis.")
    page.get_by_label("Jabatan penerima").fill("Kepala Bidang Contoh")
    page.get_by_role("button", name="Terbitkan surat pengganti").click()
    expect(page.locator("main")).to_contain_text("Surat ini terdaftar dan berlaku.")
    number = page.locator("h1").inner_text()

    # What the old code says now, and what the old file is worth.
    public.reload()
    expect(public.locator("main")).to_contain_text(f"diganti dengan surat nomor {number}")
    expect(public.locator("main")).to_contain_text("Jabatan penerima salah tulis.")
    shoot(public, "letters-check-replaced")
    assert_accessible(public)
    ((file,),) = own_portal.rows(FILE_OF, (old,))
    content = (own_portal.home / "media" / file).read_bytes()
    for name, tried, said in (
        ("asli.pdf", content, "Berkas asli, tetapi surat sudah diganti"),
        ("ubah.pdf", content[:-1] + bytes([content[-1] ^ 1]), "Berkas berbeda dari yang diterbitkan"),
    ):
        (tmp_path / name).write_bytes(tried)
        public.get_by_label("Berkas surat (PDF)").set_input_files(tmp_path / name)
        public.get_by_role("button", name="Bandingkan berkas").click()
        expect(public.locator("main")).to_contain_text(said)
    shoot(public, "letters-check-file")
    public.get_by_role("link", name="Buka surat penggantinya").click()
    expect(public.locator("main")).to_contain_text("Surat ini terdaftar dan berlaku.")
    public.goto("/cek-surat/?nomor=9999/HSL/KEMENCONTOH/2026")
    expect(public.locator("main")).to_contain_text("Tidak terdaftar")
    shoot(public, "letters-check-unknown")
    assert_accessible(public)

    # Words and head of the agency.
    for path, name in (("naskah/", "wordings"), ("naskah/HASIL/", "wording"), ("kop/", "letterhead"), ("", "list")):
        page.goto(f"/instansi/surat/{path}")
        shoot(page, f"letters-{name}")

    # Mails without a letter are read in the list; oversight words its own letter, and the chain leads to it.
    page.goto("/instansi/kotak-keluar/")
    page.get_by_role("link", name="Hasil seleksi administrasi").first.click()
    page.locator("main details summary").first.click()
    expect(page.locator("main details p").first).to_contain_text("Hasil seleksi administrasi")
    shoot(page, "letters-batch-mails")
    assert_accessible(page)
    desk = desks.open("wasdal", "/pengawasan/naskah-rekomendasi/")
    shoot(desk, "letters-recommendation-words")
    ((path, number),) = own_portal.rows(ADVICE)
    desk.goto(f"/persetujuan/{path}/")
    desk.locator("summary", has_text="Nama, waktu, dan catatan").click()
    link = desk.get_by_role("link", name=f"Surat {number} (PDF)").first
    expect(link).to_be_visible()
    shoot(desk, "letters-recommendation")
    assert_accessible(desk)
    answer = desk.request.get(link.get_attribute("href") or "")
    assert answer.body().startswith(b"%PDF")
