"""Writes the vocabulary into the tables of the schema `seeding`, where the statements find it."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from accounts.enums import AgencyKind
from accounts.models import Agency
from employees.seeding import careers, names, places, statements
from employees.seeding.sessions import run
from employees.seeding.statements import Numbers

TABLES = ("place", "given", "last", "career", "post", "schooling", "course", "rating", "tongue", "result")
REGIONAL = {AgencyKind.PROVINCE: places.PROVINCE, AgencyKind.REGENCY: places.REGENCY, AgencyKind.CITY: places.REGENCY}


def write_vocabulary(numbers: Numbers) -> None:
    """Draw names, places and careers for a seed and copy them; about three seconds, whatever the number of people."""
    run([f"DROP TABLE IF EXISTS {', '.join(f'seeding.{table}' for table in TABLES)}", statements.vocabulary_tables()])
    ordered = list(Agency.objects.select_related("region").order_by("kind", "region__province_id", "code"))
    ranks: dict[tuple[int, str], int] = {}
    seats = []
    for agency in ordered:
        kind = REGIONAL.get(AgencyKind(agency.kind), places.CENTRAL)
        province = agency.region.province_id
        group = (kind, "" if kind == places.CENTRAL else province)
        rank = ranks[group] = ranks.get(group, -1) + 1
        many = sum(1 for a in ordered if a.kind == agency.kind and a.region.province_id == province)
        weight = places.sized(kind, province, rank, many)
        seats.append(places.Seat(agency.pk, agency.name, _town(agency), kind, province, weight))
    by_id = {seat.agency_id: seat for seat in seats}
    given, last = names.name_slots(numbers.seed)
    _copy("given", given)
    _copy("last", last)
    _copy(
        "place",
        (
            (slot, agency, by_id[agency].name, by_id[agency].city, province, kind, origin)
            for slot, agency, province, kind, origin in places.place_slots(seats, numbers.seed)
        ),
    )
    drawn = list(careers.draw_careers(numbers.seed))
    _copy("career", (_career_row(key, career) for key, career in drawn))
    _copy(
        "post",
        (
            (key, n, p.title, p.level, p.functional_grade, p.field, p.unit, p.numbered, p.begins, p.until)
            for key, career in drawn
            for n, p in enumerate(career.posts)
        ),
    )
    for table, rows in (
        ("schooling", lambda career: career.schools),
        ("course", lambda career: career.courses),
        ("tongue", lambda career: career.languages),
        ("result", lambda career: career.results),
    ):
        _copy(table, ((key, n, *row) for key, career in drawn for n, row in enumerate(rows(career))))
    _copy("rating", ((key, *row) for key, career in drawn for row in career.ratings))
    run([f"ANALYZE seeding.{table}" for table in TABLES])


def _town(agency: Agency) -> str:
    return agency.city.removeprefix("Kabupaten ").removeprefix("Kota ")


def _career_row(key: int, career: careers.Career) -> tuple[Any, ...]:
    post, school = career.posts[-1], max(career.schools)
    return (
        key, post.title, post.level, post.functional_grade, post.field, post.unit, post.numbered, career.grade,
        career.contract_grade, career.grade_years_back, school[0], school[1], career.box, career.match, career.potential,
        career.sanctions_per_mille * 1024 // 1000,
    )  # fmt: skip


def _copy(table: str, rows: Iterable[Sequence[Any]]) -> None:
    text = io.StringIO("".join("\t".join(_cell(value) for value in row) + "\n" for row in rows))
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY seeding.{table} FROM STDIN", text)


def _cell(value: Any) -> str:
    if value is None:
        return "\\N"
    return ("t" if value else "f") if isinstance(value, bool) else str(value)
