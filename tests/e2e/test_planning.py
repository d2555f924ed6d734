"""A vacancy planned from a blank page: every section in the browser, problems said as they arise, returned once, sent again."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.e2e.people import ACCOUNTS, Desks
from tests.harness.live import LivePortal

OFFICE = "kementerian"
ADMIN, PYB = f"admin.{OFFICE}", f"pyb.{OFFICE}"
TITLE = "Direktur Penataan Pelabuhan Rakyat"
UNIT = "Direktorat Jenderal Pelayaran Rakyat"
NOTE = "Formasi harus dua kursi sesuai peta jabatan; tambah satu kursi."
ONWARD, STAY = "Simpan dan lanjut", "Simpan"


def save(page: Page, button: str = STAY) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()


def section(page: Page) -> str:
    """Slug of the section that is open."""
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def problems(page: Page) -> str:
    return page.locator(".alert", has_text="Bagian ini belum lengkap").inner_text()


def request_path(portal: LivePortal) -> str:
    """Decision page of the newest round of this plan."""
    rows = portal.rows(
        "SELECT r.public_id FROM approvals_approvalrequest r JOIN vacancies_vacancy v"
        " ON r.trail_chain = 'vacancy:' || v.public_id WHERE v.position_title = %s ORDER BY r.id DESC LIMIT 1",
        (TITLE,),
    )
    return f"/persetujuan/{rows[0][0]}/"


def state(portal: LivePortal) -> str:
    return portal.rows("SELECT state FROM vacancies_vacancy WHERE position_title = %s", (TITLE,))[0][0]


def begin(page: Page) -> None:
    """Blank page: pressed too early it names each missing field and keeps what was typed."""
    page.goto("/instansi/lowongan/")
    page.get_by_role("link", name="Buat lowongan").first.click()
    page.get_by_label("Nama jabatan").fill(TITLE)
    page.get_by_label("Jumlah formasi").or_(page.get_by_label("Formasi")).first.fill("0")
    page.get_by_role("button", name="Buat draf").click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator(".field-wrong", has_text="Formasi 1 sampai 50.")).to_have_count(1)
    expect(page.get_by_label("Nama jabatan")).to_have_value(TITLE)
    page.locator("[name=quota]").fill("1")
    page.locator("[name=unit]").fill(UNIT)
    page.locator("[name=level]").select_option("PRATAMA")
    page.locator("[name=field]").select_option("PERHUBUNGAN")
    page.locator("[name=region]").select_option(index=1)
    page.locator("[name=summary]").fill("Memimpin penataan pelabuhan rakyat di wilayah kepulauan.")
    page.get_by_role("button", name="Buat draf").click()
    expect(page.locator(".flash")).to_contain_text("sudah diisi contoh")


def weigh(page: Page, shoot: Callable[[Page, str], None]) -> None:
    """Weights of 90: the sum runs along while typing, and the saved page says what is wrong."""
    first = page.locator("[data-portal-addend]").first
    whole = first.input_value()
    first.fill(f"{int(whole) - 10}")
    expect(page.locator("[data-portal-total]")).to_have_text("90")
    save(page)
    assert "Jumlah bobot harus tepat 100; sekarang 90." in problems(page)
    expect(page.locator("[data-portal-addend]").first).to_have_value(f"{int(whole) - 10}")
    page.locator("[data-portal-addend]").first.fill(f"{int(whole) - 10}")
    page.locator("[name=weight_INTERVIEW]").fill("45")
    page.locator("[name=weight_INTERVIEW]").press("Tab")
    # The bands warn without a save, and keep nobody from going on.
    expect(page.locator("#rentang")).to_contain_text("Bobot wawancara 45 persen; untuk JPT Pratama lazimnya 30 sampai 35 persen.")
    shoot(page, "plan-weights")
    page.locator("[name=weight_INTERVIEW]").fill("35")
    page.locator("[data-portal-addend]").first.fill(whole)
    expect(page.locator("[data-portal-total]")).to_have_text("100")


def schedule(page: Page, today: date) -> None:
    """A window that ends before it begins, then one in the past, then a good one."""

    def set_days(opens: date, closes: date) -> None:
        page.get_by_label("Pendaftaran dibuka tanggal").fill(opens.isoformat())
        page.get_by_label("Pendaftaran ditutup tanggal").fill(closes.isoformat())

    good = (
        page.get_by_label("Pendaftaran dibuka tanggal").input_value(),
        page.get_by_label("Pendaftaran ditutup tanggal").input_value(),
    )
    set_days(today + timedelta(days=20), today + timedelta(days=10))
    save(page)
    expect(page.locator(".field-wrong", has_text="Penutupan pendaftaran harus setelah pembukaan.")).to_have_count(1)
    expect(page.get_by_label("Pendaftaran ditutup tanggal")).to_have_value((today + timedelta(days=10)).isoformat())
    set_days(today - timedelta(days=40), today - timedelta(days=20))
    save(page)
    assert "Pembukaan pendaftaran harus setelah waktu sekarang." in problems(page)
    set_days(*(date.fromisoformat(day) for day in good))


def seat(page: Page, size: int) -> None:
    """Fill the first `size` seats of the panel: who holds the chair's duty first, then the people offered, in order."""
    chair = page.locator("[name=user_1] option", has_text=ACCOUNTS["ketua.kementerian"].full_name).get_attribute("value")
    for number in range(1, 10):
        chosen = page.locator(f"[name=user_{number}]")
        if number <= size:
            if number == 1:
                chosen.select_option(chair)
            else:
                chosen.select_option(index=number - 1)
            page.locator(f"[name=origin_{number}]").fill("Universitas Contoh")
            page.locator(f"[name=internal_{number}]").uncheck()
            page.locator(f"[name=kind_{number}]").select_option("OFFICIAL" if number == 1 else "EXPERT")
            page.locator(f"[name=covers_{number}][value=PERSONNEL]").check()
        else:
            chosen.select_option("")
    page.get_by_label("Ketua").select_option("1")


