"""Composition root: settings, URLs, Celery and the list of approval chains."""

from asnkarier.celery import app as celery_app

__all__ = ["celery_app"]
