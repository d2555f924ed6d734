"""After sending: timeline with holder and days, withdrawal and sending again, reasons, second check, frozen copy, policy."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core.models import AuditEntry
from core.refusals import Refused
from selection.documents import result_words
from selection.models import Candidate
from tests.factories.applications import (
    ApplicationFactory,
    DocumentCheckFactory,
    DocumentRequestFactory,
    WithdrawnSubmissionFactory,
    complete_draft,
)
from tests.factories.people import UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.actions import applications as acts
from vacancies.actions import sending
from vacancies.actions.plan import save_publication
from vacancies.actions.verification import confirm_failure, rate_reasons
from vacancies.actions.withdrawal import withdraw_application
from vacancies.models import Application, WithdrawnSubmission
from vacancies.rules.lifecycle import APPLICATION, APPLICATION_TEXTS, VACANCY
from vacancies.rules.publication import STAGES
from vacancies.snapshots import read_snapshot

pytestmark = pytest.mark.django_db


def owner(application):
    return application.employee.user


def status_words(application) -> str:
    client = Client()
    client.force_login(owner(application))
    body = client.get(reverse("show_application", args=[application.public_id])).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def secretary_of(application, **fields):
    return UserFactory(role=Role.SECRETARIAT, agency=application.vacancy.agency, **fields)


def send(application) -> Application:
    return sending.submit_application(application_id=application.pk, actor=owner(application))


def plan_stage(vacancy, code: str, first: int, last: int) -> None:
    """Put one stage so many days from today."""
    today = timezone.localdate()
    days = {"starts_on": today + timedelta(days=first), "ends_on": today + timedelta(days=last)}
    vacancy.stages.update_or_create(code=code, defaults=days)


# Timeline ------------------------------------------------------------------------------------------------------------


def test_running_stage_says_who_holds_it_since_when_and_which_day():
    vacancy = VacancyFactory(state="VERIFICATION", state_since=timezone.now() - timedelta(days=3))
    plan_stage(vacancy, "VERIFICATION", -3, 6)
    words = status_words(ApplicationFactory(vacancy=vacancy, state="PASSED"))
    assert "Di tangan: Sekretariat pansel, sejak" in words
    assert "(3 hari lalu)" in words
    assert "Hari ke-4 dari 10 yang direncanakan." in words
    assert "Terlambat" not in words


def test_late_stage_is_amber_by_itself():
    vacancy = VacancyFactory(state="VERIFICATION", state_since=timezone.now() - timedelta(days=9))
    plan_stage(vacancy, "VERIFICATION", -9, -2)
    application = ApplicationFactory(vacancy=vacancy, state="SUBMITTED")
    assert "Terlambat 2 hari dari jadwal." in status_words(application)
    client = Client()
    client.force_login(owner(application))
    rows = client.get(reverse("show_application", args=[application.public_id])).context["stages"]
    assert [row["state"] for row in rows if row["title"] == "Seleksi administrasi"] == ["late"]


def test_every_stage_of_the_plan_is_on_the_timeline():
    application = ApplicationFactory(vacancy=VacancyFactory(state="OPEN"), state="SUBMITTED")
    words = status_words(application)
    for stage in application.vacancy.stages.all():
        assert stage.get_code_display() in words
    assert "Pengumuman dan pendaftaran" in words


def test_the_way_of_the_application_comes_before_what_may_be_declared():
    words = status_words(ApplicationFactory(vacancy=VacancyFactory(state="OPEN"), state="SUBMITTED"))
    assert words.index("Tahapan") < words.index("Keluarga di antara pejabat") < words.index("Bukti pengiriman")


def test_requested_document_stands_on_top_with_its_clock():
    request = DocumentRequestFactory(asked_by=UserFactory())
    words = status_words(request.application)
    assert "Perlu tindakan Anda" in words
    assert "Dokumen yang diminta: Ijazah Halaman kedua tidak terbaca." in words
    assert "Di tangan: Anda, sejak" in words
    assert "Mengunggah dokumen yang diminta Anda Sampai" in words


def test_who_failed_does_not_wait_for_stages_of_others():
    words = status_words(ApplicationFactory(vacancy=VacancyFactory(state="SCORING"), state="FAILED"))
    assert "Anda tidak mengikuti tahap ini." in words
    assert "Di tangan:" not in words


@pytest.mark.parametrize("state", sorted(set(APPLICATION.states) - {"DRAFT", "EXPIRED"}))
def test_no_page_of_the_applicant_reads_an_officers_label(state):
    officer = {text.officer for text in APPLICATION_TEXTS.values()} - {text.applicant for text in APPLICATION_TEXTS.values()}
    # "Draf" begins the applicant's own label, and the act of leaving is named like the officer's tag.
    officer -= {"Draf", "Mengundurkan diri"}
    application = ApplicationFactory(vacancy=VacancyFactory(state="OPEN"), state=state)
    for vacancy_state in VACANCY.states:
        if vacancy_state in ("DRAFT", "PLAN_REVIEW", "PLAN_RETURNED", "PLAN_REJECTED", "APPROVED"):
            continue
        application.vacancy.state = vacancy_state
        application.vacancy.save(update_fields=["state"])
        words = status_words(application)
        assert [label for label in officer if label in words] == [], vacancy_state


# Withdrawing and sending again ---------------------------------------------------------------------------------------


def test_withdrawn_and_sent_again_keeps_the_old_receipt_and_gets_a_new_number(client):
    application = complete_draft()
    first = send(application)
    old_number, old_hash = first.receipt_number, first.snapshot_sha256
    client.force_login(owner(application))
    withdraw = reverse("withdraw_application", args=[application.public_id])
    assert "tanda terimanya bernomor baru" in client.get(withdraw).content.decode()
    client.post(withdraw, {"reason": "Ijazah yang salah terunggah."})
    past = WithdrawnSubmission.objects.get(application=application)
    assert (past.receipt_number, past.snapshot_sha256, past.reason) == (old_number, old_hash, "Ijazah yang salah terunggah.")
    assert application.vacancy.applications.submitted().count() == 0
    acts.reopen_draft(application_id=application.pk, actor=owner(application))
    Application.objects.filter(pk=application.pk).update(agrees=True)
    second = send(application)
    assert second.receipt_number != old_number
    assert application.vacancy.applications.submitted().count() == 1
    words = status_words(application)
    assert f"Tanda terima {old_number}" in words
    assert "Alasan Anda: Ijazah yang salah terunggah." in words
    receipt = client.get(reverse("download_withdrawn_receipt", args=[application.public_id, old_number]))
    assert b"".join(receipt.streaming_content)[:5] == b"%PDF-"


def test_reason_of_leaving_stays_out_of_the_trail():
    application = complete_draft()
    send(application)
    withdraw_application(application_id=application.pk, actor=owner(application), reason="Alasan keluarga")
    body = AuditEntry.objects.get(act="withdraw_application").body
    assert '"gave_reason":true' in body
    assert "keluarga" not in body


def test_withdrawing_twice_keeps_one_record():
    application = complete_draft()
    send(application)
    for _ in range(2):
        withdraw_application(application_id=application.pk, actor=owner(application))
    assert WithdrawnSubmission.objects.filter(application=application).count() == 1


def test_old_receipt_of_others_does_not_exist(client):
    past = WithdrawnSubmissionFactory()
    client.force_login(owner(ApplicationFactory()))
    address = reverse("download_withdrawn_receipt", args=[past.application.public_id, past.receipt_number])
    assert client.get(address).status_code == 404


# Reasons and the question about them ---------------------------------------------------------------------------------


def failed_application(**policy) -> Application:
    vacancy = VacancyFactory(state="SCORING")
    vacancy.rule_pack |= policy
    vacancy.save(update_fields=["rule_pack"])
    application = ApplicationFactory(
        vacancy=vacancy, state="FAILED", reason_codes=["DOC_MISSING"], verification_note="Lihat lampiran."
    )
    DocumentCheckFactory(application=application, verdict="FAIL", reason_code="DOC_MISSING", checked_by=UserFactory())
    return application


def test_applicant_says_once_whether_the_reasons_helped(client):
    application = failed_application()
    client.force_login(owner(application))
    address = reverse("rate_reasons", args=[application.public_id])
    assert "Apakah alasan ini membantu?" in status_words(application)
    client.post(address, {"jawaban": "mungkin"})
    application.refresh_from_db()
    assert application.reasons_helped is None
    client.post(address, {"jawaban": "tidak"})
    application.refresh_from_db()
    assert application.reasons_helped is False
    assert "Apakah alasan ini membantu?" not in status_words(application)
    with pytest.raises(Refused, match="sudah menjawab"):
        rate_reasons(application_id=application.pk, actor=owner(application), helped=True)
    client.force_login(UserFactory(role=Role.AGENCY_ADMIN, agency=application.vacancy.agency))
    figures = {row["label"]: row for row in client.get(reverse("show_dashboard")).context["figures"]}
    figure = figures["Alasan penolakan tidak membantu"]
    assert (figure["value"], figure["note"]) == (1, "dari 1 jawaban pelamar")


def test_nobody_rates_reasons_before_they_are_published():
    application = ApplicationFactory(vacancy=VacancyFactory(state="VERIFICATION"), state="FAILED")
    with pytest.raises(Refused, match="sudah diumumkan"):
        rate_reasons(application_id=application.pk, actor=owner(application), helped=True)
    with pytest.raises(Refused):
        rate_reasons(application_id=failed_application().pk, actor=owner(application), helped=True)


def test_plan_that_publishes_no_reasons_shows_none():
    words = status_words(failed_application(shows_administration="OUTCOME"))
    assert "Tidak lolos administrasi" in words
    for secret in ("Dokumen tidak diunggah.", "Lihat lampiran.", "Apakah alasan ini membantu?"):
        assert secret not in words


# Second pair of eyes -------------------------------------------------------------------------------------------------


def test_failure_is_confirmed_by_somebody_else(client):
    vacancy = VacancyFactory(state="VERIFICATION")
    application = ApplicationFactory(vacancy=vacancy, state="FAILED", second_checked_at=None)
    first, second = secretary_of(application), secretary_of(application, full_name="Pemeriksa Kedua Uji")
    Application.objects.filter(pk=application.pk).update(verified_by=first, verified_at=timezone.now())
    with pytest.raises(Refused, match="pemeriksa pertama"):
        confirm_failure(application_id=application.pk, actor=first, version=application.version)
    with pytest.raises(Refused):
        confirm_failure(application_id=application.pk, actor=UserFactory(role=Role.SECRETARIAT), version=application.version)
    DocumentCheckFactory(application=application, verdict="FAIL", reason_code="DOC_MISSING", checked_by=first)
    client.force_login(second)
    page = reverse("verify_application", args=[application.public_id])
    sheet = client.get(page).content.decode()
    assert "Kuatkan hasil tidak memenuhi syarat" in sheet
    # The line it is about, before the whole sheet is read.
    assert re.search(r'<a href="#doc-surat_lamaran">Surat lamaran</a>: [A-Z]', sheet)
    client.post(reverse("confirm_failure", args=[application.public_id]), {"version": application.version})
    application.refresh_from_db()
    assert application.second_checked_by == second
    assert "Dikuatkan Pemeriksa Kedua Uji" in client.get(page).content.decode()


def test_selection_opens_only_after_the_second_check(client):
    vacancy = VacancyFactory(state="VERIFICATION")
    for _ in range(4):
        ApplicationFactory(vacancy=vacancy, state="PASSED")
    waiting = ApplicationFactory(vacancy=vacancy, state="FAILED", second_checked_at=None)
    client.force_login(secretary_of(waiting))
    address = reverse("open_selection", args=[vacancy.public_id])
    assert "1 hasil tidak memenuhi syarat yang menunggu pemeriksa kedua" in client.get(address).content.decode()
    vacancy.rule_pack |= {"second_check_of_failures": False}
    vacancy.save(update_fields=["rule_pack"])
    assert "menunggu pemeriksa kedua" not in client.get(address).content.decode()


def test_selection_waits_for_a_requested_document(client):
    vacancy = VacancyFactory(state="VERIFICATION")
    for _ in range(4):
        ApplicationFactory(vacancy=vacancy, state="PASSED")
    asked = ApplicationFactory(vacancy=vacancy, state="SUBMITTED")
    DocumentRequestFactory(application=asked, asked_by=UserFactory())
    client.force_login(secretary_of(asked))
    body = client.get(reverse("open_selection", args=[vacancy.public_id])).content.decode()
    assert "Masih ada 1 lamaran yang belum diverifikasi." in body


# The frozen copy -----------------------------------------------------------------------------------------------------


def test_frozen_copy_is_recomputed_for_both_sides(client):
    application = complete_draft()
    send(application)
    words = status_words(application)
    application.refresh_from_db()
    assert application.snapshot_sha256 in words
    assert "Sidik digital dihitung ulang barusan dan sama." in words
    application.vacancy.state = "VERIFICATION"
    application.vacancy.save(update_fields=["state"])
    client.force_login(secretary_of(application))
    sheet = client.get(reverse("verify_application", args=[application.public_id])).content.decode()
    assert application.snapshot_sha256 in sheet
    assert "Sidik digital dihitung ulang barusan dan sama." in sheet
    assert application.employee.name in sheet


def test_changed_copy_and_changed_file_are_told_apart():
    application = complete_draft()
    send(application)
    application.refresh_from_db()
    reading = read_snapshot(application)
    assert (reading.is_whole, len(reading.documents)) == (True, application.documents.count())
    application.documents.filter(type="IJAZAH").update(sha256="0" * 64)
    reading = read_snapshot(Application.objects.get(pk=application.pk))
    assert (reading.is_same, reading.is_whole) == (True, False)
    application.snapshot = application.snapshot.replace(application.employee.name, "Orang Lain")
    assert not read_snapshot(application).is_same
    application.snapshot = "bukan JSON"
    assert (read_snapshot(application).is_same, read_snapshot(application).documents) == (False, ())
    application.snapshot = ""
    assert read_snapshot(application) is None


# The policy in the plan ----------------------------------------------------------------------------------------------


def test_plan_fixes_what_is_published_and_shows_it_to_all(client):
    vacancy = VacancyFactory(state="DRAFT")
    admin = UserFactory(role=Role.AGENCY_ADMIN, agency=vacancy.agency)
    client.force_login(admin)
    address = reverse("edit_plan", args=[vacancy.public_id, "publikasi"])
    typed = {stage.name: stage.levels[-1][0] for stage in STAGES}
    missing = client.post(address, {"version": vacancy.version, **typed, "shows_paper": ""})
    assert "Pilih apa yang dibaca peserta tentang tahap Penulisan makalah." in missing.content.decode()
    client.post(address, {"version": vacancy.version, **typed})
    vacancy.refresh_from_db()
    assert {name: vacancy.rule_pack[name] for name in typed} == typed
    vacancy.state, vacancy.published_at = "OPEN", timezone.now()
    vacancy.save(update_fields=["state", "published_at"])
    body = Client().get(reverse("show_vacancy", args=[vacancy.public_id])).content.decode()
    assert "Terpilih atau belum saja" in body
    with pytest.raises(Refused):
        save_publication(vacancy_id=vacancy.pk, actor=admin, version=vacancy.version, policy={"shows_paper": "SCORE"})


class _Line:
    """A line of the ranking."""

    rank, total = 2, "81.20"


SCALED = {"TRACK": Decimal("80"), "ASSESS": Decimal("81"), "PAPER": Decimal("82"), "INTERVIEW": Decimal("83")}


class _Letter:
    number = "001/TAP"


class _Determination:
    letter, decided_at = _Letter(), timezone.now()


@pytest.mark.parametrize(
    ("policy", "labels", "total", "rank"),
    [
        ({}, 4, "81,20", 2),
        ({"shows_paper": "NOTHING"}, 3, "81,20", 2),
        ({"shows_ranking": "SCORE"}, 4, "81,20", None),
        ({"shows_ranking": "OUTCOME", "shows_interview": "NOTHING"}, 2, "", None),
    ],
)
def test_letter_with_own_scores_obeys_the_policy(policy, labels, total, rank):
    vacancy = VacancyFactory(state="DETERMINED")
    vacancy.rule_pack |= policy
    candidate = Candidate(application=ApplicationFactory(vacancy=vacancy, state="NOT_SELECTED"), vacancy=vacancy, number=1)
    words = result_words(vacancy, candidate, _Line(), SCALED, _Determination(), timezone.now())
    assert (len(words["scores"]), words["total"], words["rank"], words["is_unranked"]) == (labels, total, rank, False)
