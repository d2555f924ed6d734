"""Pages of both sides of an invitation: the sender's list, the invited person's answer, the letter."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core.models import OutboxMessage, OutboxState
from talent import tasks
from talent.actions import invite_talent
from talent.invitation_table import Outcomes
from talent.models import Invitation
from tests.factories.applications import ApplicationFactory
from tests.factories.invitations import InvitationFactory
from tests.factories.people import EmployeeFactory, UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.models import Application
from vacancies.rules.lifecycle import OFFICER_LABELS

pytestmark = pytest.mark.django_db


@pytest.fixture
def vacancy():
    return VacancyFactory(state="OPEN", position_title="Direktur Uji")


@pytest.fixture
def admin(vacancy):
    return UserFactory(role=Role.AGENCY_ADMIN, agency=vacancy.agency)


@pytest.fixture
def sent(vacancy, admin, settings, tmp_path):
    """One invitation that really went through the queue."""
    settings.MEDIA_ROOT = str(tmp_path)
    person = EmployeeFactory(with_user=True, name="Budi Santoso")
    invite_talent(vacancy_id=vacancy.pk, people=[person.public_id], message="Salam hangat.", actor=admin)
    tasks.send_pending_invitations()
    return Invitation.objects.select_related("employee__user", "letter").get()


def as_person(client, invitation):
    client.force_login(invitation.employee.user)
    return client


def answer_url(invitation):
    return reverse("answer_invitation", args=[invitation.public_id])


def list_url(vacancy):
    return reverse("list_invitations", args=[vacancy.public_id])


def test_opening_the_page_answers_nothing(client, sent):
    page = as_person(client, sent).get(answer_url(sent))
    body = page.content.decode()
    for words in ("Direktur Uji", "Salam hangat.", "Menunggu jawaban Anda", "Terima undangan", "Tolak undangan"):
        assert words in body
    client.head(answer_url(sent))
    client.get(answer_url(sent), {"jawaban": "terima"})
    sent.refresh_from_db()
    assert sent.state == "SENT"
    assert not Application.objects.exists()


def test_accepting_leads_into_the_draft(client, sent):
    response = as_person(client, sent).post(answer_url(sent), {"jawaban": "terima"})
    application = Application.objects.get()
    assert response["Location"] == reverse("show_application", args=[application.public_id])
    assert application.was_invited


def test_pressing_accept_twice_leads_to_the_same_draft(client, sent):
    first, second = (as_person(client, sent).post(answer_url(sent), {"jawaban": "terima"}) for _ in range(2))
    assert first["Location"] == second["Location"]


def test_declining_with_a_reason_is_shown_to_both_sides(client, sent, vacancy, admin):
    as_person(client, sent).post(answer_url(sent), {"jawaban": "tolak", "sebab": "TUGAS", "alasan": "Masih bertugas di daerah."})
    assert "Anda menolak undangan ini" in client.get(answer_url(sent)).content.decode()
    client.force_login(admin)
    body = client.get(list_url(vacancy)).content.decode()
    assert "Masih bertugas di daerah." in body


def test_reason_too_long_is_refused_beside_the_field_and_keeps_the_words(client, sent):
    page = as_person(client, sent).post(answer_url(sent), {"jawaban": "tolak", "sebab": "TUGAS", "alasan": "y" * 301})
    assert "Penjelasan paling panjang 300 huruf." in page.content.decode()
    assert "y" * 301 in page.content.decode()
    sent.refresh_from_db()
    assert sent.state == "SENT"


def test_answer_without_a_known_word_changes_nothing(client, sent):
    assert as_person(client, sent).post(answer_url(sent), {"jawaban": "mungkin"}).status_code == 200
    sent.refresh_from_db()
    assert sent.state == "SENT"


def test_another_person_gets_not_found_even_by_the_right_address(client, sent):
    client.force_login(EmployeeFactory(with_user=True).user)
    for response in (
        client.get(answer_url(sent)),
        client.post(answer_url(sent), {"jawaban": "terima"}),
        client.get(reverse("download_invitation", args=[sent.public_id])),
    ):
        assert response.status_code == 404
    assert not Application.objects.exists()


def test_the_office_cannot_answer_for_the_person(client, sent, admin):
    client.force_login(admin)
    assert client.post(answer_url(sent), {"jawaban": "terima"}).status_code == 403


def test_visitor_is_asked_to_sign_in_and_comes_back(client, sent):
    response = client.get(answer_url(sent))
    assert response.status_code == 302
    assert str(sent.public_id) in response["Location"]


@pytest.mark.parametrize("state", ["QUEUED", "FAILED"])
def test_invitation_that_was_not_sent_does_not_exist_for_the_person(client, vacancy, state):
    invitation = InvitationFactory(vacancy=vacancy, state=state)
    assert as_person(client, invitation).get(answer_url(invitation)).status_code == 404
    assert client.get(reverse("list_my_invitations")).context["rows"] == []


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("REVOKED", "Instansi sudah membatalkan undangan ini."),
        ("DECLINED", "Anda menolak undangan ini, jadi tidak dapat dijawab lagi."),
    ],
)
def test_ended_invitation_says_why_and_offers_no_button(client, vacancy, state, words):
    invitation = InvitationFactory(vacancy=vacancy, state=state)
    body = as_person(client, invitation).get(answer_url(invitation)).content.decode()
    assert words in body
    assert "Terima undangan" not in body


def test_expired_invitation_says_since_when_and_a_forged_answer_is_refused(client, sent, vacancy):
    vacancy.closes_at = timezone.now() - timedelta(minutes=5)
    vacancy.save(update_fields=["closes_at"])
    body = as_person(client, sent).get(answer_url(sent)).content.decode()
    assert "Undangan sudah kedaluwarsa" in body
    assert "berlaku sampai pendaftaran ditutup, yaitu" in body
    response = client.post(answer_url(sent), {"jawaban": "terima"}, follow=True)
    assert "berlaku sampai pendaftaran ditutup, yaitu" in response.content.decode()
    assert not Application.objects.exists()


def test_cancelled_vacancy_ends_its_invitations(client, sent, vacancy):
    vacancy.state = "CANCELLED"
    vacancy.save(update_fields=["state"])
    assert "Lowongan ini dibatalkan" in as_person(client, sent).get(answer_url(sent)).content.decode()


def test_before_opening_accept_is_off_with_the_date_and_decline_is_on(client):
    invitation = InvitationFactory(vacancy=VacancyFactory(state="PUBLISHED"))
    body = as_person(client, invitation).get(answer_url(invitation)).content.decode()
    assert "Pendaftaran baru dibuka pada" in body
    assert 'value="terima"' not in body
    assert 'value="tolak"' in body


def test_own_list_shows_own_ones_with_their_present_state(client, vacancy):
    mine = InvitationFactory(vacancy=vacancy)
    InvitationFactory(vacancy=vacancy)
    gone = InvitationFactory(vacancy=VacancyFactory(state="VERIFICATION"), employee=mine.employee)
    page = as_person(client, mine).get(reverse("list_my_invitations"))
    assert {(row["public_id"], row["label"]) for row in page.context["rows"]} == {
        (mine.public_id, "Menunggu jawaban Anda"),
        (gone.public_id, "Undangan sudah kedaluwarsa"),
    }


def test_letter_opens_for_the_person_and_the_office_only(client, sent, vacancy, admin):
    url = reverse("download_invitation", args=[sent.public_id])
    for user, status in (
        (sent.employee.user, 200),
        (admin, 200),
        (UserFactory(role=Role.SECRETARIAT, agency=vacancy.agency), 200),
        (UserFactory(role=Role.AGENCY_ADMIN), 404),
        (UserFactory(role=Role.PPK, agency=vacancy.agency), 403),
    ):
        client.force_login(user)
        response = client.get(url)
        assert response.status_code == status
        if status == 200:
            assert b"".join(response.streaming_content).startswith(b"%PDF")


def test_sender_sees_each_fate_under_its_tab(client, vacancy, admin):
    for state in ("QUEUED", "SENT", "SENT", "FAILED", "ACCEPTED", "DECLINED", "REVOKED"):
        InvitationFactory(vacancy=vacancy, state=state)
    InvitationFactory(state="SENT")
    client.force_login(admin)
    page = client.get(list_url(vacancy))
    counts = {tab["label"]: tab["count"] for tab in page.context["tabs"]}
    assert counts == {
        "Semua": 7, "Menunggu": 1, "Terkirim": 2, "Dibuka, belum dijawab": 0, "Gagal": 1, "Diterima": 1, "Ditolak": 1,
        "Kedaluwarsa": 0, "Dibatalkan": 1,
    }  # fmt: skip
    assert len(client.get(list_url(vacancy), {"status": "terkirim"}).context["rows"]) == 2
    other = VacancyFactory(state="OPEN", agency=vacancy.agency)
    InvitationFactory(vacancy=other)
    quiet = [tab["label"] for tab in client.get(list_url(other)).context["tabs"]]
    assert quiet == ["Semua", "Terkirim", "Dibuka, belum dijawab", "Gagal", "Diterima", "Ditolak", "Kedaluwarsa"]
    assert len(client.get(list_url(vacancy), {"status": "ngawur"}).context["rows"]) == 7


def test_sent_means_that_the_mail_has_left(client, sent, vacancy, admin):
    client.force_login(admin)

    def label():
        return client.get(list_url(vacancy)).context["rows"][0]["label"]

    assert label() == "Menunggu"
    OutboxMessage.objects.update(state=OutboxState.SENT)
    assert label() == "Terkirim"
    OutboxMessage.objects.update(state=OutboxState.FAILED, reply="552 5.2.2 <budi@uji.example> over quota")
    assert label() == "Gagal"
    assert "Kotak surel penerima penuh." in client.get(list_url(vacancy)).content.decode()


def test_failed_mail_can_be_tried_again_from_the_list(client, sent, vacancy, admin):
    OutboxMessage.objects.update(state=OutboxState.FAILED)
    client.force_login(admin)
    assert "Kirim ulang" in client.get(list_url(vacancy)).content.decode()
    page = client.get(reverse("retry_invitation", args=[sent.public_id])).content.decode()
    assert sent.employee.email not in page
    assert "(tadi ditolak; coba sekali lagi)" in page
    response = client.post(reverse("retry_invitation", args=[sent.public_id]), {"alamat": "0"})
    assert response["Location"] == list_url(vacancy)
    assert OutboxMessage.objects.get().state == OutboxState.PENDING
    again = client.post(reverse("retry_invitation", args=[sent.public_id]), {"alamat": "0"}, follow=True)
    assert "tidak dapat dilakukan" in again.content.decode()


def test_names_are_found_in_the_list(client, vacancy, admin):
    InvitationFactory(vacancy=vacancy, employee=EmployeeFactory(with_user=True, name="Sari Dewi"))
    InvitationFactory(vacancy=vacancy)
    client.force_login(admin)
    assert [row["name"] for row in client.get(list_url(vacancy), {"cari": "DEWI"}).context["rows"]] == ["Sari Dewi"]


def test_what_became_of_the_invited_is_told_and_counted_in_one_reading(vacancy, admin, django_assert_num_queries):
    """Only after closing; the number is of all the invited, the words of those asked for; drafts are nobody's business."""
    people = [InvitationFactory(vacancy=vacancy).employee for _ in range(4)]
    for person, state in zip(people, ("SUBMITTED", "PASSED", "DRAFT"), strict=False):
        ApplicationFactory(vacancy=vacancy, employee=person, state=state)
    ApplicationFactory(vacancy=vacancy, state="SUBMITTED")
    open_now = Outcomes(admin, vacancy)
    vacancy.state = "VERIFICATION"
    with django_assert_num_queries(0):
        assert (open_now.labels([people[0].pk]), open_now.count) == ({}, 0)
    for asked in ([people[1].pk, people[2].pk, people[3].pk], [], [people[0].pk, people[1].pk]):
        outcomes = Outcomes(admin, vacancy)
        with django_assert_num_queries(1):
            assert set(outcomes.labels(asked)) == set(asked) & {people[0].pk, people[1].pk}
            assert outcomes.count == 2
    whole, counted = Outcomes(admin, vacancy), Outcomes(admin, vacancy)
    with django_assert_num_queries(2):
        assert set(whole.labels()) == {people[0].pk, people[1].pk}
        assert counted.count == 2
    assert whole.labels()[people[1].pk] == OFFICER_LABELS["PASSED"]


