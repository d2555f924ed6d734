"""Minutes, short lists, ties, reminders and the packet in place: from the ranking to the chain."""

import io
import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import fastjsonschema
import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from pypdf import PdfReader

from accounts.enums import Role
from asnkarier.embedded.bootstrap import PROJECT_ROOT
from core import clock, export_limit
from core.letters import letter_bytes
from core.models import AuditEntry, Notification, OutboxMessage
from core.refusals import Refused, Stale
from core.seals import latest_root, seal_and_export
from selection import actions
from selection.actions.calibration import close_calibration, reopen_calibration
from selection.actions.exports import record_packet_export
from selection.minutes_words import Meeting
from selection.models import ConflictProposal, MinutesSignature, OfficialMinutes, Recusal, ShortfallAnswer, TieAnswer
from selection.rules.shortfall import CANCEL, CONTINUE
from selection.rules.ties import INTERVIEW, KEEP_ALL
from tests.factories.selection import chair_of, fill_scores, member_of, official, scoring_vacancy, send_result
from vacancies.models import Announcement, PanelMember, Vacancy

pytestmark = pytest.mark.django_db
TIED = [Decimal(90), Decimal(85), Decimal(80), Decimal(80)]


@pytest.fixture(autouse=True)
def _own_seals(settings, tmp_path):
    settings.SEAL_FOLDER = str(tmp_path / "seals")


def ranked(*values: Decimal, **fields) -> Vacancy:
    """A ranked Pratama vacancy with people for every layer."""
    vacancy = scoring_vacancy(candidates=len(values), **fields)
    fill_scores(vacancy, list(values))
    for role in (Role.PYB, Role.PPK, Role.WASDAL, Role.SETKAB):
        official(role, vacancy)
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    vacancy.refresh_from_db()
    return vacancy


def meeting(vacancy: Vacancy, *, present: int | None = None, later: timedelta = timedelta(0)) -> Meeting:
    seats = list(PanelMember.objects.filter(panel__vacancy=vacancy).order_by("-is_chair", "id").values_list("pk", flat=True))
    return Meeting(clock.transaction_now() + later, "Ruang rapat utama", tuple(seats[:present]))


def prepare(vacancy: Vacancy, **more) -> OfficialMinutes:
    return actions.prepare_minutes(
        vacancy_id=vacancy.pk, actor=official(Role.SECRETARIAT, vacancy), meeting=meeting(vacancy), **more
    )


