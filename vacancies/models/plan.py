"""What a plan is made of: requirements, documents, standard, weights, calendar, panel. Locked once the plan is approved."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from core.append_only import AppendOnly
from employees.enums import DocumentType
from vacancies.enums import AggregateKind, CompetencyKind, PanelMemberKind, StageCode
from vacancies.models.vacancy import Vacancy
from vacancies.rules.eligibility import RequirementFact


class Requirement(models.Model):
    """One rule of eligibility; kinds and meaning in rules/eligibility.py."""

    vacancy = models.ForeignKey(Vacancy, on_delete=models.CASCADE, related_name="requirements")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=24)
    number = models.IntegerField(null=True, blank=True)
    text = models.CharField(max_length=200, blank=True)
    label = models.CharField("bunyi syarat", max_length=300)

    class Meta:
        ordering = ["position", "id"]

    def facts(self) -> RequirementFact:
        return RequirementFact(kind=self.kind, number=self.number, text=self.text, label=self.label)


class RequiredDocument(models.Model):
    vacancy = models.ForeignKey(Vacancy, on_delete=models.CASCADE, related_name="required_documents")
    position = models.PositiveSmallIntegerField(default=0)
    type = models.CharField("jenis dokumen", max_length=20, choices=DocumentType)
    is_required = models.BooleanField("wajib", default=True)
    note = models.CharField("keterangan", max_length=200, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["vacancy", "type"], name="required_document_once")]


class CompetencyRequirement(models.Model):
    """One row of the post's competency standard (PermenPANRB 38/2017), level 1 to 5."""

    vacancy = models.ForeignKey(Vacancy, on_delete=models.CASCADE, related_name="competencies")
    position = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=8)
    name = models.CharField("kompetensi", max_length=150)
    kind = models.CharField("jenis", max_length=16, choices=CompetencyKind)
    level = models.PositiveSmallIntegerField("tingkat", validators=[MinValueValidator(1), MaxValueValidator(5)])

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["vacancy", "code"], name="competency_once"),
            models.CheckConstraint(
                condition=models.Q(level__range=(1, 5)),
                name="competency_level_range",
                violation_error_message="Tingkat kompetensi 1 sampai 5.",
            ),
        ]


class ScoreComponent(models.Model):
    """One part of the assessment. Weights of a vacancy sum to 100; what is only shown or only passed or failed weighs 0."""

    vacancy = models.ForeignKey(Vacancy, on_delete=models.CASCADE, related_name="components")
    position = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=16)
    label = models.CharField("komponen", max_length=120)
    stage = models.CharField("tahap", max_length=16, choices=StageCode, default=StageCode.ASSESSMENT)
    weight = models.DecimalField("bobot", max_digits=5, decimal_places=2)
    minimum = models.DecimalField("nilai minimum", max_digits=6, decimal_places=2, null=True, blank=True)
    scale_min = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    scale_max = models.DecimalField(max_digits=6, decimal_places=2, default=100)
    aggregate = models.CharField(max_length=12, choices=AggregateKind, default=AggregateKind.MEAN)
    is_informative = models.BooleanField("hanya informasi", default=False, help_text="Ditampilkan, tidak pernah ikut dihitung")
    is_blind = models.BooleanField("tanpa nama", default=False, help_text="Penilai hanya melihat nomor peserta")
    anchors = models.JSONField(
        "uraian tingkat", default=list, blank=True, help_text='[{"from": "81", "to": "100", "text": "..."}], nilai mentah'
    )
    # The code instead of a key: a plan's lists are replaced whole while it is written.
    competency_code = models.CharField("kompetensi", max_length=8, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["vacancy", "code"], name="component_once"),
            models.CheckConstraint(
                condition=models.Q(weight=0) & (models.Q(aggregate="PASS_FAIL") | models.Q(is_informative=True))
                | models.Q(weight__gt=0, weight__lte=100, is_informative=False) & ~models.Q(aggregate="PASS_FAIL"),
                name="component_weight_range",
                violation_error_message=(
                    "Bobot lebih dari 0 dan paling besar 100; komponen informasi dan komponen memenuhi atau tidak berbobot 0."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(scale_max__gt=models.F("scale_min")),
                name="component_scale_in_order",
                violation_error_message="Nilai tertinggi harus di atas nilai terendah.",
            ),
            models.CheckConstraint(
                condition=models.Q(minimum=None)
                | models.Q(minimum__gte=models.F("scale_min"), minimum__lte=models.F("scale_max")),
                name="component_minimum_in_scale",
                violation_error_message="Nilai minimum harus di dalam skala.",
            ),
            models.CheckConstraint(
                condition=~models.Q(aggregate="PASS_FAIL") | models.Q(scale_min=0, scale_max=1, minimum__isnull=False, minimum=1),
                name="component_pass_or_fail",
                violation_error_message="Komponen memenuhi atau tidak bernilai 1 atau 0.",
            ),
        ]

    @property
    def is_scored_by_panel(self) -> bool:
        """Whether its values stand on the members' sheets; every other kind has one value without a sheet."""
        return self.aggregate in (AggregateKind.MEAN, AggregateKind.MEDIAN)

    @property
    def is_imported(self) -> bool:
        """Whether its one value comes from a file of the assessment centre or the hospital."""
        return self.aggregate in (AggregateKind.SINGLE, AggregateKind.PASS_FAIL)

    @property
    def is_pass_fail(self) -> bool:
        """Whether it is only passed or failed."""
        return self.aggregate == AggregateKind.PASS_FAIL

    @property
    def is_weighted(self) -> bool:
        """Whether it adds points to the total; one that is only passed or failed, or only shown, does not."""
        return self.weight > 0

    @property
    def is_ranked(self) -> bool:
        """Whether the ranking and its packet know it."""
        return not self.is_informative


