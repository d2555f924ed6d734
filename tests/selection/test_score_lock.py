"""After the first ranking no database role changes a score: web, worker, auditor, and the owner's own triggers."""

import psycopg2
import pytest

from selection.actions.ranking import compute_ranking
from selection.models import Score
from tests.factories.selection import chair_of, scoring_vacancy

STATEMENTS = {
    "a value": "UPDATE selection_score SET value = 1",
    "one value less": "DELETE FROM selection_score",
    "one value more": "INSERT INTO selection_score (candidate_id, component_id, sheet_id, value, entered_by_id, entered_at)"
    " SELECT candidate_id, component_id, NULL, 1, entered_by_id, now() FROM selection_score LIMIT 1",
    "a sheet given back": "UPDATE selection_scoresheet SET submitted_at = NULL",
    "a reason": "UPDATE selection_scoresheet SET reasons = '{}'",
    "a sheet less": "DELETE FROM selection_scoresheet",
    "a keyed value": "INSERT INTO selection_entryvalue (candidate_id, component_id, turn, value, keyed_by_id, keyed_at)"
    " SELECT candidate_id, component_id, 1, 1, entered_by_id, now() FROM selection_score LIMIT 1",
    "a value taken elsewhere": "UPDATE selection_score SET candidate_id = (SELECT id FROM selection_candidate c WHERE NOT EXISTS"
    " (SELECT FROM selection_scorelock l WHERE l.vacancy_id = c.vacancy_id) ORDER BY id LIMIT 1)",
    "a participant taken elsewhere": "UPDATE selection_candidate SET vacancy_id = (SELECT id FROM vacancies_vacancy v"
    " WHERE NOT EXISTS (SELECT FROM selection_scorelock l WHERE l.vacancy_id = v.id) ORDER BY id LIMIT 1)",
    "a number": "UPDATE selection_candidate SET number = number + 100",
    "behind a table of that name": "CREATE TEMPORARY TABLE selection_scorelock (LIKE public.selection_scorelock);"
    "UPDATE selection_score SET value = 1",
    "the packet": "UPDATE selection_ranking SET packet = '{}'",
    "its digest": "UPDATE selection_ranking SET sha256 = sha256",
    "its cut": "UPDATE selection_ranking SET cut = 100",
    "a locked value": "UPDATE selection_lockedscore SET frozen = frozen",
    "the lock": "DELETE FROM selection_scorelock",
}
# What an owner could do, and nobody else.
OWNERS = {
    "everything": "TRUNCATE selection_score CASCADE",
    "without the trigger": "ALTER TABLE selection_score DISABLE TRIGGER ALL",
    "without any trigger": "SET session_replication_role = replica",
}


@pytest.mark.django_db(transaction=True)
def test_no_role_changes_a_score_after_the_ranking(test_instance):
    vacancy = scoring_vacancy(candidates=2, filled=True)
    compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    scoring_vacancy(candidates=1)
    before = list(Score.objects.order_by("pk").values_list("pk", "value", "sheet__submitted_at"))
    changed = []
    for role in ("asnkarier_web", "asnkarier_worker", "asnkarier_auditor"):
        for what, statement in (STATEMENTS | OWNERS).items():
            connection = test_instance.connect(user=role)
            try:
                with connection.cursor() as cursor:
                    # Row security shows it every row: what refuses here is the guard of the scores itself.
                    cursor.execute("SET asnkarier.reach = 'PORTAL'")
                    cursor.execute(statement)
                connection.commit()
                changed.append((role, what))
            except psycopg2.errors.InsufficientPrivilege:
                connection.rollback()
            finally:
                connection.close()
    assert changed == []
    # Whoever owns the tables is stopped by the same triggers in an ordinary statement.
    owner = test_instance.connect()
    for statement in STATEMENTS.values():
        with pytest.raises(psycopg2.errors.InsufficientPrivilege), owner, owner.cursor() as cursor:
            cursor.execute(statement)
    owner.close()
    assert list(Score.objects.order_by("pk").values_list("pk", "value", "sheet__submitted_at")) == before
