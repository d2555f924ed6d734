"""Two people sit a computer test, one whose network goes away, one without a script; the clock ends it, minutes are signed."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from asnkarier.embedded.bootstrap import PROJECT_ROOT
from tests.e2e.axe import assert_accessible

MOVE = "UPDATE selection_examsession SET starts_at = now() + %s::interval, ends_at = now() + %s::interval WHERE id = %s"


@pytest.fixture
def stage(own_portal) -> dict[str, Any]:
    """A session in half an hour with two participants."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.harness.exam_stage", "30", "2"]
    done = subprocess.run(command, env=own_portal.environment("worker"), cwd=PROJECT_ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def sign_in(page: Page, email: str, password: str) -> Page:
    page.goto("/akun/login/")
    page.get_by_label("NIP atau surel").fill(email)
    page.get_by_label("Kata sandi", exact=False).first.fill(password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/akun/login/" not in url)
    return page


def move(portal, stage, starts: str, ends: str) -> None:
    portal.rows(MOVE, (starts, ends, stage["session_id"]))


def saved(portal, sitting_id: int) -> int:
    ((count,),) = portal.rows("SELECT count(DISTINCT number) FROM selection_examanswer WHERE sitting_id = %s", (sitting_id,))
    return count


def test_two_people_sit_the_test_one_offline_for_a_while_one_without_a_script(
    own_portal, new_context: Callable, stage: dict[str, Any], shoot: Callable
):
    first, second = stage["people"]

    def person(email: str, **options: Any) -> Page:
        return sign_in(new_context(base_url=own_portal.url, **options).new_page(), email, stage["password"])

    # PINs after the identity check; each is shown once.
    proctor = person(stage["proctor"])
    proctor.goto(f"/seleksi/ujian/sesi/{stage['session']}/")
    proctor.get_by_role("checkbox", name=re.compile("^Pilih peserta")).first.check()
    proctor.get_by_role("checkbox", name=re.compile("^Pilih peserta")).nth(1).check()
    proctor.get_by_role("button", name="Terbitkan PIN").click()
    shown = proctor.locator(".exam-pin-digits")
    # A click returns at once; reading waits for nothing by itself.
    expect(shown).to_have_count(2)
    pins = shown.all_inner_texts()
    shoot(proctor, "exam-proctor")
    assert_accessible(proctor)

    one, two = person(first["email"], width=390), person(second["email"], java_script_enabled=False)
    for page, sitting, pin in ((one, first, pins[0]), (two, second, pins[1])):
        page.goto(f"/ujian/{sitting['id']}/")
        page.get_by_role("textbox", name="PIN").fill("123" if page is one else pin)
        page.get_by_role("button", name="Masuk ke tempat ujian").click()
    expect(one.get_by_role("alert").first).to_contain_text("PIN tidak cocok")
    shoot(one, "exam-pin")
    one.get_by_role("textbox", name="PIN").fill(pins[0])
    one.get_by_role("button", name="Masuk ke tempat ujian").click()
    expect(one.locator("[data-exam-until]")).to_contain_text("menit")
    shoot(one, "exam-wait")

    # Two people open the paper, each with a code; one of them alone opens nothing.
    for email, code in stage["holders"]:
        holder = person(email)
        holder.goto(f"/seleksi/ujian/{stage['exam']}/buka/")
        holder.get_by_label("Kode kunci Anda").fill(code.lower())
        holder.get_by_role("button", name="Buka dengan kunci saya").click()
        expect(holder.locator(".flash")).to_contain_text("terbuka")
    expect(holder.get_by_text("Kedua kunci sudah dipakai")).to_be_visible()
    assert_accessible(holder)

    # The server's clock opens the test.
    move(own_portal, stage, "-1 minutes", "20 minutes")
    one.goto(f"/ujian/{first['id']}/")
    expect(one.get_by_role("heading", name="Soal 1 dari 6")).to_be_visible()
    expect(one.locator("[data-exam-sheet][data-whole]")).to_be_attached()
    assert_accessible(one)
    place = one.get_by_role("heading", name="Soal 1 dari 6").bounding_box()["y"]
    one.keyboard.press("2")
    expect(one.locator("[data-exam-kept]")).to_contain_text("Semua jawaban tersimpan")
    # The question stays where it was: nobody presses beside an option because a line came above it.
    assert abs(one.get_by_role("heading", name="Soal 1 dari 6").bounding_box()["y"] - place) < 1
    shoot(one, "exam-question")
    one.keyboard.press("ArrowRight")
    expect(one.get_by_role("heading", name="Soal 2 dari 6")).to_be_visible()

    # The network goes away: the next questions stand on the page, answers wait in the browser, also after the tab is closed.
    context = one.context
    context.set_offline(True)
    one.keyboard.press("a")
    one.keyboard.press("r")
    expect(one.locator("[data-exam-kept]")).to_contain_text("Sambungan terputus")
    one.get_by_role("button", name="Simpan dan lanjut").click()
    expect(one.get_by_role("heading", name="Soal 3 dari 6")).to_be_visible()
    one.get_by_text("B", exact=True).locator("visible=true").click()
    shoot(one, "exam-offline")
    assert saved(own_portal, first["pk"]) == 1
    one.close()
    context.set_offline(False)
    one = context.new_page()
    one.goto(f"/ujian/{first['id']}/soal-2/")
    expect(one.locator("[data-exam-kept]")).to_contain_text("Semua jawaban tersimpan")
    own_portal.wait_for(lambda: saved(own_portal, first["pk"]) == 3)
    expect(one.locator('[data-exam-chip="2"]')).to_have_class(re.compile("is-doubtful"))

    # Without a script: one question a page, a button, an overview.
    two.goto(f"/ujian/{second['id']}/")
    for number in range(1, 7):
        expect(two.get_by_role("heading", name=f"Soal {number} dari 6")).to_be_visible()
        two.locator("label.exam-option").first.click()
        if number == 2:
            two.get_by_label("Ragu-ragu").check()
        two.get_by_role("button", name=re.compile("^Simpan dan")).click()
    expect(two.get_by_role("heading", name="Periksa dan selesaikan")).to_be_visible()
    shoot(two, "exam-finish")
    two.get_by_role("button", name="Selesaikan ujian").click()
    expect(two.get_by_text("Nilai Anda")).to_be_visible()
    shoot(two, "exam-result")

    # Everybody may watch, by number.
    board = new_context(base_url=own_portal.url).new_page()
    board.goto(f"/papan-ujian/{stage['session']}/")
    expect(board.get_by_role("row").filter(has_text=first["number"])).to_contain_text("Mengerjakan")
    shoot(board, "exam-board")
    assert_accessible(board)

    # The end comes by the server's clock; the page goes to the door, the result stands there.
    move(own_portal, stage, "-30 minutes", "2 seconds")
    one.reload()
    expect(one.get_by_text("Nilai Anda")).to_be_visible(timeout=20_000)
    own_portal.wait_for(
        lambda: own_portal.rows("SELECT 1 FROM selection_examsession WHERE id = %s AND state = 'ENDED'", (stage["session_id"],))
    )
    ended = own_portal.rows(
        "SELECT r.ended_by FROM selection_examresult r JOIN selection_examsitting s ON s.id = r.sitting_id"
        " WHERE s.session_id = %s",
        (stage["session_id"],),
    )
    assert sorted(ended) == [("SELF",), ("TIME",)]
    proctor.goto(f"/seleksi/ujian/sesi/{stage['session']}/")
    proctor.get_by_role("button", name="Tandatangani berita acara").click()
    expect(proctor.locator(".flash")).to_contain_text("ditandatangani")
    shoot(proctor, "exam-ended")
    pdf = proctor.request.get(f"/seleksi/ujian/sesi/{stage['session']}/berita-acara.pdf")
    assert pdf.body().startswith(b"%PDF")
    proctor.goto(f"/seleksi/{stage['vacancy']}/ujian/")
    shoot(proctor, "exam-list")
    proctor.goto(f"/seleksi/{stage['vacancy']}/ujian/susun/")
    shoot(proctor, "exam-build")
    proctor.goto("/bank-soal/")
    shoot(proctor, "exam-bank")
    proctor.get_by_role("table").get_by_role("link").first.click()
    shoot(proctor, "exam-bank-question")
    proctor.goto("/bank-soal/tulis/?jenis=CASE")
    shoot(proctor, "exam-bank-write")
