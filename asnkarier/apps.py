"""Start-up of the composition root: load the Celery app, bind the chains."""

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    name = "asnkarier"
    verbose_name = "ASN Karier"

    def ready(self) -> None:
        # Tasks called from the web need the app as well.
        from asnkarier import celery, chains, letters, notices, trail_sources
        from core import key_settings, letter_kinds

        # Every kind of process comes past here: web, worker, beat and each command.
        key_settings.require_keys()
        assert celery.app
        chains.bind()
        notices.bind()
        letter_kinds.bind(letters.KINDS)
        trail_sources.bind()
        # Rights follow from duties, never from Django's permissions, and there are no generic foreign keys: writing four
        # permissions a table would only make the first start slower.
        post_migrate.disconnect(create_permissions, dispatch_uid="django.contrib.auth.management.create_permissions")
        post_migrate.disconnect(create_contenttypes)