def body(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def acts(vacancy: Vacancy) -> list[str]:
    return list(AuditEntry.objects.filter(chain=vacancy.trail_chain).order_by("sequence").values_list("act", flat=True))


# Minutes --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["PRATAMA", "MADYA"])
def test_the_signature_opens_the_chain_for_whoever_prepared_the_minutes(level):
    vacancy = ranked(Decimal(95), Decimal(90), Decimal(85), Decimal(80), level=level)
    seal_and_export()
    minutes = prepare(vacancy, note="Mohon diputus pekan ini.")
    chair = chair_of(vacancy)
    assert Notification.objects.filter(recipient=chair, kind="minutes_waiting").count() == 1
    signature = actions.sign_minutes(vacancy_id=vacancy.pk, actor=chair, digest_seen=minutes.digest, second_factor="totp")
    vacancy.refresh_from_db()
    assert vacancy.state == "RESULT_REVIEW"
    assert signature.request.sender == minutes.prepared_by
    assert signature.request.note == "Mohon diputus pekan ini."
    assert signature.request.digest == minutes.ranking.sha256
    assert acts(vacancy)[-3:] == ["prepare_minutes", "submit_request", "sign_minutes"]
    entry = AuditEntry.objects.filter(chain=vacancy.trail_chain).order_by("-sequence").first()
    assert json.loads(entry.body)["actor"]["id"] == chair.pk
    text = " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(letter_bytes(signature.letter))).pages).split())
    compact = text.replace(" ", "")
    assert minutes.ranking.sha256 in compact
    assert latest_root().root in compact
    assert chair.full_name in text
    assert minutes.prepared_by.full_name in text
    assert all(line["name"] in text for line in minutes.content["lines"])


def test_minutes_wait_for_the_office_and_the_chair_each_in_turn():
    vacancy = ranked(Decimal(95), Decimal(90), Decimal(85))
    chair = chair_of(vacancy)
    with pytest.raises(Refused, match="Berita acara belum disiapkan"):
        actions.sign_minutes(vacancy_id=vacancy.pk, actor=chair, digest_seen="", second_factor="totp")
    for person in (chair, member_of(vacancy)):
        with pytest.raises(Refused, match="Hanya sekretariat dan admin"):
            actions.prepare_minutes(vacancy_id=vacancy.pk, actor=person, meeting=meeting(vacancy))
    minutes = prepare(vacancy)
    with pytest.raises(Refused, match="Hanya ketua pansel"):
        actions.sign_minutes(vacancy_id=vacancy.pk, actor=minutes.prepared_by, digest_seen=minutes.digest, second_factor="totp")
    with pytest.raises(Stale, match="disiapkan ulang"):
        actions.sign_minutes(vacancy_id=vacancy.pk, actor=chair, digest_seen="0" * 64, second_factor="totp")


def test_minutes_draw_the_scores_and_tell_how_calibration_went(client):
    vacancy = scoring_vacancy(candidates=4)
    fill_scores(vacancy, [Decimal(95), Decimal(90), Decimal(85), Decimal("80.25")], closed=False)
    chair = chair_of(vacancy)
    for role in (Role.PYB, Role.PPK, Role.WASDAL):
        official(role, vacancy)
    close_calibration(vacancy_id=vacancy.pk, actor=chair, note="Dibahas.")
    reopen_calibration(vacancy_id=vacancy.pk, actor=chair, reason="Satu nilai belum dibahas.")
    close_calibration(vacancy_id=vacancy.pk, actor=chair, note="Semua nilai sudah dibahas.")
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair)
    minutes = prepare(vacancy)
    assert [act["note"] for act in minutes.content["calibration_acts"]] == [
        "Dibahas.",
        "Satu nilai belum dibahas.",
        "Semua nilai sudah dibahas.",
    ]
    client.force_login(chair)
    page = body(client.get(reverse("sign_minutes", args=[vacancy.public_id])))
    # The cut, the spread of totals, and the scorers on each of three components.
    assert page.count('class="score-chart"') == 5
    assert "<style" not in page
    health = {"label": "Tes kesehatan", "weight": "0"}
    told = render_to_string("selection/_minutes_words.html", {"words": {**minutes.content, "components": [health]}})
    assert "Bobot: Tes kesehatan tanpa bobot (hanya lulus atau tidak lulus)." in told
    signature = actions.sign_minutes(vacancy_id=vacancy.pk, actor=chair, digest_seen=minutes.digest, second_factor="totp")
    reader = PdfReader(io.BytesIO(letter_bytes(signature.letter)))
    text = " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())
    for words in (
        "Satu nilai belum dibahas.",
        "Lampiran: gambar nilai",
        "Nilai terakhir di dalam daftar pendek 85,00, nilai pertama di luarnya 80,25; selisihnya 4,75.",
        "80–85: 0 di dalam, 1 di luar",
        f"{member_of(vacancy).full_name} 80,25 87,56 95,00",
    ):
        assert words in text, words
    # Bars are drawn: filled shapes of the three colours of the key that occur here.
    drawn = b"".join(sheet.get_contents().get_data() for sheet in reader.pages)
    assert all(colour in drawn for colour in (b"0.498039 0.690196 0.870588 rg", b"0.933333 0.945098 0.960784 rg"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"later": timedelta(hours=1)}, "tidak boleh di masa depan"),
        ({"present": 0}, "Ketua pansel atau penggantinya"),
        ({"present": 2}, "Lebih dari setengah"),
    ],
)
def test_a_meeting_that_cannot_have_been_is_refused(changes, sentence):
    vacancy = ranked(Decimal(95), Decimal(90), Decimal(85))
    with pytest.raises(Refused, match=sentence):
        actions.prepare_minutes(
            vacancy_id=vacancy.pk, actor=official(Role.SECRETARIAT, vacancy), meeting=meeting(vacancy, **changes)
        )


def test_minutes_that_no_longer_say_what_is_are_prepared_again():
    vacancy = ranked(Decimal(95), Decimal(90), Decimal(85), Decimal(80))
    minutes = prepare(vacancy)
    candidate = vacancy.candidates.get(number=4)
    member = PanelMember.objects.filter(panel__vacancy=vacancy, is_chair=False).first()
    Recusal.objects.create(candidate=candidate, member=member, reason="Keluarga", declared_at=clock.transaction_now())
    with pytest.raises(Refused):
        actions.sign_minutes(vacancy_id=vacancy.pk, actor=chair_of(vacancy), digest_seen=minutes.digest, second_factor="totp")
    assert not MinutesSignature.objects.exists()


