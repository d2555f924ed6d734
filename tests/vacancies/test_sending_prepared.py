"""What the check page prepared is sent only while nothing has changed: every row, every right, the day, the code, the person."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.indonesian import ZONES, moment_words
from core.models import DemoClock, OutboxMessage
from core.refusals import Stale
from employees.models import HISTORIES, AssessmentRecord, Employee, OwnRecord
from tests.factories.applications import complete_draft
from tests.factories.evidence import OwnRecordFactory
from tests.factories.letters import LetterheadFactory, LetterWordingFactory
from tests.factories.people import DisciplineFactory, EmployeeFactory, MembershipFactory
from tests.factories.vacancies import VacancyFactory
from tests.harness.visitor import Forms
from vacancies import sending_function, sending_preparation
from vacancies.actions import sending
from vacancies.actions.withdrawal import withdraw_application
from vacancies.applicants import content_digest
from vacancies.models import (
    Application,
    ApplicationDocument,
    PanelMember,
    PreparedSending,
    RequiredDocument,
    Requirement,
    Vacancy,
)
from vacancies.reviews import Review, review_mark
from vacancies.sending_function import SENT
from vacancies.sending_preparation import prepare
from vacancies.sending_read import read_own
from vacancies.tasks import forget_prepared_sendings

pytestmark = pytest.mark.django_db


def full_draft():
    """A draft that may be sent, with a row in every list a sending reads."""
    application = complete_draft()
    employee = application.employee
    OwnRecordFactory(employee=employee)
    DisciplineFactory(employee=employee, severity="RINGAN", started_on="2010-01-01", ended_on="2010-07-01")
    AssessmentRecord.objects.create(
        employee=employee, assessed_on="2025-03-01", provider="Pusat Uji", job_person_match="81.50", potential="HIGH"
    )
    return Application.objects.get(pk=application.pk)


def review_of(application):
    return Review(content_digest(application, list(application.documents.all())), clock.transaction_now())


def prepared(application):
    """Prepare as the check page does, and give the review it carried."""
    user = application.employee.user
    review = review_of(application)
    assert prepare(read_own(user, application.public_id), user) == review.digest
    return review


def press(application, review):
    return sending.send_prepared(public_id=application.public_id, actor=application.employee.user, review=review)


def rewrite(model, **which):
    """Write rows again as they are: whatever anybody changes about a row leaves at least this trace."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        for pk in model.objects.filter(**which).values_list("pk", flat=True):
            cursor.execute(f"UPDATE {table} SET id = id WHERE id = %s", [pk])


LISTS = {
    ApplicationDocument: lambda a: {"application": a},
    Requirement: lambda a: {"vacancy": a.vacancy},
    RequiredDocument: lambda a: {"vacancy": a.vacancy},
    OwnRecord: lambda a: {"employee": a.employee},
    **{Employee._meta.get_field(name).related_model: lambda a: {"employee": a.employee} for name in HISTORIES},
}
TOUCHES = {
    "vacancy": lambda a: rewrite(Vacancy, pk=a.vacancy_id),
    "application": lambda a: rewrite(Application, pk=a.pk),
    "employee": lambda a: rewrite(Employee, pk=a.employee_id),
    "agency": lambda a: rewrite(type(a.vacancy.agency), pk=a.vacancy.agency_id),
    "employer": lambda a: rewrite(type(a.vacancy.agency), pk=a.employee.agency_id),
    "proof": lambda a: rewrite(type(a.employee.own_records.get().proof), pk=a.employee.own_records.get().proof_id),
    "address": lambda a: type(a.employee.user).objects.filter(pk=a.employee.user_id).update(email="baru@uji.example"),
    "name": lambda a: type(a.employee.user).objects.filter(pk=a.employee.user_id).update(full_name="Nama Baru"),
    "inactive": lambda a: type(a.employee.user).objects.filter(pk=a.employee.user_id).update(is_active=False),
    "duty": lambda a: MembershipFactory(user=a.employee.user, role="SECRETARIAT", agency=a.vacancy.agency),
    "panel": lambda a: PanelMember.objects.create(panel=a.vacancy.panel, user=a.employee.user, origin="Lain"),
    "wording": lambda a: LetterWordingFactory(agency=a.vacancy.agency),
    "letterhead": lambda a: LetterheadFactory(agency=a.vacancy.agency),
}


