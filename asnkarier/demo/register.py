"""Invents the demo's register of 2,000 people and writes it with all histories."""

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from accounts.models import Agency, User
from asnkarier.demo.accounts import SEX_DIGIT_CODES, DemoAccount
from asnkarier.demo.agencies import DEMO_AGENCIES, DemoAgency
from asnkarier.demo.careers import RUNGS, Identity, Person, build_career, competency_results, level_of, spoken_languages
from asnkarier.demo.names import invent_name
from asnkarier.demo.vocabulary import FIELD_CODES
from core.copying import copy_rows, take_ids
from employees.enums import EmploymentKind
from employees.models import (
    AssessmentRecord,
    CompetencyRecord,
    DisciplineRecord,
    EducationRecord,
    Employee,
    GradeRecord,
    LanguageRecord,
    PerformanceRecord,
    PositionRecord,
    TrainingRecord,
)
from employees.rules.names import name_key
from employees.rules.nip import build_nip

SEED = 20260101
MAIL_DOMAIN = "pegawai.asnkarier.example"
# Rung -> share of an agency's people, in per mille; central bodies alone have JPT Madya.
SHARES = {
    "PELAKSANA": 190, "PENGAWAS": 190, "ADMINISTRATOR": 170, "JPT_PRATAMA": 75, "JPT_MADYA": 15, "AHLI_PERTAMA": 110,
    "AHLI_MUDA": 120, "AHLI_MADYA": 65, "AHLI_UTAMA": 10, "TERAMPIL": 25, "MAHIR": 15, "PENYELIA": 15,
}  # fmt: skip
PPPK_PER_MILLE = 60
AGENCIES = {agency.code: agency for agency in DEMO_AGENCIES}


def invent_people(rng: Random, total: int, today: date) -> Iterator[Person]:
    """The unnamed mass, spread over the agencies as agencies.DEMO_AGENCIES says; the same for one seed and day."""
    for agency in rng.choices(DEMO_AGENCIES, [agency.people for agency in DEMO_AGENCIES], k=total):
        rungs = [rung for rung in SHARES if agency.is_central or rung != "JPT_MADYA"]
        weights = [SHARES[rung] for rung in rungs]
        yield _invent_person(rng, agency, rng.choices(rungs, weights)[0], today)


def person_of(account: DemoAccount, today: date) -> Person:
    """The career behind a demo account that is an ASN."""
    servant = account.servant
    if servant is None:
        raise ValueError(f"{account.key} is no ASN")
    name = account.full_name.removeprefix("Prof. ").removeprefix("Dr. ")
    identity = Identity(name, servant.sex, servant.birth_date, servant.cpns_on)
    return build_career(
        Random(account.key),  # noqa: S311 - invents a career, guards nothing
        identity, AGENCIES[servant.agency], rung=servant.rung, field_code=servant.field, today=today,
        spotless=servant.spotless,
    )  # fmt: skip


def _invent_person(rng: Random, agency: DemoAgency, rung: str, today: date) -> Person:
    _, _, youngest, oldest = RUNGS[rung]
    sex = rng.choice("LP")
    born = today - timedelta(days=int(rng.uniform(youngest, oldest + 0.9) * 365.25))
    joined = min(born.year + rng.randint(22, 27), today.year - 1)
    identity = Identity(invent_name(rng, agency.mix, sex), sex, born, date(joined, rng.choice((1, 2, 3, 4, 12)), 1))
    return build_career(rng, identity, agency, rung=rung, field_code=rng.choice(FIELD_CODES), today=today)


def write_people(
    people: Sequence[Person],
    nips: Sequence[str],
    users: Mapping[str, User],
    agencies: Mapping[str, Agency],
    rng: Random,
    unreachable: Collection[str] = (),
) -> None:
    """Write people and histories.

    Args:
        nips: number of each person; users: account by NIP; agencies: the demo's agencies by code.
        unreachable: numbers of people who can be found and have no address.
    """
    ids = take_ids(Employee, len(people))
    provinces = {code: agency.region_id[:2] for code, agency in agencies.items()}
    now = timezone.now().isoformat()
    copy_rows(
        Employee,
        (
            "id", "public_id", "nip", "user_id", "name", "name_key", "email", "phone", "sex", "birth_date", "cpns_on", "kind",
            "agency_id", "province_id", "unit", "position_title", "position_level", "functional_grade", "field", "grade",
            "pppk_grade", "education_level", "education_program", "talent_box", "is_searchable", "updated_at",
        ),
        [
            _employee_row(
                pk, nip, person, users.get(nip), agencies[person.agency].pk, provinces[person.agency], now, rng,
                unreachable=nip in unreachable,
            )
            for pk, nip, person in zip(ids, nips, people, strict=True)
        ],
    )  # fmt: skip
    numbered_people = list(zip(ids, people, strict=True))
    names = {code: agency.name for code, agency in agencies.items()}
    _copy_histories(numbered_people, names)


