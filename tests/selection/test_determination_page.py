"""The page on which seats are filled: cards, reasons, what is kept, who cannot be chosen."""

import time
from decimal import Decimal

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.second_factor import SESSION_KEY
from approvals.actions import decide
from approvals.enums import Verdict
from employees.models import Employee, PerformanceRecord
from selection import actions
from selection.models import Candidate, Determination
from tests.factories.selection import chair_of, fill_scores, official, scoring_vacancy, send_result
from vacancies.models import Application

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def desk():
    """Two seats, seven candidates, six of them on the shortlist."""
    return sit_down(7, 2)


def sit_down(candidates, quota):
    """The PPK signed in with a fresh second factor, before the last step."""
    vacancy = scoring_vacancy(candidates=candidates, quota=quota)
    fill_scores(vacancy, [Decimal(95 - 2 * number) for number in range(candidates)])
    people = {role: official(role, vacancy) for role in (Role.PYB, Role.PPK, Role.WASDAL)}
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    request = send_result(vacancy)
    for position, (role, verdict) in enumerate(
        ((Role.PYB, Verdict.APPROVE), (Role.PPK, Verdict.APPROVE), (Role.WASDAL, Verdict.RECOMMEND)), start=1
    ):
        decide(
            request_id=request.pk,
            actor=people[role],
            verdict=verdict,
            note="",
            digest_seen=request.digest,
            position_seen=position,
        )
    ppk = people[Role.PPK]
    Authenticator.objects.create(user=ppk, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(SECRET)})
    client = Client()
    client.force_login(ppk)
    session = client.session
    session[SESSION_KEY] = int(time.time())
    session.save()
    return Desk(vacancy, request, client)


class Desk:
    def __init__(self, vacancy, request, client):
        self.vacancy, self.client, self.url = vacancy, client, reverse("decide_step", args=[request.public_id])
        self.page = client.get(self.url)
        self.nonce = self.page.context["form"].initial["nonce"]

    def post(self, *seats, verdict="DETERMINE", note=""):
        """Each seat as key, kind of reason, reason."""
        posted = {"verdict": verdict, "note": note, "nonce": self.nonce}
        for number, (key, code, reason) in enumerate(seats, start=1):
            posted |= {f"seat_{number}": key, f"code_{number}": code, f"reason_{number}": reason}
        return self.client.post(self.url, posted)


def name_of(vacancy, number):
    return Candidate.objects.get(vacancy=vacancy, number=number).application.employee.name


def test_each_seat_is_a_group_of_radios_that_belong_to_the_sheet(desk):
    seats = desk.page.context["seats"].seats
    assert [[card["row"]["rank"] for card in seat["cards"]] for seat in seats] == [[1, 2, 3, 4, 5, 6]] * 2
    text = desk.page.content.decode()
    assert text.count('name="seat_1" value="001"') == text.count('name="seat_2" value="006"') == 1
    assert text.count('type="radio" name="seat_') == 12
    assert '<form class="form" id="lembar"' in text
    outsider = name_of(desk.vacancy, 7)
    assert all(card["row"]["name"] != outsider for seat in seats for card in seat["cards"])


def test_a_card_tells_scores_performance_and_the_box_of_the_own_people(desk):
    """Of other agencies' people no box is shown here (docs/decisions/0016)."""
    own, other = (Candidate.objects.get(vacancy=desk.vacancy, number=number).application.employee for number in (1, 2))
    Employee.objects.filter(pk=own.pk).update(agency=desk.vacancy.agency, talent_box=8)
    Employee.objects.filter(pk=other.pk).update(talent_box=9)
    PerformanceRecord.objects.filter(employee__in=(own, other)).delete()
    PerformanceRecord.objects.create(employee=own, year=2025, predicate="BAIK")
    cards = desk.client.get(desk.url).context["seats"].seats[0]["cards"]
    told = [" ".join(card["row"]["shown"]) for card in cards[:2]]
    assert "2025 baik" in told[0]
    assert "kotak 8" in told[0]
    assert "belum tercatat" in told[1]
    assert "kotak" not in told[1]
    assert all(len(card["row"]["parts"]) > 1 for card in cards)


