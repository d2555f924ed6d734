"""A PPK at the inbox: ten items by keyboard alone, one returned; then two by ticking, one of which changed meanwhile; then one
signed by a passkey.
"""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from accounts.second_factor import SESSION_KEY
from accounts.sessions import SessionStore
from asnkarier.demo.accounts import DEMO_PASSWORD
from tests.e2e.people import Desks
from tests.harness.live import LivePortal
from tests.harness.visitor import COOKIE

PPK = "ppk.kementerian"
TEN, REASON = 10, "Bobot wawancara belum dijelaskan."


def pile_up(portal: LivePortal, count: int) -> None:
    """Plans of the ministry that wait for its PPK, as if its PyB had just approved them."""
    portal.rows(
        "WITH item AS (INSERT INTO approvals_approvalrequest (public_id, chain_code, title, level_label, agency_id, summary,"
        " digest, trail_chain, sender_id, note, round_number, state, created_at) SELECT gen_random_uuid(), 'PLAN',"
        " 'Rencana lowongan ' || v.position_title, 'JPT Pratama', v.agency_id, jsonb_build_array(jsonb_build_array('Jabatan',"
        " v.position_title), jsonb_build_array('Formasi', v.quota::text)), md5(v.id::text) || md5(v.position_title),"
        " 'vacancy:' || v.public_id, a.id, '', 1, 'IN_PROGRESS', now() - interval '1 day' FROM vacancies_vacancy v"
        " JOIN accounts_membership m ON m.agency_id = v.agency_id AND m.role = 'PPK' JOIN accounts_user u ON u.id = m.user_id"
        " AND u.email LIKE %s JOIN accounts_user a ON a.email LIKE 'admin.kementerian@%%' ORDER BY v.id LIMIT %s"
        " RETURNING id, agency_id, sender_id)"
        " INSERT INTO approvals_approvalstep (request_id, sender_id, position, code, title, role, scope, agency_id,"
        " repeats_actor_of, verdicts, working_days, quorum, state, opened_at, due_on) SELECT item.id, item.sender_id,"
        " s.position, s.code, s.title, s.role, s.scope, CASE WHEN s.scope = 'AGENCY' THEN item.agency_id END, '',"
        " s.verdicts::jsonb, 3, 1, s.state, now(), current_date + 2 FROM item CROSS JOIN (VALUES"
        " (1, 'pyb', 'Persetujuan PyB', 'PYB', 'AGENCY', '[\"APPROVE\", \"RETURN\", \"REJECT\"]', 'APPROVED'),"
        " (2, 'ppk', 'Persetujuan PPK', 'PPK', 'AGENCY', '[\"APPROVE\", \"RETURN\", \"REJECT\"]', 'OPEN'),"
        " (3, 'wasdal', 'Rekomendasi Wasdal BKN', 'WASDAL', 'NATIONAL', '[\"RECOMMEND\", \"NOT_RECOMMEND\"]', 'WAITING')"
        ") AS s (position, code, title, role, scope, verdicts, state)",
        (f"{PPK}@%", count),
    )


def waiting(page: Page) -> int:
    return page.locator("[data-inbox-row]").count()


def decisions(portal: LivePortal) -> list[tuple[str, str]]:
    return portal.rows(
        "SELECT d.verdict, d.note FROM approvals_decision d JOIN accounts_user u ON u.id = d.actor_id"
        " WHERE u.email LIKE %s AND d.nonce IS NOT NULL ORDER BY d.id",
        (f"{PPK}@%",),
    )


