"""The calendar of working days: drawn from the library, mended by hand, agreeing with the decree of 2026."""

from datetime import date

import pytest

from approvals import holidays as calendar
from approvals.management.commands.draw_holidays import drawn_table
from approvals.rules.clock import due_on


def test_the_drawn_table_is_what_the_library_says():
    assert (calendar.folder() / calendar.DRAWN).read_text(encoding="utf-8") == drawn_table(), "Run: manage.py draw_holidays"


@pytest.mark.parametrize(
    ("day", "is_off"),
    [
        (date(2026, 3, 18), True),
        (date(2026, 3, 19), True),
        (date(2026, 3, 25), False),
        (date(2026, 8, 17), True),
        (date(2026, 12, 24), True),
        (date(2026, 12, 26), True),
        (date(2026, 12, 28), False),
    ],
    ids=["joint leave of Nyepi", "Nyepi", "after Idulfitri", "independence", "joint leave of Christmas", "Saturday", "Monday"],
)
def test_days_of_2026(day, is_off):
    assert calendar.is_day_off(day) == is_off


def test_a_span_over_new_year_is_counted_with_one_set():
    assert due_on(date(2026, 12, 23), 5, calendar.holidays(2026)) == date(2027, 1, 4)


def test_changes_by_hand_win_over_the_drawn_table(monkeypatch, tmp_path):
    (tmp_path / calendar.DRAWN).write_text("tanggal,nama,jenis\n2026-12-25,Natal,libur nasional\n2026-12-24,Cuti,cuti bersama\n")
    changes = "tanggal,perubahan,nama,dasar\n2026-12-24,hapus,,SKB uji\n2026-12-28,tambah,Cuti bersama tambahan,SKB uji\n"
    (tmp_path / calendar.CHANGES).write_text(changes)
    monkeypatch.setattr(calendar, "folder", lambda: tmp_path)
    calendar.named_holidays.cache_clear()
    try:
        assert calendar.named_holidays() == {date(2026, 12, 25): "Natal", date(2026, 12, 28): "Cuti bersama tambahan"}
        (tmp_path / calendar.CHANGES).write_text("tanggal,perubahan,nama,dasar\n2026-12-24,buang,,SKB uji\n")
        calendar.named_holidays.cache_clear()
        with pytest.raises(ValueError, match="buang"):
            calendar.named_holidays()
    finally:
        calendar.named_holidays.cache_clear()
