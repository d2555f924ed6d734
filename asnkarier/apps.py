"""Start-up of the composition root: bind the chains."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "asnkarier"
    verbose_name = "ASN Karier"

    def ready(self) -> None:
        from asnkarier import chains

        chains.bind()
