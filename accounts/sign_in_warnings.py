"""Mails to the owner of an account that somebody else may be trying to open; at most one an hour of each kind."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.outbox import queue_mail


def warn_of_guessing(login: str) -> None:
    """Somebody typed wrong passwords until the account closed for a few minutes; an unknown login warns nobody."""
    user = User.objects.named(login)
    if user is not None and user.is_active:
        _warn(user, "guessing", "Percobaan masuk yang gagal berulang kali")


def warn_of_known_password(user: User) -> None:
    """Somebody knows the password and typed wrong codes until the account closed for a few minutes."""
    _warn(user, "known_password", "Kata sandi Anda mungkin diketahui orang lain")


def _warn(user: User, kind: str, subject: str) -> None:
    address = EmailAddress.objects.get_primary_email(user) or user.email
    values = {
        "at": timezone.now(),
        "password_url": settings.PORTAL_URL + reverse("account_change_password"),
        "sign_ins_url": settings.PORTAL_URL + reverse("list_sign_ins"),
    }
    queue_mail(
        kind="account_security",
        key=f"account:{kind}:{user.public_id}:{timezone.now():%Y%m%d%H}",
        to_address=address,
        subject=subject,
        text=render_to_string(f"account/email/{kind}.txt", values),
    )
