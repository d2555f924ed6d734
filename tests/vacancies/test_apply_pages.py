"""Pages of an applicant, from the first look to the receipt and the status."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.enums import Role
from core.letters import letter_bytes
from tests.factories.applications import ApplicationFactory, DocumentCheckFactory, complete_draft
from tests.factories.people import DisciplineFactory, EmployeeFactory, MembershipFactory, UserFactory
from tests.factories.vacancies import AnnouncementFactory, VacancyFactory
from vacancies.actions import sending
from vacancies.models import Application
from vacancies.views import status

pytestmark = pytest.mark.django_db


def sign_in(client, application):
    client.force_login(application.employee.user)
    return application


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def page(client, name, application):
    return client.get(reverse(name, args=[application.public_id]))


def test_start_page_shows_rules_and_makes_nothing(client):
    employee = EmployeeFactory(with_user=True)
    vacancy = VacancyFactory(state="OPEN")
    client.force_login(employee.user)
    response = client.get(reverse("start_application", args=[vacancy.public_id]))
    assert "Anda memenuhi 9 dari 9 syarat" in text_of(response)
    assert not Application.objects.exists()


def test_start_makes_a_draft_and_leads_to_its_tasks(client):
    employee = EmployeeFactory(with_user=True)
    vacancy = VacancyFactory(state="OPEN")
    client.force_login(employee.user)
    response = client.post(reverse("start_application", args=[vacancy.public_id]), follow=True)
    words = text_of(response)
    assert "Draf – belum terkirim" in words
    assert "0 dari 13 dokumen wajib" in words
    assert "Buka lamaran" not in words


def test_start_page_says_why_not(client):
    employee = EmployeeFactory(with_user=True)
    vacancy = VacancyFactory(state="VERIFICATION")
    client.force_login(employee.user)
    assert "Pendaftaran sudah ditutup pada" in text_of(client.get(reverse("start_application", args=[vacancy.public_id])))
    refused = client.post(reverse("start_application", args=[vacancy.public_id]))
    assert refused.status_code == 409


def test_pages_of_other_people_do_not_exist(client):
    application = complete_draft()
    client.force_login(EmployeeFactory(with_user=True).user)
    sections = ["edit_applicant_details", "show_eligibility", "edit_documents", "edit_statement", "edit_special_needs"]
    others = [
        "show_application",
        "check_application",
        "show_receipt",
        "withdraw_application",
        "discard_application",
        "show_snapshot",
    ]
    names = sections + others
    assert {page(client, name, application).status_code for name in names} == {404}
    assert client.post(reverse("submit_application", args=[application.public_id])).status_code == 404
    application.refresh_from_db()
    assert application.state == "DRAFT"


def test_office_and_visitors_get_no_applicant_pages(client):
    application = complete_draft()
    address = reverse("show_application", args=[application.public_id])
    assert client.get(address).status_code == 302
    client.force_login(UserFactory(role=Role.AGENCY_ADMIN, agency=application.vacancy.agency))
    assert client.get(address).status_code == 403


def test_eligibility_page_names_rule_record_and_day(client):
    application = ApplicationFactory()
    DisciplineFactory(employee=application.employee, started_on=timezone.localdate(), ended_on=None)
    sign_in(client, application)
    words = text_of(page(client, "show_eligibility", application))
    assert "Lamaran ini belum dapat dikirim" in words
    assert "Anda memenuhi 7 dari 9 syarat" in words
    assert "Kepala Bagian Uji" in words


def test_check_page_lists_what_is_missing_and_has_no_send_button(client):
    application = sign_in(client, ApplicationFactory(agrees=False))
    response = page(client, "check_application", application)
    assert "Ijazah belum diunggah." in text_of(response)
    assert reverse("submit_application", args=[application.public_id]) not in response.content.decode()


def send(client, application):
    body = page(client, "check_application", application).content.decode()
    reviewed = re.search(r'name="reviewed" value="([^"]+)"', body).group(1)
    return client.post(reverse("submit_application", args=[application.public_id]), {"reviewed": reviewed}, follow=True)


def test_send_leads_to_the_receipt_page(client):
    application = sign_in(client, complete_draft())
    response = send(client, application)
    application.refresh_from_db()
    assert application.receipt_number in text_of(response)
    assert "Yang terjadi sesudah ini" in text_of(response)


def test_second_press_of_send_shows_the_same_receipt(client):
    application = sign_in(client, complete_draft())
    send(client, application)
    application.refresh_from_db()
    again = client.post(reverse("submit_application", args=[application.public_id]), {"reviewed": "apa saja"}, follow=True)
    assert application.receipt_number in text_of(again)


def test_send_after_the_deadline_keeps_the_draft(client):
    application = sign_in(client, complete_draft())
    application.vacancy.closes_at = timezone.now() - timedelta(seconds=1)
    application.vacancy.save(update_fields=["closes_at"])
    response = client.post(reverse("submit_application", args=[application.public_id]), {"reviewed": ""})
    assert response.status_code == 409
    assert "sesudah penutupan. Isi tetap tersimpan sebagai draf dan belum terkirim." in text_of(response)
    tasks = text_of(page(client, "show_application", application))
    assert "Pendaftaran sudah ditutup pada" in tasks
    application.refresh_from_db()
    assert application.state == "DRAFT"


def test_send_from_an_old_review_page_shows_the_page_again(client):
    application = sign_in(client, complete_draft())
    response = client.post(reverse("submit_application", args=[application.public_id]), {"reviewed": "lama"})
    assert response.status_code == 409
    assert "Isi draf berubah" in text_of(response)


def test_send_without_csrf_token_is_refused(application_sent_without_token):
    response, application = application_sent_without_token
    assert response.status_code == 403
    application.refresh_from_db()
    assert application.state == "DRAFT"


@pytest.fixture
def application_sent_without_token():
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    application = sign_in(strict, complete_draft())
    return strict.post(reverse("submit_application", args=[application.public_id])), application


def test_receipt_pdf_names_person_post_and_documents(client, tmp_path):
    application = complete_draft()
    sent = sending.submit_application(application_id=application.pk, actor=application.employee.user)
    file = tmp_path / "tanda-terima.pdf"
    file.write_bytes(letter_bytes(sent.receipt))
    words = " ".join("".join(sheet.extract_text() for sheet in PdfReader(file).pages).split())
    for expected in (application.employee.name, sent.vacancy.position_title, sent.receipt_number, "Ijazah", "WIB"):
        assert expected in words
    assert words.index("Surat lamaran") < words.index("KTP") < words.index("Bukti lapor SPT"), "the order of the other pages"
    sign_in(client, application)
    assert b"".join(page(client, "download_receipt", application)) == file.read_bytes()


def test_snapshot_is_the_text_behind_the_hash(client):
    application = sign_in(client, complete_draft())
    sent = sending.submit_application(application_id=application.pk, actor=application.employee.user)
    response = page(client, "show_snapshot", application)
    assert response.content.decode() == sent.snapshot


@pytest.mark.parametrize("state", ["PASSED", "FAILED"])
def test_status_hides_the_verdict_until_it_is_announced(client, state):
    application = ApplicationFactory(vacancy=VacancyFactory(state="VERIFICATION"), state=state, reason_codes=["DOC_MISSING"])
    verifier = UserFactory(full_name="Verifikator Rahasia")
    DocumentCheckFactory(application=application, verdict="FAIL", reason_code="DOC_MISSING", checked_by=verifier)
    sign_in(client, application)
    words = text_of(page(client, "show_application", application))
    assert "Berkas diperiksa" in words
    for secret in ("Dokumen tidak diunggah", "Lolos administrasi", "Tidak lolos", "Verifikator Rahasia"):
        assert secret not in words


def test_status_names_the_reasons_once_announced(client):
    application = ApplicationFactory(vacancy=VacancyFactory(state="SCORING"), state="FAILED", reason_codes=["DOC_MISSING"])
    failed = {"verdict": "FAIL", "reason_code": "DOC_MISSING", "note": "Kosong"}
    DocumentCheckFactory(application=application, checked_by=UserFactory(), **failed)
    sign_in(client, application)
    words = text_of(page(client, "show_application", application))
    assert "Tidak lolos administrasi" in words
    assert "Dokumen tidak diunggah." in words
    assert "Catatan: Kosong" in words


@pytest.mark.parametrize("state", ["SHORTLISTED", "NOT_SHORTLISTED"])
def test_status_reads_the_same_on_both_sides_of_the_shortlist(client, state):
    application = sign_in(client, ApplicationFactory(vacancy=VacancyFactory(state="RANKED"), state=state))
    words = text_of(page(client, "show_application", application))
    assert "Menunggu pengumuman" in words
    assert "daftar pendek" not in words.lower()


def test_status_shows_stages_with_holder_and_dates(client):
    application = sign_in(client, ApplicationFactory(vacancy=VacancyFactory(state="VERIFICATION"), state="SUBMITTED"))
    words = text_of(page(client, "show_application", application))
    assert "Di tangan: Sekretariat pansel, sejak" in words
    assert "Direncanakan" in words


def test_status_includes_what_other_rooms_add(client, monkeypatch):
    application = sign_in(client, ApplicationFactory(vacancy=VacancyFactory(state="ANNOUNCED"), state="NOT_SELECTED"))
    part = {"template": "components/tag.html", "context": {"tone": "info", "label": "Nilai 81,20"}}
    monkeypatch.setattr(status, "own_result_providers", [lambda given: part if given == application else None])
    assert "Nilai 81,20" in text_of(page(client, "show_application", application))


def test_withdraw_page_confirms_then_acts(client):
    application = sign_in(client, complete_draft())
    sending.submit_application(application_id=application.pk, actor=application.employee.user)
    assert "Lamaran tidak dihitung" in text_of(page(client, "withdraw_application", application))
    client.post(reverse("withdraw_application", args=[application.public_id]))
    application.refresh_from_db()
    assert application.state == "WITHDRAWN"
    assert "Buka kembali sebagai draf" in text_of(page(client, "show_application", application))


def test_overview_puts_the_open_draft_first(client):
    application = sign_in(client, ApplicationFactory())
    words = text_of(client.get(reverse("list_applications")))
    assert words.index("Perlu tindakan Anda") < words.index("Semua lamaran")
    assert f"Selesaikan lamaran {application.vacancy.position_title}" in words


def test_empty_overview_suggests_posts_whose_rules_are_met(client):
    fitting = VacancyFactory(state="OPEN")
    too_high = VacancyFactory(state="OPEN", level="UTAMA")
    client.force_login(EmployeeFactory(with_user=True).user)
    words = text_of(client.get(reverse("list_applications")))
    assert fitting.position_title in words
    assert too_high.position_title not in words


@pytest.mark.parametrize("count", [1, 3])
def test_overview_asks_a_fixed_number_of_queries(client, count, django_assert_num_queries):
    employee = EmployeeFactory(with_user=True)
    for _ in range(count):
        ApplicationFactory(employee=employee, state="SUBMITTED")
    client.force_login(employee.user)
    client.get(reverse("list_applications"))
    with django_assert_num_queries(OVERVIEW_QUERIES):
        client.get(reverse("list_applications"))


@pytest.mark.parametrize("count", [1, 3])
def test_status_asks_a_fixed_number_of_queries(client, count, django_assert_num_queries):
    application = ApplicationFactory(vacancy=VacancyFactory(state="VERIFICATION"), state="SUBMITTED")
    for _ in range(count):
        AnnouncementFactory(vacancy=application.vacancy)
    sign_in(client, application)
    page(client, "show_application", application)
    with django_assert_num_queries(STATUS_QUERIES):
        page(client, "show_application", application)


# Session with its person, duties, demo clock, count of unread and of invitations belong to every page.
OVERVIEW_QUERIES = 11
# One of them is of the frame again, for the card that leads to the declaration of a relative.
STATUS_QUERIES = 12


def test_staff_with_a_duty_elsewhere_may_apply(client):
    employee = EmployeeFactory(with_user=True)
    MembershipFactory(user=employee.user, role=Role.AGENCY_ADMIN)
    vacancy = VacancyFactory(state="OPEN")
    client.force_login(employee.user)
    assert client.post(reverse("start_application", args=[vacancy.public_id])).status_code == 302
