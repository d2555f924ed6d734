"""The ASN register: one Employee per NIP, with the histories that eligibility and talent search read."""

import uuid

from django.conf import settings
from django.db import models

from accounts.models import Agency, Region
from employees.enums import EducationLevel, EmploymentKind, FunctionalGrade, Grade, JobField, PositionLevel, Sex
from employees.rules.facts import (
    AssessmentFact,
    DisciplineFact,
    EducationFact,
    EmployeeFacts,
    GradeFact,
    PerformanceFact,
    PositionFact,
    TrainingFact,
)
from employees.rules.grades import rank_label

# The rules speak English codes, the register those of the source files.
SEX_FACTS = {Sex.MALE: "M", Sex.FEMALE: "F"}
# Related names of everything the rules read about one person.
HISTORIES = ("positions", "grades", "educations", "trainings", "performances", "assessments", "disciplines")


class StudyProgram(models.Model):
    """Study programme with its national code."""

    code = models.CharField(max_length=10, primary_key=True)
    name = models.CharField(max_length=200)
    level = models.PositiveSmallIntegerField(choices=EducationLevel)

    def __str__(self) -> str:
        return self.name


class EmployeeQuerySet(models.QuerySet["Employee"]):
    def with_records(self) -> "EmployeeQuerySet":
        """Everything `facts()` needs, in eight queries whatever the number of people."""
        return self.prefetch_related(*HISTORIES)

    def for_profile(self) -> "EmployeeQuerySet":
        """With everything of the register that the person's own page shows, in eight queries."""
        return self.with_records().select_related("agency")

    def searchable(self) -> "EmployeeQuerySet":
        """People who did not switch themselves out of talent search."""
        return self.filter(is_searchable=True)

    def for_list(self) -> "EmployeeQuerySet":
        """By name, with the agency."""
        return self.select_related("agency").order_by("name_key", "pk")


class Employee(models.Model):
    """One ASN. Present post, grade and education are copies of the newest history rows, kept by the import."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nip = models.CharField("NIP", max_length=18, unique=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="employee"
    )
    name = models.CharField("nama", max_length=150)
    name_key = models.CharField(max_length=150, help_text="Nama tanpa tanda, huruf kecil, untuk cari dan urut")
    email = models.EmailField("surel", blank=True)
    phone = models.CharField("telepon", max_length=20, blank=True)
    sex = models.CharField(max_length=1, choices=Sex)
    birth_date = models.DateField()
    cpns_on = models.DateField("TMT CPNS")
    kind = models.CharField(max_length=4, choices=EmploymentKind, default=EmploymentKind.PNS)
    # The index on agency and name serves the agency alone too.
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="employees", db_index=False)
    # Nobody looks in the register by province alone: the search has its own tables.
    province = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.CharField("unit kerja", max_length=200, blank=True)
    position_title = models.CharField("jabatan", max_length=200)
    position_level = models.CharField(max_length=16, choices=PositionLevel)
    functional_grade = models.CharField(max_length=16, choices=FunctionalGrade, blank=True, default="")
    field = models.CharField("rumpun jabatan", max_length=20, choices=JobField, blank=True)
    grade = models.PositiveSmallIntegerField("golongan", choices=Grade, null=True, blank=True)
    pppk_grade = models.CharField("golongan PPPK", max_length=5, blank=True, help_text="I sampai XVII, hanya untuk PPPK")
    education_level = models.PositiveSmallIntegerField(choices=EducationLevel)
    education_program = models.CharField(max_length=200, blank=True)
    talent_box = models.PositiveSmallIntegerField("kotak talenta", null=True, blank=True)
    is_searchable = models.BooleanField("dapat dicari instansi lain", default=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = EmployeeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(nip__regex=r"^[0-9]{18}$"),
                name="employee_nip_digits",
                violation_error_message="NIP terdiri dari 18 angka.",
            ),
            models.CheckConstraint(
                condition=models.Q(talent_box=None) | models.Q(talent_box__range=(1, 9)), name="employee_talent_box"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="PNS") | models.Q(grade__isnull=False),
                name="employee_pns_has_grade",
                violation_error_message="PNS wajib punya golongan ruang.",
            ),
        ]
        indexes = [
            models.Index(fields=["name_key"]),
            models.Index(fields=["agency", "name_key"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def grade_label(self) -> str:
        """Golongan as people write it: III/c for a PNS, IX for a PPPK."""
        return str(self.get_grade_display()) if self.grade else self.pppk_grade

    @property
    def rank_label(self) -> str:
        """Golongan with the rank, see `employees.rules.grades.rank_label`."""
        return rank_label(self.grade, self.pppk_grade)

    @property
    def reading_chain(self) -> str:
        """Name of the chain of the trail that tells who opened this person's data."""
        return f"person:{self.public_id}"

    def facts(self) -> EmployeeFacts:
        """What the eligibility rules read. Uses prefetched histories (`with_records`)."""
        return EmployeeFacts(
            nip=self.nip,
            birth_date=self.birth_date,
            sex=SEX_FACTS[self.sex],
            employment_kind=self.kind,
            grade=self.grade,
            grades=tuple(GradeFact(grade=g.grade, since=g.since) for g in self.grades.all()),
            education=tuple(
                EducationFact(level=e.level, program=e.program, label=f"{e.get_level_display()} {e.program}, {e.institution}")
                for e in self.educations.all()
            ),
            positions=tuple(
                PositionFact(
                    title=p.title,
                    level=p.level,
                    functional_grade=p.functional_grade,
                    field=p.field,
                    started_on=p.started_on,
                    ended_on=p.ended_on,
                )
                for p in self.positions.all()
            ),
            performance=tuple(PerformanceFact(year=p.year, predicate=p.predicate) for p in self.performances.all()),
            discipline=tuple(
                DisciplineFact(severity=d.severity, started_on=d.started_on, ended_on=d.ended_on) for d in self.disciplines.all()
            ),
            trainings=tuple(TrainingFact(code=t.code, title=t.title, year=t.year) for t in self.trainings.all()),
            assessments=tuple(
                AssessmentFact(assessed_on=a.assessed_on, provider=a.provider, job_person_match=a.job_person_match)
                for a in self.assessments.all()
            ),
        )
