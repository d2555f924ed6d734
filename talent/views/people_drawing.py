"""The people of one page of results, drawn in Python: a template takes as long for twenty of them as the search itself."""

from collections.abc import Iterable
from functools import cache
from html import escape
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from core.templatetags.ui import status_tag
from talent.rules.standing import Standing
from talent.standings import PersonRow

_NOBODY = UUID(int=0)


def people(rows: Iterable[PersonRow], *, vacancy: str, are_ticked: bool) -> SafeString:
    """List items, one a person.

    Args:
        vacancy: public id of the chosen vacancy, "" for none; are_ticked: every box is ticked.
    """
    before, after = _profile_address()
    after += f"?lowongan={escape(vacancy)}" if vacancy else ""
    tick = " checked" if are_ticked else ""
    return _joined(_person(row, before, after, tick) for row in rows)


@cache
def _profile_address() -> tuple[str, str]:
    """The address of a profile, before and after the public id."""
    before, _, after = reverse("show_talent", args=[_NOBODY]).partition(str(_NOBODY))
    return before, after


def _person(row: PersonRow, before: str, after: str, tick: str) -> str:
    name, ident = escape(row.name), escape(row.public_id)
    standing = row.standing
    tags = status_tag(tone="plain", label=row.box_label)
    if standing is not None:
        tags += status_tag(tone=standing.tone, label=standing.label)
    return (
        f'<li class="person"><div class="person-pick"><input type="checkbox" name="orang" value="{ident}"'
        f' aria-label="Pilih {name}" data-portal-select data-portal-row{tick}></div>'
        f'<div class="person-words"><h3 class="person-name"><a href="{before}{ident}{after}">{name}</a></h3>'
        f'<p>{escape(row.post)}</p><p class="row-facts"><span>{escape(row.agency)}</span><span>{escape(row.grade)}</span>'
        f"<span>{escape(row.education)}</span></p></div>"
        f'<div class="person-side">{tags}</div>{_why(standing) if standing is not None and standing.reasons else ""}</li>'
    )


def _why(standing: Standing) -> str:
    misfits = standing.misfits
    words = "Cocok karena memenuhi semua syarat"
    if misfits:
        more = f" dan {len(misfits) - 1} lainnya" if len(misfits) > 1 else ""
        words = f"Belum cocok karena: {escape(misfits[0].label)}{more}"
    reasons = render_to_string("talent/reasons.html", {"standing": standing})
    return f'<details class="person-why"><summary>{words}</summary>{reasons}</details>'


def _joined(parts: Iterable[str]) -> SafeString:
    # Every part that is not a constant went through `escape`, a component or a template.
    return mark_safe("".join(parts))  # noqa: S308
