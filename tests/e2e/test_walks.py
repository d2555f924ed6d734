"""Both walks of the main job with demo accounts only: plan, publish, apply, close, verify, score, rank, approve, announce."""

import io
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from tests.e2e.axe import assert_accessible
from tests.e2e.people import ACCOUNTS, Desks, Portal
from tests.e2e.walk import OFFICE, Walk
from tests.harness.instance import Instance
from tests.harness.live import LivePortal

CHAIR = f"ketua.{OFFICE}"
NINE = tuple(f"pelamar{number}" for number in range(1, 10))
FIVE = tuple(f"calon{number}" for number in range(1, 6))


@pytest.fixture
def portal(test_instance: Instance) -> Iterator[LivePortal]:
    """A portal of its own: each walk moves the clock."""
    running = LivePortal(test_instance, f"asnkarier_walk_{test_instance.worker}", test_instance.demo_template())
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture
def walk(portal: LivePortal, new_context: Callable[..., BrowserContext], tmp_path) -> Callable[..., Walk]:
    def begin(level: str, quota: int, applicants: tuple[str, ...]) -> Walk:
        desks = Desks(portal, lambda **options: new_context(base_url=portal.url, **options))
        vacancy_id, panel = seeded_plan(portal, level, quota)
        return Walk(portal, desks, vacancy_id, applicants, panel, tmp_path)

    return begin


def seeded_plan(portal: Portal, level: str, quota: int) -> tuple[str, tuple[str, ...]]:
    """Public id of a complete plan of the demo that nobody has submitted yet, and the account keys of its panel, chair first."""
    ((vacancy_id,),) = portal.rows(
        "SELECT v.public_id FROM vacancies_vacancy v JOIN accounts_agency a ON a.id = v.agency_id"
        " WHERE v.state = 'DRAFT' AND v.level = %s AND v.quota = %s AND v.closes_at IS NOT NULL"
        " AND (SELECT count(*) FROM vacancies_panelmember m JOIN vacancies_selectionpanel p ON p.id = m.panel_id"
        " WHERE p.vacancy_id = v.id) >= 5 ORDER BY v.id LIMIT 1",
        (level, quota),
    )
    panel = portal.rows(
        "SELECT split_part(u.email, '@', 1) FROM vacancies_panelmember m JOIN accounts_user u ON u.id = m.user_id"
        " JOIN vacancies_selectionpanel p ON p.id = m.panel_id JOIN vacancies_vacancy v ON v.id = p.vacancy_id"
        " WHERE v.public_id = %s ORDER BY m.is_chair DESC, m.id",
        (vacancy_id,),
    )
    return str(vacancy_id), tuple(row[0] for row in panel)


def pdf_text(page: Page, path: str) -> str:
    """Fetch a letter with the person's own session and read its words; again when somebody is just making it."""
    answer = page.request.get(path)
    while answer.status == 409 and "sedang dibuat" in answer.text():
        page.wait_for_timeout(500)
        answer = page.request.get(path)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    return " ".join("".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.body())).pages).split())


def name_of(key: str) -> str:
    return ACCOUNTS[key].full_name


def play_until_ranked(walk: Walk, anonymous: Page) -> None:
    """The part both levels share, with what a stranger, a wrong role and the applicant see on the way."""
    admin, first = f"admin.{OFFICE}", walk.applicants[0]
    public = f"/lowongan/{walk.vacancy_id}/"
    assert anonymous.goto(public).status == 404
    assert walk.status_of(first, f"/instansi/lowongan/{walk.vacancy_id}/") == 403
    assert walk.status_of("admin.provinsi", f"/instansi/lowongan/{walk.vacancy_id}/") == 404

    walk.plan_and_publish()
    assert anonymous.goto(public).status == 200
    assert_accessible(anonymous)

    page = walk.start_application(first)
    assert_accessible(page)
    walk.look_as_applicant()
    walk.fill_application(first)
    walk.look_as_applicant()
    receipt = walk.send_application(first)
    assert_accessible(walk.desks[first])
    assert walk.status_of(walk.applicants[1], f"/lamaran/{walk.application_id(first)}/") == 404
    text = walk.look_as_applicant()
    assert receipt in text
    letter = pdf_text(walk.desks[first], f"/lamaran/{walk.application_id(first)}/tanda-terima.pdf")
    assert name_of(first) in letter
    assert receipt in letter
    for key in walk.applicants[1:]:
        walk.apply(key)
    assert walk.rows_in_state("SUBMITTED") == len(walk.applicants)
    assert walk.status_of(f"sekretariat.{OFFICE}", f"/seleksi/{walk.vacancy_id}/peringkat/") in (403, 405)

    walk.close_registration()
    walk.look_as_applicant()
    walk.verify_all()
    assert_accessible(walk.desks[f"sekretariat.{OFFICE}"])
    walk.open_selection()
    assert "peserta" in walk.look_as_applicant().lower()
    assert walk.status_of(first, f"/seleksi/{walk.vacancy_id}/") == 403

    walk.import_assessment()
    walk.score_all()
    assert_accessible(walk.desks[CHAIR])
    walk.close_calibration()
    walk.rank()
    assert_accessible(walk.desks[CHAIR])
    walk.look_as_applicant()
    walk.sign_minutes()
    walk.look_as_applicant()
    assert walk.status_of(admin, walk.request_path()) == 200
    expect(walk.desks[admin].get_by_role("button", name="Kirim keputusan")).to_have_count(0)


