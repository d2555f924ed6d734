"""Mails to the owner of an account that somebody else may be opening; at most one an hour of each kind."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.outbox import queue_bell, queue_mail


def warn_of_guessing(login: str) -> None:
    """Somebody typed wrong passwords until the account closed for a few minutes; an unknown login warns nobody."""
    user = User.objects.named(login)
    if user is not None and user.is_active:
        _warn(user, "guessing", "Percobaan masuk yang gagal berulang kali")


def warn_of_known_password(user: User) -> None:
    """Somebody knows the password and typed wrong codes until the account closed for a few minutes."""
    _warn(user, "known_password", "Kata sandi Anda mungkin diketahui orang lain")


def tell_of_new_browser(user: User, browser: str) -> None:
    """Somebody signed in with a browser this account does not know; at most one an hour for each kind of browser.

    Args:
        browser: in words, as the list of sign-ins names it.
    """
    now = timezone.now()
    key = f"account:new_device:{user.public_id}:{now:%Y%m%d%H}:{browser}"
    subject = f"Masuk dari perangkat baru: {browser}"
    path = reverse("list_sign_ins")
    values = {
        "at": now,
        "browser": browser,
        "password_url": settings.PORTAL_URL + reverse("account_change_password"),
        "sign_ins_url": settings.PORTAL_URL + path,
    }
    queue_mail(
        kind="new_device",
        key=key,
        to_address=_address_of(user),
        recipient=user,
        subject=subject,
        text=render_to_string("account/email/new_device.txt", values),
    )
    queue_bell(kind="new_device", key=key, recipient=user, title=subject, url=path)


def _address_of(user: User) -> str:
    return EmailAddress.objects.get_primary_email(user) or user.email


def _warn(user: User, kind: str, subject: str) -> None:
    values = {
        "at": timezone.now(),
        "password_url": settings.PORTAL_URL + reverse("account_change_password"),
        "sign_ins_url": settings.PORTAL_URL + reverse("list_sign_ins"),
    }
    queue_mail(
        kind="account_security",
        key=f"account:{kind}:{user.public_id}:{timezone.now():%Y%m%d%H}",
        to_address=_address_of(user),
        subject=subject,
        text=render_to_string(f"account/email/{kind}.txt", values),
    )
