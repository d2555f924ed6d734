"""From verified applications to the announcement, through the actions only."""

import io
import json
from decimal import Decimal

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.enums import Role
from approvals.actions import decide
from approvals.models import ApprovalRequest
from core.letters import letter_bytes
from core.models import AuditEntry, LetterBatch, OutboxMessage, OutboxState
from core.refusals import Refused, Stale
from selection import actions
from selection.chains import determination_form
from selection.models import Candidate, Determination, Ranking
from tests.factories.applications import ApplicationFactory
from tests.factories.selection import chair_of, fill_scores, member_of, official, scoring_vacancy, send_result
from tests.factories.vacancies import VacancyFactory
from vacancies.actions.letters import release_letters
from vacancies.models import Announcement, Application, ApplicationEvent

pytestmark = pytest.mark.django_db


def acts(vacancy) -> list[str]:
    return list(AuditEntry.objects.filter(chain=vacancy.trail_chain).order_by("sequence").values_list("act", flat=True))


def verdict(request: ApprovalRequest, actor, verdict: str, note: str = "", form=None):
    request.refresh_from_db()
    step = request.steps.get(state="OPEN")
    return decide(
        request_id=request.pk,
        actor=actor,
        verdict=verdict,
        note=note,
        digest_seen=request.digest,
        position_seen=step.position,
        form=form,
    )


def pdf_text(letter) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(letter_bytes(letter))).pages)


def one_line(text: str) -> str:
    return " ".join(text.split())


# Opening ---------------------------------------------------------------------------------------------------------------


def test_opening_announces_numbers_and_tells_everybody():
    vacancy = VacancyFactory(state="VERIFICATION")
    passed = [ApplicationFactory(vacancy=vacancy, state="PASSED") for _ in range(3)]
    failed = ApplicationFactory(vacancy=vacancy, state="FAILED", reason_codes=["AGE_OVER"])
    secretariat, admin = official(Role.SECRETARIAT, vacancy), official(Role.AGENCY_ADMIN, vacancy)

    announcement = actions.open_selection(vacancy_id=vacancy.pk, actor=secretariat, version=vacancy.version)

    vacancy.refresh_from_db()
    assert vacancy.state == "SCORING"
    assert sorted(Candidate.objects.filter(vacancy=vacancy).values_list("number", flat=True)) == [1, 2, 3]
    assert {a.state for a in Application.objects.filter(pk__in=[p.pk for p in passed])} == {"CANDIDATE"}
    assert {(row["name"], row["passed"]) for row in announcement.rows} == {
        *((p.employee.name, True) for p in passed),
        (failed.employee.name, False),
    }
    assert failed.employee.nip not in str(announcement.rows)
    mail = OutboxMessage.objects.get(recipient=failed.employee.user)
    assert "Usia melewati batas" in mail.text
    assert vacancy.position_title in mail.subject
    assert vacancy.agency.name in mail.subject
    assert OutboxMessage.objects.filter(recipient=chair_of(vacancy)).count() == 1
    assert acts(vacancy) == ["open_selection"]
    held = OutboxMessage.objects.filter(kind="stage_result")
    assert {each.state for each in held} == {OutboxState.UNRELEASED}
    batch = LetterBatch.objects.get(about=vacancy.public_id)
    assert {each.batch for each in held} == {batch}
    told = OutboxMessage.objects.get(kind="sending_waiting")
    assert (told.recipient, told.state, str(batch.public_id) in told.text) == (admin, OutboxState.PENDING, True)
    with pytest.raises(Refused, match="yang akan dikirim 4"):
        release_letters(batch_id=batch.public_id, actor=admin, count=3)
    release_letters(batch_id=batch.public_id, actor=admin, count=4)
    assert {each.state for each in held.all()} == {OutboxState.PENDING}
    assert acts(vacancy) == ["open_selection", "release_letters"]


