"""Messages about a registration window: opened, extended, closed, cancelled. Each is written in the transaction of the act."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, User
from core.canonical import sha256_hex
from core.outbox import gathered, queue_bell, queue_mail
from vacancies import notifications
from vacancies.calendar_entries import vacancy_calendar
from vacancies.models import RegistrationExtension, Vacancy
from vacancies.rules.deadline import format_deadline, in_three_zones
from vacancies.subscriptions import Follower, subscribers_of

# Everybody with a stake in the window; people who withdrew chose to hear no more.
_AUDIENCE_STATES = (
    "DRAFT", "EXPIRED", "SUBMITTED", "NEEDS_DOCUMENT", "PASSED", "FAILED", "CANDIDATE", "SHORTLISTED", "NOT_SHORTLISTED",
    "ABSENT",
)  # fmt: skip
_UNSENT_STATES = ("DRAFT", "EXPIRED")


def applicants(vacancy: Vacancy, states: Iterable[str] = _AUDIENCE_STATES) -> list[User]:
    """People with an application in one of `states`, each once."""
    found = User.objects.filter(
        is_active=True, employee__applications__vacancy=vacancy, employee__applications__state__in=tuple(states)
    )
    return list(found.distinct().order_by("pk"))


@dataclass(frozen=True)
class WindowAudience:
    """Everybody who hears that a registration window changes, each once, in the first group that fits."""

    drafts: tuple[User, ...]
    senders: tuple[User, ...]
    invitees: tuple[User, ...]
    followers: tuple[Follower, ...]

    @property
    def people(self) -> tuple[User, ...]:
        """Those with a stake of their own; followers only look on."""
        return (*self.drafts, *self.senders, *self.invitees)

    def counts(self) -> dict[str, int]:
        """How many of each group, for the preview, the result page and the trail."""
        return {
            "drafts": len(self.drafts),
            "senders": len(self.senders),
            "invitees": len(self.invitees),
            "followers": len(self.followers),
        }


def window_audience(vacancy: Vacancy) -> WindowAudience:
    """Owners of drafts, senders, invited people, and those who saved the vacancy or hold an alert that fits it."""
    drafts = {person.pk: person for person in applicants(vacancy, _UNSENT_STATES)}
    sent = [state for state in _AUDIENCE_STATES if state not in _UNSENT_STATES]
    senders = {person.pk: person for person in applicants(vacancy, sent) if person.pk not in drafts}
    known = {**drafts, **senders}
    invitees: dict[int, User] = {}
    for audience in notifications.extra_audiences:
        invitees.update((person.pk, person) for person in audience(vacancy) if person.pk not in known)
    addresses = {person.email.lower() for person in (*known.values(), *invitees.values())}
    followers = [each for each in subscribers_of(vacancy) if each.email.lower() not in addresses]
    return WindowAudience(
        drafts=tuple(drafts.values()),
        senders=tuple(senders.values()),
        invitees=tuple(invitees[key] for key in sorted(invitees)),
        followers=tuple(followers),
    )


def office(vacancy: Vacancy, now: datetime) -> list[User]:
    """Admins and secretariat of the agency on that day, each once."""
    duties = Membership.objects.valid_on(now.date()).filter(
        agency_id=vacancy.agency_id, role__in=(Role.AGENCY_ADMIN, Role.SECRETARIAT), user__is_active=True
    )
    people = {duty.user_id: duty.user for duty in duties.select_related("user").order_by("id")}
    return list(people.values())


@gathered()
def tell(
    people: Iterable[User],
    *,
    kind: str,
    vacancy: Vacancy,
    event: str,
    title: str,
    template: str,
    url: str,
    calendar: str = "",
    **words: object,
) -> int:
    """Write one mail and one bell line a person about one event; returns how many people.

    Args:
        kind: code of the catalogue (asnkarier/notices.py).
        event: key of the event, unique for ever, for example "extension:17"; title: what happened, without the post.
        template: text template of the mail below templates/; url: path of the page to open.
        calendar: iCalendar text to attach; words: values for the template.
    """
    link = settings.PORTAL_URL + url
    text = render_to_string(template, {"vacancy": vacancy, "link": link, "title": title, **words})
    subject = f"{title}: {vacancy.position_title}, {vacancy.agency.name}"
    count = 0
    for person in people:
        key = f"{event}:{person.pk}"
        queue_bell(kind=kind, key=key, recipient=person, title=subject, url=url)
        queue_mail(kind=kind, key=key, to_address=person.email, recipient=person, subject=subject, text=text, calendar=calendar)
        count += 1
    return count


def tell_followers(
    followers: Iterable[Follower],
    *,
    kind: str,
    vacancy: Vacancy,
    event: str,
    title: str,
    template: str,
    calendar: str = "",
    **words: object,
) -> int:
    """`tell` for those who follow a vacancy: mail to an address that may have no account, with its own way to stop.

    Runs inside a gathered block of the caller. Returns how many were told.
    """
    url = public_url(vacancy)
    subject = f"{title}: {vacancy.position_title}, {vacancy.agency.name}"
    count = 0
    for each in followers:
        values = {"vacancy": vacancy, "link": settings.PORTAL_URL + url, "title": title, "stop_url": each.stop_url, **words}
        key = f"{event}:{each.user.pk if each.user else sha256_hex(each.email.lower())[:32]}"
        if each.user is not None:
            queue_bell(kind=kind, key=key, recipient=each.user, title=subject, url=url)
        queue_mail(
            kind=kind,
            key=key,
            to_address=each.email,
            recipient=each.user,
            subject=subject,
            text=render_to_string(template, values),
            stop_url=each.stop_url,
            calendar=calendar,
        )
        count += 1
    return count


def public_url(vacancy: Vacancy) -> str:
    return reverse("show_vacancy", args=[vacancy.public_id])


def office_url(vacancy: Vacancy) -> str:
    return reverse("show_own_vacancy", args=[vacancy.public_id])


@gathered()
def announce_extension(vacancy: Vacancy, extension: RegistrationExtension, audience: WindowAudience) -> int:
    """Tell everybody about the new deadline; returns how many."""
    zone = vacancy.zone
    words = {
        "previous": format_deadline(extension.previous_closes_at, zone),
        "deadline": format_deadline(extension.closes_at, zone),
        "zones": in_three_zones(extension.closes_at),
        "count": extension.submitted_count,
        "threshold": extension.threshold,
        "reason": extension.reason,
        "incident": extension.incident_reference,
    }
    cause = "diperpanjang karena gangguan" if extension.incident_reference else "diperpanjang"
    title = f"Pendaftaran {cause} sampai {words['deadline']}"
    event, calendar = f"extension:{extension.pk}", vacancy_calendar(vacancy)
    told = tell(
        audience.people,
        kind="registration_extended",
        vacancy=vacancy,
        event=event,
        title=title,
        template="email/vacancies/extended.txt",
        url=public_url(vacancy),
        calendar=calendar,
        **words,
    )
    return told + tell_followers(
        audience.followers,
        kind="registration_extended",
        vacancy=vacancy,
        event=event,
        title=title,
        template="email/vacancies/extended_follower.txt",
        calendar=calendar,
        **words,
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


@gathered()
def announce_ending(vacancy: Vacancy, audience: WindowAudience, *, title: str) -> int:
    """Tell everybody that a vacancy ends without a result, with the reason; returns how many."""
    told = tell(
        audience.people,
        kind="vacancy_ended",
        vacancy=vacancy,
        event=f"ending:{vacancy.pk}",
        title=title,
        template="email/vacancies/ended.txt",
        url=public_url(vacancy),
        reason=vacancy.closed_reason,
    )
    return told + tell_followers(
        audience.followers,
        kind="vacancy_ended",
        vacancy=vacancy,
        event=f"ending:{vacancy.pk}",
        title=title,
        template="email/vacancies/ended_follower.txt",
        reason=vacancy.closed_reason,
    )
