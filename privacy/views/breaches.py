"""Insiden data pribadi: recorded, people listed, letters written and released by a second officer, under a clock."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Role
from core import clock
from core.access import allow, signed_in
from core.indonesian import moment_words, nip_groups
from core.letter_release import waiting_count
from core.letters import exact_letter_response
from core.refusals import Refused
from privacy.actions import breaches as acts
from privacy.breach_words import kind_words, person_subject, person_text, span_words
from privacy.forms import BreachForm, PeopleForm, ReleaseForm
from privacy.models import Breach
from privacy.permissions import can_change_people, can_decide_letters, can_prepare_letters
from privacy.rules.notice_clock import notice_clock
from privacy.second_officer import SecondOfficer, Words

PAGE_SIZE = 20
PEOPLE_SIZE = 50
RELEASE = Words(name="lepas", title="Lepas surat", approve="Lepas surat", reject="Tolak surat", is_final=False)


@allow(Role.DATA_PROTECTION)
@require_safe
def list_breaches(request: HttpRequest) -> HttpResponse:
    """Incidents and drills; those whose letters have not left first, each with its clock."""
    now = clock.now()
    page = Paginator(Breach.objects.with_people().for_list(), PAGE_SIZE).get_page(request.GET.get("halaman"))
    return render(request, "privacy/breaches.html", {"page": page, "rows": [_row(breach, now) for breach in page.object_list]})


@allow(Role.DATA_PROTECTION)
@require_http_methods(["GET", "HEAD", "POST"])
def record_breach(request: HttpRequest) -> HttpResponse:
    """Write down what is known; the list of people and the letters come on the next page."""
    form = BreachForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            breach = acts.record_breach(actor=request.user, facts=form.facts())
        except Refused as error:
            form.add_error(error.field, error.reason)
        else:
            messages.success(request, "Insiden tercatat. Sekarang susun daftar orang yang terdampak.")
            return redirect("show_breach", breach.public_id)
    return render(request, "privacy/record_breach.html", {"form": form})


@allow(Role.DATA_PROTECTION)
@require_http_methods(["GET", "HEAD", "POST"])
def show_breach(request: HttpRequest, public_id) -> HttpResponse:
    """The incident, its clock, who is on the list and how they came there; POST adds people."""
    breach = _breach(public_id)
    form = PeopleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and form.selection is not None:
        try:
            added = acts.add_people(breach_id=breach.pk, actor=request.user, selection=form.selection)
        except Refused as error:
            form.add_error(error.field, error.reason)
        else:
            messages.success(request, f"{added} orang ditambahkan ke daftar." if added else "Semuanya sudah ada di daftar.")
            return redirect("show_breach", breach.public_id)
    return render(request, "privacy/breach.html", _context(request, breach, form))


@allow(Role.DATA_PROTECTION)
@require_safe
def list_breach_people(request: HttpRequest, public_id) -> HttpResponse:
    """Who is on the list, by name."""
    breach = _breach(public_id)
    people = breach.people.select_related("employee__agency", "employee__user").order_by("employee__name_key", "pk")
    page = Paginator(people, PEOPLE_SIZE).get_page(request.GET.get("halaman"))
    rows = [
        {
            "name": row.employee.name,
            "nip": nip_groups(row.employee.nip),
            "agency": row.employee.agency.name,
            "source": row.source,
            "is_reachable": bool(row.employee.email or row.employee.user),
        }
        for row in page.object_list
    ]
    return render(request, "privacy/breach_people.html", {"breach": breach, "page": page, "rows": rows})


@allow(Role.DATA_PROTECTION)
@require_POST
def remove_breach_people(request: HttpRequest, public_id) -> HttpResponse:
    """Take everybody off the list who came in one way."""
    breach = _breach(public_id)
    return _acted(
        request,
        breach,
        lambda: acts.remove_people(breach_id=breach.pk, actor=request.user, source=request.POST.get("cara", "")),
        "{} orang dikeluarkan dari daftar.",
    )


@allow(Role.DATA_PROTECTION)
@require_POST
def prepare_breach_letters(request: HttpRequest, public_id) -> HttpResponse:
    """Write the letters; they wait for another officer."""
    breach = _breach(public_id)
    return _acted(
        request,
        breach,
        lambda: acts.prepare_letters(breach_id=breach.pk, actor=request.user).people_count,
        "Surat untuk {} orang dan lembaga disiapkan. Pejabat PDP lain memutusnya.",
    )


@allow(Role.DATA_PROTECTION)
@require_http_methods(["GET", "HEAD", "POST"])
def decide_breach_letters(request: HttpRequest, public_id) -> HttpResponse:
    """The letters as they would leave; released with the count and a fresh factor, or turned down with a reason."""
    breach = _breach(public_id)
    letters = breach.letters.filter(verdict="").select_related("batch", "authority_letter", "prepared_by").first()
    if letters is None:
        raise Http404("Tidak ada surat yang menunggu.")
    page = SecondOfficer(request, words=RELEASE, count_form=ReleaseForm, refusal=can_decide_letters(request.user, letters))

    def release(count: int, factor: str) -> str:
        sent = acts.release_letters(letters_id=letters.pk, actor=request.user, count=count, second_factor=factor)
        return f"{sent} surat dilepas."

    def reject(note: str) -> str:
        acts.reject_letters(letters_id=letters.pk, actor=request.user, note=note)
        return "Surat ditolak dan tidak dikirim. Penyiapnya diberi tahu."

    if page.decided(approve=release, reject=reject):
        return redirect("show_breach", breach.public_id)
    context = {
        "breach": breach,
        "letters": letters,
        "waiting": waiting_count(letters.batch),
        "subject": person_subject(breach),
        "text": person_text(breach, name="(nama penerima)"),
        **page.context(),
    }
    return render(request, "privacy/decide_letters.html", context)


@allow(Role.DATA_PROTECTION)
@require_safe
def download_breach_letter(request: HttpRequest, public_id) -> FileResponse:
    """The newest letter to the authority as PDF."""
    letters = _breach(public_id).letters.select_related("authority_letter").order_by("-pk").first()
    if letters is None:
        raise Http404("Suratnya belum disiapkan.")
    return exact_letter_response(letters.authority_letter)


@signed_in
@require_safe
def show_own_breach(request: HttpRequest, public_id) -> HttpResponse:
    """What somebody affected was told; nobody else finds the page, and a drill has none."""
    told = Breach.objects.filter(told_at__isnull=False, is_drill=False, people__employee__user=request.user)
    breach = get_object_or_404(told.select_related("recorded_by"), public_id=public_id)
    context = {"breach": breach, "kinds": kind_words(breach), "span": span_words(breach)}
    return render(request, "privacy/own_breach.html", context)


def _breach(public_id) -> Breach:
    return get_object_or_404(Breach.objects.select_related("recorded_by"), public_id=public_id)


def _acted(request: HttpRequest, breach: Breach, act, told: str) -> HttpResponse:
    """One act from the page of an incident; a refusal is said there."""
    try:
        count = act()
    except Refused as error:
        messages.error(request, error.reason)
    else:
        messages.success(request, told.format(count))
    return redirect("show_breach", breach.public_id)


def _row(breach: Breach, now) -> dict[str, Any]:
    at = notice_clock(found_at=breach.found_at, told_at=breach.told_at, now=now)
    return {
        "title": breach.title,
        "url": reverse("show_breach", args=[breach.public_id]),
        "is_drill": breach.is_drill,
        "found": moment_words(breach.found_at),
        "people": breach.people_count,
        "tone": at.tone,
        "clock": at.words,
    }


def _context(request: HttpRequest, breach: Breach, form: PeopleForm) -> dict[str, Any]:
    rounds = list(breach.letters.select_related("prepared_by", "decided_by", "authority_letter").order_by("-pk"))
    has_letters = any(not letters.verdict for letters in rounds)
    sources = list(breach.people.values("source").annotate(count=Count("pk")).order_by("source"))
    people = sum(row["count"] for row in sources)
    at = notice_clock(found_at=breach.found_at, told_at=breach.told_at, now=clock.now())
    return {
        "breach": breach,
        "form": form,
        "clock": at,
        "due": moment_words(breach.due_at),
        "facts": [
            ("Diketahui", moment_words(breach.found_at)),
            ("Terjadi", span_words(breach)),
            ("Data yang terungkap", ", ".join(kind_words(breach))),
            ("Bagaimana terungkap", breach.cause),
            ("Penanganan dan pemulihan", breach.handling),
            ("Dicatat", f"{moment_words(breach.recorded_at)}, oleh {breach.recorded_by.full_name}"),
        ],
        "sources": sources,
        "people": people,
        "rounds": rounds,
        "has_letters": has_letters,
        "people_refusal": can_change_people(request.user, breach, has_letters=has_letters),
        "letters_refusal": can_prepare_letters(request.user, breach, people=people, has_letters=has_letters),
    }
