"""How much machine a country needs: arithmetic over what `bench evening` measured.

`docs/capacity-figures.json` is one run of the bench as it printed it; `docs/capacity.md` explains, and holds the tables drawn
here between marks (`make docs`). Milliseconds of processor add up: so many acts a second, so many cores. What is assumed about
people stands in `PEOPLE`, and nowhere else.
"""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

FIGURES, PAGE = "docs/capacity-figures.json", "docs/capacity.md"
PARTS = ("web", "proxy", "database")
# A core that is busier than this makes people wait: queues grow without bound towards 1.
BUSY = 0.6
WEB_CORES, WEB_MEMORY_GB = 16, 32
MARK = re.compile(r"(<!-- drawn: (\w+) -->\n).*?(<!-- end -->)", re.S)


@dataclass(frozen=True)
class People:
    """What is assumed of those who come.

    Args:
        employees: in the register; applicants: send in the closing week; readers: look at results on their evening.
        last_day, last_hour: share of the week's applications on the last day, and of that day's in its last hour.
        peak: how much more the busiest minute of that hour brings than its mean.
        acts: how often each applicant does an act, by its name in the bench.
        documents, document_bytes: files of one application.
        reading_hours: in which all readers come; pages: each of them opens.
        largest: share of the last hour that belongs to one single vacancy.
    """

    employees: int = 5_400_000
    applicants: int = 4_000_000
    readers: int = 4_000_000
    last_day: float = 0.4
    last_hour: float = 0.2
    peak: float = 1.5
    documents: int = 5
    document_bytes: int = 2 * 1024 * 1024
    reading_hours: float = 2.0
    pages: int = 4
    largest: float = 0.01
    acts: tuple[tuple[str, float], ...] = (
        ("sign in", 1.5),
        ("open vacancy", 4.0),
        ("upload 2 MB", 5.0),
        ("check", 2.0),
        ("send", 1.0),
        ("watch status", 3.0),
    )

    @property
    def sent_in_the_last_hour(self) -> float:
        return self.applicants * self.last_day * self.last_hour

    @property
    def sent_a_second(self) -> float:
        """In the busiest minute."""
        return self.sent_in_the_last_hour / 3600 * self.peak

    @property
    def pages_a_second(self) -> float:
        """Of the results, in the busiest minute."""
        return self.readers * self.pages / (self.reading_hours * 3600) * self.peak


PEOPLE = People()


def read_figures() -> dict[str, Any]:
    """What the bench printed."""
    return dict(json.loads((settings.BASE_DIR / FIGURES).read_text()))


def milliseconds(figures: Mapping[str, Any], act: str) -> dict[str, float]:
    """Processor of one act by part."""
    cost = figures["cost of one"][act]["cost ms"]
    return {part: float(cost[part]) for part in PARTS}


def cores_at_the_close(figures: Mapping[str, Any], people: People) -> dict[str, float]:
    """Cores that work without pause in the busiest minute, by part; nothing is spare in them."""
    total = dict.fromkeys(PARTS, 0.0)
    for act, times in people.acts:
        for part, cost in milliseconds(figures, act).items():
            total[part] += people.sent_a_second * times * cost / 1000
    return total


def cores_at_the_results(figures: Mapping[str, Any], people: People) -> dict[str, float]:
    """The same while the results are read from the store."""
    cost = figures["results evening"]["result page, packed"]["cost ms"]
    return {part: people.pages_a_second * float(cost[part]) / 1000 for part in PARTS}


def mail_cost(figures: Mapping[str, Any]) -> float | None:
    """Milliseconds of a worker's processor for one mail with its receipt; None when the run saw too few leave."""
    evening = figures["deadline evening"]
    return float(evening["worker ms a mail"]) if evening["mails"]["delivered"] else None


@dataclass(frozen=True)
class Hour:
    """One hour of a simulated day: applications that come, busiest share of the web cores, longest wait, mails left then."""

    number: int
    come: int
    busy: float
    wait_seconds: float
    mails: int


