"""The question bank: a second person reviews, a file comes in whole or not at all, an exam is drawn from what is approved."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.enums import Role
from core.refusals import Refused, Stale
from selection.cat import actions
from selection.cat.actions.questions import QuestionText
from selection.cat.importing import example_csv
from selection.cat.models import Exam, ExamQuestion
from selection.cat.rules.blueprint import BlueprintLine
from selection.cat.rules.questions import read_parts
from tests.factories.applications import ApplicationFactory
from tests.factories.exams import FIELD, QuestionFactory, case, cat_component, exam_keys, options, weighted
from tests.factories.people import AgencyFactory, EmployeeFactory, MembershipFactory, UserFactory
from tests.factories.vacancies import VacancyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def author(agency):
    return UserFactory(role=Role.SECRETARIAT, agency=agency)


@pytest.fixture
def reviewer(agency):
    exam_keys(agency)
    return UserFactory(role=Role.PANEL_MEMBER, agency=agency)


def written(agency, author, **fields) -> ExamQuestion:
    parts = read_parts([{"text": "", "options": options(0, 1, 0)}])
    text = QuestionText(
        **{"code": "a-1", "competency": FIELD, "kind": "SINGLE", "difficulty": "EASY", "stem": "Apa?", "parts": parts} | fields
    )
    return actions.write_question(agency_id=agency.pk, actor=author, text=text)


def test_a_question_is_used_only_after_a_second_person_has_read_it(agency, author, reviewer):
    question = actions.send_question(question_id=written(agency, author).pk, actor=author)
    with pytest.raises(Refused, match="orang lain yang menelaahnya"):
        actions.review_question(question_id=question.pk, actor=author, is_approved=True, note="", version=question.version)
    with pytest.raises(Stale, match="berubah sejak Anda membacanya"):
        actions.review_question(question_id=question.pk, actor=reviewer, is_approved=True, note="", version=1)
    with pytest.raises(Refused, match="perlu diperbaiki"):
        actions.review_question(question_id=question.pk, actor=reviewer, is_approved=False, note=" ", version=question.version)
    back = actions.review_question(
        question_id=question.pk, actor=reviewer, is_approved=False, note="Pilihan C ganda.", version=question.version
    )
    assert back.state == "RETURNED"
    again = actions.send_question(question_id=question.pk, actor=author)
    done = actions.review_question(question_id=question.pk, actor=reviewer, is_approved=True, note="", version=again.version)
    assert (done.state, done.reviewer) == ("APPROVED", reviewer)
    with pytest.raises(Refused, match="tidak dapat diubah"):
        actions.send_question(question_id=question.pk, actor=author)


def test_the_database_refuses_an_author_as_reviewer(agency, author):
    question = written(agency, author)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE selection_examquestion SET reviewer_id = author_id WHERE id = %s", [question.pk])


def test_an_unfinished_question_and_a_taken_code_are_refused(agency, author):
    question = written(agency, author, parts=read_parts([{"text": "", "options": options(0, 0)}]))
    with pytest.raises(Refused, match="tepat satu jawaban benar"):
        actions.send_question(question_id=question.pk, actor=author)
    with pytest.raises(Refused, match="sudah dipakai"):
        written(agency, author, code="A-1")


def test_whoever_may_have_to_answer_them_reads_no_question(client, agency):
    servant = EmployeeFactory(with_user=True)
    MembershipFactory(user=servant.user, role=Role.SECRETARIAT, agency=agency)
    vacancy = VacancyFactory(agency=agency, state="OPEN")
    cat_component(vacancy)
    question = QuestionFactory(agency=agency, state="DRAFT")
    client.force_login(servant.user)
    url = reverse("show_question", args=[question.public_id])
    assert client.get(url).status_code == 200
    ApplicationFactory(vacancy=vacancy, employee=servant, state="SUBMITTED")
    answer = client.get(url)
    assert answer.status_code == 403
    assert "Pertanyaan rahasia" not in answer.content.decode()
    assert question.code not in client.get(reverse("list_questions")).content.decode()


def upload(client, text: str):
    file = SimpleUploadedFile("soal.csv", text.encode())
    agency = ExamQuestion._meta.get_field("agency").related_model.objects.order_by("pk").first()
    return client.post(reverse("import_questions"), {"file": file, "agency": agency.pk})


def packed_of(answer) -> str:
    return answer.context["packed"]


def test_a_file_comes_in_after_a_dry_run(client, agency, author):
    client.force_login(author)
    answer = upload(client, example_csv())
    assert "3 soal sudah diperiksa" in answer.content.decode()
    assert not ExamQuestion.objects.exists()
    client.post(reverse("import_questions"), {"act": "send", "packed": packed_of(answer)})
    stored = {each.code: each for each in ExamQuestion.objects.order_by("code")}
    assert [(each.kind, each.state, each.units) for each in stored.values()] == [
        ("SINGLE", "REVIEW", 1),
        ("WEIGHTED", "REVIEW", 1),
        ("CASE", "REVIEW", 2),
    ]
    assert [each.points for each in stored["CONTOH-02"].read().parts[0].options] == [0, 1, 4, 5]
    assert "Kode soal ini sudah dipakai" in upload(client, example_csv()).content.decode()


HEADING = "KODE;KOMPETENSI;JENIS;KESUKARAN;PERTANYAAN;BAGIAN;A;B;C;KUNCI;BOBOT\n"


@pytest.mark.parametrize(
    ("rows", "row", "words"),
    [
        (";K;TUNGGAL;MUDAH;P?;;a;b;;A;", 2, "Isi kode soal"),
        ("X;K;PILIHAN;MUDAH;P?;;a;b;;A;", 2, "Tulis TUNGGAL, BERBOBOT, KASUS."),
        ("X;K;TUNGGAL;GAMPANG;P?;;a;b;;A;", 2, "Tulis MUDAH, SEDANG, SUKAR."),
        ("X;;TUNGGAL;MUDAH;P?;;a;b;;A;", 2, "Isi nama kompetensi"),
        ("X;K;TUNGGAL;MUDAH;;;a;b;;A;", 2, "Isi pertanyaan"),
        ("X;K;TUNGGAL;MUDAH;P?;;a;b;;D;", 2, "Tulis huruf pilihan yang benar."),
        ("X;K;TUNGGAL;MUDAH;P?;;a;a;;A;", 2, "dua pilihan yang sama"),
        ("X;K;BERBOBOT;MUDAH;P?;;a;b;;;1", 2, "satu angka 0 sampai 5"),
        ("X;K;KASUS;MUDAH;P?;Satu?;a;b;;A;", 2, "Kasus memuat 2 sampai 10 bagian"),
        ("X;K;TUNGGAL;MUDAH;P?;;a;b;;A;\nX;K;TUNGGAL;MUDAH;Q?;;a;b;;A;", 3, "hanya kasus"),
        ("", 1, "tidak memuat satu soal pun"),
    ],
)
def test_row_errors_name_row_and_reason_and_nothing_comes_in(client, agency, author, rows, row, words):
    client.force_login(author)
    answer = upload(client, HEADING + rows)
    errors = answer.context["plan"].errors
    assert any(error.row == row and words in error.reason for error in errors), errors
    listed = client.post(reverse("import_questions"), {"act": "errors", "packed": packed_of(answer)}).content.decode()
    assert words in listed
    assert not ExamQuestion.objects.exists()


def test_a_file_with_other_columns_is_refused(client, agency, author):
    client.force_login(author)
    answer = upload(client, "KODE;ANEH;JENIS\n")
    reasons = {error.reason for error in answer.context["plan"].errors}
    assert {"Kolom ini tidak dikenal.", "Kolom KOMPETENSI tidak ada."} <= reasons


def test_an_exam_is_drawn_from_approved_questions_or_names_what_lacks(client):
    vacancy = VacancyFactory(state="SCORING")
    cat_component(vacancy)
    office = UserFactory(role=Role.SECRETARIAT, agency=vacancy.agency)
    made = {"agency": vacancy.agency}
    usable = [QuestionFactory(**made), weighted(**made), case(**made)]
    QuestionFactory(**made, state="REVIEW")
    QuestionFactory(**made, is_practice=True)
    QuestionFactory()
    order = {"vacancy_id": vacancy.pk, "actor": office, "title": "Ujian", "minutes": 60}
    with pytest.raises(Refused, match=f"{FIELD}, tingkat sedang: ada 3, perlu 4, kurang 1"):
        actions.build_exam(**order, lines=[BlueprintLine(FIELD, "MEDIUM", 4)])
    exam = actions.build_exam(**order, lines=[BlueprintLine(FIELD, "MEDIUM", 3)])
    assert {item.question for item in exam.items.all()} == set(usable)
    assert (exam.units, exam.max_points, exam.component) == (4, 11, vacancy.components.get(aggregate="CAT"))
    other = vacancy.components.get(code="PAPER")
    with pytest.raises(Refused, match="Pilih komponen"):
        actions.build_exam(**order, lines=[BlueprintLine(FIELD, "MEDIUM", 1)], component_id=other.pk)
    type(other).objects.filter(pk=other.pk).update(aggregate="CAT")
    second = actions.build_exam(**order, lines=[BlueprintLine(FIELD, "MEDIUM", 1)], component_id=other.pk)
    assert second.component == other
    second_page = reverse("build_exam", args=[vacancy.public_id])
    client.force_login(office)
    assert "Komponen yang dinilai" in client.get(second_page).content.decode()
    rehearsal = actions.build_exam(**order, lines=[BlueprintLine(FIELD, "MEDIUM", 1)], is_practice=True)
    assert rehearsal.is_practice
    assert Exam.objects.count() == 3


def test_a_paper_keeps_a_question_as_it_was_drawn():
    vacancy = VacancyFactory(state="SCORING")
    cat_component(vacancy)
    question = QuestionFactory(agency=vacancy.agency)
    office = UserFactory(role=Role.SECRETARIAT, agency=vacancy.agency)
    exam = actions.build_exam(
        vacancy_id=vacancy.pk, actor=office, title="Ujian", minutes=60, lines=[BlueprintLine(FIELD, "MEDIUM", 1)]
    )
    actions.retire_question(question_id=question.pk, actor=office)
    item = exam.items.get()
    assert (item.sealed_text, item.sha256) == (question.sealed_text, question.sha256)
    with pytest.raises(Refused, match="Bank soal belum cukup"):
        actions.build_exam(
            vacancy_id=vacancy.pk, actor=office, title="Ujian", minutes=60, lines=[BlueprintLine(FIELD, "MEDIUM", 1)]
        )


def test_questions_are_written_and_reviewed_on_pages_without_a_script(client, agency, author, reviewer):
    client.force_login(author)
    url = reverse("write_question")
    values = {
        "agency": agency.pk,
        "kind": "CASE",
        "parts": "3",
        "code": "K-1",
        "competency": FIELD,
        "difficulty": "HARD",
        "stem": "Naskah.",
    }
    for number in (1, 2):
        values |= {
            f"text_{number}": f"Bagian {number}?",
            f"option_{number}_A": "ya",
            f"option_{number}_B": "tidak",
            f"points_{number}_A": "0",
            f"points_{number}_B": "4",
        }
    more = client.post(url, values | {"act": "more"}).content.decode()
    assert "Bagian 4" in more
    assert "Bagian 1?" in more
    answer = client.post(url, values | {"act": "save", "code": ""})
    assert "Isi kode soal" in answer.content.decode()
    client.post(url, values | {"act": "save"})
    question = ExamQuestion.objects.get()
    assert [len(part.options) for part in question.read().parts] == [2, 2]
    page = reverse("show_question", args=[question.public_id])
    client.post(page, {"act": "send"})
    client.force_login(reviewer)
    question.refresh_from_db()
    assert "Telaah Anda" in client.get(page).content.decode()
    client.post(page, {"act": "approve", "version": question.version})
    question.refresh_from_db()
    assert question.state == "APPROVED"
