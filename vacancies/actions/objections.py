"""Filing an objection to the administrative verdict; it is answered by an act of the selection (selection/actions)."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.refusals import Refused, require
from vacancies.actions.applications import lock_application
from vacancies.models import ApplicationDocument, ApplicationEvent, Objection, ObjectionAttachment
from vacancies.notifications import objections as notices
from vacancies.objections import Source, administration_announcement, attachable, failed_lines, filing_facts, judges_of
from vacancies.permissions import objections as permissions
from vacancies.rules.objection import MOST_ATTACHMENTS, answer_due, lines_problem, text_problem


@transaction.atomic
def file_objection(
    *, application_id: int, actor: User, subjects: Sequence[str], text: str, attachments: Sequence[Source] = ()
) -> Objection:
    """File the one objection to the administrative verdict of an application.

    Args:
        subjects: disputed lines, "RULE:<requirement id>" or "DOC:<type>"; text: why, at most 2,000 characters.
        attachments: documents that were there before the announcement, at most five.

    Raises:
        Refused: not the owner's, nothing to object to, too late, filed before, or the lines, the text or a document do not do.
    """
    now = clock.transaction_now()
    application = lock_application(application_id)
    announced = administration_announcement(application.vacancy)
    facts = filing_facts(application, announced, has_filed=application.objections.exists())
    require(permissions.can_file_objection(actor, application, facts, now))
    failed = failed_lines(application)
    for field, problem in (("lines", lines_problem(subjects, failed)), ("text", text_problem(text))):
        if problem is not None:
            raise Refused(problem, field=field)
    if len(attachments) > MOST_ATTACHMENTS:
        raise Refused(f"Lampirkan paling banyak {MOST_ATTACHMENTS} dokumen.", field="attachments")
    if announced is None or not set(attachments) <= set(attachable(application, announced.published_at)):
        raise Refused("Hanya dokumen yang sudah ada sebelum hasil diumumkan yang dapat dilampirkan.", field="attachments")
    vacancy = application.vacancy
    objection = Objection.objects.create(
        application=application,
        lines=[line.as_json() for line in failed if line.subject in set(subjects)],
        text=text.strip(),
        judge_ids=judges_of(application),
        filed_at=now,
        due_at=answer_due(now, vacancy.pack.objection_answer_days, vacancy.zone),
    )
    ObjectionAttachment.objects.bulk_create(
        ObjectionAttachment(
            objection=objection,
            document=source if isinstance(source, ApplicationDocument) else None,
            evidence=None if isinstance(source, ApplicationDocument) else source,
        )
        for source in dict.fromkeys(attachments)
    )
    ApplicationEvent.objects.create(application=application, action="file_objection", state=application.state, at=now)
    notices.tell_filed(objection, now)
    audit.record(
        chain=vacancy.trail_chain,
        act="file_objection",
        actor=actor,
        duty="Pelamar",
        rule_version=vacancy.rule_mark,
        object_type="Application",
        object_id=application.public_id,
        details={
            "objection": objection.public_id,
            "lines": objection.subjects,
            "documents": [source.public_id for source in attachments],
            "due_at": objection.due_at,
        },
    )
    return objection
