"""Who may do what with the documents of an application, beyond what the application itself says."""

from accounts.models import User
from core.refusals import Refusal
from vacancies.models import Application
from vacancies.permissions.applications import is_own


def can_keep_document(user: User, application: Application) -> Refusal | None:
    """Whether the person may put a file of this application into the own locker."""
    if not is_own(user, application):
        return Refusal("Hanya pemilik lamaran yang dapat menyimpan dokumen ini ke lemari bukti.")
    return None
