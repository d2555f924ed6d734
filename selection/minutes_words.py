"""Words of the minutes (berita acara) of a ranking: plain JSON values, frozen when somebody prepares them.

The page the chair signs and the PDF are drawn from these words and nothing else; at the signature they are written anew from the
database and must still be the same. What the public is told with the result comes from the same words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.indonesian import date_and_clock_words, date_words, moment_words, number_words
from selection.calibration import read_room, spread_rows
from selection.documents import heading, seal_words
from selection.gates import shortfall_facts
from selection.models import (
    CalibrationStep,
    Candidate,
    Determination,
    MinutesSignature,
    OfficialMinutes,
    Ranking,
    Recusal,
    ScoreChange,
    ScoreCorrection,
    ShortfallAnswer,
    TieAnswer,
)
from selection.models.calibration import CalibrationAttendee
from selection.rules.score_values import written
from selection.rules.shortfall import CONTINUE, is_unanswered
from selection.scoreboard import read_scoreboard
from selection.shortlist import flag_sentences, ranking_rows
from vacancies.models import PanelMember, Vacancy

# What the minutes say of each scorer on each component, on the scale 0-100, from the scores as they were locked.
SPREAD_NAMES = ("component", "scorer", "lowest", "mean", "highest")


@dataclass(frozen=True)
class Meeting:
    """Where and when the panel met on the ranking, and which of its members were there (primary keys of the seats)."""

    held_at: datetime
    place: str
    present: Sequence[int]


def minutes_words(vacancy: Vacancy, ranking: Ranking, meeting: Meeting) -> dict[str, Any]:
    """Everything the minutes say, without signature and seal. A fixed number of queries, whatever the number of people."""
    zone = vacancy.zone_label
    components = list(vacancy.components.order_by("position", "id"))
    members = list(PanelMember.objects.filter(panel__vacancy=vacancy).select_related("user").order_by("-is_chair", "id"))
    everyone = list(Candidate.objects.filter(vacancy=vacancy).for_list())
    rows = ranking_rows(ranking, components)
    ranked = {row["key"] for row in rows}
    labels = {component.code: component.label for component in components}
    return {
        **heading(vacancy),
        "held_on": moment_words(meeting.held_at, zone),
        "place": meeting.place,
        "present": [_seat(member) for member in members if member.pk in meeting.present],
        "missing": [_seat(member) for member in members if member.pk not in meeting.present],
        "applied": vacancy.applications.submitted().count(),
        "participants": len(everyone),
        "ranked": sum(row["rank"] is not None for row in rows),
        "unranked": sum(row["rank"] is None for row in rows),
        "away": [
            {
                "number": candidate.key,
                "name": candidate.application.employee.name,
                "why": f"Tidak hadir: {candidate.absent_note}" if candidate.is_absent else "Mengundurkan diri",
            }
            for candidate in everyone
            if candidate.key not in ranked
        ],
        "components": [{"label": part.label, "weight": written(part.weight)} for part in components if part.is_ranked],
        "tie_order": [labels.get(code, code) for code in vacancy.tie_order],
        "version": ranking.version,
        "ranked_on": date_and_clock_words(ranking.computed_at, zone),
        "ranked_by": ranking.computed_by.full_name,
        "again": ranking.reason,
        "cut": ranking.cut,
        "flags": flag_sentences(ranking, vacancy),
        "lines": [
            {
                "number": row["key"],
                "rank": row["rank"],
                "name": row["name"],
                "agency": row["agency"],
                "total": number_words(row["total"], 2),
                "is_listed": row["is_shortlisted"],
                "is_tied": row["is_tied"],
                "notes": row["notes"],
            }
            for row in rows
        ],
        "shortfall": shortfall_words(vacancy, ranking),
        "ties": tie_words(vacancy),
        "recusals": [
            {"number": recusal.candidate.key, "member": recusal.member.user.full_name}
            for recusal in Recusal.objects.filter(candidate__vacancy=vacancy)
            .select_related("candidate", "member__user")
            .order_by("candidate__number", "member_id")
        ],
        "calibration_acts": _calibration_acts(vacancy),
        "calibration": _calibration(vacancy),
        "spread": [
            {name: row[name] if name in ("component", "scorer") else str(row[name]) for name in SPREAD_NAMES}
            for row in spread_rows(read_room(read_scoreboard(vacancy)))
        ],
        "corrections": _corrections(vacancy, ranking),
        "sha256": ranking.sha256,
    }


def shortfall_words(vacancy: Vacancy, ranking: Ranking) -> dict[str, Any] | None:
    """The reason for going on with fewer people than the shortlist holds, None when the list is long enough."""
    facts = shortfall_facts(vacancy, ranking)
    if not facts.is_short or is_unanswered(facts):
        return None
    answers = ShortfallAnswer.objects.filter(ranking__vacancy=vacancy, way=CONTINUE, qualified=facts.qualified)
    answer = answers.select_related("decided_by").order_by("-id")[:1].get()
    return {
        "qualified": facts.qualified,
        "cut": facts.cut,
        "way": answer.get_way_display(),
        "reason": answer.reason,
        "by": answer.decided_by.full_name,
        "on": date_and_clock_words(answer.decided_at, vacancy.zone_label),
    }


def tie_words(vacancy: Vacancy) -> list[dict[str, Any]]:
    """Every way the chair took out of a tie on the last place, oldest first."""
    answers = TieAnswer.objects.filter(ranking__vacancy=vacancy).select_related("decided_by", "ranking").order_by("id")
    return [
        {
            "numbers": list(answer.numbers),
            "version": answer.ranking.version,
            "way": answer.get_way_display(),
            "reason": answer.reason,
            "by": answer.decided_by.full_name,
            "on": date_and_clock_words(answer.decided_at, vacancy.zone_label),
        }
        for answer in answers
    ]


def signed_words(minutes: OfficialMinutes, *, signer: str, duty: str, now: datetime, preparer_duty: str) -> dict[str, Any]:
    """Words of the letter: the minutes, who prepared and signed them, and the newest seal of the trail."""
    vacancy = minutes.ranking.vacancy
    return {
        **minutes.content,
        "minutes_version": minutes.version,
        "digest": minutes.digest,
        "preparer": minutes.prepared_by.full_name,
        "preparer_duty": preparer_duty,
        "signer": signer,
        "duty": duty,
        "date": date_words(now, vacancy.zone_label),
        "signed_on": date_and_clock_words(now, vacancy.zone_label),
        "seal": seal_words(vacancy.zone_label),
    }


def signature_of(ranking: Ranking) -> MinutesSignature | None:
    """The newest signature under a ranking."""
    signatures = MinutesSignature.objects.filter(minutes__ranking=ranking).select_related("letter", "signed_by")
    return signatures.order_by("-id").first()


def _seat(member: PanelMember) -> dict[str, Any]:
    return {"member": member.pk, "name": member.user.full_name, "seat": "Ketua" if member.is_chair else "Anggota"}


def _calibration_acts(vacancy: Vacancy) -> list[dict[str, str]]:
    """Meetings, closings and reopenings of the calibration, oldest first, each with the chair's note."""
    steps = CalibrationStep.objects.filter(vacancy=vacancy).select_related("taken_by").order_by("id")
    return [
        {
            "act": step.get_act_display(),
            "by": step.taken_by.full_name,
            "on": date_and_clock_words(step.taken_at, vacancy.zone_label),
            "note": step.note,
        }
        for step in steps
    ]


