"""Days put on the calendar or taken off it by BKN, with the decree each rests on."""

from django.db import models

from accounts.models import User
from core.append_only import AppendOnly


class CalendarChangeQuerySet(models.QuerySet["CalendarChange"]):
    def in_force(self) -> "CalendarChangeQuerySet":
        """The last change of each day; earlier ones are history."""
        return self.order_by("day", "-revision").distinct("day")

    def for_list(self) -> "CalendarChangeQuerySet":
        """Every change, the newest first."""
        return self.select_related("written_by").order_by("-written_at", "-id")


class CalendarChange(AppendOnly):
    """One day made a day off, or made a working day again. Never changed: a mistake is put right by the next row of the day."""

    day = models.DateField("tanggal")
    revision = models.PositiveSmallIntegerField(help_text="1 untuk perubahan pertama pada hari itu")
    is_off = models.BooleanField(help_text="Benar: hari libur; salah: hari kerja kembali")
    name = models.CharField("nama hari", max_length=120, blank=True)
    decree = models.CharField("dasar", max_length=200)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = CalendarChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            # Of two people who change one day at the same moment, one is told to look again.
            models.UniqueConstraint(fields=["day", "revision"], name="calendar_day_revised_once"),
        ]
