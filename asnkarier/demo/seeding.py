"""The whole demo in one transaction: reference data, agencies, accounts, register, vacancies in every state."""

from collections.abc import Callable
from random import Random

from django.db import transaction

from accounts.models import User
from asnkarier.demo.accounts import DEMO_ACCOUNTS
from asnkarier.demo.agencies import write_agencies
from asnkarier.demo.register import SEED, invent_people, person_of, write_people
from asnkarier.demo.users import write_users
from asnkarier.reference import load_reference
from core import clock
from core.indonesian import local_date


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
    today = local_date(clock.transaction_now(), "WIB")
    rng = Random(SEED)
    load_reference()
    agencies = write_agencies()
    users = write_users(DEMO_ACCOUNTS, agencies)
    servants = [account for account in DEMO_ACCOUNTS if account.servant]
    named = [person_of(account, today) for account in servants]
    mass = list(invent_people(rng, today))
    write_people(
        [*named, *mass],
        [*(account.nip for account in servants), *(None for _ in mass)],
        {account.nip: users[account.key] for account in servants},
        agencies,
        rng,
    )
    say(f"Data contoh: {len(named) + len(mass)} pegawai, {len(users)} akun.")
