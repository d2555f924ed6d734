"""The portal's components as template tags and its words as filters. A builtin: templates need no `{% load %}`.

Every tag takes keyword arguments only. Lists hold dicts or objects; a name that a row lacks counts as empty, so a view may
leave optional parts out. Each component is shown in all its states on the gallery page; see docs/components.md.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.forms.widgets import PasswordInput
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from core import indonesian

register = template.Library()

# Tones of tags and alerts; always shown together with words, never by colour alone.
TONES = ("good", "wait", "stop", "info", "plain")


def part(row: Any, name: str, default: Any = "") -> Any:
    """Read one part of a row that is a dict or an object; an enum gives its code."""
    value = row.get(name, default) if isinstance(row, Mapping) else getattr(row, name, default)
    return default if value is None else value


def parts_of(rows: Iterable[Any], **defaults: Any) -> list[dict[str, Any]]:
    """Give every row all the parts a component template reads."""
    return [{name: part(row, name, default) for name, default in defaults.items()} for row in rows]


def known_tone(tone: str) -> str:
    """Return `tone`, or "plain" for the empty one; a misspelt tone is an error, not a grey tag."""
    if tone and tone not in TONES:
        raise template.TemplateSyntaxError(f"unknown tone {tone!r}, expected one of {TONES}")
    return tone or "plain"


def inner(content: str) -> SafeString:
    """A block's content without outer blanks; it was escaped when it was rendered, so it stays safe."""
    return mark_safe(content.strip())  # noqa: S308


def draw(name: str, **context: Any) -> SafeString:
    return render_to_string(f"components/{name}.html", context)


# Words ---------------------------------------------------------------------------------------------------------------


@register.filter
def angka(value: Any, places: Any = None) -> str:
    """Number: 1.000,50. `{{ skor|angka:2 }}` shows two decimals."""
    return indonesian.number_words(value, None if places is None else int(places))


@register.filter
def tanggal(value: indonesian.Moment) -> str:
    """Date: 4 Desember 2026 (WIB)."""
    return indonesian.date_words(value)


@register.filter
def tanggal_pendek(value: indonesian.Moment) -> str:
    """Short date: 4 Des 2026 (WIB)."""
    return indonesian.short_date_words(value)


@register.filter
def waktu(value: indonesian.Moment, zone: str = "WIB") -> str:
    """Moment: Jumat, 4 Desember 2026 pukul 23.59 WIB. `{{ at|waktu:"WIT" }}` shows another official clock."""
    return indonesian.moment_words(value, zone)


@register.filter
def sejak(value: indonesian.Moment, now: datetime) -> str:
    """Age: 3 hari lalu. Takes the portal's time: `{{ at|sejak:now }}`."""
    return indonesian.since_words(value, now)


@register.filter
def nip(value: str | None) -> str:
    """NIP in groups of 8-6-1-3 digits."""
    return indonesian.nip_groups(value)


# Page parts ----------------------------------------------------------------------------------------------------------


@register.simple_tag
def status_tag(*, tone: str, label: str) -> SafeString:
    """A state in words on a pale ground. An empty label draws nothing.

    Drawn by components/tag.html, once for each pair: a list of a hundred rows has a handful of states.
    """
    return _tag(known_tone(tone), conditional_escape(label)) if label else SafeString()


@lru_cache(maxsize=1024)
def _tag(tone: str, label: SafeString) -> SafeString:
    return draw("tag", tone=tone, label=label)


@register.simple_block_tag
def page_header(
    content: str, *, title: str, place: str = "", lead: str = "", tag_tone: str = "", tag_label: str = "", tag_ident: str = ""
) -> SafeString:
    """Place, title, status and, as the block's content, the primary act of the page.

    Args:
        tag_ident: id of the status, for an answer that writes it anew without the page.
    """
    tone = known_tone(tag_tone)
    return draw(
        "page_header", actions=inner(content), title=title, place=place, lead=lead, tone=tone, label=tag_label, ident=tag_ident
    )


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*, items: Iterable[Any]) -> dict[str, Any]:
    """The way here. Items: label, url (empty for the page itself)."""
    return {"items": parts_of(items, label="", url="")}


