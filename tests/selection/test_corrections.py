"""A locked score: nobody changes it, two people correct it, and what rested on it is reopened."""

from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from approvals.actions import decide
from core.models import AuditEntry, Notification, OutboxMessage
from core.refusals import Refused
from selection import actions
from selection.gates import is_overtaken, latest_ranking
from selection.models import CorrectionVerdict, Recusal, Score, ScoreCorrection, ScoreSheet
from selection.scoreboard import accepted_values
from selection.views.corrections import address_of
from tests.factories.selection import chair_of, fill_scores, member_of, official, recast, scoring_vacancy, send_result
from vacancies.models import PanelMember

pytestmark = pytest.mark.django_db
D = Decimal
WHY = "Nilai wawancara tertukar dengan peserta lain; lihat formulir kertas nomor 4."


def body(page) -> str:
    assert page.status_code == 200, page.status_code
    return " ".join(page.content.decode().split())


@pytest.fixture
def vacancy():
    """Four people by rank 1 to 4, three places, ranked once."""
    made = scoring_vacancy(candidates=4, filled=True)
    actions.compute_ranking(vacancy_id=made.pk, actor=chair_of(made))
    made.refresh_from_db()
    return made


def own_score(vacancy, number: int, person) -> Score:
    return Score.objects.get(
        candidate__vacancy=vacancy, candidate__number=number, sheet__member__user=person, component__code="INTERVIEW"
    )


def other_member(vacancy, *people):
    seats = PanelMember.objects.filter(panel__vacancy=vacancy, is_chair=False).select_related("user").order_by("id")
    return next(seat.user for seat in seats if seat.user not in people)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE selection_score SET value = 1",
        "DELETE FROM selection_score",
        "UPDATE selection_scoresheet SET submitted_at = NULL",
        "INSERT INTO selection_score (candidate_id, component_id, sheet_id, value, entered_by_id, entered_at)"
        " SELECT candidate_id, component_id, NULL, 1, entered_by_id, now() FROM selection_score LIMIT 1",
    ],
)
def test_no_role_changes_a_locked_score_by_sql(vacancy, statement, owner_connection):
    with pytest.raises(ProgrammingError, match="locked"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    # The trigger stands for every role, the owner's included.
    with owner_connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgname IN ('selection_score_locked', 'selection_scoresheet_locked')"
        )
        assert cursor.fetchone() == (2,)


def test_scores_of_a_running_scoring_move_freely():
    running = scoring_vacancy(candidates=1, filled=True)
    assert Score.objects.filter(candidate__vacancy=running).update(value=D(1)) > 0
    assert ScoreSheet.objects.filter(candidate__vacancy=running).update(submitted_at=None) > 0


def test_correction_needs_a_second_person_and_moves_the_list(vacancy):
    person, chair = member_of(vacancy), chair_of(vacancy)
    score = own_score(vacancy, 4, person)
    correction = actions.propose_correction(score_id=score.pk, actor=person, value=D(100), reason=WHY)
    assert accepted(vacancy, score) == score.value
    with pytest.raises(Refused, match="Anda yang mengusulkan"):
        actions.decide_correction(correction_id=correction.pk, actor=person, accept=True)
    with pytest.raises(ProgrammingError, match="takes two people"), transaction.atomic():
        CorrectionVerdict.objects.create(correction=correction, is_accepted=True, decided_by=person, decided_at=timezone.now())
    with pytest.raises(Refused, match="menunggu keputusan"):
        actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair, reason="Koreksi.")
    with pytest.raises(Refused, match="menunggu keputusan"):
        send_result(vacancy)
    assert {row.recipient for row in Notification.objects.filter(kind="correction_proposed")} == {
        seat.user for seat in PanelMember.objects.filter(panel__vacancy=vacancy)
    } - {person}

    actions.decide_correction(correction_id=correction.pk, actor=chair, accept=True)
    assert accepted(vacancy, score) == D(100)
    score.refresh_from_db()
    assert score.value != D(100)
    with pytest.raises(Refused, match="Susun ulang peringkat"):
        send_result(vacancy)
    again = actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair, reason="Koreksi nilai wawancara peserta 004.")
    assert (again.version, again.lock.version) == (2, 2)
    acts = AuditEntry.objects.filter(chain=vacancy.trail_chain).order_by("sequence").values_list("act", flat=True)
    assert list(acts)[-3:] == ["propose_correction", "accept_correction", "compute_ranking"]


def accepted(vacancy, score: Score) -> Decimal:
    return accepted_values(vacancy).get(score.pk, score.value)


