"""The public portal at a browser: search, save, subscribe, stop; with and without JavaScript, by keyboard alone, on paper."""

import io
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import assert_accessible
from tests.e2e.people import Desks, answer_sign_in, sign_in
from tests.e2e.test_accessibility import examine, focus, tab_to
from tests.harness.live import LivePortal

WITHOUT_SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


def last_mail(portal: LivePortal, address: str, subject: str) -> str:
    """Text of the newest mail to an address whose subject begins so."""

    def found() -> str:
        texts = [mail.text for mail in portal.mailbox(address) if mail.subject.startswith(subject)]
        return texts[-1] if texts else ""

    return portal.wait_for(found)


def link_in(text: str, path: str) -> str:
    return re.findall(rf"https?://\S+?({path}\S+)", text)[0]


@WITHOUT_SCRIPT
def test_a_stranger_searches_subscribes_and_stops(script: bool, own_portal: LivePortal, new_context: Callable, shoot: Callable):
    address = f"ibu.sari.{'js' if script else 'polos'}@kemen.example"
    context = new_context(base_url=own_portal.url, java_script_enabled=script)
    page = context.new_page()
    look = examine if script else lambda page: None
    page.goto("/")
    page.get_by_label("Tingkat").select_option("PRATAMA")
    if not script:
        page.get_by_role("button", name="Terapkan").click()
    page.wait_for_url(lambda url: "tingkat=PRATAMA" in url)
    expect(page.locator(".chip")).to_contain_text("JPT Pratama")
    expect(page.locator(".row-list > li").first).to_be_visible()
    page.get_by_role("link", name="Berlangganan pencarian ini").click()
    expect(page.get_by_text("JPT Pratama", exact=True)).to_be_visible()
    page.get_by_role("button", name="Berlangganan").click()
    expect(page.locator(".error-summary")).to_contain_text("Tuliskan alamat surel Anda")
    look(page)
    shoot(page, "langganan-keliru")
    page.get_by_label("Surel").fill(address)
    page.get_by_label("Setiap minggu").check()
    shoot(page, "langganan-baru")
    page.get_by_role("button", name="Berlangganan").click()
    expect(page.get_by_role("heading", name="Periksa surel Anda")).to_be_visible()
    shoot(page, "langganan-terkirim")

    text = last_mail(own_portal, address, "Konfirmasi langganan lowongan")
    page.goto(link_in(text, "/langganan/konfirmasi/"))
    look(page)
    shoot(page, "langganan-konfirmasi")
    confirmed = "SELECT confirmed_at IS NOT NULL, frequency FROM vacancies_vacancyalert WHERE email = %s"
    assert own_portal.rows(confirmed, (address,)) == [(False, "WEEKLY")]
    page.get_by_role("button", name="Ya, mulai langganan").click()
    expect(page.locator(".flash")).to_contain_text("Langganan aktif")
    assert own_portal.rows(confirmed, (address,)) == [(True, "WEEKLY")]
    look(page)
    shoot(page, "langganan-kelola")
    page.get_by_label("Setiap hari").check()
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator(".flash")).to_contain_text("Langganan diubah")
    page.get_by_role("link", name="Berhenti berlangganan").click()
    expect(page.get_by_role("heading", name="Berhenti berlangganan?")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Berhenti berlangganan").click()
    expect(page.get_by_role("heading", name="Anda berhenti berlangganan")).to_be_visible()
    look(page)
    shoot(page, "langganan-berhenti")
    page.get_by_label("Saya sudah menemukan yang saya cari").check()
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_text("Terima kasih")).to_be_visible()
    assert own_portal.rows(
        "SELECT stopped_at IS NOT NULL, stop_reason FROM vacancies_vacancyalert WHERE email = %s", (address,)
    ) == [(True, "FOUND")]


@WITHOUT_SCRIPT
def test_a_stranger_who_wants_to_save_signs_in_and_ends_where_it_began(
    script: bool, own_portal: LivePortal, new_context: Callable, shoot: Callable
):
    page = new_context(base_url=own_portal.url, java_script_enabled=script).new_page()
    page.goto("/?status=dibuka")
    title = page.locator(".row-link").nth(1 if script else 2).inner_text()
    page.get_by_role("link", name=title, exact=True).first.click()
    page.get_by_role("link", name="Simpan lowongan").click()
    page.wait_for_url("**/akun/login/**")
    answer_sign_in(page, own_portal, "pelamar6")
    page.wait_for_url("**/simpan/")
    shoot(page, "simpan")
    page.get_by_role("button", name="Simpan lowongan").click()
    expect(page.locator(".flash")).to_contain_text("Lowongan disimpan")
    page.get_by_role("link", name="Ada di lowongan tersimpan Anda").click()
    expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()
    if script:
        examine(page)
    shoot(page, "simpanan")
    page.locator("li", has_text=title).get_by_role("button", name="Lepas").click()
    expect(page.get_by_role("link", name=title, exact=True)).to_have_count(0)