def _copy_histories(people: list[tuple[int, Person]], agency_names: Mapping[str, str]) -> None:
    copy_rows(
        PositionRecord,
        ("employee_id", "title", "level", "functional_grade", "field", "agency_name", "unit", "started_on", "ended_on"),
        (
            (pk, p.title, p.level, p.functional_grade, who.field, agency_names[who.agency], p.unit, p.started_on, p.ended_on)
            for pk, who in people
            for p in who.posts
        ),
    )
    copy_rows(GradeRecord, ("employee_id", "grade", "since"), ((pk, *row) for pk, who in people for row in who.grades))
    copy_rows(
        EducationRecord,
        ("employee_id", "level", "program", "institution", "year"),
        ((pk, *row) for pk, who in people for row in who.educations),
    )
    copy_rows(
        TrainingRecord,
        ("employee_id", "code", "title", "year", "hours"),
        ((pk, *row) for pk, who in people for row in who.trainings),
    )
    copy_rows(
        PerformanceRecord,
        ("employee_id", "year", "predicate"),
        ((pk, *row) for pk, who in people for row in who.performances),
    )
    copy_rows(
        AssessmentRecord,
        ("employee_id", "assessed_on", "provider", "job_person_match", "potential"),
        (
            (pk, day, "Pusat Penilaian Contoh", match, potential)
            for pk, who in people
            if who.assessment
            for day, match, potential in [who.assessment]
        ),
    )
    copy_rows(
        CompetencyRecord,
        ("employee_id", "code", "level", "score", "assessed_on"),
        ((pk, *result, who.assessment[0]) for pk, who in people if who.assessment for result in competency_results(who)),
    )
    copy_rows(
        LanguageRecord,
        ("employee_id", "language", "level"),
        ((pk, *spoken) for pk, who in people for spoken in spoken_languages(who)),
    )
    copy_rows(
        DisciplineRecord,
        ("employee_id", "severity", "started_on", "ended_on", "basis"),
        ((pk, *row) for pk, who in people for row in who.disciplines),
    )


def _employee_row(
    pk: int, nip: str, person: Person, user: User | None, agency: int, province: str, now: str, rng: Random, *, unreachable: bool
) -> tuple:
    identity, post = person.identity, person.posts[-1]
    level, functional = level_of(person.rung)
    key = name_key(identity.name)
    # A few have no address: an invitation to them fails, and the invitations page shows it.
    address = f"{key.replace(' ', '.')}.{nip[6:8]}{nip[-3:]}@{MAIL_DOMAIN}"
    email = user.email if user else "" if unreachable or rng.randrange(1000) < 25 else address
    contract = (
        user is None
        and not unreachable
        and person.rung in ("PELAKSANA", "AHLI_PERTAMA")
        and rng.randrange(1000) < PPPK_PER_MILLE * 4
    )
    education = max(person.educations)
    return (
        pk, uuid.UUID(int=rng.getrandbits(128), version=4), nip, user.pk if user else None, identity.name, key, email,
        f"0812{rng.randrange(10_000_000, 99_999_999)}", identity.sex, identity.birth_date, identity.cpns_on,
        EmploymentKind.PPPK.value if contract else EmploymentKind.PNS.value, agency, province, post.unit, post.title, level,
        functional, person.field, None if contract else person.grades[-1][0], "IX" if contract else "", education[0],
        education[1], person.talent_box, user is not None or unreachable or rng.randrange(1000) >= 30, now,
    )  # fmt: skip


def free_nip(identity: Identity, taken: set[str]) -> str:
    """A number with the first serial that nobody in `taken` has; it is added there."""
    for serial in range(1, 1000):
        nip = build_nip(identity.birth_date, identity.cpns_on, SEX_DIGIT_CODES[identity.sex], serial)
        if nip not in taken:
            taken.add(nip)
            return nip
    raise ValueError("no serial is free for this birth date, month and sex")
