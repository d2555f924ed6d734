"""The calibration room: when it opens, what it shows to whom, changes with witnesses, closing."""

import re
from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from core.models import AuditEntry
from core.refusals import Refused
from selection import actions
from selection.actions.calibration import change_score, close_calibration, open_meeting, reopen_calibration
from selection.calibration import change_rows, is_closed, read_room, running_meeting, spread_rows
from selection.models import Candidate, Recusal, Score, ScoreChange, ScoreSheet
from selection.scoreboard import read_scoreboard
from tests.factories.selection import chair_of, fill_sheet, member_of, recast, scoring_vacancy
from vacancies.models import PanelMember

pytestmark = pytest.mark.django_db
D = Decimal
CODES = ("TRACK", "PAPER", "INTERVIEW")
ROOM_QUERIES = 26


def seats(vacancy) -> list[PanelMember]:
    return list(PanelMember.objects.filter(panel__vacancy=vacancy).select_related("user").order_by("-is_chair", "id"))


@pytest.fixture
def vacancy():
    """Two people, five scorers who agree within two points; the last one gave the first person 40 in the interview."""
    made = scoring_vacancy(candidates=2)
    for candidate in made.candidates.order_by("number"):
        for place, seat in enumerate(seats(made)):
            values = dict.fromkeys(CODES, D(80 - candidate.number - place % 2))
            if candidate.number == 1 and place == 4:
                values["INTERVIEW"] = D(40)
            fill_sheet(candidate, seat, values)
    return made


def score_of(vacancy, person, number=1, code="INTERVIEW") -> Score:
    return Score.objects.get(
        candidate__vacancy=vacancy, candidate__number=number, component__code=code, sheet__member__user=person
    )


def begin(vacancy, *people):
    present = [seat.pk for seat in seats(vacancy) if seat.user in people]
    return open_meeting(vacancy_id=vacancy.pk, actor=chair_of(vacancy), present=present, note="Ruang rapat lantai dua.")


def last_body(vacancy) -> str:
    return AuditEntry.objects.filter(chain=vacancy.trail_chain).order_by("-sequence")[0].body


def test_room_opens_when_every_sheet_is_in(client, vacancy):
    ScoreSheet.objects.filter(candidate__vacancy=vacancy, member=seats(vacancy)[2]).update(submitted_at=None)
    client.force_login(member_of(vacancy, 0))
    text = client.get(reverse("show_score_calibration", args=[vacancy.public_id])).content.decode()
    assert "setelah semua lembar penilaian terkirim" in text
    # Addresses and the post's name hold digits of their own.
    read = re.sub(r"<[^>]*>", " ", text.split("<main")[1].split("</main>")[0]).replace(vacancy.position_title, "")
    assert "40" not in read
    with pytest.raises(Refused, match="semua lembar"):
        begin(vacancy, member_of(vacancy))
    with pytest.raises(Refused, match="semua lembar"):
        close_calibration(vacancy_id=vacancy.pk, actor=chair_of(vacancy), note="Cukup.")


def test_marks_spread_and_severity_of_each_scorer(vacancy):
    strict = seats(vacancy)[4]
    room = read_room(read_scoreboard(vacancy))
    interview = vacancy.components.get(code="INTERVIEW")
    assert room.marks == {(vacancy.candidates.get(number=1).pk, interview.pk, strict.pk)}
    line = next(row for row in spread_rows(room) if (row["scorer"], row["component"]) == (strict.user.full_name, interview.label))
    # 40 and 78 against panel means of 70.8 and 77.6.
    assert (line["mean"], line["lowest"], line["highest"]) == (D("59.00"), D(40), D(78))
    assert (line["severity"], line["is_marked"]) == (D("-15.20"), True)


def test_change_keeps_before_after_reason_and_who_was_present(vacancy):
    chair, strict, other = chair_of(vacancy), seats(vacancy)[4].user, member_of(vacancy, 0)
    score = score_of(vacancy, strict)
    with pytest.raises(Refused, match="Tidak ada rapat"):
        change_score(score_id=score.pk, actor=strict, value=D(76), reason="Salah baca.")
    begin(vacancy, strict, other)
    for person in (chair, other):
        with pytest.raises(Refused, match="penilainya sendiri"):
            change_score(score_id=score.pk, actor=person, value=D(76), reason="Salah baca.")
    for value, reason, words in ((D(101), "Salah.", "antara 0 dan 100"), (D(40), "Salah.", "sudah 40"), (D(76), " ", "alasan")):
        with pytest.raises(Refused, match=words):
            change_score(score_id=score.pk, actor=strict, value=value, reason=reason)
    change = change_score(score_id=score.pk, actor=strict, value=D(76), reason="Salah baca lembar sendiri.")
    assert (change.before, change.after) == (D(40), D(76))
    assert score_of(vacancy, strict).value == D(76)
    (row,) = change_rows(vacancy)
    assert row["present"] == [chair.full_name, other.full_name, strict.full_name]
    assert '"after":"76","before":"40.00"' in last_body(vacancy)
    assert read_room(read_scoreboard(vacancy)).marks == frozenset()
    for table in ("scorechange", "calibrationstep", "calibrationattendee"):
        for statement in (f"DELETE FROM selection_{table}", f"UPDATE selection_{table} SET id = id"):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_only_who_is_present_changes_and_the_list_can_be_taken_anew(vacancy):
    strict = seats(vacancy)[4].user
    begin(vacancy, member_of(vacancy, 0))
    with pytest.raises(Refused, match="tidak tercatat hadir"):
        change_score(score_id=score_of(vacancy, strict).pk, actor=strict, value=D(76), reason="Salah baca.")
    with pytest.raises(Refused, match="paling sedikit satu anggota"):
        begin(vacancy)
    begin(vacancy, strict)
    change_score(score_id=score_of(vacancy, strict).pk, actor=strict, value=D(76), reason="Salah baca.")
    assert ScoreChange.objects.get().meeting == running_meeting(vacancy)


