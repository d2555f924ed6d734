"""People, agencies, and who may act for whom, from when to when."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.enums import NATIONAL_ROLES, AgencyKind, RegionKind, Role, Zone
from core.prepared import read_prepared


class Region(models.Model):
    """Province, kabupaten or kota, by Kemendagri code (Kepmendagri 300.2.2-2138/2025)."""

    code = models.CharField(max_length=8, primary_key=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=RegionKind)
    province = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+")
    zone = models.CharField(max_length=20, choices=Zone)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """Instansi: the tenant. Everything an agency admin does is scoped to one of these."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True, help_text="Kode singkat untuk nomor surat")
    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=32, choices=AgencyKind)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="agencies")
    zone = models.CharField(max_length=20, choices=Zone, default=Zone.WIB)
    city = models.CharField(max_length=100, default="Jakarta", help_text="Tempat surat ditandatangani")
    address = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(
        "surel untuk pertanyaan", blank=True, default="", db_default="", help_text="Ditampilkan di halaman publik"
    )

    class Meta:
        ordering = ["name"]
        verbose_name = "instansi"

    def __str__(self) -> str:
        return self.name

    def day(self, moment: datetime) -> date:
        """The day on the agency's own calendar at an aware moment; duties and due days count by it."""
        return moment.astimezone(ZoneInfo(self.zone)).date()


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str) -> "User":
        return self.get(email=username.lower())

    def named(self, login: str) -> "User | None":
        """Whom a NIP (spaces allowed) or an e-mail belongs to; None for nobody."""
        name = "".join(login.split()).lower()
        return self.filter(models.Q(nip=name) | models.Q(email=name)).first() if name else None


class User(AbstractBaseUser):
    """A person who signs in, by NIP or e-mail. One person has one account, whatever the number of duties."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("surel", unique=True)
    nip = models.CharField("NIP", max_length=18, unique=True, null=True, blank=True)
    full_name = models.CharField("nama lengkap", max_length=150)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    # Highest second-factor counter already used, at sign-in or to sign; a code works once (security.md, pitfall 8).
    last_code_counter = models.BigIntegerField(default=0)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]
    is_staff = False
    is_superuser = False

    objects = UserManager()

    def __str__(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    @cached_property
    def duties(self) -> list["Membership"]:
        """Duties valid today; read once a request, never kept in the session."""
        return Membership.objects.duties_of(self, timezone.localdate())

    @property
    def duty_scopes(self) -> list[tuple[str, int | None]]:
        """Role and agency of each duty of one's own, each pair once, in a fixed order; national duties have no agency."""
        own = {(duty.role, duty.agency_id) for duty in self.duties if duty.role != Role.ACTING}
        return sorted(own, key=lambda scope: (scope[0], scope[1] or 0))

    @property
    def role_codes(self) -> frozenset[str]:
        codes = {duty.role for duty in self.duties}
        if self.nip:
            codes.add(Role.APPLICANT)
        return frozenset(codes)

    def has_any_role(self, roles: Iterable[str]) -> bool:
        wanted = frozenset(roles)
        # Whoever has a NIP is an applicant, whatever the duties: the pages of applicants need not read those.
        return (bool(self.nip) and Role.APPLICANT in wanted) or not self.role_codes.isdisjoint(wanted)

    def agency_ids(self, *roles: str) -> list[int]:
        """Agencies for which the person holds one of `roles` today (all duties when none is named)."""
        return [d.agency_id for d in self.duties if d.agency_id and (not roles or d.role in roles)]

    def holds(self, role: str, agency_id: int | None = None) -> bool:
        """Whether the person holds `role`, for this agency or, for national roles, at all."""
        return any(d.role == role and (role in NATIONAL_ROLES or d.agency_id == agency_id) for d in self.duties)

    def duty_label(self, role: str, agency_id: int | None = None) -> str:
        for duty in self.duties:
            if duty.role == role and (role in NATIONAL_ROLES or duty.agency_id == agency_id):
                return duty.label
        return Role(role).label


@cache
def _names(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@cache
def _duties_statement() -> str:
    columns = [f"m.{field.column}" for field in Membership._meta.concrete_fields]
    columns += [f"a.{field.column}" for field in Agency._meta.concrete_fields]
    return f"""
SELECT {", ".join(columns)} FROM accounts_membership m LEFT JOIN accounts_agency a ON a.id = m.agency_id
WHERE m.user_id = %(user)s AND m.valid_from <= %(day)s AND (m.valid_until IS NULL OR m.valid_until >= %(day)s)
ORDER BY m.role, m.id
"""  # noqa: S608 - columns of our own models


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid_on(self, day: date) -> "MembershipQuerySet":
        return self.filter(valid_from__lte=day).filter(models.Q(valid_until=None) | models.Q(valid_until__gte=day))

    def duties_of(self, user: User, day: date) -> list["Membership"]:
        """`valid_on` for one person by role, each with its agency: every signed-in page asks, so it is planned once."""
        found = []
        for row in read_prepared(_duties_statement(), {"user": user.pk, "day": day}):
            duty = Membership.from_db("default", _names(Membership), row[: len(_names(Membership))])
            duty.user = user
            if duty.agency_id is not None:
                duty.agency = Agency.from_db("default", _names(Agency), row[len(_names(Membership)) :])
            found.append(duty)
        return found

    def holders(self, role: str, agency_id: int | None, day: date) -> "MembershipQuerySet":
        """Duties that may act in `role` for an agency on a day; national roles ignore the agency."""
        rows = self.valid_on(day).filter(role=role, user__is_active=True).select_related("user")
        return rows if role in NATIONAL_ROLES else rows.filter(agency_id=agency_id)


class Membership(models.Model):
    """A duty: this person holds this role for this agency between two dates."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=[c for c in Role.choices if c[0] != Role.APPLICANT])
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships")
    valid_from = models.DateField("berlaku sejak")
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)
    acting_for = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField("dasar penugasan", max_length=120, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            # Two letters may send the same person two duties on one day; every other duty is written once.
            models.UniqueConstraint(
                fields=["user", "role", "agency", "valid_from"],
                condition=~models.Q(role="ACTING"),
                nulls_distinct=False,
                name="membership_once",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("valid_from")),
                name="membership_dates_in_order",
                violation_error_message="Tanggal akhir penugasan tidak boleh sebelum tanggal mulai.",
            ),
            models.CheckConstraint(
                condition=models.Q(role="ACTING")
                | models.Q(role__in=[r.value for r in NATIONAL_ROLES], agency=None)
                | (~models.Q(role__in=[r.value for r in NATIONAL_ROLES]) & models.Q(agency__isnull=False)),
                name="membership_scope",
                violation_error_message="Peran nasional tidak terikat instansi; peran lain wajib menyebut instansi.",
            ),
        ]

    @property
    def label(self) -> str:
        name = Role(self.role).label
        return f"{name} {self.agency.name}" if self.agency else name


class Session(AbstractBaseSession):
    """Django's own table of sessions, with the person beside the sealed content, so that one statement reads both.

    The column only says which account to read with the session; whether it is signed in, the sealed content decides.
    """

    user_id = models.BigIntegerField(null=True)
    # When a page was last asked for with it, to the minute; empty for sessions from before this was kept.
    seen_at = models.DateTimeField(null=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        db_table = "django_session"
        indexes = [models.Index(fields=["user_id"], condition=models.Q(user_id__isnull=False), name="session_of_person")]

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        # The store reads this model, so it can only be looked up when asked for.
        from accounts.sessions import SessionStore

        return SessionStore
