"""A panel member's sheet in a browser: keys, autosave, two pages at once, papers without a name."""

from playwright.sync_api import Page, Route, expect

from tests.e2e.axe import assert_accessible
from tests.e2e.people import Desks

MEMBER = "pansel4.kementerian"


def scoring_room(desks: Desks) -> str:
    """Path of the one selection of the demo that is being scored at the ministry and has papers without a name."""
    (row,) = desks.portal.rows(
        "SELECT DISTINCT v.public_id FROM vacancies_vacancy v JOIN vacancies_scorecomponent c ON c.vacancy_id = v.id"
        " WHERE v.state = 'SCORING' AND c.is_blind"
    )
    return f"/penilaian/{row[0]}/"


def saved_value(desks: Desks, path: str) -> list[str]:
    rows = desks.portal.rows(
        "SELECT s.value::text FROM selection_score s JOIN selection_scoresheet t ON t.id = s.sheet_id"
        " JOIN selection_candidate c ON c.id = t.candidate_id JOIN vacancies_panelmember m ON m.id = t.member_id"
        " JOIN accounts_user u ON u.id = m.user_id WHERE c.public_id = %s AND u.email LIKE %s ORDER BY s.id",
        (path.split("/")[-2], f"{MEMBER}@%"),
    )
    return [row[0] for row in rows]


def sheets_of(page: Page) -> list[str]:
    links = page.locator("a[href^='/penilaian/lembar/']").all()
    return [href for link in links if (href := link.get_attribute("href") or "").count("/") == 4]


def test_keys_autosave_and_two_pages_of_one_sheet(desks, shoot):
    room = scoring_room(desks)
    page = desks.open(MEMBER, room)
    first, second, third, *_ = sheets_of(page)

    page.goto(first)
    boxes = page.locator("input[name^=score_]")
    # A reason is asked for only outside the middle of the scale.
    reason = page.locator("textarea[name^=reason_]").first
    expect(reason).to_be_hidden()
    boxes.first.fill("95")
    expect(reason).to_be_visible()
    boxes.first.fill("72")
    expect(page.locator(".page-status")).to_have_text("Belum diisi")
    boxes.first.blur()
    expect(page.locator("[data-portal-saved]")).to_contain_text("Tersimpan")
    expect(page.locator(".page-status")).to_have_text("Draf")
    assert saved_value(desks, first) == ["72.00"]
    # Letters typed into a field are letters; outside a field they are keys.
    page.locator("textarea[name=note]").fill("")
    page.locator("textarea[name=note]").press_sequentially("sb")
    expect(page.locator("textarea[name=note]")).to_have_value("sb")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{second}")
    page.keyboard.press("s")
    page.wait_for_url(f"**{third}")
    page.keyboard.press("b")
    page.wait_for_url("**/konflik/**")
    assert_accessible(page)

    page.goto(second)
    other = page.context.new_page()
    other.goto(second)
    other.locator("input[name^=score_]").first.fill("61")
    other.get_by_role("button", name="Simpan draf").click()
    expect(other.locator(".flash")).to_contain_text("Draf")
    page.locator("input[name^=score_]").first.fill("75")
    page.locator("input[name^=score_]").first.blur()
    versions = page.get_by_role("table", name="Dua versi lembar ini")
    expect(versions.locator("tbody tr")).to_contain_text(["61"])
    shoot(page, "sheet-two-versions")
    assert saved_value(desks, second) == ["61.00"]
    page.get_by_role("button", name="Simpan draf").click()
    expect(versions).to_be_visible()
    page.get_by_role("button", name="Simpan draf").click()
    expect(page.locator(".flash")).to_contain_text("tersimpan")
    assert saved_value(desks, second) == ["75.00"]

    page.goto(f"{room}makalah/")
    assert_accessible(page)
    page.locator("a[href^='/penilaian/makalah/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Makalah 01")
    frame = page.locator("iframe[name=berkas]")
    expect(frame).to_be_visible()
    assert (
        page.request.get(frame.get_attribute("src") or "").headers["content-disposition"] == 'inline; filename="makalah-01.pdf"'
    )
    shoot(page, "paper-without-a-name")
    assert_accessible(page)


def test_a_pressed_button_waits_for_the_autosave_before_it_and_no_other_overtakes_it(desks):
    """On a slow line one autosave is under way and the next one waits: the button is sent once, with the newest version."""
    page = desks.open(MEMBER, scoring_room(desks))
    page.goto(sheets_of(page)[3])
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "hx-request" in route.request.headers:
            held.append(route)
        else:
            route.continue_()

    page.route("**/penilaian/lembar/**", hold)
    page.evaluate("window.due = 0; document.addEventListener('htmx:trigger', () => { window.due += 1; })")
    boxes = page.locator("input[name^=score_]")
    for number, value in enumerate(("72", "74"), 1):
        boxes.first.fill(value)
        boxes.first.blur()
        page.wait_for_function("due => window.due === due", arg=number)
    assert len(held) == 1
    for box in boxes.all():
        box.fill("70")
    page.get_by_role("button", name="Periksa lalu kirim").click()
    held[0].continue_()
    page.wait_for_url("**/periksa/")
    assert len(held) == 1
    assert set(saved_value(desks, page.url.removesuffix("periksa/"))) == {"70.00"}
