"""The portal's settings with this room."""

from asnkarier.settings import *  # noqa: F403
from asnkarier.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.harness.changing"]