class AssessmentPlan(AppendOnly):
    """How people will be assessed, frozen when the vacancy is published: canonical JSON and its digest, shown to everybody.

    From here on the database refuses changes of components and competency standard, and a ranking must agree with it.
    """

    vacancy = models.OneToOneField(Vacancy, on_delete=models.PROTECT, related_name="assessment_plan")
    content = models.TextField(help_text="JSON kanonik dari vacancies/assessment_plan.py")
    sha256 = models.CharField(max_length=64)
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    locked_at = models.DateTimeField()


class Stage(models.Model):
    vacancy = models.ForeignKey(Vacancy, on_delete=models.CASCADE, related_name="stages")
    code = models.CharField("tahap", max_length=16, choices=StageCode)
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("selesai")

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["vacancy", "code"], name="stage_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="stage_dates_in_order",
                violation_error_message="Tanggal selesai tahap tidak boleh sebelum tanggal mulai.",
            ),
        ]


class SelectionPanel(models.Model):
    """Panitia seleksi: odd, 5 to 9, internal at most 45 %, one chair, all expertise covered (rules/panel.py)."""

    vacancy = models.OneToOneField(Vacancy, on_delete=models.CASCADE, related_name="panel")
    basis = models.CharField("SK pansel", max_length=120, blank=True)


class PanelMember(models.Model):
    panel = models.ForeignKey(SelectionPanel, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="panel_seats")
    is_chair = models.BooleanField("ketua", default=False)
    is_internal = models.BooleanField("dari instansi ini", default=False)
    origin = models.CharField("asal", max_length=200)
    expertise = models.CharField("keahlian", max_length=150, blank=True)
    kind = models.CharField("unsur", max_length=12, choices=PanelMemberKind, default=PanelMemberKind.EXPERT)
    # Codes of rules/panel.py (the post's field, personnel management) and of technical competencies of the standard.
    covers = models.JSONField("bidang yang dikuasai", default=list, blank=True)

    class Meta:
        ordering = ["-is_chair", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "user"],
                name="panel_member_once",
                violation_error_message="Orang ini sudah menjadi anggota pansel.",
            ),
            models.UniqueConstraint(
                fields=["panel"],
                condition=models.Q(is_chair=True),
                name="one_panel_chair",
                violation_error_message="Pansel hanya punya satu ketua.",
            ),
        ]
