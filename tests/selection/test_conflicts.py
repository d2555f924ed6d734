"""Conflicts of interest: what the register proposes, who answers, what a closed file keeps from whom."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core.models import AuditEntry, Notification, OutboxMessage
from core.refusals import Refused
from employees.models import PositionRecord
from selection import actions
from selection.conflicts import closed_candidates, open_conflicts
from selection.gates import latest_ranking, outdated_sentence
from selection.models import CalibrationStep, Candidate, ConflictProposal, Recusal, Score, ScoreSheet
from selection.permissions import presiding_seat
from selection.scoreboard import read_scoreboard
from selection.scoring_permissions import can_export_scores
from tests.factories.applications import ApplicationFactory
from tests.factories.people import EmployeeFactory, MembershipFactory
from tests.factories.selection import (
    chair_of,
    fill_scores,
    fill_sheet,
    member_of,
    official,
    scoring_vacancy,
    send_result,
)
from vacancies.models import PanelMember, Vacancy

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
FULL = {"TRACK": Decimal("80"), "PAPER": Decimal("75.5"), "INTERVIEW": Decimal("90.25")}


def first(vacancy) -> Candidate:
    return Candidate.objects.select_related("vacancy", "application__employee").get(vacancy=vacancy, number=1)


def make_colleagues(member, candidate: Candidate, level: str = "ADMINISTRATOR") -> None:
    """Give the member a record in the register with a post in the candidate's present unit."""
    person = candidate.application.employee
    own = EmployeeFactory(agency=person.agency, unit=person.unit, position_level=level, position_title="Kepala Biro Uji")
    own.user = member
    own.save(update_fields=["user"])


@pytest.fixture
def vacancy():
    vacancy = scoring_vacancy(candidates=3)
    make_colleagues(member_of(vacancy), first(vacancy), "JPT_PRATAMA")
    return vacancy


def search(vacancy) -> list[ConflictProposal]:
    return actions.search_conflicts(vacancy_id=vacancy.pk, actor=official(Role.SECRETARIAT, vacancy))


def test_register_proposes_once_and_tells_the_member(vacancy):
    (proposal,) = search(vacancy)
    assert (proposal.candidate, proposal.member.user) == (first(vacancy), member_of(vacancy))
    assert [ground["kind"] for ground in proposal.grounds] == ["SUPERIOR"]
    assert "Kepala Biro Uji" in proposal.grounds[0]["text"]
    assert Notification.objects.get(kind="conflict_proposed").recipient == member_of(vacancy)
    assert OutboxMessage.objects.filter(kind="conflict_proposed").count() == 1
    assert search(vacancy) == []
    assert "conflict" in AuditEntry.objects.filter(chain=vacancy.trail_chain).latest("sequence").act


def test_a_new_line_in_the_register_asks_again(vacancy):
    (proposal,) = search(vacancy)
    actions.deny_conflict(proposal_id=proposal.pk, actor=member_of(vacancy), reason="Hanya dua bulan, dan sudah lama.")
    assert open_conflicts(vacancy, TODAY) == 0
    PositionRecord.objects.create(
        employee=first(vacancy).application.employee,
        title="Analis Uji",
        level="PELAKSANA",
        agency_name=first(vacancy).application.employee.agency.name,
        unit=first(vacancy).application.employee.unit,
        started_on=date(2015, 1, 1),
        ended_on=date(2016, 1, 1),
    )
    assert open_conflicts(vacancy, TODAY) == 1
    (second,) = search(vacancy)
    assert "Analis Uji" in second.grounds[0]["text"]


def test_members_without_a_record_and_absent_candidates_are_left_out(vacancy):
    actions.mark_absent(candidate_id=first(vacancy).pk, actor=chair_of(vacancy), note="Tidak datang wawancara.")
    assert search(vacancy) == []
    assert open_conflicts(vacancy, TODAY) == 0


