"""The register at full size: filled by `seed_employees`, made searchable, then changed people merged by `import_employees`.

Measured are the seconds of every step of filling (rows, indexes, statistics, keys), rows a second, the seconds until the search
answers from all of them, and for the import a dry run, the merge and the same file once more, each with the memory of the process
after a tenth of the file and at its end. Loading and making searchable have six minutes for 5,000,000 people on two cores.
"""

import argparse
import json
import time
from typing import Any

from asnkarier.bench.ground.servers import Ground, fresh_ground, machine

SEED = 7
DAY = "2026-11-22"
BARS = {"seconds for 5,000,000 loaded and searchable": 360.0}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many people, and how many of them change."""
    parser.add_argument("--count", type=int, default=1_000_000, help="berapa pegawai")
    parser.add_argument("--changed", type=int, help="berapa baris CSV yang diimpor; tanpa ini seperlima dari pegawai")


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Fill, write the CSV, and import it three times: dry, in earnest, again."""
    changed = min(options["changed"] or options["count"] // 5, options["count"])
    with fresh_ground() as ground:
        facts = machine()
        order = {"count": options["count"], "seed": SEED, "day": DAY}
        begun = time.monotonic()
        filled = json.loads(ground.run_with("asnkarier.bench.ground.people", "seed", said=order))
        seconds = time.monotonic() - begun
        begun = time.monotonic()
        ground.run("django", "rebuild_talent_search")
        building = time.monotonic() - begun
        searchable = int(ground.rows("SELECT people FROM talent_searchbuild WHERE is_current")[0][0])
        file = {"file": str(ground.places.home / "pegawai.csv"), "rows": changed, "day": DAY}
        written = json.loads(ground.run_with("asnkarier.bench.ground.people", "write", said=file))
        imports = {
            name: bring_in(ground, file | {"dry_run": name == "dry run"}) for name in ("dry run", "merge", "the same file again")
        }
        size = ground.rows("SELECT pg_database_size(current_database())")[0][0]
    rows = sum(filled["rows"].values())
    whole = (seconds + building) * 5_000_000 / options["count"]
    return {
        "machine": facts,
        "people": options["count"],
        "rows": filled["rows"] | {"all": rows},
        "filling": {
            "seconds by step": filled["seconds"],
            "seconds": round(seconds, 1),
            "people a second": round(options["count"] / seconds),
            "rows a second": round(rows / seconds),
        },
        "making searchable": {"seconds": round(building, 1), "people searchable": searchable},
        "import": {"rows in the file": changed, "MB of the file": round(written["bytes"] / 1e6, 1), **imports},
        "GB of the database": round(size / 1e9, 2),
        "bars": {
            # Only a run at full size says whether the bar is met; a smaller one says where it points.
            name: {
                "bar": bar,
                "measured" if options["count"] == 5_000_000 else "stretched": round(whole, 1),
                "met": whole <= bar if options["count"] == 5_000_000 else None,
            }
            for name, bar in BARS.items()
        },
        "measured at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }


def bring_in(ground: Ground, order: dict[str, Any]) -> dict[str, Any]:
    """One import in a process of its own, as the worker."""
    said = ground.run("asnkarier.bench.ground.people", "import", said=json.dumps(order), process="worker")
    return dict(json.loads(said))
