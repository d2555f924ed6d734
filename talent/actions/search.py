"""Every write of talent search: the log of what was looked at, with its daily limits, and the searches people keep."""

import json
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from accounts.enums import Role
from accounts.models import Agency, User
from core import audit, clock
from core.prepared import Reading, read_prepared
from core.refusals import Refused
from employees.models import Employee
from employees.notifications import tell_file_viewed
from talent.limit_notices import tell_limit_reached
from talent.models import SavedSearch, TalentSearch, TalentView, ViewKind
from talent.rules.limits import MOST_SAVED, Reached, profile_limit, search_limit
from talent.usage import openings_of, searches_of
from vacancies.models import Vacancy

# Classes of advisory locks of this room: two pages of one searcher at once may not both take the last place of a limit.
_LOCK_USER, _LOCK_AGENCY = 4_101, 4_102
_LOCK = f"SELECT pg_advisory_xact_lock({_LOCK_USER}, %(user)s), pg_advisory_xact_lock({_LOCK_AGENCY}, %(agency)s)"
# A search is logged before its people are shown, but its page does not wait until the disk, or the standby, has the line: of the
# last half second before the database itself dies, lines may be missing. Opened profiles wait. The plans of the day's numbers and
# of the line never depend on the values, so they are not made again for each.
_LOCK_QUICKLY = (
    f"{_LOCK}, set_config('synchronous_commit', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true)"
)
# Every page of a search writes this row, so it is planned once a connection like the readings of the page.
_LOGGED = ("user_id", "agency_id", "vacancy_id", "query", "result_count", "people", "searched_at")
_LOG_SEARCH = (
    f"INSERT INTO talent_talentsearch ({', '.join(_LOGGED)})"  # noqa: S608 - own constants
    f" VALUES ({', '.join(f'%({name})s' for name in _LOGGED)}) RETURNING id"
)


class LimitReached(Refused):
    """A daily limit stands in the way; nothing was shown and nothing counted."""

    def __init__(self, reached: Reached) -> None:
        super().__init__(reached.sentence)
        self.reached = reached


@transaction.atomic
def log_search(
    *,
    actor: User,
    agency: Agency,
    query: dict[str, list[str]],
    result_count: int,
    people: Collection[int],
    vacancy: Vacancy | None,
    saved: str = "",
    count_words: str = "",
) -> TalentSearch:
    """Keep who searched for what, how many were found and whom the page lists, before anybody sees it (product.md 3.20).

    Args:
        query: the filters in force, name -> values; people: keys of the listed people, at most one page.
        saved: public id of the person's saved search that was run, "" for none; count_words: what it found, as shown.

    Raises:
        LimitReached: the day's searches or people are used up.
    """
    now, usage = searches_of(actor, agency, more=len(people), after=_counters(actor, agency, _LOCK_QUICKLY))
    reached = search_limit(usage, people)
    if reached is not None:
        raise LimitReached(reached)
    if saved:
        _note_run(actor, saved, count_words, now)
    row = {
        "user_id": actor.pk,
        "agency_id": agency.pk,
        "vacancy_id": vacancy.pk if vacancy else None,
        "query": json.dumps(query),
        "result_count": result_count,
        "people": sorted(people),
        "searched_at": now,
    }
    ((key,),) = read_prepared(_LOG_SEARCH, row)
    return TalentSearch(id=key, **row | {"query": query})


@transaction.atomic
def find_by_nip(*, actor: User, agency: Agency, nip: str, vacancy: Vacancy | None) -> Employee | None:
    """Look one person up by a whole NIP and log it as a search, also when nobody has it: guessing costs what searching costs.

    Args:
        nip: 18 digits.

    Raises:
        LimitReached: the day's searches or people are used up; nothing was looked up then.
    """
    person = Employee.objects.searchable().filter(nip=nip).first()
    log_search(
        actor=actor,
        agency=agency,
        query={"orang": [str(person.public_id) if person else ""]},
        result_count=int(person is not None),
        people=[person.pk] if person else [],
        vacancy=vacancy,
    )
    return person