@pytest.mark.parametrize(
    ("states", "sentence"),
    [
        (["PASSED", "PASSED", "PASSED", "SUBMITTED"], "1 lamaran yang belum diverifikasi"),
        (["FAILED", "FAILED", "FAILED"], "Tidak ada pelamar yang memenuhi syarat"),
        (["PASSED", "PASSED"], "paling sedikit 3 lamaran"),
    ],
)
def test_opening_is_refused_while_something_is_open(states, sentence):
    vacancy = VacancyFactory(state="VERIFICATION")
    for state in states:
        ApplicationFactory(vacancy=vacancy, state=state)
    with pytest.raises(Refused, match=sentence):
        actions.open_selection(vacancy_id=vacancy.pk, actor=official(Role.SECRETARIAT, vacancy))
    assert not Announcement.objects.filter(vacancy=vacancy).exists()


def test_opening_needs_the_office_of_this_agency():
    vacancy = VacancyFactory(state="VERIFICATION")
    other = VacancyFactory(state="VERIFICATION")
    with pytest.raises(Refused, match="Hanya sekretariat dan admin"):
        actions.open_selection(vacancy_id=vacancy.pk, actor=official(Role.SECRETARIAT, other))


def test_opening_from_an_old_page_is_stale():
    vacancy = VacancyFactory(state="VERIFICATION")
    with pytest.raises(Stale, match="Verifikasi administrasi"):
        actions.open_selection(vacancy_id=vacancy.pk, actor=official(Role.SECRETARIAT, vacancy), version=vacancy.version - 1)


# Ranking ---------------------------------------------------------------------------------------------------------------


def test_ranking_stores_what_the_rules_compute_and_hides_it_from_applicants():
    vacancy = scoring_vacancy(candidates=4, filled=True)
    ranking = actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    lines = list(ranking.lines.order_by("position"))
    assert [(line.candidate.number, line.rank, line.total, line.is_shortlisted) for line in lines] == [
        (1, 1, Decimal("95.00"), True),
        (2, 2, Decimal("90.00"), True),
        (3, 3, Decimal("85.00"), True),
        (4, 4, Decimal("80.00"), False),
    ]
    assert ranking.flags == []
    assert f'"sha256":"{ranking.sha256}"' in ranking.packet
    states = {c.number: c.application.state for c in Candidate.objects.filter(vacancy=vacancy)}
    assert states == {1: "SHORTLISTED", 2: "SHORTLISTED", 3: "SHORTLISTED", 4: "NOT_SHORTLISTED"}
    assert not ApplicationEvent.objects.filter(state__in=["SHORTLISTED", "NOT_SHORTLISTED"]).exists()
    assert acts(vacancy) == ["compute_ranking"]


def test_ranking_waits_for_every_score():
    vacancy = scoring_vacancy(candidates=2)
    with pytest.raises(Refused, match="12 nilai yang belum lengkap"):
        actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))


def test_ranking_belongs_to_the_chair():
    vacancy = scoring_vacancy(candidates=2, filled=True)
    for person in (member_of(vacancy), official(Role.AGENCY_ADMIN, vacancy)):
        with pytest.raises(Refused, match="Hanya ketua pansel"):
            actions.compute_ranking(vacancy_id=vacancy.pk, actor=person)


def test_ranking_flags_fewer_candidates_than_the_cut():
    vacancy = scoring_vacancy(candidates=2, filled=True)
    ranking = actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    assert ranking.flags == ["FEWER_THAN_CUT"]
    assert ranking.lines.filter(is_shortlisted=True).count() == 2


def test_ranking_keeps_a_tie_on_the_last_place_and_flags_it():
    vacancy = scoring_vacancy(candidates=4)
    fill_scores(vacancy, [Decimal(90), Decimal(85), Decimal(80), Decimal(80)])
    ranking = actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    assert ranking.flags == ["TIE_AT_CUT"]
    assert [line.rank for line in ranking.lines.order_by("position")] == [1, 2, 3, 3]
    assert ranking.lines.filter(is_tied_at_cut=True).count() == 2


