"""Planning a vacancy: start, fill in section by section, send into approval, take back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.enums import Role
from accounts.models import Agency
from core import clock
from core.access import allow
from core.refusals import Refused, Stale, require
from vacancies.actions import plan as plan_actions
from vacancies.actions import plan_approval
from vacancies.forms.plan import PositionForm
from vacancies.forms.reasons import NoteForm
from vacancies.models import Vacancy
from vacancies.permissions.plan import can_edit_plan, can_submit_plan
from vacancies.summaries import plan_summary
from vacancies.views.history import last_change
from vacancies.views.plan_rows import SECTIONS, problem_rows, problems_of, section_tasks
from vacancies.views.plan_sections import PAGES
from vacancies.views.version import posted_version


def own_vacancy(request: HttpRequest, public_id) -> Vacancy:
    """A vacancy of an agency for which the person is admin or secretariat, with its whole plan; strangers get 404."""
    return get_object_or_404(Vacancy.objects.owned_by(request.user).with_plan(), public_id=public_id)


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "POST"])
def plan_vacancy(request: HttpRequest) -> HttpResponse:
    agencies = list(Agency.objects.filter(pk__in=request.user.agency_ids(Role.AGENCY_ADMIN)))
    form = PositionForm(request.POST or None, agencies=agencies, initial={"quota": 1, "region": agencies[0].region_id})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data.get("agency", agencies[0].pk)
        agency = next(agency for agency in agencies if agency.pk == chosen)
        vacancy = plan_actions.plan_vacancy(actor=request.user, agency=agency, position=form.values())
        messages.success(
            request, f"Draf {vacancy.reference} dibuat dan sudah diisi contoh {vacancy.get_level_display()}. Periksa tiap bagian."
        )
        return redirect("show_own_vacancy", vacancy.public_id)
    return render(request, "vacancies/plan/new.html", {"form": form, "agencies": agencies})


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "POST"])
def edit_plan(request: HttpRequest, public_id, section: str) -> HttpResponse:
    if section not in PAGES:
        raise Http404
    vacancy = own_vacancy(request, public_id)
    refusal = can_edit_plan(request.user, vacancy)
    if refusal is not None and request.method == "GET":
        messages.warning(request, refusal.reason)
        return redirect("show_own_vacancy", vacancy.public_id)
    require(refusal)
    if request.method == "POST" and "contoh" in request.POST and section in plan_actions.EXAMPLES:
        plan_actions.use_example(vacancy_id=vacancy.pk, actor=request.user, version=posted_version(request), section=section)
        messages.success(request, f"Bagian ini diisi ulang dengan contoh {vacancy.get_level_display()}.")
        return redirect("edit_plan", vacancy.public_id, section)
    build, lead = PAGES[section]
    page = build(vacancy, request.POST if request.method == "POST" else None)
    stale, refused = "", ""
    only_checked = "periksa" in request.POST
    if page.valid and not only_checked:
        try:
            page.save(request.user, posted_version(request))
        except Stale:
            stale = last_change(vacancy)
        except Refused as error:
            refused = error.reason
        else:
            messages.success(request, "Bagian ini disimpan.")
            return redirect(_next_page(request, vacancy, section, page.stays))
    titles = {slug: title for slug, _, title in SECTIONS}
    now = clock.now()
    context = {
        "vacancy": vacancy,
        "version": vacancy.version,
        "section": section,
        "title": titles[section],
        "lead": lead,
        "tasks": [{**task, "current": slug == section} for (slug, _, _), task in _with_slugs(vacancy, now)],
        "problems": [problem.sentence for problem in problems_of(vacancy, section, now)] if request.method == "GET" else [],
        "is_checked": only_checked and page.valid,
        "stale": stale,
        "refused": refused,
        "has_example": section in plan_actions.EXAMPLES,
        "is_last": section == SECTIONS[-1][0],
        **page.context,
    }
    return render(request, f"vacancies/plan/{section}.html", context)


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "POST"])
def submit_plan(request: HttpRequest, public_id) -> HttpResponse:
    vacancy = own_vacancy(request, public_id)
    now = clock.now()
    problems = problem_rows(vacancy, now)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            plan_approval.submit_plan(
                vacancy_id=vacancy.pk, actor=request.user, version=posted_version(request), note=form.cleaned_data["note"]
            )
        except Stale:
            raise
        except Refused as error:
            form.add_error(None, error.reason)
        else:
            messages.success(request, "Rencana diajukan. Anda diberi tahu setiap ada keputusan.")
            return redirect("show_own_vacancy", vacancy.public_id)
    refusal = can_submit_plan(request.user, vacancy, len(problems))
    context = {"vacancy": vacancy, "form": form, "problems": problems, "refusal": refusal, "rows": _submission_rows(vacancy)}
    return render(request, "vacancies/plan/submit.html", context)


@allow(Role.AGENCY_ADMIN)
@require_POST
def withdraw_plan(request: HttpRequest, public_id) -> HttpResponse:
    vacancy = own_vacancy(request, public_id)
    plan_approval.withdraw_plan(vacancy_id=vacancy.pk, actor=request.user)
    messages.success(request, "Rencana ditarik dan kembali menjadi draf.")
    return redirect("show_own_vacancy", vacancy.public_id)


@allow(Role.AGENCY_ADMIN)
@require_POST
def revise_plan(request: HttpRequest, public_id) -> HttpResponse:
    vacancy = own_vacancy(request, public_id)
    plan_approval.revise_plan(vacancy_id=vacancy.pk, actor=request.user)
    messages.success(request, "Rencana dibuka kembali sebagai draf.")
    return redirect("show_own_vacancy", vacancy.public_id)


@allow(Role.AGENCY_ADMIN)
@require_POST
def copy_vacancy(request: HttpRequest, public_id) -> HttpResponse:
    source = own_vacancy(request, public_id)
    vacancy = plan_actions.copy_vacancy(vacancy_id=source.pk, actor=request.user)
    messages.success(request, f"Draf {vacancy.reference} disalin dari {source.reference}. Periksa jadwal dan panitianya.")
    return redirect("show_own_vacancy", vacancy.public_id)


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "POST"])
def delete_plan(request: HttpRequest, public_id) -> HttpResponse:
    vacancy = own_vacancy(request, public_id)
    if request.method == "POST":
        plan_actions.delete_plan(vacancy_id=vacancy.pk, actor=request.user)
        messages.success(request, f"Draf {vacancy.reference} dihapus.")
        return redirect("list_own_vacancies")
    return render(request, "vacancies/plan/delete.html", {"vacancy": vacancy})


def _with_slugs(vacancy: Vacancy, now):
    return zip(SECTIONS, section_tasks(vacancy, problem_rows(vacancy, now)), strict=True)


def _next_page(request: HttpRequest, vacancy: Vacancy, section: str, stays: bool) -> str:
    slugs = [slug for slug, _, _ in SECTIONS]
    place = slugs.index(section)
    if stays or "lanjut" not in request.POST:
        return reverse("edit_plan", args=[vacancy.public_id, section])
    if place + 1 < len(slugs):
        return reverse("edit_plan", args=[vacancy.public_id, slugs[place + 1]])
    return reverse("show_own_vacancy", args=[vacancy.public_id])


def _submission_rows(vacancy: Vacancy) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in plan_summary(vacancy)]