def test_a_person_is_found_by_the_number_of_the_account_too():
    vacancy = scoring_vacancy(candidates=1)
    person = first(vacancy).application.employee
    own = EmployeeFactory(agency=person.agency, unit=person.unit)
    member = member_of(vacancy)
    member.nip = own.nip
    member.save(update_fields=["nip"])
    assert len(search(vacancy)) == 1


def test_waiting_proposal_closes_the_file_and_keeps_the_ranking_back(vacancy):
    fill_scores(vacancy, [Decimal(90), Decimal(80), Decimal(70)])
    assert open_conflicts(vacancy, TODAY) == 1
    with pytest.raises(Refused, match="1 usul konflik kepentingan"):
        actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    (proposal,) = search(vacancy)
    person = member_of(vacancy)
    assert closed_candidates(person, vacancy) == {first(vacancy).pk}
    with pytest.raises(Refused, match="Jawab dahulu"):
        actions.save_sheet(candidate_id=first(vacancy).pk, actor=person, values=FULL)
    with pytest.raises(Refused, match="1 usul konflik kepentingan"):
        actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    with pytest.raises(Refused, match="anggota pansel yang bersangkutan"):
        actions.deny_conflict(proposal_id=proposal.pk, actor=chair_of(vacancy), reason="Bukan urusan ketua.")
    with pytest.raises(Refused, match="Tulis mengapa"):
        actions.deny_conflict(proposal_id=proposal.pk, actor=person, reason=" ")
    actions.deny_conflict(proposal_id=proposal.pk, actor=person, reason="Hanya satu bulan bersama.")
    assert not ConflictProposal.objects.waiting(vacancy).exists()
    assert closed_candidates(person, vacancy) == frozenset()
    with pytest.raises(Refused, match="sudah dijawab"):
        actions.deny_conflict(proposal_id=proposal.pk, actor=person, reason="Dua kali.")


def test_declaring_answers_a_proposal_also_over_a_handed_in_sheet(vacancy):
    person = member_of(vacancy)
    sheet = fill_sheet(first(vacancy), PanelMember.objects.get(user=person), FULL)
    search(vacancy)
    actions.declare_conflict(candidate_id=first(vacancy).pk, actor=person, reason="Ia bawahan saya.")
    assert not ConflictProposal.objects.waiting(vacancy).exists()
    assert ScoreSheet.objects.filter(pk=sheet.pk).exists(), "what was handed in stays stored"
    assert (first(vacancy).pk, sheet.member_id) in read_scoreboard(vacancy).recused
    assert not read_scoreboard(vacancy).panel, "and counts for nothing"
    assert Notification.objects.get(kind="conflict_declared").recipient == chair_of(vacancy)


def test_taking_a_declaration_back_leaves_the_question_open(vacancy):
    person = member_of(vacancy)
    search(vacancy)
    actions.declare_conflict(candidate_id=first(vacancy).pk, actor=person, reason="Ia bawahan saya.")
    actions.retract_conflict(candidate_id=first(vacancy).pk, actor=person)
    assert ConflictProposal.objects.waiting(vacancy).count() == 1


def test_imposed_recusal_holds_until_those_who_run_the_selection_lift_it(vacancy):
    person, seat = member_of(vacancy), PanelMember.objects.get(user=member_of(vacancy))
    secretary, candidate = official(Role.SECRETARIAT, vacancy), first(vacancy)
    (proposal,) = search(vacancy)
    actions.deny_conflict(proposal_id=proposal.pk, actor=person, reason="Sudah lama.")
    for wrong in (official(Role.PPK, vacancy), person):
        with pytest.raises(Refused):
            actions.impose_recusal(candidate_id=candidate.pk, member_id=seat.pk, actor=wrong, reason="Hubungan dekat.")
    with pytest.raises(Refused, match="Tulis alasan"):
        actions.impose_recusal(candidate_id=candidate.pk, member_id=seat.pk, actor=secretary, reason="")
    actions.impose_recusal(candidate_id=candidate.pk, member_id=seat.pk, actor=secretary, reason="Hubungan atasan dan bawahan.")
    assert Notification.objects.get(kind="recusal_changed").recipient == person
    with pytest.raises(Refused, match="sudah tidak menilai"):
        actions.impose_recusal(candidate_id=candidate.pk, member_id=seat.pk, actor=secretary, reason="Lagi.")
    with pytest.raises(Refused, match="Tidak ada pernyataan"):
        actions.retract_conflict(candidate_id=candidate.pk, actor=person)
    with pytest.raises(Refused, match="dibebaskan dari menilai"):
        actions.save_sheet(candidate_id=candidate.pk, actor=person, values=FULL)
    actions.lift_recusal(candidate_id=candidate.pk, member_id=seat.pk, actor=secretary, reason="Salah orang.")
    assert not Recusal.objects.exists()
    assert not ConflictProposal.objects.waiting(vacancy).exists(), "the denial still stands"


