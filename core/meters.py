"""Counters of the web processes in Prometheus' form (docs/decisions on meters).

Off without a MONITOR_TOKEN: nobody could read them. All web processes of one machine write into files of one folder, which the
library adds up when it is asked; what the workers do is read from the database instead (core/condition).
"""

import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

METHODS = frozenset({"GET", "HEAD", "POST"})
# Seconds. A page should need less than 0.25, and none may need more than the 15 of its statements.
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0)


def count_request(route: str, method: str, status: str, seconds: float) -> None:
    """Count one answer.

    Args:
        route: name of the URL, never the address; method; status: three digits; seconds: until its first byte.
    """
    if settings.MONITOR_TOKEN:
        requests, times = _counters()
        requests.labels(route, method, status).inc()
        times.labels(route).observe(seconds)


def count_slow_query() -> None:
    """Count one statement slower than the log's border."""
    if settings.MONITOR_TOKEN:
        _slow_queries().inc()


def exposition(gauges: Iterable[tuple[str, str, dict[str, str], float]]) -> bytes:
    """All counters of this machine's web processes and `gauges` (name, help, labels, value) in Prometheus' text format."""
    library = _library()
    from prometheus_client import multiprocess

    registry = library.CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    registry.register(_Gauges(gauges))
    return library.generate_latest(registry)


class _Gauges:
    """Values read a moment ago, as the library wants to collect them."""

    def __init__(self, gauges: Iterable[tuple[str, str, dict[str, str], float]]) -> None:
        self.gauges = list(gauges)

    def collect(self) -> Iterator[Any]:
        from prometheus_client.core import GaugeMetricFamily

        families: dict[str, Any] = {}
        for name, words, labels, value in self.gauges:
            if name not in families:
                families[name] = GaugeMetricFamily(name, words, labels=list(labels))
            families[name].add_metric(list(labels.values()), value)
        yield from families.values()


@cache
def _library() -> Any:
    """The library, told where the processes meet before it is loaded for the first time."""
    folder = Path(settings.METERS_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    import prometheus_client

    return prometheus_client


@cache
def _counters() -> tuple[Any, Any]:
    library = _library()
    return (
        library.Counter("asnkarier_requests", "Answers by page, method and status", ["route", "method", "status"], registry=None),
        library.Histogram("asnkarier_request_seconds", "Until the first byte", ["route"], buckets=BUCKETS, registry=None),
    )


@cache
def _slow_queries() -> Any:
    return _library().Counter("asnkarier_slow_queries", "Statements slower than SLOW_QUERY_MS", registry=None)