def _calibration(vacancy: Vacancy) -> list[dict[str, Any]]:
    changes = list(
        ScoreChange.objects.filter(meeting__vacancy=vacancy)
        .select_related("score__candidate", "score__component", "changed_by")
        .order_by("id")
    )
    present: dict[int, list[str]] = {}
    attendees = CalibrationAttendee.objects.filter(step__vacancy=vacancy).select_related("member__user").order_by("id")
    for attendee in attendees if changes else ():
        present.setdefault(attendee.step_id, []).append(attendee.member.user.full_name)
    return [
        {
            "number": change.score.candidate.key,
            "component": change.score.component.label,
            "before": written(change.before),
            "after": written(change.after),
            "by": change.changed_by.full_name,
            "reason": change.reason,
            "present": present.get(change.meeting_id, []),
        }
        for change in changes
    ]


def _corrections(vacancy: Vacancy, ranking: Ranking) -> list[dict[str, Any]]:
    """Corrections that a second person accepted before this ranking was computed."""
    accepted: Iterable[ScoreCorrection] = (
        ScoreCorrection.objects.filter(
            score__candidate__vacancy=vacancy, verdict__is_accepted=True, verdict__decided_at__lte=ranking.computed_at
        )
        .select_related("score__candidate", "score__component", "proposed_by", "verdict__decided_by")
        .order_by("id")
    )
    return [
        {
            "number": correction.score.candidate.key,
            "component": correction.score.component.label,
            "before": written(correction.before),
            "after": written(correction.after),
            "reason": correction.reason,
            "by": correction.proposed_by.full_name,
            "accepted_by": correction.verdict.decided_by.full_name,
        }
        for correction in accepted
    ]


def announced_words(vacancy: Vacancy, determination: Determination, rows: list[dict[str, Any]]) -> str:
    """The paragraph the public reads with the names: the admin reads it in the preview before announcing.

    Args:
        rows: `announcement_rows` of the determination.
    """
    names = ", ".join(row["name"] for row in rows)
    return (
        f"Berdasarkan penetapan nomor {determination.letter.number}, jabatan {vacancy.position_title}, "
        f"{vacancy.agency.name}, akan diisi oleh {names}."
        f"{_circumstances(vacancy, determination.ranking)}"
    )


def _circumstances(vacancy: Vacancy, ranking: Ranking) -> str:
    """What the public is told besides the names: why the list was short, and what was done about a tie on its last place.

    Only now: before the announcement either would tell participants about scores nobody has published.
    """
    sentences = []
    shortfall = shortfall_words(vacancy, ranking)
    if shortfall:
        sentences.append(
            f" Peserta yang memenuhi nilai minimum {shortfall['qualified']} orang, kurang dari {shortfall['cut']}; "
            f"seleksi dilanjutkan dengan alasan: {shortfall['reason']}"
        )
    sentences += [f" Nilai sama pada batas daftar pendek: {tie['way'].lower()}." for tie in tie_words(vacancy)[-1:]]
    return "".join(sentences)
