"""Tables of the computer-assisted test. What was drawn, answered and counted is written once and never changed."""

import uuid

from django.conf import settings
from django.db import models

from accounts.enums import Role
from accounts.models import Agency, User
from core.append_only import AppendOnly
from core.canonical import sha256_hex
from core.refusals import Refused
from selection.cat.enums import (
    QUESTION_STATES,
    SESSION_STATES,
    Difficulty,
    EndedBy,
    IncidentKind,
    QuestionKind,
)
from selection.cat.rules.questions import Content, read_content
from selection.cat.sealing import open_here, seal_here
from selection.models.candidate import Candidate
from vacancies.models import Application, ScoreComponent, Vacancy

# Who writes and reviews questions: the secretariat and the panel. An admin of the agency runs sessions, but reads no question.
AUTHOR_ROLES = (Role.SECRETARIAT, Role.PANEL_MEMBER, Role.PANEL_CHAIR)


class ExamQuestionQuerySet(models.QuerySet["ExamQuestion"]):
    def visible_to(self, user: User) -> "ExamQuestionQuerySet":
        """Questions of the agencies for which the person writes or reviews questions."""
        return self.filter(agency_id__in=user.agency_ids(*AUTHOR_ROLES))

    def usable(self, *, practice: bool) -> "ExamQuestionQuerySet":
        """Reviewed, and kept for the real test or for practice: never for both."""
        rows = self.filter(state="APPROVED", is_practice=practice)
        return rows if practice else rows.filter(first_key__cleared_at=None, second_key__cleared_at=None)

    def for_list(self) -> "ExamQuestionQuerySet":
        return self.select_related("author", "reviewer").order_by("competency", "code")


class ExamQuestion(models.Model):
    """One question of an agency's bank: what is said about it in clear, what it says sealed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="exam_questions")
    code = models.CharField("kode soal", max_length=24)
    competency = models.CharField("kompetensi", max_length=150)
    kind = models.CharField("jenis soal", max_length=8, choices=QuestionKind)
    difficulty = models.CharField("tingkat kesukaran", max_length=6, choices=Difficulty)
    is_practice = models.BooleanField("untuk latihan", default=False)
    # Under the portal's key until it is approved, then under the keys of two people (sealing.py); never in clear.
    sealed_text = models.TextField()
    sha256 = models.CharField(max_length=64, help_text="Sidik isi: kind, stem, parts")
    units = models.PositiveSmallIntegerField(help_text="Jumlah butir yang dijawab; satu kasus memuat beberapa")
    max_points = models.PositiveIntegerField()
    first_key = models.ForeignKey("selection.ExamKey", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    second_key = models.ForeignKey("selection.ExamKey", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=QUESTION_STATES, default="DRAFT")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    review_note = models.CharField("catatan penelaah", max_length=600, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = ExamQuestionQuerySet.as_manager()

    class Meta:
        app_label = "selection"
        ordering = ["agency", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "code"],
                name="exam_question_code_once",
                violation_error_message="Kode soal ini sudah dipakai di bank soal instansi Anda.",
            ),
            models.CheckConstraint(
                # Nobody approves an own question, whichever way the row is written.
                condition=models.Q(reviewer=None) | ~models.Q(reviewer=models.F("author")),
                name="exam_question_second_person",
                violation_error_message="Soal ditelaah oleh orang lain, bukan oleh penulisnya.",
            ),
            models.CheckConstraint(
                # What may come out in a test lies under two keys or is not approved.
                condition=~models.Q(state="APPROVED")
                | models.Q(is_practice=True)
                | models.Q(first_key__isnull=False, second_key__isnull=False),
                name="exam_question_approved_sealed",
                violation_error_message="Soal yang disetujui disegel dengan dua kunci.",
            ),
        ]
        indexes = [models.Index(fields=["agency", "state", "competency", "difficulty"], name="exam_question_stock")]

    @property
    def is_sealed(self) -> bool:
        """Under the keys of two people: no page shows it any more."""
        return self.first_key_id is not None

    def keep(self, content: Content) -> None:
        """Take new content under the portal's key. Only before the approval; the database refuses it afterwards."""
        self.kind, self.sealed_text, self.sha256 = content.kind, seal_here(content.text), sha256_hex(content.text)
        self.units, self.max_points = content.units, content.max_points

    def read(self) -> Content:
        """What the question says.

        Raises:
            Refused: it is sealed.
        """
        if self.is_sealed:
            raise Refused("Soal ini sudah disegel dengan kunci dua orang, jadi isinya tidak ditampilkan lagi.")
        return read_content(open_here(self.sealed_text))


