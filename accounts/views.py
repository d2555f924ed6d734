"""Own account: duties, second factor, password."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.enums import DECIDING_ROLES
from accounts.second_factor import has_second_factor
from core.access import signed_in
from core.indonesian import nip_groups


@require_safe
@signed_in
def show_account(request: HttpRequest) -> HttpResponse:
    """Who I am here, what I may do until when, and how I sign in."""
    user = request.user
    context = {
        "identity": [
            {"label": "Nama", "value": user.full_name},
            {"label": "Surel", "value": user.email},
            {"label": "NIP", "value": nip_groups(user.nip) if user.nip else "Tidak ada"},
        ],
        "duties": [
            {"label": duty.label, "since": duty.valid_from, "until": duty.valid_until, "basis": duty.basis}
            for duty in user.duties
        ],
        "has_factor": has_second_factor(user),
        "needs_factor": user.has_any_role(DECIDING_ROLES),
    }
    return render(request, "accounts/account.html", context)
