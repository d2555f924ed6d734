#!/usr/bin/env python
"""Command line of the portal."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asnkarier.settings")
    from asnkarier.embedded.environment import adopt

    adopt(os.environ, sys.argv[1:])
    from django.core.exceptions import ImproperlyConfigured

    from core import row_sight

    row_sight.is_command()
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # A setting that is missing or does not serve: the sentence is enough.
        sys.exit(str(error))


if __name__ == "__main__":
    main()
