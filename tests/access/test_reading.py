"""Reading changes nothing: GET of every URL leaves every row as it was, but for the note that somebody has read."""

import pytest
from django.db import transaction

from tests.access.matrix import MATRIX
from tests.access.objects import FOR_WATCHERS
from tests.access.test_every_url import address, ask, expectation
from tests.access.world import checksum, written
from tests.harness.guards import around_acts

pytestmark = pytest.mark.owasp("A01")
TRAIL = {"core_auditentry", "core_audithead"}
# The owner of a file hears of it too.
TOLD = TRAIL | {"core_notification", "core_outboxmessage"}
# What may be written by whoever only looks: that they looked, or a letter that is drawn when it is first asked for.
NOTES = {
    "answer_invitation": {"talent_invitationopening"},
    "answer_objection": TRAIL,
    "decide_step": {"approvals_openedsheet"},
    "download_attendance_sheet": TRAIL,
    "download_breach_letter": {"core_letter"},
    "download_document": TOLD,
    "download_evidence": TRAIL,
    "download_objection_attachment": TRAIL,
    "download_packet": TRAIL,
    "download_proof": TOLD,
    "download_score_form": TRAIL,
    "download_score_workbook": TRAIL,
    "download_trail_export": TRAIL,
    "edit_question": TRAIL,
    "export_invitations": TRAIL,
    "export_scores": TRAIL,
    "open_talent_document": {"core_notification", "core_outboxmessage", "talent_talentview"},
    "read_paper": TOLD,
    "score_candidate": TRAIL,
    "search_trail": TRAIL,
    "show_history": TRAIL,
    "show_market_test": {"talent_talentsearch"},
    "show_question": TRAIL,
    "show_talent": {"talent_talentview"},
    "verify_application": TRAIL,
}


def lines(content: str) -> dict[str, str]:
    """A line for the content of each table."""
    return {line.split()[0]: line for line in content.splitlines()}


@pytest.mark.parametrize("name", sorted(set(MATRIX) - FOR_WATCHERS))
def test_reading_writes_no_more_than_that_it_was_read(world, name):
    welcome = [each for each in world.people.values() if each.user and expectation(name, each) == "open"]
    for person in {each.key: each for each in (*welcome[:1], *welcome[-1:])}.values():
        before = set(written())
        with around_acts():
            ask(person, "GET", address(world, name), {})
            touched = {table for table, _ in set(written()) - before} - NOTES.get(name, set())
            # What was written in vain, or taken back at once, is no change.
            after = lines(checksum()) if touched else {}
            transaction.set_rollback(True)
        known = lines(world.content)
        assert {table for table in touched if known.get(table) != after.get(table)} == set(), person.key
