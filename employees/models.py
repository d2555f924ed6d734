"""The ASN register: one Employee per NIP, with the histories that eligibility and talent search read."""

import uuid

from django.conf import settings
from django.db import models

from accounts.models import Agency, Region
from employees.enums import (
    DisciplineSeverity,
    DocumentType,
    EducationLevel,
    EmploymentKind,
    FunctionalGrade,
    Grade,
    JobField,
    OwnRecordKind,
    PerformancePredicate,
    PositionLevel,
    RegisterSection,
    ReportOutcome,
    Sex,
)
from employees.rules.facts import (
    DisciplineFact,
    EducationFact,
    EmployeeFacts,
    PerformanceFact,
    PositionFact,
    TrainingFact,
)
from employees.rules.grades import grade_label
from employees.rules.names import name_key

# The rules speak English codes, the register those of the source files.
SEX_FACTS = {Sex.MALE: "M", Sex.FEMALE: "F"}


class StudyProgram(models.Model):
    """Study programme with its national code."""

    code = models.CharField(max_length=10, primary_key=True)
    name = models.CharField(max_length=200)
    level = models.PositiveSmallIntegerField(choices=EducationLevel)

    def __str__(self) -> str:
        return self.name


class EmployeeQuerySet(models.QuerySet["Employee"]):
    def with_records(self) -> "EmployeeQuerySet":
        """Everything `facts()` needs, in six queries whatever the number of people."""
        return self.prefetch_related("positions", "educations", "trainings", "performances", "disciplines")

    def for_profile(self) -> "EmployeeQuerySet":
        """With everything the person's own page shows, in eight queries."""
        return self.with_records().select_related("agency").prefetch_related("grades", "assessments")

    def searchable(self) -> "EmployeeQuerySet":
        """People who did not switch themselves out of talent search."""
        return self.filter(is_searchable=True)

    def matching(
        self,
        *,
        words: str = "",
        post: str = "",
        agency: str = "",
        province: str = "",
        level: str = "",
        field: str = "",
        grade_from: int | None = None,
        grade_to: int | None = None,
        education_from: int | None = None,
    ) -> "EmployeeQuerySet":
        """People for whom every given filter holds; a filter left empty filters nothing.

        Args:
            words: parts of the name, in any order, or the first digits of a NIP; post, agency: parts of their names.
            province, level, field: codes; grade_from, grade_to: golongan, inclusive; education_from: lowest level.
        """
        digits = words.replace(" ", "")
        found = self
        if digits.isascii() and digits.isdigit():
            found = found.filter(nip__startswith=digits)
        else:
            for part in name_key(words).split():
                found = found.filter(name_key__contains=part)
        for part in post.split():
            found = found.filter(position_title__icontains=part)
        for part in agency.split():
            found = found.filter(agency__name__icontains=part)
        exact = {"province_id": province, "position_level": level, "field": field}
        bounds = {"grade__gte": grade_from, "grade__lte": grade_to, "education_level__gte": education_from}
        found = found.filter(**{name: value for name, value in exact.items() if value})
        return found.filter(**{name: value for name, value in bounds.items() if value is not None})

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
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="employees")
    province = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
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
        """Golongan with the rank: “III/c Penata” for a PNS, “Golongan IX” for a PPPK, who has no rank."""
        return grade_label(self.grade) if self.grade else f"Golongan {self.pppk_grade}"

    def facts(self) -> EmployeeFacts:
        """What the eligibility rules read. Uses prefetched histories (`with_records`)."""
        return EmployeeFacts(
            nip=self.nip,
            birth_date=self.birth_date,
            sex=SEX_FACTS[self.sex],
            employment_kind=self.kind,
            grade=self.grade,
            grade_since=None,
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
        )


class PositionRecord(models.Model):
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="positions")
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
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="grades")
    grade = models.PositiveSmallIntegerField(choices=Grade)
    since = models.DateField()

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [models.UniqueConstraint(fields=["employee", "grade"], name="grade_record_once")]


