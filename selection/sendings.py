"""Mails of an announcement: bells ring at once, mails wait until somebody has confirmed how many leave."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from accounts.models import User
from core.letter_release import open_batch
from core.outbox import held_for_release
from selection import notifications
from vacancies.models import Vacancy


@contextmanager
def held_sending(vacancy: Vacancy, title: str, *, actor: User, now: datetime) -> Iterator[None]:
    """Mails written inside wait in the agency's outbox: one wrong letter to many is many wrong letters.

    The agency's admins are told, the one who acts excepted. Runs inside the caller's transaction.

    Args:
        title: of the sending, for example "Hasil seleksi administrasi Direktur Contoh".
    """
    batch = open_batch(
        register=vacancy.agency.code, title=title, chain=vacancy.trail_chain, about=vacancy.public_id, actor=actor, now=now
    )
    with held_for_release(batch):
        yield
    notifications.call_for_release(vacancy, batch, actor)