def test_what_a_member_declared_is_not_lifted_by_others(vacancy):
    seat = PanelMember.objects.get(user=member_of(vacancy))
    actions.declare_conflict(candidate_id=first(vacancy).pk, actor=seat.user, reason="Keluarga.")
    with pytest.raises(Refused, match="hanya dicabut oleh anggota itu"):
        actions.lift_recusal(
            candidate_id=first(vacancy).pk, member_id=seat.pk, actor=official(Role.SECRETARIAT, vacancy), reason="Tidak perlu."
        )


def test_conflicted_chair_relieves_nobody_of_that_candidate(vacancy):
    chair, seat = chair_of(vacancy), PanelMember.objects.get(user=member_of(vacancy))
    actions.declare_conflict(candidate_id=first(vacancy).pk, actor=chair, reason="Keluarga.")
    with pytest.raises(Refused, match="menyatakan konflik"):
        actions.impose_recusal(candidate_id=first(vacancy).pk, member_id=seat.pk, actor=chair, reason="Tanpa dia saja.")


def learn_of_a_conflict(vacancy) -> PanelMember:
    """The register learns, once everything is in, that the second member was a superior of the first candidate."""
    make_colleagues(member_of(vacancy), first(vacancy), "JPT_PRATAMA")
    return PanelMember.objects.get(user=member_of(vacancy))


@pytest.mark.parametrize("answer", ["deny", "declare"])
def test_a_conflict_the_register_learns_of_after_the_ranking_can_still_be_answered(answer):
    vacancy = scoring_vacancy(candidates=4)
    fill_scores(vacancy, [Decimal(95), Decimal(90), Decimal(85), Decimal(80)])
    chair = chair_of(vacancy)
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair)
    seat = learn_of_a_conflict(vacancy)
    with pytest.raises(Refused, match="1 usul konflik kepentingan"):
        actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair, reason="Pemeriksaan ulang.")
    (proposal,) = search(vacancy)
    # Nobody signs before the answer either.
    with pytest.raises(Refused, match="1 usul konflik kepentingan"):
        send_result(vacancy)
    if answer == "deny":
        actions.deny_conflict(proposal_id=proposal.pk, actor=seat.user, reason="Hanya dua bulan.")
        assert outdated_sentence(vacancy, latest_ranking(vacancy)) == ""
    else:
        actions.declare_conflict(candidate_id=first(vacancy).pk, actor=seat.user, reason="Ia bawahan saya.")
        assert len(read_scoreboard(vacancy).panel[first(vacancy).pk, vacancy.components.get(code="INTERVIEW").pk]) == 4
    assert actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair, reason="Pemeriksaan ulang.").version == 2


def test_a_question_without_an_answer_closes_the_rooms_of_numbers_too(client):
    vacancy = scoring_vacancy(candidates=2, filled=True)
    seat = learn_of_a_conflict(vacancy)
    name, room = first(vacancy).application.employee.name, reverse("show_score_calibration", args=[vacancy.public_id])
    client.force_login(seat.user)
    assert name in client.get(room).content.decode()
    search(vacancy)
    page = client.get(room).content.decode()
    assert name not in page
    assert "Peserta 002" in page