@register.inclusion_tag("components/tabs.html")
def tabs(*, items: Iterable[Any], label: str) -> dict[str, Any]:
    """Links between views of one list. Items: label, url, current, count (None or empty: no count), more ("+" after a count
    that was not finished)."""
    return {"items": parts_of(items, label="", url="", current=False, count="", more=""), "label": label}


@register.simple_block_tag
def card(content: str, *, title: str = "", level: int = 2, tone: str = "plain", ident: str = "") -> SafeString:
    """A titled panel. `level` is the heading level (2 to 4); `ident` an id to link to."""
    return draw("card", content=content, title=title, level=level, tone=known_tone(tone), ident=ident)


@register.simple_block_tag
def alert(content: str, *, tone: str, title: str, live: bool = False) -> SafeString:
    """A notice with a title and, as content, sentences. `live` announces it to screen readers when it appears."""
    return draw("alert", content=inner(content), tone=known_tone(tone), title=title, live=live)


@register.inclusion_tag("components/empty_state.html")
def empty_state(*, title: str, text: str, action_url: str = "", action_label: str = "") -> dict[str, Any]:
    """What the emptiness means, and the one next act."""
    return {"title": title, "text": text, "action_url": action_url, "action_label": action_label}


@register.simple_block_tag
def receipt(content: str, *, title: str, number: str, number_label: str = "Nomor tanda terima") -> SafeString:
    """Proof that an act was received: its number, large, and as content what happens next."""
    return draw("receipt", content=content, title=title, number=number, number_label=number_label)


# Facts and figures ---------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/facts.html")
def facts(*, rows: Iterable[Any]) -> dict[str, Any]:
    """A list of facts. Rows: label, value, note, url; or pairs (label, value)."""
    plain = [{"label": row[0], "value": row[1]} if isinstance(row, tuple) and len(row) == 2 else row for row in rows]
    return {"rows": parts_of(plain, label="", value="", note="", url="")}


@register.inclusion_tag("components/figures.html")
def figures(*, rows: Iterable[Any]) -> dict[str, Any]:
    """Large numbers with what they count. Rows: label, value, note, url, tone ("wait" and "stop" mark what presses)."""
    return {"rows": parts_of(rows, label="", value="", note="", url="", tone="plain")}


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(
    *, rows: Iterable[Any], title: str, unit: str = "", places: int | None = None, limit: Any = None, limit_label: str = ""
) -> dict[str, Any]:
    """Horizontal bars that are at the same time a table: readable on paper, in grey, and by a screen reader.

    Args:
        rows: label, value (a number), note, url, tone.
        unit: word after each number; places: decimals shown; limit: a value drawn as a line across the bars.
    """
    kept = parts_of(rows, label="", value=0, note="", url="", tone="plain")
    top = max([Decimal(str(row["value"])) for row in kept] + [Decimal(str(limit or 0)), Decimal(0)]) or Decimal(1)
    for row in kept:
        row["length"] = _percent(row["value"], top)
        row["words"] = indonesian.number_words(row["value"], places)
    line = None if limit is None else _percent(limit, top)
    return {"rows": kept, "title": title, "unit": unit, "line": line, "limit_label": limit_label}


@register.inclusion_tag("components/score_bar.html")
def score_bar(*, parts: Iterable[Any], total: Any, highest: int = 100) -> dict[str, Any]:
    """How a total is made of its components, as one stacked bar and in words.

    Args:
        parts: label, weight (percent), score (as given), points (weight applied, adds up to the total).
        total: the total as ranked; highest: the greatest total possible.
    """
    kept = parts_of(parts, label="", weight="", score="", points=0)
    start = Decimal(0)
    for index, row in enumerate(kept):
        length = Decimal(str(row["points"])) * 100 / highest
        row.update(start=f"{start:.2f}", length=f"{max(length - Decimal('0.6'), Decimal('0.2')):.2f}", shade=index % 4 + 1)
        start += length
    return {"parts": kept, "total": total}


