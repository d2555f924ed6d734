"""Reads about objections: what failed and can be disputed, who judged a file, what may be attached, how many there were."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse

from accounts.models import User
from approvals.holidays import holidays
from core.models import AuditEntry
from core.row_sight import whole_portal
from employees.models import EvidenceDocument
from vacancies.enums import AnnouncementKind
from vacancies.models import Announcement, Application, ApplicationDocument, Objection, Vacancy
from vacancies.rules.deadline import format_deadline
from vacancies.rules.objection import FailedLine, FilingFacts, filing_refusal, window_end
from vacancies.rules.verification import reason_sentence

BEFORE_RESULT = ("DRAFT", "PLAN_REVIEW", "PLAN_RETURNED", "PLAN_REJECTED", "APPROVED", "PUBLISHED", "OPEN", "VERIFICATION")
# Acts of the trail that judge a file; the checks themselves are written anew by each verifier.
JUDGING_ACTS = ("verify_application", "confirm_failure")
MOST_OFFERED, MOST_LATE = 60, 20
Source = ApplicationDocument | EvidenceDocument


def administration_announcement(vacancy: Vacancy) -> Announcement | None:
    """The first announcement of the administrative result, which opens the window; later versions do not open it again."""
    found = vacancy.announcements.filter(kind=AnnouncementKind.ADMINISTRATION)
    return found.order_by("version", "id").first()


def window_from(vacancy: Vacancy, announced_at: datetime) -> datetime | None:
    """The first instant at which a result announced then can no longer be objected to; None when the plan takes none."""
    pack = vacancy.pack
    if not pack.takes_objections:
        return None
    days_off = holidays(vacancy.agency.day(announced_at).year)
    return window_end(announced_at, pack.objection_working_days, days_off, vacancy.zone)


def failed_lines(application: Application) -> list[FailedLine]:
    """The lines of the verdict that did not pass, with the words the applicant reads, in the order of the sheet.

    Whether they may be shown yet is the caller's question.
    """
    requirements = {f"RULE:{row.pk}": row.label for row in application.vacancy.requirements.all()}
    documents = {f"DOC:{row.type}": row for row in application.vacancy.required_documents.all()}
    lines = []
    for check in application.checks.all():
        if check.verdict != "FAIL" or not check.reason_code:
            continue
        need = documents.get(check.subject)
        label = need.get_type_display() if need else requirements.get(check.subject, check.subject)
        is_required = need.is_required if need else check.subject in requirements
        lines.append(FailedLine(check.subject, label, reason_sentence(check.reason_code), check.note, is_required))
    return lines


def judges_of(application: Application) -> list[int]:
    """Accounts of everybody who ever judged this file, other accounts of the same NIP included.

    The row names the last verifier only, so the trail is asked too.
    """
    found = {application.verified_by_id, application.second_checked_by_id}
    found |= set(application.checks.order_by("id").values_list("checked_by_id", flat=True))
    found |= set(
        AuditEntry.objects.filter(object_type="Application", object_id=str(application.public_id), act__in=JUDGING_ACTS)
        .order_by("id")
        .values_list("actor_id", flat=True)
    )
    known = [pk for pk in found if pk is not None]
    nips = User.objects.filter(pk__in=known).exclude(nip=None).exclude(nip="").order_by("pk").values("nip")
    return sorted({*known, *User.objects.filter(nip__in=nips).order_by("pk").values_list("pk", flat=True)})


def attachable(application: Application, before: datetime) -> list[Source]:
    """What may be attached: documents of the application, then those of the person's locker, all older than the announcement.

    Args:
        before: when the result became public.
    """
    sent = list(application.documents.filter(uploaded_at__lt=before).order_by("type", "id"))
    carried = [row.evidence_id for row in sent if row.evidence_id]
    locker = EvidenceDocument.objects.filter(employee_id=application.employee_id, archived_at=None, uploaded_at__lt=before)
    return [*sent, *locker.exclude(pk__in=carried).for_list()[:MOST_OFFERED]]


def filing_facts(application: Application, announced: Announcement | None, *, has_filed: bool) -> FilingFacts:
    """The facts of `filing_refusal`.

    Args:
        announced: the first announcement of the administrative result, None before it.
    """
    vacancy = application.vacancy
    until = announced.objections_until if announced is not None else None
    return FilingFacts(
        # A result announced before the plan could promise anything has no window either.
        is_offered=vacancy.pack.takes_objections and (announced is None or until is not None),
        until=until,
        application_state=application.state,
        vacancy_state=vacancy.state,
        has_filed=has_filed,
        zone=vacancy.zone,
    )


@dataclass(frozen=True)
class OwnObjection:
    """What an applicant's pages say about objecting to the administrative verdict of one application.

    Args:
        objection: the one that was filed, None without one; refusal: why none may be filed now, "" when it may.
        announced_at: when the result became public; until: first instant that no longer counts.
    """

    objection: Objection | None
    refusal: str
    announced_at: datetime
    until: datetime
    zone: str

    @property
    def last_moment(self) -> str:
        """The last moment to file one, in words."""
        return format_deadline(self.until, self.zone)


def own_objection(application: Application, now: datetime) -> OwnObjection | None:
    """Two queries for a selection whose plan takes objections and whose result is public; None and no query for any other."""
    vacancy = application.vacancy
    if not vacancy.pack.takes_objections or vacancy.state in BEFORE_RESULT:
        return None
    announced = administration_announcement(vacancy)
    if announced is None or announced.objections_until is None:
        return None
    objection = application.objections.select_related("letter").first()
    facts = filing_facts(application, announced, has_filed=objection is not None)
    refusal = filing_refusal(facts, now) or ""
    return OwnObjection(objection, refusal, announced.published_at, announced.objections_until, vacancy.zone)


@dataclass(frozen=True)
class ObjectionCounts:
    """Numbers of one selection, for everybody once the window is over."""

    filed: int
    granted: int
    refused: int

    @property
    def waiting(self) -> int:
        return self.filed - self.granted - self.refused


def objection_counts(vacancy: Vacancy) -> ObjectionCounts:
    """One query."""
    every = Objection.objects.of_vacancy(vacancy).order_by()
    # Public by rule: numbers, and not whose objections they are.
    with whole_portal():
        found = every.aggregate(
            filed=Count("pk"), granted=Count("pk", filter=Q(outcome="GRANTED")), refused=Count("pk", filter=Q(outcome="REFUSED"))
        )
    return ObjectionCounts(**found)


def answerers(people: Iterable[User], objection: Objection) -> list[User]:
    """Those of these people who neither judged the file nor take part in the selection."""
    vacancy = objection.application.vacancy
    applied = vacancy.applications.exclude(employee__user=None).values_list("employee__user_id", flat=True)
    # Asked in the applicant's own act, who sees no rival; only officials of the selection are held against it.
    with whole_portal():
        taking_part = set(applied)
    barred = {*objection.judge_ids, *taking_part}
    return [person for person in people if person.pk not in barred]


def late_objections(now: datetime) -> list[dict[str, str]]:
    """Rows of the oversight desk: objections an agency has not answered in time, the oldest first. One query.

    The post is named and not the person; the page of the objection does that.
    """
    rows = Objection.objects.overdue(now).select_related("application__vacancy__agency")[:MOST_LATE]
    return [
        {
            "kind": "Sanggahan hasil administrasi",
            "url": reverse("answer_objection", args=[row.public_id]),
            "title": row.application.vacancy.position_title,
            "agency": row.application.vacancy.agency.name,
            "due": "Terlambat",
            "age": f"seharusnya {format_deadline(row.due_at, row.application.vacancy.zone)}",
        }
        for row in rows
    ]
