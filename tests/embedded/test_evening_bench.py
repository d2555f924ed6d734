"""`bench evening`: what it computes from what it measured, and the proxy it puts in front."""

import os
import re

from asnkarier.bench import evening
from asnkarier.bench.ground.proxy import write_settings
from asnkarier.bench.ground.site import each_costs
from asnkarier.bench.ground.usage import children, processor_seconds, resident_megabytes
from asnkarier.bench.ground.visitors import ACTS, STEPS, generic, percentiles


def test_costs_are_milliseconds_of_one():
    before, after = {"web": 1.0, "database": 2.0}, {"web": 1.5, "database": 2.1, "worker": 0.2}
    assert each_costs(before, after, 100) == {"web": 5.0, "database": 1.0, "worker": 2.0, "all": 8.0}


def test_percentiles_are_those_of_the_ordered_times():
    assert percentiles([float(each) for each in range(100, 0, -1)]) == {"p50 ms": 51.0, "p95 ms": 96.0, "p99 ms": 100.0}
    assert percentiles([]) == {}


def test_people_do_everything_a_sending_takes_and_errors_carry_no_id():
    assert tuple(STEPS) == ACTS
    assert generic("/lamaran/0d3f6f8e-29b4-4b61-9a61-111111111111/kirim/?a=1") == "/lamaran/*/kirim/"


def test_the_proxy_runs_the_file_of_a_real_site(tmp_path):
    """The same template as deploy/ gives nginx, every name filled in."""
    settings = write_settings(
        tmp_path,
        ["10.0.0.1:8000", "10.0.0.2:8000"],
        "127.0.0.1:9",
        "uji",
        requests_per_second=7,
        connections=8,
        log=tmp_path / "a",
    )
    text = (tmp_path / "portal.conf").read_text()
    assert f"include {tmp_path}/portal.conf;" in settings.read_text()
    assert not re.search(r"\$\{", text)
    assert "server 10.0.0.1:8000 max_fails=1 fail_timeout=2s; server 10.0.0.2:8000 max_fails=1 fail_timeout=2s;" in text
    assert "rate=7r/s" in text
    assert "limit_conn connections 8;" in text


def test_this_process_uses_memory_and_time():
    assert resident_megabytes(os.getpid()) > 1
    assert processor_seconds(os.getpid()) > 0
    assert (resident_megabytes(0), children(2**22 + 1)) == (0.0, [])


def measured(**changes):
    """A run that meets every bar, but for `changes` (page, button, wrong, growth, machines)."""
    row = {"errors": 0}
    given = {"page": 2.0, "button": 0.2, "wrong": 0, "growth": 1.0, "machines": (1.0, 1.6), "stored": True} | changes
    return {
        "results evening": {
            "result page": row,
            "result page, packed": row,
            "bare view": row,
            "result page to bare view": given["page"],
        },
        "sending": {"ours": row, "all stored": given["stored"], "sending to pgbench": given["button"]},
        "cost of one": {"send": row},
        "deadline evening": {"errors": given["wrong"], "memory MiB": {"end to a tenth": given["growth"]}},
        "machines": {f"{n} web machines": row | {"times one machine": t} for n, t in enumerate(given["machines"], start=1)},
    }


def test_bars():
    def missed(**changes):
        return [name for name, bar in evening.bars(measured(**changes)).items() if not bar["met"]]

    assert missed() == []
    assert missed(page=1.99) == ["result page to bare view"]
    assert missed(button=0.199) == ["sending to pgbench"]
    assert missed(wrong=1) == missed(stored=False) == ["errors"]
    assert missed(growth=1.06) == ["memory does not grow"]
    assert missed(machines=(1.0, 0.98)) == ["each machine adds until the cores are full"]
