"""The sending in one round trip against the ordinary way: the same rows, and nothing sent that the other would refuse."""

import json
import random
import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core import clock, trail
from core.refusals import Refused
from employees.models import HISTORIES
from tests.factories.applications import ApplicationFactory, complete_draft
from tests.factories.people import EmployeeFactory, MembershipFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.actions import sending
from vacancies.applicants import content_digest
from vacancies.models import Application, PanelMember, Vacancy
from vacancies.reviews import Review, review_mark
from vacancies.sending_function import SENT, around, member
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
    if draw.random() < 0.3:
        for state in ("SUBMITTED", "WITHDRAWN", "DRAFT"):
            ApplicationFactory(vacancy=vacancy, state=state)
    return Application.objects.get(pk=application.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(14))
def test_rows_equal_those_of_the_ordinary_way(number, monkeypatch):
    application = drawn_case(number)
    user = application.employee.user
    monkeypatch.setattr(sending, "_receipt_number", lambda: RECEIPT)
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
        assert sending._send_at_once(known, user, review) is None
        with pytest.raises(Refused, match=r"^" + re.escape(expected) + "$"):
            sending.submit_application(application_id=application.pk, actor=user, review=review, known=known)
        assert rows() == before
        return
    with CaptureQueriesContext(connection) as asked:
        assert sending.submit_application(application_id=application.pk, actor=user, review=review, known=known) is None
    assert len([each for each in asked if "core_democlock" not in each["sql"]]) == 1, "one round trip"
    written = rows()
    for table in TABLES:
        assert written[table] == expected[table], table
    assert trail.verify_trail().faults == ()


@pytest.mark.django_db
def test_some_cases_are_sent_and_some_are_refused():
    """The cases above prove something only when both ends are among them."""
    outcomes = set()
    for number in range(14):
        application = drawn_case(number)
        known = read_own(application.employee.user, application.public_id)
        answer = sending._send_at_once(known, application.employee.user, marked(application))
        outcomes.add(answer.outcome if answer else None)
    assert outcomes == {SENT, None}


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


CHANGES = {
    "VACANCY": lambda application: Vacancy.objects.filter(pk=application.vacancy_id).update(quota=5),
    "VACANCY closed": lambda application: Vacancy.objects.filter(pk=application.vacancy_id).update(state="CANCELLED"),
    "APPLICATION": lambda application: Application.objects.filter(pk=application.pk).update(motivation="Lain"),
    "DOCUMENTS": lambda application: application.documents.first().delete(),
    "DOCUMENTS replaced": lambda application: application.documents.update(sha256="0" * 64),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", CHANGES)
def test_what_changed_since_it_was_read_is_noticed_under_the_locks(name):
    application = complete_draft()
    user = application.employee.user
    known = read_own(user, application.public_id)
    before = rows()["core_letterregister"]
    CHANGES[name](application)
    answer = sending._send_at_once(known, user, None)
    assert answer.outcome == name.split()[0]
    assert rows()["core_letterregister"] == before
    assert Application.objects.get(pk=application.pk).submitted_at is None


@pytest.mark.django_db
def test_words_that_name_another_minute_are_not_sent():
    application = complete_draft()
    known = read_own(application.employee.user, application.public_id)
    object.__setattr__(known, "now", known.now - timedelta(minutes=1))
    assert sending._send_at_once(known, application.employee.user, None).outcome == "MINUTE"


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
    assert sending._send_at_once(known, user, None) is None
    with pytest.raises(Refused):
        sending.submit_application(application_id=application.pk, actor=user, known=known)


@pytest.mark.django_db
def test_second_press_leads_to_the_first_receipt(client):
    application = complete_draft()
    client.force_login(application.employee.user)
    mark = review_mark(application, marked(application).digest, clock.transaction_now())
    url = reverse("submit_application", args=[application.public_id])
    first = client.post(url, {"reviewed": mark})
    number = Application.objects.get(pk=application.pk).receipt_number
    second = client.post(url, {"reviewed": mark})
    assert first.url == second.url == reverse("show_receipt", args=[application.public_id])
    assert number
    assert Application.objects.get(pk=application.pk).receipt_number == number


@pytest.mark.django_db(transaction=True)
def test_receipt_number_that_somebody_has_is_drawn_again(monkeypatch):
    taken = complete_draft()
    sending.submit_application(application_id=taken.pk, actor=taken.employee.user)
    number = Application.objects.get(pk=taken.pk).receipt_number
    application = complete_draft(taken.vacancy)
    draws = iter([number, number, RECEIPT])
    monkeypatch.setattr(sending, "_receipt_number", lambda: next(draws))
    known = read_own(application.employee.user, application.public_id)
    sending.submit_application(application_id=application.pk, actor=application.employee.user, known=known)
    assert Application.objects.get(pk=application.pk).receipt_number == RECEIPT


@pytest.mark.django_db(transaction=True)
def test_sending_that_waited_for_the_lock_counts_from_when_it_began(second_connection, monkeypatch):
    """The clock closes the registration while the sending waits; it had arrived in time."""
    application = complete_draft()
    user, vacancy = application.employee.user, application.vacancy
    known = read_own(user, application.public_id)
    answered = []
    call = sending.call

    def closed_meanwhile(**values):
        with second_connection.cursor() as cursor:
            cursor.execute("UPDATE vacancies_vacancy SET version = version + 1 WHERE id = %s", [vacancy.pk])
        second_connection.commit()
        answered.append(call(**values))
        return answered[0]

    monkeypatch.setattr(sending, "call", closed_meanwhile)
    sending.submit_application(application_id=application.pk, actor=user, known=known)
    (answer,) = answered
    sent = Application.objects.get(pk=application.pk)
    assert answer.outcome == "VACANCY"
    assert sent.submitted_at == answer.at


def test_text_is_cut_around_its_members_only():
    text = '{"a":"\\"submitted\\":-1","submitted":-1,"z":1}'
    assert around(text, member("submitted", -1)) == ['{"a":"\\"submitted\\":-1","submitted":', ',"z":1}']
    for wrong in ('{"a":1}', '{"submitted":-1,"x":{"submitted":-1}}'):
        with pytest.raises(ValueError, match="once"):
            around(wrong, member("submitted", -1))
