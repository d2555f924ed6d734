"""Charts of a ranking, drawn by pygal on the server: the place of the cut, the spread of totals, the scorers.

Each comes with the rows of a table that says the same. A viewer with a declared conflict gets none: a bar is as good as a number.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from core.drawing import chart_library, for_the_page
from core.indonesian import number_words
from selection.rules.spread import bins

# More bars than this make them too thin to read; then only those around the cut are drawn, and the table has all.
MOST_BARS = 24
# More names below the bars than this would run into each other; then every second or third bar has one, and the table has all.
MOST_LABELS = 9
ROW_HEIGHT, WIDTH = 28, 440
WHOLE_SCALE = (0, 25, 50, 75, 100)
LISTED, TIED, OUTSIDE = "listed", "tied", "outside"


def ranking_charts(rows: Sequence[dict[str, Any]], style: str = "") -> dict[str, Any]:
    """The place of the cut and the spread of totals.

    Args:
        rows: `selection.shortlist.ranking_rows`, or rows with their keys key, rank, total, is_shortlisted, is_tied.
        style: rules inside the drawings, for a letter.
    """
    spread = bins([(row["total"], row["is_shortlisted"]) for row in rows if row["rank"] is not None])
    return {
        "cut": _cut(rows, style),
        "distribution": _distribution(spread, style),
        "bins": [{"label": each.label, "listed": each.listed, "others": each.others} for each in spread],
        "cut_words": cut_words(rows),
    }


def cut_words(rows: Sequence[dict[str, Any]]) -> str:
    """Where the cut lies, in one sentence: the last total inside and the first outside."""
    inside = [row for row in rows if row["is_shortlisted"]]
    outside = [row for row in rows if not row["is_shortlisted"] and row["rank"] is not None]
    if not inside:
        return "Daftar pendek kosong."
    words = f"Nilai terakhir di dalam daftar pendek {number_words(inside[-1]['total'], 2)}"
    if not outside:
        return f"{words}; tidak ada peserta berperingkat di luarnya."
    gap = inside[-1]["total"] - outside[0]["total"]
    return f"{words}, nilai pertama di luarnya {number_words(outside[0]['total'], 2)}; selisihnya {number_words(gap, 2)}."


def spread_charts(rows: Iterable[dict[str, Any]], style: str = "") -> list[dict[str, Any]]:
    """One chart a component, one bar a scorer from the lowest to the highest value, parted at the mean.

    Args:
        rows: `selection.calibration.spread_rows`; they are the table beside the charts too. style: as above.
    """
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(row["component"], []).append(row)
    return [{"component": name, "chart": _spread(name, lines, style), "rows": lines} for name, lines in grouped.items()]


def _spread(component: str, rows: Sequence[dict[str, Any]], style: str) -> SafeString:
    pygal = chart_library()
    ordered = list(reversed(rows))
    low, high = min(row["lowest"] for row in rows), max(row["highest"] for row in rows)
    first, last = int(low) // 10 * 10, min(100, -(-int(high + 1) // 10) * 10)
    chart = pygal.HorizontalStackedBar(**_looks(pygal, len(rows)), range=(first, last))
    chart.y_labels = list(range(first, last + 1, 10 if last - first > 20 else 5))
    chart.x_labels = [row["scorer"] for row in ordered]
    chart.add("terendah", [{"value": float(row["lowest"]), "label": "", "color": "none"} for row in ordered])
    chart.add("rata-rata", [_part(row["mean"] - row["lowest"], LISTED, row["mean"]) for row in ordered])
    chart.add("tertinggi", [_part(row["highest"] - row["mean"], OUTSIDE, None) for row in ordered])
    return _finished(chart, f"Rentang nilai setiap penilai: {component}", style)


def _part(length: Decimal, colour: str, mean: Decimal | None) -> dict[str, Any]:
    return {"value": float(length), "label": "" if mean is None else number_words(mean, 1), "color": colour}


def _cut(rows: Sequence[dict[str, Any]], style: str) -> SafeString:
    ranked = [row for row in rows if row["rank"] is not None]
    if not ranked:
        return mark_safe("")
    last = sum(row["is_shortlisted"] for row in ranked)
    first = max(0, min(last - MOST_BARS // 2, len(ranked) - MOST_BARS))
    shown = list(reversed(ranked[first : first + MOST_BARS]))
    pygal = chart_library()
    chart = pygal.HorizontalBar(**_looks(pygal, len(shown)), range=(0, 100))
    chart.y_labels = WHOLE_SCALE
    chart.x_labels = [f"{row['rank']}. {row['key']}" for row in shown]
    chart.add(
        "Nilai akhir",
        [{"value": float(row["total"]), "label": number_words(row["total"], 2), "color": _colour(row)} for row in shown],
    )
    return _finished(chart, "Nilai akhir menurut peringkat dan letak batas daftar pendek", style)


def _distribution(spread: Sequence[Any], style: str) -> SafeString:
    if not spread:
        return mark_safe("")
    pygal = chart_library()
    looks = _looks(pygal, 0) | {"height": 220}
    chart = pygal.StackedBar(**looks, y_labels=_whole(max(each.listed + each.others for each in spread)))
    step = -(-len(spread) // MOST_LABELS)
    chart.x_labels = [each.label if place % step == 0 else "" for place, each in enumerate(spread)]
    chart.add("Di luar", [_stack(each.others, OUTSIDE) for each in spread])
    chart.add("Daftar pendek", [_stack(each.listed, LISTED) for each in spread])
    return _finished(chart, "Banyak peserta menurut nilai akhir", style)


def _finished(chart: Any, title: str, style: str) -> SafeString:
    return for_the_page(chart.render(is_unicode=True), title=title, css="score-chart", style=style)


def _stack(number: int, colour: str) -> dict[str, Any] | None:
    return {"value": number, "label": str(number), "color": colour} if number else None


def _whole(highest: int) -> list[int]:
    """At most five whole numbers from 0 to the highest count."""
    step = max(1, -(-highest // 5))
    return list(range(0, highest + step, step))


def _colour(row: dict[str, Any]) -> str:
    if not row["is_shortlisted"]:
        return OUTSIDE
    return TIED if row["is_tied"] else LISTED


def _looks(pygal: Any, bars: int) -> dict[str, Any]:
    return {
        "js": (), "show_legend": False, "print_labels": True, "print_values": False, "width": WIDTH,
        "height": ROW_HEIGHT * bars + 48, "margin": 4, "margin_right": 16, "spacing": 6, "no_prefix": True, "truncate_label": -1,
        "show_y_guides": False, "show_x_guides": False, "classes": ("score-chart",),
        "style": pygal.style.Style(label_font_size=13, major_label_font_size=13, value_label_font_size=13),
    }  # fmt: skip
