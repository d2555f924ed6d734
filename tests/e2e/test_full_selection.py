"""A whole selection in browsers: computer test, import, sheets, a conflict, calibration, a tie at the cut, a correction,
minutes.
"""

import io
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from accounts.second_factor import STEP_SECONDS, code_at
from asnkarier.embedded.bootstrap import PROJECT_ROOT
from selection.rules.recompute import canonical, read_packet, recompute
from tests.e2e.axe import assert_accessible
from tests.harness.live import LivePortal

BEGUN = (
    "UPDATE selection_examsession SET starts_at = now() - interval '1 minute', ends_at = now() + interval '20 minutes'"
    " WHERE id = %s"
)
# Value of the sheets and of the import by participant: the last two tie in everything.
GIVEN = ("95", "88", "72", "72")
# What both people of the panel score by hand: paper and interview. From 90 on a score needs a reason, and below 50.
ON_THE_SHEET = 2
HIGHEST_WITHOUT_REASON = 90
# Right answers in the test of two questions, by participant.
RIGHT = (2, 1)


class Ground:
    """The selection and the browsers of its people, each opened at first use."""

    def __init__(self, portal: LivePortal, new_context: Callable[..., Any]) -> None:
        command = [sys.executable, "-W", "ignore", "-m", "tests.harness.selection_stage"]
        done = subprocess.run(command, env=portal.environment("worker"), cwd=PROJECT_ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-3000:]
        self.stage: dict[str, Any] = json.loads(done.stdout)
        self.portal, self.new_context = portal, new_context
        self.pages: dict[str, Page] = {}
        self.room = f"/seleksi/{self.stage['vacancy']}/"
        self.panel_room = f"/penilaian/{self.stage['vacancy']}/"

    def of(self, email: str) -> Page:
        """The person's page, signed in."""
        if email not in self.pages:
            page = self.new_context(base_url=self.portal.url).new_page()
            page.goto("/akun/login/")
            page.get_by_label("NIP atau surel").fill(email)
            page.get_by_label("Kata sandi", exact=False).first.fill(self.stage["password"])
            page.locator("main form button[type=submit]").first.click()
            if email == self.stage["chair"]:
                page.wait_for_url("**/akun/2fa/authenticate/**")
                page.locator("input[name=code]").fill(self.code())
                page.locator("main form button[type=submit]").first.click()
            page.wait_for_url(lambda url: "/akun/login/" not in url and "/akun/2fa/" not in url)
            self.pages[email] = page
        return self.pages[email]

    def open(self, email: str, path: str) -> Page:
        page = self.of(email)
        page.goto(path)
        return page

    def code(self) -> str:
        """A code of the chair that the portal still takes."""

        def unused() -> int:
            ((used,),) = self.portal.rows("SELECT last_code_counter FROM accounts_user WHERE email = %s", (self.stage["chair"],))
            counter = max(int(time.time()) // STEP_SECONDS, used + 1)
            return counter if counter <= int(time.time()) // STEP_SECONDS + 1 else 0

        return code_at(self.stage["secret"], self.portal.wait_for(unused, seconds=40) * STEP_SECONDS)

    def state(self) -> str:
        ((state,),) = self.portal.rows("SELECT state FROM vacancies_vacancy WHERE public_id = %s", (self.stage["vacancy"],))
        return state


def all_of(found: Locator, count: int) -> list[Locator]:
    """The elements once they are all there: `.all()` by itself reads what a page happens to hold while it still arrives."""
    expect(found).to_have_count(count)
    return found.all()


def press(page: Page, name: str, said: str) -> None:
    """Press a button that leads to a page with this message, and wait for the whole of that page."""
    page.get_by_role("button", name=name).click()
    expect(page.locator(".flash")).to_contain_text(said)
    page.wait_for_load_state()


@pytest.fixture
def ground(own_portal, new_context: Callable) -> Ground:
    return Ground(own_portal, new_context)


def sit_the_test(ground: Ground) -> None:
    """Two participants enter with their PINs, answer both questions, finish, and read their result."""
    stage = ground.stage
    proctor = ground.open(stage["office"], f"/seleksi/ujian/sesi/{stage['session']}/")
    for box in all_of(proctor.get_by_role("checkbox", name=re.compile("^Pilih peserta")), len(RIGHT)):
        box.check()
    proctor.get_by_role("button", name="Terbitkan PIN").click()
    pins = [digits.inner_text() for digits in all_of(proctor.locator(".exam-pin-digits"), len(RIGHT))]
    people = list(zip(stage["participants"][:2], stage["sittings"], pins, RIGHT, strict=True))
    for email, sitting, pin, _ in people:
        page = ground.open(email, f"/ujian/{sitting}/")
        page.get_by_role("textbox", name="PIN").fill(pin)
        page.get_by_role("button", name="Masuk ke tempat ujian").click()
        expect(page.locator("[data-exam-until]")).to_be_visible()
    ground.portal.rows(BEGUN, (stage["session_id"],))
    for email, sitting, _, right in people:
        page = ground.open(email, f"/ujian/{sitting}/")
        for number in (1, 2):
            expect(page.get_by_role("heading", name=f"Soal {number} dari 2")).to_be_visible()
            text = "Pilihan bernilai 1" if number <= right else "Pilihan bernilai 0"
            page.get_by_text(text, exact=True).locator("visible=true").click()
            page.get_by_role("button", name=re.compile("^Simpan dan")).locator("visible=true").click()
        page.get_by_role("button", name="Selesaikan ujian").click()
        expect(page.locator(".exam-result-value")).to_have_text(f"{50 * right},00")


def import_track_records(ground: Ground, folder: Path) -> None:
    """One imported component; a wrong file stores nothing, the right one everything."""
    page = ground.open(ground.stage["office"], f"{ground.room}impor/")
    path = folder / "rekam-jejak.csv"
    for values, button in ((("95", "88", "720", "72"), "Unduh daftar kesalahan (CSV)"), (GIVEN, "Simpan nilai")):
        path.write_text("NOMOR_PESERTA;TRACK\n" + "".join(f"{place};{value}\n" for place, value in enumerate(values, 1)))
        page.goto(f"{ground.room}impor/")
        page.locator("input[type=file]").set_input_files(path)
        page.get_by_role("button", name="Periksa berkas").click()
        expect(page.get_by_role("button", name=button)).to_be_visible()
    press(page, "Simpan nilai", "4 nilai dari rekam-jejak.csv tersimpan")


def score(ground: Ground, email: str, candidate: str, value: str) -> None:
    page = ground.open(email, f"/penilaian/lembar/{candidate}/")
    for criterion in all_of(page.locator(".criterion"), ON_THE_SHEET):
        criterion.locator("input[name^=score_]").fill(value)
        reason = criterion.locator("textarea[name^=reason_]")
        if int(value) > HIGHEST_WITHOUT_REASON:
            reason.fill("Jawabannya rinci dan didukung contoh dari pekerjaannya.")
        else:
            expect(reason).to_be_hidden()
    page.get_by_role("button", name="Periksa lalu kirim").click()
    page.wait_for_url("**/periksa/")
    page.locator("button[name=act][value=next]").click()
    page.wait_for_url(lambda url: "/periksa/" not in url)


def expect_list(page: Page, *lines: str) -> None:
    """The ranking on the page, each line as rank and participant number: "1 001"."""
    rows = page.get_by_role("table", name="Daftar peringkat").locator("tbody tr")
    patterns = [re.compile(rf"^\s*{line.split()[0]}\s.*\b{line.split()[1]}\b", re.DOTALL) for line in lines]
    expect(rows).to_have_text(patterns, use_inner_text=True)


def test_a_whole_selection_up_to_the_signed_minutes(ground: Ground, shoot: Callable, tmp_path: Path):
    stage, room = ground.stage, ground.room
    chair, office = stage["chair"], stage["office"]
    member, conflicted = stage["members"]
    fourth = stage["candidates"][3]

    sit_the_test(ground)
    import_track_records(ground, tmp_path)

    # One member has a conflict with the fourth participant: the file is closed from here on, by every address.
    page = ground.open(conflicted, f"/penilaian/lembar/{fourth}/konflik/")
    page.locator("textarea").first.fill("Kami bersaudara kandung.")
    press(page, "Nyatakan konflik", "Berkasnya tertutup bagi Anda")
    page.goto(f"/penilaian/lembar/{fourth}/")
    expect(page.get_by_text("berkas dan nilainya tertutup bagi Anda").first).to_be_visible()
    expect(page.locator("input[name^=score_]")).to_have_count(0)

    # Three members score; nobody ranks before everything is in and the calibration is closed.
    page = ground.open(chair, room)
    expect(page.get_by_role("button", name="Susun peringkat")).to_have_count(0)
    for scorer in (chair, member, conflicted):
        for candidate, value in zip(stage["candidates"], GIVEN, strict=True):
            if (scorer, candidate) != (conflicted, fourth):
                score(ground, scorer, candidate, value)
    page = ground.open(chair, room)
    expect(page.get_by_text("Belum ditutup").first).to_be_visible()
    page.goto(f"{ground.panel_room}kalibrasi/tutup/")
    page.get_by_label("Catatan penutupan").fill("Semua nilai dibahas; tidak ada yang diubah.")
    press(page, "Tutup kalibrasi", "Kalibrasi ditutup")

    # Two people share the third and last place; both stay in, and the list waits for the chair.
    page.goto(room)
    press(page, "Susun peringkat", "Peringkat versi 1 tersusun")
    expect_list(page, "1 001", "2 002", "3 003", "3 004")
    shoot(page, "full-selection-tie")
    assert_accessible(page)
    page.get_by_role("link", name=re.compile("Nilai sama pada batas")).click()
    page.locator("input[name=way][value=RECHECK]").check()
    page.locator("textarea[name=reason]").fill("Selisih satu nilai wawancara perlu dicocokkan dengan catatan.")
    page.locator("input[name=without_traits]").check()
    shoot(page, "settle-tie")
    press(page, "Simpan pilihan", "Jalan keluar tersimpan")

    # One member corrects an own value, the chair accepts; the page says beforehand who falls out.
    page = ground.open(member, f"{room}koreksi/")
    page.get_by_text(re.compile("^Peserta 003")).click()
    page.get_by_role("link", name=re.compile("wawancara peserta 003")).click()
    page.locator("input[name=value]").fill("78")
    page.locator("textarea[name=reason]").fill("Catatan wawancara menunjukkan 78; yang terketik 72.")
    press(page, "Kirim usul koreksi", "Usul koreksi terkirim")
    page = ground.open(conflicted, f"{room}koreksi/")
    expect(page.get_by_text(re.compile(r"^Peserta 001"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"\b004\b"))).to_have_count(0)
    page = ground.open(chair, f"{room}koreksi/")
    page.get_by_role("link", name=re.compile("Baca dan putuskan")).click()
    expect(page.get_by_text("Peserta 004").first).to_be_visible()
    shoot(page, "decide-correction")
    press(page, "Terima koreksi", "Koreksi diterima. Peringkat perlu disusun ulang.")
    page.goto(room)
    page.locator("textarea[name=reason]").fill("Koreksi nilai wawancara peserta 003.")
    press(page, "Susun ulang peringkat", "Peringkat versi 2 tersusun")
    expect_list(page, "1 001", "2 002", "3 003", "4 004")
    changes = page.locator("section, .card").filter(has=page.get_by_role("heading", name="Yang berubah dari versi sebelumnya"))
    expect(changes.last).to_contain_text("keluar dari daftar pendek")
    expect(changes.last).to_contain_text(re.compile(r"Nilai akhir .+ berubah dari [\d,]+ menjadi [\d,]+\."))
    shoot(page, "full-selection-changes")

    # Anybody with the packet makes the same list again, byte for byte.
    address = page.locator("a[href*='/hitung-ulang/']").first.get_attribute("href") or ""
    stored = page.request.get(address.replace("hitung-ulang/", "paket.json")).text()
    packet = read_packet(stored)
    assert canonical(recompute(packet)) == stored
    assert [line["number"] for line in packet["result"] if line["shortlisted"]] == ["001", "002", "003"]

    # The office prepares the minutes, the chair signs with a second factor, and the chain is open.
    page = ground.open(office, f"{room}berita-acara/")
    shoot(page, "prepare-minutes")
    press(page, "Simpan dan minta tanda tangan", "Berita acara versi 1 siap")
    page = ground.open(chair, room)
    page.get_by_role("link", name="Baca dan tanda tangani berita acara").click()
    page.wait_for_url("**/tanda-tangan/")
    expect(page.locator("main")).to_contain_text("72 menjadi 78")
    shoot(page, "sign-minutes")
    assert_accessible(page)
    if page.locator("input[name=code]").count():
        page.locator("input[name=code]").fill(ground.code())
    press(page, "Tanda tangani dan ajukan", "Berita acara ditandatangani")
    assert ground.state() == "RESULT_REVIEW"
    expect(page.get_by_role("heading", name="Rangkaian persetujuan")).to_be_visible()
    letter = page.request.get(page.get_by_role("link", name="Buka PDF").first.get_attribute("href") or "")
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(letter.body())).pages)
    assert packet["sha256"] in "".join(text.split())
    chains = ground.portal.rows(
        "SELECT r.state, s.state FROM approvals_approvalrequest r JOIN approvals_approvalstep s ON s.request_id = r.id"
        " WHERE r.trail_chain = %s ORDER BY s.position LIMIT 1",
        (f"vacancy:{stage['vacancy']}",),
    )
    assert chains[0][1] == "OPEN"
