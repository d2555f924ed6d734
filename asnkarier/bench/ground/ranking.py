"""The two ways `bench ranking` compares: `python -m asnkarier.bench.ground.ranking ours VERSION|objects COUNT`."""

import json
import os
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import django

CODES = ("TRACK", "ASSESS", "PAPER", "INTERVIEW", "CAT", "TECH")
WEIGHTS = (20, 20, 15, 25, 10, 10)
# Vacancies ranked by one statement: enough to pay for planning it, few enough to keep the sort in memory.
AT_ONCE = 250


def ours(version: int) -> dict[str, Any]:
    """Rank every selection of this version, in two sessions a core: one waits for the disk while the other computes.

    Memory is this process's own.
    """
    from django.db import connection, transaction
    from django.utils import timezone

    from selection.models import ScoreLock
    from selection.ranking_sql import store_rankings

    first = ScoreLock.objects.filter(version=version).order_by("id")[0]
    locks = list(ScoreLock.objects.filter(version=version).order_by("id").values_list("pk", flat=True))
    groups, now = [locks[place : place + AT_ONCE] for place in range(0, len(locks), AT_ONCE)], timezone.now()

    def rank(group: list[int]) -> int:
        with transaction.atomic():
            return len(store_rankings(locks=group, declaration=first.declaration, by=first.locked_by_id, at=now))

    def leave() -> None:
        connection.close()

    begun = time.monotonic()
    with ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
        stored = sum(pool.map(rank, groups))
        seconds = time.monotonic() - begun
        pool.submit(leave).result()
    return {"seconds": seconds, "lists": stored, "client_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def objects(count: int) -> dict[str, Any]:
    """The usual way over a slice: objects, a sort in Python, `bulk_update`."""
    from django.db import models

    class PlainResult(models.Model):
        vacancy_id = models.BigIntegerField()
        key = models.TextField()
        scores = models.JSONField()
        total = models.DecimalField(max_digits=7, decimal_places=2, null=True)
        rank = models.IntegerField(null=True)
        shortlisted = models.BooleanField(null=True)

        class Meta:
            managed = False
            app_label = "selection"
            db_table = "bench_plainresult"

    begun = time.monotonic()
    by_vacancy: dict[int, list[PlainResult]] = {}
    for person in PlainResult.objects.order_by("id")[:count]:
        by_vacancy.setdefault(person.vacancy_id, []).append(person)
    changed = []
    for people in by_vacancy.values():
        for person in people:
            points = [Decimal(str(score)) for score in person.scores]
            person.total = sum((w * p for w, p in zip(WEIGHTS, points, strict=True)), Decimal(0)) / 100
        people.sort(key=lambda person: (-person.total, [-float(score) for score in person.scores[::-1]], person.key))
        for place, person in enumerate(people, start=1):
            person.rank, person.shortlisted = place, place <= 6
        changed += people
    PlainResult.objects.bulk_update(changed, ["total", "rank", "shortlisted"], batch_size=1000)
    return {"seconds": time.monotonic() - begun}


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps({"ours": ours, "objects": objects}[sys.argv[1]](int(sys.argv[2]))))
