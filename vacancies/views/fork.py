"""Registration over, too few applications, no extension left: go on with Wasdal's note, or end the selection."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Role
from approvals.enums import RequestState
from core import clock
from core.access import allow
from core.indonesian import moment_words
from core.refusals import Refused, Stale
from vacancies.actions import continuation
from vacancies.facts import fork_facts, window_facts
from vacancies.forms.window import ContinuationForm
from vacancies.models import Vacancy
from vacancies.permissions.window import (
    can_ask_continuation,
    can_extend,
    can_fail,
    can_withdraw_continuation,
    is_asked_to_continue,
)
from vacancies.rounds import continuation_rounds
from vacancies.rules.fork import stands_at_fork
from vacancies.rules.incident import window_refusal
from vacancies.views.ledger import ledger_rows
from vacancies.views.plan import own_vacancy
from vacancies.views.plan_rows import chain_rows, zone_name
from vacancies.views.version import posted_version


@allow(Role.AGENCY_ADMIN, Role.SECRETARIAT)
@require_safe
def show_fork(request: HttpRequest, public_id) -> HttpResponse:
    """The two ways, what each means, and how far a request has come."""
    vacancy = own_vacancy(request, public_id)
    return render(request, "vacancies/registration/fork.html", fork_context(request.user, vacancy, clock.now()))


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "POST"])
def ask_continuation(request: HttpRequest, public_id) -> HttpResponse:
    vacancy = own_vacancy(request, public_id)
    form = ContinuationForm(request.POST if request.method == "POST" else None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            continuation.ask_continuation(
                vacancy_id=vacancy.pk,
                actor=request.user,
                reason=form.cleaned_data["reason"],
                version=posted_version(request),
            )
        except Stale:
            raise
        except Refused as error:
            refused = error.reason
            vacancy = own_vacancy(request, public_id)
        else:
            messages.success(request, "Permintaan terkirim kepada Wasdal BKN. Penilaian menunggu catatannya.")
            return redirect("show_fork", vacancy.public_id)
    context = fork_context(request.user, vacancy, clock.now()) | {"form": form, "refused": refused}
    return render(request, "vacancies/registration/ask_continuation.html", context, status=409 if refused else 200)


@allow(Role.AGENCY_ADMIN)
@require_POST
def withdraw_continuation(request: HttpRequest, public_id) -> HttpResponse:
    vacancy = own_vacancy(request, public_id)
    continuation.withdraw_continuation(vacancy_id=vacancy.pk, actor=request.user)
    messages.success(request, "Permintaan ditarik. Anda dapat memperbaiki alasannya atau menyatakan seleksi gagal.")
    return redirect("show_fork", vacancy.public_id)


def is_at_fork(vacancy: Vacancy, *, submitted: int, used: int, now: datetime) -> bool:
    """Whether the two ways are all that is left; takes no query before the state and the count say so."""
    if vacancy.state != "VERIFICATION" or submitted >= vacancy.pack.min_submitted:
        return False
    return stands_at_fork(fork_facts(vacancy, submitted=submitted, used=used), now)


def fork_holder(vacancy: Vacancy) -> str:
    """Whose turn it is at the fork."""
    return "Wasdal BKN" if is_asked_to_continue(vacancy) else "Admin instansi"


def fork_context(user, vacancy: Vacancy, now: datetime) -> dict[str, Any]:
    """Counts, the answer of each way, and every round so far."""
    pack = vacancy.pack
    submitted = vacancy.applications.submitted().count()
    used = vacancy.extensions.ordinary().count()
    rounds = continuation_rounds(vacancy)
    newest = rounds[0] if rounds else None
    return {
        "vacancy": vacancy,
        "submitted": submitted,
        "title": f"Lanjutkan dengan {submitted} pelamar",
        "at_fork": is_at_fork(vacancy, submitted=submitted, used=used, now=now),
        "figures": [
            {"label": "Lamaran terkirim", "value": submitted, "note": f"Kurang dari {pack.min_submitted}"},
            {"label": "Paling sedikit untuk melanjutkan", "value": pack.min_to_continue_after_last},
            {"label": "Perpanjangan terpakai", "value": used, "note": f"Paling banyak {pack.max_extensions} kali"},
        ],
        "continue_refusal": can_ask_continuation(user, vacancy, submitted=submitted, used=used, now=now),
        "fail_refusal": can_fail(user, vacancy, submitted=submitted),
        "withdraws": newest is not None and newest.sender_id == user.pk and can_withdraw_continuation(user, vacancy) is None,
        "chain": chain_rows(newest, zone_name(vacancy), user),
        "asked": round_words(newest, vacancy) if newest else None,
        "ledger": ledger_rows(vacancy),
    }


def round_words(request, vacancy: Vacancy) -> dict[str, str]:
    """How the newest round stands: title, sentence, tone, and the agency's reason."""
    titles = {
        RequestState.IN_PROGRESS: ("info", "Menunggu catatan Wasdal BKN"),
        RequestState.APPROVED: ("good", "Wasdal BKN merekomendasikan dengan catatan"),
        RequestState.RETURNED: ("stop", "Wasdal BKN tidak merekomendasikan"),
        RequestState.WITHDRAWN: ("plain", "Permintaan ditarik instansi"),
    }
    tone, title = titles[RequestState(request.state)]
    return {
        "tone": tone,
        "title": title,
        "reason": request.note,
        "sent": f"Dikirim {moment_words(request.created_at, zone_name(vacancy))}, putaran {request.round_number}",
        "url": reverse("decide_step", args=[request.public_id]),
    }


def window_card(user, vacancy: Vacancy, *, submitted: int, used: int, now: datetime) -> dict[str, Any] | None:
    """The card of the office page about the window: the button with its reason, or the two ways; None when it has no say.

    Args:
        submitted, used: as for the extension rule.
    """
    if vacancy.state not in ("OPEN", "VERIFICATION") or not user.holds(Role.AGENCY_ADMIN, vacancy.agency_id):
        return None
    waiting = vacancy.incident_requests.waiting().first()
    return {
        "at_fork": is_at_fork(vacancy, submitted=submitted, used=used, now=now),
        "is_continued": vacancy.continued_at is not None,
        "least": vacancy.pack.min_to_continue_after_last,
        "submitted": submitted,
        "wanted": vacancy.pack.min_submitted,
        "refusal": can_extend(user, vacancy, submitted=submitted, used=used, now=now),
        "continue_refusal": can_ask_continuation(user, vacancy, submitted=submitted, used=used, now=now),
        "fail_refusal": can_fail(user, vacancy, submitted=submitted),
        "asked": f"Diminta {moment_words(waiting.asked_at, zone_name(vacancy))}, menunggu jawaban admin BKN." if waiting else "",
        "asks_incident": waiting is None and window_refusal(window_facts(vacancy), now) is None,
    }
