"""Accounts of the demo: users, duties, authenticators."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator

from accounts.models import Agency, Membership, User
from asnkarier.demo.accounts import DemoAccount

# Before the oldest act of any demo vacancy.
DUTY_AGE = timedelta(days=730)


def write_users(accounts: Iterable[DemoAccount], agencies: Mapping[str, Agency], today: date, sealed: str) -> dict[str, User]:
    """Write users, duties valid for two years now, and authenticators with known seeds. Returns the users by key.

    Args:
        sealed: hash of the one password of the demo.
    """
    accounts = list(accounts)
    users = User.objects.bulk_create(
        [User(email=a.email, nip=a.nip or None, full_name=a.full_name, password=sealed) for a in accounts]
    )
    by_key = {account.key: user for account, user in zip(accounts, users, strict=True)}
    Membership.objects.bulk_create(
        [
            Membership(
                user=by_key[account.key],
                role=role,
                agency=agencies[code] if code else None,
                valid_from=today - DUTY_AGE,
                basis="Surat tugas contoh",
            )
            for account in accounts
            for role, code in account.duties
        ]
    )
    Authenticator.objects.bulk_create(
        [
            Authenticator(
                user=by_key[account.key],
                type=Authenticator.Type.TOTP,
                data={"secret": get_adapter().encrypt(account.totp_secret)},
            )
            for account in accounts
            if account.totp_secret
        ]
    )
    return by_key
