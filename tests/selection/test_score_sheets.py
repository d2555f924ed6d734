"""Score sheets: who may write, who may read, what is audited; attendance and conflicts of interest."""

from decimal import Decimal

import pytest

from accounts.enums import Role
from core.models import AuditEntry
from core.refusals import Refused, Stale
from selection import actions
from selection.models import Candidate, Recusal, Score, ScoreSheet
from selection.scoreboard import read_scoreboard
from tests.factories.applications import ApplicationFactory
from tests.factories.people import EmployeeFactory
from tests.factories.selection import chair_of, fill_sheet, member_of, official, scoring_vacancy
from vacancies.models import PanelMember

pytestmark = pytest.mark.django_db
FULL = {"TRACK": Decimal("80"), "PAPER": Decimal("75.5"), "INTERVIEW": Decimal("89.25")}


@pytest.fixture
def vacancy():
    return scoring_vacancy(candidates=2)


def first(vacancy) -> Candidate:
    return Candidate.objects.select_related("vacancy", "application").get(vacancy=vacancy, number=1)


def last_act(vacancy) -> AuditEntry:
    return AuditEntry.objects.filter(chain=vacancy.trail_chain).order_by("-sequence")[0]


def test_draft_and_hand_in_are_kept_apart(vacancy):
    person = member_of(vacancy)
    sheet = actions.save_sheet(candidate_id=first(vacancy).pk, actor=person, values={"TRACK": Decimal("80")}, version=0)
    assert sheet.submitted_at is None
    assert last_act(vacancy).act == "save_sheet"
    sheet = actions.save_sheet(candidate_id=first(vacancy).pk, actor=person, values=FULL, version=1, submit=True)
    assert sheet.submitted_at is not None
    assert last_act(vacancy).act == "submit_sheet"
    assert {s.component.code: s.value for s in sheet.scores.all()} == FULL


def test_handing_in_needs_every_score(vacancy):
    with pytest.raises(Refused, match="Lembar belum lengkap"):
        actions.save_sheet(candidate_id=first(vacancy).pk, actor=member_of(vacancy), values={"TRACK": Decimal("80")}, submit=True)
    assert not ScoreSheet.objects.exists()


@pytest.mark.parametrize("value", [Decimal("100.01"), Decimal("-1")])
def test_score_outside_its_scale_is_refused(vacancy, value):
    with pytest.raises(Refused, match="antara 0 dan 100"):
        actions.save_sheet(candidate_id=first(vacancy).pk, actor=member_of(vacancy), values={"TRACK": value})


def test_imported_component_is_not_scored_by_the_panel(vacancy):
    with pytest.raises(Refused, match="tidak dinilai oleh panitia"):
        actions.save_sheet(candidate_id=first(vacancy).pk, actor=member_of(vacancy), values={"ASSESS": Decimal("80")})


def test_stranger_and_office_cannot_score(vacancy):
    other = scoring_vacancy(candidates=1)
    for person in (member_of(other), official(Role.AGENCY_ADMIN, vacancy)):
        with pytest.raises(Refused, match="bukan anggota panitia"):
            actions.save_sheet(candidate_id=first(vacancy).pk, actor=person, values=FULL)


def test_old_page_is_stale_and_changes_nothing(vacancy):
    person = member_of(vacancy)
    actions.save_sheet(candidate_id=first(vacancy).pk, actor=person, values=FULL, version=0)
    with pytest.raises(Stale, match="dari halaman lain"):
        actions.save_sheet(candidate_id=first(vacancy).pk, actor=person, values={"TRACK": Decimal("1")}, version=0)
    assert Score.objects.get(component__code="TRACK").value == Decimal("80")


def test_handed_in_sheet_is_locked_until_the_chair_gives_it_back(vacancy):
    person, chair = member_of(vacancy), chair_of(vacancy)
    sheet = actions.save_sheet(candidate_id=first(vacancy).pk, actor=person, values=FULL, submit=True)
    # A second press of the button changes nothing and is no error.
    again = actions.save_sheet(candidate_id=first(vacancy).pk, actor=person, values=FULL, submit=True, version=0)
    assert (again.pk, again.version) == (sheet.pk, 1)
    with pytest.raises(Refused, match="sudah Anda kirim"):
        actions.save_sheet(candidate_id=first(vacancy).pk, actor=person, values=FULL | {"TRACK": Decimal("82")}, submit=True)
    with pytest.raises(Refused, match="Hanya ketua pansel"):
        actions.reopen_sheet(sheet_id=sheet.pk, actor=person, reason="Salah ketik.")
    with pytest.raises(Refused, match="Tulis alasan"):
        actions.reopen_sheet(sheet_id=sheet.pk, actor=chair, reason=" ")
    actions.reopen_sheet(sheet_id=sheet.pk, actor=chair, reason="Salah ketik.")
    actions.save_sheet(candidate_id=first(vacancy).pk, actor=person, values=FULL | {"TRACK": Decimal("82")}, submit=True)
    entry = last_act(vacancy)
    assert entry.act == "submit_sheet"
    assert '"before":{"INTERVIEW":"89.25","PAPER":"75.50","TRACK":"80.00"}' in entry.body
    assert '"TRACK":"82"' in entry.body


