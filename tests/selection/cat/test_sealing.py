"""Questions under two keys: one alone opens nothing, the clock keeps the paper closed, every reading is in the trail."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core.models import AuditEntry, OutboxMessage
from core.refusals import Refused
from selection.cat import actions
from selection.cat.actions.questions import QuestionText
from selection.cat.key_models import ExamItemText, ExamKey, ExamOpening
from selection.cat.models import ExamItem, ExamQuestion, ExamSession, ExamSitting
from selection.cat.paper import PaperSealed, read_paper
from selection.cat.rules.questions import read_parts
from selection.cat.sealing import (
    SealBroken,
    half_of,
    lock_private,
    new_code,
    new_pair,
    open_here,
    open_with,
    seal_for_two,
    seal_here,
    unlock_private,
)
from tests.factories.exams import (
    CODES,
    FIELD,
    QuestionFactory,
    candidate_with_account,
    exam_keys,
    options,
    proctor_of,
    sealed_exam,
    session_of,
)
from tests.factories.people import AgencyFactory, UserFactory
from tests.factories.vacancies import VacancyFactory

SECRET = "Pertanyaan rahasia"


@pytest.fixture
def pairs():
    return new_pair(), new_pair()


def test_two_halves_open_a_text_and_one_opens_nothing(pairs):
    (first, one), (second, two) = pairs
    sealed = seal_for_two(SECRET, "soal-1", (first, second))
    halves = half_of(sealed, one, "soal-1", 1), half_of(sealed, two, "soal-1", 2)
    assert open_with(sealed, halves, "soal-1") == SECRET
    nothing = "A" * 43 + "="
    for wrong in ((halves[0], nothing), (nothing, halves[1]), (halves[0], halves[0]), halves[::-1][:1] * 2):
        with pytest.raises(SealBroken):
            open_with(sealed, wrong, "soal-1")
    for slot, private in ((1, two), (2, one)):
        with pytest.raises(SealBroken):
            half_of(sealed, private, "soal-1", slot)
    # A sealed text is good for its own question only.
    with pytest.raises(SealBroken):
        half_of(sealed, one, "soal-2", 1)
    with pytest.raises(SealBroken):
        open_with(sealed, halves, "soal-2")


def test_a_key_opens_with_its_code_however_it_is_typed_and_with_no_other(pairs):
    private, code = pairs[0][1], new_code()
    assert len(code.replace("-", "")) == 25
    locked = lock_private(private, code, "kunci-1")
    assert unlock_private(locked, f" {code.lower().replace('-', ' ')} ", "kunci-1") == private
    for wrong, about in ((new_code(), "kunci-1"), (code, "kunci-2"), (code[:-1], "kunci-1"), ("", "kunci-1")):
        with pytest.raises(SealBroken):
            unlock_private(locked, wrong, about)


def test_a_draft_lies_under_the_portals_key_and_an_older_one_still_opens_it(settings):
    sealed = seal_here(SECRET)
    assert SECRET not in sealed
    settings.EXAM_KEYS = ["bmV1LW5ldS1uZXUtbmV1LW5ldS1uZXUtbmV1LW5ldS0=", *settings.EXAM_KEYS]
    assert open_here(sealed) == SECRET


@pytest.fixture
def agency(db):
    return AgencyFactory()


def sent(agency, *, practice: bool = False) -> ExamQuestion:
    text = QuestionText("S-1", FIELD, "SINGLE", "EASY", SECRET, read_parts([{"text": "", "options": options(0, 1)}]), practice)
    author = UserFactory(role=Role.SECRETARIAT, agency=agency)
    question = actions.write_question(agency_id=agency.pk, actor=author, text=text)
    return actions.send_question(question_id=question.pk, actor=author)


def stored_words() -> str:
    """Everything the tables of the bank and of papers hold, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(string_agg(t.row, ' '), '') FROM (SELECT q::text AS row FROM selection_examquestion q UNION ALL"
            " SELECT i::text FROM selection_examitem i UNION ALL SELECT x::text FROM selection_examitemtext x UNION ALL"
            " SELECT o::text FROM selection_examopening o) t"
        )
        return str(cursor.fetchone()[0])


def test_an_approval_needs_both_keys_and_seals(agency, client):
    reviewer = UserFactory(role=Role.PANEL_MEMBER, agency=agency)
    question = sent(agency)
    assert SECRET not in stored_words()
    order = {"question_id": question.pk, "actor": reviewer, "is_approved": True, "note": "", "version": question.version}
    with pytest.raises(Refused, match="kunci soal instansi ini belum lengkap"):
        actions.review_question(**order)
    exam_keys(agency)
    client.force_login(reviewer)
    page = reverse("show_question", args=[question.public_id])
    assert SECRET in client.get(page).content.decode()
    approved = actions.review_question(**order)
    assert approved.is_sealed
    assert SECRET not in stored_words()
    for user in (reviewer, question.author):
        client.force_login(user)
        shown = client.get(page).content.decode()
        assert SECRET not in shown
        assert "Soal ini tersegel" in shown
    with pytest.raises(Refused, match="sudah disegel"):
        approved.read()
    actions.retire_question(question_id=question.pk, actor=reviewer)
    with pytest.raises(Refused, match="tidak dapat menjadi draf lagi"):
        actions.restore_question(question_id=question.pk, actor=reviewer)


