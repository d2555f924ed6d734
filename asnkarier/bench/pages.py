"""Public pages with 20,000 vacancies: made anew, from the store in front of Django, and answered 304.

Bars (2 cores, load generator on the same cores): the list from the store at least 30 times the list made anew, which itself comes
at least 300 times a second; a published change is seen within 2 s; two anonymous readers get the same bytes; unknown query
parameters make no new key.
"""

import argparse
import time
from typing import Any

from asnkarier.bench.ground.servers import Ground, fetch, fresh_ground, get_request, load, machine, spread

BARS = {"cached to uncached": 30.0, "list uncached a second": 300.0, "seconds until a change is seen": 2.0}
FULL = 200
BROWSER = {"Accept_Encoding": "gzip, deflate, br", "Accept": "text/html", "User_Agent": "Mozilla/5.0 (ukur)"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much and how long."""
    parser.add_argument("--rows", type=int, default=20_000, help="berapa lowongan")
    parser.add_argument("--rounds", type=int, default=3, help="berapa putaran; yang dikutip adalah mediannya")
    parser.add_argument("--seconds", type=float, default=3.0, help="lama tiap pengukuran")
    parser.add_argument("--clients", type=int, default=16, help="berapa sambungan sekaligus")


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Measure every kind of page in turn, round after round.

    Returns:
        Answers a second (median and range), p50 and p99, bytes, ratios, what was checked besides, and the bars.
    """
    with fresh_ground() as ground:
        facts = machine()
        ground.run("asnkarier.bench.ground.vacancies", str(options["rows"]), str(FULL))
        kept, bare = ground.web("kept"), ground.web("bare", ASN_FRONT_CACHE="0")
        first = ground.rows("SELECT public_id FROM vacancies_vacancy ORDER BY id LIMIT %s", FULL)
        details = [f"/lowongan/{public_id}/" for (public_id,) in first]
        mark = fetch(kept, "/", **BROWSER)[1]["etag"]
        kinds = {
            "list uncached": (bare, [get_request("/", **BROWSER)]),
            "list cached": (kept, [get_request("/", **BROWSER)]),
            "list 304": (kept, [get_request("/", **BROWSER, If_None_Match=mark)]),
            "detail uncached": (bare, [get_request(path, **BROWSER) for path in details]),
            "detail cached": (kept, [get_request(path, **BROWSER) for path in details]),
        }
        for port, requests in kinds.values():
            # Every page twice: what is measured is a store that is filled, and a server that has seen the page.
            load(port, requests * 2, clients=2, seconds=60, repeat=False)
        rounds: dict[str, list[dict[str, Any]]] = {name: [] for name in kinds}
        for _ in range(options["rounds"]):
            for name, (port, requests) in kinds.items():
                rounds[name].append(load(port, requests, clients=options["clients"], seconds=options["seconds"], repeat=True))
        result: dict[str, Any] = {
            "machine": facts,
            "rows": options["rows"],
            "clients": options["clients"],
            "rounds": options["rounds"],
            "pages": {name: summary(measured) for name, measured in rounds.items()},
            "bytes": page_sizes(bare, kept, details[0]),
            "checked": check(ground, kept, details[0]),
        }
    rate = {name: result["pages"][name]["per second"]["median"] for name in kinds}
    result["ratios"] = {
        "list cached to uncached": round(rate["list cached"] / rate["list uncached"], 1),
        "list 304 to uncached": round(rate["list 304"] / rate["list uncached"], 1),
        "detail cached to uncached": round(rate["detail cached"] / rate["detail uncached"], 1),
    }
    checked = result["checked"]
    result["bars"] = {
        "list cached to uncached": {"bar": BARS["cached to uncached"], "met": result["ratios"]["list cached to uncached"] >= 30},
        "list uncached a second": {"bar": BARS["list uncached a second"], "met": rate["list uncached"] >= 300},
        "change seen within seconds": {"bar": 2.0, "met": checked["seconds until a published change is seen"]["most"] <= 2.0},
        "same bytes for two readers": {"met": checked["two readers get the same bytes"]},
        "unknown parameters make no key": {"met": checked["new keys of 500 unknown parameters"] == 0},
    }
    return result


def summary(measured: list[dict[str, Any]]) -> dict[str, Any]:
    """One kind of page over its rounds."""
    statuses: dict[str, int] = {}
    for each in measured:
        for status, count in each["statuses"].items():
            statuses[status] = statuses.get(status, 0) + count
    return {
        "per second": spread([each["per_second"] for each in measured]),
        "p50 ms": spread([each["p50_ms"] for each in measured], 2),
        "p99 ms": spread([each["p99_ms"] for each in measured], 2),
        "statuses": statuses,
    }


def page_sizes(bare: int, kept: int, detail: str) -> dict[str, int]:
    """Bytes of the body as made and as sent to a browser."""
    return {
        "list": len(fetch(bare, "/")[2]),
        "list by gzip": len(fetch(kept, "/", **BROWSER)[2]),
        "detail": len(fetch(bare, detail)[2]),
        "detail by gzip": len(fetch(kept, detail, **BROWSER)[2]),
    }


def check(ground: Ground, kept: int, detail: str) -> dict[str, Any]:
    """What must hold besides speed, on the running servers."""
    client = ground.broker
    one, other = fetch(kept, "/", User_Agent="satu"), fetch(kept, "/", User_Agent="dua", Accept_Language="en", Cookie="tema=1")
    before = stored_keys(client)
    for number in range(500):
        fetch(kept, f"/?tak-dikenal-{number}={number}")
    return {
        "two readers get the same bytes": one[2] == other[2] and one[1]["etag"] == other[1]["etag"],
        "new keys of 500 unknown parameters": len(stored_keys(client) - before),
        "seconds until a published change is seen": spread([seconds_until_seen(ground, kept, detail, n) for n in range(5)], 2),
        "front answers without any query": one[1].get("etag") is not None,
    }


def stored_keys(broker: Any) -> set[bytes]:
    """Keys in Valkey."""
    from core.front_store import valkey_client

    return set(valkey_client(broker.url()).keys("asnkarier:page:p:*"))


def seconds_until_seen(ground: Ground, port: int, path: str, number: int) -> float:
    """From the commit of a change until both workers have shown it several times in a row."""
    words = f"Jabatan berganti nama {number}"
    public_id = path.strip("/").split("/")[-1]
    ground.rows("UPDATE vacancies_vacancy SET position_title = %s WHERE public_id = %s", words, public_id)
    changed = last_old = time.monotonic()
    while time.monotonic() - changed < 3:
        if words.encode() not in fetch(port, path)[2]:
            last_old = time.monotonic()
        time.sleep(0.01)
    return last_old - changed
