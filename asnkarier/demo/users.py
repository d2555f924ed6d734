"""Accounts of the demo: users, duties, authenticators."""

from collections.abc import Iterable, Mapping
from datetime import date

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password

from accounts.models import Agency, Membership, User
from asnkarier.demo.accounts import DEMO_PASSWORD, DemoAccount

DUTIES_FROM = date(2026, 1, 1)


def write_users(accounts: Iterable[DemoAccount], agencies: Mapping[str, Agency]) -> dict[str, User]:
    """Write users, duties valid since DUTIES_FROM, and authenticators with known seeds. Returns the users by key."""
    accounts = list(accounts)
    # Hashed once: Argon2 costs 20 ms and the password is the same for all.
    sealed = make_password(DEMO_PASSWORD)
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
                valid_from=DUTIES_FROM,
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
