"""The sending in one round trip against the ordinary way: the same rows, and nothing sent that the other would refuse."""

import json
import random
import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.sessions import sight_of
from core import clock, row_sight, trail
from core.refusals import Refused
from employees.models import HISTORIES
from tests.factories.applications import ApplicationFactory, complete_draft
from tests.factories.letters import LetterheadFactory, LetterWordingFactory
from tests.factories.people import EmployeeFactory, MembershipFactory
from tests.factories.vacancies import VacancyFactory
from vacancies import sending_words
from vacancies.actions import sending
from vacancies.applicants import content_digest
from vacancies.models import Application, PanelMember, PreparedSending, Vacancy
from vacancies.reviews import Review
from vacancies.sending_function import SENT, around, member
from vacancies.sending_preparation import prepare
from vacancies.sending_read import read_own

RECEIPT = "1234-5678-9016"
# Numbers of rows, and times that Python takes where the function takes the transaction's; all others must be equal.
OWN = {"id", "receipt_id", "letter_id", "public_id", "created_at", "next_attempt_at"}
TABLES = (
    "vacancies_application",
    "vacancies_applicationevent",
    "core_letter",
    "core_letterregister",
    "core_outboxmessage",
    "core_notification",
    "core_auditentry",
    "core_audithead",
)
NAMES = ('Siti "Ayu" Rahma', "O'Brien \\ Tan", "Ünal Çelik 李", "Putri <b>Sari</b>", '"submitted_at":1,"submitted":-1')


def rows():
    """Every row of the tables a sending touches, without its own numbers."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t")
            kept = [{k: v for k, v in json.loads(row).items() if k not in OWN} for (row,) in cursor.fetchall()]
            found[table] = sorted(kept, key=lambda row: json.dumps(row, sort_keys=True))
    return found


def marked(application):
    return Review(content_digest(application, list(application.documents.all())), clock.transaction_now())


def press(application, review):
    """The send button of the check page, as far as its one statement goes."""
    return sending.send_prepared(public_id=application.public_id, actor=application.employee.user, review=review)


def drawn_case(number):
    """A complete draft, different in everything a sending writes."""
    draw = random.Random(number)
    vacancy = VacancyFactory(
        state=draw.choice(["OPEN", "PUBLISHED"]),
        opens_at=timezone.now() - timedelta(days=2),
        closes_at=timezone.now() + timedelta(days=draw.randint(1, 9), hours=draw.randint(0, 23)),
        level=draw.choice(["PRATAMA", "PRATAMA", "MADYA"]),
        position_title=draw.choice(NAMES) + " Direktur" * draw.randint(1, 16),
        reference_on=draw.choice([None, timezone.localdate() + timedelta(days=90)]),
    )
    if draw.random() < 0.5:
        # Not every rule is met by everybody; a vacancy without such rules takes anybody.
        vacancy.requirements.all().delete()
    fields = {
        "motivation": draw.choice(["", "Melayani.\n" * 40, 'Kata "kunci" \\ dan\ttab', NAMES[4]]),
        "special_needs": draw.choice(["", "Juru bahasa isyarat"]),
        "was_invited": draw.random() < 0.5,
    }
    application = complete_draft(vacancy, **fields)
    employee = application.employee
    employee.name = employee.user.full_name = draw.choice(NAMES)
    employee.save()
    employee.user.save()
    if draw.random() < 0.3:
        Application.objects.filter(pk=application.pk).update(email="")
    for version in range(1, draw.randint(1, 3)):
        # The newest counts; the agency's words stand in the receipt that is kept.
        LetterWordingFactory(agency=vacancy.agency, version=version, opening=f"{draw.choice(NAMES)} ke-{version}")
        LetterheadFactory(agency=vacancy.agency, version=version)
    if draw.random() < 0.3:
        for state in ("SUBMITTED", "WITHDRAWN", "DRAFT"):
            ApplicationFactory(vacancy=vacancy, state=state)
    return Application.objects.get(pk=application.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(14))
def test_rows_equal_those_of_the_ordinary_way(number, monkeypatch):
    application = drawn_case(number)
    user = application.employee.user
    monkeypatch.setattr(sending_words, "draw_receipt_number", lambda: RECEIPT)
    review = marked(application)
    before = rows()
    with transaction.atomic():
        try:
            sending.submit_application(application_id=application.pk, actor=user, review=review)
            expected = rows()
        except Refused as refused:
            expected = refused.reason
        transaction.set_rollback(True)
    assert rows() == before
    known = read_own(user, application.public_id)
    if isinstance(expected, str):
        assert prepare(known, user) is None
        assert press(application, review).outcome == "UNPREPARED"
        with pytest.raises(Refused, match=r"^" + re.escape(expected) + "$"):
            sending.submit_application(application_id=application.pk, actor=user, review=review, known=known)
        assert rows() == before
        return
    shown = vars_of(known.application)
    assert prepare(known, user) == review.digest
    assert vars_of(known.application) == shown, "the page draws the draft afterwards"
    assert rows() == before
    with CaptureQueriesContext(connection) as asked:
        assert press(application, review).outcome == SENT
    assert len([each for each in asked if "core_democlock" not in each["sql"]]) == 1, "one round trip"
    written = rows()
    for table in TABLES:
        assert written[table] == expected[table], table
    assert trail.verify_trail().faults == ()
    assert not PreparedSending.objects.exists()


@pytest.mark.django_db
def test_some_cases_are_sent_and_some_are_refused():
    """The cases above prove something only when both ends are among them."""
    outcomes = set()
    for number in range(14):
        application = drawn_case(number)
        user = application.employee.user
        prepare(read_own(user, application.public_id), user)
        outcomes.add(press(application, marked(application)).outcome)
    assert outcomes == {SENT, "UNPREPARED"}


@pytest.mark.django_db
def test_one_statement_reads_what_fifteen_queries_read(django_assert_num_queries):
    application = complete_draft()
    user = application.employee.user
    with CaptureQueriesContext(connection) as asked:
        known = read_own(user, application.public_id)
    assert len([each for each in asked if "core_democlock" not in each["sql"]]) == 1
    slow = Application.objects.with_contents().get(pk=application.pk)
    with django_assert_num_queries(0):
        fast = known.application
        for one, other in ((fast, slow), (fast.vacancy, slow.vacancy), (fast.employee, slow.employee)):
            for field in one._meta.concrete_fields:
                assert getattr(one, field.attname) == getattr(other, field.attname), field.name
        assert fast.employee.facts() == slow.employee.facts()
        for one, other in (
            (fast.documents, slow.documents),
            (fast.vacancy.requirements, slow.vacancy.requirements),
            (fast.vacancy.required_documents, slow.vacancy.required_documents),
            *((getattr(fast.employee, name), getattr(slow.employee, name)) for name in HISTORIES),
        ):
            assert [vars_of(row) for row in one.all()] == [vars_of(row) for row in other.all()]
        assert fast.vacancy.agency.zone == slow.vacancy.agency.zone
        assert fast.employee.agency.name == slow.employee.agency.name


def vars_of(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.django_db
def test_nobody_reads_the_application_of_another():
    application = complete_draft()
    assert read_own(EmployeeFactory(with_user=True).user, application.public_id) is None


@pytest.mark.django_db
@pytest.mark.parametrize("stranger", [True, False], ids=["another person", "nobody"])
def test_the_function_asks_who_sends_since_no_policy_asks_it(stranger):
    """It runs as the owner of the tables: without its own question whoever looks could send a stranger's draft."""
    application = complete_draft()
    user = application.employee.user
    prepare(read_own(user, application.public_id), user)
    review, before = marked(application), rows()
    other = EmployeeFactory(with_user=True).user.pk if stranger else None
    with row_sight.seen_as(sight_of(other, timezone.localdate())):
        assert press(application, review).outcome == "UNPREPARED"
    assert rows() == before
    with row_sight.seen_as(sight_of(user.pk, timezone.localdate())):
        assert press(application, review).outcome == SENT


