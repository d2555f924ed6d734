"""Messages about vacancies and applications.

Invitations live in a room above this one, so whoever was invited is asked through `extra_audiences`: the composition root
puts a callable there that answers with the people who must hear when a registration window changes.
"""

from collections.abc import Callable, Iterable

from accounts.models import User
from vacancies.models import Vacancy

extra_audiences: list[Callable[[Vacancy], Iterable[User]]] = []