def test_every_round_has_minutes_of_its_own():
    vacancy = ranked(Decimal(95), Decimal(90), Decimal(85))
    secretariat = official(Role.SECRETARIAT, vacancy)
    first = send_result(vacancy, preparer=secretariat)
    actions.withdraw_result(vacancy_id=vacancy.pk, actor=secretariat)
    with pytest.raises(Refused, match="Berita acara belum disiapkan"):
        actions.sign_minutes(vacancy_id=vacancy.pk, actor=chair_of(vacancy), digest_seen="", second_factor="totp")
    second = send_result(vacancy, preparer=secretariat)
    assert (second.previous, second.round_number) == (first, 2)
    assert list(OfficialMinutes.objects.of(vacancy).values_list("version", flat=True)) == [2, 1]


def test_an_empty_layer_leaves_nothing_behind():
    vacancy = scoring_vacancy(candidates=3, filled=True)
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    minutes = prepare(vacancy)
    with pytest.raises(Refused, match="Persetujuan PyB"):
        actions.sign_minutes(vacancy_id=vacancy.pk, actor=chair_of(vacancy), digest_seen=minutes.digest, second_factor="totp")


# Short list -----------------------------------------------------------------------------------------------------------


def test_a_short_list_waits_for_a_reason_that_approvers_minutes_and_public_read(client):
    vacancy = ranked(Decimal(90), Decimal(80))
    chair = chair_of(vacancy)
    with pytest.raises(Refused, match="kurang dari daftar pendek"):
        prepare(vacancy)
    client.force_login(chair)
    page = body(client.get(reverse("answer_shortfall", args=[vacancy.public_id])))
    assert "Perpanjangan hanya untuk lowongan" in page
    assert "Hanya admin instansi" in page
    answer = client.post(
        reverse("answer_shortfall", args=[vacancy.public_id]),
        {"version": vacancy.version, "way": CONTINUE, "reason": "Dua orang ini memenuhi seluruh syarat jabatan."},
    )
    assert answer.status_code == 302
    minutes = prepare(vacancy)
    assert minutes.content["shortfall"]["reason"] == "Dua orang ini memenuhi seluruh syarat jabatan."
    request = actions.sign_minutes(vacancy_id=vacancy.pk, actor=chair, digest_seen=minutes.digest, second_factor="totp").request
    assert ["Alasan melanjutkan dengan 2 peserta", "Dua orang ini memenuhi seluruh syarat jabatan."] in request.summary
    assert not Announcement.objects.filter(vacancy=vacancy, body__contains="Dua orang ini").exists()


def test_the_reason_holds_for_the_same_number_only():
    vacancy = ranked(Decimal(90), Decimal(80))
    chair = chair_of(vacancy)
    actions.answer_shortfall(vacancy_id=vacancy.pk, actor=chair, way=CONTINUE, reason="Cukup.")
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair, reason="Pemeriksaan ulang.")
    assert prepare(vacancy).content["shortfall"]["qualified"] == 2
    with pytest.raises(Refused, match="sudah dicatat"):
        actions.answer_shortfall(vacancy_id=vacancy.pk, actor=chair, way=CONTINUE, reason="Lagi.")


def test_cancelling_at_the_fork_is_the_admins_act_and_is_on_record(client):
    vacancy = ranked(Decimal(90), Decimal(80))
    with pytest.raises(Refused, match="admin instansi"):
        actions.answer_shortfall(vacancy_id=vacancy.pk, actor=chair_of(vacancy), way=CANCEL, reason="Terlalu sedikit.")
    admin = official(Role.AGENCY_ADMIN, vacancy)
    client.force_login(admin)
    address = reverse("answer_shortfall", args=[vacancy.public_id])
    typed = {"version": vacancy.version, "way": CANCEL, "reason": "Terlalu sedikit pilihan."}
    assert "Nyatakan bahwa Anda mengerti" in body(client.post(address, typed))
    assert client.post(address, typed | {"is_sure": "on"}).status_code == 302
    vacancy.refresh_from_db()
    assert (vacancy.state, vacancy.closed_reason) == ("CANCELLED", "Terlalu sedikit pilihan.")
    assert ShortfallAnswer.objects.get(ranking__vacancy=vacancy).way == CANCEL
    assert acts(vacancy)[-2:] == ["cancel_vacancy", "answer_shortfall"]


