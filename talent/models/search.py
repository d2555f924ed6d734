"""What searchers did: searches with the people they listed, profiles they opened; and the searches people keep.

A row names its people in one array, so a page of results costs one insert however many people it lists, and "who saw me" is one
lookup in an inverted index. Rows are never changed: the log is evidence for the people in it.
"""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models

from accounts.models import Agency, User
from core.append_only import AppendOnly
from vacancies.models import Vacancy


class ViewKind(models.TextChoices):
    """What was looked at beyond the line in a list."""

    PROFILE = "PROFILE", "Membuka profil"
    COMPARISON = "COMPARISON", "Membandingkan profil"
    CONTACT = "CONTACT", "Membaca kontak dan daftar dokumen"
    DOCUMENT = "DOCUMENT", "Membuka dokumen"


class TalentSearchQuerySet(models.QuerySet["TalentSearch"]):
    def naming(self, employee_id: int) -> "TalentSearchQuerySet":
        """Searches that listed this person."""
        return self.filter(people__contains=[employee_id])


class TalentSearch(AppendOnly):
    """One page of one search: who asked what, how many were found, and whom the page listed (product.md 3.20)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, db_index=False, related_name="+")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    vacancy = models.ForeignKey(Vacancy, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    query = models.JSONField()
    result_count = models.PositiveIntegerField()
    people = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    searched_at = models.DateTimeField()

    objects = TalentSearchQuerySet.as_manager()

    class Meta:
        # The indexes by day serve the keys of user and agency as well, so these have none of their own: each page writes a row.
        indexes = [
            models.Index(fields=["user", "searched_at"], name="talent_search_by_user"),
            models.Index(fields=["agency", "searched_at"], name="talent_search_by_agency"),
            GinIndex(fields=["people"], name="talent_search_people"),
            BrinIndex(fields=["searched_at"], name="talent_search_time"),
        ]


class TalentViewQuerySet(models.QuerySet["TalentView"]):
    def naming(self, employee_id: int) -> "TalentViewQuerySet":
        """Views of this person."""
        return self.filter(people__contains=[employee_id])


class TalentView(AppendOnly):
    """Profiles that were opened, alone or side by side, and what was read after an invitation was accepted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, db_index=False, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False, related_name="+")
    vacancy = models.ForeignKey(Vacancy, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ViewKind)
    people = ArrayField(models.BigIntegerField())
    viewed_at = models.DateTimeField()

    objects = TalentViewQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["user", "viewed_at"], name="talent_view_by_user"),
            models.Index(fields=["agency", "viewed_at"], name="talent_view_by_agency"),
            GinIndex(fields=["people"], name="talent_view_people"),
            BrinIndex(fields=["viewed_at"], name="talent_view_time"),
        ]


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def of(self, user: User) -> "SavedSearchQuerySet":
        return self.filter(user=user)

    def for_list(self) -> "SavedSearchQuerySet":
        return self.order_by("name", "id")


class SavedSearch(models.Model):
    """A search under a name, kept as the part of its address after the question mark."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField("nama", max_length=80)
    query = models.CharField(max_length=2000)
    created_at = models.DateTimeField()
    last_run_at = models.DateTimeField(null=True, blank=True)
    last_count = models.CharField(max_length=20, blank=True, help_text="Jumlah orang dalam kata-kata, seperti yang tampil")

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="saved_search_name_once",
                violation_error_message="Anda sudah punya pencarian tersimpan dengan nama ini.",
            )
        ]
