"""Plain rows of the pages about boxes: grid, people, provenance."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from accounts.models import Agency, User
from core.indonesian import nip_groups, number_words, short_date_words
from talent.enums import AssessmentSource, PlacementState
from talent.models import MappingPeriod, Placement
from talent.models.placement import BOX_READERS
from talent.rules.nine_box import ADVICE, AXES, GRID, HIGH, NOTES, POTENTIAL_WORDS, UPRIGHT_NAMES, UPRIGHT_WORDS, axis_words

STATE_TONES = {PlacementState.PROPOSED: "wait", PlacementState.CONFIRMED: "good"}


def own_agencies(user: User) -> list[Agency]:
    """Agencies whose boxes the person reads, by name."""
    return list(Agency.objects.filter(pk__in=user.agency_ids(*BOX_READERS)).order_by("name"))


def chosen_agency(user: User, asked: str) -> Agency | None:
    """The agency a page is about: the one asked for by its code, when it is an own one, else the first."""
    found = own_agencies(user)
    return next((agency for agency in found if agency.code == asked), found[0] if found else None)


def grid_rows(period: MappingPeriod, counts: Mapping[int, Mapping[str, int]], *, linked: bool = True) -> list[dict[str, Any]]:
    """The grid from the top row down, each row with its word and three cells.

    Args:
        counts: people and confirmed people by box (`PlacementQuerySet.counts`).
    """
    mode = period.pack.mode
    total = sum(count["people"] for count in counts.values())
    rows = []
    for place, boxes in enumerate(GRID):
        cells = []
        for box in boxes:
            count = counts.get(box, {})
            people, confirmed = count.get("people", 0), count.get("confirmed", 0)
            cells.append(
                {
                    "box": box,
                    "people": people,
                    "waiting": people - confirmed,
                    "share": f"{number_words(round(people * 100 / total))}%" if total else "",
                    "url": reverse("list_box", args=[period.public_id, box]) if linked else "",
                    "words": axis_words(mode, *AXES[box]),
                }
            )
        rows.append({"label": UPRIGHT_WORDS[mode][HIGH - place], "cells": cells})
    return rows


def grid_heads(period: MappingPeriod) -> dict[str, Any]:
    """Names of both axes and the words over the columns."""
    return {"upright": UPRIGHT_NAMES[period.pack.mode], "columns": [POTENTIAL_WORDS[level] for level in sorted(POTENTIAL_WORDS)]}


def advice_rows() -> list[dict[str, str]]:
    """What is advised for each box, from the best down."""
    return [{"label": f"Kotak {box}", "value": ADVICE[box], "note": NOTES.get(box, "")} for box in sorted(ADVICE, reverse=True)]


def person_rows(placements: Iterable[Placement], period: MappingPeriod) -> list[dict[str, Any]]:
    """People in a box, own agency's only, so with their full number."""
    mode = period.pack.mode
    return [
        {
            "public_id": row.public_id,
            "name": row.employee.name,
            "nip": nip_groups(row.employee.nip),
            "post": row.employee.position_title,
            "unit": row.employee.unit,
            "box": row.box,
            "before": row.proposed_box if row.proposed_box != row.box else None,
            "words": axis_words(mode, row.upright, row.lying),
            "basis": basis_words(row),
            "state": PlacementState(row.state).label,
            "tone": STATE_TONES[PlacementState(row.state)],
        }
        for row in placements
    ]


def basis_words(row: Placement) -> str:
    """Where both values come from, in one line."""
    parts = []
    if row.predicate:
        parts.append(f"SKP {row.rated_year} {row.get_predicate_display().lower()}")
    if row.assessed_on:
        score = f" potensial {number_words(row.potential_score)}" if row.potential_score is not None else ""
        parts.append(f"asesmen {short_date_words(row.assessed_on)}{score}")
    return ", ".join(parts)


def provenance_rows(row: Placement) -> list[dict[str, str]]:
    """Where a place comes from, fact by fact."""
    rows = []
    if row.predicate:
        rows.append({"label": "Predikat kinerja", "value": f"{row.get_predicate_display()} ({row.rated_year})"})
    if row.assessed_on:
        source = AssessmentSource(row.source).label
        rows.append({"label": "Asesmen", "value": f"{short_date_words(row.assessed_on)}, {row.provider}", "note": source})
    if row.potential_score is not None:
        rows.append({"label": "Nilai potensial", "value": number_words(row.potential_score, 2)})
    if row.job_person_match is not None:
        rows.append({"label": "Kesesuaian kompetensi (JPM)", "value": f"{number_words(row.job_person_match, 2)} persen"})
    rows.append(
        {"label": "Dihitung", "value": short_date_words(row.computed_at), "note": f"hasil hitungan: kotak {row.proposed_box}"}
    )
    if row.confirmed_by is not None:
        rows.append({"label": "Dikukuhkan", "value": short_date_words(row.confirmed_at), "note": row.confirmed_by.full_name})
    return rows
