"""Words of the minutes and of an annulment: plain JSON values, fixed when the letter's row is written."""

from datetime import datetime
from typing import Any

from accounts.models import User
from core.canonical import canonical_json, sha256_hex
from core.indonesian import date_words, moment_words, number_words
from selection.cat.enums import EndedBy, IncidentKind
from selection.cat.models import ExamAnnulment, ExamIncident, ExamResult, ExamSession, ExamSitting
from selection.documents import seal_words
from vacancies.models import Vacancy


def session_results(session: ExamSession) -> list[ExamResult]:
    """All results of a session by participant number, annulled ones too."""
    rows = ExamResult.objects.filter(sitting__session=session).select_related("sitting")
    return list(rows.prefetch_related("annulments__verdict").order_by("sitting__number"))


def results_manifest(session: ExamSession, results: list[ExamResult]) -> dict[str, Any]:
    """What the digest of a session is taken over: the paper's digest, and per participant number the seed and the count."""
    exam = session.exam
    return {
        "format": "asnkarier.exam/1",
        "session": str(session.public_id),
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "paper_sha256": exam.paper_sha256,
        "results": [
            {
                "number": each.sitting.number,
                "seed": each.sitting.seed,
                "points": each.points,
                "max_points": each.max_points,
                "value": each.value,
                "answered": each.answered,
                "ended_by": each.ended_by,
                "answers_sha256": each.answers_sha256,
            }
            for each in results
        ],
    }


def results_digest(session: ExamSession, results: list[ExamResult]) -> str:
    """SHA-256 over the canonical JSON of `results_manifest`."""
    return sha256_hex(canonical_json(results_manifest(session, results)))


def is_annulled(result: ExamResult) -> bool:
    """Whether two people took the result out of force; reads what was fetched along."""
    return any(hasattr(each, "verdict") and each.verdict.is_accepted for each in result.annulments.all())


def minutes_words(session: ExamSession, actor: User, duty: str, now: datetime) -> dict[str, Any]:
    """Words of the session's minutes: counts, incidents, results by number, and the digest over them."""
    vacancy: Vacancy = session.exam.vacancy
    results = session_results(session)
    sittings = list(ExamSitting.objects.filter(session=session).order_by("number"))
    incidents = list(
        ExamIncident.objects.filter(session=session).select_related("sitting", "noted_by").order_by("noted_at", "pk")
    )
    present = [each for each in sittings if each.checked_in_at is not None]
    replaced = sum(each.kind == IncidentKind.REPLACEMENT for each in incidents)
    return {
        **_heading(vacancy, now),
        "seal": seal_words(vacancy.zone_label),
        "session": session.title,
        "place": session.place,
        "starts": moment_words(session.starts_at, vacancy.zone_label),
        "ends": moment_words(session.ends_at, vacancy.zone_label),
        "exam": session.exam.title,
        "minutes": session.exam.minutes,
        "units": session.exam.units,
        "paper_sha256": session.exam.paper_sha256,
        "counts": [
            ["Peserta terjadwal", len(sittings)],
            ["Hadir dan mendaftar ulang", len(present)],
            ["Tidak hadir", len(sittings) - len(present)],
            ["Menyelesaikan sendiri", sum(each.ended_by == EndedBy.SELF for each in results)],
            ["Diakhiri waktu", sum(each.ended_by == EndedBy.TIME for each in results)],
            ["PIN pengganti", replaced],
            ["Teguran", sum(each.kind == IncidentKind.WARNING for each in incidents)],
            ["Hasil dibatalkan", sum(is_annulled(each) for each in results)],
        ],
        "absent": ", ".join(each.number for each in sittings if each.checked_in_at is None),
        "results": [
            {
                "number": each.sitting.number,
                "answered": each.answered,
                "points": each.points,
                "most": each.max_points,
                "value": number_words(each.value, 2),
                "ended": EndedBy(each.ended_by).label,
                "annulled": is_annulled(each),
            }
            for each in results
        ],
        "incidents": [
            {
                "at": moment_words(each.noted_at, vacancy.zone_label),
                "kind": IncidentKind(each.kind).label,
                "number": each.sitting.number if each.sitting else "",
                "text": each.text,
                "by": each.noted_by.full_name,
            }
            for each in incidents
        ],
        "results_sha256": results_digest(session, results),
        "signer": actor.full_name,
        "duty": duty,
    }


def annulment_words(annulment: ExamAnnulment, actor: User, duty: str, note: str, now: datetime) -> dict[str, Any]:
    """Words of the minutes of an annulment: which result, why, and the two people."""
    result = annulment.result
    session = result.sitting.session
    vacancy: Vacancy = session.exam.vacancy
    return {
        **_heading(vacancy, now),
        "seal": seal_words(vacancy.zone_label),
        "session": session.title,
        "starts": moment_words(session.starts_at, vacancy.zone_label),
        "place": session.place,
        "number": result.sitting.number,
        "value": number_words(result.value, 2),
        "points": result.points,
        "most": result.max_points,
        "answers_sha256": result.answers_sha256,
        "reason": annulment.reason,
        "proposed_by": annulment.proposed_by.full_name,
        "proposed_at": moment_words(annulment.proposed_at, vacancy.zone_label),
        "note": note,
        "signer": actor.full_name,
        "duty": duty,
    }


def _heading(vacancy: Vacancy, now: datetime) -> dict[str, Any]:
    agency = vacancy.agency
    return {
        "agency": agency.name,
        "address": agency.address,
        "city": agency.city,
        "date": date_words(now, vacancy.zone_label),
        "vacancy": vacancy.position_title,
        "unit": vacancy.unit,
        "reference": vacancy.reference,
    }
