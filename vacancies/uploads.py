"""Files of an application: which kinds are welcome, what a browser calls them on their way in, what the locker offers."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from accounts.models import User
from core.uploads.kinds import JPEG, PDF, PNG
from employees.enums import DocumentType
from employees.models import EvidenceDocument
from vacancies.rules.rule_pack import LEVELS, default_documents

_KINDS = {"pdf": PDF, "jpeg": JPEG, "png": PNG}
_ACCEPTED = {fact.code: tuple(_KINDS[kind] for kind in fact.accepts) for level in LEVELS for fact in default_documents(level)}
# Written anew for each selection: an older one is never attached without being chosen.
WRITTEN_FOR_ONE_POST = frozenset(
    {DocumentType.SURAT_LAMARAN, DocumentType.PAKTA_INTEGRITAS, DocumentType.PERSETUJUAN_PPK, DocumentType.MAKALAH}
)


def accepted_types(document_type: str) -> tuple[str, ...]:
    """Content types welcome for a type of document, by the rule pack's list; PDF when it is silent."""
    return _ACCEPTED.get(document_type, (PDF,))


def document_purpose(application_id: Any, document_type: str) -> str:
    """What an upload in pieces is for. `application_id` is the public id."""
    return f"application:{application_id}:{document_type}"


def offered_evidence(user: User, types: Iterable[str]) -> dict[str, list[EvidenceDocument]]:
    """Documents of the person's locker for each type asked for, of a welcome kind, newest first. One query."""
    offered: dict[str, list[EvidenceDocument]] = {each: [] for each in types}
    for evidence in EvidenceDocument.objects.of(user).filter(type__in=list(offered)).for_list():
        if evidence.content_type in accepted_types(evidence.type):
            offered[evidence.type].append(evidence)
    return offered


def fitting_evidence(document_type: str, offered: list[EvidenceDocument], today: date) -> EvidenceDocument | None:
    """The document to attach without asking: the newest that has not lapsed; none for what is written for one post only."""
    if document_type in WRITTEN_FOR_ONE_POST:
        return None
    return next((each for each in offered if each.valid_until is None or each.valid_until >= today), None)
