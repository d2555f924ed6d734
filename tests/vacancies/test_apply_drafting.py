"""What is typed into a draft: kept by the button, while typing, from two devices, after closing, after the session's end."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from core.refusals import Refused
from tests.factories.applications import ApplicationFactory, complete_draft
from tests.factories.people import UserFactory
from vacancies.actions.drafting import Overtaken, save_draft_fields
from vacancies.actions.sending import submit_application
from vacancies.forms.draft import ContactForm, SpecialNeedsForm, StatementForm
from vacancies.models import Application
from vacancies.rules.drafting import mark_of

pytestmark = pytest.mark.django_db

AUTOSAVE = {"HX-Request": "true"}
# Everything a person can type, as a browser sends it, and as it must come back.
ROUND_TRIP = {
    "edit_applicant_details": {"email": "nama.baru@uji.example", "phone": "+62 812-3456 (7890)"},
    "edit_statement": {"motivation": "Baris satu\r\nBaris “dua” <b>&amp; 'tiga'</b>\r\n\r\n漢字 ﷽", "agrees": "on"},
    "edit_special_needs": {"special_needs": "Kursi roda;\r\njuru bahasa isyarat"},
}


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def hidden(response, name):
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode()).group(1)


class Page:
    """One open page of a section in one browser."""

    def __init__(self, client, application, name="edit_statement"):
        self.client, self.url = client, reverse(name, args=[application.public_id])
        self.response = client.get(self.url)
        self.marks = {"seen": hidden(self.response, "seen"), "page": hidden(self.response, "page")}

    def save(self, **typed):
        return self.client.post(self.url, self.marks | typed)

    def autosave(self, **typed):
        """Post as htmx does, and take over the marks of the answer as the page would."""
        response = self.client.post(self.url, self.marks | typed, headers=AUTOSAVE)
        if 'name="seen"' in response.content.decode():
            self.marks["seen"] = hidden(response, "seen")
        return response


@pytest.fixture
def application(client):
    made = ApplicationFactory()
    client.force_login(made.employee.user)
    return made


def stored(application, *names):
    application.refresh_from_db()
    return tuple(getattr(application, name) for name in names)


@pytest.mark.parametrize("name", ROUND_TRIP)
def test_every_field_comes_back_as_it_was_typed(client, application, name):
    Page(client, application, name).save(**ROUND_TRIP[name])
    form = Page(client, application, name).response.context["form"]
    for field, typed in ROUND_TRIP[name].items():
        expected = True if typed == "on" else typed.replace("\r\n", "\n")
        assert form[field].value() == expected
        assert stored(application, field) == (expected,)


def test_every_typed_field_has_its_round_trip():
    forms = (ContactForm, StatementForm, SpecialNeedsForm)
    assert {field for form in forms for field in form._meta.fields} == {field for typed in ROUND_TRIP.values() for field in typed}


@pytest.mark.parametrize("agrees", [True, False])
def test_saved_statement_says_what_is_still_missing(client, application, agrees):
    answer = Page(client, application).save(motivation="", **({"agrees": "on"} if agrees else {}))
    page = client.get(answer["Location"]).content.decode()
    assert "Pernyataan tersimpan." in page
    assert ("Pernyataan kebenaran belum Anda setujui" in page) is not agrees


def test_what_is_sent_is_what_was_saved(client):
    application = complete_draft()
    client.force_login(application.employee.user)
    for name, typed in ROUND_TRIP.items():
        Page(client, application, name).save(**typed)
    sent = submit_application(application_id=application.pk, actor=application.employee.user)
    for expected in ("nama.baru@uji.example", "+62 812-3456 (7890)", "juru bahasa isyarat", "漢字 ﷽"):
        assert expected in sent.snapshot


def test_wrong_phone_is_named_beside_the_field_and_the_rest_is_kept(client, application):
    page = Page(client, application, "edit_applicant_details")
    wrong = page.save(email="saya@uji.example", phone="abc")
    assert "Tulis nomor telepon dengan 8 sampai 15 angka." in text_of(wrong)
    assert 'value="abc"' in wrong.content.decode()
    assert stored(application, "email", "phone") == ("saya@uji.example", "0812 3456 7890")
    page.marks = {"seen": hidden(wrong, "seen"), "page": hidden(wrong, "page")}
    assert page.save(email="saya@uji.example", phone="0812 1111 2222").status_code == 302
    assert stored(application, "phone") == ("0812 1111 2222",)


@pytest.mark.parametrize(
    ("name", "field", "limit", "words"),
    [
        ("edit_statement", "motivation", 2000, "Paling banyak 2.000 huruf; sekarang 2.001 huruf."),
        ("edit_special_needs", "special_needs", 500, "Paling banyak 500 huruf; sekarang 501 huruf."),
    ],
)
def test_too_long_text_is_named_and_stays_on_the_page(client, application, name, field, limit, words):
    response = Page(client, application, name).save(**{field: "a" * (limit + 1)})
    assert words in text_of(response)
    assert "a" * (limit + 1) in response.content.decode()
    assert Page(client, application, name).save(**{field: "a\r\n" * (limit // 2)}).status_code == 302


def test_autosave_says_when_and_is_not_overtaken_by_itself(client, application):
    page = Page(client, application)
    first = page.autosave(motivation="Saya")
    assert re.fullmatch(r"Tersimpan \d\d\.\d\d WIB", text_of(first))
    assert first["Draft-Note"] == "1"
    for text in ("Saya ingin", "Saya ingin memimpin"):
        assert page.autosave(motivation=text).status_code == 200
    assert page.save(motivation="Saya ingin memimpin.").status_code == 302
    assert stored(application, "motivation") == ("Saya ingin memimpin.",)


def test_autosave_whose_answer_was_lost_does_not_overtake_its_own_page(client, application):
    page = Page(client, application)
    for text in ("Satu", "Satu dua", ""):
        assert client.post(page.url, page.marks | {"motivation": text}, headers=AUTOSAVE).status_code == 200
        assert stored(application, "motivation") == (text,)


def test_autosave_that_comes_after_the_button_it_was_sent_before_takes_nothing_back(client, application):
    page = Page(client, application)
    mark = page.marks["page"]
    early = page.marks | {"page": f"{mark}.1", "motivation": "Saya ingin"}
    assert (
        client.post(page.url, page.marks | {"page": f"{mark}.2", "motivation": "Saya ingin", "agrees": "on"}).status_code == 302
    )
    assert client.post(page.url, early, headers=AUTOSAVE).status_code == 200
    assert stored(application, "motivation", "agrees") == ("Saya ingin", True)

    # Ticked off and on again: what the button sent is what was stored before, and the early autosave knows only the step between.
    again = Page(client, application)
    mark = again.marks["page"]
    both = {"motivation": "Saya ingin", "agrees": "on"}
    assert client.post(again.url, again.marks | {"page": f"{mark}.2"} | both).status_code == 302
    assert client.post(again.url, again.marks | {"page": f"{mark}.1", "motivation": "Saya"}, headers=AUTOSAVE).status_code == 200
    assert stored(application, "motivation", "agrees") == ("Saya ingin", True)


def test_autosave_of_free_text_leaves_no_line_in_the_trail_and_of_consent_does(client, application):
    page = Page(client, application)
    page.autosave(motivation="Hanya teks")
    assert not AuditEntry.objects.filter(act="edit_draft").exists()
    page.autosave(motivation="Hanya teks", agrees="on")
    assert '"fields":["agrees"]' in AuditEntry.objects.get(act="edit_draft").body


def test_autosave_keeps_the_valid_fields_and_names_the_other(client, application):
    page = Page(client, application, "edit_applicant_details")
    answer = page.autosave(email="baru@uji.example", phone="08")
    assert answer.status_code == 422
    assert "Belum tersimpan semua. Tulis nomor telepon" in text_of(answer)
    assert stored(application, "email", "phone") == ("baru@uji.example", "0812 3456 7890")


def test_two_devices_are_shown_both_versions_and_nothing_is_overwritten(client, application):
    computer, phone = Page(client, application), Page(client, application)
    phone.save(motivation="Dari ponsel", agrees="on")
    compared = computer.save(motivation="Dari komputer")
    words = text_of(compared)
    assert compared.status_code == 409
    assert re.search(r"Yang tersimpan di perangkat atau tab lain pukul \d\d\.\d\d WIB", words)
    assert "Yang baru Anda ketik" in words
    assert "Dari ponsel" in words
    assert "Dari komputer" in words
    # The consent was given on the phone only: nothing to choose there, and it is not taken back.
    assert "pilih_agrees" not in compared.content.decode()
    assert stored(application, "motivation", "agrees") == ("Dari ponsel", True)

    computer.marks = {name: hidden(compared, name) for name in ("seen", "page", "memilih", "tampil_motivation")}
    unchosen = computer.save(motivation="Dari komputer")
    assert "Pilih satu versi untuk setiap isian" in text_of(unchosen)
    assert stored(application, "motivation") == ("Dari ponsel",)
    assert computer.save(motivation="Gabungan keduanya", pilih_motivation="ketikan").status_code == 302
    assert stored(application, "motivation", "agrees") == ("Gabungan keduanya", True)


def test_choosing_the_stored_version_drops_the_typed_one(client, application):
    computer, phone = Page(client, application), Page(client, application)
    phone.save(motivation="Dari ponsel")
    compared = computer.save(motivation="a" * 1999)
    computer.marks = {name: hidden(compared, name) for name in ("seen", "page", "memilih", "tampil_motivation")}
    # Even a text that could not be saved does not stand in the way of dropping it.
    assert computer.save(motivation="a" * 2001, pilih_motivation="tersimpan").status_code == 302
    assert stored(application, "motivation") == ("Dari ponsel",)


def test_a_third_save_during_the_choice_is_shown_again(client, application):
    computer, phone = Page(client, application), Page(client, application)
    phone.save(motivation="Dari ponsel")
    compared = computer.save(motivation="Dari komputer")
    Page(client, application).save(motivation="Dari tablet")
    computer.marks = {name: hidden(compared, name) for name in ("seen", "page", "memilih", "tampil_motivation")}
    again = computer.save(motivation="Dari komputer", pilih_motivation="ketikan")
    assert again.status_code == 409
    assert "Dari tablet" in text_of(again)
    assert stored(application, "motivation") == ("Dari tablet",)


def test_different_fields_on_two_devices_are_both_kept(client, application):
    computer, phone = Page(client, application), Page(client, application, "edit_special_needs")
    phone.save(special_needs="Kursi roda")
    assert computer.save(motivation="Dari komputer").status_code == 302
    assert stored(application, "motivation", "special_needs") == ("Dari komputer", "Kursi roda")


def test_autosave_of_an_overtaken_page_keeps_nothing_and_offers_the_comparison(client, application):
    computer, phone = Page(client, application), Page(client, application)
    phone.autosave(motivation="Dari ponsel")
    answer = computer.autosave(motivation="Dari komputer")
    assert answer.status_code == 409
    assert "Belum ada yang ditimpa." in text_of(answer)
    assert 'type="submit" form="isian"' in answer.content.decode()
    assert stored(application, "motivation") == ("Dari ponsel",)


@pytest.mark.parametrize("ended", [False, True])
def test_save_after_closing_stays_in_the_draft_and_says_so(client, application, ended):
    page = Page(client, application)
    application.vacancy.closes_at = timezone.now() - timedelta(seconds=30)
    application.vacancy.save(update_fields=["closes_at"])
    if ended:
        Application.objects.filter(pk=application.pk).update(state="EXPIRED")
    answer = page.autosave(motivation="Kalimat terakhir")
    assert re.search(r"Isian Anda tiba pukul \d\d\.\d\d\.\d\d,\d{3} WIB, \d\d,\d{3} detik sesudah penutupan\.", text_of(answer))
    pressed = client.post(page.url, page.marks | {"motivation": "Kalimat terakhir sekali"}, follow=True)
    assert "Isi tersimpan di draf dan belum terkirim." in text_of(pressed)
    assert stored(application, "motivation", "state") == ("Kalimat terakhir sekali", "EXPIRED" if ended else "DRAFT")


def test_save_after_sending_is_refused_and_shown_back(client):
    application = complete_draft()
    client.force_login(application.employee.user)
    page = Page(client, application)
    submit_application(application_id=application.pk, actor=application.employee.user)
    response = page.save(motivation="Tambahan yang terlambat", agrees="on")
    assert response.status_code == 409
    assert "bukan draf lagi, jadi isian ini tidak tersimpan" in text_of(response)
    assert "Tambahan yang terlambat" in response.content.decode()
    assert page.autosave(motivation="Tambahan").status_code == 409
    assert stored(application, "motivation") == ("",)


def test_words_typed_when_the_session_ended_come_back_and_are_saved_after_signing_in(client):
    application = ApplicationFactory()
    owner = application.employee.user
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner)
    page = Page(strict, application)
    page.marks["csrfmiddlewaretoken"] = hidden(page.response, "csrfmiddlewaretoken")
    strict.logout()

    ended = page.save(motivation="Ditulis dua jam <lamanya>", agrees="on")
    assert ended.status_code == 403
    assert "Sesi Anda berakhir" in text_of(ended)
    assert "Ditulis dua jam &lt;lamanya&gt;" in ended.content.decode()
    # No session is begun for a stranger, so the kept page cannot post past the sign-in and lose its words there.
    assert "csrfmiddlewaretoken" not in ended.content.decode()
    assert SESSION_KEY not in strict.session

    strict.force_login(owner)
    old_token = page.save(motivation="Ditulis dua jam <lamanya>", agrees="on")
    assert "Periksa, lalu tekan Simpan" in text_of(old_token)
    page.marks = {name: hidden(old_token, name) for name in ("seen", "page", "csrfmiddlewaretoken")}
    assert page.save(motivation="Ditulis dua jam <lamanya>", agrees="on").status_code == 302
    assert stored(application, "motivation", "agrees") == ("Ditulis dua jam <lamanya>", True)


def test_only_the_owner_saves():
    application = ApplicationFactory()
    with pytest.raises(Refused, match="Hanya pemilik"):
        save_draft_fields(application_id=application.pk, actor=UserFactory(), values={"motivation": "x"}, seen={})


def test_overtaken_names_the_fields_and_changes_no_other():
    application = ApplicationFactory(motivation="Ada")
    with pytest.raises(Overtaken) as caught:
        save_draft_fields(
            application_id=application.pk,
            actor=application.employee.user,
            values={"motivation": "Lain", "special_needs": "Baru"},
            seen={"motivation": mark_of("Dulu"), "special_needs": mark_of("")},
        )
    assert caught.value.fields == ("motivation",)
    assert stored(application, "motivation", "special_needs") == ("Ada", "")


def test_task_list_says_how_far_each_section_is(client, application):
    Application.objects.filter(pk=application.pk).update(email="", phone="")
    words = text_of(client.get(reverse("show_application", args=[application.public_id])))
    order = ["Data diri dan kontak", "Kelayakan", "Dokumen", "Pernyataan", "Kebutuhan khusus", "Periksa", "Kirim"]
    places = [words.index(f" {label} ", words.index("Bagian lamaran")) for label in order]
    assert places == sorted(places)
    assert words.count("Belum mulai") == 3
    assert "Boleh dilewati" in words
    assert "Belum dapat dikirim" in words
    Page(client, application).save(motivation="Baru alasan")
    assert "Perlu dilengkapi" in text_of(client.get(reverse("show_application", args=[application.public_id])))
