"""Eligible people, signed in, with complete drafts: `python -m asnkarier.bench.ground.applicants FOLDER` with the cells as JSON.

Each cell is one measurement: {"name", "path" (with {id}), "drafts", "vacancies"}. Its requests are written to FOLDER/name, whole
HTTP requests separated by NUL; none is used twice. A cell with "page" (with {id}) gets FOLDER/name.pages as well, the
requests that open this page of each draft.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django

SHARED_VACANCIES = 200
PHONE = "0812 3456 7890"
MOTIVATION = "Dua belas tahun memimpin pelayanan publik; ingin menerapkannya di tingkat yang lebih luas."
TITLES = "Kepala Biro Perencanaan dan Kerja Sama"
SQL_PEOPLE = """
INSERT INTO accounts_user (public_id, email, nip, full_name, is_active, date_joined, last_code_counter, password)
SELECT gen_random_uuid(), n || '@ukur.example', %(nip)s || lpad(n::text, 4, '0'), 'Pelamar Ukur ' || n, true, now(), 0, '!'
FROM generate_series(1, %(people)s) AS n;
INSERT INTO employees_employee (public_id, nip, user_id, name, name_key, email, phone, sex, birth_date, cpns_on, kind, agency_id,
    province_id, unit, position_title, position_level, functional_grade, field, grade, pppk_grade, education_level,
    education_program, is_searchable, updated_at)
SELECT gen_random_uuid(), u.nip, u.id, u.full_name, lower(u.full_name), u.email, '0812 3456 7890', 'L', '1982-05-17',
    '2006-01-01', 'PNS', a.id, r.province_id, 'Biro Ukur', 'Kepala Bagian Ukur', 'ADMINISTRATOR', '', 'SDM', 42, '', 45,
    'Ilmu Pemerintahan', true, now()
FROM accounts_user u, (SELECT id, region_id FROM accounts_agency ORDER BY code LIMIT 1) a
JOIN accounts_region r ON r.code = a.region_id
WHERE u.nip LIKE %(nip)s || '%%';
INSERT INTO employees_positionrecord (employee_id, title, level, functional_grade, field, agency_name, unit, started_on)
SELECT id, title, 'ADMINISTRATOR', '', 'SDM', 'Instansi Ukur', 'Biro Ukur', started FROM employees_employee,
    (VALUES ('Kepala Subbagian', date '2010-01-01'), ('Kepala Bagian', date '2014-01-01')) AS posts (title, started);
INSERT INTO employees_graderecord (employee_id, grade, since) SELECT id, 42, '2021-04-01' FROM employees_employee;
INSERT INTO employees_educationrecord (employee_id, level, program, institution, year)
SELECT id, 45, 'Ilmu Pemerintahan', 'Universitas Ukur', 2012 FROM employees_employee;
INSERT INTO employees_trainingrecord (employee_id, code, title, year, hours)
SELECT id, 'PKN_II', 'Pelatihan Kepemimpinan Nasional Tingkat II', 2022, 540 FROM employees_employee;
INSERT INTO employees_performancerecord (employee_id, year, predicate)
SELECT id, year, 'BAIK' FROM employees_employee, generate_series(2020, 2026) AS year;
"""
SQL_DRAFTS = """
INSERT INTO vacancies_application (public_id, vacancy_id, employee_id, state, state_since, version, email, phone, motivation,
    special_needs, agrees, was_invited, created_at, snapshot, snapshot_sha256, reason_codes, verification_note)
SELECT gen_random_uuid(), vacancy, e.id, 'DRAFT', now(), 1, e.email, e.phone,
    %s, '', true, false, now(), '', '', '[]', ''
FROM unnest(%s::bigint[], %s::bigint[]) WITH ORDINALITY AS pairs (vacancy, employee, place)
JOIN employees_employee e ON e.id = pairs.employee ORDER BY place RETURNING id, public_id, employee_id
"""
SQL_DOCUMENTS = """
INSERT INTO vacancies_applicationdocument (public_id, application_id, type, original_name, content_type, file, size, pages,
    sha256, uploaded_at)
