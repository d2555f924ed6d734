"""Announcing the result: the public page, the letters, and one mail to every candidate."""

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.letters import write_letter
from core.refusals import require
from selection import notifications
from selection.actions.moves import lock_vacancy, move_vacancy, tell_timeline
from selection.documents import announcement_letter, announcement_rows, result_words
from selection.minutes_words import announced_words
from selection.models import Candidate, Determination
from selection.permissions import can_announce_result
from selection.sendings import held_sending
from vacancies.enums import AnnouncementKind
from vacancies.models import Announcement


@transaction.atomic
def announce_result(*, vacancy_id: int, actor: User, version: int | None = None) -> Announcement:
    """Publish who was chosen, and give every candidate the own scores in a numbered letter.

    Raises:
        Refused: no right, or nothing is determined yet.
        Stale: the vacancy changed since the page was drawn.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id, version)
    require(can_announce_result(actor, vacancy))
    determination = Determination.objects.select_related("letter", "ranking").get(vacancy=vacancy)
    seats = list(determination.seats.select_related("line__candidate__application__employee__agency").order_by("seat"))
    rows = announcement_rows(determination, seats)
    body = announced_words(vacancy, determination, rows)
    announcement = Announcement.objects.create(
        vacancy=vacancy,
        kind=AnnouncementKind.RESULT,
        title=f"Hasil akhir seleksi {vacancy.position_title}"[:200],
        body=body,
        letter=announcement_letter(
            vacancy,
            stage="akhir seleksi",
            summary=body,
            columns=["Formasi", "Nama", "Instansi asal"],
            rows=[[str(row["seat"]), row["name"], row["agency"]] for row in rows],
            duty=actor.duty_label("AGENCY_ADMIN", vacancy.agency_id),
            signer=actor.full_name,
            now=now,
        ),
        rows=rows,
        published_by=actor,
        published_at=now,
    )
    lines = {
        line.candidate_id: line
        for line in determination.ranking.lines.select_related("candidate__application__employee__agency").order_by("position")
    }
    candidates = list(
        Candidate.objects.filter(vacancy=vacancy)
        .select_related("application__employee__agency", "application__employee__user")
        .exclude(application__state="WITHDRAWN")
        .order_by("number")
    )
    scaled = determination.ranking.scaled()
    for candidate in candidates:
        candidate.result_letter = write_letter(
            kind="HASIL",
            register=vacancy.agency.code.upper(),
            form="{number:03d}/HSL/{register}/{year}",
            title=f"Pemberitahuan hasil seleksi {vacancy.position_title}"[:200],
            template="pdf/selection/result.html",
            words=result_words(vacancy, candidate, lines.get(candidate.pk), scaled.get(candidate.key, {}), determination, now),
        )
    Candidate.objects.bulk_update(candidates, ["result_letter"])
    move_vacancy(vacancy, "announce", now)
    tell_timeline([candidate.application for candidate in candidates], "announce", now)
    if candidates:
        with held_sending(vacancy, f"Hasil akhir seleksi {vacancy.position_title}", actor=actor, now=now):
            notifications.announce_result(vacancy, announcement, candidates)
    audit.record(
        chain=vacancy.trail_chain,
        act="announce_result",
        actor=actor,
        duty=actor.duty_label("AGENCY_ADMIN", vacancy.agency_id),
        object_type="Announcement",
        object_id=announcement.public_id,
        details={
            "determination": str(determination.public_id),
            "letter": determination.letter.number,
            "letters": [[candidate.key, candidate.result_letter.number] for candidate in candidates],
        },
    )
    return announcement
