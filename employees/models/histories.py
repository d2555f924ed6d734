"""What the register says of a person over the years; every line comes from the import and is locked.

Each table's unique constraint begins with the employee, so the foreign keys need no index of their own.
"""

from django.db import models

from employees.enums import (
    Competency,
    DisciplineSeverity,
    EducationLevel,
    FunctionalGrade,
    Grade,
    JobField,
    Language,
    LanguageLevel,
    PerformancePredicate,
    PositionLevel,
)
from employees.models.employee import Employee


class PositionRecord(models.Model):
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="positions", db_index=False)
    title = models.CharField(max_length=200)
    level = models.CharField(max_length=16, choices=PositionLevel)
    functional_grade = models.CharField(max_length=16, choices=FunctionalGrade, blank=True, default="")
    field = models.CharField(max_length=20, choices=JobField, blank=True)
    agency_name = models.CharField(max_length=200)
    unit = models.CharField(max_length=200, blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-started_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["employee", "title", "started_on"], name="position_record_once")]


class GradeRecord(models.Model):
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="grades", db_index=False)
    grade = models.PositiveSmallIntegerField(choices=Grade)
    since = models.DateField()

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [models.UniqueConstraint(fields=["employee", "grade"], name="grade_record_once")]


class EducationRecord(models.Model):
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="educations", db_index=False)
    level = models.PositiveSmallIntegerField(choices=EducationLevel)
    program = models.CharField(max_length=200)
    institution = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-level", "-year", "-id"]
        constraints = [models.UniqueConstraint(fields=["employee", "level", "program"], name="education_record_once")]


class TrainingRecord(models.Model):
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="trainings", db_index=False)
    code = models.CharField(max_length=20, blank=True, help_text="PKN_I, PKN_II, PKA, PKP; kosong untuk lainnya")
    title = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    hours = models.PositiveSmallIntegerField("JP", default=0)

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [models.UniqueConstraint(fields=["employee", "title", "year"], name="training_record_once")]


class PerformanceRecord(models.Model):
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="performances", db_index=False)
    year = models.PositiveSmallIntegerField()
    predicate = models.CharField(max_length=16, choices=PerformancePredicate)

    class Meta:
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["employee", "year"], name="performance_record_once")]


class AssessmentRecord(models.Model):
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="assessments", db_index=False)
    assessed_on = models.DateField()
    provider = models.CharField(max_length=120)
    job_person_match = models.DecimalField(max_digits=5, decimal_places=2)
    potential = models.CharField(max_length=10, choices=[("LOW", "Rendah"), ("MIDDLE", "Menengah"), ("HIGH", "Tinggi")])

    class Meta:
        ordering = ["-assessed_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["employee", "assessed_on"], name="assessment_record_once")]


class DisciplineRecord(models.Model):
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="disciplines")
    severity = models.CharField(max_length=8, choices=DisciplineSeverity)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-started_on", "-id"]


class LanguageRecord(models.Model):
    """A foreign language a person speaks, at the level last proved; one row a language."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="languages", db_index=False)
    language = models.CharField("bahasa", max_length=2, choices=Language)
    level = models.CharField("tingkat", max_length=2, choices=LanguageLevel)

    class Meta:
        ordering = ["language"]
        constraints = [models.UniqueConstraint(fields=["employee", "language"], name="language_record_once")]


class CompetencyRecord(models.Model):
    """The newest assessed result of one competency: level 1 to 5 and score 0 to 100; one row a competency."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="competencies", db_index=False)
    code = models.CharField("kompetensi", max_length=3, choices=Competency)
    level = models.PositiveSmallIntegerField("tingkat")
    score = models.PositiveSmallIntegerField("nilai")
    assessed_on = models.DateField("tanggal asesmen")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["employee", "code"], name="competency_record_once"),
            models.CheckConstraint(
                condition=models.Q(level__range=(1, 5)) & models.Q(score__range=(0, 100)), name="competency_record_in_range"
            ),
        ]
