"""Own account: duties, second factor, password, where it is signed in."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts import actions
from accounts.duty_gate import is_proven
from accounts.enums import DECIDING_ROLES
from accounts.second_factor import has_second_factor
from accounts.sign_in_log import tell
from accounts.sign_ins import number_of, sign_ins_of
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


@require_safe
@signed_in
def explain_second_factor(request: HttpRequest) -> HttpResponse:
    """Why pages of a duty want a second factor, and the way to set one up; who has one is led on."""
    wanted = request.GET.get("next", "")
    leads_here = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    if is_proven(request):
        return redirect(wanted if leads_here else "show_account")
    return render(request, "accounts/explain_second_factor.html", {"wanted": wanted if leads_here else ""})


@require_safe
@signed_in
def list_sign_ins(request: HttpRequest) -> HttpResponse:
    """Every browser this account is signed in with, the one at hand first."""
    here = number_of(request.session.session_key)
    found = sorted(sign_ins_of(request.user), key=lambda each: each.number != here)
    context = {"here": here, "sign_ins": found, "others": sum(each.number != here for each in found)}
    return render(request, "accounts/sign_ins.html", context)


@require_POST
@signed_in
@reauthentication_required
def end_sign_ins(request: HttpRequest) -> HttpResponse:
    """End one other sign-in or all others; asks for the password or a code first, once in five minutes."""
    here = number_of(request.session.session_key)
    number = "" if "semua" in request.POST else request.POST.get("nomor", "-")
    ended = actions.end_sign_ins(actor=request.user, number=number, kept=here)
    for _ in ended:
        tell(request, "sign-in ended from another browser", request.user)
    if ended:
        messages.success(request, f"{len(ended)} perangkat dikeluarkan. Di sana akun Anda harus masuk lagi.")
    else:
        messages.info(request, "Tidak ada perangkat lain yang perlu dikeluarkan.")
    return redirect("list_sign_ins")
