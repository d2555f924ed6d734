"""What a chain of the trail is called on a page: whose acts it holds, never the name the database gives it."""

from collections.abc import Iterable
from uuid import UUID

from accounts.models import Agency
from core.audit import SYSTEM_CHAIN
from vacancies.models import Vacancy

PERSON_WORDS = "data seseorang"


def chain_words(chains: Iterable[str]) -> dict[str, str]:
    """Words for each of these chains, in at most two queries whatever their number.

    A chain whose vacancy or agency is gone, or whose kind has no words yet, keeps its stored name, so that nothing is hidden.
    """
    wanted = set(chains)
    titles = dict(Vacancy.objects.filter(public_id__in=_keys(wanted, "vacancy")).values_list("public_id", "position_title"))
    names = dict(Agency.objects.filter(public_id__in=_keys(wanted, "talent")).values_list("public_id", "name"))
    words = {f"vacancy:{key}": f"seleksi {title}" for key, title in titles.items()}
    words |= {f"talent:{key}": f"manajemen talenta {name}" for key, name in names.items()}
    words |= {chain: PERSON_WORDS for chain in wanted if chain.startswith("person:")}
    words[SYSTEM_CHAIN] = "portal"
    return {chain: words.get(chain, chain) for chain in wanted}


def _keys(chains: Iterable[str], kind: str) -> list[UUID]:
    found = []
    for chain in chains:
        head, _, key = chain.partition(":")
        if head == kind:
            try:
                found.append(UUID(key))
            except ValueError:
                continue
    return found
