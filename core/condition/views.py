"""Health for machines: a proxy asks live and ready, a watcher asks deep and collects the meters.

Live says that this process answers, ready that it can reach its database. Deep and meters name figures of the whole portal, so
they ask for MONITOR_TOKEN and do not exist without one. None of them reads a session.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from core import meters
from core.access import public
from core.condition.reading import Condition, answers, read_condition
from core.condition.sampling import schedule_intervals
from core.condition.verdicts import BAD, findings, late_tasks, worst

STATES = {"good": "ok", "wait": "late", "stop": "failed"}


def _kept_by_nobody(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponse:
        response = view(request)
        response["Cache-Control"] = "no-store"
        return response

    return shown


def _for_watchers(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """404 without the token: nobody learns from the answer whether a watcher is set up."""

    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponse:
        sent = request.headers.get("Authorization", "")
        if not settings.MONITOR_TOKEN or not constant_time_compare(sent, f"Bearer {settings.MONITOR_TOKEN}"):
            raise Http404
        return view(request)

    return shown


@public
@require_safe
@_kept_by_nobody
def show_live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@public
@require_safe
@_kept_by_nobody
def show_ready(request: HttpRequest) -> HttpResponse:
    is_ready = answers()
    return HttpResponse("ok\n" if is_ready else "database\n", content_type="text/plain", status=200 if is_ready else 503)


@public
@require_safe
@_for_watchers
@_kept_by_nobody
def show_deep(request: HttpRequest) -> HttpResponse:
    """Every part with its state; 503 when one has failed."""
    try:
        condition = read_condition()
    except Error:
        return JsonResponse({"state": "failed", "parts": {"database": {"state": "failed"}}}, status=503)
    intervals = schedule_intervals()
    found = findings(condition, intervals)
    parts = {each.code: {"state": STATES[each.state], "value": round(each.value, 1)} for each in found}
    answer = {
        "state": STATES[worst(found)],
        "at": condition.at.isoformat(),
        "parts": parts,
        "late_tasks": late_tasks(condition, intervals),
        "last_rounds": {each.name: round(each.age, 1) for each in condition.rounds if each.age is not None},
    }
    return JsonResponse(answer, status=503 if worst(found) == BAD else 200)


@public
@require_safe
@_for_watchers
@_kept_by_nobody
def show_meters(request: HttpRequest) -> HttpResponse:
    """Counters of this machine's web processes and figures of the whole portal, for Prometheus."""
    try:
        gauges = [*_gauges(read_condition()), ("asnkarier_database_up", "1 while the database answers", {}, 1.0)]
    except Error:
        gauges = [("asnkarier_database_up", "1 while the database answers", {}, 0.0)]
    return HttpResponse(meters.exposition(gauges), content_type="text/plain; version=0.0.4; charset=utf-8")


def _gauges(condition: Condition) -> list[tuple[str, str, dict[str, str], float]]:
    found = [
        ("asnkarier_mails_waiting", "Mails that wait", {}, float(condition.mails_waiting)),
        ("asnkarier_mail_overdue_seconds", "Oldest mail to one person", {"kind": "single"}, condition.mail_overdue),
        ("asnkarier_mail_overdue_seconds", "Oldest mail to one person", {"kind": "bulk"}, condition.bulk_overdue),
        ("asnkarier_seal_age_seconds", "Age of the newest seal outside", {}, condition.seal_age),
        ("asnkarier_sessions", "Sessions not expired", {}, float(condition.sessions)),
        ("asnkarier_trail_rows", "Number of the newest row of the trail", {}, float(condition.trail_rows)),
        ("asnkarier_database_bytes", "Size of the database", {}, float(condition.database_bytes)),
        ("asnkarier_disk_free_bytes", "Room on the disk of the files", {}, float(condition.disk_free)),
    ]
    for each in condition.rounds:
        name = {"task": each.name}
        if each.age is not None:
            found.append(("asnkarier_task_age_seconds", "Since a task last ended well", name, each.age))
            found.append(("asnkarier_task_seconds", "How long its last round took", name, each.seconds))
        found.append(("asnkarier_task_failures", "Failed rounds", name, float(each.failures)))
    if condition.standby is not None and condition.standby.bytes_behind is not None:
        found.append(("asnkarier_standby_bytes_behind", "Log not replayed", {}, float(condition.standby.bytes_behind)))
        found.append(("asnkarier_standby_seconds_behind", "Age of what is replayed", {}, condition.standby.seconds_behind or 0.0))
    return found