SELECT gen_random_uuid(), a.id, d.type, lower(d.type) || '.pdf', 'application/pdf', 'documents/ukur.pdf', 250000, 3,
    encode(sha256(convert_to(a.id || d.type, 'UTF8')), 'hex'), now()
FROM vacancies_application a JOIN vacancies_requireddocument d ON d.vacancy_id = a.vacancy_id AND d.is_required
"""
SQL_DIGESTS = """
SELECT a.id, json_agg(json_build_array(d.type, d.sha256))::text FROM vacancies_application a
JOIN vacancies_applicationdocument d ON d.application_id = a.id GROUP BY a.id
"""


def fill(folder: Path, cells: list[dict[str, Any]], more: int = 0) -> list[int]:
    """Write people, vacancies, drafts, sessions, and the requests of every cell.

    Args:
        more: so many people besides, whom no cell uses.

    Returns:
        Primary keys of the employees whom no cell uses.
    """
    from django.db import connection, transaction

    from accounts.models import User
    from employees.models import Employee

    people = max(-(-cell["drafts"] // cell["vacancies"]) for cell in cells)
    crowds = sum(-(-cell["drafts"] // cell["vacancies"]) for cell in cells if cell["vacancies"] > 1)
    with transaction.atomic(), connection.cursor() as cursor:
        stem = "19820517200601"  # then four digits, so that the number is unique
        used = max(people, crowds)
        cursor.execute(SQL_PEOPLE, {"nip": stem, "people": used + more})
        employees = list(Employee.objects.order_by("pk").values_list("pk", flat=True))
        shared = make_vacancies(SHARED_VACANCIES if any(cell["vacancies"] > 1 for cell in cells) else 0)
        own = iter(make_vacancies(sum(cell["vacancies"] == 1 for cell in cells)))
        pairs: list[tuple[int, int]] = []
        begun = 0
        for cell in cells:
            cell["first"] = len(pairs)
            if cell["vacancies"] == 1:
                vacancy = next(own)
                pairs += [(vacancy, employee) for employee in employees[: cell["drafts"]]]
            else:
                # Each crowd of people once to all vacancies, vacancy after vacancy.
                crowd = employees[begun : begun + -(-cell["drafts"] // len(shared))]
                begun += len(crowd)
                pairs += [(vacancy, employee) for employee in crowd for vacancy in shared]
            cell["last"] = len(pairs)
        cursor.execute(SQL_DRAFTS, [MOTIVATION, [vacancy for vacancy, _ in pairs], [employee for _, employee in pairs]])
        drafts = cursor.fetchall()
        cursor.execute(SQL_DOCUMENTS)
        cursor.execute(SQL_DIGESTS)
        documents = dict(cursor.fetchall())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    people_of_cells = User.objects.filter(employee__in=employees[:used]).select_related("employee")
    users = {user.employee.pk: user for user in people_of_cells}
    cookies = dict(sessions(users))
    for cell in cells:
        part = drafts[cell["first"] : cell["last"]]
        lines = (request(cell["path"], draft, documents[draft[0]], users, cookies) for draft in part)
        (folder / cell["name"]).write_bytes(b"\0".join(lines))
        if "page" in cell:
            pages = (opening(cell["page"].format(id=public_id), cookies[employee][0]) for _, public_id, employee in part)
            (folder / f"{cell['name']}.pages").write_bytes(b"\0".join(pages))
    return employees[used:]


def make_vacancies(count: int) -> list[int]:
    """So many vacancies of different agencies, open for a week, with every list."""
    from django.utils import timezone

    from accounts.models import Agency, User
    from vacancies.actions.defaults import write_competencies, write_documents, write_requirements
    from vacancies.models import SelectionPanel, Vacancy
    from vacancies.rules.rule_pack import RulePack, default_tie_order

    now = timezone.now()
    owner = User.objects.order_by("pk").first()
    agencies = list(Agency.objects.order_by("-code")[:SHARED_VACANCIES])
    made = []
    for number in range(count):
        vacancy = Vacancy.objects.create(
            reference=f"UKUR-{count}-{number}",
            agency=agencies[number % len(agencies)],
            position_title=f"{TITLES} {number}",
            unit="Sekretariat Utama",
            level="PRATAMA",
            field="SDM",
            region_id=agencies[number % len(agencies)].region_id,
            state="OPEN",
            state_since=now,
            opens_at=now - timedelta(days=8),
            closes_at=now + timedelta(days=7),
            reference_on=date(now.year, 12, 31),
            rule_pack=RulePack().as_json(),
            tie_order=list(default_tie_order()),
            published_at=now - timedelta(days=9),
            created_by=owner,
        )
        write_requirements(vacancy)
        write_documents(vacancy)
        write_competencies(vacancy)
        SelectionPanel.objects.create(vacancy=vacancy)
        made.append(vacancy.pk)
    return made


def sessions(users: dict[int, Any], more: dict[int, dict[str, str]] | None = None) -> Iterator[tuple[int, tuple[str, str]]]:
    """A session of twelve hours for everybody: employee id, then cookie and CSRF secret; `more` is kept in it as well."""
    from django.conf import settings
    from django.middleware.csrf import CSRF_SESSION_KEY
    from django.utils import timezone
    from django.utils.crypto import get_random_string

    from accounts.models import Session
    from accounts.sessions import SessionStore

    rows, store = [], SessionStore()
    for employee, user in users.items():
        secret, key = get_random_string(32), get_random_string(32)
        content = {
            "_auth_user_id": str(user.pk),
            "_auth_user_backend": settings.AUTHENTICATION_BACKENDS[0],
            "_auth_user_hash": user.get_session_auth_hash(),
            CSRF_SESSION_KEY: secret,
            **(more or {}).get(employee, {}),
        }
        rows.append(
            Session(
                session_key=key,
                session_data=store.encode(content),
                expire_date=timezone.now() + timedelta(hours=12),
                user_id=user.pk,
            )
        )
        yield employee, (key, secret)
    Session.objects.bulk_create(rows, batch_size=1000)


def opening(path: str, key: str) -> bytes:
    """The whole GET of a page by the person of a session."""
    from django.conf import settings

    lines = (f"GET {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {settings.SESSION_COOKIE_NAME}={key}", "", "")
    return "\r\n".join(lines).encode()


def request(path: str, draft: tuple[Any, ...], documents: str, users: dict[int, Any], cookies: dict[int, Any]) -> bytes:
    """The whole POST of one person's send button."""
    from django.conf import settings
    from django.utils import timezone
    from django.utils.http import urlencode

    from core.rows_at_once import fill as fill_list
    from employees.models import OwnRecord
    from vacancies.applicants import content_digest
    from vacancies.models import Application, ApplicationDocument
    from vacancies.reviews import review_mark

    _, public_id, employee = draft
    application = Application(public_id=public_id, email=users[employee].email, phone=PHONE, motivation=MOTIVATION, agrees=True)
    application.employee = users[employee].employee
    fill_list(application.employee, "own_records", OwnRecord, [])
    rows = [ApplicationDocument(type=kind, sha256=sha256) for kind, sha256 in json.loads(documents)]
    mark = review_mark(application, content_digest(application, rows), timezone.now())
    key, secret = cookies[employee]
    body = urlencode({"csrfmiddlewaretoken": secret, "reviewed": mark})
    lines = (
        f"POST {path.format(id=public_id)} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Cookie: {settings.SESSION_COOKIE_NAME}={key}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        "",
        body,
    )
    return "\r\n".join(lines).encode()


if __name__ == "__main__":
    django.setup()
    fill(Path(sys.argv[1]), json.load(sys.stdin))
