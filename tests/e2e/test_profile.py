"""The own profile in a browser: a wrong line is reported and answered, a document goes into the locker, eligibility is read."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.axe import OVERFLOW, assert_accessible
from tests.e2e.people import Desks
from tests.factories.applications import sample_pdf


def look(page: Page, shoot, name: str) -> None:
    """axe, no sideways scrolling on a phone, and a picture."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        # The new width reaches the page a moment after the call returns.
        for _ in range(40):
            if page.evaluate(OVERFLOW) <= 0:
                break
            page.wait_for_timeout(50)
        assert page.evaluate(OVERFLOW) <= 0, f"{page.url} is wider than {width} px"
        assert_accessible(page)
    shoot(page, name)


def test_wrong_line_is_reported_answered_and_shown_beside_the_line(desks: Desks, shoot):
    page = desks.open("pelamar1", "/profil/")
    look(page, shoot, "profil")
    line = page.locator("#bagian-performance tbody tr").first
    line.get_by_role("link", name="Laporkan salah").click()
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.get_by_text("Tulis apa yang salah dan apa yang benar.").first).to_be_visible()
    look(page, shoot, "profil-lapor-salah")
    page.get_by_label("Apa yang salah").fill("Predikat tahun ini seharusnya Sangat baik.")
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.get_by_text("Menunggu jawaban").first).to_be_visible()
    look(page, shoot, "profil-laporan-terbuka")

    admin = desks.open("admin.kementerian", "/instansi/laporan-data/")
    look(admin, shoot, "instansi-laporan")
    admin.get_by_role("row").filter(has_text="Penilaian kinerja").get_by_role("link").click()
    look(admin, shoot, "instansi-laporan-jawab")
    admin.get_by_label("Sudah diperbaiki di data induk").check()
    admin.get_by_label("Jawaban untuk pelapor").fill("Sudah kami perbaiki, tampil sesudah impor berikutnya.")
    admin.get_by_role("button", name="Kirim jawaban").click()
    expect(admin.get_by_text("Jawaban terkirim")).to_be_visible()

    page = desks.open("pelamar1", "/profil/")
    expect(page.locator("#bagian-performance").get_by_text("Sudah diperbaiki di data induk").first).to_be_visible()
    page.goto("/profil/laporan/")
    look(page, shoot, "profil-laporan")


def test_document_goes_into_the_locker_and_proves_an_addition(desks: Desks, shoot, tmp_path: Path):
    page = desks.open("pelamar1", "/profil/bukti/")
    look(page, shoot, "profil-bukti")
    page.get_by_role("link", name="Tambah dokumen").click()
    file = tmp_path / "sertifikat-bahasa.pdf"
    file.write_bytes(sample_pdf(3))
    page.locator("input[type=file]").set_input_files(file)
    look(page, shoot, "profil-bukti-tambah")
    page.get_by_label("Jenis dokumen").select_option(label="Sertifikat pelatihan atau keahlian")
    page.get_by_label("Judul").fill("Sertifikat bahasa Inggris")
    page.get_by_label("Berlaku sampai").fill("2020-01-31")
    page.get_by_role("button", name="Simpan dokumen").click()
    expect(page.get_by_text("tersimpan di lemari bukti")).to_be_visible()
    expect(page.get_by_text("Kedaluwarsa sejak 1 Feb 2020").first).to_be_visible()
    look(page, shoot, "profil-bukti-rincian")

    page.goto("/profil/isian/tambah/")
    page.get_by_label("Jenis").select_option(label="Kemampuan bahasa")
    page.get_by_label("Judul").fill("Bahasa Inggris, tingkat C1")
    page.get_by_label("Mulai atau tanggal terbit").fill("2018-01-31")
    page.get_by_label("Bukti dari lemari bukti").select_option(
        label="Sertifikat pelatihan atau keahlian: Sertifikat bahasa Inggris"
    )
    look(page, shoot, "profil-isian")
    page.get_by_role("button", name="Simpan isian").click()
    expect(page.locator("#isian").get_by_text("Bahasa Inggris, tingkat C1").first).to_be_visible()
    page.locator("#isian").get_by_role("link", name="Sertifikat bahasa Inggris").click()
    expect(page.get_by_text("Ganti buktinya atau hapus isian itu dahulu.")).to_be_visible()


def test_ineligible_person_reads_which_rule_before_any_draft(desks: Desks, shoot):
    ((opened,),) = desks.portal.rows(
        "SELECT public_id FROM vacancies_vacancy WHERE state = 'OPEN' AND level = 'PRATAMA' ORDER BY id LIMIT 1"
    )
    page = desks.open("belum.memenuhi", f"/lowongan/{opened}/kelayakan/")
    expect(page.locator(".rule-not-met, .rule-missing").first).to_be_visible()
    expect(page.get_by_text("Dihitung per")).to_be_visible()
    look(page, shoot, "kelayakan-belum")
    page = desks.open("pelamar1", f"/lowongan/{opened}/kelayakan/")
    expect(page.get_by_text("Dibuktikan saat seleksi").first).to_be_visible()
    look(page, shoot, "kelayakan-memenuhi")
