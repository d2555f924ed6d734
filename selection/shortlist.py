"""The ranking as plain rows for screens: table, cards, cut line, flags and changes in words."""

from collections.abc import Mapping
from typing import Any

from core.indonesian import number_words
from selection.documents import component_parts
from selection.models import PRESENT_STATES, Ranking, RankingLine
from selection.rules.ranking import FLAGS
from selection.shown_results import ShownResult, shown_results
from vacancies.models import ScoreComponent, Vacancy

# Rank (None below a minimum), and whether shortlisted.
Place = tuple[int | None, bool]
FEWER_THAN_CUT = "FEWER_THAN_CUT"
TIE_AT_CUT = "TIE_AT_CUT"


def ranking_rows(ranking: Ranking, components: list[ScoreComponent]) -> list[dict[str, Any]]:
    """One row a candidate in the order of the list. Reads the lines with their people in one query."""
    labels = {component.code: component.label for component in components}
    lines = list(ranking.lines.select_related("candidate__application__employee__agency").order_by("position"))
    last_inside = max((line.position for line in lines if line.is_shortlisted), default=0)
    scaled = ranking.scaled()
    # Most plans show nothing beside the total; then the vacancy is not even read.
    shown = shown_results(ranking.vacancy, components) if any(row.is_informative for row in components) else {}
    return [
        _row(line, component_parts(components, scaled[line.candidate.key]), labels, last_inside)
        | _shown(shown.get(line.candidate_id))
        for line in lines
    ]


def _shown(result: ShownResult | None) -> dict[str, Any]:
    """What is shown beside the total and is no part of it."""
    return {"shown": result.sentences if result else [], "is_low_match": bool(result and result.is_low)}


def low_match_names(rows: list[dict[str, Any]]) -> list[str]:
    """Shortlisted people whose competencies are below the standard's lowest band (docs/domain.md 11-16)."""
    return [row["name"] for row in rows if row["is_shortlisted"] and row["is_low_match"]]


def _row(line: RankingLine, parts: list[dict[str, Any]], labels: dict[str, str], last_inside: int) -> dict[str, Any]:
    employee = line.candidate.application.employee
    notes = []
    if line.decided_by:
        notes.append(
            f"Nilai akhir sama dengan peringkat di atasnya; ditentukan oleh {labels.get(line.decided_by, line.decided_by)}"
        )
    if line.is_tied_at_cut:
        notes.append("Nilai sama pada batas daftar pendek")
    if line.is_below_minimum:
        notes.append("Di bawah nilai minimum atau tidak memenuhi, tidak diberi peringkat")
    is_gone = line.candidate.application.state not in PRESENT_STATES
    if is_gone:
        notes.append("Mengundurkan diri")
    return {
        "key": line.candidate.key,
        "rank": line.rank,
        "name": employee.name,
        "position": employee.position_title,
        "agency": employee.agency.name,
        "total": line.total,
        "parts": parts,
        "notes": notes,
        "is_shortlisted": line.is_shortlisted,
        "is_tied": line.is_tied_at_cut,
        "is_last_inside": line.position == last_inside,
        "is_gone": is_gone,
    }


def gone_names(ranking: Ranking) -> list[str]:
    """Names of those on the shortlist who left since it was made, by rank."""
    gone = ranking.lines.filter(is_shortlisted=True).exclude(candidate__application__state__in=PRESENT_STATES)
    return list(gone.order_by("position").values_list("candidate__application__employee__name", flat=True))


def reserve_words(ranking: Ranking) -> str:
    """Who comes next when somebody of the shortlist left, as one sentence; "" when nobody ranked is left outside it.

    A proposal only: the reserve enters by a new ranking and a new round, never by a choice outside the list.
    """
    outside = ranking.lines.filter(is_shortlisted=False, rank__isnull=False, candidate__application__state__in=PRESENT_STATES)
    line = outside.select_related("candidate__application__employee").order_by("position").first()
    if line is None:
        return ""
    name = line.candidate.application.employee.name
    return f"Cadangan berikutnya: {name}, peringkat {line.rank}. Ia masuk bila hasil dikembalikan dan peringkat disusun ulang."


def flag_sentences(ranking: Ranking, vacancy: Vacancy) -> list[str]:
    """Flags of a ranking in words that name the numbers."""
    shortlisted = ranking.lines.filter(is_shortlisted=True).count()
    sentences = {
        FEWER_THAN_CUT: (
            f"Peserta yang memenuhi syarat nilai kurang dari {vacancy.pack.shortlist_multiple} x formasi: "
            f"{shortlisted} dari {ranking.cut}. Daftar pendek tidak ditambah."
        ),
        TIE_AT_CUT: f"Nilai sama pada batas: daftar pendek memuat {shortlisted} peserta, lebih dari {ranking.cut}.",
    }
    return [sentences.get(flag, FLAGS.get(flag, flag)) for flag in ranking.flags]


def change_sentences(before: Ranking, after: Ranking, *, with_totals: bool = False) -> list[str]:
    """Who moved into or out of the shortlist between two versions, and whose rank changed.

    Args:
        with_totals: then whose total changed too, old and new, also when nobody moved.
    """
    if before.pk == after.pk:
        return []
    old, new = (
        {
            line.candidate.key: line
            for line in ranking.lines.select_related("candidate__application__employee").order_by("position")
        }
        for ranking in (before, after)
    )
    names = {key: line.candidate.application.employee.name for key, line in (old | new).items()}
    places = [{key: (line.rank, line.is_shortlisted) for key, line in lines.items()} for lines in (old, new)]
    sentences = moves(places[0], places[1], names)
    if with_totals:
        sentences += [
            f"Nilai akhir {names[key]} berubah dari {number_words(old[key].total, 2)} menjadi {number_words(line.total, 2)}."
            for key, line in new.items()
            if key in old and old[key].total != line.total
        ]
    return sentences


def moves(before: Mapping[str, Place], after: Mapping[str, Place], names: Mapping[str, str]) -> list[str]:
    """Sentences on who moves between two lists, in the order of the new one; [] when nobody does.

    Args:
        before, after: (rank, whether shortlisted) by participant number. names: what to call each of them.
    """
    sentences = []
    for key, (rank, is_inside) in after.items():
        earlier = before.get(key)
        if earlier is None:
            sentences.append(f"{names[key]} ikut diperingkat.")
        elif is_inside and not earlier[1]:
            sentences.append(f"{names[key]} masuk daftar pendek (peringkat {earlier[0] or 'tanpa nomor'} menjadi {rank}).")
        elif earlier[1] and not is_inside:
            sentences.append(f"{names[key]} keluar dari daftar pendek.")
        elif rank != earlier[0] and is_inside:
            sentences.append(f"{names[key]} berpindah dari peringkat {earlier[0]} ke peringkat {rank}.")
    sentences += [f"{names[key]} tidak diperingkat lagi." for key in before if key not in after]
    return sentences
