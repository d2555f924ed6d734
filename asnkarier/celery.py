"""Celery application: `celery -A asnkarier worker` and `celery -A asnkarier beat`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asnkarier.settings")
app = Celery("asnkarier", task_cls="core.recorded_task:RecordedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
