"""The whole application, from the vacancy to the receipt: without script, on a poor link, and by keyboard alone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from asnkarier.demo.sample_files import sample_pdf, sample_portrait
from tests.e2e.axe import assert_accessible
from tests.e2e.drafts import FEW_DOCUMENTS, applicants_of, ask_few_documents, vacancy_id
from tests.e2e.people import sign_in
from tests.harness.live import LivePortal

TITLE = "Kepala Dinas Pendidikan"
# People who once applied for a post of the same field: the register says that they meet the rules.
FITTING = "Kepala Pusat Pelatihan"
POOR_LINK = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
REASON = "Saya ingin memimpin perbaikan sekolah di pulau-pulau kecil."


@pytest.fixture(scope="module")
def people(own_portal) -> list[str]:
    ask_few_documents(own_portal, TITLE)
    return applicants_of(own_portal, FITTING)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """One lawful file for each document that is asked for."""
    made = {}
    for kind in FEW_DOCUMENTS:
        content = sample_portrait() if kind == "PAS_FOTO" else sample_pdf(kind, ("Dokumen contoh.",))
        ending = {b"%PDF": "pdf", b"\x89PNG": "png"}.get(content[:4], "jpg")
        made[kind] = tmp_path / f"{kind}.{ending}"
        made[kind].write_bytes(content)
    return made


def task(page: Page, label: str):
    return page.locator(".task", has=page.get_by_text(label, exact=True))


def apply(page: Page, portal: LivePortal, files: dict[str, Path], *, has_script: bool) -> str:
    """Every step by its link and button. Returns the receipt number."""
    page.goto(f"/lowongan/{vacancy_id(portal, TITLE)}/")
    page.get_by_role("link", name="Lamar jabatan ini").first.click()
    page.get_by_role("button", name="Mulai lamaran").click()
    for label, status in (("Pernyataan", "Belum mulai"), ("Dokumen", "Belum mulai"), ("Kebutuhan khusus", "Boleh dilewati")):
        expect(task(page, label)).to_contain_text(status)
    expect(page.locator(".draft-state")).to_be_visible()

    page.get_by_role("link", name="Data diri dan kontak").click()
    page.get_by_label("Telepon").fill("0812 3456 7890")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator(".flash")).to_contain_text("tersimpan")

    page.get_by_role("link", name="Kelayakan", exact=True).click()
    expect(page.locator(".rule-met").first).to_be_visible()
    page.get_by_role("link", name="Kembali ke daftar bagian").click()

    page.get_by_role("link", name="Dokumen", exact=True).click()
    for kind, path in files.items():
        row = page.locator(f"#dokumen-{kind}")
        row.locator("input[type=file]").set_input_files(path)
        if row.get_by_role("button", name="Unggah").count():
            row.get_by_role("button", name="Unggah").click()
        expect(page.locator(f"#dokumen-{kind}")).to_contain_text("Terunggah", timeout=30_000)
        expect(page.locator(f"#dokumen-{kind}").get_by_role("link", name=path.name)).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Selesai, kembali ke daftar bagian").click()

    page.get_by_role("link", name="Pernyataan", exact=True).click()
    page.get_by_label("Alasan melamar").fill(REASON)
    if has_script:
        expect(page.locator("#save-note")).to_contain_text(re.compile(r"Tersimpan \d\d\.\d\d"), timeout=20_000)
    page.get_by_label("Saya menyatakan").check()
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator(".flash")).to_contain_text("Pernyataan tersimpan.", timeout=20_000)

    page.get_by_role("link", name="Periksa", exact=True).click()
    expect(page.get_by_text(REASON)).to_be_visible()
    page.get_by_role("button", name="Kirim lamaran").click()
    page.wait_for_url("**/terkirim/")
    return page.locator(".receipt-number").inner_text()


def is_sent(portal: LivePortal, receipt: str) -> bool:
    rows = portal.rows("SELECT state, motivation FROM vacancies_application WHERE receipt_number = %s", (receipt,))
    return rows == [("SUBMITTED", REASON)]


def test_whole_application_without_script(own_portal, people, files, new_context: Callable[..., BrowserContext]):
    context = new_context(base_url=own_portal.url, width=390, java_script_enabled=False)
    page = sign_in(context.new_page(), own_portal, people[0])
    assert is_sent(own_portal, apply(page, own_portal, files, has_script=False))


def test_whole_application_on_a_poor_link(own_portal, people, files, new_context: Callable[..., BrowserContext]):
    context = new_context(base_url=own_portal.url, width=390)
    context.set_default_timeout(30_000)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", POOR_LINK)
    sign_in(page, own_portal, people[1])
    receipt = apply(page, own_portal, files, has_script=True)
    assert is_sent(own_portal, receipt)


def press_until(page: Page, name: str, *, key: str = "Tab", most: int = 90) -> None:
    """Move the focus until it stands on the control or link of this accessible name."""
    wanted = """(name) => {
      const at = document.activeElement, label = at.labels && at.labels[0];
      const words = (label ? label.innerText : at.getAttribute("aria-label") || at.innerText || "").trim();
      return words.startsWith(name);
    }"""
    for _ in range(most):
        if page.evaluate(wanted, name):
            hidden = page.evaluate("""() => { const at = document.activeElement.getBoundingClientRect();
              const top = document.elementFromPoint(at.left + at.width / 2, at.top + Math.min(at.height, 20) / 2);
              const bar = document.querySelector(".draft-bar");
              return Boolean(bar && top && bar.contains(top) && !bar.contains(document.activeElement)); }""")
            assert not hidden, f"{name} lies under the bar"
            return
        page.keyboard.press(key)
    raise AssertionError(f"{name} cannot be reached by {key}")


def go(page: Page, name: str, key: str = "Enter") -> None:
    press_until(page, name)
    page.keyboard.press(key)
    page.wait_for_load_state()


def test_whole_application_by_keyboard(own_portal, people, files, new_context: Callable[..., BrowserContext], shoot):
    page = sign_in(new_context(base_url=own_portal.url).new_page(), own_portal, people[2])
    page.goto(f"/lowongan/{vacancy_id(own_portal, TITLE)}/")
    go(page, "Lamar jabatan ini")
    page.wait_for_url("**/lamar/")
    go(page, "Mulai lamaran")
    page.wait_for_url("**/lamaran/**")
    assert_accessible(page)
    shoot(page, "bagian-lamaran")

    go(page, "Data diri dan kontak")
    page.wait_for_url("**/profil/")
    assert_accessible(page)
    shoot(page, "bagian-data-diri")
    press_until(page, "Telepon")
    page.keyboard.press("Control+A")
    page.keyboard.type("0812 3456 7890")
    go(page, "Simpan")
    page.wait_for_url(re.compile(r"/lamaran/[0-9a-f-]+/$"))

    go(page, "Dokumen")
    page.wait_for_url("**/dokumen/")
    for kind, path in files.items():
        # Choosing in the system's own window is the browser's work; the field itself is reached by Tab.
        field = page.locator(f"#dokumen-{kind} input[type=file]")
        press_until(page, field.evaluate("field => field.labels[0].innerText.trim()"))
        field.set_input_files(path)
        go(page, "Unggah")
        expect(page.locator(f"#dokumen-{kind}").get_by_role("link", name=path.name)).to_be_visible(timeout=20_000)
    go(page, "Selesai, kembali")
    page.wait_for_url(re.compile(r"/lamaran/[0-9a-f-]+/$"))

    go(page, "Pernyataan")
    page.wait_for_url("**/pernyataan/")
    press_until(page, "Alasan melamar")
    page.keyboard.type(REASON)
    press_until(page, "Saya menyatakan")
    page.keyboard.press("Space")
    expect(page.locator("#save-note")).to_contain_text("Tersimpan")
    assert_accessible(page)
    shoot(page, "bagian-pernyataan")
    go(page, "Simpan")
    page.wait_for_url(re.compile(r"/lamaran/[0-9a-f-]+/$"))
    go(page, "Kebutuhan khusus")
    page.wait_for_url("**/kebutuhan-khusus/")
    assert_accessible(page)
    shoot(page, "bagian-kebutuhan-khusus")
    go(page, "Kembali ke daftar bagian")
    page.wait_for_url(re.compile(r"/lamaran/[0-9a-f-]+/$"))
    go(page, "Periksa")
    page.wait_for_url("**/periksa/")
    assert_accessible(page)
    shoot(page, "bagian-periksa")
    go(page, "Kirim lamaran")
    page.wait_for_url("**/terkirim/")
    assert is_sent(own_portal, page.locator(".receipt-number").inner_text())
