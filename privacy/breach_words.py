"""What the letters of an incident say: what was exposed, when and how, and what is done about it (UU 27/2022, article 46)."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from core.indonesian import moment_words
from privacy.enums import BreachedData
from privacy.models import Breach

DRILL = "[Latihan] "
# Stands for the name while the text is drawn once for everybody; no name holds it.
NAME_MARK = "\u2063nama\u2063"


def kind_words(breach: Breach) -> list[str]:
    """The kinds of data in the order of the closed list."""
    return [str(kind.label) for kind in BreachedData if kind in breach.kinds]


def span_words(breach: Breach) -> str:
    """When it happened, as far as it is known."""
    if breach.happened_from is None:
        return "belum diketahui"
    if breach.happened_until is None:
        return f"sejak {moment_words(breach.happened_from)}"
    return f"{moment_words(breach.happened_from)} sampai {moment_words(breach.happened_until)}"


def person_subject(breach: Breach) -> str:
    """Names neither people nor data: subjects are read on locked screens."""
    return f"{DRILL if breach.is_drill else ''}Pemberitahuan pelindungan data pribadi Anda di ASN Karier"


def letter_words(breach: Breach, *, people: int) -> dict[str, Any]:
    """Values of the letters, frozen with the one to the authority."""
    return {
        "is_drill": breach.is_drill,
        "title": breach.title,
        "found": moment_words(breach.found_at),
        "span": span_words(breach),
        "kinds": kind_words(breach),
        "cause": breach.cause,
        "handling": breach.handling,
        "people": people,
        "contact": breach.recorded_by.email,
    }


def person_text(breach: Breach, *, name: str) -> str:
    """The mail to one affected person."""
    words = {**letter_words(breach, people=0), "name": name, "portal": settings.PORTAL_URL}
    return render_to_string("email/privacy/breach.txt", words)
