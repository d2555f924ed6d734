"""The succession heat map: posts that fall vacant against ready people, by post family and agency or level.

Drawn by pygal as stacked bars of equal length, one cell a bar. The drawing goes into the page itself, whose policy forbids styles
and scripts there: both are taken out again, and the colours become classes of static/css/pages/boxes.css.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe

from core.drawing import chart_library, for_the_page
from core.indonesian import number_words
from employees.enums import JobField, PositionLevel
from talent.rules.succession import PACK
from talent.rules.vacancy_forecast import ENOUGH, NOBODY, SHORT, Cover

ROW_HEIGHT, HEAD_HEIGHT, WIDTH = 40, 56, 960
WORDS = {NOBODY: "belum ada yang siap", SHORT: "kurang", ENOUGH: "cukup", "": ""}
TONES = {NOBODY: "stop", SHORT: "wait", ENOUGH: "good", "": ""}
# More columns than this make cells too narrow to read; the table beside the drawing has them all.
MOST_COLUMNS = 10
MOST_LINES = 100
# Family, level, agency id, agency code, how many.
Group = tuple[str, str, int, str, int]


@dataclass(frozen=True)
class Cell:
    """One crossing of the map. `row` is a family code, `column` an agency id or a level code."""

    row: str
    column: str
    cover: Cover

    @property
    def state(self) -> str:
        return self.cover.state(PACK.ready_per_post)

    @property
    def missing(self) -> int:
        return self.cover.missing(PACK.ready_per_post)


@dataclass(frozen=True)
class HeatMap:
    """Rows and columns as (code, label) and the cells that have posts, by (row, column)."""

    rows: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    cells: dict[tuple[str, str], Cell]

    def lines(self) -> list[dict]:
        """The cells as plain rows for the table, the ones with most missing first; at most `MOST_LINES`."""
        names, heads = dict(self.rows), dict(self.columns)
        ordered = sorted(self.cells.values(), key=lambda cell: (-cell.missing, names[cell.row], heads[cell.column]))
        return [
            {
                "row": names[cell.row],
                "column": heads[cell.column],
                "posts": cell.cover.posts,
                "ready": cell.cover.ready,
                "missing": cell.missing,
                "tone": TONES[cell.state],
                "label": WORDS[cell.state],
            }
            for cell in ordered[:MOST_LINES]
        ]


def heat_map(targets: Iterable[Group], ready: Iterable[Group], *, by_agency: bool) -> HeatMap:
    """Sum posts and ready people into cells.

    Args:
        targets, ready: groups of target posts and of members who are Ready Now, from `tally()` of their QuerySets.
        by_agency: columns are agencies; otherwise levels of posts.
    """
    posts: dict[tuple[str, str, str], int] = {}
    heads: dict[str, str] = {}
    for family, level, agency, code, number in targets:
        column = str(agency) if by_agency else level
        heads[column] = code if by_agency else str(PositionLevel(level).label)
        posts[family, column, level] = posts.get((family, column, level), 0) + number
    people: dict[tuple[str, str, str], int] = {}
    for family, level, agency, _, number in ready:
        key = (family, str(agency) if by_agency else level, level)
        people[key] = people.get(key, 0) + number
    # People count for a cell only with the level its posts have: whoever is ready for Pratama does not fill a Madya post.
    sums: dict[tuple[str, str], list[int]] = {}
    for (row, column, level), number in posts.items():
        both = sums.setdefault((row, column), [0, 0])
        both[0] += number
        both[1] += people.get((row, column, level), 0)
    families = sorted({row for row, _ in sums}, key=_family_name)
    order = list(PositionLevel.values)
    columns = sorted(heads, key=(lambda code: heads[code]) if by_agency else order.index)
    return HeatMap(
        rows=tuple((code, _family_name(code)) for code in families),
        columns=tuple((code, heads[code]) for code in columns),
        cells={place: Cell(*place, Cover(*numbers)) for place, numbers in sums.items()},
    )


def draw(shown: HeatMap, *, title: str) -> SafeString:
    """The map as an SVG element for the page, "" when there is nothing to draw."""
    if not shown.cells:
        return mark_safe("")
    pygal = chart_library()

    needs = {column: sum(cell.missing for cell in shown.cells.values() if cell.column == column) for column, _ in shown.columns}
    columns = sorted(shown.columns, key=lambda each: -needs[each[0]])[:MOST_COLUMNS]
    columns = [each for each in shown.columns if each in columns]
    rows = list(reversed(shown.rows))
    chart = pygal.HorizontalStackedBar(
        js=(), show_legend=False, print_labels=True, print_values=False, width=WIDTH,
        height=ROW_HEIGHT * len(rows) + HEAD_HEIGHT, margin=4, spacing=0, no_prefix=True, truncate_label=-1,
        show_y_guides=False, show_x_guides=False, range=(0, len(columns)), classes=("heat-map",),
        style=pygal.style.Style(label_font_size=15, major_label_font_size=15),
    )  # fmt: skip
    chart.x_labels = [label for _, label in rows]
    chart.y_labels = [{"value": place + 0.5, "label": label} for place, (_, label) in enumerate(columns)]
    for column, label in columns:
        chart.add(label, [_bar(shown.cells.get((row, column))) for row, _ in rows])
    return for_the_page(chart.render(is_unicode=True), title=title, css="heat-map")


def _bar(cell: Cell | None) -> dict:
    if cell is None:
        return {"value": 1, "label": "", "color": "none"}
    return {"value": 1, "label": cell.cover.words(), "color": cell.state.lower()}


def _family_name(code: str) -> str:
    return str(JobField(code).label) if code else "Rumpun belum diisi"


def totals(shown: HeatMap) -> list[dict]:
    """The three figures above the map."""
    posts = sum(cell.cover.posts for cell in shown.cells.values())
    ready = sum(cell.cover.ready for cell in shown.cells.values())
    missing = sum(cell.missing for cell in shown.cells.values())
    return [
        {"label": "Jabatan akan kosong", "value": number_words(posts), "note": f"dalam {PACK.months_ahead} bulan"},
        {"label": "Siap mengisinya", "value": number_words(ready), "note": "dikukuhkan siap sekarang"},
        {
            "label": "Kurang dari 1 : 3",
            "value": number_words(missing),
            "note": "orang siap yang masih dibutuhkan",
            "tone": "stop" if missing else "good",
        },
    ]


def ratio_words(shown: HeatMap) -> str:
    """Like “1 : 2,5”, "" without a post."""
    posts = sum(cell.cover.posts for cell in shown.cells.values())
    ready = sum(cell.cover.ready for cell in shown.cells.values())
    if not posts:
        return ""
    each = (Decimal(ready) / posts).quantize(Decimal("0.1"))
    return f"1 : {number_words(int(each) if each == int(each) else each)}"