def test_the_way_from_the_list_to_an_alert_goes_by_keyboard_alone(own_portal: LivePortal, desks: Desks):
    page = desks.open("pelamar5", "/?status=dibuka")
    page.keyboard.press("Tab")
    assert "skip-link" in focus(page)["kind"]
    page.keyboard.press("Enter")
    # Filters: every one is reached, in the order it stands on the page.
    names = []
    while (at := tab_to(page, lambda at: bool(at["name"]) or at["tag"] == "BUTTON", most=20))["tag"] != "BUTTON":
        names.append(at["name"])
    assert names == ["cari", "instansi", "provinsi", "tingkat", "rumpun", "status", "urut"]
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("cari="))
    page.wait_for_load_state("networkidle")
    tab_to(page, lambda at: "row-link" in at["kind"])
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/lowongan/[0-9a-f-]{36}/$"))
    saved = "SELECT count(*) FROM vacancies_savedvacancy"
    before = own_portal.rows(saved)[0][0]
    tab_to(page, lambda at: at["tag"] == "BUTTON")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Simpan lowongan"
    page.keyboard.press("Enter")
    expect(page.locator(".flash")).to_contain_text("Lowongan disimpan")
    assert own_portal.rows(saved)[0][0] == before + 1
    # No trap: Tab goes through the whole page and comes out at its end.
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        focus(page)
    else:
        pytest.fail("Tab never came out at the end of the page")

    page.goto("/?status=dibuka")
    tab_to(page, lambda at: "button" in at["kind"] and at["tag"] == "A", most=90)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/langganan/baru/"))
    tab_to(page, lambda at: at["name"] == "frequency")
    page.keyboard.press("ArrowDown")
    tab_to(page, lambda at: at["tag"] == "BUTTON", most=2)
    page.keyboard.press("Enter")
    page.wait_for_url("**/langganan/")
    expect(page.locator(".flash")).to_contain_text("Langganan aktif")
    expect(page.locator(".row-facts")).to_contain_text("Setiap minggu")
    assert_accessible(page)


def first_path(page: Page, listing: str) -> str:
    page.goto(listing)
    return urlsplit(page.locator(".row-link").first.evaluate("link => link.href")).path


def test_posting_data_meets_the_policy_and_agency_leads_on(live_portal: LivePortal, new_context: Callable, shoot: Callable):
    """A refused resource or script error on the console would fail this test by itself."""
    page = new_context().new_page()
    page.goto(first_path(page, "/?status=dibuka"))
    data = page.locator("script[type='application/ld+json']").text_content()
    assert '"@type":"JobPosting"' in (data or "")
    page.locator(".page-rail a").first.click()
    page.wait_for_url("**/lembaga/**")
    expect(page.get_by_role("heading", name="Lowongan yang berjalan")).to_be_visible()
    shoot(page, "lembaga")
    # Names of agencies come when somebody begins to fill the field in, and a part of one is enough.
    page.goto("/")
    field, names = page.locator("#id_instansi"), page.locator("#nama-instansi option")
    expect(names).to_have_count(0)
    field.focus()
    expect(names.first).to_be_attached()
    field.fill("contoh pembangunan")
    field.press("Enter")
    page.wait_for_url("**instansi=contoh*pembangunan**")
    expect(page.locator(".chip")).to_contain_text("Kementerian Contoh Pembangunan Kepulauan")
    expect(field).to_have_value("Kementerian Contoh Pembangunan Kepulauan")
    page.goto("/?instansi=tidak+ada")
    shoot(page, "lowongan-instansi-keliru")
    page.goto("/?cari=kepala&tingkat=UTAMA&status=dibuka")
    shoot(page, "lowongan-kosong")
    examine(page)


@pytest.mark.parametrize(("listing", "words"), [
    ("/?status=dibuka", ["Syarat", "Bobot penilaian", "Jadwal", "Panitia seleksi", "Buku perpanjangan", "Bertanya"]),
    ("/hasil/", ["Hasil akhir", "Lolos seleksi administrasi"]),
])  # fmt: skip
def test_paper_shows_the_page_without_what_paper_cannot_do(
    listing: str, words: list[str], live_portal: LivePortal, new_context: Callable
):
    page = new_context().new_page()
    page.goto(first_path(page, listing))
    title = page.locator("h1").inner_text()
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    text = "\n".join(sheet.extract_text() for sheet in paper.pages)
    flat = " ".join(text.split())
    assert title in flat
    for word in words:
        assert word in flat, word
    for useless in ("Langsung ke isi", "Lamar jabatan ini", "Simpan lowongan", "Masuk", "Data terbuka", "Jam demo"):
        assert useless not in flat, useless
    # The address tells a reader of the paper where the page is.
    assert f"{live_portal.url}{urlsplit(page.url).path}" in flat.replace(" ", "")
    assert len(paper.pages) <= 6


def test_paper_of_an_own_application_names_every_part_and_no_navigation(live_portal: LivePortal, new_context: Callable):
    page = sign_in(new_context().new_page(), live_portal, "pelamar9")
    page.goto(first_path(page, "/lamaran/"))
    words = [page.locator("h1").inner_text(), *page.locator("main h2:visible").all_inner_texts()]
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    flat = " ".join(" ".join(sheet.extract_text() for sheet in paper.pages).split())
    assert [word for word in words if " ".join(word.split()) not in flat] == []
    for useless in ("Langsung ke isi", "Akun saya", "Keluar", "Halaman publik", "Jam demo"):
        assert useless not in flat, useless
    assert f"{live_portal.url}{urlsplit(page.url).path}" in flat.replace(" ", "")
    # All that was sent stands on it, folded parts as well.
    assert len(paper.pages) <= 8
