"""One person, one key: two accounts of the same NIP act as one person in a chain (docs/security.md 4.3, S2)."""

from collections.abc import Callable, Iterable, Mapping

from accounts.models import User

# Rooms that know the NIP behind an account which carries none itself: ids of users -> NIP. Filled by the composition root.
nip_sources: list[Callable[[Iterable[int]], Mapping[int, str]]] = []


def person_keys(users: Iterable[User]) -> dict[int, str]:
    """Key of the person behind each account, by id of the account: the NIP when one is known, else the account itself."""
    people = {user.pk: user for user in users}
    nips = {pk: user.nip for pk, user in people.items() if user.nip}
    without = sorted(people.keys() - nips.keys())
    for source in nip_sources:
        if without:
            nips |= {pk: nip for pk, nip in source(without).items() if nip}
    return {pk: f"nip:{nips[pk]}" if pk in nips else f"user:{pk}" for pk in people}


def is_one_of(user: User, others: Iterable[User]) -> bool:
    """Whether one of these accounts belongs to the same person; the register is asked only where NIPs are missing."""
    others = list(others)
    if not others:
        return False
    keys = person_keys([user, *others])
    return any(keys[other.pk] == keys[user.pk] for other in others)
