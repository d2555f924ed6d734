"""WSGI entry point: `asnkarier.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asnkarier.settings")
_django = get_wsgi_application()

# Settings are known only now.
from django.conf import settings  # noqa: E402

from asnkarier.front_pages import put_in_front  # noqa: E402
from core.request_trace import RequestTrace  # noqa: E402

application = RequestTrace(put_in_front(_django), tells=settings.REQUEST_LOG)

# What is loaded by now stays to the end: the collector of garbage need not look at it again and again, nor after each few
# hundred objects (docs/performance.md section 4).
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
