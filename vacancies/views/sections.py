"""The sections of a draft that are typed: contact, statement, special needs. Saved by a button, while typing, or too late.

Nothing typed is lost: a save after closing is kept in the draft, a save that somebody overtook shows both versions, and a form
whose session has ended comes back with its words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.enums import Role
from core.access import allow
from core.indonesian import clock_words, nip_groups
from core.refusals import Refused
from vacancies.actions.drafting import Overtaken, SavedDraft, save_draft_fields
from vacancies.forms.draft import ContactForm, SectionForm, SpecialNeedsForm, StatementForm
from vacancies.models import Application
from vacancies.permissions import applications as permissions
from vacancies.progress import last_minute
from vacancies.rules.deadline import exact_words, lateness_words
from vacancies.rules.submission import DETAILS, NEEDS, SECTIONS, STATEMENT
from vacancies.views.apply import own_application, way_to, window_refusal


@dataclass(frozen=True)
class Section:
    """A typed section: its title, form, template, the sentence after saving, and what else its page shows."""

    title: str
    form: type[SectionForm]
    template: str
    done: str
    more: Callable[[Application], dict[str, Any]] = lambda application: {}


def register_rows(application: Application) -> list[tuple[str, str]]:
    """What the register says about the applicant, as it will be sent."""
    employee = application.employee
    return [
        ("Nama", employee.name),
        ("NIP", nip_groups(employee.nip)),
        ("Instansi", employee.agency.name),
        ("Unit kerja", employee.unit or "–"),
        ("Jabatan", employee.position_title),
        ("Golongan ruang", employee.rank_label),
        ("Pendidikan", f"{employee.get_education_level_display()} {employee.education_program}".strip()),
    ]


TYPED_SECTIONS = {
    "edit_applicant_details": Section(
        SECTIONS[DETAILS],
        ContactForm,
        "vacancies/apply/details.html",
        "Data kontak tersimpan.",
        lambda application: {"register": register_rows(application)},
    ),
    "edit_statement": Section(SECTIONS[STATEMENT], StatementForm, "vacancies/apply/statement.html", "Pernyataan tersimpan."),
    "edit_special_needs": Section(SECTIONS[NEEDS], SpecialNeedsForm, "vacancies/apply/needs.html", "Kebutuhan khusus tersimpan."),
}


@allow(Role.APPLICANT)
@require_http_methods(["GET", "POST"])
def edit_applicant_details(request: HttpRequest, public_id) -> HttpResponse:
    """Own records from the register (locked) and the contact data."""
    return _section_page(request, public_id, "edit_applicant_details")


@allow(Role.APPLICANT)
@require_http_methods(["GET", "POST"])
def edit_statement(request: HttpRequest, public_id) -> HttpResponse:
    """Motivation and statement of truth."""
    return _section_page(request, public_id, "edit_statement")


@allow(Role.APPLICANT)
@require_http_methods(["GET", "POST"])
def edit_special_needs(request: HttpRequest, public_id) -> HttpResponse:
    """What the person needs during the selection."""
    return _section_page(request, public_id, "edit_special_needs")


def edit_refusal(request: HttpRequest, application: Application) -> str:
    """Why the draft cannot be changed now, "" when it can."""
    right = permissions.can_edit_draft(request.user, application)
    return right.reason if right else window_refusal(application.vacancy) or ""


def section_context(request: HttpRequest, application: Application, label: str) -> dict[str, Any]:
    """What the head of every section page reads."""
    vacancy = application.vacancy
    return {
        "way": way_to(application, label),
        "application": application,
        "vacancy": vacancy,
        "refusal": edit_refusal(request, application),
        "last_minute": last_minute(vacancy.closes_at),
    }


def _section_page(request: HttpRequest, public_id, name: str) -> HttpResponse:
    section, application = TYPED_SECTIONS[name], own_application(request, public_id)
    form = section.form(request.POST or None, instance=application)
    if request.method != "POST":
        return _draw(request, application, section, form)
    try:
        saved = save_draft_fields(
            application_id=application.pk,
            actor=request.user,
            values=form.chosen(),
            seen=form.seen_marks(),
            page=form.page_mark(),
            by_itself=bool(request.htmx),
        )
    except Overtaken as overtaken:
        return _compare(request, application, section, form, overtaken)
    except Refused as error:
        form.add_error(None, error.reason)
        if request.htmx:
            return _note(request, {"problem": error.reason}, status=409)
        return _draw(request, application, section, form, status=409)
    if form.errors:
        problem = str(next(iter(next(iter(form.errors.values())))))
        if request.htmx:
            return _note(request, {"problem": problem, "seen": form.renewed_marks(saved.application)}, status=422)
        form.renew_marks(saved.application)
        return _draw(request, application, section, form)
    if request.htmx:
        return _note(request, {**_saved_words(saved), "seen": form.renewed_marks(saved.application)})
    if saved.is_late:
        messages.warning(request, _late_sentence(saved))
    else:
        messages.success(request, section.done)
        if name == "edit_statement" and not saved.application.agrees:
            messages.info(request, "Pernyataan kebenaran belum Anda setujui; tanpa itu lamaran tidak dapat dikirim.")
    return redirect("show_application", public_id)


def _draw(
    request: HttpRequest, application: Application, section: Section, form: SectionForm, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, **section.more(application), **section_context(request, application, section.title)}
    if context["refusal"] and not form.is_bound:
        for field in form.fields.values():
            field.disabled = True
    return render(request, section.template, context, status=status)


def _saved_words(saved: SavedDraft) -> dict[str, str]:
    zone = saved.application.vacancy.zone
    return {"saved": clock_words(saved.at, zone), "late": _late_sentence(saved) if saved.is_late else ""}


def _late_sentence(saved: SavedDraft) -> str:
    vacancy = saved.application.vacancy
    return (
        f"Isian Anda tiba pukul {exact_words(saved.at, vacancy.closes_at, vacancy.zone)}, "
        f"{lateness_words(saved.at - vacancy.closes_at)} sesudah penutupan. Isi tersimpan di draf dan belum terkirim."
    )


def _note(request: HttpRequest, words: dict[str, str], *, status: int = 200) -> HttpResponse:
    """Answer to a save while typing: one line for the head of the page, and the marks for the next save."""
    context = {"saved": "", "late": "", "problem": "", "overtaken": "", "seen": ""} | words
    response = render(request, "vacancies/apply/_note.html", context, status=status)
    # Tells the page's script that this answer is about the save, and not a page in its place (sign-in, maintenance).
    response["Draft-Note"] = "1"
    return response


def _compare(
    request: HttpRequest, application: Application, section: Section, form: SectionForm, overtaken: Overtaken
) -> HttpResponse:
    """Both versions side by side; what is stored stays until the person has chosen."""
    stored = overtaken.application
    zone = stored.vacancy.zone
    when = f"di perangkat atau tab lain pukul {clock_words(stored.saved_at, zone)}" if stored.saved_at else "sekarang"
    if request.htmx:
        return _note(request, {"overtaken": f"Bagian ini sudah disimpan {when}. Belum ada yang ditimpa."}, status=409)
    context = {
        "form": form,
        "rows": form.comparison(stored, overtaken.fields),
        "others": [form[name] for name in form._meta.fields if name not in overtaken.fields],
        "when": when,
        "reason": overtaken.reason,
        "has_not_chosen": "memilih" in request.POST,
        **section_context(request, application, section.title),
    }
    return render(request, "vacancies/apply/compare.html", context, status=409)


def typed_words_page(request: HttpRequest, name: str, public_id: str) -> HttpResponse:
    """The page for a section whose form came without a valid token, because the session had ended or changed.

    Shows the typed words in the same form, with a token of the present session. Reads no row: whoever sent the form, and be it
    another site, sees back only what it sent itself, and nothing is saved before the person presses the button on this page.
    """
    section = TYPED_SECTIONS[name]
    form = section.form(request.POST)
    context = {
        "form": form,
        "fields": [form[field] for field in form._meta.fields],
        "title": section.title,
        "action": request.path,
        "back_url": reverse("show_application", args=[public_id]),
        "is_signed_in": request.user.is_authenticated,
    }
    return render(request, "vacancies/apply/session_ended.html", context, status=403)
