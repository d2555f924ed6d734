"""Papers scored without a name: their numbers, which file is one, and a copy of it that says nothing about its writer."""

import io
from typing import Any
from uuid import UUID

from employees.enums import DocumentType
from selection.models import Candidate
from vacancies.models import ApplicationDocument, Vacancy

# What a PDF says about its making: programs write the name of the person, the office, paths of folders.
_TELLING = ("/Metadata", "/PieceInfo", "/LastModified")


def paper_numbers(vacancy: Vacancy) -> dict[UUID, str]:
    """Number of each paper by its address, "01" upwards.

    A number of its own, in an order drawn by chance: the participant number stands beside the name on pages that markers read,
    so it would hide nobody. Absent people keep theirs, and no number ever moves, because no candidate is deleted.
    """
    ids = Candidate.objects.filter(vacancy=vacancy).order_by("paper_id").values_list("paper_id", flat=True)
    return {paper_id: f"{place:02d}" for place, paper_id in enumerate(ids, start=1)}


def paper_of(candidate: Candidate) -> ApplicationDocument | None:
    """The newest paper the person handed in, None when there is none."""
    return candidate.application.documents.filter(type=DocumentType.MAKALAH).order_by("-id").first()


def neutral_copy(content: bytes) -> bytes:
    """The PDF without the parts that name its writer: document information, metadata, and authors of remarks.

    Args:
        content: a PDF that was taken in by the portal.

    What the writer put onto the pages is left as it is.
    """
    import pikepdf  # here, because only this page needs it

    with pikepdf.open(io.BytesIO(content)) as pdf:
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                _hush(item)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _hush(item: Any) -> None:
    for name in _TELLING:
        if name in item:
            del item[name]
    # In a form field the same member is its name; in a remark it is the author.
    if "/T" in item and item.get("/Type") == "/Annot" and item.get("/Subtype") != "/Widget":
        del item["/T"]
