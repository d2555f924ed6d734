"""Scores as a workbook: the empty form of an import, and everything that was locked. No cell of it is a formula."""

from decimal import Decimal

from core.indonesian import moment_words
from core.spreadsheets import Cell, xlsx_of
from selection.calibration import change_rows
from selection.importing import score_form_rows
from selection.models import LockedScore, Ranking, Score
from selection.scoreboard import Scoreboard, accepted_values, read_scoreboard
from vacancies.models import Vacancy


def score_form_xlsx(vacancy: Vacancy) -> bytes:
    """An empty form to fill in, as `importing.score_form_csv`."""
    return xlsx_of([("Nilai", score_form_rows(vacancy))])


def scores_xlsx(vacancy: Vacancy, ranking: Ranking) -> bytes:
    """The ranking with its components, the score of each scorer, and what calibration changed; for readers without a conflict.

    Args:
        ranking: the version in force.
    """
    return xlsx_of(
        [
            ("Peringkat", _ranking_rows(vacancy, ranking)),
            ("Nilai penilai", _scorer_rows(vacancy)),
            ("Kalibrasi", _calibration_rows(vacancy)),
        ]
    )


def _ranking_rows(vacancy: Vacancy, ranking: Ranking) -> list[list[Cell]]:
    codes = list(ranking.lock.declaration["codes"]) if ranking.lock else []
    locked = LockedScore.objects.filter(lock=ranking.lock).values_list("candidate_id", "raw")
    raw = dict(locked) if ranking.lock else {}
    rows: list[list[Cell]] = [["PERINGKAT", "NOMOR_PESERTA", "NAMA", "INSTANSI", *codes, "NILAI_AKHIR", "DAFTAR_PENDEK"]]
    lines = ranking.lines.select_related("candidate__application__employee__agency").order_by("position")
    for line in lines:
        employee = line.candidate.application.employee
        values: list[Decimal | None] = raw.get(line.candidate_id, [None] * len(codes))
        rows.append(
            [
                line.rank,
                line.candidate.key,
                employee.name,
                employee.agency.name,
                *values,
                line.total,
                "ya" if line.is_shortlisted else "tidak",
            ]
        )
    return rows


def _scorer_rows(vacancy: Vacancy) -> list[list[Cell]]:
    corrected = accepted_values(vacancy)
    board = read_scoreboard(vacancy)
    scoring = {member.pk for member in board.members}
    rows: list[list[Cell]] = [["NOMOR_PESERTA", "KOMPONEN", "PENILAI", "NILAI", "NILAI_TERKUNCI", "ALASAN", "DIHITUNG"]]
    scores = (
        Score.objects.filter(candidate__in=vacancy.candidates.present())
        .select_related("candidate", "component", "sheet__member__user")
        .order_by("candidate__number", "component__position", "component__id", "sheet__member_id")
    )
    for score in scores:
        sheet = score.sheet
        rows.append(
            [
                score.candidate.key,
                score.component.code,
                sheet.member.user.full_name if sheet else score.component.get_aggregate_display(),
                corrected.get(score.pk, score.value),
                score.value,
                sheet.reasons.get(score.component.code) if sheet else None,
                # A sheet handed in before its scorer was relieved of the candidate stays stored and counts no more.
                "ya" if sheet is None or _counts(score, board, scoring) else "tidak",
            ]
        )
    return rows


def _counts(score: Score, board: Scoreboard, scoring: set[int]) -> bool:
    member_id = score.sheet.member_id if score.sheet else 0
    return member_id in scoring and (score.candidate_id, member_id) not in board.recused


def _calibration_rows(vacancy: Vacancy) -> list[list[Cell]]:
    rows: list[list[Cell]] = [
        ["WAKTU", "NOMOR_PESERTA", "KOMPONEN", "PENILAI", "NILAI_LAMA", "NILAI_BARU", "ALASAN", "YANG_HADIR"]
    ]
    for change in change_rows(vacancy):
        rows.append(
            [
                moment_words(change["at"], vacancy.zone_label),
                change["key"],
                change["component"],
                change["scorer"],
                change["before"],
                change["after"],
                change["reason"],
                ", ".join(change["present"]),
            ]
        )
    return rows
