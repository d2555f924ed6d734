"""Plain rows of the oversight desk and of documents asked for; templates decide nothing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.enums import Role, Zone
from approvals.models import ApprovalStep, DocumentAsk
from approvals.models.requests import ApprovalStepQuerySet
from approvals.pages import age_words, due_tone
from approvals.rules.chain import ROLE_LABELS
from core.indonesian import date_words, local_date, moment_words

# Rooms above add what is late with an agency and is no step of a chain; each answers with the rows `late_elsewhere` names.
late_sources: list[Callable[[datetime], list[dict[str, Any]]]] = []

TABS = (("rekomendasi", "Rekomendasi"), ("terlambat", "Terlambat di pihak lain"))


def in_tab(tab: str, now: datetime) -> ApprovalStepQuerySet:
    """Steps of one tab, the most urgent first: recommendations due, or steps of others that are late."""
    asked = DocumentAsk.objects.waiting().filter(step=OuterRef("pk"))
    rows = ApprovalStep.objects.open().annotate(is_asked=Exists(asked)).for_list()
    if tab == "rekomendasi":
        return rows.filter(role=Role.WASDAL, agency=None, holder=None)
    # The desk looks from Jakarta; the row itself says the day on the agency's own calendar.
    return rows.exclude(role=Role.WASDAL).filter(due_on__lt=local_date(now, Zone.WIB))


def filtered(rows: ApprovalStepQuerySet, chosen: dict[str, Any], now: datetime) -> ApprovalStepQuerySet:
    """Narrowed by the fields of `OversightFilterForm`."""
    if chosen.get("cari"):
        rows = rows.filter(Q(request__title__icontains=chosen["cari"]) | Q(request__agency__name__icontains=chosen["cari"]))
    if chosen.get("tingkat"):
        rows = rows.filter(request__level_label=chosen["tingkat"])
    if chosen.get("provinsi"):
        rows = rows.filter(request__agency__region__province_id=chosen["provinsi"])
    today = local_date(now, Zone.WIB)
    if chosen.get("tanda") == "lewat":
        rows = rows.filter(due_on__lt=today)
    elif chosen.get("tanda") == "hari-ini":
        rows = rows.filter(due_on=today)
    elif chosen.get("tanda") == "dokumen":
        rows = rows.filter(is_asked=True)
    elif chosen.get("tanda") == "ulang":
        rows = rows.filter(request__round_number__gt=1)
    return rows


def late_elsewhere(now: datetime) -> list[dict[str, Any]]:
    """What else is late with an agency, the oldest first.

    Rows: kind, url, title, agency, due (a sentence), age. A source gives at most a page of them.
    """
    return [row for source in late_sources for row in source(now)]


def desk_row(step: ApprovalStep, now: datetime) -> dict[str, Any]:
    request = step.request
    tone, due = due_tone(step, request.agency, now)
    flags = []
    if step.is_asked:
        flags.append({"tone": "info", "label": "menunggu dokumen"})
    if request.round_number > 1:
        flags.append({"tone": "plain", "label": f"putaran {request.round_number}"})
    return {
        "url": reverse("decide_step", args=[request.public_id]),
        "title": request.title,
        "agency": request.agency.name,
        "level": request.level_label,
        "step": step.title,
        "holder": ROLE_LABELS[step.role],
        "sender": request.sender.full_name,
        "due_tone": tone,
        "due": due,
        "age": age_words(step, request.agency, now),
        "flags": flags,
    }


def ask_rows(step_ids: list[int], zone: str) -> list[dict[str, Any]]:
    """Everything that was asked at these steps, oldest first, with the answers; one query."""
    asks = DocumentAsk.objects.filter(step_id__in=step_ids).select_related("asked_by", "answered_by").order_by("asked_at", "id")
    rows = []
    for ask in asks:
        rows.append(
            {
                "ask": ask,
                "text": ask.text,
                "by": f"{ask.asked_by.full_name}, {ask.duty}",
                "asked": moment_words(ask.asked_at, zone),
                "due": date_words(ask.due_on),
                "answer": ask.answer,
                "answered_by": ask.answered_by.full_name if ask.answered_by else "",
                "answered": moment_words(ask.answered_at, zone) if ask.answered_at else "",
                "file_name": ask.file_name,
                "file_url": reverse("download_answer", args=[ask.public_id]) if ask.file_name else "",
                "is_waiting": ask.answered_at is None and ask.closed_at is None,
                "is_closed": ask.closed_at is not None,
                "answer_url": reverse("answer_documents", args=[ask.public_id]),
            }
        )
    return rows
