"""What conflicts of interest read: the register's grounds, open questions, and which files are closed to whom."""

from datetime import date

from accounts.models import User
from employees.models import Employee
from selection.models import Candidate, ConflictProposal, Recusal
from selection.rules.conflicts import Ground, Spell, conflict_grounds
from vacancies.models import Application, PanelMember, Vacancy

# Candidate and member, both by primary key.
Pair = tuple[int, int]


def closed_candidates(user: User, vacancy: Vacancy) -> frozenset[int]:
    """Candidates whose file, scores and rank this person must neither read nor be able to infer, by primary key.

    Recused ones, and those about whom a proposed conflict still waits for the person's answer. Empty for whoever has no seat on
    the panel. Pages leave these candidates out of every list, count, average and order they draw (docs/product.md 3.8).
    """
    recused = Recusal.objects.filter(candidate__vacancy=vacancy, member__user=user).values_list("candidate_id", flat=True)
    asked = ConflictProposal.objects.waiting_for(user).filter(candidate__vacancy=vacancy).values_list("candidate_id", flat=True)
    return frozenset(recused.union(asked))


def bound_members(vacancy: Vacancy) -> frozenset[int]:
    """Seats of the panel (primary keys) with a conflict with any participant, or with a question about one not answered yet."""
    recused = Recusal.objects.filter(candidate__vacancy=vacancy).values_list("member_id", flat=True)
    return frozenset(recused.union(ConflictProposal.objects.waiting(vacancy).values_list("member_id", flat=True)))


def open_conflicts(vacancy: Vacancy, today: date) -> int:
    """How many pairs keep the ranking back: proposals nobody answered, and grounds of the register nobody was asked about yet.

    Args:
        today: day on the agency's calendar.
    """
    waiting = set(ConflictProposal.objects.waiting(vacancy).values_list("candidate_id", "member_id"))
    recused = set(Recusal.objects.filter(candidate__vacancy=vacancy).values_list("candidate_id", "member_id"))
    return len(waiting | (set(new_grounds(vacancy, today)) - recused))


def new_grounds(vacancy: Vacancy, today: date) -> dict[Pair, list[Ground]]:
    """Grounds the register shows and no proposal has named, by pair; present candidates and members who may score only.

    Args:
        today: day on the agency's calendar, for people of whom the register knows the present post but no history.
    """
    seats = list(PanelMember.objects.filter(panel__vacancy=vacancy).select_related("user").order_by("id"))
    applied = set(
        Application.objects.filter(vacancy=vacancy, employee__user__in=[seat.user_id for seat in seats]).values_list(
            "employee__user_id", flat=True
        )
    )
    records = register_of(seats)
    members = [(seat, records[seat.pk]) for seat in seats if seat.pk in records and seat.user_id not in applied]
    if not members:
        return {}
    candidates = (
        Candidate.objects.filter(vacancy=vacancy)
        .present()
        .select_related("application__employee__agency")
        .prefetch_related("application__employee__positions")
        .order_by("number")
    )
    known: dict[Pair, set[str]] = {}
    for proposal in ConflictProposal.objects.filter(candidate__vacancy=vacancy).order_by("id"):
        known.setdefault((proposal.candidate_id, proposal.member_id), set()).update(each["text"] for each in proposal.grounds)
    own_spells = [(seat, spells_of(employee, today)) for seat, employee in members]
    found: dict[Pair, list[Ground]] = {}
    for candidate in candidates:
        theirs = spells_of(candidate.application.employee, today)
        for seat, mine in own_spells:
            pair = (candidate.pk, seat.pk)
            fresh = [ground for ground in conflict_grounds(mine, theirs) if ground.text not in known.get(pair, ())]
            if fresh:
                found[pair] = fresh
    return found


def register_of(seats: list[PanelMember]) -> dict[int, Employee]:
    """The register's record of each member of whom a NIP is known, by the seat's primary key; two queries."""
    numbers = [seat.user.nip for seat in seats if seat.user.nip]
    users = [seat.user_id for seat in seats]
    rows = Employee.objects.filter(nip__in=numbers).union(Employee.objects.filter(user_id__in=users))
    people = list(
        Employee.objects.filter(pk__in=[row.pk for row in rows])
        .select_related("agency")
        .prefetch_related("positions")
        .order_by("pk")
    )
    by_user = {person.user_id: person for person in people if person.user_id}
    by_number = {person.nip: person for person in people}
    found = {seat.pk: by_user.get(seat.user_id) or by_number.get(seat.user.nip or "") for seat in seats}
    return {place: person for place, person in found.items() if person is not None}


def spells_of(employee: Employee, today: date) -> list[Spell]:
    """The history with the present post; the latter from the record itself when no line of the history is open."""
    spells = [
        Spell(line.title, line.level, line.agency_name, line.unit, line.started_on, line.ended_on)
        for line in employee.positions.all()
    ]
    if all(spell.ended_on is not None and spell.ended_on < today for spell in spells):
        spells.append(Spell(employee.position_title, employee.position_level, employee.agency.name, employee.unit, today, None))
    return spells


def proposals_in_words(proposals: list[ConflictProposal]) -> dict[str, list[list[object]]]:
    """What the trail keeps of a search: participant number, member, grounds."""
    return {
        "proposals": [
            [each.candidate.key, each.member.user.full_name, [ground["text"] for ground in each.grounds]] for each in proposals
        ]
    }
