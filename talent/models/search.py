"""The log of searches of the register."""

from django.conf import settings
from django.db import models

from vacancies.models import Vacancy


class TalentSearch(models.Model):
    """Who searched for whom: every search is logged (product.md 3.20)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    vacancy = models.ForeignKey(Vacancy, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    query = models.JSONField()
    result_count = models.PositiveIntegerField()
    searched_at = models.DateTimeField(auto_now_add=True)
