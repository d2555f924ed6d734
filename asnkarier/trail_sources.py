"""What belongs to a chain of the trail besides its rows, for bundles, and who is told when one is done. Core knows no room."""

import re
from collections.abc import Iterable, Iterator

from django.apps import apps

from core import bundles
from core.models import Letter
from selection.models import Ranking
from vacancies.notifications.trail import tell_export

PREFIX = "vacancy:"
CHAIN = re.compile(PREFIX + r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
# Paths from a letter to the vacancy it was written in.
LETTERS_OF = (
    ("selection", "Determination", "letter", "vacancy__public_id__in"),
    ("selection", "Candidate", "result_letter", "vacancy__public_id__in"),
    ("vacancies", "Application", "receipt", "vacancy__public_id__in"),
    ("talent", "Invitation", "letter", "vacancy__public_id__in"),
)
GROUP = 500


def bind() -> None:
    """Take over the sources; once, at start-up."""
    bundles.packet_sources[:] = [ranking_packets]
    bundles.letter_sources[:] = [letters]
    bundles.outcome_tellers[:] = [tell_export]


def ranking_packets(chains: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each ranking's packet as it was stored, named by its public id."""
    for group in _groups(chains):
        found = Ranking.objects.filter(vacancy__public_id__in=group).order_by("vacancy_id", "version")
        for public_id, packet in found.values_list("public_id", "packet").iterator():
            yield str(public_id), packet


def letters(chains: Iterable[str]) -> Iterator[Letter]:
    """Letters of these selections, those of one kind together."""
    wanted = list(_groups(chains))
    for room, model, field, path in LETTERS_OF:
        rows = apps.get_model(room, model)
        for group in wanted:
            ids = rows.objects.filter(**{path: group}).exclude(**{field: None}).values(field)
            yield from Letter.objects.filter(pk__in=ids).order_by("pk").iterator()


def _groups(chains: Iterable[str]) -> Iterator[list[str]]:
    """Public ids of vacancies, some hundred at a time."""
    ids = [chain.removeprefix(PREFIX) for chain in chains if CHAIN.fullmatch(chain)]
    for start in range(0, len(ids), GROUP):
        yield ids[start : start + GROUP]
