"""S3: an applicant on a vacancy loses every staff right on it, whatever duties the person holds besides."""

import pytest
from django.urls import reverse

from selection.models import Candidate, Recusal, ScoreSheet
from tests.access.objects import PAYLOAD
from tests.access.test_every_url import ask, payload
from tests.access.world import World, checksum
from tests.factories.applications import ApplicationFactory
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.owasp("A01")
STAFF = ("own:AGENCY_ADMIN", "own:SECRETARIAT", "own:PANEL_CHAIR", "own:PANEL_MEMBER")


def let_apply(world: World, key: str, word: str) -> None:
    """The person of this key has applied to the vacancy of this word, long ago."""
    user = world.people[key].user
    servant = getattr(user, "employee", None) or EmployeeFactory(with_records=False)
    servant.user = user
    servant.save()
    state = {"verification": "SUBMITTED", "scoring": "FAILED"}[word]
    ApplicationFactory(vacancy=world.objects[word], employee=servant, state=state)


def rivals(world: World, key: str, word: str) -> list[str]:
    """Names of everybody else who applied."""
    others = world.objects[word].applications.exclude(employee__user=world.people[key].user)
    return list(others.values_list("employee__name", flat=True))


@pytest.mark.parametrize("key", STAFF)
def test_an_applicant_runs_no_part_of_the_own_selection(world, key):
    """Pages that open show no rival; acts are refused; nothing changes."""
    for word in ("verification", "scoring"):
        let_apply(world, key, word)
    candidate, scoring, verification = (world.objects[word] for word in ("candidate", "scoring", "verification"))
    pages = [
        ("scoring", reverse("show_selection", args=[scoring.public_id])),
        ("scoring", reverse("show_scoring_room", args=[scoring.public_id])),
        ("scoring", reverse("score_candidate", args=[candidate.public_id])),
        ("scoring", reverse("declare_conflict", args=[candidate.public_id])),
        ("scoring", reverse("mark_absent", args=[candidate.public_id])),
        ("scoring", reverse("reopen_sheet", args=[world.objects["sheet"].public_id])),
        ("scoring", reverse("import_scores", args=[scoring.public_id])),
        ("scoring", reverse("download_score_form", args=[scoring.public_id])),
        ("scoring", reverse("list_applicants", args=[scoring.public_id])),
        ("verification", reverse("list_applicants", args=[verification.public_id])),
        ("verification", reverse("verify_application", args=[world.objects["application sent"].public_id])),
        ("verification", reverse("open_selection", args=[verification.public_id])),
    ]
    before = checksum()
    leaks = []
    for word, url in pages:
        for method in ("GET", "POST"):
            answer = ask(world.people[key], method, url, {**PAYLOAD, **payload(world, "mark_absent")})
            text = answer.getvalue().decode(errors="replace") if not answer.streaming else ""
            leaks += [f"{method} {url}: {name}" for name in rivals(world, key, word) if name in text]
            assert answer.status_code < 500
    assert leaks == []
    assert checksum() == before


@pytest.mark.parametrize("key", STAFF)
def test_an_applicant_reads_no_file_of_a_rival(world, key):
    """Not even by an address copied before the own application was sent."""
    url = reverse("download_document", args=[world.objects["candidate document"].public_id])
    assert ask(world.people[key], "GET", url, {}).status_code == 200
    let_apply(world, key, "scoring")
    assert ask(world.people[key], "GET", url, {}).status_code == 404


def test_a_scorer_with_a_declared_conflict_sees_neither_file_nor_scores(world):
    candidate = world.objects["candidate"]
    member = candidate.vacancy.panel.members.get(user=world.people["own:PANEL_MEMBER"].user)
    Recusal.objects.create(
        candidate=candidate, member=member, reason="Atasan langsung.", declared_at=candidate.vacancy.state_since
    )
    url = reverse("score_candidate", args=[candidate.public_id])
    text = ask(world.people["own:PANEL_MEMBER"], "GET", url, {}).content.decode()
    assert "77,77" not in text
    assert str(world.objects["candidate document"].public_id) not in text
    values = {**PAYLOAD, "version": "0"}
    ask(world.people["own:PANEL_MEMBER"], "POST", url, values)
    assert not ScoreSheet.objects.filter(candidate=candidate, member=member).exists()
    document = reverse("download_document", args=[world.objects["candidate document"].public_id])
    assert ask(world.people["own:PANEL_MEMBER"], "GET", document, {}).status_code == 404


def test_a_recused_scorer_still_scores_the_others(world):
    others = Candidate.objects.filter(vacancy=world.objects["scoring"]).exclude(pk=world.objects["candidate"].pk)
    url = reverse("score_candidate", args=[others.first().public_id])
    assert ask(world.people["own:PANEL_MEMBER"], "GET", url, {}).status_code == 200
