"""Which conflicts the register suggests: a table an officer can read, and what must hold for any two histories."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selection.rules.conflicts import (
    SAME_UNIT,
    SAME_VACANCY,
    SUBORDINATE,
    SUPERIOR,
    Spell,
    common_days,
    conflict_grounds,
    kind_of,
)


def spell(level="PELAKSANA", unit="Biro Umum", agency="Kementerian Uji", since=2018, until=2020) -> Spell:
    """A spell from the first day of `since` to the last day of `until`; None: it still lasts."""
    return Spell(f"Jabatan {level}", level, agency, unit, date(since, 1, 1), None if until is None else date(until, 12, 31))


# member, candidate, kind
CASES = [
    ("rekan di satu unit", spell(), spell(), SAME_UNIT),
    ("dua pejabat fungsional di satu unit", spell("FUNGSIONAL"), spell("FUNGSIONAL"), SAME_UNIT),
    ("atasan langsung", spell("ADMINISTRATOR"), spell("PELAKSANA"), SUPERIOR),
    ("bawahan", spell("FUNGSIONAL"), spell("PENGAWAS"), SUBORDINATE),
    ("kepala unit dan kepala bagian", spell("JPT_PRATAMA"), spell("ADMINISTRATOR"), SUPERIOR),
    ("unit lain di instansi yang sama", spell(unit="Biro Hukum"), spell(), None),
    ("JPT Utama memimpin seluruh instansi", spell("JPT_UTAMA", unit="Pimpinan"), spell(unit="Biro Hukum"), SUPERIOR),
    ("peserta JPT Utama di instansi anggota", spell(unit="Biro Hukum"), spell("JPT_UTAMA", unit="Pimpinan"), SUBORDINATE),
    ("dua JPT Utama di unit berbeda", spell("JPT_UTAMA", unit="A"), spell("JPT_UTAMA", unit="B"), None),
    ("JPT Madya tidak memimpin unit lain", spell("JPT_MADYA", unit="Deputi I"), spell(unit="Biro Hukum"), None),
    ("instansi lain", spell(agency="Badan Lain"), spell(), None),
    ("nama unit beda huruf besar dan spasi", spell(unit=" BIRO  umum "), spell(), SAME_UNIT),
    ("unit tidak diketahui", spell(unit=""), spell(unit=""), None),
    ("JPT Utama tanpa unit", spell("JPT_UTAMA", unit=""), spell(unit=""), SUPERIOR),
]


@pytest.mark.parametrize(("case", "member", "candidate", "kind"), CASES, ids=[case[0] for case in CASES])
def test_kind_of_two_posts_held_together(case, member, candidate, kind):
    assert kind_of(member, candidate) == kind
    grounds = conflict_grounds([member], [candidate])
    assert [ground.kind for ground in grounds] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("own", "other", "days"),
    [
        (spell(since=2018, until=2018), spell(since=2019, until=2019), None),
        (spell(since=2018, until=2019), spell(since=2019, until=2020), (date(2019, 1, 1), date(2019, 12, 31))),
        (spell(since=2018, until=None), spell(since=2021, until=None), (date(2021, 1, 1), None)),
        (spell(since=2018, until=None), spell(since=2016, until=2018), (date(2018, 1, 1), date(2018, 12, 31))),
    ],
)
def test_days_two_spells_share(own, other, days):
    assert common_days(own, other) == days
    assert common_days(other, own) == days


def test_one_common_day_is_enough_and_the_day_after_is_not():
    own = spell(since=2018, until=2020)
    same_day = Spell("J", "PELAKSANA", own.agency, own.unit, date(2020, 12, 31), None)
    next_day = Spell("J", "PELAKSANA", own.agency, own.unit, date(2021, 1, 1), None)
    assert conflict_grounds([own], [same_day])
    assert not conflict_grounds([own], [next_day])


def test_sentence_names_the_records():
    (ground,) = conflict_grounds([spell("ADMINISTRATOR", until=None)], [spell("PELAKSANA", since=2019, until=None)])
    assert ground.text == (
        "Pernah atau sedang menjadi atasan peserta: Biro Umum, Kementerian Uji, sejak 1 Januari 2019 sampai sekarang "
        "(anggota pansel: Jabatan ADMINISTRATOR; peserta: Jabatan PELAKSANA)."
    )


def test_whoever_applied_is_out_before_anything_else():
    grounds = conflict_grounds([spell()], [spell()], has_applied=True)
    assert [ground.kind for ground in grounds] == [SAME_VACANCY, SAME_UNIT]


def test_graver_grounds_come_first_then_older_ones():
    member = [spell(unit="A", since=2010, until=2011), spell("PENGAWAS", unit="B"), spell(unit="C", since=2005, until=2006)]
    candidate = [spell(unit="A", since=2010, until=2011), spell(unit="B"), spell(unit="C", since=2005, until=2006)]
    grounds = conflict_grounds(member, candidate)
    assert [ground.kind for ground in grounds] == [SUPERIOR, SAME_UNIT, SAME_UNIT]
    assert ["2005" in grounds[1].text, "2010" in grounds[2].text] == [True, True]


LEVELS = ("JPT_UTAMA", "JPT_MADYA", "JPT_PRATAMA", "ADMINISTRATOR", "PENGAWAS", "PELAKSANA", "FUNGSIONAL")
MIRROR = {SUPERIOR: SUBORDINATE, SUBORDINATE: SUPERIOR, SAME_UNIT: SAME_UNIT}
UNITS = ("Biro A", "Biro B", "")
AGENCIES = ("Kementerian Uji", "Badan Uji")
START = date(2000, 1, 1)


def drawn(level: int, agency: int, unit: int, start: int, length: int) -> Spell:
    """A spell that begins `start` days after 2000; a length of 0 means it still lasts."""
    begin = START + timedelta(days=start)
    return Spell(
        "Jabatan", LEVELS[level], AGENCIES[agency], UNITS[unit], begin, begin + timedelta(days=length) if length else None
    )


spells = st.builds(drawn, st.integers(0, 6), st.integers(0, 1), st.integers(0, 2), st.integers(0, 4000), st.integers(0, 3000))
histories = st.lists(spells, max_size=3)


@given(histories, histories)
def test_grounds_mirror_when_the_two_change_places_and_ignore_order(member, candidate):
    grounds = conflict_grounds(member, candidate)
    mirrored = conflict_grounds(candidate, member)
    assert sorted(ground.kind for ground in mirrored) == sorted(MIRROR[ground.kind] for ground in grounds)
    assert conflict_grounds(member[::-1], candidate[::-1]) == grounds


@given(histories, histories)
def test_nothing_is_found_between_agencies_or_without_a_common_day(member, candidate):
    elsewhere = [Spell(s.title, s.level, "Instansi Ketiga", s.unit, s.started_on, s.ended_on) for s in candidate]
    assert conflict_grounds(member, elsewhere) == ()
    later = [Spell(s.title, s.level, s.agency, s.unit, date(2050, 1, 1), None) for s in candidate]
    ended = [Spell(s.title, s.level, s.agency, s.unit, s.started_on, s.ended_on or date(2049, 12, 31)) for s in member]
    assert conflict_grounds(ended, later) == ()