class EducationRecord(models.Model):
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="educations")
    level = models.PositiveSmallIntegerField(choices=EducationLevel)
    program = models.CharField(max_length=200)
    institution = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-level", "-year", "-id"]
        constraints = [models.UniqueConstraint(fields=["employee", "level", "program"], name="education_record_once")]


class TrainingRecord(models.Model):
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="trainings")
    code = models.CharField(max_length=20, blank=True, help_text="PKN_I, PKN_II, PKA, PKP; kosong untuk lainnya")
    title = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    hours = models.PositiveSmallIntegerField("JP", default=0)

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [models.UniqueConstraint(fields=["employee", "title", "year"], name="training_record_once")]


class PerformanceRecord(models.Model):
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="performances")
    year = models.PositiveSmallIntegerField()
    predicate = models.CharField(max_length=16, choices=PerformancePredicate)

    class Meta:
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["employee", "year"], name="performance_record_once")]


class AssessmentRecord(models.Model):
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="assessments")
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


class EvidenceDocumentQuerySet(models.QuerySet["EvidenceDocument"]):
    def of(self, user) -> "EvidenceDocumentQuerySet":
        """Documents in the person's own locker that were not put away."""
        return self.filter(employee__user=user, archived_at=None)

    def for_list(self) -> "EvidenceDocumentQuerySet":
        return self.order_by("type", "-uploaded_at", "-id")


class EvidenceDocument(models.Model):
    """A document in a person's locker: uploaded once, byte for byte, reused in many applications. A new file is a new row."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="evidence")
    type = models.CharField("jenis", max_length=20, choices=DocumentType)
    title = models.CharField("judul", max_length=150)
    issuer = models.CharField("penerbit", max_length=150, blank=True)
    issued_on = models.DateField("tanggal dokumen", null=True, blank=True)
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)
    original_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=40)
    file = models.FileField(upload_to="evidence")
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = EvidenceDocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(issued_on=None)
                | models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("issued_on")),
                name="evidence_valid_after_issue",
                violation_error_message="Masa berlaku tidak boleh berakhir sebelum tanggal dokumen.",
            ),
        ]
        indexes = [models.Index(fields=["employee", "type"])]


class OwnRecord(models.Model):
    """What a person added to the own profile, with proof from the locker. Never mixed with the register."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="own_records")
    kind = models.CharField("jenis", max_length=16, choices=OwnRecordKind)
    title = models.CharField("judul", max_length=200)
    issuer = models.CharField("penyelenggara atau pemberi", max_length=200, blank=True)
    started_on = models.DateField("mulai")
    ended_on = models.DateField("selesai", null=True, blank=True)
    note = models.CharField("keterangan", max_length=500, blank=True)
    proof = models.ForeignKey(EvidenceDocument, on_delete=models.PROTECT, related_name="own_records")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-started_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("started_on")),
                name="own_record_ends_after_start",
                violation_error_message="Tanggal selesai tidak boleh sebelum tanggal mulai.",
            ),
        ]


class RecordReport(models.Model):
    """ "Laporkan salah": a person says a line of the register is wrong; the agency's admin answers."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="reports")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    section = models.CharField("bagian", max_length=12, choices=RegisterSection)
    record_id = models.BigIntegerField(null=True, blank=True)
    record_words = models.CharField(max_length=300, help_text="Isi baris saat dilaporkan, beku")
    message = models.TextField("yang benar menurut pelapor", max_length=1000)
    proof = models.ForeignKey(EvidenceDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    created_at = models.DateTimeField()
    outcome = models.CharField("hasil", max_length=10, choices=ReportOutcome, blank=True)
    answer = models.TextField("jawaban", max_length=1000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at=None, outcome="") | models.Q(answered_at__isnull=False) & ~models.Q(outcome=""),
                name="record_report_answer_whole",
            ),
        ]
        indexes = [models.Index(fields=["agency", "created_at"], condition=models.Q(answered_at=None), name="record_report_open")]
