"""Destroying documents at the end of their time: proposed by one officer, approved by another, done with the keys."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from core import audit, clock
from core.canonical import canonical_json, sha256_hex
from core.refusals import Refused, Stale, require
from core.uploads.keys import destroy_keys
from core.uploads.storage import delete_private
from privacy import permissions
from privacy.enums import Verdict
from privacy.models import DestroyedFile, DestructionProposal
from privacy.retention import due_documents
from privacy.rules.retention import DESTROYED

MOST_AT_ONCE = 10_000


@transaction.atomic
def propose_destruction(*, actor: User, code: str) -> DestructionProposal:
    """Propose to destroy every document of a class that is due now.

    Args:
        code: of a class that `destroys`.

    Raises:
        Refused: no officer, nothing due, or a proposal for the class waits already.
    """
    now = clock.transaction_now()
    require(permissions.can_propose_destruction(actor))
    if code not in {row.code for row in DESTROYED}:
        raise Refused("Golongan ini tidak dimusnahkan lewat usul.")
    if DestructionProposal.objects.filter(retention_class=code, verdict="").exists():
        raise Refused("Usul untuk golongan ini masih menunggu keputusan.")
    rows = _rows(code, now)
    if not rows:
        raise Refused("Belum ada dokumen golongan ini yang masa simpannya habis.")
    proposal = DestructionProposal.objects.create(
        retention_class=code,
        due_before=now,
        count=len(rows),
        total_bytes=sum(row.size for row in rows),
        digest=_digest(rows),
        proposed_by=actor,
        proposed_at=now,
    )
    _record("propose_destruction", proposal, actor, {})
    return proposal


@transaction.atomic
def approve_destruction(*, proposal_id: int, actor: User, count: int, second_factor: str = "") -> int:
    """Destroy what was proposed: keys and files go, number and digest of each document stay.

    Args:
        count: how many, as typed by the officer; second_factor: method the act is signed with.

    Returns:
        How many documents were destroyed.

    Raises:
        Refused: the own proposal, decided already, another number. Stale: the documents are no longer those proposed.
    """
    now = clock.transaction_now()
    proposal = _locked(proposal_id)
    require(permissions.can_decide_destruction(actor, proposal))
    if count != proposal.count:
        raise Refused(f"Jumlah yang ditulis {count}, sedangkan yang diusulkan {proposal.count}.", field="count")
    rows = _rows(proposal.retention_class, proposal.due_before)
    if _digest(rows) != proposal.digest:
        raise Stale("Dokumennya sudah berubah sejak diusulkan. Tolak usul ini, lalu usulkan lagi.")
    DestroyedFile.objects.bulk_create(
        [
            DestroyedFile(
                proposal=proposal,
                object_type=type(row).__name__,
                object_id=row.public_id,
                path=row.file.name,
                sha256=row.sha256,
                size=row.size,
                destroyed_at=now,
            )
            for row in rows
        ],
        batch_size=1_000,
    )
    paths = [row.file.name for row in rows]
    keys = destroy_keys(paths)
    transaction.on_commit(partial(_delete_all, paths))
    _decide(proposal, actor, Verdict.APPROVED, "", now)
    _record("approve_destruction", proposal, actor, {"keys": keys, "second_factor": second_factor})
    return len(rows)


@transaction.atomic
def reject_destruction(*, proposal_id: int, actor: User, note: str) -> None:
    """Turn a proposal down with a reason; the documents stay.

    Raises:
        Refused: the own proposal, decided already, no reason.
    """
    now = clock.transaction_now()
    proposal = _locked(proposal_id)
    require(permissions.can_decide_destruction(actor, proposal))
    note = " ".join(note.split())
    if not note:
        raise Refused("Tulis alasan menolak.", field="note")
    _decide(proposal, actor, Verdict.REJECTED, note, now)
    _record("reject_destruction", proposal, actor, {"note": note})


@transaction.atomic
def finish_destruction() -> int:
    """Delete files whose process was killed before it came to them; returns how many rows were looked at."""
    paths = list(DestroyedFile.objects.order_by("-pk").values_list("path", flat=True)[:MOST_AT_ONCE])
    _delete_all(paths)
    return len(paths)


def _rows(code: str, before: datetime) -> list[Any]:
    """The oldest documents that are due, as many as one proposal takes."""
    return list(due_documents(code, before)[:MOST_AT_ONCE])


def _digest(rows: list[Any]) -> str:
    return sha256_hex(canonical_json([[str(row.public_id), row.sha256] for row in rows]))


def _delete_all(paths: list[str]) -> None:
    for path in paths:
        delete_private(path)


def _decide(proposal: DestructionProposal, actor: User, verdict: str, note: str, now: datetime) -> None:
    proposal.verdict, proposal.note, proposal.decided_by, proposal.decided_at = verdict, note[:500], actor, now
    proposal.save(update_fields=["verdict", "note", "decided_by", "decided_at"])


def _locked(proposal_id: int) -> DestructionProposal:
    return DestructionProposal.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal_id)


def _record(act: str, proposal: DestructionProposal, actor: User, details: dict[str, Any]) -> None:
    audit.record(
        chain=audit.SYSTEM_CHAIN,
        act=act,
        actor=actor,
        duty=actor.duty_label(Role.DATA_PROTECTION),
        object_type="DestructionProposal",
        object_id=str(proposal.public_id),
        details={
            "class": proposal.retention_class,
            "count": proposal.count,
            "bytes": proposal.total_bytes,
            "digest": proposal.digest,
            **details,
        },
    )
