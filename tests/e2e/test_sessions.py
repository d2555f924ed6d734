"""A session from its setting to the attendance sheet: seats, the participant's card and calendar file, an absence taken back."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import expect

from tests.e2e.axe import assert_accessible
from tests.e2e.people import Desks

OFFICE = "sekretariat.kementerian"


def scored_selection(portal) -> tuple[str, str, str]:
    """Public id of a selection of the ministry that is being scored, the account key and the number of its first participant."""
    rows = portal.rows(
        "SELECT v.public_id, split_part(u.email, '@', 1), c.number FROM selection_candidate c"
        " JOIN vacancies_vacancy v ON v.id = c.vacancy_id JOIN vacancies_application a ON a.id = c.application_id"
        " JOIN employees_employee e ON e.id = a.employee_id JOIN accounts_user u ON u.id = e.user_id"
        " JOIN accounts_membership m ON m.agency_id = v.agency_id JOIN accounts_user o ON o.id = m.user_id"
        " WHERE v.state = 'SCORING' AND a.state = 'CANDIDATE' AND split_part(o.email, '@', 1) = %s "
        " ORDER BY v.id, c.number LIMIT 1",
        (OFFICE,),
    )
    return str(rows[0][0]), rows[0][1], f"{rows[0][2]:03d}"


def test_a_session_from_its_setting_to_the_attendance_sheet(own_portal, desks: Desks, shoot: Callable):
    vacancy, person, number = scored_selection(own_portal)

    # The secretariat sets an interview, seats everybody and calls the panel.
    office = desks.open(OFFICE, f"/seleksi/{vacancy}/sesi/")
    shoot(office, "sessions-empty")
    office.get_by_role("link", name="Buat sesi", exact=True).click()
    office.get_by_label("Tahap").select_option(label="Wawancara")
    office.get_by_label("Tanggal").fill((timezone.localdate() + timedelta(days=2)).isoformat())
    office.get_by_label("Mulai pukul").fill("09:00")
    office.get_by_label("Selesai pukul").fill("11:30")
    office.get_by_role("button", name="Buat sesi").click()
    expect(office.get_by_text("Isi tempat atau tautan rapat.").first).to_be_visible()
    office.get_by_label("Tempat").fill("Gedung A lantai 3, ruang rapat Pinisi")
    office.get_by_label("Petunjuk untuk peserta").fill("Datang 30 menit lebih awal dengan kartu pegawai.")
    shoot(office, "session-form")
    office.get_by_role("button", name="Buat sesi").click()
    expect(office.locator(".flash")).to_contain_text("Sesi dibuat")
    office.get_by_role("checkbox", name="Pilih semua peserta").check()
    office.get_by_role("button", name="Tempatkan di sesi ini").click()
    expect(office.locator(".flash")).to_contain_text("diberi tahu")
    shoot(office, "session")
    assert_accessible(office)
    session_path = office.url

    # The participant finds it among the tasks, confirms and takes the calendar file along.
    guest = desks.open(person, "/lamaran/")
    guest.get_by_role("link", name=re.compile("Konfirmasi hadir: Wawancara")).click()
    expect(guest.get_by_text("Menunggu konfirmasi Anda")).to_be_visible()
    guest.get_by_role("button", name="Konfirmasi hadir").click()
    expect(guest.get_by_text("Menunggu konfirmasi Anda")).to_have_count(0)
    shoot(guest, "own-sessions")
    assert_accessible(guest)
    with guest.expect_download() as download:
        guest.get_by_role("link", name="Simpan ke kalender (.ics)").first.click()
    text = Path(download.value.path()).read_text()
    assert "SUMMARY:Wawancara" in text
    assert "SEQUENCE:0" in text

    # The day comes; the sheet is filled in, one participant did not come, then did after all.
    own_portal.run_command("shell", "-c", BEGUN)
    office.goto(session_path)
    office.get_by_role("link", name="Daftar hadir").click()
    office.get_by_role("button", name="Tandai semua hadir").click()
    marks = office.get_by_role("radiogroup", name=f"Kehadiran peserta {number}")
    marks.get_by_label("Tidak hadir").check()
    office.get_by_role("button", name="Simpan daftar hadir").click()
    expect(office.get_by_text(f"Tulis keterangan ketidakhadiran peserta {number}.").first).to_be_visible()
    shoot(office, "attendance")
    office.get_by_label(f"Keterangan peserta {number}").fill("Tidak ada kabar sampai sesi selesai.")
    office.get_by_role("button", name="Simpan daftar hadir").click()
    expect(office.locator(".flash")).to_contain_text("1 tidak hadir")
    guest.reload()
    expect(guest.get_by_text("Tidak hadir", exact=True).first).to_be_visible()
    office.get_by_role("radiogroup", name=f"Kehadiran peserta {number}").get_by_label("Hadir", exact=True).check()
    office.get_by_role("button", name="Simpan daftar hadir").click()
    expect(office.locator(".flash")).to_contain_text("0 tidak hadir")
    states = own_portal.rows(
        "SELECT DISTINCT a.state FROM selection_candidate c JOIN vacancies_application a ON a.id = c.application_id"
        " JOIN vacancies_vacancy v ON v.id = c.vacancy_id WHERE v.public_id = %s",
        (vacancy,),
    )
    assert states == [("CANDIDATE",)]
    office.goto(f"/seleksi/{vacancy}/sesi/")
    shoot(office, "sessions")
    office.goto(f"/seleksi/{vacancy}/konflik/")
    shoot(office, "conflicts")
    office.goto(f"/seleksi/{vacancy}/konflik/bebaskan/")
    shoot(office, "recusal")


# The demo's own clock would move every deadline of the portal; here only this session lies a day back.
BEGUN = (
    "from selection.models import StageSession; from django.db.models import F; from datetime import timedelta; "
    "StageSession.objects.update(starts_at=F('starts_at') - timedelta(days=3), ends_at=F('ends_at') - timedelta(days=3))"
)
