"""What the benchmark of invitations asks of the portal: `python -m asnkarier.bench.ground.mailings STEP ...`; prints JSON."""

import json
import sys
import time

import django

# Whoever has no account gets no bell line; one in ten has one, as in an agency that has just begun.
SQL_PEOPLE = """
INSERT INTO accounts_user (public_id, email, nip, full_name, is_active, date_joined, last_code_counter, password)
SELECT gen_random_uuid(), 'orang' || n || '@ukur.example', (10^17)::bigint + n, 'Pegawai Ukur ' || n, true, now(), 0, '!'
FROM generate_series(10, %(people)s, 10) AS n;
INSERT INTO employees_employee (public_id, nip, user_id, name, name_key, email, phone, sex, birth_date, cpns_on, kind, agency_id,
    province_id, unit, position_title, position_level, functional_grade, field, grade, pppk_grade, education_level,
    education_program, is_searchable, updated_at)
SELECT gen_random_uuid(), (10^17)::bigint + n, u.id, 'Pegawai Ukur ' || n, 'pegawai ukur ' || n, 'orang' || n || '@ukur.example',
    '0812 3456 7890', 'L', '1982-05-17', '2006-01-01', 'PNS', a.id, r.province_id, 'Biro Ukur', 'Kepala Bagian Ukur',
    'ADMINISTRATOR', '', 'SDM', 42, '', 45, 'Ilmu Pemerintahan', true, now()
FROM generate_series(1, %(people)s) AS n CROSS JOIN (SELECT id, region_id FROM accounts_agency ORDER BY code LIMIT 1) a
JOIN accounts_region r ON r.code = a.region_id LEFT JOIN accounts_user u ON u.email = 'orang' || n || '@ukur.example';
"""


def people(count: int, vacancies: int) -> list[int]:
    """So many employees, and vacancies to invite them to; returns the primary keys of the vacancies."""
    from django.db import connection, transaction

    from asnkarier.bench.ground.applicants import make_vacancies

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SQL_PEOPLE, {"people": count})
        made = make_vacancies(vacancies)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return made


def materialise(vacancy_id: int, count: int, is_plain: int = 0) -> float:
    """Write so many queued invitations as one mailing, as the button does after its checks. Returns seconds, commit included.

    Args:
        is_plain: 1 for rows that wait for the plain way; in a state of their own, so that our workers leave them alone.
    """
    from django.db import transaction
    from django.utils import timezone

    from accounts.models import User
    from asnkarier.bench.plain.mailing import PLAIN_QUEUE
    from employees.models import Employee
    from talent.mailing import hold_still, write_rows
    from talent.models import InvitationBatch
    from vacancies.models import Vacancy

    vacancy = Vacancy.objects.get(pk=vacancy_id)
    chosen = list(Employee.objects.order_by("pk").values_list("pk", "public_id")[:count])
    sender = User.objects.order_by("pk").first()
    begun = time.perf_counter()
    with transaction.atomic():
        hold_still([public_id for _, public_id in chosen])
        batch = InvitationBatch.objects.create(vacancy=vacancy, invited_by=sender, count=count)
        ids = [employee for employee, _ in chosen]
        write_rows(batch, ids, message="Salam dari kami.", expires_at=vacancy.closes_at, now=timezone.now())
        if is_plain:
            batch.invitations.update(state=PLAIN_QUEUE)
    return time.perf_counter() - begun


def wake() -> float:
    """What beat does: one message for each sweep, for each of the two workers. Returns when it began (epoch seconds)."""
    from core.tasks import deliver_outbox
    from talent.tasks import send_pending_invitations

    begun = time.time()
    for _ in range(2):
        send_pending_invitations.delay()
        deliver_outbox.delay()
    return begun


def one_task_a_mail(vacancy_id: int) -> float:
    """One message for each queued invitation of a vacancy, as it is usually done. Returns when it began (epoch seconds)."""
    from asnkarier.bench.plain.mailing import PLAIN_QUEUE, send_one
    from talent.models import Invitation

    ids = list(Invitation.objects.filter(vacancy_id=vacancy_id, state=PLAIN_QUEUE).order_by("pk").values_list("pk", flat=True))
    begun = time.time()
    for each in ids:
        send_one.delay(each)
    return begun


STEPS = {"people": people, "materialise": materialise, "wake": wake, "one_task_a_mail": one_task_a_mail}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(STEPS[sys.argv[1]](*map(int, sys.argv[2:]))))