def compose(page: Page, shoot: Callable[[Page, str], None]) -> None:
    """Six members are even; five are not."""
    seat(page, 6)
    save(page)
    assert "Jumlah anggota panitia seleksi harus ganjil; sekarang 6." in problems(page)
    seat(page, 5)
    # Nobody knows the field of the post yet: told while choosing, before anything is saved.
    composition = page.locator("#susunan")
    expect(composition).to_contain_text("Belum ada anggota yang menguasai kompetensi teknis")
    page.locator("[name=covers_1][value=FIELD]").check()
    expect(composition).to_contain_text("Susunan memenuhi aturan")
    shoot(page, "plan-panel")
    page.get_by_label("Nomor SK panitia seleksi").fill("SK-12/KCPK/2026")


def test_plan_from_blank_is_returned_corrected_and_sent_again(own_portal, desks: Desks, shoot):
    page = desks[ADMIN]
    begin(page)
    vacancy_path = re.search(r"/instansi/lowongan/[0-9a-f-]{36}/", page.url)[0]

    # What keeps the plan from being submitted is said on the page of the plan and on the page that would submit it.
    expect(page.locator(".alert", has_text="Yang masih perlu dilengkapi")).to_contain_text("Panitia seleksi")
    page.goto(vacancy_path + "ajukan/")
    expect(page.locator(".alert", has_text="Rencana belum dapat diajukan")).to_contain_text("Panitia seleksi")
    expect(page.get_by_role("button", name="Ajukan rencana")).to_have_count(0)

    page.goto(vacancy_path)
    page.locator("main").get_by_role("link", name="Jabatan", exact=True).click()
    visited = []
    for act in (
        None,
        None,
        None,
        None,
        lambda at: weigh(at, shoot),
        lambda at: schedule(at, datetime.now(ZoneInfo("Asia/Jakarta")).date()),
        None,
    ):
        visited.append(section(page))
        if act:
            act(page)
        save(page, ONWARD)
    visited.append(section(page))
    assert visited == ["jabatan", "syarat", "dokumen", "standar", "bobot", "jadwal", "publikasi", "pansel"]
    compose(page, shoot)
    save(page, "Simpan dan selesai")
    expect(page.locator(".alert", has_text="Yang masih perlu dilengkapi")).to_have_count(0)

    page.get_by_role("link", name="Ajukan rencana").click()
    page.get_by_role("button", name="Ajukan rencana").click()
    expect(page.locator(".flash")).to_contain_text("Rencana diajukan")
    assert state(own_portal) == "PLAN_REVIEW"

    # Locked while it is judged. Returning it needs a note; the verdict stays chosen when the note is missing.
    page.goto(vacancy_path + "ubah/jabatan/")
    page.wait_for_url(f"**{vacancy_path}")
    expect(page.locator(".flash .alert-wait")).to_be_visible()
    official = desks.give_verdict(PYB, request_path(own_portal), "Kembalikan")
    expect(official.locator(".field-wrong").filter(has=official.locator("[name=note]"))).to_have_count(1)
    expect(official.get_by_label("Kembalikan", exact=True)).to_be_checked()
    official.get_by_label("Catatan", exact=False).fill(NOTE)
    desks.add_code(PYB, official)
    official.get_by_role("button", name="Kirim keputusan").click()
    expect(official.locator(".flash")).to_contain_text("tersimpan")
    assert state(own_portal) == "PLAN_RETURNED"

    # The office reads the note where it works, corrects, and sends the second round.
    page.goto(vacancy_path)
    expect(page.locator(".alert", has_text=NOTE)).to_contain_text("Dikembalikan oleh Hendra Gunawan Lubis")
    page.goto(vacancy_path + "ubah/jabatan/")
    page.locator("[name=quota]").fill("2")
    save(page)
    page.goto(vacancy_path)
    page.get_by_role("link", name="Ajukan lagi").click()
    page.get_by_label("Catatan untuk pejabat penyetuju").fill("Formasi sudah dua kursi.")
    page.get_by_role("button", name="Ajukan rencana").click()
    expect(page.locator(".flash")).to_contain_text("Rencana diajukan")

    official.goto("/persetujuan/")
    row = official.locator(".row-list li", has_text=TITLE)
    expect(row).to_contain_text("putaran 2")
    row.get_by_role("link").click()
    expect(official.get_by_text("Formasi sudah dua kursi.")).to_be_visible()
    changes = official.get_by_role("table", name="Perubahan").locator("tbody tr")
    expect(changes).to_have_count(1)
    assert changes.locator("td").all_inner_texts() == ["Tingkat dan formasi", "JPT Pratama, 1 formasi", "JPT Pratama, 2 formasi"]
    desks.give_verdict(PYB, request_path(own_portal), "Setujui")
    expect(official.locator(".flash")).to_contain_text("tersimpan")
    assert state(own_portal) == "PLAN_REVIEW"
