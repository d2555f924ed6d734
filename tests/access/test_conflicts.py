"""S3: an applicant on a vacancy loses every staff right on it, whatever duties the person holds besides."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from approvals.facts import actor_facts
from approvals.people import person_keys
from selection.models import Candidate, Recusal, ScoreSheet
from tests.access.objects import PAYLOAD
from tests.access.test_every_url import ask, payload
from tests.access.world import World, checksum
from tests.factories.applications import ApplicationFactory
from tests.factories.people import EmployeeFactory, MembershipFactory

pytestmark = pytest.mark.owasp("A01")
STAFF = ("own:AGENCY_ADMIN", "own:SECRETARIAT", "own:PANEL_CHAIR", "own:PANEL_MEMBER")


def let_apply(world: World, key: str, word: str) -> None:
    """The person of this key has applied to the vacancy of this word, long ago."""
    user = world.people[key].user
    servant = getattr(user, "employee", None) or EmployeeFactory(with_records=False)
    servant.user = user
    servant.save()
    state = {"verification": "SUBMITTED", "scoring": "FAILED", "result review": "FAILED"}[word]
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


@pytest.mark.parametrize("key", ["national:WASDAL", "national:AUDITOR"])
def test_oversight_reads_no_file_of_a_rival_either(world, key):
    url = reverse("download_document", args=[world.objects["candidate document"].public_id])
    assert ask(world.people[key], "GET", url, {}).status_code == 200
    let_apply(world, key, "scoring")
    assert ask(world.people[key], "GET", url, {}).status_code == 404


@pytest.mark.parametrize("key", ["own:PYB", "own:SECRETARIAT", "national:WASDAL", "national:AUDITOR"])
def test_the_decision_page_names_no_rival_to_an_applicant(world, key):
    request, vacancy = world.objects["result request"], world.objects["result review"]
    names = list(vacancy.candidates.values_list("application__employee__name", flat=True))
    url = reverse("decide_step", args=[request.public_id])
    assert all(name in ask(world.people[key], "GET", url, {}).content.decode() for name in names)
    let_apply(world, key, "result review")
    text = ask(world.people[key], "GET", url, {}).content.decode()
    assert [name for name in names if name in text] == []


@pytest.mark.parametrize("key", ["own:PANEL_CHAIR", "own:PANEL_MEMBER"])
def test_a_seat_ends_with_the_duty_even_when_another_agency_keeps_one(world, key):
    """The tag of the page lets in who sits anywhere; the seat on this panel asks for a duty of this agency."""
    candidate, user = world.objects["candidate"], world.people[key].user
    user.memberships.update(valid_until=timezone.localdate() - timedelta(days=1), valid_from=date(2020, 1, 1))
    elsewhere = world.people["stranger:AGENCY_ADMIN"].user.memberships.get().agency
    for role in (Role.PANEL_MEMBER, Role.PANEL_CHAIR):
        MembershipFactory(user=user, role=role, agency=elsewhere)
    room = reverse("show_scoring_room", args=[candidate.vacancy.public_id])
    sheet = reverse("score_candidate", args=[candidate.public_id])
    document = reverse("download_document", args=[world.objects["candidate document"].public_id])
    before = checksum()
    assert candidate.application.employee.name not in ask(world.people[key], "GET", room, {}).content.decode()
    for method in ("GET", "POST"):
        assert ask(world.people[key], method, sheet, {**PAYLOAD, "version": "0"}).status_code == 403
    assert ask(world.people[key], "GET", document, {}).status_code == 404
    ask(world.people[key], "POST", reverse("compute_ranking", args=[candidate.vacancy.public_id]), PAYLOAD)
    request = world.objects["result request"]
    chair_step = request.steps.get(scope="PANEL_CHAIR")
    assert actor_facts(User.objects.get(pk=user.pk), chair_step, "", person_keys([user])).roles == frozenset()
    assert checksum() == before


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
