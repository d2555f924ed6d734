"""The auditor hears when a bundle is ready, or why not."""

from django.conf import settings
from django.urls import reverse

from core.models import ExportState, TrailExport
from core.outbox import queue_bell, queue_mail


def tell_export(export: TrailExport) -> None:
    """A line in the bell and a mail; the bundle itself never leaves by mail."""
    is_ready = export.state == ExportState.READY
    person, path = export.requested_by, reverse("list_trail_exports")
    subject = "Bundel jejak siap diunduh" if is_ready else "Bundel jejak gagal dibuat"
    told = (
        f"Bundel jejak yang Anda minta sudah siap: {export.done} baris. Unduh di {settings.PORTAL_URL}{path}"
        if is_ready
        else f"Bundel jejak yang Anda minta gagal dibuat, berkasnya tidak dapat ditulis. Minta di {settings.PORTAL_URL}{path}"
    )
    key = f"trail-export:{export.pk}:{export.state}"
    queue_bell(kind="trail_export_done", key=key, recipient=person, title=subject, url=path)
    queue_mail(
        kind="trail_export_done",
        key=key,
        to_address=person.email,
        recipient=person,
        subject=subject,
        text=f"Yth. {person.full_name},\n\n{told}\n",
    )
