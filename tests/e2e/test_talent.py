"""Looking for people: five filters, a name typed wrongly, a comparison, and somebody who leaves the search."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.people import ACCOUNTS, Desks
from tests.e2e.test_profile import look
from tests.harness.live import LivePortal

ADMIN, LEAVES = "admin.kementerian", "pelamar9"
TITLE = "Direktur Tata Kelola Pemerintahan Kepulauan"


def total(page: Page) -> int:
    """The number beside "Orang yang ditemukan"."""
    return int(page.locator(".talent-total strong").inner_text().replace(".", "").rstrip("+"))


def tick(page: Page, group: str, label: str) -> None:
    """Tick one choice of the panel and wait until the page has answered."""
    before = page.url
    page.get_by_role("group", name=group).get_by_label(re.compile(rf"^{label}")).check()
    page.wait_for_url(lambda url: url != before)


def wrongly(word: str) -> str:
    """A word with its third and fourth letters swapped."""
    return word[:2] + word[3] + word[2] + word[4:]


def test_five_filters_a_wrong_name_a_comparison_and_somebody_who_leaves(desks: Desks, own_portal: LivePortal, shoot):
    admin = desks.open(ADMIN, "/talenta/")
    look(admin, shoot, "talenta-mulai")
    # The examination leaves marks on the page that a swap may not copy.
    admin.reload()

    # Five filters, one after the other; each keeps the ones before and narrows.
    admin.get_by_label("Jabatan atau rekam jejak").fill("kepala")
    admin.get_by_role("button", name="Cari", exact=True).click()
    expect(admin.get_by_role("heading", name="Orang yang ditemukan")).to_be_visible()
    numbers = [total(admin)]
    tick(admin, "Jenjang jabatan", "Administrator")
    numbers.append(total(admin))
    before = admin.url
    admin.get_by_label("Golongan dari").select_option("42")
    admin.wait_for_url(lambda url: url != before)
    numbers.append(total(admin))
    before = admin.url
    admin.get_by_label("Pendidikan paling rendah").select_option("45")
    admin.wait_for_url(lambda url: url != before)
    numbers.append(total(admin))
    tick(admin, "Rumpun jabatan", "Pemerintahan")
    numbers.append(total(admin))
    assert numbers == sorted(numbers, reverse=True)
    assert 0 < numbers[-1] < numbers[0]
    expect(admin.locator(".talent-total")).to_contain_text("(tepat)")
    expect(admin.locator(".filter-active .chip")).to_have_count(5)
    admin.reload()
    assert total(admin) == numbers[-1], "the address holds the whole search"
    look(admin, shoot, "talenta-saringan")
    admin.reload()

    # A vacancy chosen: everybody is explained, and nothing of age or sanctions is told.
    admin.get_by_label("Untuk lowongan").select_option(label=admin.locator("option", has_text=TITLE).inner_text())
    expect(admin.locator(".person-why").first).to_be_visible()
    admin.locator(".person-why summary").first.click()
    expect(admin.locator(".reasons").first).to_contain_text("ocok karena")
    expect(admin.locator(".people")).not_to_contain_text("Lahir ")
    look(admin, shoot, "talenta-lowongan")
    admin.reload()

    # By keyboard alone: two people ticked and put side by side.
    boxes = admin.locator("input[name=orang]")
    names = [admin.locator(".person-name").nth(place).inner_text() for place in (0, 1)]
    boxes.first.focus()
    for key in ("Space", "j", "Space", "b"):
        admin.keyboard.press(key)
    admin.wait_for_url("**/talenta/banding/**")
    table = admin.get_by_role("table", name="Perbandingan orang")
    for name in names:
        expect(table.get_by_role("link", name=name, exact=True)).to_be_visible()
    look(admin, shoot, "talenta-banding")

    # A name typed wrongly leads to the person; the search is kept under a name.
    person = ACCOUNTS[LEAVES].full_name
    word = max(person.split(), key=len)
    ((ident,),) = own_portal.rows(
        "SELECT e.public_id::text FROM employees_employee e JOIN accounts_user u ON u.id = e.user_id WHERE u.email = %s",
        (ACCOUNTS[LEAVES].email,),
    )
    admin.goto(f"/talenta/?cari={wrongly(word)}")
    expect(admin.locator(".talent-hint")).to_contain_text("Maksud Anda")
    admin.locator(".talent-hint").get_by_role("link", name=word.capitalize(), exact=True).click()
    expect(admin.locator(".talent-hint")).to_have_count(0)
    link = admin.locator(f".people a[href*='{ident}']")
    expect(link).to_be_visible()
    there = total(admin)
    address = admin.url
    admin.get_by_text("Simpan pencarian ini").click()
    admin.get_by_label("Nama pencarian").fill("Calon direktur")
    admin.get_by_role("button", name="Simpan", exact=True).click()
    saved = admin.get_by_role("link", name="Calon direktur", exact=True)
    # A click returns at once: what is measured must be the page that came.
    expect(saved).to_be_visible()
    look(admin, shoot, "talenta-tersimpan")
    saved.click()
    link.click()
    expect(admin.get_by_role("heading", name=person)).to_be_visible()
    expect(admin.get_by_text("Kontak dan dokumen terbuka setelah")).to_be_visible()
    profile = admin.url
    look(admin, shoot, "talenta-profil")

    # The person reads who looked, and leaves: gone at once from results, counts and profile.
    own = desks.open(LEAVES, "/privasi-saya/")
    looks = own.get_by_role("list", name="Siapa melihat saya")
    expect(looks).to_contain_text("Profil Anda dibuka")
    expect(looks).to_contain_text("Kementerian Contoh Pembangunan")
    expect(looks).not_to_contain_text(ACCOUNTS[ADMIN].full_name)
    look(own, shoot, "privasi-saya")
    own.get_by_role("button", name="Keluar dari pencarian").click()
    expect(own.locator(".flash")).to_contain_text("Anda tidak muncul dan tidak dihitung")
    admin.goto(address)
    expect(admin.locator(".talent-results")).to_be_visible()
    expect(link).to_have_count(0)
    assert (total(admin) if admin.locator(".talent-total").count() else 0) == there - 1
    assert admin.request.get(profile).status == 404
    own.get_by_role("button", name="Izinkan instansi menemukan saya").click()
    admin.goto(address)
    assert total(admin) == there


def test_ticking_a_filter_far_down_leaves_the_page_where_it_is(desks: Desks):
    admin = desks.open(ADMIN, "/talenta/?jabatan=kepala")
    admin.mouse.wheel(0, 500)
    admin.wait_for_function("scrollY > 300")
    box = admin.get_by_role("group", name="Provinsi").get_by_role("checkbox").first
    box.scroll_into_view_if_needed()
    before, address = admin.evaluate("scrollY"), admin.url
    box.check()
    admin.wait_for_url(lambda url: url != address)
    assert abs(admin.evaluate("scrollY") - before) < 200


def test_market_test_answers_on_the_form_of_the_requirements(desks: Desks, own_portal: LivePortal, shoot):
    ((draft,),) = own_portal.rows(
        "SELECT v.public_id::text FROM vacancies_vacancy v JOIN accounts_agency a ON a.id = v.agency_id WHERE v.state = 'DRAFT'"
        " AND a.name = 'Kementerian Contoh Pembangunan Kepulauan' ORDER BY v.id LIMIT 1",
        (),
    )
    admin = desks.open(ADMIN, f"/instansi/lowongan/{draft}/ubah/syarat/")
    card = admin.locator("#uji-pasar")
    expect(card).to_contain_text("memenuhi semua syarat yang tersimpan", timeout=20_000)
    expect(card).to_contain_text("Syarat yang paling banyak menyisihkan")
    card.get_by_text("Setiap syarat sendirian").click()
    look(admin, shoot, "rencana-uji-pasar")