def test_second_ranking_needs_a_reason_and_is_a_new_version():
    vacancy = scoring_vacancy(candidates=2, filled=True)
    chair = chair_of(vacancy)
    first = actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair)
    with pytest.raises(Refused, match="alasan menyusun ulang"):
        actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair)
    second = actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair, reason="Pemeriksaan ulang.")
    assert (first.version, second.version) == (1, 2)
    assert Ranking.objects.filter(vacancy=vacancy).count() == 2


def test_withdrawal_after_the_ranking_asks_for_a_new_one_before_submission():
    vacancy = scoring_vacancy(candidates=4, filled=True)
    chair = chair_of(vacancy)
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair)
    gone = Candidate.objects.get(vacancy=vacancy, number=2).application
    Application.objects.filter(pk=gone.pk).update(state="WITHDRAWN")
    with pytest.raises(Refused, match="Susun ulang peringkat"):
        send_result(vacancy)
    again = actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair, reason="Satu peserta mengundurkan diri.")
    assert [line.candidate.number for line in again.lines.order_by("position")] == [1, 3, 4]
    assert Candidate.objects.get(vacancy=vacancy, number=4).application.state == "SHORTLISTED"


# Result ----------------------------------------------------------------------------------------------------------------


def ranked(level: str = "PRATAMA", candidates: int = 4, quota: int = 1):
    vacancy = scoring_vacancy(candidates=candidates, filled=True, level=level, quota=quota)
    officials = {role: official(role, vacancy) for role in (Role.PYB, Role.PPK, Role.WASDAL, Role.SETKAB)}
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    return vacancy, officials


def seats_form(request, *choices):
    post = {}
    for seat, (key, reason) in enumerate(choices, start=1):
        post |= {f"seat_{seat}": key, f"reason_{seat}": reason, f"code_{seat}": "EXPERIENCE" if reason else ""}
    form = determination_form(request, post)
    form.is_valid()
    return form


def test_pratama_ends_at_the_ppk_with_letters_that_name_people():
    vacancy, officials = ranked(quota=2, candidates=9)
    admin = official(Role.AGENCY_ADMIN, vacancy)
    request = send_result(vacancy)
    assert [step.code for step in request.steps.order_by("position")] == ["pyb", "ppk", "wasdal", "determination"]
    assert Ranking.objects.get(vacancy=vacancy).lines.filter(is_shortlisted=True).count() == 6
    verdict(request, officials[Role.PYB], "APPROVE")
    verdict(request, officials[Role.PPK], "APPROVE")
    verdict(request, officials[Role.WASDAL], "RECOMMEND")
    form = seats_form(request, ("001", ""), ("003", "Pengalaman lebih sesuai dengan kebutuhan unit."))
    assert form.is_valid(), form.errors
    verdict(request, officials[Role.PPK], "DETERMINE", form=form)

    vacancy.refresh_from_db()
    assert vacancy.state == "DETERMINED"
    # Rows name the rules their acts applied: a determination those of the vacancy, a ranking its own declaration.
    rows = AuditEntry.objects.filter(chain=vacancy.trail_chain, act__in=("determine", "compute_ranking"))
    rules = {row.act: json.loads(row.body)["rule_version"] for row in rows}
    assert rules["determine"] == vacancy.rule_mark != rules["compute_ranking"]
    determination = Determination.objects.get(vacancy=vacancy)
    assert [(seat.seat, seat.line.rank, seat.reason_code, seat.reason) for seat in determination.seats.order_by("seat")] == [
        (1, 1, "", ""),
        (2, 3, "EXPERIENCE", "Pengalaman lebih sesuai dengan kebutuhan unit."),
    ]
    names = [seat.line.candidate.application.employee.name for seat in determination.seats.order_by("seat")]
    text = one_line(pdf_text(determination.letter))
    assert all(name in text for name in names)
    assert determination.letter.number in text
    assert officials[Role.PPK].full_name in text
    winner = Candidate.objects.get(vacancy=vacancy, number=1).application.employee
    assert winner.nip not in text.replace(" ", "")
    assert not ApplicationEvent.objects.filter(state="SELECTED").exists()

    actions.announce_result(vacancy_id=vacancy.pk, actor=admin)

    vacancy.refresh_from_db()
    assert vacancy.state == "ANNOUNCED"
    announcement = Announcement.objects.get(vacancy=vacancy, kind="RESULT")
    assert [row["name"] for row in announcement.rows] == names
    states = sorted(Application.objects.filter(vacancy=vacancy).values_list("state", flat=True))
    assert states == ["NOT_SELECTED"] * 7 + ["SELECTED"] * 2
    assert ApplicationEvent.objects.filter(state="SELECTED").count() == 2
    mails = OutboxMessage.objects.filter(subject__startswith="Hasil akhir seleksi")
    assert mails.count() == 9
    loser = Candidate.objects.get(vacancy=vacancy, number=2)
    mail = mails.get(recipient=loser.application.employee.user)
    letter_text = one_line(pdf_text(mail.letter))
    assert loser.application.employee.name in letter_text
    assert "belum terpilih" in letter_text
    assert "90,00" in letter_text
    assert "95,00" not in letter_text
    assert names[0] not in letter_text