def _percent(value: Any, top: Decimal) -> str:
    return f"{Decimal(str(value)) * 100 / top:.2f}"


# Processes -----------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/timeline.html")
def timeline(*, items: Iterable[Any]) -> dict[str, Any]:
    """Stages from top to bottom. Items: title, state (done, now, next, late), when, holder, detail."""
    return {"items": parts_of(items, title="", state="next", when="", holder="", detail="")}


@register.inclusion_tag("components/chain_strip.html")
def chain_strip(*, steps: Iterable[Any]) -> dict[str, Any]:
    """An approval chain. Steps: title, state (done, now, next, returned, rejected), verdict, holder, when, note, letter.

    `letter` is the number and url of what the step issued.
    """
    return {"steps": parts_of(steps, title="", state="next", verdict="", holder="", when="", note="", letter=None)}


@register.inclusion_tag("components/rule_list.html")
def rule_list(*, results: Iterable[Any]) -> dict[str, Any]:
    """Requirements checked one by one. Results: label, outcome (MET, NOT_MET, MISSING, MET_FROM), record, explanation.

    `record` names the register entry that was used; `met_on` is the date of a MET_FROM; `is_proven_later` marks what only a
    document or a later stage can prove.
    """
    kept = parts_of(results, label="", outcome="MISSING", record="", explanation="", met_on=None, is_proven_later=False)
    words = {
        "MET": ("good", "Memenuhi"),
        "NOT_MET": ("stop", "Tidak memenuhi"),
        "MISSING": ("wait", "Catatan tidak ada"),
        "MET_FROM": ("info", "Memenuhi mulai"),
    }
    for row in kept:
        code = str(getattr(row["outcome"], "value", row["outcome"]))
        row["tone"], row["verdict"] = words[code]
        row["kind"] = code.lower().replace("_", "-")
        if row["is_proven_later"]:
            row["tone"], row["verdict"], row["kind"] = "info", "Dibuktikan saat seleksi", "proven-later"
        if row["met_on"]:
            row["verdict"] = f"Memenuhi mulai {indonesian.short_date_words(row['met_on'])}"
    return {"results": kept}


@register.inclusion_tag("components/task_list.html")
def task_list(*, items: Iterable[Any]) -> dict[str, Any]:
    """Parts of a larger job. Items: label, hint, url (empty: cannot start yet), status, tone (empty: done, plain text)."""
    return {"items": parts_of(items, label="", hint="", url="", status="", tone="")}


@register.inclusion_tag("components/deadline.html")
def deadline(*, at: datetime, now: datetime, label: str = "Tutup", zone: str = "WIB") -> dict[str, Any]:
    """A deadline on all three official clocks, with the time left as the server counts it.

    Args:
        at: inclusive deadline (aware); now: the portal's time (aware); zone: the agency's clock, WIB, WITA or WIT.
    """
    seconds = int((at - now).total_seconds())
    return {
        "label": label,
        "iso": at.isoformat(),
        "words": indonesian.moment_words(at, zone),
        "others": indonesian.other_zones_words(at, zone),
        "left": indonesian.remaining_words(at, now),
        "seconds": max(seconds, 0),
        "tone": "past" if seconds < 0 else "near" if seconds < 3 * 86_400 else "far",
    }


# Lists and forms -----------------------------------------------------------------------------------------------------


@register.simple_block_tag
def data_table(content: str, *, caption: str, cards: bool = True, hide_caption: bool = True) -> SafeString:
    """A table around the content (thead, tbody); under 640 px each row is a card named by `data-label` on its cells.

    `cards=False` keeps columns and lets a wide table scroll sideways.
    """
    return draw("data_table", content=content, caption=caption, cards=cards, hide_caption=hide_caption)


