"""Going on with fewer applications than wanted: asked with a reason, released by the note of Wasdal BKN.

The number is counted under the vacancy's lock when the request is sent and again when the note is given: an application that
was withdrawn in between may leave too few, and then no note releases the selection.
"""

from datetime import datetime

from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from approvals.actions import close_by_sender, submit_request
from approvals.enums import RequestState
from approvals.models import ApprovalRequest
from core import audit, clock
from core.canonical import canonical_json, sha256_hex
from core.refusals import Refused, require
from vacancies.actions.states import lock_vacancy, refuse_stale
from vacancies.actions.window import announce
from vacancies.enums import AnnouncementKind
from vacancies.models import Vacancy
from vacancies.notifications.continuation import announce_continuation, announce_continuation_refused
from vacancies.permissions.window import can_ask_continuation, can_withdraw_continuation
from vacancies.rounds import CONTINUED
from vacancies.rules.chains import CONTINUATION
from vacancies.rules.extension import may_continue
from vacancies.rules.fork import too_few_to_continue
from vacancies.summaries import continuation_summary


@transaction.atomic
@audit.written_last()
def ask_continuation(*, vacancy_id: int, actor: User, reason: str, version: int | None = None) -> ApprovalRequest:
    """Ask Wasdal BKN to let the selection go on with the applications there are.

    Raises:
        Refused: no right, not at the fork, too few even for that, no reason, or nobody at Wasdal may decide.
        Stale: the page was drawn from an older version.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    submitted = vacancy.applications.submitted().count()
    used = vacancy.extensions.ordinary().count()
    require(can_ask_continuation(actor, vacancy, submitted=submitted, used=used, now=now))
    refuse_stale(vacancy, version)
    if not reason.strip():
        raise Refused("Tuliskan alasannya; alasan ini dibaca Wasdal BKN dan publik.", field="reason")
    summary = continuation_summary(vacancy, submitted=submitted)
    applicants = vacancy.applications.exclude(employee__user=None).values_list("employee__user_id", flat=True)
    request = submit_request(
        chain=CONTINUATION,
        title=f"Lanjutkan seleksi {vacancy.position_title} dengan {submitted} pelamar",
        level_label=vacancy.get_level_display(),
        agency=vacancy.agency,
        summary=summary,
        digest=sha256_hex(canonical_json({"reference": vacancy.reference, "reason": reason.strip(), "summary": summary})),
        trail_chain=vacancy.trail_chain,
        sender=actor,
        now=now,
        note=reason.strip(),
        previous=vacancy.continue_request,
        conflicted=frozenset(applicants),
    )
    vacancy.continue_request = request
    vacancy.version += 1
    vacancy.save(update_fields=["continue_request", "version"])
    _record(vacancy, "ask_continuation", actor, {"submitted": submitted, "reason": request.note, "digest": request.digest})
    return request


@transaction.atomic
@audit.written_last()
def withdraw_continuation(*, vacancy_id: int, actor: User) -> Vacancy:
    """Take a running request back; only its sender may."""
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    require(can_withdraw_continuation(actor, vacancy))
    close_by_sender(request=vacancy.continue_request, actor=actor, now=now)
    vacancy.version += 1
    vacancy.save(update_fields=["version"])
    _record(vacancy, "withdraw_continuation", actor, {})
    return vacancy


def settle_continuation(*, vacancy: Vacancy, request: ApprovalRequest, actor: User, duty: str, note: str, now: datetime) -> None:
    """Follow Wasdal's verdict. Runs inside the engine's transaction, on a vacancy that is already locked.

    Raises:
        Refused: the note would release a selection that has too few applications by now.
    """
    if request.state == RequestState.RETURNED:
        vacancy.version += 1
        vacancy.save(update_fields=["version"])
        announce_continuation_refused(vacancy, note=note, request=request, now=now)
        return
    if request.state != RequestState.APPROVED:
        return
    submitted = vacancy.applications.submitted().count()
    if not may_continue(submitted, vacancy.pack):
        sentence = too_few_to_continue(submitted, vacancy.pack.min_to_continue_after_last)
        raise Refused(f"{sentence} Ada lamaran yang ditarik sejak permintaan ini dikirim; pilih “Tidak merekomendasikan”.")
    vacancy.continued_at = now
    vacancy.version += 1
    vacancy.save(update_fields=["continued_at", "version"])
    threshold = vacancy.pack.min_submitted
    announce(
        vacancy,
        AnnouncementKind.CONTINUATION,
        title=f"Seleksi dilanjutkan dengan {submitted} pelamar",
        body=(
            f"Sesudah perpanjangan terakhir, {submitted} lamaran terkirim, kurang dari {threshold}. Seleksi dilanjutkan dengan "
            f"catatan Wasdal BKN. Alasan instansi: {request.note} Catatan Wasdal BKN: {note}"
        ),
        rows=[{"decision": CONTINUED, "submitted": submitted, "threshold": threshold, "reason": request.note, "note": note}],
        actor=actor,
        now=now,
    )
    told = announce_continuation(vacancy, submitted=submitted, request=request, note=note, now=now)
    audit.record(
        chain=vacancy.trail_chain,
        act="continue_selection",
        actor=actor,
        duty=duty,
        rule_version=vacancy.rule_mark,
        object_type="Vacancy",
        object_id=vacancy.public_id,
        details={"submitted": submitted, "threshold": threshold, "reason": request.note, "note": note, "told": told},
    )


def _record(vacancy: Vacancy, act: str, actor: User, details: dict) -> None:
    audit.record(
        chain=vacancy.trail_chain,
        act=act,
        actor=actor,
        duty=actor.duty_label(Role.AGENCY_ADMIN, vacancy.agency_id),
        object_type="Vacancy",
        object_id=vacancy.public_id,
        details=details,
    )