def test_only_the_chair_opens_and_closes_and_marks_need_a_word(vacancy):
    chair, member = chair_of(vacancy), member_of(vacancy)
    with pytest.raises(Refused, match="Hanya ketua"):
        open_meeting(vacancy_id=vacancy.pk, actor=member, present=[seats(vacancy)[1].pk])
    with pytest.raises(Refused, match="Hanya ketua"):
        close_calibration(vacancy_id=vacancy.pk, actor=member, note="Cukup.")
    with pytest.raises(Refused, match="Masih ada 1 nilai bertanda"):
        close_calibration(vacancy_id=vacancy.pk, actor=chair)
    assert not is_closed(vacancy)
    close_calibration(vacancy_id=vacancy.pk, actor=chair, note="Dibahas; penilai tetap pada nilainya.")
    assert is_closed(vacancy)
    with pytest.raises(Refused, match="sudah ditutup"):
        close_calibration(vacancy_id=vacancy.pk, actor=chair, note="Lagi.")
    with pytest.raises(Refused, match="sudah ditutup"):
        begin(vacancy, member)


def test_after_closing_nothing_moves_until_the_chair_opens_it_again(vacancy):
    chair, strict = chair_of(vacancy), seats(vacancy)[4].user
    begin(vacancy, strict)
    close_calibration(vacancy_id=vacancy.pk, actor=chair, note="Cukup.")
    score = score_of(vacancy, strict)
    with pytest.raises(Refused, match="Tidak ada rapat"):
        change_score(score_id=score.pk, actor=strict, value=D(76), reason="Salah baca.")
    with pytest.raises(Refused, match="Kalibrasi sudah dimulai"):
        actions.reopen_sheet(sheet_id=score.sheet_id, actor=chair, reason="Salah ketik.")
    ScoreSheet.objects.filter(pk=score.sheet_id).update(submitted_at=None)
    with pytest.raises(Refused, match="Kalibrasi sudah ditutup"):
        actions.save_sheet(candidate_id=score.candidate_id, actor=strict, values={"TRACK": D(70)})
    ScoreSheet.objects.filter(pk=score.sheet_id).update(submitted_at=vacancy.state_since)
    with pytest.raises(Refused, match="Tulis alasan"):
        reopen_calibration(vacancy_id=vacancy.pk, actor=chair, reason=" ")
    reopen_calibration(vacancy_id=vacancy.pk, actor=chair, reason="Satu nilai belum dibahas.")
    assert not is_closed(vacancy)
    begin(vacancy, strict)
    change_score(score_id=score.pk, actor=strict, value=D(76), reason="Salah baca.")


def test_a_vacancy_without_panel_scores_has_nothing_to_calibrate(vacancy):
    vacancy.components.exclude(code="ASSESS").update(aggregate="SINGLE")
    assert is_closed(vacancy)


def test_conflicted_chair_learns_nothing_of_that_file(client, vacancy):
    """Whatever the others gave the person with whom the chair has a conflict, the chair's room reads the same."""
    chair, seat = chair_of(vacancy), seats(vacancy)[0]
    candidate = Candidate.objects.get(vacancy=vacancy, number=1)
    ScoreSheet.objects.filter(candidate=candidate, member=seat).delete()
    Recusal.objects.create(candidate=candidate, member=seat, reason="Satu unit.", declared_at=vacancy.state_since)
    client.force_login(chair)
    address = reverse("show_score_calibration", args=[vacancy.public_id])
    pages = []
    for value in (D(40), D(79)):
        Score.objects.filter(candidate=candidate, sheet__isnull=False).update(value=value)
        text = client.get(address).content.decode()
        pages.append(text.split("<main")[1].split("</main>")[0])
    assert pages[0] == pages[1]
    assert candidate.application.employee.name not in pages[0]
    Score.objects.filter(sheet__member=seats(vacancy)[4], candidate=candidate).update(value=D(5))
    # Nor by what closing asks for.
    close_calibration(vacancy_id=vacancy.pk, actor=chair)
    assert is_closed(vacancy)


