"""Writes about copies of own data: asked for, finished, fetched, deleted with their link."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.refusals import Refused
from core.uploads.storage import delete_private
from privacy.enums import CopyState
from privacy.models import PersonalCopy
from privacy.notifications import tell_copy

KEPT = timedelta(days=7)


@transaction.atomic
def request_own_copy(*, actor: User) -> PersonalCopy:
    """Ask for an archive of everything held on oneself; it is made in the background and takes the place of an earlier one.

    Raises:
        Refused: one is being made already.
    """
    now = clock.transaction_now()
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.pk)
    own = PersonalCopy.objects.of(actor)
    if own.waiting().exists():
        raise Refused("Salinan data Anda masih dibuat. Tunggu sampai selesai; Anda diberi tahu.")
    copy = PersonalCopy.objects.create(person=actor, created_at=now)
    _record("request_own_copy", copy, actor, {})
    return copy


@transaction.atomic
def finish_copy(*, copy_id: int, path: str, size: int, digest: str) -> PersonalCopy:
    """The archive lies under `path`: tell the person, and delete the one before it.

    Args:
        size: bytes; digest: SHA-256 of the archive in hex.
    """
    now = clock.transaction_now()
    copy = _locked(copy_id)
    earlier = PersonalCopy.objects.select_for_update(of=("self",), no_key=True).of(copy.person).filter(state=CopyState.READY)
    for old in earlier.order_by("pk"):
        _delete(old)
    copy.state, copy.path, copy.size, copy.sha256 = CopyState.READY, path, size, digest
    copy.finished_at, copy.expires_at = now, now + KEPT
    copy.save(update_fields=["state", "path", "size", "sha256", "finished_at", "expires_at"])
    tell_copy(copy)
    _record("finish_own_copy", copy, None, {"sha256": digest, "bytes": size})
    return copy


@transaction.atomic
def fail_copy(*, copy_id: int) -> PersonalCopy:
    """The archive could not be written: say so, so that the person can ask again."""
    now = clock.transaction_now()
    copy = _locked(copy_id)
    copy.state, copy.finished_at = CopyState.FAILED, now
    copy.save(update_fields=["state", "finished_at"])
    tell_copy(copy)
    _record("fail_own_copy", copy, None, {})
    return copy


@transaction.atomic
def record_copy_download(*, copy: PersonalCopy, actor: User) -> None:
    """Keep that the archive left the portal."""
    _record("download_own_copy", copy, actor, {"sha256": copy.sha256})


@transaction.atomic
def forget_copies() -> int:
    """Delete every archive whose link is over; returns how many."""
    now = clock.transaction_now()
    rows = PersonalCopy.objects.select_for_update(of=("self",), no_key=True, skip_locked=True).over(now)
    over = list(rows.order_by("pk")[:500])
    for copy in over:
        _delete(copy)
    for copy in over:
        _record("delete_own_copy", copy, None, {"sha256": copy.sha256})
    return len(over)


def _locked(copy_id: int) -> PersonalCopy:
    rows = PersonalCopy.objects.select_for_update(of=("self",), no_key=True).select_related("person")
    return rows.waiting().get(pk=copy_id)


def _delete(copy: PersonalCopy) -> None:
    """The file goes once the row says so for good; digest and size stay as proof of what was handed over."""
    transaction.on_commit(partial(delete_private, copy.path))
    copy.state, copy.path = CopyState.EXPIRED, ""
    copy.save(update_fields=["state", "path"])


def _record(act: str, copy: PersonalCopy, actor: User | None, details: dict[str, Any]) -> None:
    audit.record(
        chain=audit.SYSTEM_CHAIN,
        act=act,
        actor=actor,
        object_type="PersonalCopy",
        object_id=str(copy.public_id),
        details=details,
    )