def test_a_chair_asked_about_a_conflict_presides_again_after_the_answer():
    vacancy = scoring_vacancy(candidates=3, filled=True)
    chair = chair_of(vacancy)
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair)
    make_colleagues(chair, first(vacancy), "JPT_PRATAMA")
    (proposal,) = search(vacancy)
    assert presiding_seat(vacancy).user == member_of(vacancy, 0)
    refusal = can_export_scores(chair, vacancy)
    assert refusal is not None
    assert "konflik kepentingan" in refusal.reason
    actions.deny_conflict(proposal_id=proposal.pk, actor=chair, reason="Hanya dua bulan.")
    assert presiding_seat(vacancy).user == chair
    assert can_export_scores(chair, vacancy) is None


def test_answers_are_written_once():
    from django.db import ProgrammingError, connection, transaction

    for table in ("selection_conflictproposal", "selection_conflictdenial"):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")


# Pages -------------------------------------------------------------------------------------------------------------------


def test_member_answers_on_the_page(client, vacancy):
    (proposal,) = search(vacancy)
    client.force_login(member_of(vacancy))
    room = client.get(reverse("show_scoring_room", args=[vacancy.public_id])).content.decode()
    assert "Jawab usul konflik kepentingan lebih dahulu" in room
    address = reverse("answer_conflicts", args=[vacancy.public_id])
    assert "Kepala Biro Uji" in client.get(address).content.decode()
    prefix = f"usul{proposal.pk}"
    page = client.post(address, {"usul": proposal.public_id, f"{prefix}-reason": "Sudah lama."}).content.decode()
    assert "Pilih salah satu jawaban." in page
    assert "Sudah lama." in page
    answer = client.post(
        address, {"usul": proposal.public_id, f"{prefix}-answer": "deny", f"{prefix}-reason": "Sudah lama."}, follow=True
    ).content.decode()
    assert "Jawaban Anda tentang peserta 001 tercatat" in answer
    assert proposal.denial.reason == "Sudah lama."
    assert client.post(address, {"usul": proposal.public_id}).status_code == 302


def test_office_reads_answers_and_imposes_on_the_page(client, vacancy):
    client.force_login(official(Role.SECRETARIAT, vacancy))
    address = reverse("show_conflicts", args=[vacancy.public_id])
    assert "Tidak ada hubungan yang ditemukan" in client.get(address).content.decode()
    page = client.post(address, follow=True).content.decode()
    assert "1 usul baru dikirim" in page
    assert "Peringkat menunggu jawaban" in page
    assert chair_of(vacancy).full_name in page, "people the register does not know are named"
    seat = PanelMember.objects.get(user=member_of(vacancy))
    data = {"candidate": first(vacancy).pk, "member": seat.pk, "reason": "Hubungan atasan dan bawahan."}
    impose = reverse("impose_recusal", args=[vacancy.public_id])
    assert "Tulis alasannya." in client.post(impose, data | {"reason": ""}).content.decode()
    assert "Dibebaskan" in client.post(impose, data, follow=True).content.decode()
    lift = reverse("lift_recusal", args=[vacancy.public_id])
    client.post(lift, data)
    assert not Recusal.objects.exists()


@pytest.mark.parametrize("items", [1, 3])
def test_conflict_pages_cost_the_same_at_every_length(client, django_assert_num_queries, items):
    vacancy = scoring_vacancy(candidates=items)
    for candidate in Candidate.objects.filter(vacancy=vacancy).select_related("application__employee"):
        person = candidate.application.employee
        PositionRecord.objects.create(
            employee=person,
            title="Kepala",
            level="PENGAWAS",
            agency_name="Badan Sama",
            unit="Biro Sama",
            started_on=date(2019, 1, 1),
        )
    own = EmployeeFactory(with_records=False)
    PositionRecord.objects.create(
        employee=own, title="Staf", level="PELAKSANA", agency_name="Badan Sama", unit="Biro Sama", started_on=date(2019, 1, 1)
    )
    own.user = member_of(vacancy)
    own.save(update_fields=["user"])
    assert len(search(vacancy)) == items
    client.force_login(member_of(vacancy))
    with django_assert_num_queries(ANSWER_QUERIES):
        assert client.get(reverse("answer_conflicts", args=[vacancy.public_id])).status_code == 200
    client.force_login(official(Role.SECRETARIAT, vacancy))
    with django_assert_num_queries(OVERVIEW_QUERIES):
        assert client.get(reverse("show_conflicts", args=[vacancy.public_id])).status_code == 200


