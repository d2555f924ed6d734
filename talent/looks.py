""" "Siapa melihat saya": which agency listed, opened, compared or invited a person, when, and why the person matched.

The agency and the duty are named, never the person behind the duty. Many pages of one search on one day are one line.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from accounts.models import Agency, Region
from talent.forms.search import filter_words
from talent.models import ViewKind
from vacancies.models import Vacancy

# What a line says happened; the codes are those of the SQL below.
ACTS = {
    "SEARCH": "Anda muncul dalam hasil pencarian",
    ViewKind.PROFILE: "Profil Anda dibuka",
    ViewKind.COMPARISON: "Profil Anda dibandingkan dengan orang lain",
    ViewKind.CONTACT: "Profil dan kontak Anda dibuka",
    ViewKind.DOCUMENT: "Dokumen Anda dibuka",
    "INVITATION": "Anda diundang",
}
# Internal parts of the log that are no reason.
_SILENT = frozenset({"lowongan", "layak", "halaman", "setelah", "simpanan"})

_SQL = """
WITH looks AS (
  SELECT agency_id, vacancy_id, 'SEARCH' AS act, (searched_at AT TIME ZONE 'Asia/Jakarta')::date AS day,
         max(searched_at) AS at, count(*) AS times, (array_agg(query ORDER BY searched_at DESC))[1]::text AS query
  FROM talent_talentsearch WHERE people @> ARRAY[%(person)s]::bigint[] GROUP BY agency_id, vacancy_id, day
  UNION ALL
  SELECT agency_id, vacancy_id, kind, (viewed_at AT TIME ZONE 'Asia/Jakarta')::date AS day, max(viewed_at), count(*), '{}'
  FROM talent_talentview WHERE people @> ARRAY[%(person)s]::bigint[] GROUP BY agency_id, vacancy_id, kind, day
  UNION ALL
  SELECT v.agency_id, v.id, 'INVITATION', (i.sent_at AT TIME ZONE 'Asia/Jakarta')::date, i.sent_at, 1, '{}'
  FROM talent_invitation i JOIN vacancies_vacancy v ON v.id = i.vacancy_id
  WHERE i.employee_id = %(person)s AND i.sent_at IS NOT NULL
)
SELECT agency_id, vacancy_id, act, day, at, times, query, count(*) OVER () FROM looks
ORDER BY at DESC, agency_id, act LIMIT %(size)s OFFSET %(start)s
"""


@dataclass(frozen=True)
class Look:
    """One line: who (agency and duty), what, when, how often that day, for which vacancy, and by which filters."""

    agency: str
    act: str
    day: date
    at: datetime
    times: int
    vacancy: str
    reasons: tuple[str, ...]


def looks_at(employee_id: int, *, start: int, size: int) -> tuple[list[Look], int]:
    """Lines newest first and how many there are in all. Four queries whatever their number."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"person": employee_id, "size": size, "start": start})
        rows = cursor.fetchall()
    agencies = dict(Agency.objects.filter(pk__in={row[0] for row in rows}).order_by("pk").values_list("pk", "name"))
    titles = dict(
        Vacancy.objects.filter(pk__in={row[1] for row in rows if row[1]}).order_by("pk").values_list("pk", "position_title")
    )
    queries = [_query(row[6]) for row in rows]
    asked = _ids(queries)
    provinces = dict(Region.objects.filter(pk__in=asked["provinsi"]).order_by("pk").values_list("pk", "name"))
    named = dict(Agency.objects.filter(pk__in=asked["id_instansi"]).order_by("pk").values_list("pk", "name"))
    found = [
        Look(
            agency=agencies.get(agency_id, "Instansi yang tidak tercatat"),
            act=ACTS[act],
            day=day,
            at=at,
            times=times,
            vacancy=titles.get(vacancy_id, ""),
            reasons=tuple(
                filter_words(name, value, provinces=provinces, agencies=named)
                for name, values in query.items()
                if name not in _SILENT
                for value in values
            ),
        )
        for (agency_id, vacancy_id, act, day, at, times, _, _), query in zip(rows, queries, strict=True)
    ]
    return found, rows[0][7] if rows else 0


def _query(text: str) -> dict[str, list[str]]:
    """The stored filters; rows written before values were lists hold plain texts."""
    stored: dict[str, Any] = json.loads(text)
    return {name: value if isinstance(value, list) else [str(value)] for name, value in stored.items()}


def _ids(queries: Sequence[dict[str, list[str]]]) -> dict[str, list[Any]]:
    """Codes that need a name from a table."""
    provinces = {value for query in queries for value in query.get("provinsi", [])}
    agencies = {int(value) for query in queries for value in query.get("id_instansi", []) if value.isdigit()}
    return {"provinsi": sorted(provinces), "id_instansi": sorted(agencies)}
