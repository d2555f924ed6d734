"""Opening a selection: the administrative result becomes public and those who passed become numbered candidates."""

import secrets

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.refusals import require
from selection import notifications
from selection.actions.conflicts import propose_conflicts
from selection.actions.moves import lock_applications, lock_vacancy, move_applications, move_vacancy, tell_timeline
from selection.conflicts import proposals_in_words
from selection.documents import announcement_letter
from selection.models import Candidate
from selection.permissions import can_open_selection, duty_of
from selection.sendings import held_sending
from vacancies.enums import AnnouncementKind
from vacancies.models import Announcement, Application, Vacancy
from vacancies.objections import window_from
from vacancies.rules.deadline import format_deadline


def administration_applications(vacancy: Vacancy) -> list[Application]:
    """Every sent application with the person behind it, by name."""
    return list(
        Application.objects.filter(vacancy=vacancy, state__in=("SUBMITTED", "NEEDS_DOCUMENT", "PASSED", "FAILED"))
        .select_related("employee__agency", "employee__user")
        .order_by("employee__name_key", "id")
    )


def unconfirmed_failures(vacancy: Vacancy, failed: list[Application]) -> int:
    """How many failures still wait for a second pair of eyes; none when the rule pack asks for none."""
    if not vacancy.pack.second_check_of_failures:
        return 0
    return sum(application.second_checked_at is None for application in failed)


@transaction.atomic
def open_selection(*, vacancy_id: int, actor: User, version: int | None = None) -> Announcement:
    """Announce who passed the document check, number the candidates at random and begin the scoring.

    Args:
        version: `Vacancy.version` of the confirmation page; None when no page was involved.

    Raises:
        Refused: an application is not verified yet, nobody passed, or the person may not.
        Stale: the vacancy changed since the page was drawn.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id, version)
    lock_applications(vacancy)
    applications = administration_applications(vacancy)
    passed = [application for application in applications if application.state == "PASSED"]
    failed = [application for application in applications if application.state == "FAILED"]
    require(
        can_open_selection(
            actor,
            vacancy,
            waiting=len(applications) - len(passed) - len(failed),
            unconfirmed=unconfirmed_failures(vacancy, failed),
            passed=len(passed),
            submitted=len(applications),
        )
    )
    duty = duty_of(actor, vacancy)
    until = window_from(vacancy, now)
    body = (
        f"Dari {len(applications)} pelamar, {len(passed)} memenuhi syarat dan menjadi peserta seleksi "
        f"{vacancy.position_title}, {vacancy.agency.name}."
    )
    if until is not None:
        body += f" Sanggahan pelamar yang tidak lolos diterima sampai {format_deadline(until, vacancy.zone)}."
    announcement = Announcement.objects.create(
        vacancy=vacancy,
        kind=AnnouncementKind.ADMINISTRATION,
        title=f"Hasil seleksi administrasi {vacancy.position_title}",
        body=body,
        letter=announcement_letter(
            vacancy,
            stage="seleksi administrasi",
            summary=body,
            # Who failed reads that alone; the public page names only those who take part.
            columns=["Nama", "Instansi asal"],
            rows=[[each.employee.name, each.employee.agency.name] for each in passed],
            duty=duty,
            signer=actor.full_name,
            now=now,
        ),
        rows=[
            {
                "name": application.employee.name,
                "agency": application.employee.agency.name,
                "passed": application.state == "PASSED",
            }
            for application in applications
        ],
        objections_until=until,
        published_by=actor,
        published_at=now,
    )
    numbers = list(range(1, len(passed) + 1))
    # The number must say nothing about the person: neither the order of sending nor the alphabet.
    secrets.SystemRandom().shuffle(numbers)
    candidates = Candidate.objects.bulk_create(
        Candidate(vacancy=vacancy, application=application, number=number)
        for application, number in zip(passed, numbers, strict=True)
    )
    move_applications(passed, "enter_selection", now, is_public=True)
    tell_timeline(failed, "administration", now)
    move_vacancy(vacancy, "start_scoring", now)
    with held_sending(vacancy, f"Hasil seleksi administrasi {vacancy.position_title}", actor=actor, now=now):
        notifications.announce_administration(vacancy, announcement, candidates, failed)
    notifications.call_panel(vacancy)
    proposals = propose_conflicts(vacancy=vacancy)
    audit.record(
        chain=vacancy.trail_chain,
        act="open_selection",
        actor=actor,
        duty=duty,
        object_type="Vacancy",
        object_id=vacancy.public_id,
        details={
            "passed": [[candidate.key, str(candidate.application.public_id)] for candidate in candidates],
            "failed": [[str(application.public_id), application.reason_codes] for application in failed],
            "announcement": str(announcement.public_id),
            **proposals_in_words(proposals),
        },
    )
    return announcement
