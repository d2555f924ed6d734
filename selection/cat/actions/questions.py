"""The question bank: write, send to a second person, return, approve and seal, retire; import of many as drafts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from accounts.models import Agency, User
from core import audit, clock
from core.refusals import Refused, Stale, require
from selection.cat.key_models import ExamKey
from selection.cat.models import AUTHOR_ROLES, ExamQuestion
from selection.cat.permissions import can_edit_question, can_retire_question, can_review_question, can_write_questions
from selection.cat.rules.lifecycle import QUESTION
from selection.cat.rules.questions import Content, Part, problems
from selection.cat.sealing import open_here, seal_for_two


@dataclass(frozen=True)
class QuestionText:
    """What an author writes; `parts` as rules/questions.py reads them."""

    code: str
    competency: str
    kind: str
    difficulty: str
    stem: str
    parts: tuple[Part, ...]
    is_practice: bool = False


@transaction.atomic
def write_question(*, agency_id: int, actor: User, text: QuestionText, question_id: int | None = None) -> ExamQuestion:
    """Keep a question as a draft of its author, new or changed. A returned one becomes a draft again when it is sent.

    Raises:
        Refused: no right, not the author, in review, or a code that is taken.
    """
    now = clock.transaction_now()
    agency = Agency.objects.get(pk=agency_id)
    if question_id is None:
        require(can_write_questions(actor, agency))
        question = ExamQuestion(agency=agency, author=actor, created_at=now)
    else:
        question = _locked(question_id)
        require(can_edit_question(actor, question))
    _fill(question, text)
    question.updated_at = now
    question.version += 1
    try:
        with transaction.atomic():
            question.save()
    except IntegrityError as error:
        raise Refused("Kode soal ini sudah dipakai di bank soal instansi Anda.", field="code") from error
    _record(question, actor, "write_question")
    return question


@transaction.atomic
def import_questions(*, agency_id: int, actor: User, texts: Sequence[QuestionText], source: str, submit: bool = False) -> int:
    """Write all questions of a checked file as the actor's own, or none.

    Args:
        submit: send them to the review at once. source: file name, for the trail.

    Raises:
        Refused: no right, an unusable question, or a code that is taken meanwhile.
    """
    now = clock.transaction_now()
    agency = Agency.objects.get(pk=agency_id)
    require(can_write_questions(actor, agency))
    state = QUESTION.target("DRAFT", "send_question") if submit else "DRAFT"
    rows = []
    for text in texts:
        if problems(text.kind, text.stem, text.parts):
            raise Refused(f"Soal {text.code} belum lengkap. Periksa berkas sekali lagi.")
        question = ExamQuestion(agency=agency, author=actor, created_at=now, updated_at=now, state=state)
        _fill(question, text)
        rows.append(question)
    try:
        with transaction.atomic():
            ExamQuestion.objects.bulk_create(rows, batch_size=500)
    except IntegrityError as error:
        raise Refused("Ada kode soal yang sudah dipakai sejak berkas diperiksa. Periksa berkas sekali lagi.") from error
    audit.record(
        chain=audit.SYSTEM_CHAIN,
        act="import_questions",
        actor=actor,
        duty=_duty(actor, agency),
        object_type="Agency",
        object_id=agency.public_id,
        details={"source": source, "codes": [text.code for text in texts], "sent": submit},
    )
    return len(rows)


@transaction.atomic
def send_question(*, question_id: int, actor: User) -> ExamQuestion:
    """The author hands a draft to a second person.

    Raises:
        Refused: no right, or the question is not usable yet.
    """
    question = _locked(question_id)
    require(can_edit_question(actor, question))
    content = question.read()
    found = problems(content.kind, content.stem, content.parts)
    if found:
        raise Refused(f"Soal belum dapat dikirim: {found[0]}")
    return _move(question, "send_question", actor)


@transaction.atomic
def take_back_question(*, question_id: int, actor: User) -> ExamQuestion:
    """The author takes a question back out of the review."""
    question = _locked(question_id)
    require(can_write_questions(actor, question.agency))
    if question.author_id != actor.pk:
        raise Refused("Hanya penulis soal ini yang dapat menariknya.")
    return _move(question, "take_back_question", actor)


@transaction.atomic
def review_question(*, question_id: int, actor: User, is_approved: bool, note: str, version: int) -> ExamQuestion:
    """A second person approves the question as it was read, or returns it with a note. Approved, it is sealed with two keys.

    Raises:
        Refused: the own question, no right, returned without a note, or the agency has not made its two keys yet.
        Stale: it changed since it was read.
    """
    question = _locked(question_id)
    require(can_review_question(actor, question))
    if question.version != version:
        raise Stale("Soal ini berubah sejak Anda membacanya. Baca sekali lagi, lalu putuskan.")
    if not is_approved and not note.strip():
        raise Refused("Tulis apa yang perlu diperbaiki penulis.", field="note")
    question.reviewer, question.review_note, question.reviewed_at = actor, note.strip(), clock.transaction_now()
    if is_approved and not question.is_practice:
        _seal(question)
    return _move(question, "approve_question" if is_approved else "return_question", actor)


@transaction.atomic
def retire_question(*, question_id: int, actor: User) -> ExamQuestion:
    """Take a question out of use; papers already drawn keep it."""
    question = _locked(question_id)
    require(can_retire_question(actor, question))
    return _move(question, "retire_question", actor)


@transaction.atomic
def restore_question(*, question_id: int, actor: User) -> ExamQuestion:
    """Bring a retired question back as a draft; it is reviewed anew. A sealed one stays what it is."""
    question = _locked(question_id)
    require(can_write_questions(actor, question.agency))
    if question.is_sealed:
        raise Refused("Soal ini sudah disegel, jadi tidak dapat menjadi draf lagi. Tulis soal baru dengan kode lain.")
    question.reviewer = question.reviewed_at = None
    question.review_note = ""
    return _move(question, "restore_question", actor)


@transaction.atomic
def record_question_view(*, question: ExamQuestion, actor: User) -> None:
    """Leave a trace that somebody reads what a question says, before it is shown; the trail is sealed every minute."""
    _record(question, actor, "read_question")


def _locked(question_id: int) -> ExamQuestion:
    rows = ExamQuestion.objects.select_for_update(of=("self",), no_key=True).select_related("agency", "author")
    return rows.get(pk=question_id)


def _fill(question: ExamQuestion, text: QuestionText) -> None:
    question.code, question.competency = text.code.strip().upper(), " ".join(text.competency.split())
    question.difficulty, question.is_practice = text.difficulty, text.is_practice
    question.keep(Content(text.kind, text.stem.strip(), tuple(text.parts)))


def _seal(question: ExamQuestion) -> None:
    """From the portal's key to the keys of two people; from here on one of them alone reads nothing."""
    keys = list(ExamKey.objects.in_force().filter(agency=question.agency).order_by("slot"))
    if len(keys) < 2:
        raise Refused(
            "Soal disegel dengan dua kunci begitu disetujui, dan kunci soal instansi ini belum lengkap. "
            "Dua orang masing-masing membuat satu kunci di halaman Kunci soal, lalu setujui sekali lagi."
        )
    first, second = keys
    content = open_here(question.sealed_text)
    question.sealed_text = seal_for_two(content, str(question.public_id), (first.public_key, second.public_key))
    question.first_key, question.second_key = first, second


def _move(question: ExamQuestion, act: str, actor: User) -> ExamQuestion:
    reason = QUESTION.refusal(question.state, act)
    if reason:
        raise Refused(reason)
    question.state = QUESTION.target(question.state, act)
    question.updated_at = clock.transaction_now()
    question.version += 1
    question.save()
    _record(question, actor, act)
    return question


def _record(question: ExamQuestion, actor: User, act: str) -> None:
    """The trail names the question and its digest, never its words."""
    audit.record(
        chain=audit.SYSTEM_CHAIN,
        act=act,
        actor=actor,
        duty=_duty(actor, question.agency),
        object_type="ExamQuestion",
        object_id=question.public_id,
        details={"code": question.code, "state": question.state, "sha256": question.sha256, "note": question.review_note},
    )


def _duty(actor: User, agency: Agency) -> str:
    role = next((each for each in AUTHOR_ROLES if actor.holds(each, agency.pk)), AUTHOR_ROLES[0])
    return actor.duty_label(role, agency.pk)
