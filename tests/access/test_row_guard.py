"""Row-level security from outside: where it is lifted, which roles it holds, who sees all by role, rules that need every row."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection
from django.utils import timezone

from accounts.sessions import sight_of
from core import row_sight
from core.postgresql.base import refuse_passing_role
from core.row_policies import OFFICIAL, WHOLE
from employees.models import Employee
from employees.same_person import nips_of_accounts
from privacy.affected import by_agency, by_vacancy
from privacy.retention import due_counts
from tests.access.world import World

ROOT = Path(__file__).resolve().parents[2]
# Where a rule reads more than the person may see; each place says why (core/row_sight.py).
WHOLE_PORTAL = {
    "approvals/actions/delegations.py": 1,
    "core/uploads/leftovers.py": 1,
    "employees/same_person.py": 1,
    "vacancies/actions/sending.py": 1,
    "vacancies/objections.py": 2,
    "vacancies/progress.py": 1,
    "vacancies/views/decision_clock.py": 1,
    "vacancies/views/ledger.py": 1,
}


def test_places_that_see_the_whole_portal_are_listed():
    found = {}
    for room in apps.get_app_configs():
        path = Path(room.path)
        for file in path.rglob("*.py") if path.is_relative_to(ROOT) and ".venv" not in path.parts else ():
            name = str(file.relative_to(ROOT))
            calls = len(re.findall(r"\bwhole_portal\(\)|\bPORTAL\b.*seen_as|seen_as\(row_sight\.PORTAL", file.read_text()))
            if calls and name != "core/row_sight.py":
                found[name] = calls
    assert found == WHOLE_PORTAL


@pytest.mark.parametrize("attribute", ["SUPERUSER", "BYPASSRLS"])
def test_web_does_not_start_as_a_role_that_passes_row_security(db, owner_connection, attribute):
    with owner_connection.cursor() as cursor:
        refuse_passing_role(connection)
        cursor.execute(f"CREATE ROLE asnkarier_passing {attribute}")
        try:
            cursor.execute("SET ROLE asnkarier_passing")
            with pytest.raises(ImproperlyConfigured, match="asnkarier_passing"):
                refuse_passing_role(owner_connection)
        finally:
            cursor.execute("RESET ROLE")
            cursor.execute("DROP ROLE asnkarier_passing")


def test_owner_of_the_tables_may_not_answer_pages_either(db, test_instance):
    line = test_instance.connect(user="asnkarier_owner")
    try:
        with pytest.raises(ImproperlyConfigured, match="asnkarier_owner"):
            refuse_passing_role(line)
    finally:
        line.close()


@pytest.mark.parametrize("role", ["asnkarier_worker", "asnkarier_auditor", "asnkarier_web"])
def test_worker_and_auditor_see_all_without_being_told(db, test_instance, role):
    """By their role, so that no task can forget to say for whom it works."""
    line = test_instance.connect(user=role)
    try:
        with line.cursor() as cursor:
            cursor.execute(f"SELECT {WHOLE}, {OFFICIAL}")
            assert cursor.fetchone() == (role != "asnkarier_web", role != "asnkarier_web")
            cursor.execute("SELECT tablename FROM pg_policies WHERE strpos(qual, 'asnkarier_worker') = 0")
            assert cursor.fetchall() == []
    finally:
        line.close()


def test_what_is_due_and_whom_an_incident_touched_is_looked_for_in_every_row(world: World):
    """An officer for data protection who saw half of them would destroy too little, or write to too few."""
    officer, vacancy = world.people["national:DATA_PROTECTION"].user, world.objects["application sent"].vacancy
    later = timezone.now() + timedelta(days=10_000)

    def found():
        return due_counts(later), list(by_vacancy(vacancy).ids()), list(by_agency(vacancy.agency).ids())

    whole = found()
    with row_sight.seen_as(sight_of(officer.pk, timezone.localdate())):
        assert found() == whole
    with row_sight.seen_as(row_sight.NOBODY):
        due, applied, served = found()
    assert max(whole[0].values()) > 0
    assert all(whole)
    assert (max(due.values()), applied, served) == (0, [], [])


def test_two_accounts_of_one_person_are_known_to_whoever_asks(world: World):
    """Refused is who decides twice, so whom the asking person does not see must not pass for somebody else."""
    other = world.objects["stranger employee"]
    with row_sight.seen_as(sight_of(world.people["own:APPLICANT"].user.pk, timezone.localdate())):
        assert not Employee.objects.filter(pk=other.pk).exists()
        assert nips_of_accounts([other.user_id]) == {other.user_id: other.nip}


def test_a_connection_that_died_is_an_error_of_the_database_where_a_transaction_begins(db, owner_connection):
    """Anything else would pass by whoever bears such errors, and the dead connection would be kept."""
    line = connection.copy()
    try:
        with line.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (number,) = cursor.fetchone()
        with owner_connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
        with row_sight.seen_as(row_sight.NOBODY), pytest.raises(Error):
            line.set_autocommit(False)
        assert line.errors_occurred
    finally:
        line.close()
