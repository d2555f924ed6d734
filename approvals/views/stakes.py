"""An official declares a tie to a selection and steps aside."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.enums import DECIDING_ROLES
from approvals.actions import declare_own_stake
from approvals.forms import StakeForm
from approvals.models import ApprovalRequest
from approvals.permissions import can_declare_stake
from core.access import allow
from core.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*DECIDING_ROLES)
def declare_stake(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What the declaration means, the words, and the act."""
    item = get_object_or_404(ApprovalRequest.objects.visible_to(request.user).select_related("agency"), public_id=public_id)
    refusal = can_declare_stake(request.user, item)
    form = StakeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and refusal is None and form.is_valid():
        try:
            declare_own_stake(request_id=item.pk, actor=request.user, tie=form.cleaned_data["tie"])
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.reason)
        else:
            messages.success(request, f"Pernyataan Anda tersimpan. Anda tidak lagi memutus {item.title}.")
            return redirect("list_steps")
    context = {"item": item, "form": form, "refusal": refusal}
    return render(request, "approvals/declare_stake.html", context, status=409 if request.method == "POST" and refusal else 200)
