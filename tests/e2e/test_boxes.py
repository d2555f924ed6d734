"""Talent mapping by hand: place, calibrate and confirm a box, take somebody into the group, turn a target post into a plan."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.axe import assert_accessible
from tests.e2e.people import Desks

ADMIN, PYB = "admin.kementerian", "pyb.kementerian"
REASON = "Menyelesaikan penugasan strategis yang belum masuk asesmen."


def box_of(page: Page, number: int) -> int:
    """How many people the grid on the page shows in a box."""
    text = page.locator(f".box-grid .box-{number} .box-people").inner_text()
    return int(re.sub(r"\D", "", text))


def test_boxes_are_computed_calibrated_and_confirmed_and_a_target_post_becomes_a_plan(own_portal, desks: Desks, shoot: Callable):
    # The office computes the year; last year stands one step back on the slider.
    office = desks.open(ADMIN, "/talenta/kotak/")
    office.get_by_role("button", name="Hitung usulan").click()
    expect(office.locator(".flash")).to_contain_text("usulan baru")
    middle, high = box_of(office, 5), box_of(office, 8)
    assert middle
    shoot(office, "boxes-grid")
    assert_accessible(office)
    # The examination leaves marks on the page that a swap may not copy.
    office.reload()
    slider = office.get_by_role("slider")
    slider.focus()
    office.keyboard.press("ArrowLeft")
    expect(office.get_by_role("link", name=re.compile("Tahun"))).to_have_attribute("rel", "next")
    expect(slider).to_be_focused()
    expect(office.locator(".figure", has_text="Menunggu pengukuhan")).to_contain_text("0")
    office.goto("/talenta/kotak/")

    # Calibrated with a reason: one person moves from box 5 to box 8.
    office.get_by_role("link", name="Kotak 5").click()
    shoot(office, "boxes-people")
    row = office.get_by_role("table", name="Orang dalam kotak ini").get_by_role("row").nth(1)
    name = row.get_by_role("link").inner_text()
    row.get_by_role("link").click()
    office.get_by_label("Kotak baru").select_option("8")
    office.get_by_role("button", name="Pindahkan").click()
    expect(office.get_by_role("alert").first).to_contain_text("Tulis alasan perubahan kotak")
    office.get_by_label("Alasan").fill(REASON)
    office.get_by_role("button", name="Pindahkan").click()
    expect(office.locator(".flash")).to_contain_text("dipindahkan ke kotak 8")
    shoot(office, "boxes-person")
    assert_accessible(office)

    # The PyB sees before and after, and confirms that one place with the count.
    chief = desks.open(PYB, "/talenta/kotak/")
    assert (box_of(chief, 5), box_of(chief, 8)) == (middle - 1, high + 1)
    chief.get_by_role("link", name=re.compile("Diubah saat kalibrasi")).click()
    expect(chief.get_by_role("row").filter(has_text=name)).to_contain_text(REASON)
    shoot(chief, "boxes-calibration")
    chief.go_back()
    chief.get_by_role("link", name="Kotak 8").click()
    chief.get_by_role("checkbox", name=f"Pilih {name}").check()
    chief.get_by_role("button", name="Kukuhkan").click()
    expect(chief.get_by_role("heading", name="Kukuhkan kotak talenta")).to_be_visible()
    shoot(chief, "boxes-confirm")
    chief.get_by_role("button", name="Kukuhkan 1 kotak").click()
    expect(chief.locator(".flash")).to_contain_text("1 kotak dikukuhkan")
    ((stored,),) = own_portal.rows(
        "SELECT talent_box FROM employees_employee WHERE name = %s AND talent_box = 8 LIMIT 1", (name,)
    )
    assert stored == 8

    # The group: a waiting proposal gets its readiness from the PyB.
    chief.goto("/talenta/suksesi/?status=usulan")
    shoot(chief, "pool-list")
    chief.get_by_role("table").get_by_role("link").first.click()
    shoot(chief, "pool-member")
    chief.get_by_role("button", name="Kukuhkan").click()
    expect(chief.locator(".flash")).to_contain_text("dikukuhkan")

    # A post without a holder becomes a vacancy plan.
    office.goto("/talenta/target/")
    expect(office.locator("svg.heat-map")).to_be_visible()
    shoot(office, "targets-list")
    assert_accessible(office)
    first = office.get_by_role("link", name=re.compile("^Buka lowongan")).first
    title = (first.get_attribute("aria-label") or "").removeprefix("Buka lowongan ")
    first.click()
    shoot(office, "targets-open")
    office.get_by_role("button", name="Buat rencana lowongan").click()
    expect(office.get_by_role("heading", name=title)).to_be_visible()
    expect(office.locator(".flash")).to_contain_text("Rencana lowongan")
    office.goto("/talenta/target/")
    expect(office.get_by_role("row").filter(has_text=title).first).to_contain_text("Draf")

    # Another one is proposed to be filled from the group, and enters the chain at the step of the shortlist.
    open_row = (
        office.get_by_role("row").filter(has_text="JPT Pratama").filter(has=office.get_by_role("link", name="Buka lowongan"))
    )
    open_row.first.get_by_role("link", name="Buka lowongan").click()
    office.get_by_role("link", name="Isi dari kelompok rencana suksesi").click()
    shoot(office, "fill-propose")
    assert_accessible(office)
    office.get_by_label("Nama ke-1").select_option(index=1)
    office.get_by_label("Nama ke-2").select_option(index=2)
    office.get_by_label("Pertimbangan").fill("Keduanya pernah memimpin unit ini sebagai pelaksana tugas.")
    office.get_by_role("button", name="Kirim usulan").click()
    expect(office.get_by_role("heading", name="Rantai persetujuan")).to_be_visible()
    shoot(office, "fill-show")
    chief.goto("/persetujuan/")
    chief.get_by_role("link", name=re.compile("dari kelompok rencana suksesi")).click()
    expect(chief.get_by_role("table", name="Nama yang diusulkan")).to_be_visible()
    shoot(chief, "fill-decide")
