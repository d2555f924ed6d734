"""Somebody stands in for an absent official by letter; oversight does not recommend, the sender corrects, the chain resumes."""

from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.people import Desks
from tests.factories.applications import sample_pdf
from tests.harness.live import LivePortal

PLAN, RESULT = "Kepala Dinas Kesehatan", "Direktur Pengawasan Program"
NUMBER = "KP.04.01/901/SES"
NOTE = "Panitia seleksi belum seimbang; tambah satu anggota dari luar instansi."


def request_path(portal: LivePortal, title: str) -> str:
    """Decision page of the newest round about a vacancy of the demo."""
    rows = portal.rows(
        "SELECT public_id FROM approvals_approvalrequest WHERE trail_chain = %s ORDER BY id DESC LIMIT 1",
        (f"vacancy:{vacancy_path(portal, title)}",),
    )
    return f"/persetujuan/{rows[0][0]}/"


def vacancy_path(portal: LivePortal, title: str) -> str:
    # Other tests make plans for posts of the demo: the first of a name is the demo's own.
    return portal.rows("SELECT public_id FROM vacancies_vacancy WHERE position_title = %s ORDER BY id LIMIT 1", (title,))[0][0]


def test_the_plh_forwards_with_the_letter_and_does_not_determine_and_the_chain_resumes(
    own_portal: LivePortal, desks: Desks, shoot, tmp_path: Path
):
    # The letter for the PPK of the province is in force; the Plh. sees and forwards the plan that waited already.
    plan = request_path(own_portal, PLAN)
    page = desks.open("plh.provinsi", "/persetujuan/")
    row = page.locator("li", has_text=PLAN)
    expect(row).to_contain_text("sebagai Plh. PPK")
    expect(row).to_contain_text("surat nomor 800.1.11/417/BKD")
    shoot(page, "delegation-inbox")
    page.goto(plan)
    expect(page.locator("#keputusan")).to_contain_text("a.n. Gusti Putu Darmayasa, surat nomor 800.1.11/417/BKD")
    shoot(page, "delegation-decide")
    desks.give_verdict("plh.provinsi", plan, "Setujui")
    expect(page.locator(".flash")).to_contain_text("tersimpan")
    page.goto(plan)
    expect(page.locator("main")).to_contain_text("Ni Luh Sekar Widari, Plh. PPK")
    shoot(page, "delegation-forwarded")

    # Wasdal asks for a document, then does not recommend; the sender corrects and sends again, and the chain begins anew.
    page = desks.open("wasdal", "/pengawasan/")
    expect(page.locator("li", has_text=PLAN).first).to_contain_text("hari ke-")
    shoot(page, "oversight-desk")
    page.goto(plan)
    page.get_by_role("link", name="Minta dokumen dahulu").click()
    page.locator("[name=text]").fill("Notula rapat pembentukan panitia seleksi.")
    shoot(page, "oversight-ask")
    page.get_by_role("button", name="Minta dokumen").click()
    expect(page.locator("main")).to_contain_text("jam berhenti menunggu dokumen")
    admin = desks.open("admin.provinsi", plan)
    admin.get_by_role("link", name="Buka permintaan").click()
    admin.locator("[name=answer]").fill("Notula terlampir.")
    scan = tmp_path / "notula.pdf"
    scan.write_bytes(sample_pdf())
    admin.locator("input[type=file]").set_input_files(scan)
    shoot(admin, "oversight-answer")
    admin.get_by_role("button", name="Kirim jawaban").click()
    expect(admin.locator(".flash")).to_contain_text("Jam tahap berjalan lagi")
    page = desks.give_verdict("wasdal", plan, "Tidak merekomendasikan", NOTE)
    expect(page.locator(".flash")).to_contain_text("tersimpan")
    place = vacancy_path(own_portal, PLAN)
    admin.goto(f"/instansi/lowongan/{place}/")
    expect(admin.locator("main")).to_contain_text(NOTE)
    admin.goto(f"/instansi/lowongan/{place}/ubah/jabatan/")
    admin.locator("[name=unit]").fill("Dinas Kesehatan dan Pengendalian Penduduk")
    admin.get_by_role("button", name="Simpan", exact=True).click()
    admin.wait_for_load_state()
    admin.goto(f"/instansi/lowongan/{place}/ajukan/")
    admin.get_by_role("button", name="Ajukan rencana").click()
    expect(admin.locator(".flash")).to_contain_text("Rencana diajukan")
    again = request_path(own_portal, PLAN)
    assert again != plan
    desks.give_verdict("pyb.provinsi", again, "Setujui")
    page = desks.open("plh.provinsi", again)
    expect(page.locator("main")).to_contain_text("putaran 2")
    expect(page.get_by_role("button", name="Kirim keputusan")).to_be_visible()

    # The ministry notes a letter for its PPK, the admin accepts it; the result that waits for determination stays closed.
    page = desks.open("sekretariat.kementerian", "/pelimpahan/catat/")
    page.locator("[name=office]").select_option(label=page.locator("[name=office] option", has_text="Surya Adinata").inner_text())
    page.get_by_label("Plh., pejabat berhalangan sementara").check()
    page.locator("[name=delegate]").fill(
        "plh.provinsi@" + own_portal.rows("SELECT email FROM accounts_user LIMIT 1")[0][0].split("@")[1]
    )
    page.locator("[name=letter_number]").fill(NUMBER)
    today = date.today()
    for name, day in (
        ("letter_on", today - timedelta(days=1)),
        ("valid_from", today),
        ("valid_until", today + timedelta(days=6)),
    ):
        page.locator(f"[name={name}]").fill(day.isoformat())
    page.locator("input[type=file]").set_input_files(scan)
    shoot(page, "delegation-register")
    page.get_by_role("button", name="Catat pelimpahan").click()
    expect(page.locator("main")).to_contain_text("orang kedua yang mengesahkannya")
    shoot(page, "delegation-waiting")
    admin = desks.open("admin.kementerian", page.url)
    shoot(admin, "delegation-accept")
    admin.get_by_role("button", name="Sahkan pelimpahan").click()
    expect(admin.locator(".flash")).to_contain_text("disahkan")
    shoot(admin, "delegation-accepted")
    page = desks.open("plh.provinsi", request_path(own_portal, RESULT))
    expect(page.locator("main")).to_contain_text("UU 30/2014 pasal 14 ayat (7)")
    expect(page.locator("main")).to_contain_text(NUMBER)
    expect(page.get_by_role("button", name="Kirim keputusan")).to_have_count(0)
    shoot(page, "delegation-refused")
    page.goto("/pelimpahan/")
    shoot(page, "delegation-list")
    page.goto(f"/lowongan/{vacancy_path(own_portal, RESULT)}/")
    expect(page.locator("main")).to_contain_text("menunggu PPK, hari ke-")
    shoot(page, "delegation-public-line")
