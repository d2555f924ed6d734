"""Paper scores keyed twice: what one operator still has to type, and where two keyings differ."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.models import User
from selection.models import Candidate, EntryValue
from vacancies.enums import AggregateKind
from vacancies.models import ScoreComponent, Vacancy


@dataclass(frozen=True)
class Difference:
    """Two keyings of one value that disagree; nobody has decided yet. `typists` are primary keys of the two people."""

    candidate: Candidate
    component: ScoreComponent
    first: Decimal
    second: Decimal
    typists: frozenset[int]


def keyed_components(vacancy: Vacancy) -> list[ScoreComponent]:
    """Components whose values come from paper, in plan order."""
    return list(vacancy.components.filter(aggregate=AggregateKind.ENTRY).order_by("position", "id"))


def differences(vacancy: Vacancy) -> list[Difference]:
    """What a third person must decide, by component and participant number."""
    firsts = list(
        EntryValue.objects.differing(vacancy)
        .select_related("candidate", "component")
        .order_by("component__position", "component__id", "candidate__number")
    )
    keyed = EntryValue.objects.filter(candidate__in=[each.candidate_id for each in firsts])
    people: dict[tuple[int, int], set[int]] = {}
    for candidate_id, component_id, person in keyed.values_list("candidate_id", "component_id", "keyed_by_id"):
        people.setdefault((candidate_id, component_id), set()).add(person)
    return [
        Difference(
            each.candidate,
            each.component,
            each.value,
            each.second_value,
            frozenset(people[each.candidate_id, each.component_id]),
        )
        for each in firsts
    ]


def keying_rows(vacancy: Vacancy, component: ScoreComponent, user: User) -> list[dict[str, Any]]:
    """One row a present participant: the number, the own value, whether the own turn is open. Never anybody else's value.

    Keys: number, key, own (None when not typed by this person), is_open.
    """
    entries = EntryValue.objects.filter(component=component, candidate__vacancy=vacancy)
    own: dict[int, Decimal] = {}
    counts: dict[int, int] = {}
    for candidate_id, person, value in entries.values_list("candidate_id", "keyed_by_id", "value"):
        counts[candidate_id] = counts.get(candidate_id, 0) + 1
        if person == user.pk:
            own[candidate_id] = value
    return [
        {
            "number": candidate.number,
            "key": candidate.key,
            "own": own.get(candidate.pk),
            "is_open": candidate.pk not in own and counts.get(candidate.pk, 0) < 2,
        }
        for candidate in Candidate.objects.filter(vacancy=vacancy).present().order_by("number")
    ]