@pytest.mark.parametrize("level", ["MADYA", "UTAMA"])
def test_madya_and_utama_end_at_the_setkab(level):
    vacancy, officials = ranked(level=level, candidates=5)
    chair = chair_of(vacancy)
    request = send_result(vacancy)
    assert request.sender != chair
    verdict(request, officials[Role.PYB], "APPROVE")
    verdict(request, chair, "APPROVE")
    verdict(request, officials[Role.PPK], "APPROVE")
    verdict(request, officials[Role.WASDAL], "RECOMMEND_WITH_NOTES", "Lengkapi berkas.")
    form = seats_form(request, ("001", ""))
    verdict(request, officials[Role.SETKAB], "DETERMINE", form=form)
    determination = Determination.objects.get(vacancy=vacancy)
    assert determination.letter.number.split("/")[2] == "SETKAB"
    assert determination.decided_by == officials[Role.SETKAB]


@pytest.mark.parametrize(("code", "note"), [("RETURN", "Periksa lagi komponen wawancara."), ("REJECT", "Daftar tidak lengkap.")])
def test_return_and_rejection_reopen_the_ranking(code, note):
    vacancy, officials = ranked()
    request = send_result(vacancy)
    verdict(request, officials[Role.PYB], code, note)
    vacancy.refresh_from_db()
    assert vacancy.state == "RANKED"
    second = send_result(vacancy, note="Sudah diperiksa.")
    assert (second.round_number, second.previous) == (2, request)


def test_not_recommended_goes_back_to_the_sender():
    vacancy, officials = ranked()
    request = send_result(vacancy)
    verdict(request, officials[Role.PYB], "APPROVE")
    verdict(request, officials[Role.PPK], "APPROVE")
    verdict(request, officials[Role.WASDAL], "NOT_RECOMMEND", "Bobot tidak sesuai pengumuman.")
    vacancy.refresh_from_db()
    assert vacancy.state == "RANKED"


def test_sender_takes_the_result_back():
    vacancy, _ = ranked()
    secretariat = official(Role.SECRETARIAT, vacancy)
    send_result(vacancy, preparer=secretariat)
    with pytest.raises(Refused, match="Hanya pengirim"):
        actions.withdraw_result(vacancy_id=vacancy.pk, actor=official(Role.AGENCY_ADMIN, vacancy))
    actions.withdraw_result(vacancy_id=vacancy.pk, actor=secretariat)
    vacancy.refresh_from_db()
    assert vacancy.state == "RANKED"
    assert acts(vacancy)[-2:] == ["withdraw_request", "withdraw_result"]