def press(page: Page, key: str) -> None:
    """A key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_ppk_clears_ten_items_by_keyboard_and_returns_one(
    own_portal: LivePortal, desks: Desks, new_context: Callable[..., BrowserContext], shoot
) -> None:
    pile_up(own_portal, TEN + 3)
    before = len(decisions(own_portal))
    page = desks.open(PPK, "/persetujuan/")
    at_first = waiting(page)
    # The numbers of the other two tabs come a moment after the page.
    expect(page.locator(".tabs .count")).to_have_count(3)
    shoot(page, "inbox")
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_contain_text("Tombol pintas")
    shoot(page, "inbox-keys")
    page.keyboard.press("Escape")
    # Never while typing: the letters land in the field, nothing is chosen.
    page.locator("input[name=cari]").focus()
    page.keyboard.type("akt?")
    expect(page.locator("input[name=cari]")).to_have_value("akt?")
    assert page.url.endswith("/persetujuan/")
    page.goto("/persetujuan/")
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    press(page, "t")
    expect(page.locator("input[name=verdict]:checked")).to_have_value("REJECT")
    # Chosen is not sent: whoever walks away has decided nothing.
    page.goto("/persetujuan/")
    page.keyboard.press("ArrowDown")
    for number in range(TEN):
        press(page, "a")
        expect(page.locator("input[name=verdict]:checked")).to_have_value("APPROVE")
        if not number:
            shoot(page, "decision-plan")
        press(page, "Enter")
        expect(page.locator(".flash")).to_contain_text("tersimpan")
        assert page.locator("[data-inbox-row]").first.evaluate("row => row === document.activeElement")
    press(page, "k")
    page.keyboard.type(REASON)
    press(page, "Control+Enter")
    expect(page.locator(".flash")).to_contain_text("kembalikan")
    made = decisions(own_portal)[before:]
    assert made == [("APPROVE", "")] * TEN + [("RETURN", REASON)]
    assert waiting(page) == min(at_first, 20) - TEN - 1 or at_first == 20
    left = several_at_once(own_portal, page, shoot)
    sign_by_passkey(own_portal, desks.session(PPK), new_context, left, shoot)


def sign_by_passkey(portal: LivePortal, session: str, new_context: Callable[..., BrowserContext], title: str, shoot) -> None:
    """A key is made in the browser's own authenticator; when the code of the sign-in has grown old, the key signs."""
    host = f"http://localhost:{portal.port}"
    context = new_context(width=390, base_url=host)
    context.add_cookies([{"name": COOKIE, "value": session, "url": host}])
    page = context.new_page()
    tool = context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    given = {"isUserVerified": True, "automaticPresenceSimulation": True}
    tool.send("WebAuthn.addVirtualAuthenticator", {"options": options | given})
    page.goto("/akun/2fa/")
    page.get_by_role("link", name="Tambah kunci sandi").click()
    # A new factor is never added on an old sign-in alone.
    page.wait_for_url("**/reauthenticate/**")
    page.locator("input[type=password]").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Lanjutkan").click()
    page.get_by_label("Nama kunci").fill("Ponsel kantor")
    shoot(page, "passkey-add")
    page.get_by_role("button", name="Buat kunci sandi").click()
    page.wait_for_url(lambda url: not url.endswith("/add/"))
    grow_old(portal, session)
    page.goto("/persetujuan/")
    page.get_by_role("link", name=title).click()
    page.get_by_label("Setujui", exact=True).check()
    expect(page.locator("input[name=code]")).to_be_visible()
    shoot(page, "passkey-decision")
    page.get_by_role("button", name="Pakai kunci sandi").click()
    expect(page.locator(".flash")).to_contain_text("tersimpan")
    signed = portal.rows(
        "SELECT d.verdict, d.second_factor FROM approvals_decision d JOIN accounts_user u ON u.id = d.actor_id"
        " WHERE u.email LIKE %s ORDER BY d.id DESC LIMIT 1",
        (f"{PPK}@%",),
    )
    assert signed == [("APPROVE", "webauthn")]


def grow_old(portal: LivePortal, session: str) -> None:
    """As if every second factor of a session had been used ten minutes earlier."""
    ((stored,),) = portal.rows("SELECT session_data FROM django_session WHERE session_key = %s", (session,))
    store = SessionStore()
    kept = store.decode(stored)
    kept.pop(SESSION_KEY, None)
    for record in kept["account_authentication_methods"]:
        record["at"] -= 600
    portal.rows("UPDATE django_session SET session_data = %s WHERE session_key = %s", (store.encode(kept), session))


def several_at_once(portal: LivePortal, page: Page, shoot) -> str:
    """Two are ticked and confirmed; one of them was decided meanwhile, and the outcome says by whom. Returns what is left."""
    rows = page.locator(".inbox-choice").filter(has_text="Rencana lowongan").filter(has_text="JPT Pratama")
    for place in range(2):
        rows.nth(place).locator("input[name=pilih]").check()
    titles = [rows.nth(place).locator(".row-link").inner_text() for place in range(2)]
    page.get_by_role("button", name="Setujui bersama").click()
    expect(page.locator(".confirm-line")).to_have_count(2)
    shoot(page, "together")
    page.get_by_role("button", name="Setujui yang dicentang").click()
    expect(page.locator(".alert-stop")).to_contain_text("Belum ada yang dicentang")
    for box in page.locator("input[name=lembar]").all():
        box.check()
    portal.rows(
        "UPDATE approvals_openedsheet SET digest = repeat('f', 64) WHERE request_id IN"
        " (SELECT id FROM approvals_approvalrequest WHERE title = %s AND state = 'IN_PROGRESS')",
        (titles[1],),
    )
    page.get_by_role("button", name="Setujui yang dicentang").click()
    page.wait_for_url("**/bersama/hasil/")
    expect(page.locator(".card", has_text="Tidak tersimpan")).to_contain_text(titles[1])
    expect(page.locator(".card", has_text="Tidak tersimpan")).to_contain_text("berubah sejak halaman ini dibuka")
    expect(page.locator(".card").filter(has=page.get_by_role("heading", name="Tersimpan", exact=True))).to_contain_text(titles[0])
    shoot(page, "together-outcome")
    return titles[1]
