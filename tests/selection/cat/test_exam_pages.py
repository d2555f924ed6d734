"""Pages of the computer test: their cost at every size, what they show to whom, and that they work without a script."""

import io
import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.enums import Role
from core.models import Letter, OutboxMessage
from core.seals import seal_and_export
from selection.cat import actions
from selection.cat.board import _kept
from selection.cat.models import Exam, ExamAnswer, ExamPractice, ExamResult, ExamSession, ExamSitting
from selection.models import Score
from tests.factories.exams import (
    QuestionFactory,
    candidate_with_account,
    exam_of,
    proctor_of,
    running_exam,
    session_of,
)
from tests.factories.people import UserFactory
from tests.factories.selection import chair_of
from tests.factories.vacancies import VacancyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_board():
    _kept.clear()
    yield
    _kept.clear()


@pytest.fixture
def sealed(settings, tmp_path):
    """A trail that was sealed a moment ago: minutes print its root."""
    settings.SEAL_FOLDER = str(tmp_path / "seals")
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return seal_and_export()


def compact(content: bytes) -> str:
    """Text of a PDF without spaces: a long digest is broken over lines."""
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def count_queries(client, url: str) -> int:
    client.get(url)
    _kept.clear()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def at_desk(client, sitting: ExamSitting) -> None:
    """Sign in and carry the word of the browser that checked in."""
    client.force_login(sitting.user)
    session = client.session
    session[f"exam:{sitting.public_id}"] = sitting.desk
    session.save()


def page(sitting: ExamSitting, name: str, *more) -> str:
    return reverse(name, args=[sitting.public_id, *more])


BANK_QUERIES, EXAMS_QUERIES, OWN_QUERIES, ROOM_QUERIES, BOARD_QUERIES = 9, 13, 7, 21, 6


def test_bank_costs_the_same_at_every_size(client):
    author = UserFactory(role=Role.SECRETARIAT)
    agency = author.memberships.get().agency
    client.force_login(author)
    costs = []
    for size in (1, 3):
        while agency.exam_questions.count() < size:
            QuestionFactory(agency=agency)
        costs.append(count_queries(client, reverse("list_questions")))
    assert costs == [BANK_QUERIES, BANK_QUERIES]


def test_exams_of_a_vacancy_cost_the_same_at_every_size(client):
    vacancy = VacancyFactory(state="SCORING")
    client.force_login(UserFactory(role=Role.SECRETARIAT, agency=vacancy.agency))
    costs = []
    for size in (1, 3):
        while vacancy.exams.count() < size:
            session_of(exam_of(vacancy))
        costs.append(count_queries(client, reverse("list_exams", args=[vacancy.public_id])))
    assert costs == [EXAMS_QUERIES, EXAMS_QUERIES]


def test_own_sessions_cost_the_same_at_every_size(client):
    vacancy = VacancyFactory(state="SCORING")
    candidate = candidate_with_account(vacancy, 1)
    client.force_login(candidate.application.employee.user)
    costs = []
    for size in (1, 3):
        while ExamSitting.objects.count() < size:
            session_of(exam_of(vacancy), people=[candidate])
            exam_of(vacancy, practice=True)
        costs.append(count_queries(client, reverse("list_my_exams")))
    assert costs == [OWN_QUERIES, OWN_QUERIES]


def test_room_costs_the_same_at_every_size(client):
    costs = []
    for size in (1, 3):
        session = running_exam(candidates=size)
        client.force_login(proctor_of(session))
        for sitting in session.sittings.order_by("pk"):
            actions.finish_exam(actor=sitting.user, sitting_id=sitting.pk)
        costs.append(count_queries(client, reverse("run_exam_session", args=[session.public_id])))
    assert costs == [ROOM_QUERIES, ROOM_QUERIES]


def test_board_costs_the_same_at_every_size(client):
    costs = []
    for size in (1, 3):
        session = running_exam(candidates=size)
        costs.append(count_queries(client, reverse("watch_exam", args=[session.public_id])))
    assert costs == [BOARD_QUERIES, BOARD_QUERIES]