@register.simple_block_tag(takes_context=True)
def filter_bar(
    context: template.Context,
    content: str,
    *,
    count: int | None = None,
    is_capped: bool = False,
    noun: str = "",
    target: str = "",
    action: str = "",
    active: Iterable[Any] = (),
    reset_url: str = "",
    is_unfolded: bool = False,
) -> SafeString:
    """A search form whose state is the URL. Content: the fields.

    Args:
        count, noun: "12 lowongan" above the list; is_capped: there are more than were counted.
        target: CSS id selector of the list that htmx swaps.
        active: filters in force (label, url that drops it); reset_url: where "Hapus semua saringan" leads.
        is_unfolded: a phone shows every field from the start, because the search is nothing without them.
    """
    request = context.get("request")
    return draw(
        "filter_bar",
        content=content,
        action=action or (request.path if request else ""),
        count=count,
        is_capped=is_capped,
        noun=noun,
        target=target,
        active=parts_of(active, label="", url=""),
        reset_url=reset_url,
        is_unfolded=is_unfolded,
    )


@register.simple_block_tag
def selection_bar(content: str, *, noun: str) -> SafeString:
    """Acts on ticked rows, inside the form that holds the list. Boxes carry `data-portal-select`."""
    return draw("selection_bar", content=content, noun=noun)


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: template.Context, *, page: Any, parameter: str = "halaman", target: str = "") -> dict[str, Any]:
    """Previous and next of a Django Page, keeping every other filter of the URL."""
    request = context.get("request")

    def address(number: int) -> str:
        query = request.GET.copy() if request else QueryDict(mutable=True)
        query[parameter] = str(number)
        return "?" + query.urlencode()

    return {
        "previous": address(page.number - 1) if page.has_previous() else "",
        "next": address(page.number + 1) if page.has_next() else "",
        "number": page.number,
        "pages": page.paginator.num_pages,
        "target": target,
    }


@register.inclusion_tag("components/error_summary.html")
def error_summary(*, form: Any = None, forms: Iterable[Any] = (), formset: Any = None) -> dict[str, Any]:
    """All errors of one or several forms (or a formset), each linked to its field. Draws nothing when there are none."""
    kept = [each for each in [form, *forms, *(formset or ())] if each is not None]
    if formset is None and not any(each.errors for each in kept):
        return {"lines": [], "linked": False, "keeps": False, "files": False}
    lines: list[dict[str, str]] = []
    for each in kept:
        lines += [{"text": str(text), "target": ""} for text in each.non_field_errors()]
        for field in each:
            named = f"{field.label}: " if field.label else ""
            lines += [{"text": f"{named}{text}", "target": field.first_id} for text in field.errors]
    if formset is not None:
        lines = [{"text": str(text), "target": ""} for text in formset.non_form_errors()] + lines
    linked = any(line["target"] for line in lines)
    return {
        "lines": lines,
        "linked": linked,
        "keeps": any(_keeps_other_words(each) for each in kept),
        "files": any(_forgets_a_file(each) for each in kept),
    }


def _keeps_other_words(form: Any) -> bool:
    """Whether the form has a further field that comes back as it was sent; passwords and files never do."""
    return any(
        not field.errors and not isinstance(field.field.widget, PasswordInput) and not field.field.widget.needs_multipart_form
        for field in form.visible_fields()
    )


def _forgets_a_file(form: Any) -> bool:
    """Whether the browser lost a chosen file when the form came back; one whose pieces are kept is not lost."""
    widgets = [(field.field.widget, field.value()) for field in form if field.field.widget.needs_multipart_form]
    return any(not (hasattr(widget, "held") and widget.held(value)) for widget, value in widgets)


@register.inclusion_tag("components/button_form.html", takes_context=True)
def button_form(
    context: template.Context,
    *,
    url: str,
    label: str,
    tone: str = "quiet",
    name: str = "",
    value: str = "",
    about: str = "",
) -> dict[str, Any]:
    """One button that posts to `url`. Tones: act, quiet, stop. `name` and `value` travel as a hidden field.

    Args:
        about: in a list, what this line's button is about; heard after the label, not seen.
    """
    row = {"url": url, "label": label, "tone": tone, "name": name, "value": value, "about": about}
    return row | {"csrf_token": context.get("csrf_token", "")}
