"""The filter panel beside the results: groups of choices with counts, as plain rows for the template."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString

from core.prepared import HeldList
from employees.enums import Competency, EducationLevel, Grade, JobField, Language, PositionLevel
from talent.forms.search import ANY, BOXES, PREDICATES, STUDIES, THRESHOLDS, TRAINING, TalentSearchForm, competency_name
from talent.rules.certainty import Counted, counted
from talent.search.codes import PERFORMANCE
from talent.search.engine import Count, FacetCount
from talent.views.panel_drawing import Choice, choices, drop_down, group

# Choices of a group that are shown before "lainnya"; ticked ones always are.
SHOWN_CHOICES = 8
MOST_AGENCIES_SHOWN = 24
FOLDED = frozenset({"bahasa", "pelatihan"})
# Stands inside a group of the template, below the field for a name.
INSIDE = frozenset({"id_instansi"})
IN_OWN_ORDER = frozenset({"jenjang", "kotak", "pelatihan"})
_AGENCIES: HeldList[dict[int, str]] = HeldList("SELECT id, name FROM accounts_agency ORDER BY id", dict)


def _labels(choices: Iterable[tuple[Any, Any]], *before: tuple[str, str]) -> dict[str, str]:
    return {str(value): str(label) for value, label in (*before, *choices)}


# Closed lists in words, read once: the panel shows some four hundred of them on every page.
_LEVELS, _FIELDS, _LANGUAGES = (_labels(each.choices) for each in (PositionLevel, JobField, Language))
_BOXES, _TRAINING = dict(BOXES), dict(TRAINING)
_GRADES, _SCHOOLS, _STUDIES, _PREDICATES, _THRESHOLDS = (
    _labels(pairs, ANY) for pairs in (Grade.choices, EducationLevel.choices, STUDIES.items(), PREDICATES, THRESHOLDS)
)
_GRADES_UP = tuple(str(value) for value in Grade.values)
_GRADES_DOWN = _GRADES_UP[::-1]
_SCHOOLS_UP = tuple(str(value) for value in sorted(EducationLevel.values))
_COMPETENCIES = tuple((str(code), competency_name(code), str(label)) for code, label in Competency.choices)


@dataclass(frozen=True)
class SelectRow:
    """One drop-down: drawn, and whether something is chosen."""

    drawn: SafeString
    is_chosen: bool
    error: str = ""


@dataclass(frozen=True)
class Panel:
    """Everything the panel shows.

    Args:
        service: how many people have served how long, in words; ready: how many are ready now; certainty: how sure the counts
            are; all "" without any.
    """

    groups: Mapping[str, SafeString]
    selects: Mapping[str, SelectRow]
    competencies: tuple[SelectRow, ...]
    service: str = ""
    ready: str = ""
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
    agencies = form.agencies | _agency_names([int(row.value) for row in known.get("agencies", [])[:MOST_AGENCIES_SHOWN]])
    lists: tuple[tuple[str, str, str, Mapping[str, str]], ...] = (
        ("jenjang", "Jenjang jabatan", "levels", _LEVELS),
        ("rumpun", "Rumpun jabatan", "fields", _FIELDS),
        ("provinsi", "Provinsi", "provinces", form.provinces),
        ("id_instansi", "Instansi", "agencies", {str(key): name for key, name in agencies.items()}),
        ("kotak", "Kotak talenta", "boxes", _BOXES),
        ("bahasa", "Bahasa asing", "languages", _LANGUAGES),
        ("pelatihan", "Pelatihan kepemimpinan", "training", _TRAINING),
    )
    groups = {name: _group(form, name, title, labels, known.get(facet)) for name, title, facet, labels in lists}
    grades, schools, studies = (_by_value(known.get(facet)) for facet in ("grades", "education", "education_field"))
    ratings, scores = _by_value(known.get("performance")), _by_competency(known.get("competencies"))
    return Panel(
        groups=groups,
        selects={
            "gol_dari": _select(form, "gol_dari", "Golongan dari", _GRADES, _from_each(grades, _GRADES_UP)),
            "gol_sampai": _select(form, "gol_sampai", "Golongan sampai", _GRADES, _from_each(grades, _GRADES_DOWN)),
            "pendidikan": _select(
                form,
                "pendidikan",
                "Pendidikan paling rendah",
                _SCHOOLS,
                _from_each(schools, _SCHOOLS_UP),
            ),
            "jurusan": _select(form, "jurusan", "Bidang pendidikan", _STUDIES, studies),
            "kinerja": _select(form, "kinerja", "Predikat kinerja terakhir", _PREDICATES, _from_each(ratings, PERFORMANCE)),
        },
        competencies=tuple(_select(form, name, label, _THRESHOLDS, scores.get(code, {})) for code, name, label in _COMPETENCIES),
        service=_service(known.get("service_from", [])),
        ready=_words(_by_value(known.get("ready_now")).get("True")),
        certainty=_certainty([row.count for rows in known.values() for row in rows]),
    )


def _agency_names(keys: Sequence[int]) -> dict[int, str]:
    """Names by primary key, lowest key first; one that joined since the list was read is asked for."""
    names = _AGENCIES.read() if keys else {}
    if any(key not in names for key in keys):
        names = _AGENCIES.read(anew=True)
    return {key: names[key] for key in sorted(keys) if key in names}


def _by_value(rows: Iterable[FacetCount] | None) -> dict[str, Count]:
    return {str(row.value): row.count for row in rows or []}


def _from_each(counts: Mapping[str, Count], order: Sequence[str]) -> dict[str, Count]:
    """How many people have each value or a later one.

    Args:
        counts: of single values; order: all values, the least first. The error of a sum is said by that of its parts.
    """
    if not counts:
        return {}
    found: dict[str, Count] = {}
    number, is_exact = 0, True
    for value in reversed(order):
        part = counts.get(value)
        if part is not None:
            number, is_exact = number + part.number, is_exact and part.is_exact
        found[value] = Count(number, is_exact)
    return found


def _by_competency(rows: Iterable[FacetCount] | None) -> dict[str, dict[str, Count]]:
    found: dict[str, dict[str, Count]] = {}
    for row in rows or []:
        code, _, step = row.value.partition(":")
        found.setdefault(code, {})[step] = row.count
    return found


def _service(rows: Iterable[FacetCount]) -> str:
    """ "5 tahun ke atas 1.234, 10 tahun ke atas 567"; the field itself takes any number of years."""
    return ", ".join(f"{row.value} tahun ke atas {_words(row.count)}" for row in rows)


def _certainty(counts: list[Count]) -> str:
    if not counts:
        return ""
    rough = [count for count in counts if not count.is_exact]
    if not rough:
        return "Angka di samping pilihan: jumlah orang, tepat."
    error = max((count.error_percent for count in rough if count.error_percent is not None), default=None)
    words = counted(0, is_exact=False, error_percent=error).certainty
    return f"Angka di samping pilihan: jumlah orang, {words}."


def _words(count: Count | None) -> str:
    """A count as it stands beside a choice; "" when it is not known."""
    return "" if count is None else _number(count.number, count.is_exact, count.is_capped)


@lru_cache(maxsize=8192)
def _number(number: int, is_exact: bool, is_capped: bool) -> str:
    words = counted(number, is_exact=is_exact, is_capped=is_capped).number
    return words if is_exact or is_capped else f"± {words}"


def _group(form: TalentSearchForm, name: str, title: str, labels: Mapping[str, str], rows: list[FacetCount] | None) -> SafeString:
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
    every = [
        Choice(value, labels[value], _words(counts.get(value)), value in ticked, f"{name}-{value.lower()}") for value in values
    ]
    shown = [choice for place, choice in enumerate(every) if place < SHOWN_CHOICES or choice.checked]
    hidden = [choice for place, choice in enumerate(every) if place >= SHOWN_CHOICES and not choice.checked]
    if len(hidden) == 1:
        shown, hidden = every, []
    if name in INSIDE:
        return choices(name, shown, hidden)
    return group(title, name, shown, hidden, folds=name in FOLDED, is_open=bool(ticked))


def _select(form: TalentSearchForm, name: str, title: str, labels: Mapping[str, str], counts: Mapping[str, Count]) -> SelectRow:
    chosen = form.data.get(name, "") if form.is_bound else ""
    rows = [Choice(value, label, _words(counts.get(value)), value == chosen) for value, label in labels.items()]
    error = " ".join(form.errors.get(name, [])) if form.is_bound else ""
    is_chosen = bool(chosen) and any(row.checked for row in rows)
    return SelectRow(drop_down(name, title, rows), is_chosen, error)
