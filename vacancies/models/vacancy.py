"""Vacancy: the aggregate. Both sides of every count rule lock this row."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest

from accounts.enums import NATIONAL_ROLES, Role, Zone
from accounts.models import Agency, Region, User
from approvals.models import ApprovalRequest
from core.append_only import AppendOnly
from core.canonical import canonical_json, sha256_hex
from employees.enums import JobField
from vacancies.enums import VACANCY_STATES, AnnouncementKind, ExtensionKind, ExtensionReason, Level
from vacancies.rules.lifecycle import COUNTED_AS_SUBMITTED
from vacancies.rules.rule_pack import RulePack
from vacancies.rules.submission import SendingWindow

# States the public may read; before publication nothing of a vacancy is public.
PUBLIC_STATES = (
    "PUBLISHED", "OPEN", "VERIFICATION", "SCORING", "RANKED", "RESULT_REVIEW", "DETERMINED", "ANNOUNCED", "CANCELLED", "FAILED",
)  # fmt: skip
# Applications that count for "fewer than 4": sent and not withdrawn (product.md, decision 2).
COUNTED_APPLICATION_STATES = tuple(sorted(COUNTED_AS_SUBMITTED))

# Published and by its state still before the check of documents; whether it really takes applications, its times say.
TAKING = Q(published_at__isnull=False, state__in=("PUBLISHED", "OPEN"))
OVER = Q(published_at__isnull=False) & ~Q(state__in=("PUBLISHED", "OPEN"))


def _number_of(related: str, condition: Q) -> Coalesce:
    """How many related rows each vacancy has, counted only for those a page shows: a join would count all of them."""
    model: Any = Vacancy._meta.get_field(related).related_model
    rows = model.objects.filter(condition, vacancy=OuterRef("pk")).order_by().values("vacancy").annotate(number=Count("*"))
    return Coalesce(Subquery(rows.values("number")), 0)


class VacancyQuerySet(models.QuerySet["Vacancy"]):
    def published(self) -> "VacancyQuerySet":
        return self.filter(published_at__isnull=False, state__in=PUBLIC_STATES)

    def open_for_registration(self, now: datetime) -> "VacancyQuerySet":
        return self.filter(state="OPEN", opens_at__lte=now, closes_at__gt=now)

    def due_to_open(self, now: datetime) -> "VacancyQuerySet":
        return self.filter(state="PUBLISHED", opens_at__lte=now)

    def due_to_close(self, now: datetime) -> "VacancyQuerySet":
        return self.filter(state="OPEN", closes_at__lte=now)

    def met_by(self, started_at: datetime, ended_at: datetime) -> "VacancyQuerySet":
        """Those whose registration, open or lately closed, shares an instant with an outage."""
        return self.filter(state__in=("OPEN", "VERIFICATION"), opens_at__lt=ended_at, closes_at__gt=started_at)

    def owned_by(self, user: User) -> "VacancyQuerySet":
        """Vacancies of the agencies for which the person is admin or secretariat."""
        return self.filter(agency_id__in=user.agency_ids(Role.AGENCY_ADMIN, Role.SECRETARIAT))

    def assigned_to(self, user: User) -> "VacancyQuerySet":
        """Vacancies on whose panel the person sits."""
        return self.filter(panel__members__user=user)

    def run_by(self, user: User) -> "VacancyQuerySet":
        """Selections the person runs: admin or secretariat of the agency, or chair of the panel."""
        own = user.agency_ids(Role.AGENCY_ADMIN, Role.SECRETARIAT)
        chair = Q(panel__members__user=user, panel__members__is_chair=True)
        return self.filter(Q(agency_id__in=own) | chair).distinct()

    def visible_to(self, user: User) -> "VacancyQuerySet":
        """Published ones for everybody; unpublished ones for their agency, their panel and national oversight."""
        if user.is_authenticated and user.has_any_role(NATIONAL_ROLES):
            return self.exclude(state="DRAFT") if not user.has_any_role([Role.AUDITOR]) else self.all()
        public = Q(published_at__isnull=False, state__in=PUBLIC_STATES)
        if not user.is_authenticated:
            return self.filter(public)
        own = user.agency_ids(Role.AGENCY_ADMIN, Role.SECRETARIAT, Role.PYB, Role.PPK)
        return self.filter(public | Q(agency_id__in=own) | Q(panel__members__user=user)).distinct()

    def with_extension_count(self) -> "VacancyQuerySet":
        """Annotates `extension_count`: extensions so far, those for an incident not counted."""
        return self.annotate(extension_count=_number_of("extensions", ~Q(kind=ExtensionKind.INCIDENT)))

    def in_office_of(self, user: User) -> "VacancyQuerySet":
        """Vacancies whose working page the person may read: the own agency's duties, and national oversight."""
        if user.has_any_role([Role.AUDITOR]):
            return self.all()
        own = Q(agency_id__in=user.agency_ids(Role.AGENCY_ADMIN, Role.SECRETARIAT, Role.PYB, Role.PPK))
        if user.has_any_role([Role.WASDAL]):
            return self.filter(own | ~Q(state="DRAFT"))
        return self.filter(own)

    def with_plan(self) -> "VacancyQuerySet":
        """Everything of a plan, in a fixed number of queries."""
        return self.select_related("agency", "region", "region__province", "plan_request", "panel").prefetch_related(
            "requirements", "required_documents", "competencies", "components", "stages", "panel__members__user"
        )

    def with_public_page(self) -> "VacancyQuerySet":
        """Everything the public page of one vacancy shows."""
        return self.with_plan().select_related("assessment_plan").prefetch_related("extensions", "announcements")

    def with_result(self) -> "VacancyQuerySet":
        """Those whose final result is announced."""
        return self.filter(state="ANNOUNCED", announcements__kind=AnnouncementKind.RESULT).distinct()

    def published_provinces(self) -> "models.QuerySet":
        """Codes of the provinces in which something was ever published."""
        return self.published().values_list("region__province_id", flat=True).distinct()

    def matching(self, words: str) -> "VacancyQuerySet":
        """Every word occurs in the post, the unit, the agency or the reference."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(
                Q(position_title__icontains=word)
                | Q(unit__icontains=word)
                | Q(agency__name__icontains=word)
                | Q(reference__icontains=word)
            )
        return found

    def in_public_filter(self, *, agency: str = "", province: str = "", level: str = "", field: str = "") -> "VacancyQuerySet":
        """Filters of the public list; an empty text filters nothing. `agency` and `province` are codes."""
        wanted = {"agency__code": agency, "region__province_id": province, "level": level, "field": field}
        return self.filter(**{name: value for name, value in wanted.items() if value})

    def with_phase(self, now: datetime) -> "VacancyQuerySet":
        """Annotates `phase` (UPCOMING, REGISTERING, CLOSED) from the stored times, like rules/public_status.py."""
        taking = Q(state__in=("PUBLISHED", "OPEN"))
        return self.annotate(
            phase=Case(
                When(taking & Q(opens_at__gt=now), then=Value("UPCOMING")),
                When(taking & Q(closes_at__gt=now), then=Value("REGISTERING")),
                default=Value("CLOSED"),
            )
        )

    def closing_soon_first(self) -> "VacancyQuerySet":
        """Open ones by deadline, then coming ones by opening, then closed ones, newest first. Needs `with_phase`."""
        place = Case(When(phase="REGISTERING", then=Value(0)), When(phase="UPCOMING", then=Value(1)), default=Value(2))
        soonest = Case(When(phase="REGISTERING", then=F("closes_at")), When(phase="UPCOMING", then=F("opens_at")))
        return self.order_by(place, soonest.asc(nulls_last=True), "-closes_at", "pk")

    def closing_before(self, moment: datetime) -> "VacancyQuerySet":
        return self.filter(closes_at__lte=moment)

    def newest_first(self) -> "VacancyQuerySet":
        return self.order_by("-published_at", "-pk")

    def for_list(self) -> "VacancyQuerySet":
        return self.select_related("agency", "region", "region__province")

    def published_between(self, after: datetime, until: datetime) -> "VacancyQuerySet":
        return self.published().filter(published_at__gt=after, published_at__lte=until)

    def taking_applications(self, now: datetime) -> "VacancyQuerySet":
        """Those whose registration runs or is still to come."""
        return self.filter(state__in=("PUBLISHED", "OPEN"), closes_at__gt=now)

    def with_changed_at(self) -> "VacancyQuerySet":
        """Annotates `changed_at`: when something the public reads about it changed last."""
        newest = Announcement.objects.filter(vacancy=models.OuterRef("pk")).order_by("-published_at", "-pk")
        latest = models.Subquery(newest.values("published_at")[:1])
        return self.annotate(changed_at=Greatest("published_at", "state_since", latest))


class Vacancy(models.Model):
    """One post to fill, with one or more seats."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=30, unique=True, help_text="Nomor acuan, misal JPT-2026-48213")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="vacancies")
    position_title = models.CharField("nama jabatan", max_length=200)
    unit = models.CharField("unit kerja", max_length=200)
    level = models.CharField("tingkat", max_length=8, choices=Level)
    field = models.CharField("rumpun jabatan", max_length=20, choices=JobField)
    quota = models.PositiveSmallIntegerField("formasi", default=1)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name="lokasi")
    summary = models.TextField("ringkasan tugas", blank=True)
    opens_at = models.DateTimeField("pendaftaran dibuka", null=True, blank=True)
    closes_at = models.DateTimeField("pendaftaran ditutup", null=True, blank=True)
    first_closes_at = models.DateTimeField(null=True, blank=True)
    reference_on = models.DateField("tanggal acuan umur dan masa jabatan", null=True, blank=True)
    short_window_reason = models.TextField("alasan masa pendaftaran singkat", blank=True)
    auto_extend = models.BooleanField("perpanjang otomatis", default=False)
    tie_order = models.JSONField("urutan penentu nilai sama", default=list)
    rule_pack = models.JSONField(default=dict)
    state = models.CharField(max_length=16, choices=VACANCY_STATES, default="DRAFT")
    state_since = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text="Naik tiap simpan, penanda halaman usang")
    published_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.TextField("alasan pembatalan atau kegagalan", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    plan_request = models.OneToOneField(
        ApprovalRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="planned_vacancy"
    )

    continue_request = models.OneToOneField(
        ApprovalRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="continued_vacancy"
    )
    continued_at = models.DateTimeField(
        null=True, blank=True, help_text="Diteruskan walaupun kurang pelamar sesudah perpanjangan terakhir"
    )

    objects = VacancyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quota__gte=1),
                name="vacancy_quota_positive",
                violation_error_message="Formasi paling sedikit 1.",
            ),
            models.CheckConstraint(
                condition=models.Q(opens_at=None) | models.Q(closes_at=None) | models.Q(closes_at__gt=models.F("opens_at")),
                name="vacancy_closes_after_opening",
                violation_error_message="Waktu tutup harus sesudah waktu buka.",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "closes_at"]),
            models.Index(fields=["agency", "state"]),
            # One index for each phase of the public list, in its order (vacancies/public_list.py), and one for "newest first".
            # Opening stands in it too: without it a plan for all moments would rather sort every vacancy that takes applications.
            models.Index(fields=["closes_at", "id"], include=["opens_at"], condition=TAKING, name="vacancy_taking"),
            models.Index(fields=["opens_at", "-closes_at", "id"], condition=TAKING, name="vacancy_taking_opens"),
            models.Index(fields=["-closes_at", "id"], condition=OVER, name="vacancy_over"),
            models.Index(fields=["-published_at", "-id"], condition=Q(published_at__isnull=False), name="vacancy_newest"),
        ]

    def __str__(self) -> str:
        return self.position_title

    @property
    def pack(self) -> RulePack:
        return RulePack.from_json(self.rule_pack)

    @property
    def rule_mark(self) -> str:
        """SHA-256 of the rule pack in force for this vacancy, as rows of the trail name it."""
        return sha256_hex(canonical_json(self.rule_pack))

    @property
    def zone(self) -> str:
        """Zone the vacancy's times are shown in."""
        return self.agency.zone

    @property
    def zone_label(self) -> str:
        return Zone(self.agency.zone).label

    def sending_window(self) -> SendingWindow:
        """What decides whether an application may be sent (rules/submission.py)."""
        return SendingWindow(
            state=self.state,
            state_since=self.state_since,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            grace_seconds=self.pack.grace_seconds,
            zone=self.zone,
        )

    @property
    def trail_chain(self) -> str:
        """Name of this selection's chain in the trail."""
        return f"vacancy:{self.public_id}"


