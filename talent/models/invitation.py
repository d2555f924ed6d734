"""Official invitations of employees to vacancies, the mailings they left in, and whether their page was opened."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Concat

from accounts.enums import Role
from accounts.models import User
from core.append_only import AppendOnly
from core.models import OutboxMessage, OutboxState
from employees.models import Employee
from talent.rules.decline import DECLINE_REASONS, UNSPOKEN
from talent.rules.lifecycle import INVITATION, INVITEE_LABELS
from vacancies.models import Vacancy
from vacancies.rules.submission import REGISTRATION_STATES

# Tabs of the sender's list, in the order people read them.
GROUPS = {
    "menunggu": "Menunggu",
    "terkirim": "Terkirim",
    "dibuka": "Dibuka, belum dijawab",
    "gagal": "Gagal",
    "diterima": "Diterima",
    "ditolak": "Ditolak",
    "kedaluwarsa": "Kedaluwarsa",
    "dibatalkan": "Dibatalkan",
}


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def queued(self) -> "InvitationQuerySet":
        return self.filter(state="QUEUED")

    def visible_to(self, user: User) -> "InvitationQuerySet":
        """Own ones once they were sent, and those of vacancies of agencies whose office the person serves."""
        return self.filter(
            Q(employee__user=user, state__in=INVITEE_LABELS)
            | Q(vacancy__agency_id__in=user.agency_ids(Role.AGENCY_ADMIN, Role.SECRETARIAT))
        )

    def addressed_to(self, user: User) -> "InvitationQuerySet":
        """What this person was invited to; an invitation that has not been sent does not exist for them."""
        return self.filter(employee__user=user, state__in=INVITEE_LABELS)

    def waiting_for(self, user: User, now: datetime) -> "InvitationQuerySet":
        """Invitations this person can still answer."""
        return self.addressed_to(user).filter(_window_open(now), state__in=("SENT", "EXPIRED"))

    def overdue(self, now: datetime) -> "InvitationQuerySet":
        """Sent, unanswered, and the window is over."""
        return self.filter(~_window_open(now), state="SENT")

    def renewable(self, now: datetime) -> "InvitationQuerySet":
        """Expired, but the window was extended since."""
        return self.filter(_window_open(now), state="EXPIRED")

    def unanswered(self, vacancy: Vacancy) -> "InvitationQuerySet":
        """Sent to people who could have read it: their mail neither waits nor came back."""
        return self.with_mail().filter(vacancy=vacancy, state="SENT", mail_state=OutboxState.SENT)

    def with_parties(self) -> "InvitationQuerySet":
        """Everything an act on one invitation reads."""
        return self.select_related(
            "vacancy__agency", "vacancy__region", "employee__agency", "employee__user", "invited_by", "letter"
        )

    def with_mail(self) -> "InvitationQuerySet":
        """Annotates `mail_state` and `mail_reply`, what became of the invitation's mail (None before it was written)."""
        mail = OutboxMessage.objects.filter(key=Concat(Value("invitation:"), Cast(OuterRef("pk"), models.CharField())))
        return self.annotate(mail_state=Subquery(mail.values("state")[:1]), mail_reply=Subquery(mail.values("reply")[:1]))

    def with_group(self, *, window_open: bool) -> "InvitationQuerySet":
        """Annotates `group`, the tab of the sender's list, one of `GROUPS`. All rows belong to one vacancy."""
        return self.with_mail().annotate(opened_at=F("opening__opened_at"), group=_group_case(window_open))

    def for_list(self) -> "InvitationQuerySet":
        return self.select_related("vacancy", "vacancy__agency", "employee", "employee__agency").order_by("-created_at", "-id")


def _group_case(window_open: bool) -> Case:
    """Which tab a row of `with_group` stands in; needs `mail_state` and `opened_at`."""
    unanswered = Q(state__in=("SENT", "EXPIRED"))
    return Case(
        When(state="QUEUED", then=Value("menunggu")),
        When(state="FAILED", then=Value("gagal")),
        When(state="SENT", mail_state=OutboxState.FAILED, opened_at=None, then=Value("gagal")),
        When(state="SENT", mail_state=OutboxState.PENDING, then=Value("menunggu")),
        When(unanswered & Q(opened_at__isnull=False), then=Value("dibuka" if window_open else "kedaluwarsa")),
        When(unanswered, then=Value("terkirim" if window_open else "kedaluwarsa")),
        When(state="ACCEPTED", then=Value("diterima")),
        When(state="DECLINED", then=Value("ditolak")),
        default=Value("dibatalkan"),
        output_field=models.CharField(),
    )


def _window_open(now: datetime) -> Q:
    """The SQL of `talent.rules.answer.is_window_open`; a test compares the two."""
    return Q(vacancy__state__in=REGISTRATION_STATES, vacancy__closes_at__gt=now)


class InvitationBatch(models.Model):
    """One mailing: the people confirmed together. How far it has come is counted from its invitations, never stored."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="invitation_batches")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    count = models.PositiveIntegerField(help_text="Banyak orang yang diundang")
    created_at = models.DateTimeField(auto_now_add=True)


class Invitation(models.Model):
    """One official invitation of one person to one vacancy; opens a door, gives no score (R1)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The constraint below begins with the vacancy and serves as its index.
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="invitations", db_index=False)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="invitations")
    # Not asked for again for each of 100,000 rows: one transaction writes mailing and rows, and nothing deletes a mailing.
    batch = models.ForeignKey(
        InvitationBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations", db_constraint=False
    )
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    message = models.TextField("pesan pengantar", blank=True)
    address = models.EmailField(
        blank=True, default="", db_default="", help_text="Alamat yang dipilih saat dikirim ulang; kosong: alamat data kepegawaian"
    )
    state = models.CharField(max_length=10, choices=list(INVITATION.states.items()), default="QUEUED")
    failure = models.CharField(max_length=200, blank=True)
    letter = models.ForeignKey("core.Letter", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    decline_code = models.CharField(
        "alasan menolak", max_length=12, choices=list(DECLINE_REASONS.items()), blank=True, default="", db_default=""
    )
    decline_reason = models.CharField("penjelasan", max_length=300, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="Berapa kali diingatkan")
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["vacancy", "employee"],
                name="one_invitation_a_person",
                violation_error_message="Orang ini sudah diundang untuk lowongan ini.",
            )
        ]
        indexes = [models.Index(fields=["id"], condition=models.Q(state="QUEUED"), name="invitation_queued")]

    @property
    def mail_key(self) -> str:
        """Key of the one mail this invitation may ever cause."""
        return f"invitation:{self.pk}"

    @property
    def decline_words(self) -> str:
        """Why the person declined, in words; own words stand alone where the list has nothing to add. "" when unanswered."""
        label = "" if self.decline_reason and self.decline_code in UNSPOKEN else DECLINE_REASONS.get(self.decline_code, "")
        return ": ".join(filter(None, (label, self.decline_reason)))


class InvitationOpening(AppendOnly):
    """The invited person, signed in, opened the page of the invitation for the first time.

    A line of a log, not a state: it answers nothing, and nothing depends on it (docs/decisions/0017).
    """

    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="opening")
    opened_at = models.DateTimeField()
