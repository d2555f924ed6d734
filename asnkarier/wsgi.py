"""WSGI entry point: `asnkarier.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asnkarier.settings")
_django = get_wsgi_application()

# Settings are known only now.
from asnkarier.front_pages import put_in_front  # noqa: E402

application = put_in_front(_django)
