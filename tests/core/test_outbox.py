"""Outbox and bell as rows: one key, one row; nothing leaves inside the act. Delivery itself: tests/faults."""

import pytest
from django.db import transaction

from core.models import Notification, OutboxMessage
from core.outbox import message_id, queue_bell, queue_mail
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def mail(key="uji:1", **more):
    queue_mail(**{"kind": "step_decided", "key": key, "to_address": "a@uji.example", "subject": "Judul", "text": "Isi"} | more)


def test_one_key_is_one_mail_and_the_first_words_stay():
    mail(subject="Pertama")
    mail(subject="Kedua")
    assert OutboxMessage.objects.get().subject == "Pertama"


def test_mail_of_an_act_that_failed_never_was():
    with transaction.atomic():
        mail()
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


def test_writing_a_mail_talks_to_no_server(settings):
    settings.EMAIL_BACKEND = "tidak.ada.Backend"
    mail()
    assert OutboxMessage.objects.get().state == "PENDING"


def test_subject_is_one_line_of_at_most_200_letters():
    mail(subject="Baris satu\r\nBaris dua\t" + "x" * 300)
    subject = OutboxMessage.objects.get().subject
    assert subject.startswith("Baris satu Baris dua xxx")
    assert len(subject) == 200


def test_long_subject_keeps_the_event_and_the_agency():
    agency = "Kementerian Contoh Pembangunan Wilayah Kepulauan dan Perbatasan"
    mail(subject=f"Pendaftaran diperpanjang: Kepala {'Pusat ' * 40}, {agency}")
    subject = OutboxMessage.objects.get().subject
    assert subject.startswith("Pendaftaran diperpanjang: Kepala Pusat")
    assert subject.endswith(f", {agency}")
    assert len(subject) == 200


def test_message_id_belongs_to_the_key_and_shows_nothing_of_it():
    assert message_id("undangan:1") == message_id("undangan:1") != message_id("undangan:2")
    assert "undangan" not in message_id("undangan:1")


def test_bell_rings_once_a_key_and_long_titles_are_cut():
    person = UserFactory()
    for _ in range(2):
        queue_bell(kind="step_decided", key="uji:bel", recipient=person, title="y" * 300, url="/papan/")
    assert len(Notification.objects.get().title) == 200
