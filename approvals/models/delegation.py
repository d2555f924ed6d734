"""Letters by which somebody stands in for an official."""

import uuid
from datetime import datetime

from django.db import models

from accounts.enums import Role
from accounts.models import Agency, Membership, User
from approvals.enums import DelegationKind, DelegationState
from approvals.rules.delegation import DelegationFacts
from core import clock


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def in_force(self, now: datetime) -> "DelegationQuerySet":
        """Accepted, begun, not over; a letter ends by itself at midnight of its agency."""
        return self.filter(state=DelegationState.ACCEPTED, starts_at__lte=now, ends_at__gt=now)

    def standing(self) -> "DelegationQuerySet":
        """Accepted once, whether begun or over."""
        return self.filter(state=DelegationState.ACCEPTED)

    def held_by(self, user: User) -> list["Delegation"]:
        """Letters in force by which the person stands in; no query for whoever has received none."""
        if not user.has_any_role([Role.ACTING]):
            return []
        return list(self.in_force(clock.now()).filter(delegate=user).with_people().order_by("pk"))

    def waiting(self) -> "DelegationQuerySet":
        """Registered, and not yet accepted by a second person."""
        return self.filter(state=DelegationState.REGISTERED)

    def of_office(self, role: str, agency_id: int | None) -> "DelegationQuerySet":
        return self.filter(role=role, agency_id=agency_id)

    def visible_to(self, user: User) -> "DelegationQuerySet":
        """Letters of the own agency for its office and officials, one's own either way; all for oversight, BKN and the
        auditor."""
        if user.has_any_role([Role.WASDAL, Role.BKN_ADMIN, Role.AUDITOR]):
            return self.all()
        mine = models.Q(delegate=user, state=DelegationState.ACCEPTED) | models.Q(official=user)
        mine |= models.Q(agency_id__in=user.agency_ids(Role.SECRETARIAT, Role.AGENCY_ADMIN, Role.PYB, Role.PPK))
        return self.filter(mine)

    def with_people(self) -> "DelegationQuerySet":
        return self.select_related("agency", "official", "delegate", "registered_by", "answered_by", "ended_by")

    def for_list(self) -> "DelegationQuerySet":
        return self.with_people().order_by("-valid_from", "-id")


class Delegation(models.Model):
    """A letter by which somebody stands in for an official: who for whom, for what, from when to when.

    What the letter says never changes (database trigger); only what became of it is written later.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("jenis", max_length=8, choices=DelegationKind)
    role = models.CharField(max_length=20)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    official = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Kosong: jabatan lowong"
    )
    delegate = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    level_label = models.CharField("tingkat", max_length=40, blank=True, help_text="Kosong: semua tingkat")
    chain_code = models.CharField("jenis berkas", max_length=40, blank=True, help_text="Kosong: semua rangkaian")
    letter_number = models.CharField("nomor surat", max_length=80)
    letter_on = models.DateField("tanggal surat")
    file = models.FileField(upload_to="delegations/")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    valid_from = models.DateField("berlaku sejak")
    valid_until = models.DateField("berlaku sampai")
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=DelegationState, default=DelegationState.REGISTERED)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_note = models.CharField(max_length=500, blank=True)
    starts_at = models.DateTimeField(help_text="Awal hari pertama, tidak lebih dulu dari pengesahan")
    ends_at = models.DateTimeField(help_text="Akhir hari terakhir, atau saat diakhiri")
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)
    start_told_at = models.DateTimeField(null=True, blank=True)
    end_told_at = models.DateTimeField(null=True, blank=True)
    duty = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("valid_from")),
                name="delegation_dates_in_order",
                violation_error_message="Hari terakhir tidak boleh sebelum hari pertama.",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gte=models.F("starts_at")),
                name="delegation_moments_in_order",
                violation_error_message="Pelimpahan tidak boleh berakhir sebelum mulai.",
            ),
            models.CheckConstraint(
                condition=models.Q(official=None) | ~models.Q(official=models.F("delegate")),
                name="delegation_two_people",
                violation_error_message="Pejabat dan penerima pelimpahan harus dua orang.",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_by=None)
                | (~models.Q(answered_by=models.F("registered_by")) & ~models.Q(answered_by=models.F("delegate"))),
                name="delegation_four_eyes",
                violation_error_message="Pencatat dan penerima tidak dapat mengesahkan pelimpahan.",
            ),
        ]
        indexes = [
            models.Index(fields=["delegate", "ends_at"], condition=models.Q(state="ACCEPTED"), name="delegation_by_delegate"),
            models.Index(fields=["role", "agency", "ends_at"], condition=models.Q(state="ACCEPTED"), name="delegation_by_office"),
        ]

    def scope_fields(self) -> dict[str, str]:
        """The scope as fields of an `ApprovalRequest`; empty for all of them."""
        fields = {"level_label": self.level_label, "chain_code": self.chain_code}
        return {name: value for name, value in fields.items() if value}

    def facts(self) -> DelegationFacts:
        """What the rules read; `agency`, `official` and `delegate` must be loaded."""
        return DelegationFacts(
            kind=self.kind,
            role=self.role,
            agency_id=self.agency_id,
            agency_name=self.agency.name if self.agency else "",
            official_name=self.official.full_name if self.official else "",
            delegate_key=str(self.delegate_id),
            level_label=self.level_label,
            chain_code=self.chain_code,
            letter_number=self.letter_number,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            is_accepted=self.state == DelegationState.ACCEPTED,
        )
