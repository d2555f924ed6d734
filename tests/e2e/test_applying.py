"""Applying in a browser: typed text survives a second device, a dead link, the end of a session and the closing second."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from core.indonesian import add_years, date_words
from tests.e2e.axe import assert_accessible
from tests.e2e.drafts import close_now, complete_draft_of, open_with_grace, vacancy_id
from tests.e2e.people import Desks, answer_sign_in, drafter_key, sign_in
from tests.harness.live import LivePortal

SCHOOL = "Kepala Dinas Pendidikan"
ISLANDS = "Direktur Tata Kelola Pemerintahan Kepulauan"
SAVED = re.compile(r"^Tersimpan \d\d\.\d\d WI(B|TA|T)$")


def application_of(portal: LivePortal, key: str, title: str) -> str:
    return str(
        portal.rows(
            "SELECT a.public_id FROM vacancies_application a JOIN vacancies_vacancy v ON v.id = a.vacancy_id"
            " JOIN employees_employee e ON e.id = a.employee_id JOIN accounts_user u ON u.id = e.user_id"
            " WHERE v.position_title = %s AND split_part(u.email, '@', 1) = %s",
            (title, key),
        )[0][0]
    )


def stored(portal: LivePortal, application: str, column: str):
    return portal.rows(f"SELECT {column} FROM vacancies_application WHERE public_id = %s", (application,))[0][0]


def note(page: Page):
    return page.locator("#save-note")


def type_reason(page: Page, words: str) -> None:
    page.get_by_label("Alasan melamar").fill(words)


def test_saves_are_numbered_as_they_are_sent(own_portal, new_context: Callable):
    """So that an autosave which arrives after the button it was sent before takes nothing back."""
    key = drafter_key(own_portal, SCHOOL)
    application = application_of(own_portal, key, SCHOOL)
    page = sign_in(new_context(base_url=own_portal.url).new_page(), own_portal, key)
    page.goto(f"/lamaran/{application}/pernyataan/")
    mark = page.locator("[name=page]").input_value()
    sent: list[str] = []
    page.on("request", lambda request: sent.extend(re.findall(rf"{mark}\S*", request.post_data or "")))
    type_reason(page, "Sedikit")
    expect(note(page)).to_have_text(SAVED)
    type_reason(page, "Sedikit lebih banyak")
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url(f"**/lamaran/{application}/")
    numbers = [int(re.match(rf"{mark}\.(\d+)", each).group(1)) for each in sent]  # type: ignore[union-attr]
    assert len(numbers) >= 2
    assert numbers == sorted(set(numbers))
    assert stored(own_portal, application, "saved_from")["motivation"] == f"{mark}.{numbers[-1]}"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_note_of_a_save_moves_nothing_that_is_just_being_pressed(own_portal, new_context: Callable, width: int):
    key = drafter_key(own_portal, SCHOOL)
    application = application_of(own_portal, key, SCHOOL)
    page = sign_in(new_context(base_url=own_portal.url, width=width).new_page(), own_portal, key)
    page.goto(f"/lamaran/{application}/pernyataan/")
    box = page.get_by_label("Saya menyatakan")
    expect(note(page)).to_be_empty()
    before = box.bounding_box()
    type_reason(page, f"Alasan selebar {width}")
    expect(note(page)).to_have_text(SAVED)
    assert box.bounding_box() == before


def test_two_devices_are_shown_both_versions(own_portal, new_context: Callable, shoot):
    key = drafter_key(own_portal, SCHOOL)
    application = application_of(own_portal, key, SCHOOL)
    address = f"/lamaran/{application}/pernyataan/"
    computer, phone = (
        sign_in(new_context(base_url=own_portal.url, width=width).new_page(), own_portal, key) for width in (1280, 390)
    )
    for page in (computer, phone):
        page.goto(address)

    # The computer saves by itself, again and again, without ever being overtaken by itself.
    type_reason(computer, "Dari komputer")
    expect(note(computer)).to_have_text(SAVED)
    type_reason(computer, "Dari komputer, lebih panjang")
    own_portal.wait_for(lambda: stored(own_portal, application, "motivation") == "Dari komputer, lebih panjang")

    # The phone still shows the empty page. What it saves by itself is not kept, and it says so.
    type_reason(phone, "Dari ponsel")
    expect(note(phone)).to_contain_text("Bagian ini sudah disimpan di perangkat atau tab lain pukul")
    assert stored(own_portal, application, "motivation") == "Dari komputer, lebih panjang"
    expect(phone.get_by_label("Alasan melamar")).to_have_value("Dari ponsel")
    shoot(phone, "isian-didahului")

    # Both versions side by side; nothing is chosen yet and nothing is overwritten before it is.
    phone.get_by_role("button", name="Bandingkan kedua versi").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Dua versi isian")
    expect(phone.get_by_text("Dari komputer, lebih panjang")).to_be_visible()
    expect(phone.get_by_label("Alasan melamar")).to_have_value("Dari ponsel")
    assert phone.locator("input[type=radio]:checked").count() == 0
    assert_accessible(phone)
    shoot(phone, "dua-versi")
    phone.get_by_role("button", name="Simpan pilihan").click()
    expect(phone.get_by_role("alert")).to_contain_text("Pilih satu versi")
    assert stored(own_portal, application, "motivation") == "Dari komputer, lebih panjang"
    phone.get_by_label("Yang baru Anda ketik").check()
    phone.get_by_label("Alasan melamar").fill("Dari ponsel dan komputer")
    phone.get_by_role("button", name="Simpan pilihan").click()
    expect(phone.locator(".flash")).to_contain_text("Pernyataan tersimpan.")
    assert stored(own_portal, application, "motivation") == "Dari ponsel dan komputer"


def test_dead_link_and_ended_session_lose_no_word(own_portal, new_context: Callable, shoot):
    key = drafter_key(own_portal, SCHOOL)
    application = application_of(own_portal, key, SCHOOL)
    context = new_context(base_url=own_portal.url, width=390)
    page = sign_in(context.new_page(), own_portal, key)
    page.goto(f"/lamaran/{application}/kebutuhan-khusus/")
    field = page.get_by_label("Kebutuhan khusus saat seleksi")

    context.set_offline(True)
    field.fill("Ditulis tanpa sambungan")
    expect(note(page)).to_contain_text("Sambungan terputus")
    page.get_by_role("button", name="Simpan").click()
    expect(note(page)).to_contain_text("Belum tersimpan")
    expect(field).to_have_value("Ditulis tanpa sambungan")
    shoot(page, "isian-tanpa-sambungan")
    context.set_offline(False)
    expect(note(page)).to_have_text(SAVED)
    assert stored(own_portal, application, "special_needs") == "Ditulis tanpa sambungan"

    context.clear_cookies()
    field.fill("Ditulis sesudah sesi berakhir")
    expect(note(page)).to_contain_text("sesi Anda berakhir")
    assert stored(own_portal, application, "special_needs") == "Ditulis tanpa sambungan"
    with context.expect_page() as opened:
        page.get_by_role("link", name="Masuk kembali di tab baru").click()
    answer_sign_in(opened.value, own_portal, key)
    opened.value.wait_for_url(lambda url: "/akun/login/" not in url)
    opened.value.close()
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(note(page)).to_have_text(SAVED)
    assert stored(own_portal, application, "special_needs") == "Ditulis sesudah sesi berakhir"


def test_ended_session_without_script_gives_the_words_back(own_portal, new_context: Callable, shoot):
    key = drafter_key(own_portal, SCHOOL)
    application = application_of(own_portal, key, SCHOOL)
    context = new_context(base_url=own_portal.url, width=390, java_script_enabled=False)
    page = sign_in(context.new_page(), own_portal, key)
    page.goto(f"/lamaran/{application}/kebutuhan-khusus/")
    context.clear_cookies()
    page.get_by_label("Kebutuhan khusus saat seleksi").fill("Juru bahasa isyarat")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Isian belum tersimpan")
    expect(page.get_by_label("Kebutuhan khusus saat seleksi")).to_have_value("Juru bahasa isyarat")
    shoot(page, "sesi-berakhir")
    sign_in(context.new_page(), own_portal, key)
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Periksa, lalu tekan Simpan")).to_be_visible()
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator(".flash")).to_contain_text("Kebutuhan khusus tersimpan.")
    assert stored(own_portal, application, "special_needs") == "Juru bahasa isyarat"


@pytest.fixture
def reopened(own_portal) -> Iterator[None]:
    """The post whose registration is closed here, open again for the tests that come after."""
    yield
    open_with_grace(own_portal, ISLANDS, 0)


@pytest.mark.usefixtures("reopened")
def test_review_page_opened_before_closing_and_posted_after_it(own_portal, desks: Desks, shoot):
    key, application = complete_draft_of(own_portal, ISLANDS)
    review, send = f"/lamaran/{application}/periksa/", "Kirim lamaran"

    # No grace: not sent, nothing lost, and the exact time on the page.
    open_with_grace(own_portal, ISLANDS, 0)
    page = desks.open(key, review)
    close_now(own_portal, ISLANDS)
    with page.expect_response(lambda answer: answer.request.method == "POST") as posted:
        page.get_by_role("button", name=send).click()
    assert posted.value.status == 409
    expect(page.get_by_role("alert")).to_contain_text(
        re.compile(
            r"Kiriman Anda tiba pukul \d\d\.\d\d\.\d\d,\d{3} WI(B|TA|T), \d,\d{3} detik sesudah penutupan\. "
            r"Isi tetap tersimpan sebagai draf dan belum terkirim\."
        )
    )
    shoot(page, "kiriman-terlambat")
    assert stored(own_portal, application, "receipt_number") is None
    page.goto(f"/lamaran/{application}/")
    expect(page.locator(".alert", has_text="Anda menekan Kirim pukul")).to_be_visible()
    shoot(page, "draf-terlambat")

    # With grace: accepted, by the same page and the same press.
    open_with_grace(own_portal, ISLANDS, 60)
    page.goto(review)
    close_now(own_portal, ISLANDS)
    page.get_by_role("button", name=send).click()
    page.wait_for_url("**/terkirim/")
    receipt = page.locator(".receipt-number").inner_text()
    assert receipt == stored(own_portal, application, "receipt_number")
    graced = stored(own_portal, application, "graced_seconds")
    assert 0 < graced < 60

    # A page opened after closing has no button, and the public reads the seconds without a name.
    visitor = desks.open("pelamar9", f"/lowongan/{vacancy_id(own_portal, ISLANDS)}/")
    expect(visitor.get_by_text("Diterima dalam masa tenggang")).to_be_visible()
    expect(visitor.get_by_text(f"{graced:.3f} detik sesudah penutupan".replace(".", ","))).to_be_visible()


def test_person_who_does_not_meet_a_rule_reads_which_and_from_when(own_portal, desks: Desks, shoot):
    title = "Direktur Tata Kelola Pemerintahan Kepulauan"
    key = drafter_key(own_portal, title)
    application = application_of(own_portal, key, title)
    ((held_since,),) = own_portal.rows(
        "UPDATE employees_positionrecord p SET started_on = current_date - 300 FROM vacancies_application a"
        " WHERE p.employee_id = a.employee_id AND p.ended_on IS NULL AND a.public_id = %s RETURNING p.started_on",
        (application,),
    )
    own_portal.rows(
        "UPDATE employees_positionrecord p SET level = 'PENGAWAS' FROM vacancies_application a"
        " WHERE p.employee_id = a.employee_id AND p.ended_on IS NOT NULL AND a.public_id = %s",
        (application,),
    )
    page = desks.open(key, f"/lamaran/{application}/")
    expect(page.get_by_text("1 syarat belum terpenuhi")).to_be_visible()
    page.get_by_role("link", name="Kelayakan", exact=True).click()
    expect(page.locator(".alert-stop")).to_contain_text("Lamaran ini belum dapat dikirim")
    unmet = page.locator(".rule-not-met")
    expect(unmet).to_have_count(1)
    expect(unmet).to_contain_text("Sedang atau pernah menduduki Administrator atau JF Ahli Madya paling singkat 2 tahun")
    expect(unmet).to_contain_text(f"Terpenuhi mulai {date_words(add_years(held_since, 2))}")
    shoot(page, "kelayakan-belum")

    # The same rule stands in the way of sending, by name, before anything is sent.
    page.goto(f"/lamaran/{application}/periksa/")
    expect(page.get_by_text("Syarat “Sedang atau pernah menduduki")).to_be_visible()
    expect(page.get_by_role("button", name="Kirim lamaran")).to_be_disabled()