@pytest.mark.parametrize("name", TOUCHES)
def test_any_row_that_changed_is_noticed(name):
    application = full_draft()
    review = prepared(application)
    TOUCHES[name](application)
    assert press(application, review).outcome == "CHANGED"
    assert Application.objects.get(pk=application.pk).submitted_at is None


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_any_row_of_a_list_that_changed_came_or_went_is_noticed(model):
    application = full_draft()
    review = prepared(application)
    rows = model.objects.filter(**LISTS[model](application)).order_by("pk")
    assert rows.exists()
    rewrite(model, pk=rows[0].pk)
    assert press(application, review).outcome == "CHANGED"
    if model is not ApplicationDocument:
        prepared(application)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [rows[0].pk])
    assert press(application, review).outcome == "CHANGED"
    assert Application.objects.get(pk=application.pk).submitted_at is None


def test_marks_name_every_table_that_is_read_and_never_move_by_themselves():
    application = full_draft()
    user = application.employee.user
    first = read_own(user, application.public_id)
    assert read_own(user, application.public_id).marks == first.marks
    tables = {*sending_function.OF_APPLICATION, *sending_function.OF_VACANCY, *sending_function.OF_EMPLOYEE}
    assert tables == {model._meta.db_table for model in LISTS}
    with CaptureQueriesContext(connection) as asked:
        prepare(first, user)
    read = [each["sql"] for each in asked if each["sql"].startswith("SELECT")]
    reading = [statement for statement in read if "core_democlock" not in statement]
    assert reading == [], "what is prepared must be made of what the marks cover"


def test_nobody_else_and_no_other_contents_are_sent():
    application = full_draft()
    review = prepared(application)
    owner, stranger = application.employee.user, EmployeeFactory(with_user=True).user
    for person, seen in ((stranger, review), (owner, Review("0" * 64, None)), (owner, Review("", None))):
        answer = sending.send_prepared(public_id=application.public_id, actor=person, review=seen)
        assert answer.outcome == "UNPREPARED"
    assert press(application, review).outcome == SENT


def test_what_other_code_or_another_day_prepared_is_not_sent(monkeypatch):
    application = full_draft()
    review = prepared(application)
    monkeypatch.setattr(sending, "code_mark", lambda: "1" * 64)
    assert press(application, review).outcome == "UNPREPARED"
    monkeypatch.undo()
    PreparedSending.objects.update(day=timezone.localdate() - timedelta(days=1))
    assert press(application, review).outcome == "UNPREPARED"


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "VERIFICATION"},
        {"state": "CANCELLED"},
        {"closes_at": timezone.now() - timedelta(seconds=1)},
        {"opens_at": timezone.now() + timedelta(hours=1)},
    ],
    ids=["closed", "cancelled", "late", "early"],
)
def test_window_is_asked_under_the_lock(fields):
    application = full_draft()
    review = prepared(application)
    Vacancy.objects.filter(pk=application.vacancy_id).update(**fields)
    assert press(application, review).outcome == "VACANCY"
    assert not OutboxMessage.objects.exists()


def test_draft_that_is_no_draft_any_more_is_not_sent():
    application = full_draft()
    review = prepared(application)
    Application.objects.filter(pk=application.pk).update(state="EXPIRED")
    assert press(application, review).outcome == "APPLICATION"


def test_demo_clock_moves_the_day_of_the_rules():
    application = full_draft()
    Vacancy.objects.filter(pk=application.vacancy_id).update(closes_at=timezone.now() + timedelta(days=30))
    review = prepared(application)
    DemoClock.objects.create(pk=1, seconds=2 * 24 * 3600)
    assert press(application, review).outcome == "UNPREPARED"
    prepared(application)
    answer = press(application, review)
    assert answer.outcome == SENT
    assert Application.objects.get(pk=application.pk).submitted_at == answer.at
    assert answer.at - timezone.now() > timedelta(days=1)


@pytest.mark.parametrize("zone", ZONES.values())
def test_mail_names_the_minute_of_sending_in_the_zone_of_the_agency(zone):
    for hours in (0, 5, 9, 20):
        vacancy = VacancyFactory(state="OPEN", closes_at=timezone.now() + timedelta(days=300), reference_on=timezone.localdate())
        vacancy.agency.zone = zone
        vacancy.agency.save()
        DemoClock.objects.update_or_create(pk=1, defaults={"seconds": hours * 3600 + hours * 13 * 24 * 3600})
        application = complete_draft(vacancy)
        answer = press(application, prepared(application))
        assert answer.outcome == SENT
        text = OutboxMessage.objects.order_by("-pk").first().text
        assert f"Waktu dikirim: {moment_words(answer.at, zone)}\n" in text
        assert not [each for each in ZONES.values() if moment_words(sending_preparation.STAND_IN, each) in text]


