"""An objection of the demo: the applicant reads on a phone who holds it, the chair grants it, the applicant takes part."""

from playwright.sync_api import expect

from asnkarier.demo.vacancy_list import ALL_KINDS
from tests.e2e.axe import assert_accessible
from tests.e2e.people import Desks, sign_in

PHONE = {"width": 390, "height": 844, "is_mobile": True, "has_touch": True}
REASON = "Keputusan jabatan sebelumnya ada di berkas yang dikirim; pemeriksaan sebelumnya melewatkannya."


def test_chair_grants_what_waits_and_the_applicant_takes_part(own_portal, desks: Desks, new_context, shoot):
    ((application, vacancy, applicant),) = own_portal.rows(
        "SELECT a.public_id, v.public_id, split_part(u.email, '@', 1) FROM vacancies_objection o"
        " JOIN vacancies_application a ON a.id = o.application_id JOIN vacancies_vacancy v ON v.id = a.vacancy_id"
        " JOIN employees_employee e ON e.id = a.employee_id JOIN accounts_user u ON u.id = e.user_id"
        " WHERE v.position_title = %s AND o.answered_at IS NULL",
        (ALL_KINDS,),
    )
    phone = sign_in(new_context(base_url=own_portal.url, **PHONE).new_page(), own_portal, applicant)
    phone.goto(f"/lamaran/{application}/")
    expect(phone.locator(".page-header")).to_contain_text("Sanggahan diperiksa")
    expect(phone.get_by_text("Di tangan: Petugas lain dari sekretariat")).to_be_visible()
    shoot(phone, "objection-status")
    assert_accessible(phone)
    phone.get_by_role("link", name="Baca sanggahan Anda").click()
    shoot(phone, "objection-filed")

    chair = desks.open("ketua.kementerian", f"/seleksi/{vacancy}/")
    chair.get_by_role("link", name="Sanggahan", exact=True).click()
    shoot(chair, "objection-list")
    assert_accessible(chair)
    chair.locator("li", has_text="Sanggahan berjalan").get_by_role("link").click()
    chair.get_by_role("button", name="Kirim jawaban").click()
    expect(chair.locator(".error-summary")).to_contain_text("Pilih kabulkan atau tolak")
    chair.get_by_label("Kabulkan", exact=False).check()
    chair.get_by_label("Alasan jawaban").fill(REASON)
    shoot(chair, "objection-answer")
    assert_accessible(chair)
    chair.get_by_role("button", name="Kirim jawaban").click()
    expect(chair.locator(".flash")).to_contain_text("Jawaban tersimpan")
    shoot(chair, "objection-answered")

    phone.goto(f"/lamaran/{application}/")
    expect(phone.locator(".page-header")).to_contain_text("Peserta seleksi")
    expect(phone.get_by_text("Sanggahan dikabulkan").first).to_be_visible()
    shoot(phone, "objection-granted")
