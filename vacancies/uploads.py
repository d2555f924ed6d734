"""Which kinds of files are welcome for a type of document."""

from core.uploads.kinds import JPEG, PDF, PNG
from vacancies.rules.rule_pack import LEVELS, default_documents

_KINDS = {"pdf": PDF, "jpeg": JPEG, "png": PNG}
_ACCEPTED = {fact.code: tuple(_KINDS[kind] for kind in fact.accepts) for level in LEVELS for fact in default_documents(level)}


def accepted_types(document_type: str) -> tuple[str, ...]:
    """Content types welcome for a type of document, by the rule pack's list; PDF when it is silent."""
    return _ACCEPTED.get(document_type, (PDF,))
