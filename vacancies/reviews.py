"""The review page's own mark: which contents it showed, and when it was opened by the database's clock.

The page carries it signed and sends it back. It proves that the person saw what is sent, and it is what a sending within the
grace seconds is measured by (docs/product.md section 2 row 1).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing

from core.canonical import EPOCH, epoch_us
from vacancies.models import Application

SALT = "vacancies.review"


@dataclass(frozen=True)
class Review:
    """One look at the review page.

    Args:
        digest: `content_digest` of what it showed; "" when the mark was missing or not ours.
        opened_at: when it was opened, by the database's clock; None when that is not proven.
    """

    digest: str
    opened_at: datetime | None


def review_mark(application: Application, digest: str, opened_at: datetime) -> str:
    """The signed text for the hidden field of the review page."""
    return signing.dumps([str(application.public_id), digest, epoch_us(opened_at)], salt=SALT)


def read_review(mark: str, public_id: UUID) -> Review:
    """What a posted mark proves about this application; a forged one, or one of another application, proves nothing."""
    try:
        owner, digest, opened_us = signing.loads(mark, salt=SALT)
    except signing.BadSignature:
        return Review("", None)
    if owner != str(public_id):
        return Review("", None)
    return Review(digest, EPOCH + timedelta(microseconds=opened_us))
