"""Rows around the search projection. The projection itself is a partitioned table that only SQL reads and writes
(docs/talent-search.md); these are its books.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class SearchChange(models.Model):
    """A person whose register rows changed; written by triggers in the transaction of the change, taken by the follower."""

    employee_id = models.BigIntegerField()


class SearchFresh(models.Model):
    """A person whose projection row was written or removed after the newest build began, in the order of commits."""

    employee_id = models.BigIntegerField()


class NameWord(models.Model):
    """One word of names that occurs in the projection; names typed wrongly are compared with these."""

    word = models.CharField(max_length=150, primary_key=True)
    people = models.PositiveIntegerField(default=0)


class SearchBuild(models.Model):
    """One bulk rebuild of the projection: what is done of it, and whether it is the one in force."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    since = models.BigIntegerField(help_text="Nomor SearchFresh terakhir sebelum pembangunan dimulai")
    bounds = ArrayField(models.PositiveSmallIntegerField(), default=list, help_text="Batas bawah pita nilai, naik")
    done = models.JSONField(default=list, help_text="Langkah yang sudah selesai, supaya dapat diteruskan")
    people = models.PositiveIntegerField(default=0)
    folder = models.CharField(max_length=200, blank=True, help_text="Berkas kolom untuk hitungan, kosong bila tidak dibuat")
    is_current = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_current"], condition=models.Q(is_current=True), name="one_current_build"),
        ]