def test_a_list_that_is_long_enough_has_no_fork(client):
    vacancy = ranked(Decimal(95), Decimal(90), Decimal(85))
    client.force_login(chair_of(vacancy))
    page = body(client.get(reverse("answer_shortfall", args=[vacancy.public_id])))
    assert "Tidak ada yang perlu dipilih sekarang" in page
    assert "Tiga jalan keluar" not in page
    with pytest.raises(Refused, match="cukup untuk daftar pendek"):
        actions.answer_shortfall(vacancy_id=vacancy.pk, actor=chair_of(vacancy), way=CONTINUE, reason="Tidak perlu.")


# Tie ------------------------------------------------------------------------------------------------------------------


def test_a_tie_on_the_last_place_waits_for_the_chair(client):
    vacancy = ranked(*TIED)
    chair = chair_of(vacancy)
    with pytest.raises(Refused, match="Nilai sama pada batas"):
        prepare(vacancy)
    with pytest.raises(Refused, match="Hanya ketua pansel"):
        actions.settle_tie(
            vacancy_id=vacancy.pk, actor=member_of(vacancy), way=KEEP_ALL, reason="Semua setara.", without_traits=True
        )
    client.force_login(chair)
    address = reverse("settle_tie", args=[vacancy.public_id])
    typed = {"version": vacancy.version, "way": KEEP_ALL, "reason": "Semua setara."}
    assert "sifat pribadi peserta tidak menjadi alasan" in body(client.post(address, typed))
    assert not TieAnswer.objects.exists()
    assert client.post(address, typed | {"without_traits": "on"}).status_code == 302
    minutes = prepare(vacancy)
    assert minutes.content["ties"][0]["numbers"] == ["003", "004"]
    request = actions.sign_minutes(vacancy_id=vacancy.pk, actor=chair, digest_seen=minutes.digest, second_factor="totp").request
    assert [
        "Nilai sama pada batas (versi 1)",
        "Mempertahankan semua peserta yang bernilai sama. Semua setara.",
    ] in request.summary


def test_a_further_interview_calls_the_panel_and_settles_nothing_by_itself():
    vacancy = ranked(*TIED)
    chair = chair_of(vacancy)
    tied = vacancy.candidates.get(number=3)
    recused = PanelMember.objects.filter(panel__vacancy=vacancy, is_chair=False).order_by("id").first()
    Recusal.objects.create(candidate=tied, member=recused, reason="Keluarga", declared_at=clock.transaction_now())
    asked = PanelMember.objects.filter(panel__vacancy=vacancy, is_chair=False).order_by("id")[1]
    ConflictProposal.objects.create(
        candidate=vacancy.candidates.get(number=4), member=asked, grounds=[], found_at=clock.transaction_now()
    )
    actions.settle_tie(vacancy_id=vacancy.pk, actor=chair, way=INTERVIEW, reason="Perlu digali.", without_traits=True)
    mails = OutboxMessage.objects.filter(kind="tie_settled")
    assert mails.count() == 4
    own = mails.get(recipient=recused.user)
    assert "nomor 004" in own.text
    # Whoever was asked about a conflict and has not answered hears no more of that person.
    waiting = mails.get(recipient=asked.user)
    assert "nomor 003" in waiting.text
    assert "003, 004" not in waiting.text


# Reminders ------------------------------------------------------------------------------------------------------------


def test_each_person_is_reminded_once_a_day(client):
    vacancy = scoring_vacancy(candidates=2)
    official(Role.SECRETARIAT, vacancy)
    chair, member = chair_of(vacancy), member_of(vacancy)
    client.force_login(chair)
    page = body(client.get(reverse("show_selection", args=[vacancy.public_id])))
    assert "Ingatkan semua" in page
    address = reverse("remind_scorers", args=[vacancy.public_id])
    client.post(address, {"orang": member.pk})
    assert OutboxMessage.objects.filter(kind="scores_overdue").count() == 1
    client.post(address)
    told = set(OutboxMessage.objects.filter(kind="scores_overdue").values_list("recipient_id", flat=True))
    assert len(told) == PanelMember.objects.filter(panel__vacancy=vacancy).count() + 1
    with pytest.raises(Refused, match="Sudah diingatkan hari ini"):
        actions.remind_scorers(vacancy_id=vacancy.pk, actor=chair)
    assert acts(vacancy) == ["remind_scorers"] * 2
    mail = OutboxMessage.objects.get(kind="scores_overdue", recipient=member)
    assert "peserta 001, 002" in mail.text


