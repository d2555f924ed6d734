"""Vacancies with a full, lawful plan, in any state: `VacancyFactory(state="OPEN")`."""

from datetime import timedelta

import factory
from django.utils import timezone

from accounts.enums import Role
from tests.factories.people import AgencyFactory, MembershipFactory, RegionFactory, UserFactory
from vacancies.actions.defaults import write_competencies, write_documents, write_requirements
from vacancies.actions.registration import freeze_assessment_plan
from vacancies.models import (
    Announcement,
    AssessmentPlan,
    IncidentRequest,
    PanelMember,
    RegistrationExtension,
    ScoreComponent,
    SelectionPanel,
    Stage,
    Vacancy,
)
from vacancies.rules.deadline import end_of_day
from vacancies.rules.lifecycle import PUBLIC_STATES
from vacancies.rules.rule_pack import (
    COMPONENT_KINDS,
    COMPONENT_LABELS,
    COMPONENT_STAGES,
    RulePack,
    default_tie_order,
    default_weights,
)

# Days from today to (opening, last day of registration), by state; every other public state is past its deadline.
WINDOWS = {"PUBLISHED": (3, 20), "OPEN": (-5, 12)}
BEFORE_PUBLICATION = (10, 27)
AFTER_CLOSING = (-20, -2)


def window_of(state: str) -> tuple[int, int]:
    return WINDOWS.get(state, AFTER_CLOSING if state in PUBLIC_STATES else BEFORE_PUBLICATION)


class VacancyFactory(factory.django.DjangoModelFactory):
    """A vacancy. `plan=False` leaves out all lists and the panel; `panel_size` sets how many sit on it."""

    class Meta:
        model = Vacancy
        skip_postgeneration_save = True

    class Params:
        panel_size = 5

    reference = factory.Sequence(lambda n: f"JPT-2026-{n:05d}")
    agency = factory.SubFactory(AgencyFactory)
    position_title = factory.Sequence(lambda n: f"Direktur Contoh {n}")
    unit = "Direktorat Jenderal Contoh"
    level = "PRATAMA"
    field = "PEMERINTAHAN"
    quota = 1
    region = factory.SubFactory(RegionFactory)
    summary = "Memimpin pelaksanaan kebijakan di bidangnya."
    state = "DRAFT"
    state_since = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    opens_at = factory.LazyAttribute(
        lambda v: end_of_day(timezone.localdate() + timedelta(days=window_of(v.state)[0] - 1), v.agency.zone)
    )
    closes_at = factory.LazyAttribute(
        lambda v: end_of_day(timezone.localdate() + timedelta(days=window_of(v.state)[1]), v.agency.zone)
    )
    first_closes_at = factory.SelfAttribute("closes_at")
    reference_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=120))
    tie_order = factory.LazyFunction(lambda: list(default_tie_order()))
    rule_pack = factory.LazyFunction(lambda: RulePack().as_json())
    published_at = factory.LazyAttribute(lambda v: v.opens_at - timedelta(days=1) if v.state in PUBLIC_STATES else None)
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def plan(self, create, extracted, panel_size=5, **kwargs):
        """Write the lists of the level, a calendar after the deadline and a panel."""
        if not create or extracted is False:
            return
        write_requirements(self)
        write_documents(self)
        write_competencies(self)
        ScoreComponent.objects.bulk_create(
            ScoreComponent(
                vacancy=self,
                position=place,
                code=line.component,
                label=COMPONENT_LABELS[line.component],
                weight=line.weight,
                stage=COMPONENT_STAGES[line.component],
                aggregate=COMPONENT_KINDS.get(line.component, "MEAN"),
            )
            for place, line in enumerate(default_weights(self.level), start=1)
        )
        day = timezone.localdate() + timedelta(days=window_of(self.state)[1] + 1)
        stages = []
        for code in ("VERIFICATION", "ASSESSMENT", "PAPER", "INTERVIEW", "RANKING", "APPROVAL", "DETERMINATION"):
            stages.append(Stage(vacancy=self, code=code, starts_on=day, ends_on=day + timedelta(days=3)))
            day += timedelta(days=4)
        Stage.objects.bulk_create(stages)
        seat_panel(self, panel_size)


def seat_panel(vacancy: Vacancy, size: int = 5) -> SelectionPanel:
    """A lawful panel: the first member chairs, at most 45 % come from the agency."""
    panel = SelectionPanel.objects.create(vacancy=vacancy, basis="SK-1/2026")
    for number in range(size):
        user = UserFactory()
        role = Role.PANEL_CHAIR if number == 0 else Role.PANEL_MEMBER
        MembershipFactory(user=user, role=role, agency=vacancy.agency)
        PanelMember.objects.create(
            panel=panel,
            user=user,
            is_chair=number == 0,
            is_internal=0 < number <= size * 45 // 100,
            origin=vacancy.agency.name if 0 < number <= size * 45 // 100 else "Universitas Contoh",
            kind="OFFICIAL" if 0 < number <= size * 45 // 100 else "EXPERT",
            covers=["FIELD", "PERSONNEL"],
        )
    return panel


def freeze_plan(vacancy: Vacancy) -> AssessmentPlan:
    """What publishing does with the assessment plan; from here on its components cannot be changed."""
    return freeze_assessment_plan(vacancy, vacancy.created_by, timezone.now())


class RegistrationExtensionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RegistrationExtension

    vacancy = factory.SubFactory(VacancyFactory, state="OPEN")
    number = 1
    kind = "MANUAL"
    submitted_count = 2
    threshold = 4
    previous_closes_at = factory.LazyAttribute(lambda e: e.vacancy.closes_at - timedelta(days=7))
    closes_at = factory.LazyAttribute(lambda e: e.vacancy.closes_at)
    reason = "Pelamar belum cukup."
    decided_by = factory.SubFactory(UserFactory)
    decided_at = factory.LazyAttribute(lambda e: e.previous_closes_at)


class IncidentRequestFactory(factory.django.DjangoModelFactory):
    """A request that waits for BKN, about an outage of yesterday's last six hours."""

    class Meta:
        model = IncidentRequest

    vacancy = factory.SubFactory(VacancyFactory, state="OPEN")
    started_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=30))
    ended_at = factory.LazyAttribute(lambda r: r.started_at + timedelta(hours=6))
    description = "Halaman pengiriman lamaran tidak dapat dibuka."
    asked_by = factory.SubFactory(UserFactory)
    asked_at = factory.LazyFunction(timezone.now)


class AnnouncementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Announcement

    vacancy = factory.SubFactory(VacancyFactory, state="OPEN")
    kind = "OPENING"
    title = "Lowongan diumumkan"
    body = "Pendaftaran dibuka."
    published_at = factory.LazyFunction(timezone.now)
