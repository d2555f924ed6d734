"""What each section of the plan form shows and saves. One class a section, with the same four parts."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from accounts.models import User
from core.indonesian import number_words
from vacancies.actions import plan as actions
from vacancies.forms.components import ComponentsForm
from vacancies.forms.panel import PanelForm
from vacancies.forms.plan import CalendarForm, DocumentsForm, PositionForm
from vacancies.forms.plan_rows import (
    AddRequirementForm,
    CompetencyFormSet,
    RequirementFormSet,
    added_requirement,
    competency_rows,
    competency_values,
    requirement_rows,
)
from vacancies.forms.publication import PublicationForm
from vacancies.models import Vacancy
from vacancies.rules.plan import HUNDRED
from vacancies.rules.weights import weight_warnings


@dataclass
class SectionPage:
    """A section ready to be drawn, and to be saved when valid.

    Args:
        context: values for its template; `form` (or `formset`) feeds the error summary.
        valid: whether what was posted can be saved; save: calls the action with (actor, version).
        stays: the page should be shown again after saving (a row was added and waits to be adjusted).
    """

    context: dict[str, Any]
    valid: bool
    save: Callable[[User, int], Vacancy]
    stays: bool = False


def position_page(vacancy: Vacancy, post: QueryDict | None) -> SectionPage:
    # A copy is bound: validating a ModelForm writes into its instance, and the page must keep showing what is stored.
    form = PositionForm(post, instance=Vacancy.objects.get(pk=vacancy.pk))
    return SectionPage(
        {"form": form},
        post is not None and form.is_valid(),
        lambda actor, version: actions.save_position(vacancy_id=vacancy.pk, actor=actor, version=version, position=form.values()),
    )


def requirements_page(vacancy: Vacancy, post: QueryDict | None) -> SectionPage:
    formset = RequirementFormSet(post, initial=requirement_rows(vacancy), prefix="syarat")
    adding = AddRequirementForm(post)
    kind = post.get("add_kind", "") if post is not None else ""

    def save(actor: User, version: int) -> Vacancy:
        rows = [form.values() for form in formset if not form.cleaned_data.get("DELETE")]
        if adding.cleaned_data["add_kind"]:
            rows.append(added_requirement(adding.cleaned_data["add_kind"]))
        return actions.save_requirements(vacancy_id=vacancy.pk, actor=actor, version=version, rows=rows)

    valid = post is not None and formset.is_valid() and adding.is_valid()
    return SectionPage({"formset": formset, "adding": adding}, valid, save, stays=bool(kind))


def documents_page(vacancy: Vacancy, post: QueryDict | None) -> SectionPage:
    form = DocumentsForm(post, vacancy=vacancy)
    return SectionPage(
        {"form": form, "lines": form.lines()},
        post is not None and form.is_valid(),
        lambda actor, version: actions.save_documents(vacancy_id=vacancy.pk, actor=actor, version=version, rows=form.values()),
    )


def competencies_page(vacancy: Vacancy, post: QueryDict | None) -> SectionPage:
    formset = CompetencyFormSet(post, initial=competency_rows(vacancy), prefix="standar")
    return SectionPage(
        {"formset": formset},
        post is not None and formset.is_valid(),
        lambda actor, version: actions.save_competencies(
            vacancy_id=vacancy.pk, actor=actor, version=version, rows=competency_values(formset)
        ),
    )


def components_page(vacancy: Vacancy, post: QueryDict | None) -> SectionPage:
    form = ComponentsForm(post, vacancy=vacancy)
    typed = form.weight_facts()
    total = sum((line.weight for line in typed), Decimal(0))
    return SectionPage(
        {
            "form": form,
            "lines": form.lines(),
            "pass_fail": form.pass_fail_lines(),
            "informative": form.informative_lines(),
            "total": number_words(total.normalize()),
            "is_hundred": total == HUNDRED,
            "warnings": weight_warnings(vacancy.level, typed),
        },
        post is not None and form.is_valid(),
        lambda actor, version: actions.save_components(vacancy_id=vacancy.pk, actor=actor, version=version, rows=form.values()),
    )


def calendar_page(vacancy: Vacancy, post: QueryDict | None) -> SectionPage:
    form = CalendarForm(post, vacancy=vacancy)
    return SectionPage(
        {"form": form, "lines": form.lines()},
        post is not None and form.is_valid(),
        lambda actor, version: actions.save_calendar(vacancy_id=vacancy.pk, actor=actor, version=version, calendar=form.values()),
    )


def publication_page(vacancy: Vacancy, post: QueryDict | None) -> SectionPage:
    form = PublicationForm(post, pack=vacancy.pack)
    return SectionPage(
        {"form": form},
        post is not None and form.is_valid(),
        lambda actor, version: actions.save_publication(
            vacancy_id=vacancy.pk, actor=actor, version=version, policy=form.cleaned_data
        ),
    )


def panel_page(vacancy: Vacancy, post: QueryDict | None) -> SectionPage:
    form = PanelForm(post, vacancy=vacancy)
    return SectionPage(
        {"form": form, "lines": form.lines(), "composition": form.composition()},
        post is not None and form.is_valid(),
        lambda actor, version: actions.save_panel(
            vacancy_id=vacancy.pk, actor=actor, version=version, basis=form.cleaned_data["basis"].strip(), rows=form.values()
        ),
    )


# Slug -> page and the sentence under its title.
PAGES: dict[str, tuple[Callable[[Vacancy, QueryDict | None], SectionPage], str]] = {
    "jabatan": (position_page, "Jabatan yang diisi dan berapa kursi."),
    "syarat": (requirements_page, "Setiap syarat diperiksa otomatis terhadap data induk ASN pelamar."),
    "dokumen": (documents_page, "Dokumen yang diunggah pelamar dan diperiksa sekretariat."),
    "standar": (competencies_page, "Standar kompetensi jabatan: teknis, manajerial, dan sosial kultural, tingkat 1 sampai 5."),
    "bobot": (components_page, "Jumlah bobot harus tepat 100. Bobot, skala, dan uraian tingkat dikunci saat lowongan diumumkan."),
    "jadwal": (calendar_page, "Masa pendaftaran dan perkiraan tahap berikutnya; tampil di halaman publik."),
    "publikasi": (
        publication_page,
        "Apa yang dibaca tiap orang tentang hasilnya sendiri; tetap sejak rencana disetujui dan tampil di halaman publik.",
    ),
    "pansel": (
        panel_page,
        "Ganjil, 5 sampai 9 orang, paling banyak 45 persen dari instansi sendiri, satu ketua, semua bidang dikuasai.",
    ),
}
