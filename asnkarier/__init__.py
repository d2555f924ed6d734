"""Composition root: settings, URLs, Celery and the list of approval chains.

Imports nothing: the launcher lies in this package and starts without Django and Celery; `apps.py` loads the Celery app.
"""