def last_day(figures: Mapping[str, Any], people: People, web_cores: float, worker_cores: float) -> list[Hour]:
    """The last day, minute by minute: what comes is worked off as fast as the cores can, the rest waits.

    Applications come evenly over 23 hours and then in the last one, where they rise evenly to `peak` times the mean. Work is
    counted in milliseconds of web processor; a mail belongs to each sending.
    """
    day = people.applicants * people.last_day
    quiet = day * (1 - people.last_hour) / (23 * 60)
    mean = people.sent_in_the_last_hour / 60
    arrivals = [quiet] * (23 * 60) + [
        mean * (2 - people.peak + 2 * (people.peak - 1) * (place + 0.5) / 60) for place in range(60)
    ]
    cost = sum(times * milliseconds(figures, act)["web"] for act, times in people.acts)
    room, mail_room = web_cores * 60_000, worker_cores * 60_000 / (mail_cost(figures) or math.inf)
    waiting, mails, hours = 0.0, 0.0, []
    busiest, longest = 0.0, 0.0
    for minute, come in enumerate(arrivals):
        busiest = max(busiest, (waiting + come * cost) / room)
        waiting = max(waiting + come * cost - room, 0.0)
        longest = max(longest, waiting / room * 60)
        mails = max(mails + come - mail_room, 0.0)
        if minute % 60 == 59:
            number = minute // 60
            hours.append(Hour(number, round(sum(arrivals[number * 60 : minute + 1])), min(busiest, 1.0), longest, round(mails)))
            busiest = longest = 0.0
    return hours


# Tables


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Markdown."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(map(str, row)) + " |" for row in rows)]) + "\n"


def shown(value: float) -> str:
    """A figure with two digits that count, thousands apart; more would pretend to know."""
    if value == 0:
        return "0"
    digits = 1 - math.floor(math.log10(abs(value)))
    rounded = round(value, digits)
    return f"{rounded:,.0f}" if digits <= 0 else f"{rounded:,.{digits}f}"


def size(bytes_: float) -> str:
    """Bytes in the unit that fits."""
    for unit, power in (("TB", 12), ("GB", 9), ("MB", 6), ("kB", 3)):
        if bytes_ >= 10**power:
            return f"{shown(bytes_ / 10**power)} {unit}"
    return f"{bytes_:.0f} B"


def costs_table(figures: Mapping[str, Any], people: People) -> str:
    rows: list[list[object]] = []
    for act, times in people.acts:
        cost = milliseconds(figures, act)
        requests = figures["cost of one"][act]["requests"]
        rows.append([act, requests, *(f"{cost[part]:.1f}" for part in PARTS), f"{times:g}"])
    page = figures["results evening"]["result page, packed"]["cost ms"]
    rows.append(["result page from the store", 1, *(f"{page[part]:.3f}" for part in PARTS), f"{people.pages} a reader"])
    return table(["one", "requests", "web ms", "nginx ms", "PostgreSQL ms", "times an applicant"], rows)


def people_table(figures: Mapping[str, Any], people: People) -> str:
    return table(
        ["assumed", "number"],
        [
            ["employees in the register", f"{people.employees:,}"],
            ["applications in the closing week", f"{people.applicants:,}"],
            ["of these on the last day, of that day's in the last hour", f"{people.last_day:.0%}, {people.last_hour:.0%}"],
            ["busiest minute to the mean of the last hour", f"{people.peak:g}"],
            ["documents of an application", f"{people.documents} of {size(people.document_bytes)}"],
            ["readers of results, in so many hours", f"{people.readers:,} in {people.reading_hours:g}"],
            ["**sent a second in the busiest minute**", f"**{shown(people.sent_a_second)}**"],
            ["**pages of results a second in the busiest minute**", f"**{shown(people.pages_a_second)}**"],
        ],
    )


def cores_table(figures: Mapping[str, Any], people: People) -> str:
    close, results = cores_at_the_close(figures, people), cores_at_the_results(figures, people)
    rows = [
        [part, shown(close[part]), shown(close[part] / BUSY), shown(results[part]), shown(results[part] / BUSY)] for part in PARTS
    ]
    cost = mail_cost(figures)
    if cost is not None:
        mail = people.sent_a_second * cost / 1000
        rows.append(["workers, if mails are to leave at once", shown(mail), shown(mail / BUSY), "0", "0"])
    return table(["cores", "close, all busy", f"close, {BUSY:.0%} busy", "results, all busy", f"results, {BUSY:.0%} busy"], rows)


def machines(figures: Mapping[str, Any], people: People) -> int:
    """Web machines for the close."""
    return math.ceil(cores_at_the_close(figures, people)["web"] / BUSY / WEB_CORES)


