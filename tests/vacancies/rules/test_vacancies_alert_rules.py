"""When alerts are sent, and what fits a wish."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacancies.rules.alerts import DAILY, WEEKLY, AlertWish, PostedVacancy, due_since, wish_fits

WIB = ZoneInfo("Asia/Jakarta")
POST = PostedVacancy(
    texts=("Kepala Biro Umum", "Sekretariat Jenderal", "Kementerian Alam", "JPT-2026-00007"),
    agency="ALAM", province="31", level="PRATAMA", field="PEMERINTAHAN",
)  # fmt: skip


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


@pytest.mark.parametrize(
    ("frequency", "now", "moment"),
    [
        # 4 December 2026 is a Friday.
        (DAILY, "2026-12-04 06:01:00", "2026-12-04 06:00"),
        (DAILY, "2026-12-04 06:00:59", "2026-12-03 06:00"),  # transactions that began before six may still be writing
        (DAILY, "2026-12-04 05:00:00", "2026-12-03 06:00"),
        (DAILY, "2026-12-04 23:59:59", "2026-12-04 06:00"),
        (WEEKLY, "2026-12-04 12:00:00", "2026-11-30 06:00"),
        (WEEKLY, "2026-12-07 06:01:00", "2026-12-07 06:00"),
        (WEEKLY, "2026-12-07 05:59:00", "2026-11-30 06:00"),
        (WEEKLY, "2026-12-06 23:00:00", "2026-11-30 06:00"),
    ],
)
def test_moment_of_sending(frequency, now, moment):
    assert due_since(frequency, at(now)) == at(moment)


MOMENTS = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC))


@given(now=MOMENTS, frequency=st.sampled_from([DAILY, WEEKLY]))
def test_moment_is_past_and_never_older_than_its_period(now, frequency):
    moment = due_since(frequency, now)
    period = timedelta(days=7 if frequency == WEEKLY else 1)
    assert moment < now <= moment + period + timedelta(minutes=1)
    local = moment.astimezone(WIB)
    assert (local.hour, local.minute, local.second) == (6, 0, 0)
    if frequency == WEEKLY:
        assert local.weekday() == 0


@given(now=MOMENTS, later=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=30)))
def test_moment_never_goes_back(now, later):
    for frequency in (DAILY, WEEKLY):
        assert due_since(frequency, now) <= due_since(frequency, now + later)


@pytest.mark.parametrize(
    ("wish", "fits"),
    [
        (AlertWish(), True),
        (AlertWish(words=("biro",)), True),
        (AlertWish(words=("BIRO", "alam")), True),  # every word, each in any of the texts
        (AlertWish(words=("biro", "laut")), False),
        (AlertWish(words=("00007",)), True),
        (AlertWish(agency="ALAM"), True),
        (AlertWish(agency="LAUT"), False),
        (AlertWish(province="31", level="PRATAMA", field="PEMERINTAHAN"), True),
        (AlertWish(province="91"), False),
        (AlertWish(level="MADYA"), False),
        (AlertWish(field="HUKUM"), False),
    ],
)
def test_wish(wish, fits):
    assert wish_fits(wish, POST) is fits


@given(words=st.lists(st.sampled_from(["biro", "alam", "laut", "jpt"]), max_size=3), more=st.sampled_from(["umum", "tidak"]))
def test_another_word_never_widens_a_wish(words, more):
    narrow, wide = AlertWish(words=(*words, more)), AlertWish(words=tuple(words))
    assert wish_fits(wide, POST) or not wish_fits(narrow, POST)
