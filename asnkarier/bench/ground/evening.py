"""People of two evenings: `python -m asnkarier.bench.ground.evening FOLDER` with the order as JSON.

The order is {"cells": those of `applicants`, "people": how many come on the evening of the deadline, "vacancies": over how many
they are spread}. Besides the cells' requests FOLDER gets `people.json`, what `visitors.py` reads: people with a password and a
draft that lacks one document, and the file of 2 MB each of them sends. Prints {"result": address of a page with a result}.
"""

import json
import random
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import django

PASSWORD = "kata sandi malam tenggat"  # noqa: S105 - of people nobody is
# The document each of them still sends.
MISSING = "SURAT_LAMARAN"
FILE_BYTES = 2 * 1024 * 1024
WINNERS = 3
OF_THE_EVENING = " WHERE a.vacancy_id = ANY(%s) AND d.type <> %s"


def fill(folder: Path, order: dict[str, Any]) -> dict[str, str]:
    """Write everything; returns what the parent asks for."""
    from django.conf import settings
    from django.contrib.auth.hashers import make_password
    from django.db import connection, transaction

    from accounts.models import User
    from asnkarier.bench.ground import applicants

    employees = applicants.fill(folder, order["cells"], more=order["people"])
    with transaction.atomic(), connection.cursor() as cursor:
        vacancies = applicants.make_vacancies(order["vacancies"])
        pairs = [(vacancies[place % len(vacancies)], employee) for place, employee in enumerate(employees)]
        cursor.execute(applicants.SQL_DRAFTS, [applicants.MOTIVATION, [pair[0] for pair in pairs], [pair[1] for pair in pairs]])
        drafts = cursor.fetchall()
        cursor.execute(applicants.SQL_DOCUMENTS + OF_THE_EVENING, [vacancies, MISSING])
        # One hash for all: what is measured is how long it takes to compare.
        User.objects.filter(employee__in=employees).update(password=make_password(PASSWORD))
        cursor.execute("SELECT id, public_id::text FROM vacancies_vacancy WHERE id = ANY(%s)", [vacancies])
        pages = dict(cursor.fetchall())
        cursor.execute("SELECT id, nip FROM employees_employee WHERE id = ANY(%s)", [employees])
        numbers = dict(cursor.fetchall())
        result = _announce(vacancies[0])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    vacancy_of = {employee: vacancy for vacancy, employee in pairs}
    people = [
        {"login": numbers[employee], "application": str(public_id), "vacancy": pages[vacancy_of[employee]]}
        for _, public_id, employee in drafts
    ]
    file = folder / "surat.pdf"
    file.write_bytes(_heavy_pdf())
    (folder / "people.json").write_text(
        json.dumps(
            {"password": PASSWORD, "type": MISSING, "file": str(file), "people": people, "cookie": settings.SESSION_COOKIE_NAME}
        )
    )
    return {"result": f"/hasil/{result}/"}


def _announce(like: int) -> str:
    """A selection that is over, with its result on a public page; returns the vacancy's public id."""
    from django.utils import timezone

    from asnkarier.bench.ground import applicants
    from vacancies.enums import AnnouncementKind
    from vacancies.models import Announcement, Vacancy

    now = timezone.now()
    (made,) = applicants.make_vacancies(1)
    Vacancy.objects.filter(pk=made).update(
        state="ANNOUNCED", opens_at=now - timedelta(days=60), closes_at=now - timedelta(days=45), reference=f"UKUR-HASIL-{like}"
    )
    vacancy = Vacancy.objects.get(pk=made)
    rows = [
        {
            "seat": place,
            "name": f"Pelamar Ukur {place}",
            "agency": "Instansi Ukur",
            "rank": place,
            "reason": "",
            "letter": str(vacancy.public_id),
        }
        for place in range(1, WINNERS + 1)
    ]
    Announcement.objects.create(
        vacancy=vacancy,
        kind=AnnouncementKind.RESULT,
        title="Hasil akhir",
        body="Keputusan ini diambil pejabat pembina kepegawaian setelah seluruh tahap seleksi selesai.",
        rows=rows,
        published_by=vacancy.created_by,
        published_at=now,
    )
    return str(vacancy.public_id)


def _heavy_pdf() -> bytes:
    """A lawful PDF of one page and 2 MB that cannot be packed."""
    import pikepdf

    made = pikepdf.new()
    made.add_blank_page()
    made.pages[0].Stuffing = made.make_stream(random.Random(FILE_BYTES).randbytes(FILE_BYTES))  # noqa: S311 - noise
    buffer = BytesIO()
    made.save(buffer, compress_streams=False)
    return buffer.getvalue()


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(fill(Path(sys.argv[1]), json.load(sys.stdin))))