ANSWER_QUERIES = 14
OVERVIEW_QUERIES = 20


# What a closed file keeps from whom ------------------------------------------------------------------------------------------

FLEETING = re.compile(
    r'csrfmiddlewaretoken" value="[^"]+"|FToken": "\w+"|data-portal-session="\d+"|pukul \d\d\.\d\d|nonce-[\w-]+'
)


def views_of(client, vacancy, user) -> dict[str, str]:
    """Every page of the selection as one person sees it, without what changes at each request anyway."""
    client.force_login(user)
    pages = {
        "antrean": reverse("list_assignments"),
        "ruang": reverse("show_scoring_room", args=[vacancy.public_id]),
        "kendali": reverse("show_selection", args=[vacancy.public_id]),
        "konflik": reverse("show_conflicts", args=[vacancy.public_id]),
        "sesi": reverse("list_sessions", args=[vacancy.public_id]),
        "koreksi": reverse("show_corrections", args=[vacancy.public_id]),
        "kalibrasi": reverse("show_score_calibration", args=[vacancy.public_id]),
        "impor": reverse("import_scores", args=[vacancy.public_id]),
        "nilai sama": reverse("settle_tie", args=[vacancy.public_id]),
        "kurang peserta": reverse("answer_shortfall", args=[vacancy.public_id]),
        "berita acara": reverse("prepare_minutes", args=[vacancy.public_id]),
        "tanda tangan": reverse("sign_minutes", args=[vacancy.public_id]),
        "makalah": reverse("list_papers", args=[vacancy.public_id]),
        "kertas": reverse("show_entries", args=[vacancy.public_id]),
        "unduhan": reverse("export_scores", args=[vacancy.public_id]),
        "pemberitahuan": reverse("list_notifications"),
        "publik": reverse("show_vacancy", args=[vacancy.public_id]),
        "umpan": reverse("read_atom_feed"),
        "lembar 1": reverse("score_candidate", args=[Candidate.objects.get(vacancy=vacancy, number=1).public_id]),
        "lembar 2": reverse("score_candidate", args=[Candidate.objects.get(vacancy=vacancy, number=2).public_id]),
    }
    answers = {name: client.get(address) for name, address in pages.items()}
    assert {each.status_code for each in answers.values()} <= {200, 302, 403, 404, 409}
    return {
        name: FLEETING.sub("", f"{each.status_code} {each.content.decode(errors='replace')}") for name, each in answers.items()
    }


@pytest.mark.parametrize("is_chair", [True, False], ids=["ketua", "anggota"])
@pytest.mark.parametrize("state", ["SCORING", "RANKED"])
def test_nothing_a_recused_person_sees_follows_from_the_closed_scores(client, is_chair, state):
    """Two worlds that differ in the scores of candidate 1 alone look alike, byte for byte, to who must not know them."""
    vacancy = scoring_vacancy(candidates=5, filled=True)
    chair = chair_of(vacancy)
    user = chair if is_chair else member_of(vacancy)
    candidate = first(vacancy)
    ScoreSheet.objects.filter(candidate=candidate, member__user=user).delete()
    actions.declare_conflict(candidate_id=candidate.pk, actor=user, reason="Keluarga.")
    seen = []
    for value in (Decimal("99"), Decimal("12")):
        Score.objects.filter(candidate=candidate).update(value=value)
        if state == "RANKED":
            seen.append(seen_after_ranking(client, vacancy, chair, user))
        else:
            seen.append(views_of(client, vacancy, user))
    for name, page in seen[0].items():
        assert page == seen[1][name], name
    assert "Tertutup bagi Anda" in seen[0]["kendali"] if is_chair else True