def test_ranking_locks_every_sheet():
    vacancy = scoring_vacancy(candidates=2, filled=True)
    chair, person = chair_of(vacancy), member_of(vacancy)
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair)
    with pytest.raises(Refused, match="nilai terkunci"):
        actions.save_sheet(candidate_id=first(vacancy).pk, actor=person, values={"TRACK": Decimal("10")})
    sheet = ScoreSheet.objects.get(candidate=first(vacancy), member__user=person)
    with pytest.raises(Refused, match="nilai terkunci"):
        actions.reopen_sheet(sheet_id=sheet.pk, actor=chair, reason="Salah ketik.")


def test_member_who_applied_is_out_and_the_ranking_does_not_wait_for_them(vacancy):
    person = member_of(vacancy)
    employee = EmployeeFactory(with_records=False)
    employee.user = person
    employee.save(update_fields=["user"])
    ApplicationFactory(vacancy=vacancy, employee=employee, state="WITHDRAWN")
    with pytest.raises(Refused, match="tercatat sebagai pelamar"):
        actions.save_sheet(candidate_id=first(vacancy).pk, actor=person, values=FULL)
    board = read_scoreboard(vacancy)
    assert person.full_name not in {gap.holder for gap in board.gaps()}
    assert [member.user for member in board.barred] == [person]


def test_declared_conflict_closes_the_file_and_leaves_the_mean_to_the_others():
    vacancy = scoring_vacancy(candidates=2, filled=True)
    person = member_of(vacancy)
    candidate = first(vacancy)
    ScoreSheet.objects.filter(candidate=candidate, member__user=person).update(submitted_at=None)
    actions.declare_conflict(candidate_id=candidate.pk, actor=person, reason="Pernah satu unit.")
    assert not ScoreSheet.objects.filter(candidate=candidate, member__user=person).exists()
    assert Recusal.objects.get(candidate=candidate).reason == "Pernah satu unit."
    with pytest.raises(Refused, match="konflik kepentingan"):
        actions.save_sheet(candidate_id=candidate.pk, actor=person, values=FULL)
    assert read_scoreboard(vacancy).gaps() == []
    actions.retract_conflict(candidate_id=candidate.pk, actor=person)
    assert [gap.holder for gap in read_scoreboard(vacancy).gaps()] == [person.full_name]


def test_conflict_is_not_declared_over_a_handed_in_sheet():
    vacancy = scoring_vacancy(candidates=1, filled=True)
    with pytest.raises(Refused, match="sudah dikirim"):
        actions.declare_conflict(candidate_id=first(vacancy).pk, actor=member_of(vacancy), reason="Keluarga.")


def test_candidate_without_any_scorer_holds_the_ranking_back():
    vacancy = scoring_vacancy(candidates=1)
    for member in PanelMember.objects.filter(panel__vacancy=vacancy).order_by("id"):
        actions.declare_conflict(candidate_id=first(vacancy).pk, actor=member.user, reason="Satu unit.")
    assert "Tidak ada penilai tanpa konflik kepentingan" in {gap.subject for gap in read_scoreboard(vacancy).gaps()}


def test_absence_is_recorded_with_a_note_and_reversible_until_the_ranking():
    vacancy = scoring_vacancy(candidates=2, filled=True)
    secretariat, candidate = official(Role.SECRETARIAT, vacancy), first(vacancy)
    with pytest.raises(Refused, match="Tulis keterangan"):
        actions.mark_absent(candidate_id=candidate.pk, actor=secretariat, note="")
    actions.mark_absent(candidate_id=candidate.pk, actor=secretariat, note="Tidak datang wawancara.")
    candidate.refresh_from_db()
    assert (candidate.is_absent, candidate.application.state) == (True, "ABSENT")
    assert [c.number for c in read_scoreboard(vacancy).candidates] == [2]
    actions.mark_present(candidate_id=candidate.pk, actor=secretariat)
    assert [c.number for c in read_scoreboard(vacancy).candidates] == [1, 2]
    actions.mark_absent(candidate_id=candidate.pk, actor=secretariat, note="Tidak datang wawancara.")
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    with pytest.raises(Refused, match="sebelum peringkat disusun"):
        actions.mark_present(candidate_id=candidate.pk, actor=secretariat)


def test_draft_sheets_do_not_count_for_the_ranking(vacancy):
    members = list(PanelMember.objects.filter(panel__vacancy=vacancy).order_by("id"))
    fill_sheet(first(vacancy), members[0], FULL, submitted=False)
    board = read_scoreboard(vacancy)
    assert board.panel == {}
