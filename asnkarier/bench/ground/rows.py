"""Applications, invitations and approvals of several agencies by SQL, and who opens the lists over them.

`python -m asnkarier.bench.ground.rows` reads its order as JSON and prints, per list, the whole request as its reader sends it.
"""

import json
import sys

VACANCIES = 200
# Their vacancies are those of the agency measured.
OWN_VACANCIES = 40
STEM = "19820517200601"
SQL_APPLICATIONS = """
INSERT INTO vacancies_application (public_id, vacancy_id, employee_id, state, state_since, version, email, phone, motivation,
    special_needs, agrees, was_invited, created_at, submitted_at, receipt_number, snapshot, snapshot_sha256, reason_codes,
    verification_note)
SELECT gen_random_uuid(), v.id, e.id, 'SUBMITTED', now(), 1, e.email, e.phone, '', '', true, false, now(), now(),
    'UKUR-' || v.id || '-' || e.id, '{}', repeat('a', 64), '[]', ''
FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM vacancies_vacancy) v
JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM employees_employee) e
    ON (e.place + v.place * 7) %% %(people)s < %(each)s;
INSERT INTO vacancies_applicationevent (application_id, action, state, at)
SELECT id, 'submit', state, submitted_at FROM vacancies_application;
INSERT INTO talent_invitation (public_id, vacancy_id, employee_id, invited_by_id, message, state, failure, expires_at, created_at,
    sent_at, decline_reason)
SELECT gen_random_uuid(), v.id, e.id, (SELECT min(id) FROM accounts_user), '', 'SENT', '', now() + interval '7 days', now(),
    now(), ''
FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM vacancies_vacancy) v
JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM employees_employee) e
    ON (e.place + v.place * 11) %% %(people)s < %(each)s;
"""


def fill(people: int, each: int, steps: int) -> dict[str, str]:
    """Write it all, as the owner.

    Args:
        people: in the register; each: applications and invitations of one vacancy; steps: of approvals.

    Returns:
        Name of each list and the request that opens it, as text.
    """
    from django.db import connection
    from django.urls import reverse

    from accounts.models import Agency, User
    from asnkarier.bench.ground import applicants
    from asnkarier.bench.ground import steps as approvals
    from vacancies.models import Vacancy

    with connection.cursor() as cursor:
        cursor.execute(applicants.SQL_PEOPLE, {"nip": STEM, "people": people})
        applicants.make_vacancies(VACANCIES)
        agency = Agency.objects.order_by("pk")[0]
        own = list(Vacancy.objects.order_by("pk").values_list("pk", flat=True)[:OWN_VACANCIES])
        Vacancy.objects.filter(pk__in=own).update(agency=agency, state="VERIFICATION")
        cursor.execute(SQL_APPLICATIONS, {"people": people, "each": each})
        approvals.fill(cursor, steps)
        cursor.execute("VACUUM ANALYZE")
    vacancy = Vacancy.objects.get(pk=own[0])
    readers = {
        "applicant": User.objects.get(nip=f"{STEM}0001"),
        "admin": User.objects.get(email="AGENCY_ADMIN0@ukur.example"),
        "ppk": User.objects.get(email="PPK0@ukur.example"),
        "wasdal": User.objects.get(email="WASDAL@ukur.example"),
    }
    keys = {name: key for name, (key, _) in applicants.sessions(readers)}
    lists = {
        "own applications of an applicant": ("applicant", reverse("list_applications")),
        "own invitations of an applicant": ("applicant", reverse("list_my_invitations")),
        "applicants of a vacancy, as its admin": ("admin", reverse("list_applicants", args=[vacancy.public_id])),
        "invitations of a vacancy, as its admin": ("admin", reverse("list_invitations", args=[vacancy.public_id])),
        "vacancies of the agency, as its admin": ("admin", reverse("list_own_vacancies")),
        "dashboard, as its admin": ("admin", reverse("show_dashboard")),
        "inbox of a PPK": ("ppk", reverse("list_steps")),
        "inbox of Wasdal": ("wasdal", reverse("list_steps")),
    }
    return {name: applicants.opening(path, keys[reader]).decode() for name, (reader, path) in lists.items()}


def main() -> None:
    """Set up Django, write, print the requests."""
    import django

    django.setup()
    print(json.dumps(fill(**json.loads(sys.stdin.read()))))


if __name__ == "__main__":
    main()
