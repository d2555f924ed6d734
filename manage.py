#!/usr/bin/env python
"""Command line of the portal."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asnkarier.settings")
    from asnkarier.embedded.environment import adopt

    adopt(os.environ, sys.argv[1:])
    from core import row_sight

    row_sight.is_command()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