@pytest.mark.parametrize("kind", ["ketua", "anggota", "anggota dan sekretariat"])
def test_nothing_a_scorer_sees_before_handing_in_follows_from_what_the_others_gave(client, kind):
    """Two worlds that differ in the others' scores of candidate 1 alone look alike to who has not handed in that sheet."""
    vacancy = scoring_vacancy(candidates=5, filled=True, closed=False)
    user = chair_of(vacancy) if kind == "ketua" else member_of(vacancy)
    if kind == "anggota dan sekretariat":
        MembershipFactory(user=user, role=Role.SECRETARIAT, agency=vacancy.agency)
    candidate = first(vacancy)
    ScoreSheet.objects.filter(candidate=candidate, member__user=user).update(submitted_at=None)
    seen = []
    for value in (Decimal("99"), Decimal("12")):
        given = Score.objects.filter(candidate=candidate, sheet__isnull=False).exclude(sheet__member__user=user)
        assert given.update(value=value) > 0
        seen.append(views_of(client, vacancy, user))
        sheets = ScoreSheet.objects.filter(candidate=candidate).exclude(member__user=user).order_by("pk")
        for number, sheet in enumerate(sheets):
            # An address of another's sheet is known to a chair who may give it back.
            for name, code in (("propose_correction", "INTERVIEW"), ("change_score", "INTERVIEW")):
                address = f"{reverse(name, args=[candidate.public_id, code])}?lembar={sheet.public_id}"
                answer = client.get(address)
                seen[-1][f"{name} {number}"] = FLEETING.sub("", f"{answer.status_code} {answer.content.decode()}")
    for name, page in seen[0].items():
        assert page == seen[1][name], name
    ScoreSheet.objects.filter(candidate=candidate, member__user=user).update(submitted_at=timezone.now())
    assert "12,00" in views_of(client, vacancy, user)["lembar 1"]


def seen_after_ranking(client, vacancy, chair, user) -> dict[str, str]:
    """The pages once the ranking is made, in a world that is put back afterwards."""
    from unittest.mock import patch

    from django.db import transaction

    seen = {}
    moment = Vacancy.objects.get(pk=vacancy.pk).state_since
    sid = transaction.savepoint()
    with patch("core.clock.transaction_now", return_value=moment):
        actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair)
    seen = views_of(client, vacancy, user)
    transaction.savepoint_rollback(sid)
    return seen


def test_other_runners_still_see_everything(client):
    vacancy = scoring_vacancy(candidates=5, filled=True)
    chair = chair_of(vacancy)
    candidate = first(vacancy)
    ScoreSheet.objects.filter(candidate=candidate, member__user=chair).delete()
    actions.declare_conflict(candidate_id=candidate.pk, actor=chair, reason="Keluarga.")
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair)
    secretary = official(Role.SECRETARIAT, vacancy)
    page = views_of(client, vacancy, secretary)["kendali"]
    assert "sidik paket" in page
    closed = views_of(client, vacancy, chair)["kendali"]
    assert "Peringkat tertutup bagi Anda" in closed
    assert vacancy.rankings.get().sha256[:12] not in closed


def test_conflicted_chair_neither_imports_nor_reopens_nor_submits_nor_marks():
    vacancy = scoring_vacancy(candidates=2, filled=True)
    chair, candidate = chair_of(vacancy), first(vacancy)
    sheet = ScoreSheet.objects.filter(candidate=candidate).exclude(member__user=chair).first()
    ScoreSheet.objects.filter(candidate=candidate, member__user=chair).delete()
    actions.declare_conflict(candidate_id=candidate.pk, actor=chair, reason="Keluarga.")
    with pytest.raises(Refused, match="konflik"):
        actions.reopen_sheet(sheet_id=sheet.pk, actor=chair, reason="Ingin melihat nilainya.")
    with pytest.raises(Refused, match="konflik"):
        actions.mark_absent(candidate_id=candidate.pk, actor=chair, note="Tidak datang.")
    with pytest.raises(Refused, match="diimpor oleh sekretariat"):
        actions.import_scores(vacancy_id=vacancy.pk, actor=chair, values=(), source="nilai.csv")


