"""Rules of the computer test as tables an officer can read, and as properties."""

import itertools
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selection.cat.rules import timing
from selection.cat.rules.blueprint import BlueprintLine, draw, shortages
from selection.cat.rules.grading import Answer, Outcome, answers_digest, grade, newest, scaled
from selection.cat.rules.order import arrangement
from selection.cat.rules.questions import Option, Part, problems, read_parts, stored_parts
from selection.cat.rules.sheet_columns import ALLOWED, EXAMPLES, key_points, read_points

START = datetime(2026, 12, 4, 9, 0, tzinfo=timezone(timedelta(hours=7)))
UNMARKED = "tandai jawaban yang benar, atau beri bobot yang berbeda."
END = START + timedelta(minutes=90)


def part(*points: int, text: str = "") -> Part:
    return Part(text, tuple(Option(f"pilihan {place}", worth) for place, worth in enumerate(points)))


def minutes(count: float) -> datetime:
    return START + timedelta(minutes=count)


@pytest.mark.parametrize(
    ("at", "phase"),
    [
        (-61, timing.BEFORE),
        (-60, timing.CHECK_IN),
        (-5.001, timing.CHECK_IN),
        (-5, timing.CLOSED),
        (-0.001, timing.CLOSED),
        (0, timing.RUNNING),
        (89.999, timing.RUNNING),
        (90, timing.OVER),
        (200, timing.OVER),
    ],
)
def test_the_clock_of_a_session(at, phase):
    assert timing.phase(START, END, minutes(at)) == phase


@pytest.mark.parametrize(
    ("at", "void_at"),
    [(-60, -5), (-30, -5), (-5, 5), (-1, 9), (20, 30), (85, 90)],
    ids=["at opening", "in time", "at the closing", "a minute before", "another computer", "near the end"],
)
def test_until_when_a_pin_is_good(at, void_at):
    assert timing.pin_until(START, END, minutes(at)) == minutes(void_at)


@pytest.mark.parametrize(
    ("phase", "has_checked_in", "is_finished", "words"),
    [
        (timing.CHECK_IN, False, False, None),
        (timing.CLOSED, False, False, None),
        (timing.RUNNING, True, False, None),
        (timing.RUNNING, False, False, "tidak dapat masuk lagi"),
        (timing.BEFORE, False, False, "60 menit sebelum"),
        (timing.OVER, True, False, "sudah habis"),
        (timing.RUNNING, True, True, "sudah menyelesaikan"),
    ],
)
def test_who_gets_a_pin(phase, has_checked_in, is_finished, words):
    refusal = timing.issue_refusal(phase, has_checked_in=has_checked_in, is_finished=is_finished)
    assert refusal is None if words is None else words in refusal


@pytest.mark.parametrize(
    ("until", "failures", "words"),
    [
        (None, 0, "Belum ada PIN"),
        (minutes(1), 0, None),
        (minutes(1), 4, None),
        (minutes(1), 5, "salah 5 kali"),
        (minutes(0), 0, "tidak berlaku"),
    ],
)
def test_which_pin_is_taken(until, failures, words):
    refusal = timing.pin_refusal(until=until, failures=failures, now=minutes(0))
    assert refusal is None if words is None else words in refusal


@pytest.mark.parametrize(
    ("kind", "parts", "words"),
    [
        ("SINGLE", [part(0, 1, 0)], []),
        ("SINGLE", [part(0, 0)], ["tepat satu jawaban benar; sekarang 0."]),
        ("SINGLE", [part(1, 1)], ["tepat satu jawaban benar; sekarang 2."]),
        ("SINGLE", [part(1)], ["pilihan jawaban 2 sampai 5; sekarang 1."]),
        ("SINGLE", [part(1, 0), part(1, 0)], ["Soal jenis ini hanya punya satu daftar pilihan."]),
        ("WEIGHTED", [part(1, 2, 3, 4, 5)], []),
        ("WEIGHTED", [part(2, 2)], ["bobot semua pilihan sama, jadi soal ini tidak membedakan siapa pun."]),
        ("WEIGHTED", [part(6, 0)], ["bobot pilihan 0 sampai 5."]),
        ("CASE", [part(1, 0, text="Satu?"), part(0, 5, text="Dua?")], []),
        ("CASE", [part(1, 0, text="Satu?")], ["Kasus memuat 2 sampai 10 bagian; sekarang 1."]),
        ("CASE", [part(1, 0), part(0, 5, text="Dua?")], ["Bagian 1: pertanyaannya belum diisi."]),
        (
            "CASE",
            [part(3, 3, text="Satu?"), part(0, 5, text="Dua?")],
            ["Bagian 1: " + UNMARKED],
        ),
    ],
)
def test_what_is_wrong_with_a_question(kind, parts, words):
    assert problems(kind, "Pertanyaan?", parts) == words


def test_empty_and_equal_options_and_an_empty_question_are_named():
    broken = Part("", (Option(" ", 1), Option("Sama", 0), Option("sama ", 0)))
    assert problems("SINGLE", " ", [broken]) == [
        "Pertanyaan atau naskah kasus belum diisi.",
        "ada pilihan yang kosong.",
        "ada dua pilihan yang sama.",
    ]


def test_parts_are_read_as_they_are_stored():
    parts = (part(1, 0, text="Satu?"), part(0, 5))
    assert read_parts(stored_parts(parts)) == parts


