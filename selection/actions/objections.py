"""Answering an objection: refused with a reason, or granted, and then the person takes part like those who passed at once."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from core import audit, clock
from core.indonesian import date_words
from core.letters import current_version, end_letter, write_letter
from core.models import Letter, LetterEnd
from core.refusals import Refused, Stale, require
from selection.actions.conflicts import propose_conflicts
from selection.actions.moves import lock_vacancy, move_applications, tell_timeline
from selection.conflicts import proposals_in_words
from selection.documents import announcement_letter, objection_words
from selection.models import Candidate
from vacancies.enums import AnnouncementKind, CheckVerdict, ObjectionOutcome
from vacancies.models import Announcement, Application, Objection
from vacancies.notifications import objections as notices
from vacancies.permissions.objections import answering_duty, can_answer_objection
from vacancies.rules.objection import answer_problem

CORRECTED = "Dikoreksi atas sanggahan pelamar."
NEW_LIST = "Sebuah sanggahan atas hasil administrasi dikabulkan."


@transaction.atomic
def answer_objection(*, objection_id: int, actor: User, is_granted: bool, reason: str) -> Objection:
    """Answer an open objection, once.

    Granted: the verdict becomes "meets the requirements", the person gets the next number and the list is announced anew.

    Args:
        reason: read by the applicant and written into the letter, at most 2,000 characters.

    Raises:
        Refused: no right, the file was judged by the same person, the selection moved on, or the reason does not do.
        Stale: somebody else answered since the page was opened.
    """
    now = clock.transaction_now()
    objection = _locked(objection_id)
    application = objection.application
    vacancy = application.vacancy
    if objection.answered_by is not None:
        raise Stale(f"{objection.answered_by.full_name} sudah menjawab sanggahan ini. Jawaban Anda tidak disimpan.")
    require(can_answer_objection(actor, objection, now))
    problem = answer_problem(reason)
    if problem is not None:
        raise Refused(problem, field="reason")
    duty = answering_duty(actor, vacancy)
    objection.outcome = ObjectionOutcome.GRANTED if is_granted else ObjectionOutcome.REFUSED
    objection.answer = reason.strip()
    objection.answered_by, objection.answered_duty, objection.answered_at = actor, duty, now
    candidate = _admit(objection, actor, now) if is_granted else None
    number = candidate.key if candidate else ""
    objection.letter = write_letter(
        kind="SANGGAHAN",
        register=vacancy.agency.code.upper(),
        form="{number:03d}/SGH/{register}/{year}",
        title=f"Jawaban sanggahan hasil administrasi {vacancy.position_title}"[:200],
        template="pdf/selection/objection.html",
        words=objection_words(objection, actor, number, now),
    )
    objection.save(update_fields=["outcome", "answer", "answered_by", "answered_duty", "answered_at", "letter"])
    announcement = _announce_again(application, actor, duty, now) if is_granted else None
    tell_timeline([application], f"objection_{objection.outcome.lower()}", now)
    notices.tell_answered(objection, objection.letter, number)
    proposals = propose_conflicts(vacancy=vacancy) if candidate else []
    details: dict[str, object] = {
        "objection": objection.public_id,
        "outcome": objection.outcome,
        "lines": objection.subjects,
        "letter": objection.letter.number,
    }
    if candidate is not None and announcement is not None:
        details |= {
            "candidate": candidate.key,
            "announcement": announcement.public_id,
            "announcement_letter": announcement.letter.number if announcement.letter else "",
            "reasons_before": objection.lines,
            **proposals_in_words(proposals),
        }
    audit.record(
        chain=vacancy.trail_chain,
        act="answer_objection",
        actor=actor,
        duty=duty,
        rule_version=vacancy.rule_mark,
        object_type="Application",
        object_id=application.public_id,
        details=details,
    )
    return objection


def _locked(objection_id: int) -> Objection:
    """The objection, locked after its vacancy and its application."""
    ids = Objection.objects.values("application_id", "application__vacancy_id").get(pk=objection_id)
    vacancy = lock_vacancy(ids["application__vacancy_id"])
    application = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("employee__agency", "employee__user")
        .get(pk=ids["application_id"])
    )
    objection = Objection.objects.select_for_update(of=("self",), no_key=True).select_related("answered_by").get(pk=objection_id)
    application.vacancy = vacancy
    objection.application = application
    return objection


def _admit(objection: Objection, actor: User, now: datetime) -> Candidate:
    """The verdict corrected, line by line, and the application among the candidates of a locked vacancy."""
    application = objection.application
    application.checks.filter(verdict=CheckVerdict.FAIL, subject__in=objection.subjects).update(
        verdict=CheckVerdict.PASS, reason_code="", note=CORRECTED, checked_by=actor, checked_at=now
    )
    application.reason_codes, application.verification_note = [], ""
    application.verified_by, application.verified_at = actor, now
    application.second_checked_by = application.second_checked_at = None
    application.save(
        update_fields=[
            "reason_codes", "verification_note", "verified_by", "verified_at", "second_checked_by", "second_checked_at",
        ]
    )  # fmt: skip
    move_applications([application], "pass_verification", now, is_public=False)
    last = Candidate.objects.filter(vacancy=application.vacancy).aggregate(last=Max("number"))["last"] or 0
    candidate = Candidate.objects.create(vacancy=application.vacancy, application=application, number=last + 1)
    move_applications([application], "enter_selection", now, is_public=True)
    return candidate


def _letter_in_force(announcement: Announcement) -> Letter | None:
    """The letter by which a list counts now, locked; None when it never had one, or it was withdrawn."""
    if announcement.letter is None:
        return None
    letter = current_version(announcement.letter)
    locked = Letter.objects.select_for_update(of=("self",), no_key=True).get(pk=letter.pk)
    # The office may have replaced or withdrawn it while this act waited for the lock.
    locked = current_version(locked)
    return None if LetterEnd.objects.filter(letter=locked).exists() else locked


def _replacing(letter: Letter) -> dict[str, str]:
    """What the new list says about the older one, as every letter does that takes the place of another."""
    return {"number": letter.number, "date": date_words(letter.created_at), "reason": NEW_LIST}


def _announce_again(application: Application, actor: User, duty: str, now: datetime) -> Announcement:
    """A published list never changes, so the corrected one is a new version with its reason (docs/product.md decision 7)."""
    vacancy = application.vacancy
    before = vacancy.announcements.filter(kind=AnnouncementKind.ADMINISTRATION).order_by("-version", "-id")[0]
    name, agency = application.employee.name, application.employee.agency.name
    rows = [dict(row) for row in before.rows]
    own = next((row for row in rows if not row.get("passed") and (row["name"], row["agency"]) == (name, agency)), None)
    if own is None:
        rows.append({"name": name, "agency": agency, "passed": True})
    else:
        own["passed"] = True
    passed = [row for row in rows if row.get("passed")]
    body = (
        f"Dari {len(rows)} pelamar, {len(passed)} memenuhi syarat dan menjadi peserta seleksi "
        f"{vacancy.position_title}, {vacancy.agency.name}."
    )
    replaced = _letter_in_force(before)
    letter: Letter = announcement_letter(
        vacancy,
        stage="seleksi administrasi",
        summary=body,
        columns=["Nama", "Instansi asal"],
        rows=[[row["name"], row["agency"]] for row in passed],
        duty=duty,
        signer=actor.full_name,
        now=now,
        replaces=_replacing(replaced) if replaced is not None else None,
    )
    if replaced is not None:
        # Whoever checks the older list by its code learns that another took its place.
        end_letter(letter=replaced, successor=letter, reason=NEW_LIST, actor=actor, duty=duty, now=now)
    return Announcement.objects.create(
        vacancy=vacancy,
        kind=AnnouncementKind.ADMINISTRATION,
        version=before.version + 1,
        title=before.title,
        body=body,
        rows=rows,
        reason=NEW_LIST,
        letter=letter,
        objections_until=before.objections_until,
        published_by=actor,
        published_at=now,
    )
