"""An archive somebody asked for, and a drill of an incident whose letters wait for the second officer."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from accounts.models import User
from privacy.actions import breaches
from privacy.actions.breaches import BreachFacts
from privacy.actions.copies import request_own_copy
from privacy.affected import by_vacancy
from vacancies.models import Vacancy


def keep_data(users: Mapping[str, User], now: datetime) -> None:
    """Through the real actions; the worker makes the archive once the portal runs."""
    request_own_copy(actor=users["pelamar1"])
    drill = breaches.record_breach(
        actor=users["pdp"],
        facts=BreachFacts(
            title="Latihan triwulan: akun petugas disalahgunakan",
            is_drill=True,
            found_at=now - timedelta(hours=9),
            happened_from=now - timedelta(days=2),
            happened_until=now - timedelta(hours=10),
            kinds=["IDENTITY", "CONTACT", "DOCUMENTS"],
            cause="Kata sandi seorang petugas terpakai di laman palsu, lalu akunnya dipakai membuka berkas pelamar.",
            handling="Akun ditutup, semua sesinya diakhiri, dan kata sandinya diganti. Pembacaan berkas diperiksa lewat jejak.",
        ),
    )
    vacancy = Vacancy.objects.filter(state="VERIFICATION", applications__isnull=False).order_by("pk").first()
    if vacancy is not None:
        breaches.add_people(breach_id=drill.pk, actor=users["pdp"], selection=by_vacancy(vacancy))
        breaches.prepare_letters(breach_id=drill.pk, actor=users["pdp"])
