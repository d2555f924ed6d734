"""Tables of the portal's own condition: when each repeated task last ran, and a few figures every five minutes."""

from django.db import models


class TaskRound(models.Model):
    """The newest round of one task of the workers. The row of `core.tasks.mark_heartbeat` is the pulse of beat and workers."""

    name = models.CharField(max_length=120, primary_key=True, help_text="Nama tugas Celery")
    ended_at = models.DateTimeField(null=True, help_text="Terakhir selesai dengan baik, waktu sebenarnya")
    seconds = models.DecimalField(max_digits=12, decimal_places=3, default=0, db_default=0, help_text="Lama putaran itu")
    failed_at = models.DateTimeField(null=True, help_text="Terakhir gagal")
    failures = models.BigIntegerField(default=0, db_default=0, help_text="Berapa kali gagal sejak awal")


class ConditionSampleQuerySet(models.QuerySet["ConditionSample"]):
    def since(self, moment) -> "ConditionSampleQuerySet":
        """From `moment` on, oldest first."""
        return self.filter(at__gte=moment).order_by("at")


class ConditionSample(models.Model):
    """The portal's condition at one instant; kept for a month, for the charts of the condition page."""

    at = models.DateTimeField(unique=True)
    mails_waiting = models.PositiveIntegerField()
    mail_overdue_seconds = models.DecimalField(max_digits=12, decimal_places=3)
    seal_age_seconds = models.DecimalField(max_digits=12, decimal_places=3)
    late_tasks = models.PositiveSmallIntegerField()
    sessions = models.PositiveIntegerField(help_text="Sesi yang belum berakhir")
    trail_rows = models.BigIntegerField(help_text="Nomor baris jejak yang terakhir")
    database_bytes = models.BigIntegerField()
    disk_free_bytes = models.BigIntegerField()

    objects = ConditionSampleQuerySet.as_manager()