def test_every_reading_of_a_question_is_in_the_trail_without_its_words(agency, client):
    question = sent(agency)
    reviewer = UserFactory(role=Role.PANEL_CHAIR, agency=agency)
    client.force_login(reviewer)
    shown = client.get(reverse("show_question", args=[question.public_id])).content.decode()
    assert shown.count(reviewer.full_name) >= 12
    (body,) = AuditEntry.objects.filter(body__contains='"read_question"').values_list("body", flat=True)
    assert reviewer.full_name in body
    assert question.sha256 in body
    assert SECRET not in body
    client.force_login(question.author)
    actions.take_back_question(question_id=question.pk, actor=question.author)
    assert SECRET in client.get(reverse("edit_question", args=[question.public_id])).content.decode()
    assert AuditEntry.objects.filter(body__contains='"read_question"').count() == 2


@pytest.mark.parametrize(
    "change",
    ["sealed_text = 'x'", "sha256 = 'x'", "max_points = 9", "first_key_id = NULL", "competency = 'x'", "is_practice = true"],
)
def test_a_sealed_question_is_not_changed_by_the_web_role(agency, change):
    question = QuestionFactory(agency=agency)
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE selection_examquestion SET {change} WHERE id = %s", [question.pk])
    assert refused.value.__cause__.pgcode == "42501"


def test_two_people_make_the_keys_hand_one_on_and_give_a_lost_one_up(agency, client):
    one, two, three = (UserFactory(role=Role.PANEL_MEMBER, agency=agency) for _ in range(3))
    url = reverse("list_exam_keys")
    made = {"agency": agency.public_id, "act": "make"}
    client.force_login(one)
    code = client.post(url, made | {"slot": "1"}).context["code"]
    assert code not in client.get(url).content.decode()
    assert "Anda sudah memegang satu kunci" in client.post(url, made | {"slot": "2"}).content.decode()
    client.force_login(two)
    client.post(url, made | {"slot": "2"})
    key = ExamKey.objects.get(slot=1)
    assert code not in key.locked_key
    client.force_login(three)
    taken = {"agency": agency.public_id, "act": "take", "slot": "1"}
    assert "tidak cocok" in client.post(url, taken | {"code": new_code()}).content.decode()
    fresh = client.post(url, taken | {"code": code}).context["code"]
    key.refresh_from_db()
    assert (key.holder, fresh != code) == (three, True)
    client.force_login(two)
    assert "Anda sudah memegang satu kunci" in client.post(url, taken | {"code": fresh}).content.decode()
    question = sent(agency)
    actions.review_question(question_id=question.pk, actor=two, is_approved=True, note="", version=question.version)
    with pytest.raises(Refused, match="pemegang kunci yang satu lagi"):
        actions.clear_key(key_id=key.pk, actor=three, reason="Hilang")
    client.post(url, {"agency": agency.public_id, "act": "clear", "slot": "1", "reason": "Amplop hilang dalam pindahan."})
    question.refresh_from_db()
    assert (question.state, ExamKey.objects.in_force().count()) == ("RETIRED", 1)
    acts = " ".join(AuditEntry.objects.values_list("body", flat=True))
    assert all(each in acts for each in ("make_exam_key", "take_over_exam_key", "clear_exam_key"))
    assert code not in acts
    assert fresh not in acts


@pytest.fixture
def waiting(db):
    """A session in half an hour with one participant at the desk, its paper sealed."""
    vacancy = VacancyFactory(state="SCORING")
    exam = sealed_exam(vacancy)
    session = session_of(exam, timezone.now() + timedelta(minutes=30), people=[candidate_with_account(vacancy, 1)])
    ExamSitting.objects.filter(session=session).update(desk="meja-001", checked_in_at=timezone.now())
    return session


def shift(session: ExamSession, **distance) -> None:
    starts = timezone.now() + timedelta(**distance)
    ExamSession.objects.filter(pk=session.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=1))
    session.refresh_from_db()


def holders(session: ExamSession):
    return [key.holder for key in exam_keys(session.exam.vacancy.agency)]


def sit_down(client, sitting: ExamSitting) -> None:
    client.force_login(sitting.user)
    kept = client.session
    kept[f"exam:{sitting.public_id}"] = sitting.desk
    kept.save()


