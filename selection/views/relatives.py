"""An applicant declares a relative among the officials who decide."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.enums import Role
from core.access import allow
from core.refusals import Refused
from selection import actions
from selection.forms import RelativeForm
from selection.relatives import can_declare_relative, deciding_officials, declared_rows
from vacancies.models import Application
from vacancies.views.apply import way_to


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.APPLICANT)
def declare_relative(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What a declaration means, what was declared, the form; a button takes one back."""
    application = get_object_or_404(
        Application.objects.of(request.user).select_related("vacancy__agency", "employee"), public_id=public_id
    )
    refusal = can_declare_relative(request.user, application)
    officials = deciding_officials(application.vacancy) if refusal is None else []
    takes_back = "tarik" in request.POST
    form = RelativeForm(request.POST if request.method == "POST" and not takes_back else None, officials=officials)
    if request.method == "POST" and refusal is None:
        answer = _take_back(request, application) if takes_back else _declare(request, application, form)
        if answer is not None:
            return answer
    context = {
        "application": application,
        "vacancy": application.vacancy,
        "way": way_to(application, "Hubungan keluarga"),
        "form": form,
        "refusal": refusal,
        "rows": declared_rows(application, request.user),
    }
    status = 409 if request.method == "POST" and refusal else 200
    return render(request, "selection/declare_relative.html", context, status=status)


def _declare(request: HttpRequest, application: Application, form: RelativeForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    values: dict[str, Any] = form.cleaned_data
    try:
        stake = actions.declare_relative(
            application_id=application.pk, official_id=uuid.UUID(values["official"]), tie=values["tie"], actor=request.user
        )
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.reason)
        return None
    messages.success(request, f"Pernyataan tersimpan. {stake.official.full_name} tidak ikut memutus lowongan ini.")
    return redirect("declare_relative", application.public_id)


def _take_back(request: HttpRequest, application: Application) -> HttpResponse:
    try:
        stake_id = uuid.UUID(request.POST["tarik"])
        actions.take_back_relative(application_id=application.pk, stake_id=stake_id, actor=request.user)
    except Refused as error:
        messages.error(request, error.reason)
    except ValueError:
        messages.error(request, "Pernyataan ini tidak dikenal.")
    else:
        messages.success(request, "Pernyataan Anda sudah ditarik.")
    return redirect("declare_relative", application.public_id)
