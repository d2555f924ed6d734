"""Writes about accounts that no library does."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Session, User
from accounts.sign_ins import SignIn, sign_ins_of
from core.audit import SYSTEM_CHAIN, record
from core.outbox import queue_mail

BATCH = 10_000


@transaction.atomic
def sweep_sessions(*, actor: None = None) -> int:
    """Delete sessions that have expired; Django leaves them lying. No trail: nobody can act by them any more.

    Returns how many went, at most `BATCH`: a sweep that finds more comes again soon, and no long transaction hinders sign-in.
    """
    expired = Session.objects.filter(expire_date__lt=timezone.now()).order_by("expire_date").values_list("pk", flat=True)
    locked = expired.select_for_update(of=("self",), no_key=True, skip_locked=True)
    return Session.objects.filter(pk__in=list(locked[:BATCH])).delete()[0]


@transaction.atomic
def end_sign_ins(*, actor: User, number: str, kept: str) -> list[SignIn]:
    """End one sign-in of one's own, or all but the one at hand.

    Args:
        number: of the sign-in to end (`SignIn.number`), or "" for all others.
        kept: number of the one at hand, which is never ended here.

    Returns the ones that ended; none when another page was quicker. No trail: nothing of the portal changes by it, and the log
    has a line for each.
    """
    ended = [each for each in sign_ins_of(actor) if each.number != kept and number in ("", each.number)]
    Session.objects.filter(session_key__in=[each.key for each in ended]).delete()
    return ended


@transaction.atomic
def end_all_sign_ins(*, actor: None = None, user: User | None) -> int:
    """For operators: end every sign-in of one account, or of all accounts when `user` is None; returns how many."""
    rows = Session.objects.filter(user_id=user.pk) if user else Session.objects.filter(user_id__isnull=False)
    count = rows.delete()[0]
    record(
        chain=SYSTEM_CHAIN, act="end_all_sign_ins", actor=actor, object_type="User",
        object_id=str(user.public_id) if user else "all", details={"count": count},
    )  # fmt: skip
    return count


@transaction.atomic
def take_off_second_factor(*, actor: None = None, user: User, basis: str) -> int:
    """For operators: let somebody who lost phone, keys and recovery codes set up a second factor anew.

    Every sign-in ends and the owner is told. Whoever asks has been identified as for a new account, which `basis` names.

    Args:
        basis: number of the letter by which the agency asked for it.

    Returns how many authenticators went.

    Raises:
        ValueError: no basis.
    """
    if len(basis.strip()) < 3:
        raise ValueError("the letter that asks for it is needed")
    locked = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    count = Authenticator.objects.filter(user=locked).delete()[0]
    Session.objects.filter(user_id=locked.pk).delete()
    queue_mail(
        kind="account_security",
        key=f"account:second_factor_taken_off:{locked.public_id}:{timezone.now():%Y%m%d%H%M%S%f}",
        to_address=EmailAddress.objects.get_primary_email(locked) or locked.email,
        subject="Faktor kedua akun Anda dilepas oleh pengelola",
        text=render_to_string("account/email/second_factor_taken_off.txt", {"at": timezone.now(), "basis": basis.strip()}),
    )
    record(
        chain=SYSTEM_CHAIN, act="take_off_second_factor", actor=actor, object_type="User",
        object_id=str(locked.public_id), details={"basis": basis.strip(), "count": count},
    )  # fmt: skip
    return count
