"""The invented people who apply, hold a draft or are invited in the demo's vacancies: they all meet the requirements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from accounts.models import User
from asnkarier.demo.agencies import DEMO_AGENCIES
from asnkarier.demo.careers import Identity, Person, build_career
from asnkarier.demo.names import invent_name
from asnkarier.demo.vacancy_list import APPLICANT_RUNGS, STORIES, VacancyStory

MAIL_DOMAIN = "pegawai.asnkarier.example"
# Youngest and oldest age, below the age limit of the level applied for.
AGES = {"ADMINISTRATOR": (42, 53), "JPT_PRATAMA": (46, 55), "JPT_MADYA": (50, 56)}


@dataclass(frozen=True)
class Part:
    """One person in one story. `kind` is APPLICANT, DRAFT or INVITED; without an account there is no address either."""

    story: VacancyStory
    kind: str
    person: Person
    has_account: bool = True


def invent_cast(rng: Random, today: date) -> list[Part]:
    """Everybody the stories need, each person in one story only."""
    parts = []
    for story in STORIES:
        kinds = ["APPLICANT"] * story.applicants + ["DRAFT"] * story.drafts + ["INVITED"] * story.invited
        for place, kind in enumerate(kinds):
            # The last of a long list of invited people has no address: that invitation fails, and the page shows it.
            reachable = not (kind == "INVITED" and story.invited > 3 and place == len(kinds) - 1)
            parts.append(Part(story, kind, _invent(rng, story, today), has_account=reachable))
    return parts


def cast_users(parts: Iterable[Part], nips: Iterable[str], sealed_password: str) -> list[User]:
    """Accounts of the cast, not saved yet."""
    return [
        User(
            email=f"{part.person.identity.name.lower().replace(' ', '.')}.{nip[6:8]}{nip[-3:]}@{MAIL_DOMAIN}",
            nip=nip,
            full_name=part.person.identity.name,
            password=sealed_password,
        )
        for part, nip in zip(parts, nips, strict=True)
        if part.has_account
    ]


def _invent(rng: Random, story: VacancyStory, today: date) -> Person:
    rung = APPLICANT_RUNGS[story.level]
    central_only = rung == "JPT_MADYA"
    agency = rng.choice([a for a in DEMO_AGENCIES if a.is_central or not central_only])
    youngest, oldest = AGES[rung]
    born = today - timedelta(days=int(rng.uniform(youngest, oldest) * 365.25))
    sex = rng.choice("LP")
    identity = Identity(
        invent_name(rng, agency.mix, sex), sex, born, date(born.year + rng.randint(23, 25), rng.choice((1, 3)), 1)
    )
    return build_career(rng, identity, agency, rung=rung, field_code=story.field, today=today, spotless=True)
