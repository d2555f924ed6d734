"""People who send through the proxy while a machine is lost, and the count of what became of it."""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.cluster.topology import Site, wait_for
from tests.harness.sending import STORED, send

AT_ONCE = 4
PEOPLE = 16
SEED = random.SystemRandom().randrange(2**32)
DICE = random.Random(SEED)


class Crowd:
    """People who send through the proxy while something happens; the log of what each was told is kept here."""

    def __init__(self, site: Site, people: list[dict[str, str]]) -> None:
        self.site, self.people = site, people
        self.told: dict[str, str] = {}
        self.told_at: list[float] = []
        self.lost: list[str] = []
        self.failures: list[BaseException] = []
        self.waiting = list(self.people)

    def stream(self) -> None:
        try:
            while self.waiting:
                send(self.site, self.waiting.pop(), self.told, self.lost)
                self.told_at.append(time.monotonic())
        except BaseException as error:
            self.failures.append(error)

    @contextmanager
    def sending(self, after: int = 3) -> Iterator[None]:
        """The block runs when some have been told, while the others send; afterwards all have been told."""
        threads = [threading.Thread(target=self.stream) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        wait_for(lambda: len(self.told) >= after or self.failures)
        time.sleep(DICE.uniform(0, 0.3))
        yield
        for thread in threads:
            thread.join()
        assert not self.failures, self.failures

    @property
    def longest_silence(self) -> float:
        """Seconds between two receipts, at most."""
        return max(later - earlier for earlier, later in zip(self.told_at, self.told_at[1:], strict=False))

    def assert_kept(self) -> None:
        """Everybody was told of a receipt that stands in the tables once, with outbox, event, letter and trail."""
        wanted = {person["application"] for person in self.people}
        assert set(self.told) == wanted
        stored = [row for row in self.site.rows(STORED) if row[0] in wanted]
        assert {row[0]: row[1:2] + row[3:] for row in stored} == dict.fromkeys(wanted, ("SUBMITTED", True, True, 1, 1, 1, 1))
        assert [row[0] for row in stored if row[2] not in self.told[row[0]]] == [], "a receipt number other than the one told"
        assert self.site.run_command("verify_audit").startswith("Utuh:")
        letters = self.site.rows("SELECT count(*), count(DISTINCT number) FROM core_letter")
        registers = self.site.rows("SELECT coalesce(sum(last), 0) FROM core_letterregister")
        assert letters[0][0] == letters[0][1] == registers[0][0], "numbers of letters have a gap or a double"
