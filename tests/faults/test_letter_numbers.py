"""Numbers of letters under fire: many take them at once, some give theirs back, and none is missing or given twice."""

import random
import threading

import pytest
from django.db import connection, transaction

from core.letters import next_number, next_numbers
from core.models import LetterRegister

pytestmark = pytest.mark.django_db(transaction=True)

FORM = "{number:03d}/UJI/{register}/{year}"
THREADS, ROUNDS, SOAKED = 6, 50, 10_000


class _GivenUp(Exception):
    """The act behind the letter failed after it had taken its number."""


def test_300_takers_leave_no_gap_and_no_double_whatever_is_rolled_back(request):
    # 300 takers in the suite, 10,000 and more in the soak.
    times = request.config.getoption("--rounds")
    rounds = ROUNDS if times == 1 else max(ROUNDS * times, SOAKED // THREADS + 1)
    seed = random.randrange(10**9)
    kept: list[str] = []
    gate, guard = threading.Barrier(THREADS), threading.Lock()

    def take(place: int) -> None:
        draw = random.Random(seed + place)
        gate.wait()
        try:
            for _ in range(rounds):
                count = draw.choice((1, 1, 1, 3))
                try:
                    with transaction.atomic():
                        found = next_numbers(register="KEMUJI", year=2026, form=FORM, count=count)
                        if draw.random() < 0.3:
                            raise _GivenUp
                except _GivenUp:
                    continue
                with guard:
                    kept.extend(found)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(place,)) for place in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = sorted(int(number.split("/")[0]) for number in kept)
    assert numbers == list(range(1, len(kept) + 1)), f"seed {seed}"
    assert LetterRegister.objects.get(register="KEMUJI", year=2026).last == len(kept)


def test_year_and_register_begin_anew_and_letters_of_the_code_do_not_matter():
    with transaction.atomic():
        assert next_number(register="kemuji", year=2026, form=FORM) == "001/UJI/KEMUJI/2026"
        assert next_number(register="KEMUJI", year=2026, form=FORM) == "002/UJI/KEMUJI/2026"
        assert next_number(register="KEMUJI", year=2027, form=FORM) == "001/UJI/KEMUJI/2027"