def test_nobody_is_reminded_when_nothing_is_missing():
    vacancy = scoring_vacancy(candidates=2, filled=True)
    with pytest.raises(Refused, match="Tidak ada nilai yang kurang"):
        actions.remind_scorers(vacancy_id=vacancy.pk, actor=chair_of(vacancy))


# Packet ---------------------------------------------------------------------------------------------------------------


def test_real_packets_follow_the_published_schema():
    schema = json.loads((Path(PROJECT_ROOT) / "docs" / "ranking-packet.schema.json").read_text())
    validate = fastjsonschema.compile(schema)
    vacancy = ranked(*TIED)
    content = json.loads(vacancy.rankings.get().packet)
    validate(content)
    for broken in ({**content, "extra": 1}, {key: value for key, value in content.items() if key != "tie_order"}):
        with pytest.raises(fastjsonschema.JsonSchemaValueException):
            validate(broken)


def test_readers_of_the_result_recompute_it_in_place(client):
    vacancy = ranked(Decimal(95), Decimal(90), Decimal(85), Decimal(80))
    ranking = vacancy.rankings.get()
    addresses = [reverse(name, args=[ranking.public_id]) for name in ("check_ranking", "download_packet")]
    wasdal = official(Role.WASDAL, vacancy)
    rival = vacancy.candidates.get(number=2).application.employee.user
    client.force_login(wasdal)
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    send_result(vacancy)
    assert "Sama persis" in body(client.get(addresses[0]))
    assert client.get(addresses[1]).content.decode() == ranking.packet
    client.force_login(rival)
    assert {client.get(address).status_code for address in addresses} <= {403, 404}
    # One download, under the duty of oversight.
    taken = AuditEntry.objects.get(act="export_packet")
    assert (taken.actor_id, json.loads(taken.body)["details"]["sha256"]) == (wasdal.pk, ranking.sha256)
    assert "Wasdal" in taken.body
    with pytest.raises(Refused, match="hanya untuk pengelola seleksi"):
        record_packet_export(ranking=ranking, actor=rival)


def test_nobody_takes_more_lists_out_than_an_hour_allows(client, monkeypatch):
    monkeypatch.setitem(export_limit.LIMITS, "export", "2/h/user")
    vacancy = ranked(Decimal(95), Decimal(90), Decimal(85), Decimal(80))
    packet = reverse("download_packet", args=[vacancy.rankings.get().public_id])
    for person, codes in ((official(Role.SECRETARIAT, vacancy), [200, 200, 409]), (official(Role.AGENCY_ADMIN, vacancy), [200])):
        client.force_login(person)
        assert [client.get(packet).status_code for _ in codes] == codes
    assert AuditEntry.objects.filter(act="export_packet").count() == 3


# Who declared a conflict ----------------------------------------------------------------------------------------------


def test_a_chair_with_a_conflict_reads_neither_list_nor_chart_and_another_signs(client):
    vacancy = scoring_vacancy(candidates=4)
    chair, deputy = chair_of(vacancy), member_of(vacancy, 0)
    for role in (Role.PYB, Role.PPK, Role.WASDAL):
        official(role, vacancy)
    seat = PanelMember.objects.get(panel__vacancy=vacancy, user=chair)
    closed = vacancy.candidates.get(number=4)
    Recusal.objects.create(candidate=closed, member=seat, reason="Keluarga", declared_at=clock.transaction_now())
    fill_scores(vacancy, [Decimal(90), Decimal(85), Decimal("81.25"), Decimal("70.75")])
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair)
    client.force_login(chair)
    page = body(client.get(reverse("show_selection", args=[vacancy.public_id])))
    assert "Peringkat tertutup bagi Anda" in page
    # What stays are spreads over the other people's sheets: the closed file is in none of their numbers.
    assert not any(word in page for word in ("70,75", "Letak batas daftar pendek", "Syarat sebelum diajukan"))
    assert client.get(reverse("download_packet", args=[vacancy.rankings.get().public_id])).status_code == 404
    minutes = prepare(vacancy)
    sign_page = body(client.get(reverse("sign_minutes", args=[vacancy.public_id])))
    assert not any(word in sign_page for word in ("81,25", "70,75"))
    with pytest.raises(Refused, match="konflik kepentingan"):
        actions.sign_minutes(vacancy_id=vacancy.pk, actor=chair, digest_seen=minutes.digest, second_factor="totp")
    client.force_login(deputy)
    assert "81,25" in body(client.get(reverse("sign_minutes", args=[vacancy.public_id])))
    signature = actions.sign_minutes(vacancy_id=vacancy.pk, actor=deputy, digest_seen=minutes.digest, second_factor="totp")
    assert signature.signed_by == deputy


