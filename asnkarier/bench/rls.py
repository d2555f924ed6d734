"""What row-level security costs the list pages: the same pages over the same rows, with and without it, in turn.

Without means a copy of the database whose tables have no row security, whose session reading tells nothing, and whose counting
function does not ask who may see the vacancies. Bar: the median of the middle times (p50, one client) at most 5 % above those
without, list by list and over all.
"""

import argparse
import json
import statistics
import time
from typing import Any

from asnkarier.bench.ground.servers import DATABASE, Ground, fresh_ground, load, machine, spread
from asnkarier.embedded import database

BAR_PERCENT = 5.0
COPY = f"{DATABASE}_tanpa"
SQL_WITHOUT = """
DO $$
DECLARE t record;
BEGIN
    FOR t IN SELECT oid::regclass AS name FROM pg_class WHERE relrowsecurity LOOP
        EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', t.name);
    END LOOP;
END $$;
CREATE OR REPLACE FUNCTION accounts_look_as(p_person bigint, p_day date) RETURNS void LANGUAGE sql AS 'SELECT';
CREATE OR REPLACE FUNCTION vacancies_application_numbers(p_vacancies bigint[])
RETURNS TABLE (vacancy_id bigint, state text, number bigint) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT a.vacancy_id, a.state::text, count(*) FROM vacancies_application a
        WHERE a.vacancy_id = ANY (p_vacancies) GROUP BY a.vacancy_id, a.state;
END $$;
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much and how long."""
    parser.add_argument("--people", type=int, default=4_000, help="berapa pegawai")
    parser.add_argument("--each", type=int, default=500, help="berapa lamaran dan undangan tiap lowongan (200 lowongan)")
    parser.add_argument("--steps", type=int, default=40_000, help="berapa tahap persetujuan")
    # Many and short: a machine that is quicker now than a moment ago is so for both sides of a round. Many servers: one is
    # some percent quicker than the next of the same program, for as long as it runs.
    parser.add_argument("--pairs", type=int, default=16, help="berapa pasang server")
    parser.add_argument("--rounds", type=int, default=64, help="berapa putaran, bergiliran antarpasangan")
    parser.add_argument("--seconds", type=float, default=0.25, help="lama tiap pengukuran")


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Measure every list with and without, turn about, round after round.

    Returns:
        Per list the times of both and the cost in percent (median of the rounds' ratios), and the bar.
    """
    with fresh_ground() as ground:
        facts = machine()
        order = {name: options[name] for name in ("people", "each", "steps")}
        requests = json.loads(ground.run_with("asnkarier.bench.ground.rows", said=order))
        without = copy_without(ground)
        pairs = [
            {
                side: ground.web(f"{side}{number}", workers=1, PYTHONHASHSEED=str(number), **address)
                for side, address in (("with", {}), ("without", {"DATABASE_URL": without}))
            }
            for number in range(options["pairs"])
        ]
        rounds: dict[str, dict[str, list[float]]] = {name: {side: [] for side in pairs[0]} for name in requests}
        for name, request in requests.items():
            for port in [port for pair in pairs for port in pair.values()]:
                answered = load(port, [request.encode()] * 20, clients=1, seconds=60, repeat=False)
                if set(answered["statuses"]) != {"200"}:
                    raise RuntimeError(f"{name}: {answered['statuses']}")
        for turn in range(options["rounds"]):
            pair = pairs[turn % len(pairs)]
            for name, request in requests.items():
                # Each pair begins with either side as often as the other.
                for side in ("with", "without") if turn // len(pairs) % 2 else ("without", "with"):
                    measured = load(pair[side], [request.encode()], clients=1, seconds=options["seconds"], repeat=True)
                    rounds[name][side].append(measured["p50_ms"])
        rows = dict(
            ground.rows(
                "SELECT relname, n_live_tup FROM pg_stat_user_tables WHERE relname IN"
                " ('vacancies_application', 'talent_invitation', 'approvals_approvalstep', 'employees_employee')"
            )
        )
    lists = {name: cost_of(each, options["pairs"]) for name, each in rounds.items()}
    cost = [each["cost percent"]["median"] for each in lists.values()]
    return {
        "machine": facts,
        "rows": rows,
        "rounds": options["rounds"],
        "pairs of servers": options["pairs"],
        "lists": lists,
        "bars": {
            "cost percent, median of the lists": met(statistics.median(cost)),
            "cost percent, the dearest list": met(max(cost)),
        },
        "measured at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }


def cost_of(each: dict[str, list[float]], pairs: int) -> dict[str, Any]:
    """One list: milliseconds of both sides, the cost of each round, and of each pair of servers, the middle of its rounds."""
    ratios = [(own / other - 1) * 100 for own, other in zip(each["with"], each["without"], strict=True)]
    return {
        "p50 ms with": spread(each["with"], 2),
        "p50 ms without": spread(each["without"], 2),
        "cost percent": spread(ratios),
        "cost percent of the pairs": spread(
            [statistics.median(ratios[number::pairs]) for number in range(min(pairs, len(ratios)))]
        ),
    }


def met(percent: float) -> dict[str, Any]:
    """A bar and whether it was met."""
    return {"bar": BAR_PERCENT, "measured": round(percent, 1), "met": percent <= BAR_PERCENT}


def copy_without(ground: Ground) -> str:
    """Address of a copy of the filled database in which every row is shown to everybody; both are swept and counted anew."""
    database.create_database(ground.cluster, COPY, DATABASE)
    for name in (COPY, DATABASE):
        connection = ground.cluster.connect(name)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                if name == COPY:
                    cursor.execute(SQL_WITHOUT)
                cursor.execute("VACUUM ANALYZE")
        finally:
            connection.close()
    return ground.cluster.url(COPY, database.WEB)
