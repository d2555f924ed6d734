"""The inbox over many steps: what it touches does not grow with history, and it says what the plain query says."""

import random

import pytest
from django.db.models import Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, User
from approvals.models import ApprovalRequest, ApprovalStep, Decision
from approvals.models.requests import SortedBranches, count_of
from asnkarier.bench.ground import steps as ground
from asnkarier.bench.inbox import BARS, PEOPLE
from tests.factories.people import AgencyFactory, UserFactory

STEPS = 30_000
DUTIES = [Role.PYB, Role.PPK, Role.WASDAL, Role.SETKAB, Role.AGENCY_ADMIN, Role.SECRETARIAT, Role.PANEL_CHAIR]


@pytest.mark.django_db(transaction=True)
def test_a_page_and_its_badge_stay_within_the_bars(owner_connection):
    for _ in range(12):
        AgencyFactory()
    with owner_connection.cursor() as cursor:
        ground.fill(cursor, STEPS)
    assert ApprovalStep.objects.count() == STEPS
    assert ApprovalStep.objects.open().count() == STEPS // 50
    for person, index in zip(PEOPLE, ("inbox_by_duty", "inbox_national"), strict=True):
        told = ground.measure(person)
        plans = "\n".join(line for each in told["statements"] for line in each["plan"])
        assert told["statements of the inbox"] <= BARS["statements"], told
        assert told["buffers"] <= BARS["buffers"], "\n".join(
            f"{each['sql']}\n{chr(10).join(each['plan'])}" for each in told["statements"]
        )
        # Read in the order of the list: at millions of steps a national duty holds more than anybody counts.
        keys = told["statements"][0]["plan"]
        ((place, line),) = [found for found in enumerate(keys) if found[1].lstrip().startswith(f"Index Only Scan {index} ")]
        # What row security computes once a statement stands between the two.
        above = [each for each in keys[:place] if depth_of(each) < depth_of(line)]
        assert above[-1].lstrip().startswith("Limit:"), keys
        assert "Seq Scan approvals_approvalstep" not in plans
        # The numbers beside the open tab come later and cost more, but never a reading of all there ever was.
        others = ground.measure(person, "/persetujuan/hitung/?tab=perlu&jumlah=1")
        assert others["buffers"] <= 4_000, "\n".join(
            f"{each['sql']}\n{chr(10).join(each['plan'])}" for each in others["statements"]
        )
        # A node that ran no time is of a branch for whoever has less behind them.
        ran = [line for each in others["statements"] for line in each["plan"] if " x 0, " not in line]
        assert [line for line in ran if "Seq Scan" in line] == []


def depth_of(line: str) -> int:
    """How deep a line of a plan is indented."""
    return len(line) - len(line.lstrip())


# The same answers as the queries they replace


def plain_waiting(user):
    """As it was written first: one condition a duty, joined to the request for its sender."""
    scope = Q(holder=user)
    for duty in user.duties:
        scope |= Q(role=duty.role, agency_id=duty.agency_id, holder=None)
    return ApprovalStep.objects.filter(state="OPEN").filter(scope).exclude(request__sender=user)


def plain_visible(user):
    """As it was written first: joins over steps and decisions, each row once."""
    mine = Q(sender=user) | Q(steps__holder=user) | Q(steps__decisions__actor=user)
    for duty in user.duties:
        if duty.agency_id is None:
            mine |= Q(steps__role=duty.role, steps__agency=None, steps__holder=None)
        else:
            mine |= Q(steps__role=duty.role, steps__agency_id=duty.agency_id)
    office = user.agency_ids(Role.AGENCY_ADMIN, Role.SECRETARIAT)
    return ApprovalRequest.objects.filter(mine | Q(agency_id__in=office)).distinct()


