"""What the pages of a person's own profile share: the person, the tabs, a file that came with a form."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core.uploads.fields import IncomingFile
from core.uploads.files import accept_file
from employees.actions.evidence import BroughtFile, evidence_folder
from employees.models import Employee, EvidenceDocument, RecordReport


def needs_register_row(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the person's register row as second argument; without one, the profile says what to do."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        employee = Employee.objects.select_related("agency").filter(user=request.user).first()
        return view(request, employee, *args, **kwargs) if employee is not None else redirect("show_profile")

    return shown


def profile_tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """The three pages of the profile, with how much lies in each."""
    counts = {
        "list_evidence": EvidenceDocument.objects.of(request.user).count(),
        "list_my_reports": RecordReport.objects.of(request.user).open().count(),
    }
    pages = (("show_profile", "Data dan isian"), ("list_evidence", "Lemari bukti"), ("list_my_reports", "Laporan saya"))
    return [
        {"label": label, "url": reverse(name), "current": name == current, "count": counts.get(name)} for name, label in pages
    ]


def brought(incoming: IncomingFile | None, *, employee: Employee, accepts: tuple[str, ...]) -> BroughtFile | None:
    """Take in the file of a form; None when there was none or an earlier post of the same form already used it.

    Raises:
        Refused: the file is not welcome; field "file".
    """
    if incoming is None or incoming.is_taken:
        return None
    accepted = accept_file(incoming.read(), incoming.name, accepts=accepts, folder=evidence_folder(employee))
    return BroughtFile(accepted, incoming.upload)