def check_result(walk: Walk, anonymous: Page, chosen: list[str]) -> None:
    """After the announcement: public page, letters, mails."""
    anonymous.goto(f"/lowongan/{walk.vacancy_id}/")
    text = anonymous.locator("main").inner_text()
    assert all(name_of(key) in text for key in chosen)
    assert_accessible(anonymous)
    ((determination,),) = walk.portal.rows(
        "SELECT d.public_id FROM selection_determination d JOIN vacancies_vacancy v ON v.id = d.vacancy_id"
        " WHERE v.public_id = %s",
        (walk.vacancy_id,),
    )
    letter = pdf_text(anonymous, f"/penetapan/{determination}/surat.pdf")
    assert all(name_of(key) in letter for key in chosen)
    own = pdf_text(walk.desks[walk.applicants[0]], f"/lamaran/{walk.application_id(walk.applicants[0])}/hasil.pdf")
    assert name_of(walk.applicants[0]) in own
    for key in walk.applicants:
        walk.portal.wait_for(
            lambda key=key: any("hasil" in name for name in walk.portal.attachments_to(ACCOUNTS[key].email)), seconds=40
        )
    assert walk.portal.run_command("verify_audit").startswith("Utuh: ")


def play_to_appointment_by_the_ppk(job: Walk, anonymous: Page) -> None:
    """The whole main job for a Pratama post with two seats and nine applicants."""
    play_until_ranked(job, anonymous)
    assert job.shortlist() == list(NINE[:6])

    job.decide(f"pyb.{OFFICE}", "Setujui")
    job.look_as_applicant()
    job.decide(f"ppk.{OFFICE}", "Setujui")
    job.look_as_applicant()
    assert job.status_of("setkab", job.request_path()) == 404
    job.decide("wasdal", "Rekomendasikan")
    job.look_as_applicant()
    job.determine(
        f"ppk.{OFFICE}", [("pelamar1", ""), ("pelamar3", "Pengalaman lintas provinsi paling sesuai dengan tugas jabatan.")]
    )
    job.look_as_applicant()
    job.announce()
    assert "terpilih" in job.look_as_applicant().lower()
    check_result(job, anonymous, ["pelamar1", "pelamar3"])


def play_to_appointment_by_setkab(job: Walk, anonymous: Page) -> None:
    """The whole main job for a Madya post with one seat and five applicants."""
    play_until_ranked(job, anonymous)
    assert job.shortlist() == ["calon1", "calon2", "calon3"]

    job.decide(f"pyb.{OFFICE}", "Setujui")
    job.look_as_applicant()
    job.decide(CHAIR, "Setujui")
    job.look_as_applicant()
    job.decide(f"ppk.{OFFICE}", "Setujui")
    job.look_as_applicant()
    job.decide("wasdal", "Rekomendasikan dengan catatan", "Ketua pansel diminta melengkapi berita acara.")
    job.look_as_applicant()
    job.determine("setkab", [("calon1", "")])
    job.look_as_applicant()
    job.announce()
    assert "terpilih" in job.look_as_applicant().lower()
    check_result(job, anonymous, ["calon1"])


def test_pratama_with_two_seats_and_nine_applicants_ends_at_the_ppk(walk, new_context, portal):
    play_to_appointment_by_the_ppk(walk("PRATAMA", 2, NINE), new_context(base_url=portal.url).new_page())


def test_madya_with_one_seat_and_five_applicants_ends_at_setkab(walk, new_context, portal):
    play_to_appointment_by_setkab(walk("MADYA", 1, FIVE), new_context(base_url=portal.url).new_page())
