"""What a person sits in front of: the questions in the own order, the time left, and where each button leads.

One shape for a test in earnest and for a rehearsal, so that both are the same pages.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from selection.cat.models import ExamPractice, ExamSitting
from selection.cat.paper import newest_answers, practice_answers, question_rows, read_paper


@dataclass(frozen=True)
class Room:
    """One person's test at one moment.

    Args:
        key: names the test in the browser's own store. rows: from `question_rows`.
        mark: watermark behind the questions.
        home, save_url, paper_url, finish_url: addresses; `question_url` has the number 0 in the place of the number.
    """

    key: str
    title: str
    place: str
    zone: str
    ends_at: datetime
    now: datetime
    rows: list[dict[str, Any]]
    is_practice: bool
    mark: str
    home: str
    question_url: str
    paper_url: str
    save_url: str
    finish_url: str

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def answered(self) -> int:
        return sum(row["is_answered"] for row in self.rows)

    @property
    def doubtful(self) -> int:
        return sum(row["is_doubtful"] for row in self.rows)

    @property
    def left(self) -> str:
        """Hours, minutes and seconds that are left, as the server counts."""
        seconds = max(int((self.ends_at - self.now).total_seconds()), 0)
        return f"{seconds // 3600:02d}.{seconds // 60 % 60:02d}.{seconds % 60:02d}"

    @property
    def now_ms(self) -> str:
        return str(int(self.now.timestamp() * 1000))

    @property
    def ends_ms(self) -> str:
        return str(int(self.ends_at.timestamp() * 1000))

    def url_of(self, number: int) -> str:
        """The page of one question."""
        return self.question_url.replace("-0/", f"-{number}/")

    def chips(self, current: int = 0) -> list[dict[str, Any]]:
        """The overview: one chip a question."""
        return [
            {
                "number": row["number"],
                "url": self.url_of(row["number"]),
                "is_current": row["number"] == current,
                "is_answered": row["is_answered"],
                "is_doubtful": row["is_doubtful"],
                "words": ("ragu-ragu" if row["is_doubtful"] else "terjawab" if row["is_answered"] else "belum dijawab"),
            }
            for row in self.rows
        ]


def exam_room(sitting: ExamSitting, now: datetime) -> Room:
    """The room of a test that runs; the caller has asked `answer_refusal`. One query for the answers, the paper is kept."""
    session = sitting.session
    exam, vacancy = session.exam, session.exam.vacancy
    paper = read_paper(exam)
    counted = newest_answers([sitting.pk])[sitting.pk]
    return Room(
        key=str(sitting.public_id),
        title=exam.title,
        place=f"{vacancy.position_title} · peserta {sitting.number}",
        zone=vacancy.zone_label,
        ends_at=session.ends_at,
        now=now,
        rows=question_rows(paper, paper.slots(sitting.seed), counted),
        is_practice=False,
        mark=f"{sitting.user.nip or sitting.user.email} · {sitting.number}",
        home=reverse("enter_exam", args=[sitting.public_id]),
        question_url=reverse("answer_question", args=[sitting.public_id, 0]),
        paper_url=reverse("read_exam_paper", args=[sitting.public_id]),
        save_url=reverse("save_exam_answers", args=[sitting.public_id]),
        finish_url=reverse("finish_exam", args=[sitting.public_id]),
    )


def practice_room(practice: ExamPractice, now: datetime) -> Room:
    """The room of a rehearsal."""
    exam = practice.exam
    paper = read_paper(exam)
    return Room(
        # Each rehearsal is another one for the browser: answers of the last must not come back.
        key=f"latihan-{exam.public_id}-{practice.seed}",
        title=exam.title,
        place=f"{exam.vacancy.position_title} · latihan, tidak dinilai",
        zone=exam.vacancy.zone_label,
        ends_at=practice.ends_at,
        now=now,
        rows=question_rows(paper, paper.slots(practice.seed), practice_answers(practice.answers)),
        is_practice=True,
        mark="",
        home=reverse("practise_exam", args=[exam.public_id]),
        question_url=reverse("answer_practice", args=[exam.public_id, 0]),
        paper_url=reverse("read_practice_paper", args=[exam.public_id]),
        save_url=reverse("save_practice_answers", args=[exam.public_id]),
        finish_url=reverse("finish_practice", args=[exam.public_id]),
    )