def test_two_people_open_a_paper_not_too_early_and_participants_read_it_from_the_start(waiting, client):
    one, two = holders(waiting)
    sitting = waiting.sittings.get()
    page = reverse("open_exam_paper", args=[waiting.exam.public_id])
    shift(waiting, minutes=61)
    client.force_login(one)
    assert "60 menit sebelum sesi" in client.post(page, {"code": CODES[0]}).content.decode()
    shift(waiting, minutes=59)
    assert "tidak cocok" in client.post(page, {"code": CODES[1]}).content.decode()
    client.post(page, {"code": CODES[0]})
    with pytest.raises(Refused, match="Bagian Anda sudah dibuka"):
        actions.open_paper(exam_id=waiting.exam_id, actor=one, code=CODES[0])
    with pytest.raises(PaperSealed):
        read_paper(waiting.exam)
    client.force_login(two)
    client.post(page, {"code": CODES[1]})
    # Open, but the clock still keeps it: no table holds it in clear, no page shows it.
    assert "Kedua kunci sudah dipakai" in client.get(page).content.decode()
    assert SECRET not in stored_words()
    sit_down(client, sitting)
    for name, *more in (("answer_question", 1), ("read_exam_paper",), ("enter_exam",)):
        assert SECRET not in client.get(reverse(name, args=[sitting.public_id, *more]), follow=True).content.decode()
    shift(waiting, minutes=-1)
    assert (
        SECRET
        in client.get(reverse("answer_question", args=[sitting.public_id, 1])).content.decode()
        + client.get(reverse("read_exam_paper", args=[sitting.public_id])).content.decode()
    )
    assert not ExamItemText.objects.exists()
    actions.finish_exam(actor=sitting.user, sitting_id=sitting.pk)
    assert ExamItemText.objects.count() == ExamItem.objects.count()
    acts = AuditEntry.objects.filter(body__contains='"open_exam_paper"')
    assert acts.count() == 2


def test_a_running_session_with_a_sealed_paper_waits_and_can_be_moved(waiting, client):
    sitting = waiting.sittings.get()
    shift(waiting, minutes=-1)
    sit_down(client, sitting)
    door = client.get(reverse("answer_question", args=[sitting.public_id, 1]), follow=True).content.decode()
    assert "Naskah belum dibuka" in door
    assert client.get(reverse("watch_exam", args=[waiting.public_id])).status_code == 200
    with pytest.raises(PaperSealed):
        actions.finish_exam(actor=sitting.user, sitting_id=sitting.pk)
    proctor = proctor_of(waiting)
    client.force_login(proctor)
    room = client.get(reverse("run_exam_session", args=[waiting.public_id])).content.decode()
    assert "Naskah masih tersegel" in room
    assert holders(waiting)[0].full_name in room
    later = timezone.now() + timedelta(hours=2)
    actions.move_session(session_id=waiting.pk, actor=proctor, place="Ruang 2", starts_at=later, version=waiting.version)


def test_the_holders_hear_of_a_session_whose_paper_waits_for_them(waiting):
    candidate = candidate_with_account(waiting.exam.vacancy, 2)
    starts = timezone.now() + timedelta(days=2)
    order = {"title": "Sesi 2", "place": "R", "starts_at": starts, "seats": 1, "candidate_ids": [candidate.pk]}
    actions.plan_session(exam_id=waiting.exam_id, actor=proctor_of(waiting), **order)
    told = OutboxMessage.objects.filter(kind="exam_paper_sealed")
    assert {each.recipient for each in told} == set(holders(waiting))
    assert all(reverse("open_exam_paper", args=[waiting.exam.public_id]) in each.text for each in told)


def test_a_session_whose_paper_was_never_opened_did_not_take_place(waiting):
    shift(waiting, hours=-2)
    assert actions.close_session(session_id=waiting.pk) == 0
    waiting.refresh_from_db()
    assert waiting.state == "CANCELLED"
    assert not waiting.sittings.filter(result__isnull=False).exists()


def test_nobody_opens_a_paper_alone_or_without_a_key(waiting):
    one, _ = holders(waiting)
    agency = waiting.exam.vacancy.agency
    with pytest.raises(Refused, match="tidak memegang kunci"):
        actions.open_paper(exam_id=waiting.exam_id, actor=UserFactory(role=Role.PANEL_CHAIR, agency=agency), code=CODES[0])
    with pytest.raises(Refused, match="tidak cocok"):
        actions.open_paper(exam_id=waiting.exam_id, actor=one, code=CODES[1])
    opening = actions.open_paper(exam_id=waiting.exam_id, actor=one, code=CODES[0])
    # Also not as the web role: the second row takes another person.
    with pytest.raises(DatabaseError), transaction.atomic():
        ExamOpening.objects.create(
            exam=waiting.exam,
            slot=2,
            key=opening.key,
            opened_by=one,
            opened_at=timezone.now(),
            sealed_halves=opening.sealed_halves,
        )
    with pytest.raises(PaperSealed):
        read_paper(waiting.exam)