def test_revoking_asks_first_then_acts(client, sent, vacancy, admin):
    client.force_login(admin)
    url = reverse("revoke_invitation", args=[sent.public_id])
    assert "Budi Santoso" in client.get(url).content.decode()
    sent.refresh_from_db()
    assert sent.state == "SENT"
    assert client.post(url)["Location"] == list_url(vacancy)
    sent.refresh_from_db()
    assert sent.state == "REVOKED"
    assert "tidak dapat dibatalkan" in client.get(url).content.decode()


@pytest.mark.parametrize("name", ["retry_invitation", "revoke_invitation"])
def test_another_agencys_invitation_is_not_found(client, sent, name):
    client.force_login(UserFactory(role=Role.AGENCY_ADMIN))
    assert client.post(reverse(name, args=[sent.public_id])).status_code == 404


def test_list_of_another_agency_is_not_found(client, vacancy):
    client.force_login(UserFactory(role=Role.AGENCY_ADMIN))
    assert client.get(list_url(vacancy)).status_code == 404


def test_secretariat_reads_but_does_not_act(client, sent, vacancy):
    client.force_login(UserFactory(role=Role.SECRETARIAT, agency=vacancy.agency))
    page = client.get(list_url(vacancy))
    assert page.status_code == 200
    assert not any(row["may_retry"] or row["may_revoke"] for row in page.context["rows"])
    assert client.post(reverse("revoke_invitation", args=[sent.public_id])).status_code == 403


def test_empty_list_offers_the_search_while_it_makes_sense(client, vacancy, admin):
    client.force_login(admin)
    assert reverse("search_talent") in client.get(list_url(vacancy)).content.decode()
    vacancy.state = "VERIFICATION"
    vacancy.save(update_fields=["state"])
    assert f"{reverse('search_talent')}?lowongan" not in client.get(list_url(vacancy)).content.decode()


def test_number_of_queries_does_not_grow_with_either_list(client, vacancy, admin, django_assert_num_queries):
    person = EmployeeFactory(with_user=True)
    client.force_login(admin)
    client.get(list_url(vacancy))
    for wanted in (1, 3):
        while Invitation.objects.filter(vacancy=vacancy).count() < wanted:
            InvitationFactory(vacancy=vacancy)
        with django_assert_num_queries(10):
            client.get(list_url(vacancy))
    client.force_login(person.user)
    client.get(reverse("list_my_invitations"))
    for wanted in (1, 3):
        while Invitation.objects.filter(employee=person).count() < wanted:
            InvitationFactory(employee=person)
        with django_assert_num_queries(7):
            client.get(reverse("list_my_invitations"))
