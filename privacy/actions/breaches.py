"""Writes about incidents: recorded, people listed, letters written, released or turned down by a second officer."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from core import audit, clock
from core.canonical import sha256_hex
from core.indonesian import date_words
from core.letter_release import lock_batch, open_batch, release
from core.letters import write_letter
from core.models import OutboxState
from core.outbox import gathered, held_for_release, queue_bell, queue_mail
from core.refusals import Refused, require
from privacy import permissions
from privacy.affected import Selection
from privacy.breach_words import NAME_MARK, letter_words, person_subject, person_text
from privacy.enums import BreachedData, Verdict
from privacy.grouping import grouped
from privacy.models import Breach, BreachLetters, BreachPerson
from privacy.notifications import own_breach_path, tell_clock, tell_decided, tell_prepared
from privacy.rules.notice_clock import NEARLY_OVER, NOTICE_TIME

REGISTER, NUMBER_FORM, KIND = "PDP", "{number:03d}/INS/{register}/{year}", "INSIDEN"
TEMPLATE = "pdf/privacy/breach.html"
MOST_PEOPLE = 100_000
# Of a drill these leave, to the officer: the letter to the authority and one to a person.
DRILL_SAMPLES = 2


@dataclass(frozen=True)
class BreachFacts:
    """What an officer records. Moments are aware; `kinds` are codes of `BreachedData`."""

    title: str
    is_drill: bool
    found_at: datetime
    kinds: list[str]
    cause: str
    handling: str
    happened_from: datetime | None = None
    happened_until: datetime | None = None


@transaction.atomic
def record_breach(*, actor: User, facts: BreachFacts) -> Breach:
    """Record an incident; from the moment it became known its clock runs.

    Raises:
        Refused: no officer, a moment that has not come, no kind of data.
    """
    now = clock.transaction_now()
    require(permissions.can_keep_breaches(actor))
    if facts.found_at > now:
        raise Refused("Waktu diketahui belum tiba.", field="found_at")
    if facts.happened_from and facts.happened_from > facts.found_at:
        raise Refused("Kejadian tidak mungkin mulai sesudah diketahui.", field="happened_from")
    if facts.happened_from and facts.happened_until and facts.happened_until < facts.happened_from:
        raise Refused("Kejadian tidak boleh berakhir sebelum mulai.", field="happened_until")
    if not facts.kinds or not set(facts.kinds) <= set(BreachedData.values):
        raise Refused("Pilih data yang terungkap dari daftar.", field="kinds")
    breach = Breach.objects.create(**asdict(facts), recorded_by=actor, recorded_at=now)
    _record("record_breach", breach, actor, {"is_drill": facts.is_drill, "found_at": facts.found_at, "kinds": facts.kinds})
    return breach


@transaction.atomic
def add_people(*, breach_id: int, actor: User, selection: Selection) -> int:
    """Put people on the list of those affected; who is on it stays on it once. Returns how many came new.

    Raises:
        Refused: nobody found, too many, or the letters are written already.
    """
    now = clock.transaction_now()
    breach = _locked(breach_id)
    require(permissions.can_change_people(actor, breach, has_letters=_has_letters(breach)))
    before = found = breach.people.count()
    ids = selection.ids()
    asked = 0
    for group in grouped(ids, 1_000):
        asked += len(group)
        rows = [BreachPerson(breach=breach, employee_id=pk, source=selection.words, added_at=now) for pk in group]
        BreachPerson.objects.bulk_create(rows, ignore_conflicts=True)
        found = breach.people.count()
        if found > MOST_PEOPLE:
            raise Refused(f"Lebih dari {MOST_PEOPLE} orang. Bagi dalam beberapa insiden agar suratnya dapat diperiksa.")
    if not asked:
        raise Refused("Tidak seorang pun ditemukan dengan cara itu.", field="way")
    _record("add_breach_people", breach, actor, {"source": selection.words, "found": asked, "added": found - before})
    return found - before


@transaction.atomic
def remove_people(*, breach_id: int, actor: User, source: str) -> int:
    """Take everybody off the list who came onto it in one way; returns how many."""
    breach = _locked(breach_id)
    require(permissions.can_change_people(actor, breach, has_letters=_has_letters(breach)))
    removed, _ = breach.people.filter(source=source).delete()
    if removed:
        _record("remove_breach_people", breach, actor, {"source": source, "removed": removed})
    return removed


@transaction.atomic
def prepare_letters(*, breach_id: int, actor: User) -> BreachLetters:
    """Write the letter to the authority and one to each person; all of them wait for a second officer.

    Raises:
        Refused: nobody on the list, letters wait already, or they have left.
    """
    now = clock.transaction_now()
    breach = _locked(breach_id)
    people = breach.people.count()
    require(permissions.can_prepare_letters(actor, breach, people=people, has_letters=_has_letters(breach)))
    letter = write_letter(
        kind=KIND,
        register=REGISTER,
        form=NUMBER_FORM,
        title=person_subject(breach),
        template=TEMPLATE,
        words={**letter_words(breach, people=people), "signer": actor.full_name, "date": date_words(now)},
    )
    batch = open_batch(
        register=REGISTER, title=breach.title, chain=audit.SYSTEM_CHAIN, about=breach.public_id, actor=actor, now=now
    )
    letters = BreachLetters.objects.create(
        breach=breach, batch=batch, authority_letter=letter, people_count=people, unreachable_count=0,
        prepared_by=actor, prepared_at=now,
    )  # fmt: skip
    with held_for_release(batch):
        _write_to_authority(letters, actor)
        letters.unreachable_count = _write_to_people(letters, actor)
    letters.save(update_fields=["unreachable_count"])
    tell_prepared(letters)
    details = {"letters": str(letters.public_id), "people": people, "unreachable": letters.unreachable_count}
    _record("prepare_breach_letters", breach, actor, {**details, "text_sha256": sha256_hex(person_text(breach, name=NAME_MARK))})
    return letters


@transaction.atomic
def release_letters(*, letters_id: int, actor: User, count: int, second_factor: str = "") -> int:
    """A second officer lets the letters leave, having confirmed how many. Of a drill only two leave, to the officer.

    Args:
        count: how many wait, as typed by the officer; second_factor: method the act is signed with.

    Returns:
        How many left.

    Raises:
        Refused: the own letters, decided already, another number.
    """
    now = clock.transaction_now()
    letters, breach = _locked_letters(letters_id)
    require(permissions.can_decide_letters(actor, letters))
    batch = lock_batch(letters.batch.public_id)
    waiting = batch.mails.filter(state=OutboxState.UNRELEASED).order_by("pk")
    found = waiting.count()
    if count != found:
        raise Refused(f"Jumlah yang ditulis {count}, sedangkan yang menunggu {found}. Periksa daftarnya.", field="count")
    if breach.is_drill:
        kept = list(waiting.values_list("pk", flat=True)[:DRILL_SAMPLES])
        waiting.exclude(pk__in=kept).update(state=OutboxState.DROPPED)
        count = len(kept)
    sent = release(batch, count=count, actor=actor, now=now)
    if not breach.is_drill:
        _ring(breach)
    breach.told_at = now
    breach.save(update_fields=["told_at"])
    _decide(letters, actor, Verdict.APPROVED, "", now)
    details = {"letters": str(letters.public_id), "count": sent, "is_drill": breach.is_drill, "second_factor": second_factor}
    _record("release_breach_letters", breach, actor, details)
    return sent


@transaction.atomic
def reject_letters(*, letters_id: int, actor: User, note: str) -> None:
    """A second officer turns the letters down with a reason; they never leave, and the list can be changed again.

    Raises:
        Refused: the own letters, decided already, no reason.
    """
    now = clock.transaction_now()
    letters, breach = _locked_letters(letters_id)
    require(permissions.can_decide_letters(actor, letters))
    note = " ".join(note.split())
    if not note:
        raise Refused("Tulis alasan menolak, agar suratnya dapat diperbaiki.", field="note")
    letters.batch.mails.filter(state=OutboxState.UNRELEASED).update(state=OutboxState.DROPPED)
    _decide(letters, actor, Verdict.REJECTED, note, now)
    _record("reject_breach_letters", breach, actor, {"letters": str(letters.public_id), "note": note})


@transaction.atomic
def warn_of_clock() -> int:
    """Tell the officers, once a stage, of incidents whose letters are nearly or altogether late; returns how many there are."""
    now = clock.transaction_now()
    late = list(Breach.objects.open().filter(found_at__lte=now - NOTICE_TIME + NEARLY_OVER).order_by("pk"))
    for breach in late:
        tell_clock(breach, stage="over" if breach.due_at <= now else "near", now=now)
    return len(late)


def _decide(letters: BreachLetters, actor: User, verdict: str, note: str, now: datetime) -> None:
    letters.verdict, letters.note, letters.decided_by, letters.decided_at = verdict, note[:500], actor, now
    letters.save(update_fields=["verdict", "note", "decided_by", "decided_at"])
    tell_decided(letters)


def _write_to_authority(letters: BreachLetters, actor: User) -> None:
    """The numbered letter by mail; where no address is set, it is fetched from the page and brought there otherwise."""
    breach = letters.breach
    address = actor.email if breach.is_drill else settings.BREACH_AUTHORITY_EMAIL
    if not address:
        return
    queue_mail(
        kind="breach_notice",
        key=f"breach:{letters.pk}:authority",
        to_address=address,
        recipient=actor if breach.is_drill else None,
        subject=f"{letters.authority_letter.title}, {letters.authority_letter.number}",
        text=f"Terlampir surat nomor {letters.authority_letter.number} tentang kegagalan pelindungan data pribadi.\n",
        letter=letters.authority_letter,
    )


def _write_to_people(letters: BreachLetters, actor: User) -> int:
    """One mail a person, the text drawn once; returns how many have no address."""
    breach, unreachable = letters.breach, 0
    subject, text = person_subject(breach), person_text(breach, name=NAME_MARK)
    rows = breach.people.select_related("employee__user").order_by("pk").iterator(chunk_size=1_000)
    for group in grouped(rows, 1_000):
        with gathered():
            for row in group:
                person = row.employee
                address = person.email or (person.user.email if person.user else "")
                if not address:
                    unreachable += 1
                    continue
                queue_mail(
                    kind="breach_notice",
                    key=f"breach:{letters.pk}:{person.pk}",
                    to_address=actor.email if breach.is_drill else address,
                    recipient=actor if breach.is_drill else person.user,
                    subject=subject,
                    text=text.replace(NAME_MARK, person.name),
                    is_bulk=True,
                )
    return unreachable


def _ring(breach: Breach) -> None:
    """A line in the bell of everybody affected who has an account."""
    rows = breach.people.filter(employee__user__isnull=False).select_related("employee__user").order_by("pk")
    for group in grouped(rows.iterator(chunk_size=1_000), 1_000):
        with gathered():
            for row in group:
                queue_bell(
                    kind="breach_notice",
                    key=f"breach-told:{breach.pk}:{row.employee_id}",
                    recipient=row.employee.user,
                    title=person_subject(breach),
                    url=own_breach_path(breach),
                )


def _has_letters(breach: Breach) -> bool:
    return breach.letters.filter(verdict="").exists()


def _locked(breach_id: int) -> Breach:
    return Breach.objects.select_for_update(of=("self",), no_key=True).select_related("recorded_by").get(pk=breach_id)


def _locked_letters(letters_id: int) -> tuple[BreachLetters, Breach]:
    """The letters and their incident, the incident locked first."""
    found = BreachLetters.objects.get(pk=letters_id)
    breach = _locked(found.breach_id)
    rows = BreachLetters.objects.select_for_update(of=("self",), no_key=True)
    letters = rows.select_related("batch", "prepared_by").get(pk=letters_id)
    letters.breach = breach
    return letters, breach


def _record(act: str, breach: Breach, actor: User, details: dict[str, Any]) -> None:
    audit.record(
        chain=audit.SYSTEM_CHAIN,
        act=act,
        actor=actor,
        duty=actor.duty_label(Role.DATA_PROTECTION),
        object_type="Breach",
        object_id=str(breach.public_id),
        details=details,
    )
