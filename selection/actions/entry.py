"""Double entry of paper scores: two operators type, equal values count by themselves, a third person decides the rest."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.refusals import Refused, require
from selection.actions.moves import lock_vacancy
from selection.models import Candidate, EntryDecision, EntryValue, Score
from selection.permissions import duty_of
from selection.rules.score_values import written
from selection.scoring_permissions import can_decide_entry, can_key_entries
from vacancies.enums import AggregateKind
from vacancies.models import ScoreComponent, Vacancy


@transaction.atomic
def key_entries(*, vacancy_id: int, code: str, actor: User, values: Mapping[int, Decimal]) -> int:
    """Store what one operator read on the papers. What is stored never changes; two equal keyings become the score.

    Args:
        code: of the component. values: participant number -> score on its scale; numbers not yet typed are left out.

    Returns:
        How many values were added; a value this person typed before is counted as done.

    Raises:
        Refused: no right, another kind of component, an unknown or absent participant, outside the scale, another value than
            this person typed before, or two others have typed it already. Then nothing is stored.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    require(can_key_entries(actor, vacancy))
    component = _keyed_component(vacancy, code)
    candidates = {each.number: each for each in Candidate.objects.filter(vacancy=vacancy).present().order_by("number")}
    earlier: dict[int, list[EntryValue]] = {}
    for entry in EntryValue.objects.filter(component=component, candidate__vacancy=vacancy).order_by("turn"):
        earlier.setdefault(entry.candidate_id, []).append(entry)
    added, agreed = [], []
    for number, value in sorted(values.items()):
        candidate = candidates.get(number)
        if candidate is None:
            raise Refused(f"Tidak ada peserta hadir dengan nomor {number:03d}.", field=f"value_{number}")
        _refuse_outside(component, value, f"value_{number}")
        before = earlier.get(candidate.pk, [])
        own = next((entry for entry in before if entry.keyed_by_id == actor.pk), None)
        if own is not None and own.value == value:
            continue
        if own is not None:
            raise Refused(f"Nilai peserta {candidate.key} sudah Anda ketik dan tidak dapat diubah.", field=f"value_{number}")
        if len(before) >= 2:
            raise Refused(f"Nilai peserta {candidate.key} sudah diketik dua orang lain.", field=f"value_{number}")
        turn = len(before) + 1
        added.append(EntryValue(candidate=candidate, component=component, turn=turn, value=value, keyed_by=actor, keyed_at=now))
        if turn == 2 and before[0].value == value:
            agreed.append(Score(candidate=candidate, component=component, value=value, entered_by=actor))
    EntryValue.objects.bulk_create(added)
    Score.objects.bulk_create(agreed)
    _audit(
        vacancy,
        "key_scores",
        actor,
        {
            "component": component.code,
            "entries": [[entry.candidate.key, entry.turn, format(entry.value, "f")] for entry in added],
            "agreed": [score.candidate.key for score in agreed],
        },
    )
    return len(added)


@transaction.atomic
def decide_entry(*, candidate_id: int, code: str, actor: User, value: Decimal, reason: str) -> EntryDecision:
    """Say which value stands on the paper where two operators differ; that value becomes the score.

    Args:
        value: on the component's scale; one of the two or, when both misread, a third one.

    Raises:
        Refused: no right (whoever typed one of them has none), no difference, outside the scale, or no reason.
    """
    now = clock.transaction_now()
    found = Candidate.objects.values("vacancy_id").get(pk=candidate_id)
    vacancy = lock_vacancy(found["vacancy_id"])
    candidate = Candidate.objects.select_related("application").get(pk=candidate_id)
    candidate.vacancy = vacancy
    component = _keyed_component(vacancy, code)
    require(can_decide_entry(actor, candidate, component))
    first = EntryValue.objects.differing(vacancy).filter(candidate=candidate, component=component).first()
    if first is None:
        raise Refused("Tidak ada selisih yang menunggu keputusan untuk nilai ini.")
    _refuse_outside(component, value, "value")
    if not reason.strip():
        raise Refused("Tulis dari mana Anda tahu nilai yang benar.", field="reason")
    decision = EntryDecision.objects.create(
        candidate=candidate, component=component, value=value, reason=reason.strip(), decided_by=actor, decided_at=now
    )
    Score.objects.create(candidate=candidate, component=component, value=value, entered_by=actor)
    _audit(
        vacancy,
        "decide_entry",
        actor,
        {
            "candidate": candidate.key,
            "component": component.code,
            "first": format(first.value, "f"),
            "second": format(first.second_value, "f"),
            "value": format(value, "f"),
            "reason": decision.reason,
        },
    )
    return decision


def _keyed_component(vacancy: Vacancy, code: str) -> ScoreComponent:
    component = vacancy.components.filter(code=code, aggregate=AggregateKind.ENTRY).first()
    if component is None:
        raise Refused("Komponen ini tidak diketik dari kertas.")
    return component


def _refuse_outside(component: ScoreComponent, value: Decimal, field: str) -> None:
    if not component.scale_min <= value <= component.scale_max:
        raise Refused(
            f"Nilai {component.label} harus antara {written(component.scale_min)} dan {written(component.scale_max)}.",
            field=field,
        )


def _audit(vacancy: Vacancy, act: str, actor: User, details: dict[str, object]) -> None:
    audit.record(
        chain=vacancy.trail_chain,
        act=act,
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="Vacancy",
        object_id=vacancy.public_id,
        details=details,
    )
