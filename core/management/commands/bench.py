"""`manage.py bench NAME [--json]`: run one benchmark of core/bench/ and print what it measured."""

import importlib
import json
import pkgutil
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

import core.bench


class Command(BaseCommand):
    """Each module of core/bench/ is a NAME; it may add its own options by a function `add_arguments(parser)`."""

    help = "Jalankan satu pengukuran dan tampilkan hasilnya."
    requires_system_checks = ()  # a benchmark of the boot must not need a database

    def add_arguments(self, parser: CommandParser) -> None:
        """One sub-command a module."""
        choices = parser.add_subparsers(dest="name", required=True, metavar="NAME")
        for module in pkgutil.iter_modules(core.bench.__path__):
            bench = importlib.import_module(f"core.bench.{module.name}")
            choice = choices.add_parser(module.name, help=(bench.__doc__ or "").splitlines()[0])
            choice.add_argument("--json", action="store_true", help="satu dokumen JSON, tanpa kata lain")
            if hasattr(bench, "add_arguments"):
                bench.add_arguments(choice)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the benchmark; JSON as asked, otherwise the same as indented lines."""
        bench = importlib.import_module(f"core.bench.{options['name']}")
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
