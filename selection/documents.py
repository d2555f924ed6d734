"""Words of this room's letters and of the public result: plain JSON values, fixed when the row is written."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.enums import NATIONAL_ROLES
from accounts.models import User
from approvals.models import ApprovalRequest, Decision
from core.indonesian import date_and_clock_words, date_words, number_words
from core.letters import write_letter
from core.models import Letter
from core.seals import latest_root
from employees.rules.nip import mask_nip
from selection.models import Candidate, Determination, DeterminationSeat, Ranking, RankingLine
from selection.rules.ranking import trimmed
from vacancies.models import Objection, ScoreComponent, Vacancy
from vacancies.rules.objection import OUTCOME_TEXTS as OBJECTION_TEXTS
from vacancies.rules.publication import shows_component, shows_rank, shows_total
from vacancies.rules.verification import reason_sentence

# Number, line, and the published reason.
Seat = tuple[int, RankingLine, str]
# Verdicts that a determination rests on, as a letter says them.
AGREED = {
    "APPROVE": "disetujui",
    "RECOMMEND": "direkomendasikan",
    "RECOMMEND_WITH_NOTES": "direkomendasikan dengan catatan",
}


def component_parts(components: Iterable[ScoreComponent], scaled: Mapping[str, Decimal]) -> list[dict[str, Any]]:
    """One row a weighted component for the score bar: label, weight in percent, score 0-100, weighted points.

    Args:
        scaled: one candidate's entry of `Ranking.scaled`.
    """
    return [
        {
            "label": component.label,
            "weight": trimmed(component.weight),
            "score": scaled[component.code],
            "points": component.weight * scaled[component.code] / 100,
        }
        for component in components
        if component.is_weighted and component.code in scaled
    ]


def determination_words(
    vacancy: Vacancy, ranking: Ranking, request: ApprovalRequest, seats: list[Seat], actor: User, duty: str, now: datetime
) -> dict[str, Any]:
    """Words of the determination letter: who fills which seat, and the chain that led there."""
    decisions = Decision.objects.filter(step__request=request).select_related("actor", "step").order_by("decided_at", "id")
    return {
        **_heading(vacancy, now),
        "issuer": vacancy.agency.name if _is_of_agency(duty, vacancy) else duty,
        "ranking_version": ranking.version,
        "sha256": ranking.sha256,
        "seats": [
            {
                "seat": number,
                "name": line.candidate.application.employee.name,
                # The letter is public: a full NIP would tell the date of birth.
                "nip": mask_nip(line.candidate.application.employee.nip),
                "position": line.candidate.application.employee.position_title,
                "agency": line.candidate.application.employee.agency.name,
                "rank": line.rank,
                "total": number_words(line.total, 2),
                "reason": reason,
            }
            for number, line, reason in seats
        ],
        "basis": [
            {
                "title": decision.step.title,
                "name": decision.actor.full_name,
                "verdict": AGREED[decision.verdict],
                "date": date_words(decision.decided_at, vacancy.zone_label),
            }
            for decision in decisions
            if decision.verdict in AGREED
        ],
        "signer": actor.full_name,
        "duty": duty,
    }


def result_words(
    vacancy: Vacancy,
    candidate: Candidate,
    line: RankingLine | None,
    scaled: Mapping[str, Decimal],
    determination: Determination,
    now: datetime,
) -> dict[str, Any]:
    """Words of one candidate's letter: the own result and, as far as the plan publishes them, the own scores; nobody else's.

    Args:
        scaled: the candidate's entry of `Ranking.scaled`; not read without a line.
    """
    employee = candidate.application.employee
    pack = vacancy.pack
    shown = (
        [] if line is None else [row for row in vacancy.components.order_by("position", "id") if shows_component(pack, row.code)]
    )
    return {
        **_heading(vacancy, now),
        "name": employee.name,
        "nip": employee.nip,
        "position": employee.position_title,
        "employer": employee.agency.name,
        "participant": candidate.key,
        "selected": candidate.application.state == "SELECTED",
        "absent": candidate.is_absent,
        "determination_number": determination.letter.number,
        "determined_on": date_words(determination.decided_at, vacancy.zone_label),
        "scores": []
        if line is None
        else [
            {
                "label": part["label"],
                "weight": number_words(part["weight"]),
                "score": number_words(part["score"], 2),
                "points": number_words(part["points"], 2),
            }
            for part in component_parts(shown, scaled)
        ],
        "total": number_words(line.total, 2) if line is not None and shows_total(pack) else "",
        "rank": line.rank if line is not None and shows_rank(pack) else None,
        "is_unranked": line is not None and line.rank is None and shows_rank(pack),
    }


def objection_words(objection: Objection, signer: User, candidate_number: str, now: datetime) -> dict[str, Any]:
    """Words of the answer to an objection: what was disputed, the outcome, the reason.

    Args:
        signer: who answers; candidate_number: of a person who now takes part, "" otherwise.
    """
    application = objection.application
    employee = application.employee
    return {
        **_heading(application.vacancy, now),
        "name": employee.name,
        "nip": employee.nip,
        "position": employee.position_title,
        "employer": employee.agency.name,
        "filed_on": date_words(objection.filed_at, application.vacancy.zone_label),
        "lines": [{"label": line["label"], "reason": line["reason"]} for line in objection.lines],
        "is_granted": objection.outcome == "GRANTED",
        "outcome": OBJECTION_TEXTS[objection.outcome].officer.lower(),
        "answer": objection.answer,
        "participant": candidate_number,
        "duty": objection.answered_duty,
        "signer": signer.full_name,
    }


def announcement_letter(
    vacancy: Vacancy,
    *,
    stage: str,
    summary: str,
    columns: list[str],
    rows: list[list[str]],
    duty: str,
    signer: str,
    now: datetime,
    replaces: Mapping[str, str] | None = None,
) -> Letter:
    """Write the numbered letter that announces a stage to everybody.

    Args:
        stage: as it stands in a sentence, "seleksi administrasi"; columns and rows: the table, nothing that is not public.
        replaces: number, date and reason of the letter whose place this one takes, if any.
    """
    return write_letter(
        kind="PENGUMUMAN",
        register=vacancy.agency.code,
        form="{number:03d}/PENG/{register}/{year}",
        title=f"Pengumuman hasil {stage} {vacancy.position_title}"[:200],
        template="pdf/selection/announcement.html",
        words={
            **_heading(vacancy, now),
            "stage": stage,
            "summary": summary,
            "columns": columns,
            "rows": rows,
            "duty": duty,
            "signer": signer,
            **({"replaces": dict(replaces)} if replaces else {}),
        },
    )


def announcement_rows(determination: Determination, seats: Iterable[DeterminationSeat]) -> list[dict[str, Any]]:
    """Rows of the public result: seat, name, agency, rank, reason when a better rank was passed over, letter."""
    return [
        {
            "seat": seat.seat,
            "name": seat.line.candidate.application.employee.name,
            "agency": seat.line.candidate.application.employee.agency.name,
            "rank": seat.line.rank,
            "reason": seat.published_reason,
            "letter": str(determination.public_id),
        }
        for seat in seats
    ]


def reason_sentences(codes: Iterable[Any]) -> list[str]:
    """Sentences of stored reason codes; a code may stand alone or as "subject:code"."""
    sentences = []
    for code in codes:
        try:
            sentences.append(reason_sentence(str(code).rsplit(":", 1)[-1]))
        except KeyError:
            sentences.append("Berkas tidak memenuhi syarat lowongan ini.")
    return list(dict.fromkeys(sentences))


def seal_words(zone: str) -> dict[str, Any] | None:
    """The newest seal of the trail, as minutes print it; None before the first. `zone`: label of the vacancy's zone."""
    seal = latest_root()
    if seal is None:
        return None
    return {"number": seal.number, "root": seal.root, "on": date_and_clock_words(seal.sealed_at, zone)}


def heading(vacancy: Vacancy) -> dict[str, Any]:
    """Who writes about which vacancy: the part all letters of a selection begin with."""
    agency = vacancy.agency
    return {
        "agency": agency.name,
        "address": agency.address,
        "city": agency.city,
        "vacancy": vacancy.position_title,
        "unit": vacancy.unit,
        "level": vacancy.get_level_display(),
        "reference": vacancy.reference,
        "quota": vacancy.quota,
    }


def _heading(vacancy: Vacancy, now: datetime) -> dict[str, Any]:
    return {**heading(vacancy), "date": date_words(now, vacancy.zone_label)}


def _is_of_agency(duty: str, vacancy: Vacancy) -> bool:
    return duty not in {role.label for role in NATIONAL_ROLES} and vacancy.agency.name in duty