def test_words_that_look_like_the_stand_in_go_the_ordinary_way():
    title = f"Kepala {moment_words(sending_preparation.STAND_IN, 'WIB').removesuffix(' WIB')}"
    application = complete_draft(VacancyFactory(state="OPEN", position_title=title))
    user = application.employee.user
    known = read_own(user, application.public_id)
    assert prepare(known, user) is None
    sent = sending.submit_application(application_id=application.pk, actor=user, review=review_of(application), known=known)
    assert sent.state == "SUBMITTED"


def test_draft_that_was_discarded_meanwhile_is_not_prepared():
    application = complete_draft()
    user = application.employee.user
    known = read_own(user, application.public_id)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("vacancies_applicationdocument", "vacancies_applicationevent"):
            cursor.execute(f"DELETE FROM {table} WHERE application_id = %s", [application.pk])
        cursor.execute("DELETE FROM vacancies_application WHERE id = %s", [application.pk])
    assert prepare(known, user) is None


def test_page_prepares_and_button_sends_with_one_read_of_the_person(client):
    application = full_draft()
    client.force_login(application.employee.user)
    page = client.get(reverse("check_application", args=[application.public_id]))
    assert page.status_code == 200
    assert PreparedSending.objects.get().pk == application.pk
    target, fields = next((action, values) for action, values in Forms(page.content.decode()).found if "/kirim/" in action)
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(target, fields)
    assert answer.url == reverse("show_receipt", args=[application.public_id])
    assert len([each for each in asked if "core_democlock" not in each["sql"]]) <= 3
    number = Application.objects.get(pk=application.pk).receipt_number
    # A second press, as from another tab, leads to the first receipt.
    assert client.post(target, fields).url == answer.url
    assert Application.objects.get(pk=application.pk).receipt_number == number
    # Taken back and sent again: another receipt, from another page.
    withdraw_application(application_id=application.pk, actor=application.employee.user, reason="")
    assert client.get(reverse("check_application", args=[application.pk and application.public_id])).status_code == 200


def test_page_that_cannot_be_sent_prepares_nothing(client):
    application = complete_draft()
    Application.objects.filter(pk=application.pk).update(agrees=False)
    client.force_login(application.employee.user)
    page = client.get(reverse("check_application", args=[application.public_id]))
    assert "Masih ada yang belum lengkap" in page.content.decode()
    assert not PreparedSending.objects.exists()


def test_older_page_of_two_is_told_that_the_contents_changed(client):
    application = full_draft()
    user = application.employee.user
    review = prepared(application)
    Application.objects.filter(pk=application.pk).update(motivation="Diubah di gawai lain")
    prepared(Application.objects.get(pk=application.pk))
    assert press(application, review).outcome == "UNPREPARED"
    with pytest.raises(Stale):
        sending.submit_application(
            application_id=application.pk, actor=user, review=review, known=read_own(user, application.public_id)
        )


def test_lost_cache_costs_time_and_nothing_else(client):
    application = full_draft()
    user = application.employee.user
    client.force_login(user)
    review = prepared(application)
    PreparedSending.objects.all().delete()
    mark = review_mark(application, review.digest, review.opened_at)
    answer = client.post(reverse("submit_application", args=[application.public_id]), {"reviewed": mark})
    assert answer.url == reverse("show_receipt", args=[application.public_id])
    assert Application.objects.get(pk=application.pk).state == "SUBMITTED"


@pytest.mark.django_db(transaction=True)
def test_sending_that_waited_for_the_lock_counts_from_when_it_began(second_connection):
    """Somebody changes the vacancy while the button waits; the ordinary way decides by the instant of arrival."""
    application = complete_draft()
    user = application.employee.user
    review = prepared(application)
    with second_connection.cursor() as cursor:
        cursor.execute("UPDATE vacancies_vacancy SET version = version + 1 WHERE id = %s", [application.vacancy_id])
    second_connection.commit()
    answer = press(application, review)
    assert answer.outcome == "CHANGED"
    sending.submit_application(application_id=application.pk, actor=user, review=review, arrived_at=answer.at)
    assert Application.objects.get(pk=application.pk).submitted_at == answer.at


def test_code_mark_follows_the_address_of_the_portal(monkeypatch):
    first = sending_preparation.code_mark()
    sending_preparation.code_mark.cache_clear()
    monkeypatch.setattr(settings, "PORTAL_URL", "https://lain.example")
    other = sending_preparation.code_mark()
    sending_preparation.code_mark.cache_clear()
    assert len(first) == len(other) == 64
    assert first != other


def test_rows_of_other_days_are_swept():
    old, new = full_draft(), full_draft()
    prepared(old)
    PreparedSending.objects.update(day=timezone.localdate() - timedelta(days=1))
    prepared(new)
    assert forget_prepared_sendings() == 1
    assert PreparedSending.objects.get().pk == new.pk
