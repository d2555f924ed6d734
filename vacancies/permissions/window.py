"""Who may extend a registration, decide how a selection with too few applications goes on, and end a vacancy.

The same answer shows the button and guards the act; acts ask again under the lock of the vacancy.
"""

from datetime import datetime

from accounts.enums import Role
from accounts.models import User
from approvals.enums import RequestState
from core import clock
from core.refusals import Refusal
from employees.same_person import same_person
from vacancies.facts import extension_facts, fork_facts, window_facts
from vacancies.models import IncidentRequest, Vacancy
from vacancies.permissions.plan import admin_act_refusal, admin_refusal
from vacancies.rules.extension import extension_refusal
from vacancies.rules.fork import continuation_refusal, start_refusal
from vacancies.rules.incident import Incident, incident_refusal, window_refusal

_ASKED = "Permintaan melanjutkan sedang menunggu catatan Wasdal BKN; tarik permintaan itu lebih dahulu."


def stake_refusal(user: User, vacancy: Vacancy) -> Refusal | None:
    """Whoever applied, by whichever account, has no hand in how the registration goes on or ends.

    Asked last, and once for a page with several buttons; an act locks the vacancy, reads it anew, and asks again.
    """
    known = vacancy.__dict__.setdefault("_has_applied", {})
    if user.pk not in known:
        known[user.pk] = vacancy.applications.filter(same_person(user, "employee__")).exists()
    if known[user.pk]:
        return Refusal("Anda tercatat sebagai pelamar di lowongan ini, jadi tidak dapat ikut mengurusnya.")
    return None


def can_extend(user: User, vacancy: Vacancy, *, submitted: int, used: int, now: datetime) -> Refusal | None:
    """Whether the window may be extended now for lack of applicants.

    Args:
        submitted: applications sent and not withdrawn; used: ordinary extensions already given. Both are counted again
            under the vacancy's lock at the moment of saving.
    """
    refusal = admin_refusal(user, vacancy)
    if refusal is not None:
        return refusal
    facts = extension_facts(vacancy, submitted=submitted, used=used)
    return _refusal(extension_refusal(facts, now)) or stake_refusal(user, vacancy)


def can_run_incidents(user: User) -> Refusal | None:
    """Whether the person decides on extensions because of an outage at all."""
    if user.holds(Role.BKN_ADMIN):
        return None
    return Refusal("Hanya admin BKN yang dapat memperpanjang pendaftaran karena gangguan.")


def can_extend_for_incident(user: User, vacancy: Vacancy, incident: Incident, now: datetime) -> Refusal | None:
    """Whether this person may extend this window for this incident; an applicant never judges the own window."""
    refusal = can_run_incidents(user)
    if refusal is not None:
        return refusal
    if vacancy.applications.of(user).exists():
        return Refusal("Anda tercatat sebagai pelamar di lowongan ini, jadi tidak dapat memperpanjang pendaftarannya.")
    return _refusal(incident_refusal(window_facts(vacancy), incident, now))


def can_ask_incident(user: User, vacancy: Vacancy, now: datetime) -> Refusal | None:
    """Whether the agency may ask BKN for an extension because of an outage."""
    refusal = admin_refusal(user, vacancy) or _refusal(window_refusal(window_facts(vacancy), now))
    if refusal is None and vacancy.incident_requests.waiting().exists():
        return Refusal("Permintaan sebelumnya untuk lowongan ini masih menunggu jawaban BKN.")
    return refusal or stake_refusal(user, vacancy)


def can_decline_incident(user: User, request: IncidentRequest) -> Refusal | None:
    refusal = can_run_incidents(user)
    if refusal is None and request.answered_at is not None:
        return Refusal("Permintaan ini sudah dijawab.")
    return refusal


def can_ask_continuation(user: User, vacancy: Vacancy, *, submitted: int, used: int, now: datetime) -> Refusal | None:
    """Whether the agency may ask Wasdal BKN to go on with fewer than the wanted number; counts as for `can_extend`."""
    refusal = admin_refusal(user, vacancy)
    if refusal is not None:
        return refusal
    facts = fork_facts(vacancy, submitted=submitted, used=used)
    return _refusal(continuation_refusal(facts, now)) or stake_refusal(user, vacancy)


def can_withdraw_continuation(user: User, vacancy: Vacancy) -> Refusal | None:
    refusal = admin_refusal(user, vacancy)
    if refusal is None and not is_asked_to_continue(vacancy):
        return Refusal("Tidak ada permintaan melanjutkan yang sedang berjalan.")
    return refusal or stake_refusal(user, vacancy)


def start_barrier(vacancy: Vacancy, *, submitted: int) -> Refusal | None:
    """Why scoring may not start with so many sent applications, whoever asks. Takes a query only when they are too few."""
    if submitted >= vacancy.pack.min_submitted:
        return None
    facts = fork_facts(vacancy, submitted=submitted, used=vacancy.extensions.ordinary().count())
    return _refusal(start_refusal(facts, clock.now()))


def can_cancel(user: User, vacancy: Vacancy) -> Refusal | None:
    refusal = admin_act_refusal(user, vacancy, "cancel")
    if refusal is None and is_asked_to_continue(vacancy):
        return Refusal(_ASKED)
    return refusal or stake_refusal(user, vacancy)


def can_fail(user: User, vacancy: Vacancy, *, submitted: int) -> Refusal | None:
    """Whether the selection may be ended for lack of applicants."""
    refusal = admin_act_refusal(user, vacancy, "fail")
    if refusal is not None:
        return refusal
    if submitted >= vacancy.pack.min_submitted:
        return Refusal(
            f"{submitted} lamaran sudah terkirim; lowongan hanya dinyatakan gagal bila kurang dari {vacancy.pack.min_submitted}."
        )
    return Refusal(_ASKED) if is_asked_to_continue(vacancy) else stake_refusal(user, vacancy)


def is_asked_to_continue(vacancy: Vacancy) -> bool:
    """Whether a request to go on with few waits for Wasdal; one query when the vacancy ever had such a request."""
    request = vacancy.continue_request
    return request is not None and request.state == RequestState.IN_PROGRESS


def _refusal(sentence: str | None) -> Refusal | None:
    return Refusal(sentence) if sentence else None
