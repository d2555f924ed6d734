"""What follows an objection: the list announced anew takes the place of the older one, and those who may answer are reminded."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core.letter_check import standing
from core.letters import current_version, end_letter
from core.models import Letter, OutboxMessage
from selection.actions import answer_objection
from tests.factories.objections import REASON, SUBJECT, TEXT, failed_application, objectionable_vacancy
from tests.factories.selection import official
from vacancies import tasks
from vacancies.actions.objections import file_objection
from vacancies.models import Objection
from vacancies.notifications.objections import is_objection_open

pytestmark = pytest.mark.django_db


def file(vacancy) -> Objection:
    application = failed_application(vacancy)
    return file_objection(application_id=application.pk, actor=application.employee.user, subjects=[SUBJECT], text=TEXT)


def answer(objection, actor, *, is_granted=False) -> Objection:
    return answer_objection(objection_id=objection.pk, actor=actor, is_granted=is_granted, reason=REASON)


def test_the_older_list_says_that_it_was_replaced(client):
    vacancy = objectionable_vacancy()
    first = vacancy.announcements.get()
    assert first.letter is None
    answer(file(vacancy), official(Role.SECRETARIAT, vacancy), is_granted=True)
    answer(file(vacancy), official(Role.SECRETARIAT, vacancy), is_granted=True)
    second, third = vacancy.announcements.filter(version__gt=1).order_by("version")
    assert standing(Letter.objects.with_end().get(pk=second.letter_id)).successor == third.letter
    assert standing(Letter.objects.with_end().get(pk=third.letter_id)).code == "VALID"
    assert third.letter.words["replaces"]["number"] == second.letter.number
    assert "replaces" not in second.letter.words
    text = client.get(reverse("show_vacancy", args=[vacancy.public_id])).content.decode()
    assert text.count("sudah diganti)") == 2
    assert text.count("Surat pengumuman:") == 1


def test_a_list_that_the_office_withdrew_or_replaced_itself_is_no_hindrance():
    vacancy = objectionable_vacancy()
    secretary, now = official(Role.SECRETARIAT, vacancy), timezone.now()
    answer(file(vacancy), secretary, is_granted=True)
    by_office = Letter.objects.create(kind="PENGUMUMAN", number="900/PENG/UJI/2026", title="x", template="x", words={})
    listed = vacancy.announcements.get(version=2).letter
    end_letter(letter=listed, successor=by_office, reason="Salah ketik.", actor=secretary, duty="Sekretariat", now=now)
    answer(file(vacancy), secretary, is_granted=True)
    third = vacancy.announcements.get(version=3).letter
    assert (current_version(listed), third.words["replaces"]["number"]) == (third, by_office.number)
    end_letter(letter=third, successor=None, reason="Ditarik.", actor=secretary, duty="Sekretariat", now=now)
    answer(file(vacancy), secretary, is_granted=True)
    assert "replaces" not in vacancy.announcements.get(version=4).letter.words


def test_those_who_may_answer_are_told_once_more_before_it_is_late_and_never_what_was_answered(monkeypatch):
    vacancy = objectionable_vacancy()
    colleague = official(Role.AGENCY_ADMIN, vacancy)
    objection = file(vacancy)
    answered = answer(file(vacancy), colleague)

    def at(**before):
        monkeypatch.setattr("core.clock.now", lambda: objection.due_at - timedelta(**before))
        return tasks.send_reminders()

    assert [at(days=3), at(days=2), at(hours=1), at(hours=-1)] == [0, 1, 0, 0]
    mails = OutboxMessage.objects.filter(kind="objection_filed", key__startswith="objection-reminder:")
    (mail,) = mails.filter(recipient=colleague)
    assert not mails.exclude(key__startswith=f"objection-reminder:{objection.pk}:").exists()
    assert "Sanggahan belum dijawab, batas" in mail.subject
    assert objection.application.employee.name not in mail.subject + mail.text
    # What was answered meanwhile is not asked for: the mails about the other one stay home.
    assert is_objection_open(mail.key)
    assert not is_objection_open(f"objection:{answered.pk}:filed:{colleague.pk}")
    answer(objection, colleague)
    assert not is_objection_open(mail.key)