UNUSED = 0
LINES = [
    BlueprintLine("A", "EASY", 2),
    BlueprintLine("A", "HARD", 1),
    BlueprintLine("A", "EASY", 1),
    BlueprintLine("B", "EASY", 0),
]


def test_a_blueprint_names_what_the_bank_lacks():
    found = shortages(LINES, {("A", "EASY"): 1})
    assert [(each.competency, each.difficulty, each.has, each.wants, each.missing) for each in found] == [
        ("A", "EASY", 1, 3, 2),
        ("A", "HARD", 0, 1, 1),
    ]
    assert shortages(LINES, {("A", "EASY"): 3, ("A", "HARD"): 1}) == []
    with pytest.raises(ValueError, match="1 of 3"):
        draw(LINES, {("A", "EASY"): ["x"]}, "benih")


@given(st.integers(3, 20), st.integers(0, 999), st.integers(1, 19))
def test_a_draw_depends_on_seed_and_names_alone(count, number, turn):
    seed, names = f"benih {number}", [f"soal {place}" for place in range(count)]
    shuffled = names[turn % count :] + names[: turn % count]
    stock = {("A", "EASY"): sorted(names), ("A", "HARD"): ["keras"]}
    drawn = draw(LINES, stock, seed)
    assert drawn == draw(LINES, stock | {("A", "EASY"): shuffled}, seed)
    assert len(set(drawn)) == 4


SHAPES = st.lists(st.lists(st.integers(2, 5), min_size=1, max_size=4), min_size=1, max_size=12)


@given(SHAPES, st.text(max_size=8))
def test_everybody_sees_every_question_once_and_cases_stay_together(shape, seed):
    slots = arrangement(shape, seed)
    assert slots == arrangement(shape, seed)
    assert [slot.number for slot in slots] == list(range(1, len(slots) + 1))
    assert sorted((slot.item, slot.part) for slot in slots) == [(i, p) for i, item in enumerate(shape) for p in range(len(item))]
    assert all(sorted(slot.options) == list(range(shape[slot.item][slot.part])) for slot in slots)
    for before, after in itertools.pairwise(slots):
        assert after.part == 0 or (after.item, after.part) == (before.item, before.part + 1)


def test_orders_of_different_people_differ():
    shape = [[5]] * 30
    assert len({arrangement(shape, f"orang {number}") for number in range(20)}) == 20


ANSWERS = st.lists(st.builds(Answer, st.integers(1, 5), st.integers(0, 5), st.booleans(), st.integers(0, 50)), max_size=30)


@given(ANSWERS, st.randoms())
def test_the_newest_counts_whatever_the_order_of_arrival(answers, dice):
    # The table keeps one row for each sequence of a number.
    rows = list({(each.number, each.sequence): each for each in answers}.values())
    shuffled = list(rows)
    dice.shuffle(shuffled)
    counted = newest(rows)
    assert counted == newest(shuffled)
    assert all(each.sequence == max(row.sequence for row in rows if row.number == number) for number, each in counted.items())


PAPER = [[part(0, 1, 0)], [part(1, 2, 3, 4, 5)], [part(1, 0), part(0, 4)]]


@given(st.text(max_size=8), st.dictionaries(st.integers(1, 6), st.integers(0, 6)))
def test_points_are_those_of_the_options_on_the_screen(seed, choices):
    slots = arrangement([[len(each.options) for each in item] for item in PAPER], seed)
    counted = {number: Answer(number, choice, False, 1) for number, choice in choices.items()}
    worth = answered = 0
    for slot in slots:
        options = PAPER[slot.item][slot.part].options
        choice = choices.get(slot.number, 0)
        if 1 <= choice <= len(options):
            worth += options[slot.options[choice - 1]].points
            answered += 1
    assert grade(slots, PAPER, counted) == Outcome(worth, 11, answered)


@pytest.mark.parametrize(
    ("points", "most", "low", "high", "value"),
    [
        (0, 11, "0", "100", "0.00"),
        (11, 11, "0", "100", "100.00"),
        (1, 3, "0", "100", "33.33"),
        (2, 3, "0", "100", "66.67"),
        (1, 8, "0", "1", "0.13"),
        (5, 10, "20", "60", "40.00"),
        (0, 0, "20", "60", "20.00"),
    ],
)
def test_points_on_the_scale_of_the_component(points, most, low, high, value):
    assert scaled(Outcome(points, most, 0), Decimal(low), Decimal(high)) == Decimal(value)


def test_the_digest_says_what_counted_and_nothing_else():
    one = {1: Answer(1, 2, False, 5), 2: Answer(2, 0, True, 6)}
    other = {1: Answer(1, 2, True, 9)}
    assert answers_digest(one) == answers_digest(other)
    assert answers_digest(one) != answers_digest({1: Answer(1, 3, False, 5)})


@pytest.mark.parametrize(
    ("text", "count", "points"),
    [("5 4 3", 3, (5, 4, 3)), ("5/4/3", 3, (5, 4, 3)), ("0; 1", 2, (0, 1)), ("5 4", 3, None), ("a b", 2, None), ("", 2, None)],
)
def test_points_of_a_row(text, count, points):
    assert read_points(text, count) == points


@pytest.mark.parametrize(("text", "points"), [("b", (0, 1, 0)), (" C ", (0, 0, 1)), ("D", None), ("", None), ("AB", None)])
def test_key_of_a_row(text, points):
    assert key_points(text, 3) == points


def test_the_example_fits_its_columns():
    assert {len(row) for row in EXAMPLES} == {len(ALLOWED)}
