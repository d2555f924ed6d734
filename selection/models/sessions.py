"""Sessions of a stage: when and where participants and panel meet, who has a seat, who came."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models

from accounts.enums import Role
from accounts.models import User
from selection.models.candidate import PRESENT_STATES, Candidate
from vacancies.enums import StageCode
from vacancies.models import Application, PanelMember, Vacancy

# Stages at which participants have to appear; the others are work of the panel and the office alone.
MEETING_STAGES = tuple((code.value, code.label) for code in (StageCode.ASSESSMENT, StageCode.PAPER, StageCode.INTERVIEW))


class Attendance(models.TextChoices):
    PRESENT = "PRESENT", "Hadir"
    ABSENT = "ABSENT", "Tidak hadir"


class StageSessionQuerySet(models.QuerySet["StageSession"]):
    def live(self) -> "StageSessionQuerySet":
        """Not cancelled."""
        return self.filter(cancelled_at=None)

    def run_by(self, user: User) -> "StageSessionQuerySet":
        """Those of the selections the person runs, never where the person applied too."""
        office = models.Q(vacancy__agency_id__in=user.agency_ids(Role.AGENCY_ADMIN, Role.SECRETARIAT))
        chair = models.Q(vacancy__panel__members__user=user, vacancy__panel__members__is_chair=True)
        taking_part = Application.objects.of(user).values("vacancy")
        return self.filter(office | chair).exclude(vacancy__in=taking_part).distinct()

    def judged_by(self, user: User) -> "StageSessionQuerySet":
        """Those to which the person is called as a member of the panel."""
        called = SessionAssessor.objects.filter(session=models.OuterRef("pk"), member__user=user, is_released=False)
        return self.filter(models.Exists(called)).exclude(vacancy__in=Application.objects.of(user).values("vacancy"))

    def with_seats(self) -> "StageSessionQuerySet":
        """Annotates `taken` (seats given), `confirmed` and `asking` (of those)."""
        owners = (*PRESENT_STATES, "ABSENT")
        live = models.Q(seats__is_released=False, seats__candidate__application__state__in=owners)
        return self.annotate(
            taken=models.Count("seats", filter=live),
            confirmed=models.Count("seats", filter=live & models.Q(seats__confirmed_at__isnull=False)),
            asking=models.Count("seats", filter=live & models.Q(seats__asked_at__isnull=False)),
        )


class StageSession(models.Model):
    """One meeting of participants at one stage. Moved and cancelled ones stay; the trail holds what they were before."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="sessions")
    stage = models.CharField("tahap", max_length=16, choices=MEETING_STAGES)
    starts_at = models.DateTimeField("mulai")
    ends_at = models.DateTimeField("selesai")
    place = models.CharField("tempat", max_length=200, blank=True)
    link = models.URLField("tautan rapat", max_length=300, blank=True)
    capacity = models.PositiveSmallIntegerField("kapasitas")
    note = models.CharField("petunjuk untuk peserta", max_length=500, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField("alasan pembatalan", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="Naik tiap simpan, penanda halaman usang")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = StageSessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="session_ends_after_start",
                violation_error_message="Waktu selesai harus sesudah waktu mulai.",
            ),
            models.CheckConstraint(
                condition=models.Q(capacity__gte=1),
                name="session_capacity_positive",
                violation_error_message="Kapasitas paling sedikit 1 orang.",
            ),
            models.CheckConstraint(
                condition=~models.Q(place="", link=""),
                name="session_has_place_or_link",
                violation_error_message="Isi tempat atau tautan rapat.",
            ),
        ]
        indexes = [models.Index(fields=["starts_at"])]

    @property
    def where(self) -> str:
        """Place and link as one line."""
        return " · ".join(part for part in (self.place, self.link) if part)


class CalendarLine(models.Model):
    """Somebody's entry for a session in the own calendar: one name for ever, `sequence` up at every change (RFC 5545)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_released = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    attendance = models.CharField("kehadiran", max_length=8, choices=Attendance, blank=True, default="")

    class Meta:
        abstract = True


class SessionSeatQuerySet(models.QuerySet["SessionSeat"]):
    def live(self) -> "SessionSeatQuerySet":
        return self.filter(is_released=False)

    def of(self, user: User) -> "SessionSeatQuerySet":
        """The person's own."""
        return self.filter(candidate__application__employee__user=user)

    def starting_between(self, after: datetime, until: datetime) -> "SessionSeatQuerySet":
        return self.live().filter(session__starts_at__gt=after, session__starts_at__lte=until)


class SessionSeat(CalendarLine):
    """A candidate's place at a stage; moving to another session keeps the row, so that the calendar entry moves along."""

    session = models.ForeignKey(StageSession, on_delete=models.PROTECT, related_name="seats")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="seats")
    stage = models.CharField(max_length=16, choices=MEETING_STAGES)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True, help_text="Minta jadwal lain, belum dijawab")
    ask_reason = models.CharField("alasan minta jadwal lain", max_length=300, blank=True)
    answer = models.CharField("jawaban sekretariat", max_length=300, blank=True)
    attendance_note = models.CharField("keterangan", max_length=300, blank=True)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(null=True, blank=True)

    objects = SessionSeatQuerySet.as_manager()

    class Meta:
        ordering = ["session", "candidate__number"]
        constraints = [models.UniqueConstraint(fields=["candidate", "stage"], name="seat_once_a_stage")]


class SessionAssessor(CalendarLine):
    """A member of the panel called to a session."""

    session = models.ForeignKey(StageSession, on_delete=models.PROTECT, related_name="assessors")
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="sessions")

    class Meta:
        ordering = ["session", "member"]
        constraints = [models.UniqueConstraint(fields=["session", "member"], name="assessor_once_a_session")]
