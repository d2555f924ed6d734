"""Figures of the public statistics page, counted by the database."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from accounts.models import Agency
from core.standby import reading_connection
from vacancies.enums import Level
from vacancies.models import RegistrationExtension, Vacancy
from vacancies.rules.lifecycle import PUBLIC_LABELS

# Median days between two public events of one vacancy; the last event of a kind counts, so an extension lengthens registration.
MEDIANS_SQL = """
WITH moments AS (
    SELECT a.vacancy_id,
           min(a.published_at) FILTER (WHERE a.kind = 'OPENING') AS opening,
           max(a.published_at) FILTER (WHERE a.kind = 'CLOSING') AS closing,
           max(a.published_at) FILTER (WHERE a.kind = 'ADMINISTRATION') AS administration,
           min(a.published_at) FILTER (WHERE a.kind = 'RESULT') AS result
    FROM vacancies_announcement a
    WHERE %(agency)s::bigint IS NULL OR a.vacancy_id IN (SELECT id FROM vacancies_vacancy WHERE agency_id = %(agency)s)
    GROUP BY a.vacancy_id
), spans AS (
    SELECT 'registration' AS name, closing - opening AS span FROM moments
    UNION ALL SELECT 'verification', administration - closing FROM moments
    UNION ALL SELECT 'selection', result - administration FROM moments
    UNION ALL SELECT 'whole', result - opening FROM moments
)
SELECT name, count(span), percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM span)) / 86400
FROM spans WHERE span >= interval '0' GROUP BY name
"""
SPANS = (
    ("registration", "Pengumuman sampai pendaftaran ditutup"),
    ("verification", "Penutupan sampai hasil administrasi"),
    ("selection", "Hasil administrasi sampai hasil akhir"),
    ("whole", "Pengumuman sampai hasil akhir"),
)


def by_state() -> list[dict[str, Any]]:
    """Published vacancies by what the public reads about them, in the order of the process."""
    counts: dict[str, int] = {}
    for state, count in Vacancy.objects.published().order_by().values_list("state").annotate(Count("pk")):
        label = PUBLIC_LABELS[state]
        counts[label] = counts.get(label, 0) + count
    return [{"label": label, "value": counts.get(label, 0)} for label in dict.fromkeys(PUBLIC_LABELS.values())]


def by_level() -> list[dict[str, Any]]:
    """Published vacancies and seats by level."""
    counts = {
        level: (count, seats)
        for level, count, seats in Vacancy.objects.published().order_by().values_list("level").annotate(Count("pk"), Sum("quota"))
    }
    return [
        {"label": label, "value": counts.get(code, (0, 0))[0], "note": f"{counts.get(code, (0, 0))[1]} formasi"}
        for code, label in Level.choices
    ]


def totals(agency: Agency) -> dict[str, int]:
    """One agency: published vacancies, their seats, announced results, and vacancies that were ever extended."""
    return (
        Vacancy.objects.published()
        .filter(agency=agency)
        .aggregate(
            vacancies=Count("pk"),
            seats=Coalesce(Sum("quota"), 0),
            announced=Count("pk", filter=Q(state="ANNOUNCED")),
            extended=Count("pk", filter=Exists(RegistrationExtension.objects.filter(vacancy=OuterRef("pk")))),
        )
    )


def median_days(agency: Agency | None = None) -> list[dict[str, Any]]:
    """Median days of each span, over the vacancies (of one agency) that have passed it; None while none has."""
    with reading_connection().cursor() as cursor:
        cursor.execute(MEDIANS_SQL, {"agency": agency.pk if agency is not None else None})
        found = {name: (count, days) for name, count, days in cursor.fetchall()}
    return [
        {"label": label, "count": found.get(name, (0, None))[0], "days": found.get(name, (0, None))[1]} for name, label in SPANS
    ]