def test_refused_correction_leaves_the_old_value_and_says_why(vacancy):
    person, chair = member_of(vacancy), chair_of(vacancy)
    score = own_score(vacancy, 2, person)
    correction = actions.propose_correction(score_id=score.pk, actor=person, value=D(60), reason=WHY)
    with pytest.raises(Refused, match="alasan menolak"):
        actions.decide_correction(correction_id=correction.pk, actor=chair, accept=False, note=" ")
    actions.decide_correction(correction_id=correction.pk, actor=chair, accept=False, note="Formulir kertas memuat nilai lama.")
    assert accepted(vacancy, score) == score.value
    mail = OutboxMessage.objects.get(kind="correction_answered")
    assert mail.recipient == person
    assert "Formulir kertas memuat nilai lama." in mail.text
    with pytest.raises(Refused, match="sudah diputus"):
        actions.decide_correction(correction_id=correction.pk, actor=chair, accept=True)
    # Another try is possible, and the newest accepted one counts.
    second = actions.propose_correction(score_id=score.pk, actor=person, value=D(61), reason=WHY)
    actions.decide_correction(correction_id=second.pk, actor=other_member(vacancy, person), accept=True)
    assert accepted(vacancy, score) == D(61)


@pytest.mark.parametrize(
    ("value", "reason", "sentence"),
    [(D(101), WHY, "harus antara"), (D(60), " ", "Tulis apa yang salah"), (None, WHY, "Nilai yang berlaku sudah")],
)
def test_bad_proposals_are_refused(vacancy, value, reason, sentence):
    score = own_score(vacancy, 1, member_of(vacancy))
    with pytest.raises(Refused, match=sentence):
        actions.propose_correction(
            score_id=score.pk, actor=member_of(vacancy), value=score.value if value is None else value, reason=reason
        )
    assert not ScoreCorrection.objects.exists()


def test_only_the_scorer_the_chair_and_for_imports_the_office_propose(vacancy):
    person = member_of(vacancy)
    stranger, secretariat = other_member(vacancy, person), official(Role.SECRETARIAT, vacancy)
    score = own_score(vacancy, 1, person)
    for somebody in (stranger, secretariat):
        with pytest.raises(Refused, match="diusulkan oleh penilainya"):
            actions.propose_correction(score_id=score.pk, actor=somebody, value=D(60), reason=WHY)
    imported = Score.objects.filter(candidate__vacancy=vacancy, sheet=None).order_by("id")[0]
    actions.propose_correction(score_id=imported.pk, actor=secretariat, value=D(60), reason=WHY)
    with pytest.raises(Refused, match="sudah punya usul"):
        actions.propose_correction(score_id=imported.pk, actor=chair_of(vacancy), value=D(61), reason=WHY)


def test_running_scoring_takes_no_correction():
    running = scoring_vacancy(candidates=1, filled=True)
    person = member_of(running)
    with pytest.raises(Refused, match="belum terkunci"):
        actions.propose_correction(score_id=own_score(running, 1, person).pk, actor=person, value=D(60), reason=WHY)


def test_accepting_during_the_approval_reopens_it_and_tells_those_who_had_signed(vacancy):
    person, chair = member_of(vacancy), chair_of(vacancy)
    people = {role: official(role, vacancy) for role in (Role.PYB, Role.PPK, Role.WASDAL)}
    request = send_result(vacancy)
    decide(
        request_id=request.pk, actor=people[Role.PYB], verdict="APPROVE", note="", digest_seen=request.digest,
        position_seen=request.steps.get(state="OPEN").position,
    )  # fmt: skip
    correction = actions.propose_correction(score_id=own_score(vacancy, 4, person).pk, actor=person, value=D(100), reason=WHY)
    actions.decide_correction(correction_id=correction.pk, actor=chair, accept=True)
    request.refresh_from_db()
    vacancy.refresh_from_db()
    assert (request.state, vacancy.state) == ("WITHDRAWN", "RANKED")
    assert not request.steps.filter(state="OPEN").exists()
    assert [mail.recipient for mail in OutboxMessage.objects.filter(kind="score_changed")] == [people[Role.PYB]]
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair, reason="Koreksi nilai.")
    again = send_result(vacancy)
    assert (again.round_number, again.previous) == (2, request)


