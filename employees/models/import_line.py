"""Where rows of an import wait to be merged."""

from django.db import models


class ImportLine(models.Model):
    """A row of an import file that holds by itself, on its way into the register.

    Only the import that runs has rows here; the next one throws away what a killed one left. The table is UNLOGGED: after a
    crash of the server it is empty. An optional cell left blank is empty here, and leaves what the register has.
    """

    batch = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    nip = models.CharField(max_length=18)
    name = models.CharField(max_length=150)
    name_key = models.CharField(max_length=150)
    email = models.CharField(max_length=254)
    phone = models.CharField(max_length=20)
    sex = models.CharField(max_length=1)
    birth_date = models.DateField()
    cpns_on = models.DateField()
    kind = models.CharField(max_length=4)
    agency_id = models.BigIntegerField()
    agency_name = models.CharField(max_length=200)
    province_id = models.CharField(max_length=8)
    unit = models.CharField(max_length=200)
    position_title = models.CharField(max_length=200)
    position_level = models.CharField(max_length=16)
    functional_grade = models.CharField(max_length=16)
    field = models.CharField(max_length=20)
    grade = models.PositiveSmallIntegerField(null=True)
    pppk_grade = models.CharField(max_length=5)
    education_level = models.PositiveSmallIntegerField()
    education_program = models.CharField(max_length=200)
    position_since = models.DateField()
    grade_since = models.DateField()
    institution = models.CharField(max_length=200)
    graduated = models.PositiveSmallIntegerField()
    rating_year = models.PositiveSmallIntegerField(null=True)
    predicate = models.CharField(max_length=16)

    class Meta:
        indexes = [models.Index(fields=["batch"]), models.Index(fields=["nip", "line"])]