@pytest.mark.django_db
@pytest.mark.parametrize(
    "stand",
    [
        lambda a: MembershipFactory(user=a.employee.user, role="SECRETARIAT", agency=a.vacancy.agency),
        lambda a: PanelMember.objects.create(panel=a.vacancy.panel, user=a.employee.user, origin="Lain"),
        lambda a: Application.objects.filter(pk=a.pk).update(agrees=False),
        lambda a: Vacancy.objects.filter(pk=a.vacancy_id).update(closes_at=timezone.now() - timedelta(seconds=1)),
        lambda a: Vacancy.objects.filter(pk=a.vacancy_id).update(state="VERIFICATION"),
    ],
    ids=["duty", "panel", "statement", "late", "closed"],
)
def test_whatever_stands_against_it_goes_the_ordinary_way(stand):
    application = complete_draft()
    stand(application)
    user = type(application.employee.user).objects.get(pk=application.employee.user_id)
    known = read_own(user, application.public_id)
    assert prepare(known, user) is None
    with pytest.raises(Refused):
        sending.submit_application(application_id=application.pk, actor=user, known=known)


@pytest.mark.django_db(transaction=True)
def test_receipt_number_that_somebody_has_is_drawn_again(monkeypatch):
    taken = complete_draft()
    sending.submit_application(application_id=taken.pk, actor=taken.employee.user)
    number = Application.objects.get(pk=taken.pk).receipt_number
    application = complete_draft(taken.vacancy)
    draws = iter([number, number, RECEIPT])
    monkeypatch.setattr(sending_words, "draw_receipt_number", lambda: next(draws))
    known = read_own(application.employee.user, application.public_id)
    sending.submit_application(application_id=application.pk, actor=application.employee.user, known=known)
    assert Application.objects.get(pk=application.pk).receipt_number == RECEIPT


def test_text_is_cut_around_its_members_only():
    text = '{"a":"\\"submitted\\":-1","submitted":-1,"z":1}'
    assert around(text, member("submitted", -1)) == ['{"a":"\\"submitted\\":-1","submitted":', ',"z":1}']
    for wrong in ('{"a":1}', '{"submitted":-1,"x":{"submitted":-1}}'):
        with pytest.raises(ValueError, match="once"):
            around(wrong, member("submitted", -1))
