"""The message that somebody reached a daily limit of talent search, written in the transaction of the refusal."""

from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.enums import Role
from accounts.models import Agency, Membership, User
from core import clock
from core.models import Notification
from core.outbox import gathered, queue_bell, queue_mail
from talent.rules.limits import Reached


def tell_limit_reached(actor: User, agency: Agency, reached: Reached, day: date) -> bool:
    """Bell and mail to the admins of BKN. Returns False when they were told of this limit today already."""
    whose = f"agency:{agency.pk}" if reached.by_agency else f"user:{actor.pk}"
    key = f"talent-limit:{day}:{reached.limit.code}:{whose}"
    today = localdate(clock.now())
    duties = Membership.objects.valid_on(today).filter(role=Role.BKN_ADMIN)
    admins = list(User.objects.filter(is_active=True, memberships__in=duties).distinct().order_by("pk"))
    if Notification.objects.filter(key__in=[f"{key}:{admin.pk}" for admin in admins]).exists():
        return False
    _write(admins, key, actor, agency, reached)
    return True


@gathered()
def _write(admins: list[User], key: str, actor: User, agency: Agency, reached: Reached) -> None:
    subject = f"Batas pencarian talenta tercapai: {agency.name}"
    path = reverse("list_notifications")
    for admin in admins:
        words = {
            "actor": actor,
            "agency": agency,
            "reached": reached,
            "name": admin.full_name,
            "link": settings.PORTAL_URL + path,
        }
        queue_bell(
            kind="talent_limit_reached",
            key=f"{key}:{admin.pk}",
            recipient=admin,
            title=f"{subject} ({reached.limit.what})",
            url=path,
        )
        queue_mail(
            kind="talent_limit_reached",
            key=f"{key}:{admin.pk}",
            to_address=admin.email,
            recipient=admin,
            subject=subject,
            text=render_to_string("email/talent/limit_reached.txt", words),
        )
