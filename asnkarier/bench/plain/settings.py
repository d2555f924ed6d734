"""The portal's settings with one more address."""

from asnkarier.settings import *  # noqa: F403

ROOT_URLCONF = "asnkarier.bench.plain.urls"