def test_a_correction_that_moves_no_component_reopens_nothing(client):
    """One of five under a median: the value is corrected, the packet and what everybody signed stay."""
    vacancy = scoring_vacancy(candidates=4)
    recast(vacancy, "INTERVIEW", aggregate="MEDIAN")
    fill_scores(vacancy, [D(95), D(90), D(85), D(80)])
    person, chair = member_of(vacancy), chair_of(vacancy)
    pyb, _, _ = (official(role, vacancy) for role in (Role.PYB, Role.PPK, Role.WASDAL))
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair)
    request = send_result(vacancy)
    score = own_score(vacancy, 4, person)
    one, two = (
        actions.propose_correction(score_id=each.pk, actor=each.sheet.member.user, value=D(100), reason=WHY)
        for each in (score, own_score(vacancy, 1, person))
    )
    client.force_login(chair)
    address = reverse("decide_correction", args=[one.public_id])
    page = body(client.get(address))
    assert "peringkat dan rangkaian persetujuan yang sedang berjalan tetap berlaku" in page
    assert "dihentikan" not in page
    answer = body(client.post(address, {"putusan": "terima"}, follow=True))
    assert "Nilai gabungan komponen tidak berubah, jadi peringkat tetap berlaku." in answer
    assert accepted(vacancy, score) == D(100)
    request.refresh_from_db()
    vacancy.refresh_from_db()
    assert (request.state, vacancy.state) == ("IN_PROGRESS", "RESULT_REVIEW")
    assert not is_overtaken(vacancy, latest_ranking(vacancy))
    assert not OutboxMessage.objects.filter(kind="score_changed").exists()
    # The same person's sheet, a refused one: nothing moves either, and the approver decides on.
    actions.decide_correction(correction_id=two.pk, actor=chair, accept=False, note="Tidak ada bukti.")
    assert decide(
        request_id=request.pk, actor=pyb, verdict="APPROVE", note="", digest_seen=request.digest,
        position_seen=request.steps.get(state="OPEN").position,
    ).verdict == "APPROVE"  # fmt: skip


def test_pages_show_the_effect_before_anybody_decides(vacancy, client):
    person, chair = member_of(vacancy), chair_of(vacancy)
    score = own_score(vacancy, 4, person)
    client.force_login(person)
    listed = body(client.get(reverse("show_corrections", args=[vacancy.public_id])))
    assert "Belum ada usul koreksi" in listed
    url = address_of(score)
    assert f'href="{url}"' in listed
    assert client.get(url.split("?")[0]).status_code == 404
    assert client.get(url + "x").status_code == 404
    empty = body(client.post(url, {"value": "", "reason": ""}))
    assert empty.count("Ada 2 hal yang perlu diperbaiki") == 1
    assert "Tulis nilai yang benar." in empty
    assert "Tulis apa yang salah" in empty
    wild = body(client.post(url, {"value": "400", "reason": WHY}))
    assert "formulir kertas nomor 4" in wild
    assert client.post(url, {"value": "100", "reason": WHY}).status_code == 302
    correction = ScoreCorrection.objects.get()
    decision = reverse("decide_correction", args=[correction.public_id])
    assert "Anda yang mengusulkan" in body(client.get(decision))
    assert "Baca usul" in body(client.get(reverse("show_corrections", args=[vacancy.public_id])))
    client.force_login(chair)
    assert "Baca dan putuskan" in body(client.get(reverse("show_corrections", args=[vacancy.public_id])))
    page = body(client.get(decision))
    assert "Pengaruhnya terhadap daftar pendek" in page
    assert "Bila diterima, peringkat perlu disusun ulang." in page
    assert "1 usul menunggu keputusan" in body(client.get(reverse("show_selection", args=[vacancy.public_id])))
    refused = body(client.post(decision, {"putusan": "tolak", "note": ""}))
    assert refused.count("Tulis alasan menolak koreksi ini.") == 2, "once above, once beside the field"
    assert client.post(decision, {"putusan": "terima"}).status_code == 302
    assert "Diterima" in body(client.get(reverse("show_corrections", args=[vacancy.public_id])))


def test_the_office_is_not_led_to_a_decision_of_the_panel(client):
    vacancy = scoring_vacancy(candidates=4, filled=True)
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    imported = Score.objects.filter(candidate__vacancy=vacancy, sheet=None).first()
    office = official(Role.SECRETARIAT, vacancy)
    actions.propose_correction(score_id=imported.pk, actor=office, value=D(60), reason=WHY)
    client.force_login(office)
    page = body(client.get(reverse("show_corrections", args=[vacancy.public_id])))
    assert "Menunggu orang kedua" in page
    assert "/seleksi/koreksi/" not in page


def test_member_with_a_conflict_finds_neither_value_nor_proposal(vacancy, client):
    person = member_of(vacancy)
    barred = other_member(vacancy, person)
    candidate = vacancy.candidates.get(number=4)
    seat = PanelMember.objects.get(panel__vacancy=vacancy, user=barred)
    Recusal.objects.create(candidate=candidate, member=seat, reason="Satu unit.", declared_at=vacancy.state_since)
    score = own_score(vacancy, 4, person)
    correction = actions.propose_correction(score_id=score.pk, actor=person, value=D(100), reason=WHY)
    client.force_login(barred)
    assert client.get(reverse("decide_correction", args=[correction.public_id])).status_code == 404
    page = body(client.get(reverse("show_corrections", args=[vacancy.public_id])))
    assert WHY not in page
    with pytest.raises(Refused, match="konflik kepentingan"):
        actions.decide_correction(correction_id=correction.pk, actor=barred, accept=True)
