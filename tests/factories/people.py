"""People and agencies for tests. Every person gets a lawful NIP made from the given dates."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from accounts.enums import NATIONAL_ROLES, AgencyKind, RegionKind, Role, Zone
from accounts.models import Agency, Membership, Region, User
from employees.enums import EducationLevel, Grade, PerformancePredicate, PositionLevel, Sex
from employees.models import (
    DisciplineRecord,
    EducationRecord,
    Employee,
    GradeRecord,
    PerformanceRecord,
    PositionRecord,
    TrainingRecord,
)
from employees.rules.names import name_key
from employees.rules.nip import build_nip

PASSWORD = "kata-sandi-uji-2026"
# Sealed once: hashing a password for every user would be most of the suite's time.
_SEALED: list[str] = []


def sealed_password() -> str:
    """Hash of PASSWORD, made at first use."""
    if not _SEALED:
        from django.contrib.auth.hashers import make_password

        _SEALED.append(make_password(PASSWORD))
    return _SEALED[0]


class RegionFactory(DjangoModelFactory):
    """A province; for a kabupaten pass `code="31.01"`, `kind=RegionKind.REGENCY` and its `province`."""

    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "31"
    name = factory.LazyAttribute(lambda o: f"Wilayah {o.code}")
    kind = RegionKind.PROVINCE
    province_id = factory.LazyAttribute(lambda o: o.code[:2])
    zone = Zone.WIB


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency

    code = factory.Sequence(lambda n: f"INSTANSI{n}")
    name = factory.Sequence(lambda n: f"Kementerian Uji {n}")
    kind = AgencyKind.MINISTRY
    region = factory.SubFactory(RegionFactory)
    zone = Zone.WIB
    city = "Jakarta"


class UserFactory(DjangoModelFactory):
    """A person who signs in with PASSWORD. `UserFactory(role=Role.PPK, agency=a)` gives a duty as well (for an
    agency of its own when none is named)."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"orang{n}@uji.example")
    full_name = factory.Sequence(lambda n: f"Orang Uji {n}")
    password = factory.LazyFunction(sealed_password)
    nip = None

    @factory.post_generation
    def role(self, create: bool, extracted: str | None, **kwargs) -> None:
        if extracted:
            agency = {"agency": self._duty_agency} if self._duty_agency else {}
            MembershipFactory(user=self, role=extracted, **agency)

    @classmethod
    def _create(cls, model_class, *args, agency: Agency | None = None, **kwargs) -> User:
        user = super()._create(model_class, *args, **kwargs)
        user._duty_agency = agency
        return user


class MembershipFactory(DjangoModelFactory):
    """A duty valid since 2020; national roles get no agency, others one of their own unless given."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.AGENCY_ADMIN
    agency = factory.Maybe(
        factory.LazyAttribute(lambda o: o.role in NATIONAL_ROLES),
        yes_declaration=None,
        no_declaration=factory.SubFactory(AgencyFactory),
    )
    valid_from = date(2020, 1, 1)


class EmployeeFactory(DjangoModelFactory):
    """An Administrator, IV/b, who meets the usual requirements of a JPT Pratama until 2035.

    `with_user=True` gives an account with the same NIP and address; `with_records=False` leaves the histories out.
    """

    class Meta:
        model = Employee
        skip_postgeneration_save = True

    class Params:
        serial = factory.Sequence(lambda n: n % 999 + 1)
        month = factory.Sequence(lambda n: n // 999 % 12 + 1)

    name = factory.Sequence(lambda n: f"Pegawai Uji {n}")
    name_key = factory.LazyAttribute(lambda o: name_key(o.name))
    sex = Sex.MALE
    birth_date = date(1982, 5, 17)
    cpns_on = factory.LazyAttribute(lambda o: date(2006, o.month, 1))
    nip = factory.LazyAttribute(lambda o: build_nip(o.birth_date, o.cpns_on, "M" if o.sex == Sex.MALE else "F", o.serial))
    email = factory.LazyAttribute(lambda o: f"{o.nip}@uji.example")
    agency = factory.SubFactory(AgencyFactory)
    province = factory.LazyAttribute(lambda o: o.agency.region.province)
    unit = "Biro Uji"
    position_title = "Kepala Bagian Uji"
    position_level = PositionLevel.ADMINISTRATOR
    field = "PEMERINTAHAN"
    grade = Grade.IV_B
    education_level = EducationLevel.S2
    education_program = "Ilmu Pemerintahan"

    @factory.post_generation
    def with_records(self, create: bool, extracted: bool | None, **kwargs) -> None:
        if extracted is False:
            return
        PositionRecord.objects.create(
            employee=self,
            title=self.position_title,
            level=self.position_level,
            functional_grade=self.functional_grade,
            field=self.field,
            agency_name=self.agency.name,
            unit=self.unit,
            started_on=date(2014, 1, 1),
        )
        GradeRecord.objects.create(employee=self, grade=self.grade, since=date(2021, 4, 1))
        EducationRecord.objects.create(
            employee=self,
            level=self.education_level,
            program=self.education_program,
            institution="Universitas Uji",
            year=2012,
        )
        TrainingRecord.objects.create(
            employee=self, code="PKN_II", title="Pelatihan Kepemimpinan Nasional Tingkat II", year=2022, hours=540
        )
        PerformanceRecord.objects.bulk_create(
            PerformanceRecord(employee=self, year=year, predicate=PerformancePredicate.BAIK) for year in range(2020, 2035)
        )

    @factory.post_generation
    def with_user(self, create: bool, extracted: bool | None, **kwargs) -> None:
        if extracted:
            self.user = UserFactory(nip=self.nip, email=self.email, full_name=self.name)
            self.save(update_fields=["user"])


class DisciplineFactory(DjangoModelFactory):
    class Meta:
        model = DisciplineRecord

    employee = factory.SubFactory(EmployeeFactory)
    severity = "SEDANG"
    started_on = date(2025, 6, 1)
    ended_on = date(2026, 6, 1)
    basis = "PP 94/2021"
