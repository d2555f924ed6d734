"""The filter panel beside the results: groups of choices with counts, as plain rows for the template."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.models import Agency
from employees.enums import Competency, EducationLevel, Grade, JobField, Language, PositionLevel
from talent.forms.search import ANY, BOXES, PREDICATES, STUDIES, THRESHOLDS, TRAINING, TalentSearchForm, competency_name
from talent.rules.certainty import Counted, counted
from talent.search.engine import Count, FacetCount

# Choices of a group that are shown before "lainnya"; ticked ones always are.
SHOWN_CHOICES = 8
MOST_AGENCIES_SHOWN = 24
FOLDED = frozenset({"bahasa", "pelatihan"})
IN_OWN_ORDER = frozenset({"jenjang", "kotak", "pelatihan"})


@dataclass(frozen=True)
class Choice:
    """One tick box: value, words, count in words ("" when unknown), and whether it is ticked."""

    value: str
    label: str
    count: str
    checked: bool
    ident: str


@dataclass(frozen=True)
class ChoiceGroup:
    """One group of tick boxes; `more` holds those behind "lainnya". A long group is folded until it is used."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()
    is_open: bool = False
    is_long: bool = False


@dataclass(frozen=True)
class SelectRow:
    """One drop-down: its drawn options, and whether one is chosen."""

    name: str
    title: str
    options: SafeString
    is_chosen: bool
    error: str = ""


@dataclass(frozen=True)
class Panel:
    """Everything the panel shows. `certainty` says how sure the counts are, "" without any."""

    groups: Mapping[str, ChoiceGroup]
    selects: Mapping[str, SelectRow]
    competencies: tuple[SelectRow, ...]
    certainty: str = ""

    @property
    def is_competency_open(self) -> bool:
        return any(row.is_chosen for row in self.competencies)


def count_words(count: Count) -> Counted:
    """A count of the engine as it is said on the page."""
    return counted(count.number, is_exact=count.is_exact, error_percent=count.error_percent, is_capped=count.is_capped)


def panel(form: TalentSearchForm, facets: Mapping[str, Iterable[FacetCount]]) -> Panel:
    """The panel of a search.

    Args:
        form: bound and valid, or unbound; facets: counts of the engine by facet, {} before anything was searched.
    """
    known = {name: list(rows) for name, rows in facets.items()}
    # One query, and only for the names of the agencies that are shown.
    agency_rows = known.get("agencies", [])[:MOST_AGENCIES_SHOWN]
    missing = [int(row.value) for row in agency_rows if int(row.value) not in form.agencies]
    agencies = {
        **form.agencies,
        **(dict(Agency.objects.filter(pk__in=missing).order_by("pk").values_list("pk", "name")) if missing else {}),
    }
    lists: tuple[tuple[str, str, str, Mapping[str, str]], ...] = (
        ("jenjang", "Jenjang jabatan", "levels", _labels(PositionLevel.choices)),
        ("rumpun", "Rumpun jabatan", "fields", _labels(JobField.choices)),
        ("provinsi", "Provinsi", "provinces", form.provinces),
        ("id_instansi", "Instansi", "agencies", {str(key): name for key, name in agencies.items()}),
        ("kotak", "Kotak talenta", "boxes", dict(BOXES)),
        ("bahasa", "Bahasa asing", "languages", _labels(Language.choices)),
        ("pelatihan", "Pelatihan kepemimpinan", "training", dict(TRAINING)),
    )
    groups = {name: _group(form, name, title, labels, known.get(facet)) for name, title, facet, labels in lists}
    counts = [row.count for rows in known.values() for row in rows]
    return Panel(
        groups=groups,
        selects={
            "gol_dari": _select(form, "gol_dari", "Golongan dari", Grade.choices),
            "gol_sampai": _select(form, "gol_sampai", "sampai", Grade.choices),
            "pendidikan": _select(form, "pendidikan", "Pendidikan paling rendah", EducationLevel.choices),
            "jurusan": _select(form, "jurusan", "Bidang pendidikan", STUDIES.items()),
            "kinerja": _select(form, "kinerja", "Predikat kinerja terakhir", PREDICATES),
        },
        competencies=tuple(_select(form, competency_name(code), str(label), THRESHOLDS) for code, label in Competency.choices),
        certainty=_certainty(counts),
    )


def _certainty(counts: list[Count]) -> str:
    if not counts:
        return ""
    rough = [count for count in counts if not count.is_exact]
    if not rough:
        return "Angka di samping pilihan: jumlah orang, tepat."
    error = max((count.error_percent for count in rough if count.error_percent is not None), default=None)
    words = counted(0, is_exact=False, error_percent=error).certainty
    return f"Angka di samping pilihan: jumlah orang, {words}."


def _choice(name: str, value: str, label: str, count: Count | None, ticked: list[str]) -> Choice:
    words = count_words(count).number if count is not None else ""
    if count is not None and not count.is_exact and not count.is_capped:
        words = f"± {words}"
    return Choice(value, label, words, value in ticked, f"{name}-{value.lower()}")


def _labels(choices: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    return {str(value): str(label) for value, label in choices}


def _group(
    form: TalentSearchForm, name: str, title: str, labels: Mapping[str, str], rows: list[FacetCount] | None
) -> ChoiceGroup:
    """The choices that lead somewhere, the commonest first; closed lists keep their own order.

    Once something is ticked the counts speak only of what is ticked, so the other choices stay, without a number: any of
    several ticks is enough, and a reader must be able to add one.
    """
    ticked = [value for value in (form.data.getlist(name) if form.is_bound else []) if value in labels]
    counts = {str(row.value): row.count for row in rows or [] if str(row.value) in labels}
    if name in IN_OWN_ORDER:
        values = [value for value in labels if value in counts or ticked or rows is None]
    else:
        values = [*counts, *(value for value in labels if value not in counts and (ticked or rows is None))]
    return _folded(name, title, [_choice(name, value, labels[value], counts.get(value), ticked) for value in values], ticked)


def _folded(name: str, title: str, choices: list[Choice], ticked: list[str]) -> ChoiceGroup:
    shown = [choice for place, choice in enumerate(choices) if place < SHOWN_CHOICES or choice.checked]
    hidden = [choice for choice in choices if choice not in shown]
    if len(hidden) == 1:
        shown, hidden = choices, []
    return ChoiceGroup(name, title, tuple(shown), tuple(hidden), bool(ticked), name in FOLDED)


def _select(form: TalentSearchForm, name: str, title: str, options: Iterable[tuple[Any, Any]]) -> SelectRow:
    chosen = form.data.get(name, "") if form.is_bound else ""
    pairs = tuple((str(value), str(label)) for value, label in (ANY, *options))
    # What is no option is not kept, so that nobody fills the memory with values of their own.
    known = chosen if chosen in dict(pairs) else ""
    error = " ".join(form.errors.get(name, [])) if form.is_bound else ""
    return SelectRow(name, title, _options(pairs, known), bool(known), error)


@lru_cache(maxsize=256)
def _options(pairs: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    """Options of a closed list, drawn once: the panel has two hundred of them, and they never change."""
    return render_to_string("talent/search_options.html", {"pairs": pairs, "chosen": chosen})
