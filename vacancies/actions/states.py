"""Moving a vacancy along its lifecycle: the only place that assigns its state."""

from datetime import datetime

from core.refusals import Refused, Stale
from vacancies.models import Vacancy
from vacancies.rules.lifecycle import VACANCY


def lock_vacancy(vacancy_id: int) -> Vacancy:
    """The vacancy as it is now, locked until the transaction ends. Both sides of every count rule call this first."""
    return Vacancy.objects.select_for_update(of=("self",), no_key=True).select_related("agency").get(pk=vacancy_id)


def refuse_stale(vacancy: Vacancy, version: int | None) -> None:
    """Raise when the page was drawn from an older version. None: the act does not depend on what was shown.

    Raises:
        Stale: with the present state, so that the reader knows what moved.
    """
    if version is not None and version != vacancy.version:
        raise Stale(
            "Lowongan ini sudah berubah sejak halaman Anda dibuka; "
            f"statusnya sekarang “{VACANCY.states[vacancy.state]}”. Muat ulang halaman, lalu periksa kembali."
        )


def move(vacancy: Vacancy, action: str, now: datetime) -> None:
    """Take one step of the lifecycle on a locked row; the caller saves with `STATE_FIELDS`.

    Raises:
        Refused: the step does not exist from the present state.
    """
    reason = VACANCY.refusal(vacancy.state, action)
    if reason is not None:
        raise Refused(reason)
    target = VACANCY.target(vacancy.state, action)
    if target != vacancy.state:
        vacancy.state = target
        vacancy.state_since = now
    vacancy.version += 1


STATE_FIELDS = ("state", "state_since", "version")