def test_a_tie_does_not_wait_for_a_chair_with_a_conflict(client):
    vacancy = scoring_vacancy(candidates=4)
    chair, deputy = chair_of(vacancy), member_of(vacancy, 0)
    seat = PanelMember.objects.get(panel__vacancy=vacancy, user=chair)
    Recusal.objects.create(
        candidate=vacancy.candidates.get(number=4), member=seat, reason="Keluarga", declared_at=clock.transaction_now()
    )
    fill_scores(vacancy, TIED)
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair)
    vacancy.refresh_from_db()
    told = OutboxMessage.objects.get(kind="standing_in")
    assert told.recipient == deputy
    client.force_login(chair)
    assert f"{deputy.full_name} menjadi pengganti ketua" in body(client.get(reverse("show_selection", args=[vacancy.public_id])))
    address, room = (reverse(name, args=[vacancy.public_id]) for name in ("settle_tie", "show_scoring_room"))
    assert "004" not in body(client.get(address))
    typed = {"version": vacancy.version, "way": KEEP_ALL, "reason": "Semua setara.", "without_traits": "on"}
    assert "menjadi pengganti ketua" in body(client.post(address, typed))
    client.force_login(deputy)
    assert address in body(client.get(room))
    assert body(client.post(address, typed, follow=True)).count("Jalan keluar tersimpan") == 1
    assert TieAnswer.objects.get().decided_by == deputy
    prepare(vacancy)
    page = body(client.get(room))
    assert address not in page
    assert reverse("sign_minutes", args=[vacancy.public_id]) in page


def test_where_everybody_has_a_conflict_the_chair_still_settles_the_tie():
    vacancy = ranked(*TIED)
    closed = vacancy.candidates.get(number=4)
    for seat in PanelMember.objects.filter(panel__vacancy=vacancy):
        Recusal.objects.create(candidate=closed, member=seat, reason="Sedaerah", declared_at=clock.transaction_now())
    answer = actions.settle_tie(
        vacancy_id=vacancy.pk, actor=chair_of(vacancy), way=KEEP_ALL, reason="Semua setara.", without_traits=True
    )
    assert answer.numbers == ["003", "004"]


def test_how_many_qualified_is_closed_to_a_chair_with_a_conflict(client):
    vacancy = ranked(Decimal(90), Decimal(80))
    seat = PanelMember.objects.get(panel__vacancy=vacancy, is_chair=True)
    Recusal.objects.create(
        candidate=vacancy.candidates.get(number=2), member=seat, reason="Keluarga", declared_at=clock.transaction_now()
    )
    client.force_login(seat.user)
    page = body(client.get(reverse("answer_shortfall", args=[vacancy.public_id])))
    assert "diputus sekretariat atau admin instansi" in page
    assert "memenuhi nilai minimum" not in page
    with pytest.raises(Refused, match="konflik kepentingan"):
        actions.answer_shortfall(vacancy_id=vacancy.pk, actor=seat.user, way=CONTINUE, reason="Cukup.")
    office = official(Role.SECRETARIAT, vacancy)
    assert actions.answer_shortfall(vacancy_id=vacancy.pk, actor=office, way=CONTINUE, reason="Cukup.").qualified == 2


def test_what_is_signed_stays_closed_to_a_chair_with_a_conflict(client):
    vacancy = ranked(Decimal(95), Decimal(90), Decimal(85), Decimal(80))
    seat = PanelMember.objects.get(panel__vacancy=vacancy, is_chair=True)
    Recusal.objects.create(
        candidate=vacancy.candidates.get(number=4), member=seat, reason="Keluarga", declared_at=clock.transaction_now()
    )
    client.force_login(seat.user)
    assert client.get(reverse("prepare_minutes", args=[vacancy.public_id])).status_code == 403
    minutes = prepare(vacancy)
    address = reverse("download_minutes", args=[minutes.public_id])
    actions.sign_minutes(vacancy_id=vacancy.pk, actor=member_of(vacancy, 0), digest_seen=minutes.digest, second_factor="totp")
    assert client.get(address).status_code == 404
    assert minutes.content["lines"][0]["name"] not in body(client.get(reverse("sign_minutes", args=[vacancy.public_id])))
    client.force_login(minutes.prepared_by)
    assert b"".join(client.get(address).streaming_content).startswith(b"%PDF")