def test_board_shows_numbers_and_values_and_no_person(client):
    session = running_exam()
    sitting = session.sittings.order_by("number").first()
    actions.finish_exam(actor=sitting.user, sitting_id=sitting.pk)
    answer = client.get(reverse("watch_exam", args=[session.public_id]))
    text = answer.content.decode()
    assert sitting.number in text
    assert "0,00" in text
    assert "Mengerjakan" in text
    for each in ExamSitting.objects.select_related("candidate__application__employee", "user"):
        person = each.candidate.application.employee
        assert not any(word in text for word in (person.name, person.nip, each.user.email, str(each.public_id)))
    part = client.get(reverse("watch_exam", args=[session.public_id]), headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<div id="papan"')
    assert "<html" not in part


def test_no_page_shows_a_question_before_the_start_or_after_the_end(client):
    session = running_exam(candidates=1)
    sitting = session.sittings.get()
    at_desk(client, sitting)
    names = (("answer_question", 1), ("read_exam_paper",), ("finish_exam",))
    assert "Pertanyaan rahasia" in client.get(page(sitting, "read_exam_paper")).content.decode()
    for shift in ({"hours": 1}, {"hours": -1}):
        ExamSession.objects.filter(pk=session.pk).update(
            starts_at=session.starts_at + timedelta(**shift), ends_at=session.ends_at + timedelta(**shift)
        )
        for name, *more in names:
            answer = client.get(page(sitting, name, *more), follow=True)
            assert "Pertanyaan rahasia" not in answer.content.decode()


def test_without_a_script_each_question_is_a_page_with_a_button(client):
    sitting = running_exam(candidates=1).sittings.get()
    at_desk(client, sitting)
    assert client.get(page(sitting, "enter_exam")).url == page(sitting, "answer_question", 1)
    answer = client.post(page(sitting, "answer_question", 1), {"choice": "2", "doubt": "1", "to": "next"})
    assert answer.url == page(sitting, "answer_question", 2)
    again = client.get(page(sitting, "answer_question", 1)).content.decode()
    assert '<input type="radio" name="choice" value="2" checked>' in again
    assert 'is-answered is-doubtful" href' in again
    assert client.post(page(sitting, "answer_question", 4), {"choice": "1", "to": "next"}).url == page(sitting, "finish_exam")
    overview = client.get(page(sitting, "finish_exam")).content.decode()
    assert "2 soal belum dijawab" in overview
    client.post(page(sitting, "finish_exam"))
    shown = client.get(page(sitting, "enter_exam")).content.decode()
    assert "Nilai Anda" in shown
    assert client.get(page(sitting, "answer_question", 1)).url == page(sitting, "enter_exam")


def test_a_page_sent_late_is_not_saved_and_says_so(client):
    session = running_exam(candidates=1)
    sitting = session.sittings.get()
    at_desk(client, sitting)
    ExamSession.objects.filter(pk=session.pk).update(ends_at=timezone.now() - timedelta(minutes=1))
    assert client.post(page(sitting, "answer_question", 1), {"choice": "1"}).url == page(sitting, "enter_exam")
    sent = client.post(
        page(sitting, "save_exam_answers"), json.dumps({"answers": [[1, 1, False, 5]]}), content_type="application/json"
    )
    assert sent.status_code == 409
    assert "Waktu ujian sudah habis" in sent.json()["reason"]
    assert not ExamAnswer.objects.exists()
    assert "Waktu habis" in client.get(page(sitting, "enter_exam")).content.decode()
    client.post(page(sitting, "enter_exam"), {"act": "count"})
    assert ExamResult.objects.get().ended_by == "TIME"


def test_who_comes_after_the_start_is_told_so_and_offered_no_pin(client):
    session = running_exam(candidates=2)
    late, moving = session.sittings.order_by("number")
    ExamSitting.objects.filter(pk=late.pk).update(checked_in_at=None, desk="")
    for sitting, words, has_form in ((late, "Ujian sudah dimulai", False), (moving, "dibuka di komputer lain", True)):
        client.force_login(sitting.user)
        shown = client.get(page(sitting, "enter_exam")).content.decode()
        assert words in shown
        assert ('name="pin"' in shown) is has_form
        # The hour at which unused PINs ended is past: a replacement has one of its own.
        assert "tidak berlaku lagi" not in shown
    # A replacement from the last five minutes still lets in.
    ExamSitting.objects.filter(pk=late.pk).update(pin_hash="x", pin_until=timezone.now() + timedelta(minutes=2))
    client.force_login(late.user)
    assert 'name="pin"' in client.get(page(late, "enter_exam")).content.decode()


@pytest.mark.parametrize(
    "body", ["", "[]", '{"answers": [[1, 1]]}', '{"answers": [[1, 9, false, 5]]}', '{"answers": [["1", 1, false, 5]]}', "{"]
)
def test_a_broken_sending_is_refused_with_a_sentence(client, body):
    sitting = running_exam(candidates=1).sittings.get()
    at_desk(client, sitting)
    answer = client.post(page(sitting, "save_exam_answers"), body, content_type="application/json")
    assert (answer.status_code, answer.json()["reason"]) == (409, "Kiriman jawaban rusak. Muat ulang halaman ujian.")


def test_saving_reads_the_session_and_writes_once(client, django_assert_num_queries):
    sitting = running_exam(candidates=1).sittings.get()
    at_desk(client, sitting)
    rows = {"answers": [[1, 1, False, int(timezone.now().timestamp() * 1000)]]}
    # One statement reads session and person, one saves.
    with django_assert_num_queries(2):
        answer = client.post(page(sitting, "save_exam_answers"), json.dumps(rows), content_type="application/json")
    assert answer.json() == {"saved": 1}


def test_the_office_plans_gives_pins_notes_and_signs(client, sealed):
    vacancy = VacancyFactory(state="SCORING")
    people = [candidate_with_account(vacancy, number) for number in (1, 2)]
    exam = exam_of(vacancy)
    client.force_login(UserFactory(role=Role.SECRETARIAT, agency=vacancy.agency))
    starts = timezone.localtime(timezone.now() + timedelta(minutes=40)).strftime("%Y-%m-%dT%H:%M")
    values = {"title": "Sesi 1", "place": "Ruang 3", "starts_at": starts, "seats": "1", "candidates": [p.pk for p in people]}
    url = reverse("plan_exam_session", args=[exam.public_id])
    assert "kursi hanya 1" in client.post(url, values).content.decode()
    client.post(url, values | {"seats": "2"})
    session = ExamSession.objects.get()
    mails = OutboxMessage.objects.filter(kind="exam_set")
    assert mails.count() == 2
    assert all("BEGIN:VEVENT" in mail.calendar for mail in mails)
    room = reverse("run_exam_session", args=[session.public_id])
    shown = client.post(room, {"act": "pins", "sitting": [s.pk for s in session.sittings.all()]}).content.decode()
    assert shown.count("exam-pin-digits") == 2
    assert "exam-pin-digits" not in client.get(room).content.decode()
    client.post(room, {"act": "incident", "kind": "INCIDENT", "text": "Lampu padam dua menit."})
    ExamSession.objects.filter(pk=session.pk).update(
        starts_at=timezone.now() - timedelta(hours=2), ends_at=timezone.now() - timedelta(hours=1)
    )
    assert actions.close_session(session_id=session.pk) == 0
    session.refresh_from_db()
    client.post(room, {"act": "sign", "version": session.version})
    words = Letter.objects.get(kind="BERITA_ACARA_UJIAN").words
    assert dict(words["counts"])["Tidak hadir"] == 2
    assert words["incidents"][0]["text"] == "Lampu padam dua menit."
    pdf = client.get(reverse("download_exam_minutes", args=[session.public_id]))
    assert sealed.root in compact(b"".join(pdf.streaming_content))


def test_two_people_annul_with_minutes_and_the_participant_gets_another_place(client, sealed):
    session = running_exam(candidates=1)
    sitting = session.sittings.get()
    actions.finish_exam(actor=sitting.user, sitting_id=sitting.pk)
    one, two = proctor_of(session), chair_of(session.exam.vacancy)
    client.force_login(one)
    client.post(reverse("propose_exam_annulment", args=[sitting.public_id]), {"reason": "Membuka ponsel pukul 09.40."})
    annulment = sitting.result.annulments.get()
    url = reverse("decide_exam_annulment", args=[annulment.public_id])
    assert "Anda yang mengusulkan" in client.post(url, {"act": "accept"}).content.decode()
    assert Score.objects.count() == 1
    client.force_login(two)
    client.post(url, {"act": "accept", "note": "Rekaman diperiksa."})
    assert (Score.objects.count(), ExamResult.objects.count()) == (0, 1)
    assert Letter.objects.get(kind="BERITA_ACARA_PEMBATALAN").words["reason"] == "Membuka ponsel pukul 09.40."
    pdf = client.get(reverse("download_annulment_minutes", args=[annulment.public_id]))
    assert sealed.root in compact(b"".join(pdf.streaming_content))
    again = actions.plan_session(
        exam_id=session.exam_id,
        actor=one,
        title="Sesi ulang",
        place="Ruang 4",
        starts_at=timezone.now() + timedelta(days=1),
        seats=1,
        candidate_ids=[sitting.candidate_id],
    )
    assert again.sittings.get().candidate == sitting.candidate


def test_a_rehearsal_leaves_no_trace_in_any_result(client):
    vacancy = VacancyFactory(state="SCORING")
    candidate = candidate_with_account(vacancy, 1)
    exam = exam_of(vacancy, practice=True)
    client.force_login(candidate.application.employee.user)
    home = reverse("practise_exam", args=[exam.public_id])
    client.post(home)
    client.post(reverse("answer_practice", args=[exam.public_id, 1]), {"choice": "1", "to": "next"})
    sent = client.post(
        reverse("save_practice_answers", args=[exam.public_id]),
        json.dumps({"answers": [[2, 1, True, int(timezone.now().timestamp() * 1000)]]}),
        content_type="application/json",
    )
    assert sent.json() == {"saved": 1}
    client.post(reverse("finish_practice", args=[exam.public_id]))
    assert "2 dari 4 soal dijawab" in client.get(home).content.decode()
    assert not (ExamSitting.objects.exists())
    assert not (ExamAnswer.objects.exists())
    assert not (ExamResult.objects.exists())
    assert not (Score.objects.exists())
    ExamPractice.objects.update(started_at=timezone.now() - timedelta(hours=13))
    assert actions.sweep_practices() == 1


def test_the_scale_of_the_component_is_used():
    session = running_exam(candidates=1)
    component = session.exam.component
    type(component).objects.filter(pk=component.pk).update(scale_min=Decimal(20), scale_max=Decimal(60))
    sitting = session.sittings.get()
    assert actions.finish_exam(actor=sitting.user, sitting_id=sitting.pk).value == Decimal("20.00")
    assert Exam.objects.get().component.scale_max == Decimal(60)