def test_the_walk_through_the_room_by_forms(client, vacancy):
    chair, strict = chair_of(vacancy), seats(vacancy)[4]
    room = reverse("show_score_calibration", args=[vacancy.public_id])
    client.force_login(chair)
    # One drawing a component beside the table that says the same.
    assert client.get(room).content.decode().count('class="score-chart"') == len(CODES)
    empty = client.post(reverse("open_calibration_meeting", args=[vacancy.public_id]), {"note": ""})
    assert "Pilih siapa yang hadir" in empty.content.decode()
    sent = {"present": [str(strict.pk)], "note": "Rapat daring"}
    assert client.post(reverse("open_calibration_meeting", args=[vacancy.public_id]), sent).url == room
    refused = client.post(reverse("close_score_calibration", args=[vacancy.public_id]), {"note": ""})
    assert "Masih ada 1 nilai bertanda" in refused.content.decode()
    client.force_login(strict.user)
    candidate = Candidate.objects.get(vacancy=vacancy, number=1)
    page = reverse("change_score", args=[candidate.public_id, "INTERVIEW"])
    assert page in client.get(room).content.decode()
    wrong = client.post(page, {"value": "seratus", "reason": ""}).content.decode()
    assert "bukan angka" in wrong
    assert "Tulis alasan perubahan." in wrong
    assert client.post(page, {"value": "77,5", "reason": "Salah baca."}).url == room
    shown = client.get(room).content.decode()
    assert "77,50" in shown
    assert "Rapat daring" in shown
    client.force_login(chair)
    assert client.post(reverse("close_score_calibration", args=[vacancy.public_id]), {"note": ""}).url == room
    assert client.post(reverse("reopen_score_calibration", args=[vacancy.public_id]), {"reason": "Keliru."}).url == room


def blind_papers(vacancy) -> None:
    """The papers of the vacancy have sheets of their own, without names."""
    recast(vacancy, "PAPER", is_blind=True)
    for candidate in vacancy.candidates.order_by("number"):
        for seat in seats(vacancy):
            sheet = ScoreSheet.objects.create(candidate=candidate, member=seat, is_blind=True, submitted_at=vacancy.state_since)
            Score.objects.filter(candidate=candidate, component__code="PAPER", sheet__member=seat).update(sheet=sheet)


def test_no_paper_is_matched_with_a_name_by_who_may_not_score_it(client, vacancy):
    """Whichever of two people a member has a conflict with, the table of papers reads the same to the others."""
    blind_papers(vacancy)
    Score.objects.filter(candidate__vacancy=vacancy, component__code="PAPER").update(value=D(80))
    barred, reader = seats(vacancy)[2], seats(vacancy)[3]
    label = vacancy.components.get(code="PAPER").label
    client.force_login(reader.user)
    address = reverse("show_score_calibration", args=[vacancy.public_id])

    def table(text: str) -> str:
        return re.split(r"<h2>", text.split(f"<h2>{label}</h2>")[1])[0]

    open_to_all = table(client.get(address).content.decode())
    assert barred.user.full_name in open_to_all
    read = []
    for number in (1, 2):
        with transaction.atomic():
            candidate = Candidate.objects.get(vacancy=vacancy, number=number)
            ScoreSheet.objects.filter(candidate=candidate, member=barred).delete()
            Recusal.objects.create(candidate=candidate, member=barred, reason="Satu unit.", declared_at=vacancy.state_since)
            read.append(table(client.get(address).content.decode()))
            transaction.set_rollback(True)
    assert read[0] == read[1]
    assert "80" in read[0]
    assert "Makalah 01" in read[0]
    assert "tidak boleh dapat dicocokkan" in read[0]
    assert reader.user.full_name in read[0]
    assert not any(seat.user.full_name in read[0] for seat in seats(vacancy) if seat != reader)


def test_a_score_of_a_paper_is_reached_without_the_person(client, vacancy):
    blind_papers(vacancy)
    strict = seats(vacancy)[4]
    begin(vacancy, strict.user)
    client.force_login(strict.user)
    candidate = Candidate.objects.get(vacancy=vacancy, number=1)
    room = client.get(reverse("show_score_calibration", args=[vacancy.public_id])).content.decode()
    page = reverse("change_score", args=[candidate.paper_id, "PAPER"])
    assert page in room
    text = client.get(page).content.decode()
    assert "Makalah 0" in text
    assert candidate.application.employee.name not in text
    for address in (candidate.public_id, vacancy.public_id):
        assert client.get(reverse("change_score", args=[address, "PAPER"])).status_code == 404


@pytest.mark.parametrize("candidates", [1, 3])
def test_room_costs_the_same_at_every_length(client, django_assert_num_queries, candidates):
    made = scoring_vacancy(candidates=candidates, filled=True)
    client.force_login(member_of(made))
    address = reverse("show_score_calibration", args=[made.public_id])
    client.get(address)
    with django_assert_num_queries(ROOM_QUERIES):
        client.get(address)
