"""Messages about a registration window: opened, extended, closed, cancelled. Each is written in the transaction of the act."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, User
from core.outbox import gathered, queue_bell, queue_mail
from vacancies import notifications
from vacancies.models import RegistrationExtension, Vacancy
from vacancies.rules.deadline import format_deadline, in_three_zones

# Everybody with a stake in the window; people who withdrew chose to hear no more.
_AUDIENCE_STATES = (
    "DRAFT", "EXPIRED", "SUBMITTED", "PASSED", "FAILED", "CANDIDATE", "SHORTLISTED", "NOT_SHORTLISTED", "ABSENT",
)  # fmt: skip


def applicants(vacancy: Vacancy, states: Iterable[str] = _AUDIENCE_STATES) -> list[User]:
    """People with an application in one of `states`, each once."""
    found = User.objects.filter(
        is_active=True, employee__applications__vacancy=vacancy, employee__applications__state__in=tuple(states)
    )
    return list(found.distinct().order_by("pk"))


def window_audience(vacancy: Vacancy) -> list[User]:
    """Everybody with a draft, an application or an invitation, each once."""
    people = {person.pk: person for person in applicants(vacancy)}
    for audience in notifications.extra_audiences:
        people.update((person.pk, person) for person in audience(vacancy))
    return [people[key] for key in sorted(people)]


def office(vacancy: Vacancy, now: datetime) -> list[User]:
    """Admins and secretariat of the agency on that day, each once."""
    duties = Membership.objects.valid_on(now.date()).filter(
        agency_id=vacancy.agency_id, role__in=(Role.AGENCY_ADMIN, Role.SECRETARIAT), user__is_active=True
    )
    people = {duty.user_id: duty.user for duty in duties.select_related("user").order_by("id")}
    return list(people.values())


@gathered()
def tell(
    people: Iterable[User], *, kind: str, vacancy: Vacancy, event: str, title: str, template: str, url: str, **words: object
) -> int:
    """Write one mail and one bell line a person about one event; returns how many people.

    Args:
        kind: code of the catalogue (asnkarier/notices.py).
        event: key of the event, unique for ever, for example "extension:17"; title: what happened, without the post.
        template: text template of the mail below templates/; url: path of the page to open; words: values for the template.
    """
    link = settings.PORTAL_URL + url
    text = render_to_string(template, {"vacancy": vacancy, "link": link, "title": title, **words})
    subject = f"{title}: {vacancy.position_title}, {vacancy.agency.name}"
    count = 0
    for person in people:
        key = f"{event}:{person.pk}"
        queue_bell(kind=kind, key=key, recipient=person, title=subject, url=url)
        queue_mail(kind=kind, key=key, to_address=person.email, recipient=person, subject=subject, text=text)
        count += 1
    return count


def public_url(vacancy: Vacancy) -> str:
    return reverse("show_vacancy", args=[vacancy.public_id])


def office_url(vacancy: Vacancy) -> str:
    return reverse("show_own_vacancy", args=[vacancy.public_id])


def announce_extension(vacancy: Vacancy, extension: RegistrationExtension, people: Iterable[User]) -> int:
    zone = vacancy.zone
    return tell(
        people,
        kind="registration_extended",
        vacancy=vacancy,
        event=f"extension:{extension.pk}",
        title=f"Pendaftaran diperpanjang sampai {format_deadline(extension.closes_at, zone)}",
        template="email/vacancies/extended.txt",
        url=public_url(vacancy),
        previous=format_deadline(extension.previous_closes_at, zone),
        deadline=format_deadline(extension.closes_at, zone),
        zones=in_three_zones(extension.closes_at),
        count=extension.submitted_count,
        threshold=extension.threshold,
        reason=extension.reason,
    )


def announce_closing(vacancy: Vacancy, *, submitted: int, expired: list[User], now: datetime) -> None:
    """Tell the office how many applications came, and the owners of unsent drafts that theirs was not sent."""
    event = f"closing:{vacancy.pk}:{int(vacancy.closes_at.timestamp())}"
    deadline = format_deadline(vacancy.closes_at, vacancy.zone)
    tell(
        office(vacancy, now),
        kind="registration_closed_office",
        vacancy=vacancy,
        event=f"{event}:office",
        title=f"Pendaftaran ditutup dengan {submitted} lamaran",
        template="email/vacancies/closed_office.txt",
        url=office_url(vacancy),
        deadline=deadline,
        count=submitted,
        threshold=vacancy.pack.min_submitted,
    )
    tell(
        applicants(vacancy, ("SUBMITTED",)),
        kind="registration_closed",
        vacancy=vacancy,
        event=f"{event}:sent",
        title="Pendaftaran ditutup, berkas Anda diperiksa",
        template="email/vacancies/closed_applicant.txt",
        url=reverse("list_applications"),
        deadline=deadline,
    )
    tell(
        expired,
        kind="draft_expired",
        vacancy=vacancy,
        event=f"{event}:draft",
        title="Lamaran Anda tidak terkirim",
        template="email/vacancies/draft_expired.txt",
        url=reverse("list_applications"),
        deadline=deadline,
    )


def announce_ending(vacancy: Vacancy, people: Iterable[User], *, title: str) -> int:
    """Tell applicants that a vacancy ends without a result, with the reason."""
    return tell(
        people,
        kind="vacancy_ended",
        vacancy=vacancy,
        event=f"ending:{vacancy.pk}",
        title=title,
        template="email/vacancies/ended.txt",
        url=public_url(vacancy),
        reason=vacancy.closed_reason,
    )
