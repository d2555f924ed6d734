"""The whole demo in one transaction: reference data, agencies, accounts, register, vacancies in every state."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Agency, Region, User
from asnkarier.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from asnkarier.demo.acting import hand_duties_on
from asnkarier.demo.agencies import write_agencies
from asnkarier.demo.cast import Part, cast_users, invent_cast
from asnkarier.demo.condition import seed_condition
from asnkarier.demo.exams import sit_exams
from asnkarier.demo.locker import fill_locker
from asnkarier.demo.mapping import map_talent
from asnkarier.demo.post import settle_post
from asnkarier.demo.privacy import keep_data
from asnkarier.demo.questions import write_bank
from asnkarier.demo.register import SEED, free_nip, invent_people, person_of, write_people
from asnkarier.demo.staging import Player, play_stories
from asnkarier.demo.users import write_users
from asnkarier.demo.vacancy_list import STORIES, VacancyStory
from asnkarier.reference import load_reference
from core import clock
from core.indonesian import local_date
from employees.models import Employee
from vacancies.frozen_profile import ADDITIONS

PEOPLE = 2000


class AlreadySeeded(Exception):
    """The database already has accounts; a demo is never mixed into them."""


@transaction.atomic
def plant_demo(say: Callable[[str], None]) -> None:
    """Fill an empty database with the demo.

    Args:
        say: takes one Indonesian line of progress.

    Raises:
        AlreadySeeded: somebody already has an account here.
    """
    if User.objects.exists():
        raise AlreadySeeded
    now = clock.transaction_now()
    today = local_date(now, "WIB")
    rng = Random(SEED)  # noqa: S311 - invents people, guards nothing
    if not Region.objects.exists():
        load_reference()
    agencies = write_agencies()
    # Hashed once: Argon2 costs 20 ms and the password is the same for all.
    sealed = make_password(DEMO_PASSWORD)
    users = write_users(DEMO_ACCOUNTS, agencies, today, sealed)
    cast, nips = _write_register(users, agencies, sealed, today, rng)
    say(f"Data contoh: {PEOPLE} pegawai, {len(users)} akun peragaan.")
    map_talent(agencies, users, now, today)
    count = play_stories(_players(cast, nips, users), agencies, users, rng)
    hand_duties_on(agencies, users, now, today)
    sit_exams(write_bank(agencies, users, now), users, now, rng)
    fill_locker(users["pelamar1"], [users["admin.kementerian"]], now, rng)
    keep_data(users, now)
    seed_condition()
    settle_post(now, [account.email for account in DEMO_ACCOUNTS if account.listed])
    say(f"Data contoh: {count} lowongan dalam semua tahap.")


def _write_register(
    users: Mapping[str, User], agencies: Mapping[str, Agency], sealed: str, today: date, rng: Random
) -> tuple[list[Part], list[str]]:
    servants = [account for account in DEMO_ACCOUNTS if account.servant]
    named = [person_of(account, today) for account in servants]
    cast = invent_cast(rng, today)
    mass = list(invent_people(rng, PEOPLE - len(named) - len(cast), today))
    taken = {account.nip for account in servants}
    cast_nips = [free_nip(part.person.identity, taken) for part in cast]
    mass_nips = [free_nip(person.identity, taken) for person in mass]
    accounts = {user.nip: user for user in User.objects.bulk_create(cast_users(cast, cast_nips, sealed)) if user.nip}
    accounts |= {account.nip: users[account.key] for account in servants}
    write_people(
        [*named, *(part.person for part in cast), *mass],
        [*(account.nip for account in servants), *cast_nips, *mass_nips],
        accounts,
        agencies,
        rng,
        unreachable={nip for part, nip in zip(cast, cast_nips, strict=True) if not part.has_account},
    )
    return cast, cast_nips


def _players(cast: list[Part], nips: list[str], users: Mapping[str, User]) -> dict[VacancyStory, list[Player]]:
    """Everybody who appears in a story; among applicants the accounts of the table come first, so they are verified."""
    keys = {key for story in STORIES for key in (*story.also, *story.drafts_of, *story.invited_accounts)}
    wanted = [*nips, *(users[key].nip for key in keys)]
    rows = Employee.objects.filter(nip__in=wanted).with_records().prefetch_related(*ADDITIONS).select_related("agency", "user")
    employees = {employee.nip: employee for employee in rows}
    players: dict[VacancyStory, list[Player]] = defaultdict(list)
    for story in STORIES:
        for kind, named in (("APPLICANT", story.also), ("DRAFT", story.drafts_of)):
            players[story] += [Player(kind, employees[users[key].nip or ""], users[key]) for key in named]
    for part, nip in zip(cast, nips, strict=True):
        employee = employees[nip]
        players[part.story].append(Player(part.kind, employee, employee.user))
    for story in STORIES:
        # Last: the first ones of a list answer, and an account of the table is left to answer by itself.
        players[story] += [Player("INVITED", employees[users[key].nip or ""], users[key]) for key in story.invited_accounts]
    return players
