"""The session ended while somebody wrote: the form is refused, the sentences come back to be copied."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
SENTENCE = "Jabatan saya sejak 2021 bukan Kepala Bagian,\nmelainkan Kepala Biro Umum."
HERE = {"HTTP_ORIGIN": "http://testserver"}


def send(name="report_record", **words):
    browser = Client(enforce_csrf_checks=True)
    origin = words.pop("origin", HERE)
    answer = browser.post(reverse(name), words, **origin)
    assert answer.status_code == 403
    return answer.content.decode()


def test_sentences_come_back_to_be_copied():
    shown = send(message=SENTENCE, name_of_field="<img src=x onerror=alert(1)> dan kata lain lagi")
    assert "Yang Anda tulis" in shown
    assert SENTENCE in shown
    assert "<img src=x" not in shown


@pytest.mark.parametrize("origin", [{}, {"HTTP_ORIGIN": "https://lain.example"}, {"HTTP_ORIGIN": "null"}])
def test_another_site_puts_no_words_on_a_page_of_the_portal(origin):
    assert "Kepala Biro Umum" not in send(message=SENTENCE, origin=origin)


def test_passwords_and_short_words_never_come_back():
    shown = send("account_login", login="nama@uji.example", password="kata sandi yang panjang sekali untuk uji")
    assert "Yang Anda tulis" not in shown
    assert "panjang sekali" not in shown
