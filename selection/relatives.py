"""Officials who decide on a selection, as an applicant may name one of them a relative, and what was declared so far."""

from typing import Any

from accounts.models import User
from approvals.models import Stake
from approvals.permissions import eligible_holders
from core import clock
from core.indonesian import moment_words
from core.refusals import Refusal
from selection.rules.chains import result_chain
from vacancies.models import Application, PanelMember, Vacancy
from vacancies.permissions.applications import is_own

# From the sending on until the seats are determined.
APPLICATION_STATES = ("SUBMITTED", "NEEDS_DOCUMENT", "PASSED", "CANDIDATE", "SHORTLISTED", "NOT_SHORTLISTED")
VACANCY_STATES = ("OPEN", "VERIFICATION", "SCORING", "RANKED", "RESULT_REVIEW")


def can_declare_relative(user: User, application: Application) -> Refusal | None:
    """Whether the person may name a relative among the officials now."""
    if not is_own(user, application):
        return Refusal("Hanya pelamarnya sendiri yang dapat menyatakan hubungan keluarga.")
    if application.state == "DRAFT":
        return Refusal("Lamaran ini belum terkirim. Hubungan keluarga dinyatakan sesudah lamaran terkirim.")
    if application.state not in APPLICATION_STATES:
        return Refusal("Lamaran ini tidak lagi ikut seleksi, jadi pernyataan tidak diperlukan.")
    if application.vacancy.state not in VACANCY_STATES:
        return Refusal("Pernyataan hubungan keluarga untuk lowongan ini sudah ditutup.")
    return None


def deciding_officials(vacancy: Vacancy) -> list[tuple[User, str]]:
    """Those who hold a layer of the result's chain today, each once with the duty it is held by, the applicant's view of it."""
    day = vacancy.agency.day(clock.now())
    chair = PanelMember.objects.filter(panel__vacancy=vacancy, is_chair=True).select_related("user").first()
    found: dict[int, tuple[User, str]] = {}
    for layer in result_chain(vacancy.level).layers:
        people = eligible_holders(
            role=layer.role,
            scope=layer.scope,
            agency_id=vacancy.agency_id,
            panel_chair=chair.user if chair else None,
            day=day,
        )
        for person in people:
            found.setdefault(person.pk, (person, layer.title))
    return list(found.values())


def declared_rows(application: Application, user: User) -> list[dict[str, Any]]:
    """What the applicant declared and did not take back, oldest first."""
    stakes = Stake.objects.in_force().filter(subject=application.vacancy.trail_chain, declared_by=user)
    return [
        {
            "public_id": stake.public_id,
            "name": stake.official.full_name,
            "tie": stake.tie,
            "when": moment_words(stake.declared_at, application.vacancy.zone_label),
        }
        for stake in stakes.select_related("official").order_by("declared_at", "id")
    ]


def relative_link(application: Application) -> dict[str, Any] | None:
    """The way to the page from the status page; bound by the composition root. No query."""
    if application.state not in APPLICATION_STATES or application.vacancy.state not in VACANCY_STATES:
        return None
    return {"template": "selection/_relative_link.html", "context": {"application": application}, "is_aside": True}
