"""Paper scores keyed twice: equal values count by themselves, a third person decides the rest, and nobody peeks."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core.models import AuditEntry
from core.refusals import Refused
from selection.actions.entry import decide_entry, key_entries
from selection.entries import differences, keying_rows
from selection.models import Candidate, EntryDecision, EntryValue, Score
from selection.scoreboard import read_scoreboard
from tests.factories.selection import chair_of, official, recast, scoring_vacancy

pytestmark = pytest.mark.django_db
D = Decimal
ENTRIES_QUERIES = 15


@pytest.fixture
def vacancy():
    made = scoring_vacancy(candidates=3)
    recast(made, "TRACK", aggregate="ENTRY")
    return made


@pytest.fixture
def people(vacancy):
    """Two operators and a third person, all of the office."""
    return [official(role, vacancy) for role in (Role.SECRETARIAT, Role.SECRETARIAT, Role.AGENCY_ADMIN)]


def key(vacancy, person, **values: str) -> int:
    typed = {int(number[1:]): D(value) for number, value in values.items()}
    return key_entries(vacancy_id=vacancy.pk, code="TRACK", actor=person, values=typed)


def stored(vacancy) -> dict[int, Decimal]:
    rows = Score.objects.filter(candidate__vacancy=vacancy, component__code="TRACK").select_related("candidate")
    return {score.candidate.number: score.value for score in rows}


def test_equal_keyings_become_the_score_and_only_differences_wait(vacancy, people):
    one, two, _ = people
    assert key(vacancy, one, n1="80", n2="75.5", n3="60") == 3
    assert stored(vacancy) == {}
    assert key(vacancy, two, n1="80", n2="57.5") == 2
    assert stored(vacancy) == {1: D(80)}
    (waiting,) = differences(vacancy)
    assert (waiting.candidate.number, waiting.first, waiting.second) == (2, D("75.5"), D("57.5"))
    assert waiting.typists == {one.pk, two.pk}
    # The ranking waits for both: the undecided one and the one keyed once.
    gaps = [gap.candidate.number for gap in read_scoreboard(vacancy).gaps() if gap.kind == "ENTRY"]
    assert gaps == [2, 3]
    entry = AuditEntry.objects.filter(chain=vacancy.trail_chain).order_by("-sequence")[0]
    assert entry.act == "key_scores"
    assert '"agreed":["001"]' in entry.body


def test_third_person_decides_with_a_reason_and_neither_typist_may(vacancy, people):
    one, two, third = people
    key(vacancy, one, n1="80")
    key(vacancy, two, n1="81")
    candidate = Candidate.objects.get(vacancy=vacancy, number=1)
    for typist in (one, two):
        with pytest.raises(Refused, match="salah satu pengetik"):
            decide_entry(candidate_id=candidate.pk, code="TRACK", actor=typist, value=D(80), reason="Kertas.")
        row = {"candidate": candidate, "component": vacancy.components.get(code="TRACK"), "value": D(80), "reason": "Kertas."}
        with pytest.raises(ProgrammingError, match="third person"), transaction.atomic():
            EntryDecision.objects.create(**row, decided_by=typist, decided_at=timezone.now())
    with pytest.raises(Refused, match="dari mana"):
        decide_entry(candidate_id=candidate.pk, code="TRACK", actor=third, value=D(80), reason=" ")
    with pytest.raises(Refused, match="antara 0 dan 100"):
        decide_entry(candidate_id=candidate.pk, code="TRACK", actor=third, value=D(101), reason="Kertas.")
    decide_entry(candidate_id=candidate.pk, code="TRACK", actor=third, value=D(81), reason="Lembar nomor 1, kolom kedua.")
    assert stored(vacancy) == {1: D(81)}
    assert differences(vacancy) == []
    with pytest.raises(Refused, match="Tidak ada selisih"):
        decide_entry(candidate_id=candidate.pk, code="TRACK", actor=third, value=D(80), reason="Sekali lagi.")
    entry = AuditEntry.objects.filter(chain=vacancy.trail_chain).order_by("-sequence")[0]
    assert (entry.act, '"first":"80.00","reason":"Lembar nomor 1, kolom kedua.","second":"81.00"' in entry.body) == (
        "decide_entry",
        True,
    )


def test_what_was_keyed_never_changes_and_nothing_is_kept_of_a_wrong_page(vacancy, people):
    one, two, third = people
    key(vacancy, one, n1="80")
    assert key(vacancy, one, n1="80") == 0
    with pytest.raises(Refused, match="tidak dapat diubah"):
        key(vacancy, one, n1="85", n2="70")
    with pytest.raises(Refused, match="nomor 009"):
        key(vacancy, one, n2="70", n9="70")
    with pytest.raises(Refused, match="antara 0 dan 100"):
        key(vacancy, one, n2="170")
    assert EntryValue.objects.count() == 1
    key(vacancy, two, n1="70")
    with pytest.raises(Refused, match="diketik dua orang"):
        key(vacancy, third, n1="80")
    for statement in ("UPDATE selection_entryvalue SET value = 1", "DELETE FROM selection_entryvalue"):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    # One person in both turns is refused by the table too.
    again = EntryValue.objects.get(turn=2)
    again.pk, again.turn = None, 1
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_only_the_office_types_and_only_while_scoring_runs(vacancy, people):
    with pytest.raises(Refused, match="sekretariat atau admin"):
        key(vacancy, chair_of(vacancy), n1="80")
    recast(vacancy, "TRACK", aggregate="SINGLE")
    with pytest.raises(Refused, match="tidak diketik dari kertas"):
        key(vacancy, people[0], n1="80")
    recast(vacancy, "TRACK", aggregate="ENTRY")
    type(vacancy).objects.filter(pk=vacancy.pk).update(state="RANKED")
    with pytest.raises(Refused, match="terkunci"):
        key(vacancy, people[0], n1="80")


def test_no_operator_sees_the_other_value_on_any_page(client, vacancy, people):
    one, two, third = people
    key(vacancy, one, n1="63.25", n2="71.5")
    address = reverse("key_entries", args=[vacancy.public_id, "TRACK"])
    decide = reverse("decide_entry", args=[Candidate.objects.get(vacancy=vacancy, number=1).public_id, "TRACK"])
    client.force_login(two)
    for url in (address, reverse("show_entries", args=[vacancy.public_id]), reverse("show_selection", args=[vacancy.public_id])):
        assert "63,25" not in client.get(url).content.decode()
    # Nor any name: the papers carry numbers.
    names = [each.application.employee.name for each in Candidate.objects.filter(vacancy=vacancy)]
    assert [name for name in names if name in client.get(address).content.decode()] == []
    assert client.post(address, {"value_1": "36,25", "value_2": "71,5"}).url == address
    assert stored(vacancy) == {2: D("71.50")}
    assert "63,25" not in client.get(decide).content.decode()
    client.force_login(third)
    text = client.get(decide).content.decode()
    assert "63,25" in text
    assert "36,25" in text
    sent = {"value": "63,25", "reason": "Angka 6 terbaca jelas di lembar."}
    assert client.post(decide, sent).url == reverse("show_entries", args=[vacancy.public_id])
    assert stored(vacancy)[1] == D("63.25")
    assert "Tidak ada selisih" in client.get(decide).content.decode()


def test_wrong_boxes_keep_what_was_typed_and_say_why(client, vacancy, people):
    client.force_login(people[0])
    address = reverse("key_entries", args=[vacancy.public_id, "TRACK"])
    answer = client.post(address, {"value_1": "80", "value_2": "delapan"})
    text = answer.content.decode()
    assert "bukan angka" in text
    assert 'value="delapan"' in text
    assert not EntryValue.objects.exists()
    assert "Belum ada nilai yang diketik." in client.post(address, {"value_1": ""}).content.decode()
    assert [row["is_open"] for row in keying_rows(vacancy, vacancy.components.get(code="TRACK"), people[0])] == [True] * 3


@pytest.mark.parametrize("candidates", [1, 3])
def test_page_of_differences_costs_the_same_at_every_length(client, django_assert_num_queries, candidates):
    vacancy = scoring_vacancy(candidates=candidates)
    recast(vacancy, "TRACK", aggregate="ENTRY")
    one, two, third = (official(role, vacancy) for role in (Role.SECRETARIAT, Role.SECRETARIAT, Role.AGENCY_ADMIN))
    numbers = range(1, candidates + 1)
    key(vacancy, one, **{f"n{number}": "70" for number in numbers})
    key(vacancy, two, **{f"n{number}": "71" for number in numbers})
    client.force_login(third)
    address = reverse("show_entries", args=[vacancy.public_id])
    client.get(address)
    with django_assert_num_queries(ENTRIES_QUERIES):
        text = client.get(address).content.decode()
    assert text.count("Baca dan putuskan") == candidates
