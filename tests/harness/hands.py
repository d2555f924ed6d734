"""Races: threads with a connection each that act at the same moment, again and again."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from core.refusals import Refused

TRIALS, TRIALS_A_SOAK_ROUND, PATIENCE = 300, 1_000, 30


def trials_of(rounds: int) -> int:
    """How often an invariant is raced for: 300 times in the suite, 10,000 in a soak of ten rounds (security.md G7)."""
    return TRIALS if rounds == 1 else TRIALS_A_SOAK_ROUND * rounds


class Hands:
    """Threads that keep their connections and act together, trial after trial."""

    def __init__(self, count: int) -> None:
        self.ready, self.done = threading.Barrier(count + 1), threading.Barrier(count + 1)
        self.acts: Sequence[Callable[[], Any]] = ()
        self.answers: list[Any] = [None] * count
        self.over = False
        self.threads = [threading.Thread(target=self.work, args=(place,), daemon=True) for place in range(count)]
        for thread in self.threads:
            thread.start()

    def work(self, place: int) -> None:
        try:
            while True:
                self.ready.wait(PATIENCE)
                if self.over:
                    return
                try:
                    answer = self.acts[place]()
                    self.answers[place] = answer if isinstance(answer, str) else "done"
                except Refused as error:
                    self.answers[place] = error
                except BaseException as error:
                    self.answers[place] = repr(error)
                self.done.wait(PATIENCE)
        finally:
            connection.close()

    def act(self, acts: Sequence[Callable[[], Any]]) -> list[Any]:
        """Let all of them act at the same moment.

        Returns:
            Of each: "done", or the text it returned, or its refusal; any other error as text.
        """
        self.acts = acts
        self.ready.wait(PATIENCE)
        self.done.wait(PATIENCE)
        return list(self.answers)

    def end(self) -> None:
        self.over = True
        self.ready.wait(PATIENCE)
        for thread in self.threads:
            thread.join(PATIENCE)
