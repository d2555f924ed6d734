"""`manage.py bench NAME [--json]`: run one benchmark of core/bench/ and print what it measured."""

import importlib
import json
import pkgutil
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser


def benches() -> dict[str, str]:
    """Name of each benchmark and its module: every module directly in one of the packages of `settings.BENCH_PACKAGES`."""
    found = {}
    for package in settings.BENCH_PACKAGES:
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
            if not module.ispkg:
                found[module.name] = f"{package}.{module.name}"
    return found


class Command(BaseCommand):
    """Each benchmark may add its own options by a function `add_arguments(parser)`."""

    help = "Jalankan satu pengukuran dan tampilkan hasilnya."
    requires_system_checks = ()  # a benchmark of the boot must not need a database

    def add_arguments(self, parser: CommandParser) -> None:
        """One sub-command a module."""
        choices = parser.add_subparsers(dest="name", required=True, metavar="NAME")
        for name, module in benches().items():
            bench = importlib.import_module(module)
            choice = choices.add_parser(name, help=(bench.__doc__ or "").splitlines()[0])
            choice.add_argument("--json", action="store_true", help="satu dokumen JSON, tanpa kata lain")
            if hasattr(bench, "add_arguments"):
                bench.add_arguments(choice)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the benchmark; JSON as asked, otherwise the same as indented lines."""
        bench = importlib.import_module(benches()[options["name"]])
        result = bench.run(options)
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        else:
            for line in lines(result):
                self.stdout.write(line)


def lines(result: Any, depth: int = 0) -> list[str]:
    """`result` (mappings of mappings of numbers and words) as indented lines."""
    found = []
    for name, entry in result.items():
        if isinstance(entry, dict):
            found += ["  " * depth + str(name), *lines(entry, depth + 1)]
        else:
            found.append(f"{'  ' * depth}{name}: {entry}")
    return found
