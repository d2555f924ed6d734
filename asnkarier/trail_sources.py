"""What belongs to a chain of the trail besides its rows, for bundles, the chain of a letter, and who hears of a bundle."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import QuerySet

from core import bundles
from core.letters import chain_finders
from core.models import Letter, LetterEnd
from selection.models import Ranking
from vacancies.notifications.trail import tell_export

PREFIX = "vacancy:"
UUID_TEXT = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


@dataclass(frozen=True)
class Home:
    """Where a letter was written, and the chain that tells of it.

    Args:
        kind: of the letter; model: room and name; field: of the model, to the letter.
        path: from the model to what names the chain; prefix: before it, "" where the path leads to the whole name.
    """

    kind: str
    model: str
    field: str
    path: str
    prefix: str = PREFIX


HOMES = (
    Home("UNDANGAN", "talent.Invitation", "letter", "vacancy__public_id"),
    Home("TANDA_TERIMA", "vacancies.Application", "receipt", "vacancy__public_id"),
    Home("TANDA_TERIMA", "vacancies.WithdrawnSubmission", "receipt", "application__vacancy__public_id"),
    Home("PENGUMUMAN", "vacancies.Announcement", "letter", "vacancy__public_id"),
    Home("SANGGAHAN", "vacancies.Objection", "letter", "application__vacancy__public_id"),
    Home("BERITA_ACARA", "selection.MinutesSignature", "letter", "minutes__ranking__vacancy__public_id"),
    Home("BERITA_ACARA_UJIAN", "selection.ExamSession", "minutes_letter", "exam__vacancy__public_id"),
    Home(
        "BERITA_ACARA_PEMBATALAN",
        "selection.ExamAnnulmentVerdict",
        "letter",
        "annulment__result__sitting__session__exam__vacancy__public_id",
    ),
    Home("REKOMENDASI", "approvals.Decision", "letter", "step__request__trail_chain", prefix=""),
    Home("PENETAPAN", "selection.Determination", "letter", "vacancy__public_id"),
    Home("PENETAPAN", "talent.PoolFill", "letter", "target__agency__public_id", prefix="talent:"),
    Home("INSIDEN", "privacy.BreachLetters", "authority_letter", "batch__chain", prefix=""),
    Home("HASIL", "selection.Candidate", "result_letter", "vacancy__public_id"),
)
GROUP = 500


def bind() -> None:
    """Take over the sources; once, at start-up."""
    bundles.packet_sources[:] = [ranking_packets]
    bundles.letter_sources[:] = [letters]
    bundles.outcome_tellers[:] = [tell_export]
    chain_finders[:] = [chain_of]


def ranking_packets(chains: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each ranking's packet as it was stored, named by its public id."""
    for group in _groups(chains):
        found = Ranking.objects.filter(vacancy__public_id__in=group).order_by("vacancy_id", "version")
        for public_id, packet in found.values_list("public_id", "packet").iterator():
            yield str(public_id), packet


def letters(chains: Iterable[str]) -> Iterator[Letter]:
    """Letters of these chains, those of one kind together, each followed later by what took its place."""
    names = sorted(chains)
    for home in HOMES:
        rows = apps.get_model(home.model)
        keys = [name.removeprefix(home.prefix) for name in names if name.startswith(home.prefix)]
        for start in range(0, len(keys), GROUP):
            group = [key for key in keys[start : start + GROUP] if not home.prefix or UUID_TEXT.fullmatch(key)]
            ids = rows.objects.filter(**{f"{home.path}__in": group}).exclude(**{home.field: None}).values(home.field)
            yield from _versions(Letter.objects.filter(pk__in=ids))


def chain_of(letter: Letter) -> str:
    """Chain of the case in which a letter was written, "" when no room knows it."""
    for home in HOMES:
        if home.kind != letter.kind:
            continue
        found = apps.get_model(home.model).objects.filter(**{home.field: letter}).values_list(home.path, flat=True).order_by("pk")
        for key in found[:1]:
            return f"{home.prefix}{key}"
    return ""


def _versions(found: QuerySet[Letter]) -> Iterator[Letter]:
    """Letters and, generation by generation, those that took their place."""
    while True:
        yield from found.order_by("pk").iterator()
        ids = list(LetterEnd.objects.filter(letter__in=found, successor__isnull=False).values_list("successor_id", flat=True))
        if not ids:
            return
        found = Letter.objects.filter(pk__in=ids)


def _groups(chains: Iterable[str]) -> Iterator[list[str]]:
    """Public ids of vacancies, some hundred at a time."""
    keys = [chain.removeprefix(PREFIX) for chain in chains if chain.startswith(PREFIX)]
    ids = [key for key in keys if UUID_TEXT.fullmatch(key)]
    for start in range(0, len(ids), GROUP):
        yield ids[start : start + GROUP]