def site_table(figures: Mapping[str, Any], people: People) -> str:
    number, evening = machines(figures, people), figures["deadline evening"]
    memory = max(evening["memory MiB"]["at the end"])
    close = cores_at_the_close(figures, people)
    uploads = people.sent_a_second * dict(people.acts)["upload 2 MB"] * people.document_bytes
    log = people.sent_a_second * evening["bytes of one application"]["log of the database"]
    rows = [
        ["web machines of 16 cores", number],
        ["memory of their processes, one a core", f"{shown(memory * WEB_CORES / 1024)} GB a machine of {WEB_MEMORY_GB} GB"],
        ["nginx machines of 4 cores", max(2, math.ceil(close["proxy"] / BUSY / 4))],
        ["cores of the primary", math.ceil(close["database"] / BUSY)],
        ["session lines at the pooler (two a core of the web machines)", number * WEB_CORES * 2],
        ["uploads in the busiest minute", f"{size(uploads)} a second ({shown(uploads * 8 / 1e9)} Gbit/s)"],
        ["log of the database in the busiest minute", f"{size(log)} a second"],
        ["documents of the week", size(people.applicants * people.documents * people.document_bytes)],
        ["rows of the week in the database", size(people.applicants * evening["bytes of one application"]["database"])],
    ]
    return table(["what", "how much"], rows)


def day_table(figures: Mapping[str, Any], people: People) -> str:
    web = machines(figures, people) * WEB_CORES
    cost = mail_cost(figures)
    mail = people.applicants * people.last_day / 86_400 * (cost or 0.0) / 1000 / BUSY
    sites = (("2 cores", 2.0, 1.0), ("half the web machines", web / 2, mail), ("as above", float(web), mail))
    rows: list[list[object]] = []
    for name, cores, workers in sites:
        for hour in last_day(figures, people, cores, workers):
            if hour.number in (0, 22, 23):
                rows.append(
                    [
                        f"{name}: {shown(cores)} web cores" + (f", {shown(workers)} worker cores" if cost else ""),
                        hour.number + 1,
                        f"{hour.come:,}",
                        f"{hour.busy:.0%}",
                        shown(hour.wait_seconds),
                        f"{hour.mails:,}" if cost else "not measured",
                    ]
                )
    return table(["site", "hour", "applications", "busiest minute", "longest wait, s", "mails waiting at its end"], rows)


def limits_table(figures: Mapping[str, Any], people: People) -> str:
    """What gives way first: how often the busiest minute fits into each limit that more web machines do not move."""
    close = cores_at_the_close(figures, people)
    hot = figures["sending"]["pgbench"]["a second"]["median"]
    found = [
        ("cores of a primary with 64 cores", 64 * BUSY / close["database"]),
        ("sendings a second PostgreSQL takes on 2 cores (pgbench), the web elsewhere", hot / people.sent_a_second),
        (
            "sendings a second of one vacancy (one lock, one chain)",
            float(figures["sending"]["ours"]["a second"]["median"]) / (people.sent_a_second * people.largest),
        ),
        ("one proxy of 4 cores", 4 * BUSY / close["proxy"]),
        ("10 Gbit/s at the proxy, uploads alone", 10e9 / 8 / (people.sent_a_second * 5 * people.document_bytes)),
    ]
    return table(
        ["limit", "times the busiest minute"], [[name, shown(times)] for name, times in sorted(found, key=lambda row: row[1])]
    )


def source_table(figures: Mapping[str, Any], people: People) -> str:
    facts, evening = figures["machine"], figures["deadline evening"]
    return table(
        ["run", ""],
        [
            ["measured at", figures["measured at"]],
            ["cores, load before", f"{facts['cores']}, {' '.join(map(str, facts['load before']))}"],
            ["evening of", f"{evening['seconds']:g} s, {evening['sent']:,} sent, {evening['errors']} errors"],
        ],
    )


TABLES: dict[str, Callable[[Mapping[str, Any], People], str]] = {
    "source": source_table,
    "costs": costs_table,
    "people": people_table,
    "cores": cores_table,
    "site": site_table,
    "day": day_table,
    "limits": limits_table,
}


def capacity() -> str:
    """`docs/capacity.md` with its tables drawn anew.

    Raises:
        KeyError: the page asks for a table nobody draws.
    """
    figures = read_figures()
    page = (settings.BASE_DIR / PAGE).read_text()
    return MARK.sub(lambda found: found[1] + TABLES[found[2]](figures, PEOPLE) + found[3], page)
