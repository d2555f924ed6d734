"""Start-up of the composition root: load the Celery app, bind the chains."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "asnkarier"
    verbose_name = "ASN Karier"

    def ready(self) -> None:
        # Tasks called from the web need the app as well.
        from asnkarier import celery, chains

        assert celery.app
        chains.bind()
