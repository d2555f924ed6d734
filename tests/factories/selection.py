"""Selections for tests: candidates, sheets and imported scores. `scoring_vacancy(candidates=3, filled=True)`."""

from collections.abc import Sequence
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.enums import Role
from accounts.models import User
from approvals.models import ApprovalRequest
from core import clock
from selection import actions
from selection.gates import latest_ranking, shortfall_facts
from selection.minutes_words import Meeting
from selection.models import CalibrationAct, CalibrationStep, Candidate, Score, ScoreSheet
from selection.rules.shortfall import CONTINUE, is_unanswered
from tests.factories.applications import ApplicationFactory
from tests.factories.people import MembershipFactory, UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.models import PanelMember, Vacancy


class CandidateFactory(DjangoModelFactory):
    """A candidate of a vacancy that is being scored."""

    class Meta:
        model = Candidate

    vacancy = factory.SubFactory(VacancyFactory, state="SCORING")
    application = factory.SubFactory(ApplicationFactory, vacancy=factory.SelfAttribute("..vacancy"), state="CANDIDATE")
    number = factory.Sequence(lambda n: n % 900 + 1)


class ScoreSheetFactory(DjangoModelFactory):
    """A handed-in sheet without values."""

    class Meta:
        model = ScoreSheet

    candidate = factory.SubFactory(CandidateFactory)
    submitted_at = factory.LazyFunction(timezone.now)


def scoring_vacancy(*, candidates: int = 3, filled: bool = False, closed: bool = True, **fields) -> Vacancy:
    """A vacancy in SCORING with candidates 1 to n; `filled` gives every score, the first candidate the best ones.

    `closed=False` leaves the calibration of a filled one open.
    """
    vacancy = VacancyFactory(state="SCORING", **fields)
    for number in range(1, candidates + 1):
        CandidateFactory(vacancy=vacancy, number=number)
    if filled:
        fill_scores(vacancy, [Decimal(100 - 5 * number) for number in range(1, candidates + 1)], closed=closed)
    return vacancy


def fill_scores(vacancy: Vacancy, values: Sequence[Decimal], *, closed: bool = True) -> None:
    """Give candidate n the n-th value in every component, from every member and from the import."""
    members = list(PanelMember.objects.filter(panel__vacancy=vacancy).order_by("id"))
    components = list(vacancy.components.order_by("position"))
    for candidate, value in zip(vacancy.candidates.order_by("number"), values, strict=True):
        for member in members:
            for blind in {c.is_blind for c in components if c.is_scored_by_panel}:
                values = {c.code: value for c in components if c.is_scored_by_panel and c.is_blind is blind}
                fill_sheet(candidate, member, values, is_blind=blind)
        for component in components:
            if not component.is_scored_by_panel:
                given = min(value, component.scale_max)
                Score.objects.create(candidate=candidate, component=component, value=given, entered_by=vacancy.created_by)
    if closed:
        close_room(vacancy)


def close_room(vacancy: Vacancy) -> CalibrationStep:
    """The chair has closed the calibration."""
    chair = chair_of(vacancy)
    return CalibrationStep.objects.create(vacancy=vacancy, act=CalibrationAct.CLOSED, taken_by=chair, taken_at=timezone.now())


def fill_sheet(
    candidate: Candidate, member: PanelMember, values: dict[str, Decimal], *, submitted: bool = True, is_blind: bool = False
) -> ScoreSheet:
    """One member's sheet with these values (component code -> score)."""
    handed_in_at = timezone.now() if submitted else None
    sheet = ScoreSheetFactory(candidate=candidate, member=member, submitted_at=handed_in_at, is_blind=is_blind)
    components = {component.code: component for component in candidate.vacancy.components.order_by("position")}
    Score.objects.bulk_create(
        Score(candidate=candidate, component=components[code], sheet=sheet, value=value, entered_by=member.user)
        for code, value in values.items()
    )
    return sheet


def chair_of(vacancy: Vacancy) -> User:
    return PanelMember.objects.select_related("user").get(panel__vacancy=vacancy, is_chair=True).user


def member_of(vacancy: Vacancy, place: int = 1) -> User:
    """An ordinary member; `place` 0 is the first one after the chair."""
    members = PanelMember.objects.filter(panel__vacancy=vacancy, is_chair=False).select_related("user").order_by("id")
    return members[place].user


def official(role: Role, vacancy: Vacancy) -> User:
    """Somebody with this duty for the vacancy's agency, or nationally."""
    user = UserFactory()
    national = role in (Role.WASDAL, Role.SETKAB, Role.AUDITOR, Role.BKN_ADMIN)
    MembershipFactory(user=user, role=role, agency=None if national else vacancy.agency)
    return user


def recast(vacancy: Vacancy, code: str, **fields) -> None:
    """Turn one component of a vacancy into another kind: `recast(vacancy, "PAPER", is_blind=True)`."""
    assert vacancy.components.filter(code=code).update(**fields) == 1


def send_result(vacancy: Vacancy, *, preparer: User | None = None, note: str = "") -> ApprovalRequest:
    """The ranking in force on its way into the chain: minutes by `preparer` (somebody new), signed by the chair.

    A list that is too short is justified first, by the chair.
    """
    ranking = latest_ranking(vacancy)
    if is_unanswered(shortfall_facts(vacancy, ranking)):
        actions.answer_shortfall(
            vacancy_id=vacancy.pk, actor=chair_of(vacancy), way=CONTINUE, reason="Semua yang memenuhi syarat sudah dinilai."
        )
    seats = PanelMember.objects.filter(panel__vacancy=vacancy).values_list("pk", flat=True)
    minutes = actions.prepare_minutes(
        vacancy_id=vacancy.pk,
        actor=preparer or official(Role.SECRETARIAT, vacancy),
        meeting=Meeting(clock.transaction_now(), "Jakarta", tuple(seats)),
        note=note,
    )
    return actions.sign_minutes(
        vacancy_id=vacancy.pk, actor=chair_of(vacancy), digest_seen=minutes.digest, second_factor="totp"
    ).request