def at_determination(quota: int = 1, candidates: int = 4):
    vacancy, officials = ranked(quota=quota, candidates=candidates)
    request = send_result(vacancy)
    verdict(request, officials[Role.PYB], "APPROVE")
    verdict(request, officials[Role.PPK], "APPROVE")
    verdict(request, officials[Role.WASDAL], "RECOMMEND")
    return vacancy, officials, request


def test_determination_form_says_what_is_wrong_beside_the_field():
    _, _, request = at_determination(quota=2, candidates=6)
    twice = seats_form(request, ("001", ""), ("001", ""))
    assert "sudah dipilih" in twice.errors["seat_2"][0]
    lower = seats_form(request, ("002", ""), ("003", ""))
    assert "Tulis alasan" in lower.errors["reason_1"][0]
    assert "Pilih jenis alasan memilih peringkat 2." in lower.errors["code_1"][0]
    outside = seats_form(request, ("001", ""), ("099", ""))
    assert "daftar pendek" in outside.errors["seat_2"][0]
    both = seats_form(request, ("002", ""), ("001", ""))
    assert both.is_valid()


def test_somebody_who_withdrew_cannot_be_determined():
    vacancy, officials, request = at_determination()
    form = seats_form(request, ("001", ""))
    assert form.is_valid()
    chosen = Candidate.objects.get(vacancy=vacancy, number=1).application
    Application.objects.filter(pk=chosen.pk).update(state="WITHDRAWN")
    with pytest.raises(Refused, match="mengundurkan diri"):
        verdict(request, officials[Role.PPK], "DETERMINE", form=form)
    vacancy.refresh_from_db()
    assert vacancy.state == "RESULT_REVIEW"
    remaining = seats_form(request, ("002", ""))
    assert remaining.is_valid(), remaining.errors


def test_determination_without_choice_is_refused():
    _, officials, request = at_determination()
    with pytest.raises(Refused, match="Pilih peserta"):
        verdict(request, officials[Role.PPK], "DETERMINE", form=seats_form(request, ("", "")))


def test_scorers_and_applicants_do_not_decide():
    vacancy, _ = ranked()
    member = member_of(vacancy)
    from tests.factories.people import MembershipFactory

    MembershipFactory(user=member, role=Role.PYB, agency=vacancy.agency)
    request = send_result(vacancy)
    with pytest.raises(Refused, match="ikut menilai"):
        verdict(request, member, "APPROVE")


def test_only_the_admin_announces_and_only_once():
    vacancy, officials, request = at_determination()
    verdict(request, officials[Role.PPK], "DETERMINE", form=seats_form(request, ("001", "")))
    admin = official(Role.AGENCY_ADMIN, vacancy)
    with pytest.raises(Refused, match="Hanya admin instansi"):
        actions.announce_result(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    actions.announce_result(vacancy_id=vacancy.pk, actor=admin)
    with pytest.raises(Refused, match="Umumkan hasil"):
        actions.announce_result(vacancy_id=vacancy.pk, actor=admin)
    assert Announcement.objects.filter(vacancy=vacancy, kind="RESULT").count() == 1


def test_the_public_reads_with_the_result_why_a_short_list_went_on(client):
    vacancy, officials, request = at_determination(candidates=2)
    page = reverse("show_vacancy", args=[vacancy.public_id])
    assert "dilanjutkan dengan alasan" not in client.get(page).content.decode()
    verdict(request, officials[Role.PPK], "DETERMINE", form=seats_form(request, ("001", "")))
    actions.announce_result(vacancy_id=vacancy.pk, actor=official(Role.AGENCY_ADMIN, vacancy))
    reason = (
        "Peserta yang memenuhi nilai minimum 2 orang, kurang dari 3; "
        "seleksi dilanjutkan dengan alasan: Semua yang memenuhi syarat sudah dinilai."
    )
    announcement = Announcement.objects.get(vacancy=vacancy, kind="RESULT")
    assert reason in announcement.body
    assert reason in one_line(pdf_text(announcement.letter))
    assert reason in one_line(client.get(reverse("show_result", args=[vacancy.public_id])).content.decode())
