"""Sessions: seats and capacity, moves under one calendar entry, wishes, attendance and what an absence does."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.enums import Role
from core.models import AuditEntry, Notification, OutboxMessage
from core.refusals import Refused, Stale
from selection import actions
from selection.actions.attendance import Mark
from selection.actions.sessions import SessionInput
from selection.attendance_sheet import HEADING, marks_in_file
from selection.meeting_notifications import is_session_ahead
from selection.models import Candidate, SessionSeat, StageSession
from selection.tasks import remind_of_sessions
from tests.factories.people import UserFactory
from tests.factories.selection import chair_of, member_of, official, scoring_vacancy
from vacancies.models import PanelMember

HOUR = timedelta(hours=1)


def wanted(start=timedelta(days=3), *, capacity=2, place="Ruang 1", **fields) -> SessionInput:
    begin = timezone.now() + start
    return SessionInput(begin, begin + HOUR, place, fields.pop("link", ""), capacity, **fields)


def held(vacancy, *, seats: int = 0, stage: str = "INTERVIEW", members=(), actor=None, **fields) -> StageSession:
    """A session in three days with the first participants seated."""
    people = Candidate.objects.filter(vacancy=vacancy).order_by("number")[:seats]
    return actions.set_session(
        vacancy_id=vacancy.pk,
        actor=actor or official(Role.SECRETARIAT, vacancy),
        stage=stage,
        wanted=wanted(**fields),
        candidates=[person.pk for person in people],
        members=members,
    )


def begin(session: StageSession) -> None:
    """Let the session have begun an hour ago."""
    StageSession.objects.filter(pk=session.pk).update(starts_at=timezone.now() - HOUR, ends_at=timezone.now() + HOUR)


def with_account(vacancy, number: int = 1) -> Candidate:
    candidate = Candidate.objects.select_related("application__employee__user").get(vacancy=vacancy, number=number)
    assert candidate.application.employee.user is not None
    return candidate


def entry_of(mail: OutboxMessage):
    (event,) = Calendar.from_ical(mail.calendar).walk("VEVENT")
    return event


@pytest.fixture
def vacancy(db):
    return scoring_vacancy(candidates=4)


def test_setting_a_session_seats_calls_and_tells_with_a_calendar_entry(vacancy):
    candidate = with_account(vacancy)
    members = list(PanelMember.objects.filter(panel__vacancy=vacancy).values_list("pk", flat=True))
    session = held(vacancy, seats=2, members=members)
    assert [seat.candidate.number for seat in session.seats.order_by("candidate__number")] == [1, 2]
    assert session.assessors.count() == 5
    mail = OutboxMessage.objects.get(kind="session_set", recipient=candidate.application.employee.user)
    event = entry_of(mail)
    assert event.decoded("dtstart") == session.starts_at.replace(microsecond=0)
    assert (str(event["location"]), int(event["sequence"]), str(event["transp"])) == ("Ruang 1", 0, "OPAQUE")
    assert "Nomor peserta: 001" in mail.text
    assert Notification.objects.filter(kind="session_set", recipient=member_of(vacancy)).count() == 1
    assert AuditEntry.objects.filter(chain=vacancy.trail_chain).latest("sequence").act == "set_session"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"start": -HOUR}, "sesudah saat ini"),
        ({"place": " "}, "tempat atau tautan"),
        ({"seats": 3}, "tinggal punya 2 kursi"),
    ],
)
def test_unlawful_sessions_are_refused_and_leave_nothing(vacancy, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        held(vacancy, **fields)
    assert not StageSession.objects.exists()


def test_only_those_who_run_the_selection_set_sessions_and_only_while_it_is_scored(vacancy):
    for wrong in (member_of(vacancy), official(Role.PPK, vacancy), official(Role.SECRETARIAT, scoring_vacancy(candidates=1))):
        with pytest.raises(Refused, match="hanya untuk ketua pansel"):
            held(vacancy, actor=wrong)
    vacancy.state = "RANKED"
    vacancy.save(update_fields=["state"])
    with pytest.raises(Refused, match="sampai peringkat disusun"):
        held(vacancy, actor=chair_of(vacancy))


def test_moving_a_session_moves_the_entry_and_asks_for_confirmation_again(vacancy):
    candidate = with_account(vacancy)
    session = held(vacancy, seats=1)
    seat = SessionSeat.objects.get()
    user = candidate.application.employee.user
    actions.confirm_seat(seat_id=seat.pk, actor=user)
    secretary = official(Role.SECRETARIAT, vacancy)
    with pytest.raises(Refused, match="Tulis alasan perubahan"):
        actions.move_session(session_id=session.pk, actor=secretary, wanted=wanted(), reason=" ")
    with pytest.raises(Stale):
        actions.move_session(session_id=session.pk, actor=secretary, wanted=wanted(), reason="Ruang dipakai.", version=9)
    actions.move_session(
        session_id=session.pk, actor=secretary, wanted=wanted(place="Ruang 2"), reason="Ruang dipakai.", version=1
    )
    first, second = (entry_of(mail) for mail in OutboxMessage.objects.filter(recipient=user).order_by("pk"))
    assert first["uid"] == second["uid"]
    assert (int(first["sequence"]), int(second["sequence"])) == (0, 1)
    assert str(second["location"]) == "Ruang 2"
    seat.refresh_from_db()
    assert seat.confirmed_at is None
    held_two = held(vacancy, stage="PAPER", seats=2, start=timedelta(days=6))
    with pytest.raises(Refused, match="Pindahkan sebagian"):
        actions.move_session(session_id=held_two.pk, actor=secretary, wanted=wanted(capacity=1), reason="Ruang kecil.")


def test_another_session_of_the_stage_takes_the_same_entry_over(vacancy):
    candidate = with_account(vacancy)
    held(vacancy, seats=1)
    other = held(vacancy, start=timedelta(days=4))
    actions.seat_participants(session_id=other.pk, actor=chair_of(vacancy), candidates=[candidate.pk])
    seat = SessionSeat.objects.get()
    assert (seat.session, seat.sequence) == (other, 1)
    uids = {str(entry_of(mail)["uid"]) for mail in OutboxMessage.objects.filter(recipient=candidate.application.employee.user)}
    assert len(uids) == 1


def test_cancelling_strikes_the_entry_out_and_frees_the_seats(vacancy):
    candidate = with_account(vacancy)
    session = held(vacancy, seats=1, members=[PanelMember.objects.get(user=member_of(vacancy)).pk])
    actions.cancel_session(session_id=session.pk, actor=chair_of(vacancy), reason="Gedung ditutup.")
    mail = OutboxMessage.objects.filter(recipient=candidate.application.employee.user).latest("pk")
    assert (str(entry_of(mail)["status"]), int(entry_of(mail)["sequence"])) == ("CANCELLED", 1)
    assert "Gedung ditutup." in mail.text
    assert OutboxMessage.objects.filter(recipient=member_of(vacancy)).count() == 2
    again = held(vacancy, seats=1, start=timedelta(days=5))
    seat = SessionSeat.objects.get()
    assert (seat.session, seat.is_released, seat.sequence) == (again, False, 2)
    with pytest.raises(Refused, match="sudah dibatalkan"):
        actions.cancel_session(session_id=session.pk, actor=chair_of(vacancy), reason="Lagi.")


def test_nobody_sits_in_two_sessions_at_once(vacancy):
    seat = PanelMember.objects.get(user=member_of(vacancy)).pk
    held(vacancy, seats=1, members=[seat])
    with pytest.raises(Refused, match="sesi tahap lain pada waktu yang sama"):
        held(vacancy, seats=1, stage="PAPER")
    with pytest.raises(Refused, match="bertugas di sesi lain"):
        held(vacancy, stage="PAPER", members=[seat])


def test_filling_goes_by_number_and_says_who_is_left(vacancy):
    first, second = held(vacancy, capacity=1), held(vacancy, capacity=2, start=timedelta(days=4))
    chair = chair_of(vacancy)
    assert actions.fill_sessions(vacancy_id=vacancy.pk, actor=chair, stage="INTERVIEW") == (3, 1)
    assert list(first.seats.values_list("candidate__number", flat=True)) == [1]
    assert list(second.seats.values_list("candidate__number", flat=True)) == [2, 3]
    with pytest.raises(Refused, match="sudah penuh"):
        actions.fill_sessions(vacancy_id=vacancy.pk, actor=chair, stage="INTERVIEW")
    with pytest.raises(Refused, match="Belum ada sesi"):
        actions.fill_sessions(vacancy_id=vacancy.pk, actor=chair, stage="PAPER")


def test_a_released_seat_is_free_again(vacancy):
    session = held(vacancy, seats=2)
    seat = session.seats.order_by("candidate__number")[0]
    actions.release_seat(seat_id=seat.pk, actor=chair_of(vacancy), reason="Diganti jadwalnya.")
    third = Candidate.objects.get(vacancy=vacancy, number=3)
    actions.seat_participants(session_id=session.pk, actor=chair_of(vacancy), candidates=[third.pk])
    assert SessionSeat.objects.live().count() == 2
    with pytest.raises(Refused, match="sudah tidak ada"):
        actions.release_seat(seat_id=seat.pk, actor=chair_of(vacancy), reason="Lagi.")


def test_calling_members_tells_only_those_for_whom_it_changed(vacancy):
    members = list(PanelMember.objects.filter(panel__vacancy=vacancy).order_by("pk"))
    session = held(vacancy, members=[members[0].pk, members[1].pk])
    OutboxMessage.objects.all().delete()
    actions.call_assessors(session_id=session.pk, actor=chair_of(vacancy), members=[members[1].pk, members[2].pk])
    told = set(OutboxMessage.objects.values_list("recipient__email", flat=True))
    assert told == {members[0].user.email, members[2].user.email}


# The participant -----------------------------------------------------------------------------------------------------------


def test_participant_confirms_asks_and_is_answered(vacancy):
    candidate = with_account(vacancy)
    user = candidate.application.employee.user
    held(vacancy, seats=1)
    seat = SessionSeat.objects.get()
    secretary = official(Role.SECRETARIAT, vacancy)
    with pytest.raises(Refused, match="milik peserta lain"):
        actions.confirm_seat(seat_id=seat.pk, actor=UserFactory())
    with pytest.raises(Refused, match="Tulis alasan"):
        actions.ask_other_slot(seat_id=seat.pk, actor=user, reason="")
    actions.ask_other_slot(seat_id=seat.pk, actor=user, reason="Sidang di luar kota.")
    with pytest.raises(Refused, match="menunggu jawaban"):
        actions.ask_other_slot(seat_id=seat.pk, actor=user, reason="Lagi.")
    assert Notification.objects.filter(kind="slot_asked", recipient=secretary).count() == 1
    actions.refuse_other_slot(seat_id=seat.pk, actor=secretary, answer="Tidak ada sesi lain.")
    seat.refresh_from_db()
    assert (seat.asked_at, seat.answer) == (None, "Tidak ada sesi lain.")
    assert "Tidak ada sesi lain." in OutboxMessage.objects.filter(recipient=user).latest("pk").text
    actions.confirm_seat(seat_id=seat.pk, actor=user)
    begin(seat.session)
    with pytest.raises(Refused, match="sudah mulai"):
        actions.ask_other_slot(seat_id=seat.pk, actor=user, reason="Terlambat.")


def test_reminders_go_once_for_each_version_and_lose_their_reason(vacancy):
    with_account(vacancy)
    session = held(vacancy, seats=1, start=timedelta(hours=20), members=[PanelMember.objects.get(user=member_of(vacancy)).pk])
    held(vacancy, stage="PAPER", start=timedelta(hours=30))
    assert remind_of_sessions() == 2
    assert remind_of_sessions() == 0
    key = OutboxMessage.objects.filter(kind="session_reminder").order_by("pk")[0].key
    assert is_session_ahead(key)
    actions.cancel_session(session_id=session.pk, actor=chair_of(vacancy), reason="Gedung ditutup.")
    assert not is_session_ahead(key)


# Attendance ----------------------------------------------------------------------------------------------------------------


def test_sheet_marks_in_bulk_and_an_absence_leaves_and_comes_back(vacancy):
    session = held(vacancy, seats=2)
    later = held(vacancy, stage="PAPER", seats=2, start=timedelta(days=5))
    one, two = session.seats.order_by("candidate__number")
    chair = chair_of(vacancy)
    with pytest.raises(Refused, match="sejak sesi mulai"):
        actions.mark_attendance(session_id=session.pk, actor=chair, marks={one.pk: Mark("PRESENT")})
    begin(session)
    with pytest.raises(Refused, match="Tulis keterangan ketidakhadiran peserta 002"):
        actions.mark_attendance(session_id=session.pk, actor=chair, marks={one.pk: Mark("PRESENT"), two.pk: Mark("ABSENT")})
    assert not SessionSeat.objects.exclude(attendance="").exists(), "all or nothing"
    marks = {one.pk: Mark("PRESENT"), two.pk: Mark("ABSENT", "Sakit, tanpa surat.")}
    assert actions.mark_attendance(session_id=session.pk, actor=chair, marks=marks) == (1, 1)
    absent = Candidate.objects.select_related("application").get(vacancy=vacancy, number=2)
    assert (absent.is_absent, absent.application.state) == (True, "ABSENT")
    assert absent.absent_note == "Wawancara: Sakit, tanpa surat."
    assert list(later.seats.live().values_list("candidate__number", flat=True)) == [1], "later seats are freed"
    actions.mark_attendance(session_id=session.pk, actor=chair, marks={two.pk: Mark("PRESENT")})
    absent.refresh_from_db()
    assert (absent.is_absent, absent.application.__class__.objects.get(pk=absent.application.pk).state) == (False, "CANDIDATE")


def test_taking_an_absence_back_in_the_control_room_clears_the_sheet(vacancy):
    session = held(vacancy, seats=1)
    begin(session)
    seat = session.seats.get()
    actions.mark_attendance(session_id=session.pk, actor=chair_of(vacancy), marks={seat.pk: Mark("ABSENT", "Tidak datang.")})
    actions.mark_present(candidate_id=seat.candidate_id, actor=chair_of(vacancy))
    seat.refresh_from_db()
    assert (seat.attendance, seat.attendance_note) == ("", "")


def test_the_first_ranking_locks_attendance(vacancy):
    session = held(vacancy, seats=1)
    begin(session)
    vacancy.state = "RANKED"
    vacancy.save(update_fields=["state"])
    with pytest.raises(Refused, match="sampai peringkat disusun"):
        actions.mark_attendance(session_id=session.pk, actor=chair_of(vacancy), marks={session.seats.get().pk: Mark("PRESENT")})


@pytest.mark.parametrize(
    ("rows", "marks", "sentence"),
    [
        (
            [["001", "A", "hadir", ""], ["2", "B", "Tidak  Hadir", "Flu"]],
            {1: Mark("PRESENT"), 2: Mark("ABSENT", "Flu")},
            None,
        ),
        ([["001", "A", "", ""], ["002", "B", "H", ""]], {2: Mark("PRESENT")}, None),
        ([["009", "A", "HADIR", ""]], {}, "Baris 2: nomor peserta 009 tidak ada di sesi ini."),
        ([["001", "A", "datang", ""]], {}, "Baris 2: kehadiran “datang” tidak dikenal. Tulis HADIR atau TIDAK HADIR."),
        ([["001", "A", "TH", ""]], {}, "Baris 2: tulis keterangan ketidakhadiran peserta 001."),
        ([["001", "A", "H", ""], ["001", "A", "H", ""]], {}, "Baris 3: nomor peserta 001 tertulis dua kali."),
        ([["", "", "", ""]], {}, "Berkas ini tidak memuat satu catatan kehadiran pun."),
    ],
)
def test_a_filled_in_file(rows, marks, sentence):
    found, errors = marks_in_file([list(HEADING), *rows], {"001": 1, "002": 2})
    assert (found, errors) == (marks, [sentence] if sentence else [])


def test_a_file_without_its_headings_is_refused():
    assert marks_in_file([["A", "B"]], {})[1] == ["Judul kolom NOMOR_PESERTA dan KEHADIRAN tidak ada di baris pertama."]


# Races ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_last_seat_goes_to_one_of_two_at_the_same_time():
    vacancy = scoring_vacancy(candidates=2)
    session = held(vacancy, capacity=1)
    chair = chair_of(vacancy)
    people = list(Candidate.objects.filter(vacancy=vacancy).order_by("number"))
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def take(candidate: Candidate) -> None:
        try:
            start.wait(timeout=10)
            actions.seat_participants(session_id=session.pk, actor=chair, candidates=[candidate.pk])
            outcomes.append("seated")
        except Refused as error:
            outcomes.append(error.reason)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["Sesi ini sudah penuh.", "seated"]
    assert SessionSeat.objects.live().count() == 1
    assert connection.vendor == "postgresql"


# Pages ---------------------------------------------------------------------------------------------------------------------


def test_office_sets_seats_moves_and_marks_on_pages(client, vacancy):
    client.force_login(official(Role.SECRETARIAT, vacancy))
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    address = reverse("set_session", args=[vacancy.public_id])
    fields = {"stage": "INTERVIEW", "day": day, "starts": "09.00", "ends": "08.00", "place": "Ruang 1", "capacity": "2"}
    page = client.post(address, fields).content.decode()
    assert "Waktu selesai harus sesudah waktu mulai." in page
    member = PanelMember.objects.get(user=member_of(vacancy))
    answer = client.post(address, fields | {"ends": "11.00", "penilai": member.pk})
    session = StageSession.objects.get()
    assert answer.url == reverse("show_session", args=[session.public_id])
    people = [str(pk) for pk in Candidate.objects.filter(vacancy=vacancy).order_by("number").values_list("pk", flat=True)]
    seats = reverse("seat_participants", args=[session.public_id])
    assert "tinggal punya 2 kursi" in client.post(seats, {"peserta": people}, follow=True).content.decode()
    assert "diberi tahu" in client.post(seats, {"peserta": people[:2]}, follow=True).content.decode()
    assert "Belum mendapat kursi" in client.get(reverse("list_sessions", args=[vacancy.public_id])).content.decode()
    move = reverse("move_session", args=[session.public_id])
    assert 'value="Ruang 1"' in client.get(move).content.decode()
    begin(session)
    one, two = session.seats.order_by("candidate__number")
    sheet = reverse("record_attendance", args=[session.public_id])
    typed = {f"hadir_{one.pk}": "PRESENT", f"hadir_{two.pk}": "ABSENT", f"note_{two.pk}": ""}
    page = client.post(sheet, typed).content.decode()
    assert "Tulis keterangan ketidakhadiran peserta 002." in page
    page = client.post(sheet, typed | {f"note_{two.pk}": "Tanpa kabar."}, follow=True).content.decode()
    assert "1 hadir, 1 tidak hadir" in page
    table = client.get(reverse("download_attendance_sheet", args=[session.public_id])).content.decode("utf-8-sig")
    assert table.splitlines()[0] == "NOMOR_PESERTA;NAMA;KEHADIRAN;KETERANGAN"
    assert "Tanpa kabar." in table
    taken = AuditEntry.objects.get(act="export_attendance")
    assert json.loads(taken.body)["details"] == {"people": 2}


def test_participant_and_member_pages(client, vacancy):
    candidate = with_account(vacancy)
    held(vacancy, seats=1, link="https://rapat.example/a", members=[PanelMember.objects.get(user=member_of(vacancy)).pk])
    seat = SessionSeat.objects.get()
    client.force_login(candidate.application.employee.user)
    home = client.get(reverse("list_applications")).content.decode()
    assert "Konfirmasi hadir: Wawancara" in home
    status = client.get(reverse("show_application", args=[candidate.application.public_id])).content.decode()
    assert "Buka kartu sesi dan kalender" in status
    address = reverse("list_own_sessions", args=[candidate.application.public_id])
    page = client.get(address).content.decode()
    assert "https://rapat.example/a" in page
    assert "Terkonfirmasi" in client.post(reverse("confirm_seat", args=[seat.public_id]), follow=True).content.decode()
    file = client.get(reverse("download_seat_calendar", args=[seat.public_id]))
    assert file["Content-Type"].startswith("text/calendar")
    client.force_login(member_of(vacancy))
    page = client.get(reverse("list_called_sessions")).content.decode()
    assert vacancy.position_title in page
    assert client.get(reverse("list_own_sessions", args=[candidate.application.public_id])).status_code == 403


@pytest.mark.parametrize("items", [1, 3])
def test_session_pages_cost_the_same_at_every_length(client, django_assert_num_queries, vacancy, items):
    candidate = with_account(vacancy)
    members = [PanelMember.objects.get(user=member_of(vacancy)).pk]
    sessions = [
        held(vacancy, stage=stage, seats=items, capacity=9, start=timedelta(days=3 + place), members=members)
        for place, stage in enumerate(("ASSESSMENT", "PAPER", "INTERVIEW")[:items])
    ]
    client.force_login(official(Role.SECRETARIAT, vacancy))
    for name, thing, number in (
        ("list_sessions", vacancy, LIST_QUERIES),
        ("show_session", sessions[0], SESSION_QUERIES),
        ("record_attendance", sessions[0], SHEET_QUERIES),
    ):
        with django_assert_num_queries(number):
            assert client.get(reverse(name, args=[thing.public_id])).status_code == 200
    client.force_login(candidate.application.employee.user)
    with django_assert_num_queries(OWN_QUERIES):
        assert client.get(reverse("list_own_sessions", args=[candidate.application.public_id])).status_code == 200
    client.force_login(member_of(vacancy))
    with django_assert_num_queries(CALLED_QUERIES):
        assert client.get(reverse("list_called_sessions")).status_code == 200


LIST_QUERIES = 18
SESSION_QUERIES = 13
SHEET_QUERIES = 12
OWN_QUERIES = 11
CALLED_QUERIES = 10