class Exam(AppendOnly):
    """A test of one vacancy, drawn from the bank once; its paper is the rows of `ExamItem` and never changes."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="exams")
    # Empty for practice: what counts for nobody belongs to no component.
    component = models.ForeignKey(ScoreComponent, null=True, blank=True, on_delete=models.PROTECT, related_name="exams")
    title = models.CharField("nama ujian", max_length=120)
    minutes = models.PositiveSmallIntegerField("lama ujian (menit)")
    blueprint = models.JSONField(help_text="Kisi-kisi: kompetensi, tingkat kesukaran, jumlah soal")
    draw_seed = models.CharField(max_length=32, help_text="Benih pengundian soal dari bank")
    units = models.PositiveSmallIntegerField(help_text="Jumlah butir yang dijawab; satu kasus memuat beberapa")
    max_points = models.PositiveIntegerField()
    paper_sha256 = models.CharField(max_length=64)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        app_label = "selection"
        ordering = ["vacancy", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minutes__range=(1, 300)),
                name="exam_minutes_range",
                violation_error_message="Lama ujian 1 sampai 300 menit.",
            )
        ]

    @property
    def is_practice(self) -> bool:
        """A test that leaves no trace in any result."""
        return self.component_id is None


class ExamItem(AppendOnly):
    """One question of a paper, sealed as it was when the paper was drawn."""

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    question = models.ForeignKey(ExamQuestion, on_delete=models.PROTECT, related_name="+")
    competency = models.CharField(max_length=150)
    difficulty = models.CharField(max_length=6, choices=Difficulty)
    kind = models.CharField(max_length=8, choices=QuestionKind)
    sealed_text = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        app_label = "selection"
        ordering = ["exam", "position"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "position"], name="exam_item_position_once"),
            models.UniqueConstraint(fields=["exam", "question"], name="exam_item_question_once"),
        ]


class ExamSessionQuerySet(models.QuerySet["ExamSession"]):
    def run_by(self, user: User) -> "ExamSessionQuerySet":
        """Sessions of vacancies whose office the person holds; never where the person applied too."""
        office = self.filter(exam__vacancy__agency_id__in=user.agency_ids(Role.AGENCY_ADMIN, Role.SECRETARIAT))
        return office.exclude(exam__vacancy__in=Application.objects.of(user).values("vacancy"))

    def over(self, now) -> "ExamSessionQuerySet":
        """Planned ones whose time has run out: they wait to be closed."""
        return self.filter(state="PLANNED", ends_at__lte=now)


class ExamSession(models.Model):
    """One room at one time. The server's clock alone opens and ends it (rules/timing.py)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="sessions")
    title = models.CharField("nama sesi", max_length=80)
    place = models.CharField("tempat", max_length=200)
    starts_at = models.DateTimeField("mulai")
    ends_at = models.DateTimeField("selesai")
    seats = models.PositiveSmallIntegerField("jumlah kursi")
    state = models.CharField(max_length=16, choices=SESSION_STATES, default="PLANNED")
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    minutes_letter = models.ForeignKey("core.Letter", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ExamSessionQuerySet.as_manager()

    class Meta:
        app_label = "selection"
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="exam_session_times_in_order",
                violation_error_message="Sesi selesai sesudah mulai.",
            )
        ]
        indexes = [models.Index(fields=["ends_at"], condition=models.Q(state="PLANNED"), name="exam_session_waiting")]


class ExamSittingQuerySet(models.QuerySet["ExamSitting"]):
    def of(self, user: User) -> "ExamSittingQuerySet":
        """The person's own places."""
        return self.filter(user=user)

    def live(self) -> "ExamSittingQuerySet":
        """Places that count: of sessions that take place, not missed, and not annulled."""
        missed = models.Q(session__state__in=("ENDED", "MINUTES_SIGNED"), checked_in_at=None)
        rows = self.exclude(session__state="CANCELLED").exclude(missed)
        return rows.exclude(result__annulments__verdict__is_accepted=True)

    def for_list(self) -> "ExamSittingQuerySet":
        return self.select_related("session__exam__vacancy__agency", "candidate").order_by("number")


