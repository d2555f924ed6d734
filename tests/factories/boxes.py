"""Mapping periods, placements, members of succession groups, target posts."""

from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.enums import Role
from accounts.models import Agency, User
from core.uploads.storage import store_private
from talent.models import DevelopmentItem, MappingPeriod, MeritApproval, Placement, PoolMembership, TargetPost
from talent.rules.nine_box import AXES, NineBoxPack
from tests.factories.applications import sample_pdf
from tests.factories.people import AgencyFactory, EmployeeFactory, UserFactory


def clerk_of(agency: Agency) -> User:
    """Somebody of the agency's office who wrote the row."""
    return UserFactory(role=Role.AGENCY_ADMIN, agency=agency)


class MappingPeriodFactory(DjangoModelFactory):
    """The year 2026 with the default thresholds; `pack=NineBoxPack(...)` takes others."""

    class Meta:
        model = MappingPeriod

    class Params:
        pack = NineBoxPack()

    agency = factory.SubFactory(AgencyFactory)
    name = factory.LazyAttribute(lambda o: f"Tahun {o.ends_on.year}")
    starts_on = factory.LazyAttribute(lambda o: date(o.ends_on.year, 1, 1))
    ends_on = date(2026, 12, 31)
    pack_values = factory.LazyAttribute(lambda o: o.pack.as_json())
    opened_by = factory.LazyAttribute(lambda o: clerk_of(o.agency))
    opened_at = factory.LazyFunction(timezone.now)


class PlacementFactory(DjangoModelFactory):
    """A proposal in box 8; `at=9` puts it elsewhere, `is_done=True` confirms it (the register is not written)."""

    class Meta:
        model = Placement

    class Params:
        at = 8
        is_done = False

    period = factory.SubFactory(MappingPeriodFactory)
    employee = factory.LazyAttribute(lambda o: EmployeeFactory(agency=o.period.agency))
    upright = factory.LazyAttribute(lambda o: AXES[o.at][0])
    lying = factory.LazyAttribute(lambda o: AXES[o.at][1])
    proposed_upright = factory.SelfAttribute("upright")
    proposed_lying = factory.SelfAttribute("lying")
    rated_year = 2025
    predicate = "BAIK"
    assessed_on = date(2026, 3, 2)
    provider = "Pusat Penilaian Uji"
    source = "CACT"
    potential_score = 88
    job_person_match = 85
    computed_at = factory.LazyFunction(timezone.now)
    state = factory.LazyAttribute(lambda o: "CONFIRMED" if o.is_done else "PROPOSED")
    confirmed_at = factory.LazyAttribute(lambda o: o.computed_at if o.is_done else None)


class PoolMembershipFactory(DjangoModelFactory):
    """A confirmed member who is ready now; `readiness=""` leaves the proposal open."""

    class Meta:
        model = PoolMembership

    agency = factory.SubFactory(AgencyFactory)
    placement = factory.LazyAttribute(lambda o: PlacementFactory(period=period_of(o.agency), at=o.box, is_done=True))
    employee = factory.SelfAttribute("placement.employee")
    box = 8
    target_level = "JPT_PRATAMA"
    field = factory.SelfAttribute("placement.employee.field")
    suggested = "READY_NOW"
    readiness = "READY_NOW"
    reason = "Kinerja dan potensial terbaik di unitnya"
    proposed_by = factory.LazyAttribute(lambda o: clerk_of(o.agency))
    proposed_at = factory.LazyFunction(timezone.now)
    joined_on = factory.LazyAttribute(lambda o: timezone.localdate() if o.readiness else None)
    expires_on = factory.LazyAttribute(lambda o: o.joined_on.replace(day=1, year=o.joined_on.year + 2) if o.joined_on else None)


class DevelopmentItemFactory(DjangoModelFactory):
    class Meta:
        model = DevelopmentItem

    membership = factory.SubFactory(PoolMembershipFactory)
    kind = "TRAINING"
    title = "Pelatihan kepemimpinan strategis"
    year = factory.LazyFunction(lambda: timezone.localdate().year)
    hours = 12
    due_on = factory.LazyAttribute(lambda o: date(o.year, 12, 31))
    written_by = factory.SelfAttribute("membership.proposed_by")
    updated_at = factory.LazyFunction(timezone.now)


class TargetPostFactory(DjangoModelFactory):
    """A Pratama post without a holder, vacant in a month."""

    class Meta:
        model = TargetPost

    agency = factory.SubFactory(AgencyFactory)
    title = factory.Sequence(lambda n: f"Kepala Biro Uji {n}")
    unit = "Sekretariat Uji"
    level = "JPT_PRATAMA"
    field = "PEMERINTAHAN"
    vacant_on = factory.LazyFunction(lambda: timezone.localdate().replace(day=28))
    cause = "OTHER"
    registered_at = factory.LazyFunction(timezone.now)


def period_of(agency: Agency) -> MappingPeriod:
    """The agency's period of 2026, made at first use."""
    return MappingPeriod.objects.filter(agency=agency, ends_on=date(2026, 12, 31)).first() or MappingPeriodFactory(agency=agency)


class MeritApprovalFactory(DjangoModelFactory):
    """A letter in force without an end."""

    class Meta:
        model = MeritApproval

    agency = factory.SubFactory(AgencyFactory)
    letter_number = factory.Sequence(lambda n: f"B-{n}/MT/2026")
    letter_on = date(2026, 1, 5)
    file_name = "surat.pdf"
    sha256 = "0" * 64
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = factory.LazyFunction(timezone.now)

    @factory.lazy_attribute
    def file(self) -> str:
        return store_private(sample_pdf(), folder="merit/uji", name=f"{self.letter_number.replace('/', '-')}.pdf")
