"""Words and numbers of a sending that both of its ways write alike: receipt, letter, trail."""

import secrets

from employees.enums import DocumentType
from vacancies.models import Application, ApplicationDocument, Vacancy
from vacancies.rules.deadline import format_deadline
from vacancies.rules.receipt import RANDOM_DIGITS, make_receipt

RECEIPT_TEMPLATE = "pdf/vacancies/receipt.html"
LETTER_KIND = "TANDA_TERIMA"
LETTER_FORM = "{number}/TT/{register}/{year}"
# The order in which documents stand on every page.
_PLACES = {code: place for place, code in enumerate(DocumentType.values)}


def letter_title(vacancy: Vacancy) -> str:
    """Title of the receipt letter."""
    return f"Tanda terima lamaran {vacancy.position_title}"[:200]


def receipt_words(application: Application, documents: list[ApplicationDocument]) -> dict[str, object]:
    """Words of the receipt PDF, plain JSON."""
    vacancy, employee = application.vacancy, application.employee
    return {
        "receipt_number": application.receipt_number,
        "name": employee.name,
        "nip": employee.nip,
        "employer": employee.agency.name,
        "position_title": vacancy.position_title,
        "unit": vacancy.unit,
        "agency": vacancy.agency.name,
        "city": vacancy.agency.city,
        "level": vacancy.get_level_display(),
        "reference": vacancy.reference,
        "submitted_at": application.submitted_at.isoformat(),
        "zone": vacancy.zone_label,
        "closes": format_deadline(vacancy.closes_at, vacancy.zone),
        "snapshot_sha256": application.snapshot_sha256,
        "documents": [
            {"label": DocumentType(document.type).label, "name": document.original_name, "sha256": document.sha256}
            for document in sorted(documents, key=lambda each: _PLACES[each.type])
        ],
    }


def trail_details(application: Application, documents: list[ApplicationDocument], *, submitted: int) -> dict[str, object]:
    """What the trail keeps of a sending; `submitted` counts it as well."""
    return {
        "receipt_number": application.receipt_number,
        "snapshot_sha256": application.snapshot_sha256,
        "documents": len(documents),
        "submitted": submitted,
    }


def draw_receipt_number() -> str:
    """A random number with its check digit."""
    return make_receipt(f"{secrets.randbelow(10**RANDOM_DIGITS):0{RANDOM_DIGITS}d}")