class ExamSitting(models.Model):
    """One participant's place in a session: seat, PIN, seed of the own order, and how far the person has come."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(ExamSession, on_delete=models.PROTECT, related_name="sittings")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="sittings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    number = models.CharField("nomor peserta", max_length=12)
    seat = models.PositiveSmallIntegerField("kursi")
    seed = models.CharField(max_length=32, help_text="Benih urutan soal dan pilihan orang ini")
    # Keyed hash over person, session and seat; empty when no PIN is in force (rules/timing.py says until when it is).
    pin_hash = models.CharField(max_length=64, blank=True)
    pin_until = models.DateTimeField(null=True, blank=True)
    pin_failures = models.PositiveSmallIntegerField(default=0)
    pins_issued = models.PositiveSmallIntegerField(default=0)
    # Which browser may answer: a word kept in its session at check-in. Another PIN moves the place to another computer.
    desk = models.CharField(max_length=32, blank=True)
    checked_in_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Who came is who checked in. That somebody leaves the selection for not coming is an act of its own, with a word why.
    absence_note = models.CharField("keterangan", max_length=300, blank=True)
    absence_marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    absence_marked_at = models.DateTimeField(null=True, blank=True)

    objects = ExamSittingQuerySet.as_manager()

    class Meta:
        app_label = "selection"
        ordering = ["session", "number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "candidate"], name="exam_sitting_once"),
            models.UniqueConstraint(fields=["session", "seat"], name="exam_seat_once"),
        ]


class ExamAnswer(AppendOnly):
    """One saved choice: every change is a row of its own, the highest sequence of a number counts (rules/grading.py).

    `number` and `choice` are what the person saw: question 1 to n in the own order, option 1 to k as shown, 0 for none.
    """

    # No index of its own: the constraint begins with the sitting.
    sitting = models.ForeignKey(ExamSitting, on_delete=models.PROTECT, related_name="answers", db_index=False)
    number = models.PositiveSmallIntegerField()
    choice = models.PositiveSmallIntegerField()
    is_doubtful = models.BooleanField()
    sequence = models.BigIntegerField(help_text="Milidetik jam server menurut peramban; jawaban yang lebih baru menang")
    saved_at = models.DateTimeField(help_text="Waktu transaksi")

    class Meta:
        app_label = "selection"
        constraints = [models.UniqueConstraint(fields=["sitting", "number", "sequence"], name="exam_answer_once")]


class ExamResult(AppendOnly):
    """What one sitting came to: counted once at its end, never changed. Only an annulment takes it out of force."""

    sitting = models.OneToOneField(ExamSitting, on_delete=models.PROTECT, related_name="result")
    points = models.PositiveIntegerField()
    max_points = models.PositiveIntegerField()
    answered = models.PositiveSmallIntegerField()
    value = models.DecimalField("nilai", max_digits=6, decimal_places=2)
    answers_sha256 = models.CharField(max_length=64)
    ended_by = models.CharField(max_length=4, choices=EndedBy)
    closed_at = models.DateTimeField()

    class Meta:
        app_label = "selection"


class ExamAnnulment(AppendOnly):
    """A proposal to take a result out of force, with its reason; it counts once a second person has accepted it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    result = models.ForeignKey(ExamResult, on_delete=models.PROTECT, related_name="annulments")
    reason = models.CharField("alasan", max_length=600)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    class Meta:
        app_label = "selection"
        ordering = ["proposed_at", "id"]


class ExamAnnulmentVerdict(AppendOnly):
    """What the second person said to an annulment; the minutes are written when it is accepted."""

    annulment = models.OneToOneField(ExamAnnulment, on_delete=models.PROTECT, related_name="verdict")
    is_accepted = models.BooleanField()
    note = models.CharField("catatan", max_length=600, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    letter = models.ForeignKey("core.Letter", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "selection"


class ExamIncident(AppendOnly):
    """What the proctor wrote down during a session; it goes into the minutes."""

    session = models.ForeignKey(ExamSession, on_delete=models.PROTECT, related_name="incidents")
    sitting = models.ForeignKey(ExamSitting, null=True, blank=True, on_delete=models.PROTECT, related_name="incidents")
    kind = models.CharField("jenis", max_length=12, choices=IncidentKind)
    text = models.CharField("catatan", max_length=600)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        app_label = "selection"
        ordering = ["noted_at", "id"]


class ExamPractice(models.Model):
    """A rehearsal of one person: one row, kept apart from every table of results and swept away at night."""

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seed = models.CharField(max_length=32)
    answers = models.JSONField(default=dict, help_text="Nomor soal -> [pilihan, ragu, urutan]")
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "selection"
        constraints = [models.UniqueConstraint(fields=["exam", "user"], name="exam_practice_once")]
