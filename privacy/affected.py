"""Ways to find whom an incident touched. The trail knows who was opened by whom, so a misused account names its victims."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from accounts.models import Agency, User
from core.canonical import epoch_us
from core.indonesian import moment_words
from core.models import AuditEntry
from employees.models import Employee
from vacancies.models import Vacancy

PERSON = "person:"
BATCH = 1_000

# People an account saw in the search of talent, or opened there.
_SEEN = """
SELECT DISTINCT person FROM (
  SELECT unnest(people) AS person FROM talent_talentview
  WHERE user_id = %(user)s AND viewed_at >= %(since)s AND viewed_at < %(until)s
  UNION ALL
  SELECT unnest(people) FROM talent_talentsearch
  WHERE user_id = %(user)s AND searched_at >= %(since)s AND searched_at < %(until)s
) AS seen ORDER BY person
"""


@dataclass(frozen=True)
class Selection:
    """One way people came onto the list.

    Args:
        words: how, as the page names it; people: their rows of the register.
    """

    words: str
    people: QuerySet[Employee]

    def ids(self) -> Iterator[int]:
        """Primary keys, some thousand at a time."""
        last = 0
        while found := list(self.people.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
            yield from found
            last = found[-1]


def by_nip(nips: list[str]) -> Selection:
    """People named one by one."""
    return Selection("Disebut satu per satu dengan NIP", Employee.objects.filter(nip__in=nips))


def by_vacancy(vacancy: Vacancy) -> Selection:
    """Everybody with a draft or an application for this vacancy."""
    people = Employee.objects.filter(pk__in=vacancy.applications.values("employee"))
    return Selection(f"Pelamar {vacancy.position_title} ({vacancy.reference})", people)


def by_agency(agency: Agency) -> Selection:
    """Everybody the register has at this agency."""
    return Selection(f"Pegawai {agency.name}", Employee.objects.filter(agency=agency))


def by_reader(reader: User, *, since: datetime, until: datetime) -> Selection:
    """Everybody whose data this account opened or listed in a span of time, as the trail and the log of searches tell.

    Args:
        reader: the account; since, until: aware moments, the second exclusive.
    """
    rows: Any = AuditEntry.objects.matching(actors=[reader.pk], since_us=epoch_us(since), until_us=epoch_us(until))
    chains = rows.filter(chain__startswith=PERSON).order_by().values_list("chain", flat=True).distinct()
    opened = {chain.removeprefix(PERSON) for chain in chains}
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, {"user": reader.pk, "since": since, "until": until})
        seen = {row[0] for row in cursor.fetchall()}
    people = Employee.objects.filter(pk__in=seen) | Employee.objects.filter(public_id__in=opened)
    span = f"{moment_words(since)} sampai {moment_words(until)}"
    return Selection(f"Dibuka atau ditampilkan kepada akun {reader.full_name}, {span}"[:200], people)