def test_the_first_free_member_gives_back_what_the_chair_must_not(client):
    vacancy = scoring_vacancy(candidates=2, filled=True, closed=False)
    chair, deputy, other = chair_of(vacancy), member_of(vacancy, 0), member_of(vacancy, 1)
    sheets = {
        (sheet.candidate.number, sheet.member.user): sheet
        for sheet in ScoreSheet.objects.filter(candidate__vacancy=vacancy).select_related("candidate", "member__user")
    }
    sheets.pop((1, chair)).delete()
    actions.declare_conflict(candidate_id=first(vacancy).pk, actor=chair, reason="Keluarga.")
    address = {place: reverse("reopen_sheet", args=[sheet.public_id]) for place, sheet in sheets.items()}
    room = reverse("show_scoring_room", args=[vacancy.public_id])

    def offered(user) -> set:
        client.force_login(user)
        page = client.get(reverse("show_selection", args=[vacancy.public_id]) if user == chair else room).content.decode()
        return {place for place, url in address.items() if url in page}

    # The chair: nothing of the closed file, nor the own sheet of the other one. The deputy: both of these, the own sheet aside.
    everybody = {user for _, user in sheets}
    assert offered(chair) == {(2, user) for user in everybody - {chair}}
    assert offered(deputy) == {(1, user) for user in everybody - {chair, deputy}} | {(2, chair)}
    assert offered(other) == {(1, deputy)}

    client.force_login(chair)
    assert f"{deputy.full_name} yang membukanya kembali" in client.get(address[1, other]).content.decode()
    assert "Lembar ini milik Anda sendiri" in client.get(address[2, chair]).content.decode()
    client.force_login(other)
    assert client.get(address[2, chair]).status_code == 404
    client.force_login(deputy)
    assert client.post(address[1, other], {"version": vacancy.version, "reason": "Salah ketik."}).url == room
    assert ScoreSheet.objects.get(pk=sheets[1, other].pk).submitted_at is None
    entry = AuditEntry.objects.filter(chain=vacancy.trail_chain).latest("sequence")
    assert (entry.act, entry.actor_id) == ("reopen_sheet", deputy.pk)
    actions.reopen_sheet(sheet_id=sheets[2, chair].pk, actor=deputy, reason="Ketua salah ketik.")
    open_meeting_after(vacancy)
    with pytest.raises(Refused, match="Kalibrasi sudah dimulai"):
        actions.reopen_sheet(sheet_id=sheets[1, deputy].pk, actor=other, reason="Salah ketik.")
    assert offered(other) == set()


def open_meeting_after(vacancy) -> None:
    CalibrationStep.objects.create(vacancy=vacancy, act="MEETING", taken_by=chair_of(vacancy), taken_at=vacancy.state_since)


def test_missing_scores_of_a_closed_file_are_told_without_names_or_numbers(client):
    vacancy = scoring_vacancy(candidates=2, filled=True)
    chair, candidate = chair_of(vacancy), first(vacancy)
    ScoreSheet.objects.filter(candidate=candidate).delete()
    actions.declare_conflict(candidate_id=candidate.pk, actor=chair, reason="Keluarga.")
    with pytest.raises(Refused, match="Nilai peserta yang tertutup bagi Anda belum lengkap"):
        actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair)
    page = views_of(client, vacancy, chair)["kendali"]
    assert "lembar belum terkirim" not in page
    assert "Belum siap" in page


def test_member_who_applied_is_barred_without_a_proposal():
    vacancy = scoring_vacancy(candidates=2)
    person = member_of(vacancy)
    make_colleagues(person, first(vacancy))
    ApplicationFactory(vacancy=vacancy, employee=person.employee, state="SUBMITTED")
    assert search(vacancy) == []
