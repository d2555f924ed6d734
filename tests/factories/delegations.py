"""Letters of delegation as rows, without the two acts that make them."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.enums import NATIONAL_ROLES, Role
from accounts.models import Agency, Membership, User
from approvals.models import Delegation
from approvals.rules.delegation import day_span
from core.uploads.storage import store_private
from tests.factories.applications import sample_pdf


def letter(
    *, official: User | None, delegate: User, agency: Agency | None, role: str = Role.PPK, by: User, second: User | None, **fields
) -> Delegation:
    """A letter for ten days from yesterday on; accepted when `second` is given, with the duty that opens the inbox."""
    today = (agency.day(timezone.now()) if agency else timezone.localdate()) if "today" not in fields else fields.pop("today")
    first: date = fields.pop("valid_from", today - timedelta(days=1))
    last: date = fields.pop("valid_until", today + timedelta(days=8))
    zone = agency.zone if agency else "Asia/Jakarta"
    starts_at, ends_at = day_span(first, last, zone)
    number = fields.pop("letter_number", f"800/{Delegation.objects.count() + 1}/2026")
    duty = None
    if second is not None:
        scope = None if role in NATIONAL_ROLES else agency
        duty = Membership.objects.create(
            user=delegate, role=Role.ACTING, agency=scope, valid_from=min(first, today), valid_until=last, acting_for=official
        )
    return Delegation.objects.create(
        kind=fields.pop("kind", "PLH" if official else "PLT"),
        role=role,
        agency=None if role in NATIONAL_ROLES else agency,
        official=official,
        delegate=delegate,
        letter_number=number,
        letter_on=first - timedelta(days=2),
        file=store_private(sample_pdf(), folder="delegations/uji", name=f"{number.replace('/', '-')}.pdf"),
        file_name="surat.pdf",
        sha256="0" * 64,
        valid_from=first,
        valid_until=last,
        registered_by=by,
        registered_at=timezone.now(),
        state="ACCEPTED" if second else "REGISTERED",
        answered_by=second,
        answered_at=timezone.now() if second else None,
        starts_at=starts_at,
        ends_at=ends_at,
        duty=duty,
        **fields,
    )
