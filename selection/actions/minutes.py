"""The minutes of a ranking: prepared by the office, signed by the chair with a second factor, and with that on their way.

Who prepared them is the sender of the request: the chair decides inside the chain of Madya and Utama, and nobody decides on an
own request (docs/security.md 4.3 S1).
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.second_factor import METHODS
from core import audit, clock
from core.canonical import canonical_json, sha256_hex
from core.letters import write_letter
from core.refusals import Refused, Stale, require
from selection import notifications
from selection.actions.moves import lock_vacancy
from selection.actions.result import open_chain
from selection.gates import gates_before_signature, latest_ranking, outdated_sentence
from selection.minutes_words import Meeting, minutes_words, signed_words
from selection.models import MinutesSignature, OfficialMinutes, Ranking
from selection.permissions import can_prepare_minutes, can_sign_minutes, duty_of, presiding_seat
from vacancies.models import PanelMember, Vacancy


@transaction.atomic
def prepare_minutes(
    *, vacancy_id: int, actor: User, meeting: Meeting, note: str = "", version: int | None = None
) -> OfficialMinutes:
    """Write the minutes of the ranking in force and ask the chair to sign them.

    Args:
        meeting: place, time and who was there. note: for those who decide in the chain; not part of the minutes.
        version: `Vacancy.version` of the page, None when no page was involved.

    Raises:
        Refused: no right, a gate is open, the meeting lies in the future or before the ranking, or too few were there.
        Stale: the vacancy changed since the page was drawn.
    """
    now = clock.transaction_now()
    vacancy, ranking = _locked(vacancy_id, version)
    gates = gates_before_signature(vacancy, ranking, outdated=outdated_sentence(vacancy, ranking))
    require(can_prepare_minutes(actor, vacancy, gates=gates))
    meeting = _checked(vacancy, ranking, meeting, now)
    words = minutes_words(vacancy, ranking, meeting)
    last = OfficialMinutes.objects.of(vacancy).first()
    minutes = OfficialMinutes.objects.create(
        ranking=ranking,
        version=last.version + 1 if last else 1,
        content=words,
        digest=sha256_hex(canonical_json(words)),
        held_at=meeting.held_at,
        place=meeting.place,
        note=note.strip(),
        prepared_by=actor,
        prepared_at=now,
    )
    notifications.ask_for_signature(vacancy, minutes)
    audit.record(
        chain=vacancy.trail_chain,
        act="prepare_minutes",
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="OfficialMinutes",
        object_id=minutes.public_id,
        details={"version": minutes.version, "digest": minutes.digest, "ranking": ranking.version, "sha256": ranking.sha256},
    )
    return minutes


@transaction.atomic
@audit.written_last()
def sign_minutes(
    *,
    vacancy_id: int,
    actor: User,
    digest_seen: str,
    second_factor: str,
    version: int | None = None,
) -> MinutesSignature:
    """Sign the minutes that wait, and send the shortlist into the chain of its level.

    Args:
        digest_seen: digest of the minutes on the page the chair read. version: `Vacancy.version` of that page.
        second_factor: how the chair proved it is them within the last five minutes, one of `METHODS`; the trail keeps it.

    Raises:
        Refused: no second factor, no right, a gate is open, what the minutes say is no longer so, or an empty layer.
        Stale: other minutes took their place, or the vacancy changed since the page was drawn.
    """
    if second_factor not in METHODS:
        raise Refused("Berita acara hanya dapat ditandatangani dengan kode autentikator atau kunci sandi.")
    now = clock.transaction_now()
    vacancy, ranking = _locked(vacancy_id, version)
    minutes = OfficialMinutes.objects.of(vacancy).filter(ranking=ranking, signature=None).first()
    gates = gates_before_signature(vacancy, ranking, outdated=outdated_sentence(vacancy, ranking))
    require(can_sign_minutes(actor, vacancy, minutes=minutes, gates=gates))
    if minutes is None:
        raise Refused("Berita acara belum disiapkan oleh sekretariat atau admin instansi.")
    if digest_seen != minutes.digest:
        raise Stale("Berita acara disiapkan ulang sejak halaman ini dibuka. Baca versi yang baru sebelum menandatangani.")
    meeting = Meeting(minutes.held_at, minutes.place, [seat["member"] for seat in minutes.content["present"]])
    if sha256_hex(canonical_json(minutes_words(vacancy, ranking, meeting))) != minutes.digest:
        raise Refused("Isi berita acara tidak lagi sesuai keadaan. Minta sekretariat menyiapkannya ulang.")
    minutes.ranking.vacancy = vacancy
    request = open_chain(vacancy=vacancy, ranking=ranking, actor=actor, sender=minutes.prepared_by, note=minutes.note, now=now)
    duty = duty_of(actor, vacancy)
    preparer_duty = duty_of(minutes.prepared_by, vacancy)
    letter = write_letter(
        kind="BERITA_ACARA",
        register=vacancy.agency.code.upper(),
        form="{number:03d}/BA/{register}/{year}",
        title=f"Berita acara seleksi {vacancy.position_title}"[:200],
        template="pdf/selection/minutes.html",
        words=signed_words(minutes, signer=actor.full_name, duty=duty, now=now, preparer_duty=preparer_duty),
    )
    signature = MinutesSignature.objects.create(
        minutes=minutes, signed_by=actor, signed_at=now, second_factor=second_factor, letter=letter, request=request
    )
    notifications.tell_signed(vacancy, minutes, letter)
    audit.record(
        chain=vacancy.trail_chain,
        act="sign_minutes",
        actor=actor,
        duty=duty,
        object_type="OfficialMinutes",
        object_id=minutes.public_id,
        details={
            "version": minutes.version,
            "digest": minutes.digest,
            "letter": letter.number,
            "ranking": ranking.version,
            "sha256": ranking.sha256,
            "request": str(request.public_id),
            "round": request.round_number,
            "sender": minutes.prepared_by.full_name,
            "second_factor": second_factor,
        },
    )
    return signature


def _locked(vacancy_id: int, version: int | None) -> tuple[Vacancy, Ranking]:
    vacancy = lock_vacancy(vacancy_id, version)
    ranking = latest_ranking(vacancy)
    if ranking is None:
        raise Refused("Peringkat belum disusun.")
    return vacancy, ranking


def _checked(vacancy: Vacancy, ranking: Ranking, meeting: Meeting, now: datetime) -> Meeting:
    """The meeting with seats of this panel only, when it can have been.

    More than half of those who scored must have been there, the chair among them (docs/domain.md 11-15).
    """
    if meeting.held_at > now:
        raise Refused("Waktu rapat tidak boleh di masa depan.", field="held_at")
    if not meeting.place.strip():
        raise Refused("Tulis tempat rapat.", field="place")
    members = list(PanelMember.objects.filter(panel__vacancy=vacancy).order_by("-is_chair", "id"))
    present = [member for member in members if member.pk in meeting.present]
    presiding = presiding_seat(vacancy)
    if presiding is None or presiding.pk not in {member.pk for member in present}:
        raise Refused("Ketua pansel atau penggantinya menandatangani, jadi harus tercatat hadir.", field="present")
    if 2 * len(present) <= len(members):
        raise Refused(f"Lebih dari setengah dari {len(members)} anggota pansel harus tercatat hadir.", field="present")
    return Meeting(meeting.held_at, meeting.place.strip(), tuple(member.pk for member in present))
