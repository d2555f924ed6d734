"""Sending applications over HTTP on the evening of a deadline: the portal's view against a plain ORM view that calls `.delay()`.

Real sessions in PostgreSQL, CSRF, rights, eligibility, the deadline by the database's clock, uniqueness, a chained row in the
trail, a letter number without gaps, bell and mail: both views do all of it and leave the same rows. Measured with 1, 8, 32 and 64
clients on 1 vacancy and on 200, ours and plain in turn, round after round. As every person does, those of our view have opened
the check page just before, which prepares the sending; opening it is outside of the measured POST and has a rate of its own.
Bars (2 cores, load generator on the same cores): 500 sendings a second, twice the plain view, p99 at most 300 ms at 64 clients,
and accepted = rows = trail = outbox.
"""

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

from asnkarier.bench.ground.servers import Ground, fresh_ground, load_file, machine, spread

BARS = {"a second": 500.0, "to plain": 2.0, "p99 ms at 64": 300.0}
CLIENTS = (1, 8, 32, 64)
VACANCIES = (1, 200)
PATHS = {"ours": "/lamaran/{id}/kirim/", "plain": "/ukur/{id}/kirim/"}
PAGE = "/lamaran/{id}/periksa/"
# More drafts than any machine of two cores will send in the time; a cell that runs out ends early.
MOST_A_SECOND = {"ours": {1: 500}, "plain": {1: 250, 8: 400, 32: 400, 64: 400}}
# Each of our drafts costs an opened page before, many times what its sending costs: a cell ends when so many are sent.
OPENED = 600
OPENING_AT_ONCE = 16
# The baseline is so much slower that half the time tells as much.
SHARE = {"ours": 1.0, "plain": 0.5}
COUNTS = {
    "rows": "SELECT count(*) FROM vacancies_application WHERE state = 'SUBMITTED' AND submitted_at IS NOT NULL",
    "events": "SELECT count(*) FROM vacancies_applicationevent WHERE action = 'submit'",
    "trail": "SELECT count(*) FROM core_auditentry WHERE act = 'submit_application'",
    "letters": "SELECT count(*) FROM core_letter WHERE kind = 'TANDA_TERIMA'",
    "highest letter numbers": "SELECT coalesce(sum(last), 0) FROM core_letterregister",
    "outbox": "SELECT count(*) FROM core_outboxmessage WHERE key LIKE 'application-sent:%'",
    "bells": "SELECT count(*) FROM core_notification WHERE key LIKE 'application-sent:%'",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How long and how often."""
    parser.add_argument("--rounds", type=int, default=3, help="berapa putaran; yang dikutip adalah mediannya")
    parser.add_argument("--seconds", type=float, default=1.5, help="lama tiap pengukuran")
    parser.add_argument("--clients", type=int, nargs="*", default=list(CLIENTS), help="berapa sambungan sekaligus")


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Measure every number of clients on one and on many vacancies, both views in turn.

    Returns:
        Sendings a second, p50, p99 of every cell (median and range), ratios, the counts that must be equal, and the bars.
    """
    cells = [
        {
            "name": f"{view}-{vacancies}-{clients}-{number}",
            "view": view,
            "clients": clients,
            "vacancies": vacancies,
            "path": PATHS[view],
            "drafts": drafts_of(view, clients, options["seconds"]),
        }
        | ({"page": PAGE} if view == "ours" else {})
        for number in range(options["rounds"])
        for vacancies in VACANCIES
        for clients in options["clients"]
        for view in PATHS
    ]
    begun = time.monotonic()
    with fresh_ground() as ground, tempfile.TemporaryDirectory(prefix="asnkarier-lamaran-") as folder:
        facts = machine()
        facts["Argon2id ms"] = argon2_milliseconds(ground)
        ground.run_with("asnkarier.bench.ground.applicants", folder, said=cells)
        ports = {
            "ours": ground.web("ours"),
            "plain": ground.web("plain", DJANGO_SETTINGS_MODULE="asnkarier.bench.plain.settings"),
        }
        facts["seconds of preparation"] = round(time.monotonic() - begun, 1)
        for cell in cells:
            requests = Path(folder) / cell["name"]
            if "page" in cell:
                pages = requests.with_name(f"{requests.name}.pages")
                cell["opened"] = load_file(ports["ours"], pages, clients=OPENING_AT_ONCE, seconds=600, repeat=False)
            seconds = options["seconds"] * SHARE[cell["view"]]
            cell["measured"] = load_file(ports[cell["view"]], requests, clients=cell["clients"], seconds=seconds, repeat=False)
        counts = check(ground, cells)
    return result_of(facts, cells, counts, options)


def drafts_of(view: str, clients: int, seconds: float) -> int:
    """How many drafts a cell is given."""
    wanted = int(MOST_A_SECOND[view].get(clients, 1200) * seconds * SHARE[view])
    return min(wanted, OPENED) if view == "ours" else wanted


def check(ground: Ground, cells: list[dict[str, Any]]) -> dict[str, Any]:
    """What was accepted and what lies in the tables, and whether every chain of the trail holds."""
    answered = sum(cell["measured"]["answers"] for cell in cells)
    accepted = sum(cell["measured"]["statuses"].get("302", 0) for cell in cells)
    counts: dict[str, Any] = {"answered": answered, "accepted": accepted}
    other = {status for cell in cells for status in cell["measured"]["statuses"]} - {"302"}
    for name, statement in COUNTS.items():
        counts[name] = int(ground.rows(statement)[0][0])
    counts["all equal"] = len({*counts.values()}) == 1
    counts["other answers"] = ", ".join(sorted(other))
    counts["chains hold"] = ground.manage("verify_audit")
    # A row that was used is gone: whatever lies here beyond the drafts nobody sent was judged a second time.
    ours = [cell for cell in cells if "opened" in cell]
    opened = sum(cell["opened"]["statuses"].get("200", 0) for cell in ours)
    left = int(ground.rows("SELECT count(*) FROM vacancies_preparedsending")[0][0])
    sent = sum(cell["measured"]["statuses"].get("302", 0) for cell in ours)
    counts["check pages opened"], counts["sent as prepared"] = opened, opened - left
    counts["all sent as prepared"] = opened - left == sent
    return counts


def argon2_milliseconds(ground: Ground) -> float:
    """How long the portal's password hash takes, the quickest of five."""
    code = "import os,time,django;django.setup();from django.contrib.auth.hashers import make_password as m;"
    code += "t=[];[(t.append(-time.perf_counter()),m('kata sandi ukur'),t.append(time.perf_counter())) for _ in range(5)];"
    code += "print(min(t[i]+t[i+1] for i in range(0,10,2))*1000)"
    return round(float(ground.python(code)), 1)


def result_of(
    facts: dict[str, Any], cells: list[dict[str, Any]], counts: dict[str, Any], options: dict[str, Any]
) -> dict[str, Any]:
    """Medians over the rounds, with ratios and bars."""
    table: dict[str, Any] = {}
    for vacancies in VACANCIES:
        for clients in options["clients"]:
            row: dict[str, Any] = {}
            for view in PATHS:
                measured = [
                    cell["measured"]
                    for cell in cells
                    if (cell["view"], cell["vacancies"], cell["clients"]) == (view, vacancies, clients)
                ]
                row[view] = {
                    "per second": spread([each["per_second"] for each in measured]),
                    "p50 ms": spread([each["p50_ms"] for each in measured], 2),
                    "p99 ms": spread([each["p99_ms"] for each in measured], 2),
                }
            row["ours to plain"] = round(row["ours"]["per second"]["median"] / row["plain"]["per second"]["median"], 2)
            table[f"{vacancies} vacancies, {clients} clients"] = row
    busy = [name for name in table if name.endswith(" 64 clients")] or list(table)
    return {
        "machine": facts,
        "rounds": options["rounds"],
        "cells": table,
        "check page": {
            "a second": spread([cell["opened"]["per_second"] for cell in cells if "opened" in cell]),
            "p50 ms": spread([cell["opened"]["p50_ms"] for cell in cells if "opened" in cell], 2),
            "clients": OPENING_AT_ONCE,
        },
        "counts": counts,
        "bars": {
            name: {
                "a second": {"bar": BARS["a second"], "met": table[name]["ours"]["per second"]["median"] >= BARS["a second"]},
                "to plain": {"bar": BARS["to plain"], "met": table[name]["ours to plain"] >= BARS["to plain"]},
                "p99 ms": {"bar": BARS["p99 ms at 64"], "met": table[name]["ours"]["p99 ms"]["median"] <= BARS["p99 ms at 64"]},
            }
            for name in busy
        }
        | {"accepted = rows = trail = outbox": {"met": counts["all equal"]}},
        "measured at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