def write_anything(dice, people, agencies, number):
    """A request with a random route, some of it decided by anybody."""
    agency, sender = dice.choice(agencies), dice.choice(people)
    is_open = dice.random() < 0.6
    request = ApprovalRequest.objects.create(
        chain_code="TEST", title=f"Berkas {number}", level_label=dice.choice(["JPT Pratama", "JPT Madya"]), agency=agency,
        digest="d" * 64, trail_chain=f"uji:{number}", sender=sender, state="IN_PROGRESS" if is_open else "APPROVED",
        closed_at=None if is_open else timezone.now(),
    )  # fmt: skip
    roles = dice.sample(["PYB", "PPK", "WASDAL", "SETKAB", "PANEL_CHAIR"], dice.randint(1, 4))
    here = dice.randrange(len(roles))
    for place, role in enumerate(roles):
        step = ApprovalStep.objects.create(
            request=request, sender=sender, position=place + 1, code=role.lower(), title=role, role=role,
            scope="PANEL_CHAIR" if role == "PANEL_CHAIR" else "AGENCY", verdicts=["APPROVE"], working_days=3,
            agency=agency if role in ("PYB", "PPK") else None, holder=dice.choice(people) if role == "PANEL_CHAIR" else None,
            state="OPEN" if is_open and place == here else "APPROVED" if place < here else "WAITING",
            opened_at=timezone.now(), due_on=timezone.localdate(),
        )  # fmt: skip
        if place < here:
            Decision.objects.create(
                step=step, actor=dice.choice(people), duty="", verdict="APPROVE", digest="d" * 64, decided_at=timezone.now()
            )


@pytest.mark.django_db
def test_branches_say_what_the_plain_queries_said():
    dice = random.Random(20261122)
    agencies = [AgencyFactory() for _ in range(3)]
    people = [UserFactory(full_name=f"Orang {place}") for place in range(12)]
    for person in people:
        for _ in range(dice.randint(0, 3)):
            role = dice.choice(
                [Role.PYB, Role.PPK, Role.WASDAL, Role.SETKAB, Role.AGENCY_ADMIN, Role.SECRETARIAT, Role.PANEL_CHAIR]
            )
            agency = None if role in (Role.WASDAL, Role.SETKAB) else dice.choice(agencies)
            Membership.objects.get_or_create(user=person, role=role, agency=agency, valid_from="2020-01-01")
    for number in range(120):
        write_anything(dice, people, agencies, number)
    seen = 0
    for person in User.objects.filter(pk__in=[each.pk for each in people]).order_by("pk"):
        waiting, visible = ids(plain_waiting(person)), ids(plain_visible(person))
        branches = ApprovalStep.objects.waiting_branches(person)
        assert ids(ApprovalStep.objects.waiting_for(person)) == waiting
        assert sorted(pk for branch in branches for pk in branch.order_by("pk").values_list("pk", flat=True)) == waiting
        assert count_of(branches) == len(waiting)
        assert ids(ApprovalRequest.objects.visible_to(person)) == visible
        readable = ApprovalRequest.objects.readable_branches(person)
        assert sorted({pk for branch in readable for pk in ids(branch)}) == visible
        others = ids(ApprovalStep.objects.filter(state="OPEN", request__in=visible).exclude(pk__in=waiting))
        branches = ApprovalStep.objects.others_branches(person)
        assert sorted({pk for branch in branches for pk in ids(branch)}) == others
        assert (count_of(branches), count_of(readable)) == (len(others), len(visible))
        rows = SortedBranches(branches, ("request__agency__name", "-pk"), ApprovalStep.objects.for_list())
        listed = [step.pk for step in rows[0:20]] + [step.pk for step in rows[20:200]]
        plain = ApprovalStep.objects.filter(pk__in=others).order_by("request__agency__name", "-pk")
        assert listed == list(plain.values_list("pk", flat=True))
        seen += len(waiting) + len(others)
    assert seen > 200


def ids(rows):
    return list(rows.order_by("pk").values_list("pk", flat=True))