class RegistrationExtensionQuerySet(models.QuerySet["RegistrationExtension"]):
    def ordinary(self) -> "RegistrationExtensionQuerySet":
        """Those the count rule allowed; an extension for an incident uses up none of them."""
        return self.exclude(kind=ExtensionKind.INCIDENT)

    def for_incidents(self) -> "RegistrationExtensionQuerySet":
        return self.filter(kind=ExtensionKind.INCIDENT)


class RegistrationExtension(AppendOnly):
    """One extension of the registration window, with the count that allowed it; the public ledger shows these."""

    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="extensions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=ExtensionKind)
    submitted_count = models.PositiveIntegerField()
    threshold = models.PositiveSmallIntegerField()
    previous_closes_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    reason_code = models.CharField(
        max_length=20, choices=ExtensionReason, default=ExtensionReason.FEW_APPLICANTS, db_default="FEW_APPLICANTS"
    )
    incident_reference = models.CharField("nomor gangguan", max_length=60, blank=True, default="", db_default="")
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    objects = RegistrationExtensionQuerySet.as_manager()

    class Meta:
        ordering = ["vacancy", "number"]
        constraints = [models.UniqueConstraint(fields=["vacancy", "number"], name="extension_number_once")]


class Announcement(AppendOnly):
    """A public line about a selection. A correction is a new row with a higher version and a reason."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="announcements")
    kind = models.CharField(max_length=16, choices=AnnouncementKind)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    body = models.TextField()
    rows = models.JSONField(default=list, help_text="Baris yang diumumkan, beku")
    reason = models.TextField("alasan versi baru", blank=True)
    letter = models.ForeignKey("core.Letter", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    objections_until = models.DateTimeField(
        null=True, blank=True, help_text="Saat pertama yang tidak terhitung lagi; beku, juga bila kalender kerja berubah"
    )
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["published_at", "id"]