@transaction.atomic
def log_views(
    *, actor: User, agency: Agency, people: Collection[int], kind: ViewKind, vacancy: Vacancy | None = None
) -> TalentView:
    """Keep that profiles were opened, before they are shown.

    Raises:
        LimitReached: the day's profiles are used up.
    """
    now, usage = openings_of(actor, agency, after=_counters(actor, agency))
    reached = profile_limit(usage, people)
    if reached is not None:
        raise LimitReached(reached)
    if kind == ViewKind.DOCUMENT:
        for person in Employee.objects.filter(pk__in=people).exclude(agency=agency).select_related("user"):
            tell_file_viewed(
                person,
                reader=actor.duty_label(Role.AGENCY_ADMIN, agency.pk),
                about=f"pencarian talenta, {agency.name}",
                event=f"file-viewed:talent:{agency.pk}:{localdate(now):%Y%m%d}",
            )
    return TalentView.objects.create(user=actor, agency=agency, vacancy=vacancy, kind=kind, people=sorted(people), viewed_at=now)


@transaction.atomic
def report_limit(*, actor: User, agency: Agency, reached: Reached) -> None:
    """Tell the admins of BKN that somebody reached a limit: once a day for each person and limit, with a line in the trail."""
    read_prepared(*_counters(actor, agency))
    day = localdate(clock.transaction_now())
    if tell_limit_reached(actor, agency, reached, day):
        audit.record(
            chain=audit.SYSTEM_CHAIN,
            act="reach_talent_limit",
            actor=actor,
            object_type="User",
            object_id=str(actor.public_id),
            details={"limit": reached.limit.code, "by_agency": reached.by_agency, "agency": agency.name},
        )


@transaction.atomic
def save_search(*, actor: User, name: str, query: str) -> SavedSearch:
    """Keep a search under a name. Raises Refused for a name given before or too many of them."""
    name = _free_name(actor, name)
    if SavedSearch.objects.of(actor).count() >= MOST_SAVED:
        raise Refused(f"Paling banyak {MOST_SAVED} pencarian dapat disimpan. Hapus dulu yang tidak dipakai.")
    return SavedSearch.objects.create(user=actor, name=name, query=query, created_at=clock.transaction_now())


@transaction.atomic
def rename_saved_search(*, saved_id: int, name: str, actor: User) -> None:
    saved = _own_saved(saved_id, actor)
    if saved.name != " ".join(name.split()):
        saved.name = _free_name(actor, name)
        saved.save(update_fields=["name"])


@transaction.atomic
def delete_saved_search(*, saved_id: int, actor: User) -> None:
    _own_saved(saved_id, actor).delete()


def _note_run(actor: User, saved: str, count_words: str, now: datetime) -> None:
    """Remember on a saved search when it was run last and what it found; an id that is none of the person's changes nothing."""
    try:
        public_id = UUID(saved)
    except ValueError:
        return
    SavedSearch.objects.of(actor).filter(public_id=public_id).update(last_run_at=now, last_count=count_words)


def _own_saved(saved_id: int, actor: User) -> SavedSearch:
    return SavedSearch.objects.of(actor).select_for_update(of=("self",), no_key=True).get(pk=saved_id)


def _free_name(actor: User, name: str) -> str:
    """The name without stray blanks, after the person's row is locked so that two presses cannot both take it."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.pk)
    plain = " ".join(name.split())
    if not plain:
        raise Refused("Beri nama pencarian ini.", field="nama")
    if SavedSearch.objects.of(actor).filter(name__iexact=plain).exists():
        raise Refused(f"Anda sudah punya pencarian tersimpan bernama “{plain}”. Pakai nama lain.", field="nama")
    return plain


def _counters(actor: User, agency: Agency, statement: str = _LOCK) -> Reading:
    """Lets no other page of the person or the agency count until this one has."""
    return Reading(statement, {"user": actor.pk, "agency": agency.pk})
