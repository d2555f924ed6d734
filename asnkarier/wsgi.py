"""WSGI entry point: `asnkarier.wsgi:application`."""

import gc
import os
from contextlib import suppress

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asnkarier.settings")
_django = get_wsgi_application()

# Settings are known only now.
from django.conf import settings  # noqa: E402
from django.db import OperationalError, connection  # noqa: E402

from asnkarier.front_pages import put_in_front  # noqa: E402
from core.postgresql.base import serve_guarded  # noqa: E402
from core.request_trace import RequestTrace  # noqa: E402

# A role that passes row security is refused here, at the start; where PostgreSQL does not answer yet, at the first connection.
serve_guarded()
with suppress(OperationalError):
    connection.ensure_connection()
connection.close()

application = RequestTrace(put_in_front(_django), tells=settings.REQUEST_LOG)

# What is loaded by now stays to the end: the collector of garbage need not look at it again and again, nor after each few
# hundred objects (docs/performance.md section 4).
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