def test_the_same_person_in_two_seats_is_refused_beside_the_second(desk):
    answer = desk.post(("002", "", ""), ("002", "RECORD", "Kata yang saya tulis."))
    seats = answer.context["seats"]
    assert list(seats.errors) == ["seat_2"]
    assert "sudah dipilih untuk formasi 1" in seats.errors["seat_2"][0]
    assert [card["value"] for seat in seats.seats for card in seat["cards"] if card["is_chosen"]] == ["002", "002"]
    assert "Kata yang saya tulis." in answer.content.decode()
    assert not Determination.objects.exists()


def test_a_lower_rank_needs_a_kind_and_a_reason_which_are_published(desk):
    answer = desk.post(("001", "", ""), ("004", "", ""))
    assert sorted(answer.context["seats"].errors) == ["code_2", "reason_2"]
    forged = desk.post(("001", "", ""), ("004", "LUCK", "Alasan."))
    assert list(forged.context["seats"].errors) == ["code_2"]
    assert desk.post(("001", "", ""), ("004", "COMPETENCE", "Menguasai bahasa daerah.")).status_code == 302
    seat = Determination.objects.get().seats.get(seat=2)
    assert seat.published_reason == "Kompetensi lebih sesuai dengan kebutuhan unit: Menguasai bahasa daerah."
    assert seat.published_reason in str(Determination.objects.get().letter.words)


def test_nobody_outside_the_shortlist_is_determined(desk):
    for key in ("007", "099", "1", ""):
        answer = desk.post((key, "OTHER", "Alasan."), ("002", "", ""))
        assert answer.status_code == 200
        assert list(answer.context["seats"].errors) == ["seat_1"]
    assert not Determination.objects.exists()


def test_who_withdrew_meanwhile_blocks_and_the_reserve_is_proposed(desk):
    """The page comes back as it is now, without the card, with what was typed; the rest can be determined from it."""
    Application.objects.filter(candidate__vacancy=desk.vacancy, candidate__number=1).update(state="WITHDRAWN")
    answer = desk.post(("001", "", ""), ("003", "RECORD", "Kata yang saya tulis."))
    assert answer.status_code == 409
    assert not Determination.objects.exists()
    text = answer.content.decode()
    assert f"{name_of(desk.vacancy, 1)} tidak dapat ditetapkan lagi" in text
    assert f"Cadangan berikutnya: {name_of(desk.vacancy, 7)}, peringkat 7." in text
    seats = answer.context["seats"].seats
    assert [card["row"]["rank"] for card in seats[0]["cards"]] == [2, 3, 4, 5, 6]
    assert [card["value"] for card in seats[1]["cards"] if card["is_chosen"]] == ["003"]
    assert "Kata yang saya tulis." in text
    desk.nonce = answer.context["form"].initial["nonce"]
    assert desk.post(("001", "", ""), ("002", "", "")).context["seats"].errors["seat_1"]
    assert desk.post(("002", "", ""), ("003", "", "")).status_code == 302


def test_seats_stay_chosen_when_another_verdict_is_missing_its_note(desk):
    answer = desk.post(("002", "", ""), ("005", "TEAM", "Kata yang saya tulis."), verdict="RETURN")
    assert list(answer.context["form"].errors) == ["note"]
    assert "Kata yang saya tulis." in answer.content.decode()
    assert [card["value"] for seat in answer.context["seats"].seats for card in seat["cards"] if card["is_chosen"]] == [
        "002",
        "005",
    ]


@pytest.mark.parametrize(("candidates", "quota"), [(3, 1), (7, 2)])
def test_the_page_costs_the_same_at_every_length(django_assert_num_queries, candidates, quota):
    desk = sit_down(candidates, quota)
    with django_assert_num_queries(51):
        assert desk.client.get(desk.url).status_code == 200
