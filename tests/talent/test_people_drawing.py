"""People of a page of results as HTML: everything that may be seen is there, once and escaped, and nothing else."""

import re
from dataclasses import fields, replace

import pytest
from django.urls import reverse

from talent.rules.explain import Reason
from talent.rules.standing import Standing
from talent.standings import PersonRow
from talent.views.people_drawing import people

HOSTILE = '<b>"O\'Neil" & anak</b>'
ESCAPED = "&lt;b&gt;&quot;O&#x27;Neil&quot; &amp; anak&lt;/b&gt;"
IDENT = "0f9b8f0e-6d1d-4a39-9a58-9a2f8f0b7c11"
ROW = PersonRow(IDENT, "Ratna Wijaya", "Analis Hukum", "Kementerian Contoh", "IV/a Pembina", "S-2 Hukum", 9, None)


def draw(row, *, vacancy="", are_ticked=False):
    return people([row], vacancy=vacancy, are_ticked=are_ticked)


def test_a_person_is_a_box_a_link_and_what_a_searcher_may_see():
    drawn = draw(ROW)
    assert re.sub(r"<[^>]*>", " ", drawn).split() == [
        *("Ratna", "Wijaya", "Analis", "Hukum", "Kementerian", "Contoh", "IV/a", "Pembina", "S-2", "Hukum"),
        *("Kotak", "9"),
    ]
    assert f'<a href="{reverse("show_talent", args=[IDENT])}">Ratna Wijaya</a>' in drawn
    assert f'name="orang" value="{IDENT}" aria-label="Pilih Ratna Wijaya" data-portal-select data-portal-row>' in drawn
    assert "Kotak" not in draw(replace(ROW, talent_box=None))


@pytest.mark.parametrize("name", [each.name for each in fields(PersonRow) if each.type in (str, "str")])
def test_words_of_the_register_stay_words(name):
    drawn = draw(replace(ROW, **{name: HOSTILE}))
    assert ESCAPED in drawn
    assert "<b>" not in drawn
    assert "O'Neil" not in drawn


def test_the_chosen_vacancy_goes_along_and_boxes_are_ticked():
    drawn = draw(ROW, vacancy='a"b', are_ticked=True)
    assert f'href="{reverse("show_talent", args=[IDENT])}?lowongan=a&quot;b"' in drawn
    assert "data-portal-row checked>" in drawn


def test_how_a_person_stands_is_said_with_the_reasons():
    fits, misfits = Reason(HOSTILE, "FIT", ""), [Reason(f"{HOSTILE} {place}", "UNFIT", "") for place in range(3)]
    good = draw(replace(ROW, standing=Standing(HOSTILE, "good", "", reasons=(fits,))))
    assert good.count(ESCAPED) == 2
    assert "<summary>Cocok karena memenuhi semua syarat</summary>" in good
    wrong = draw(replace(ROW, standing=Standing("Belum", "wait", "Belum.", reasons=(fits, *misfits))))
    assert f"<summary>Belum cocok karena: {ESCAPED} 0 dan 2 lainnya</summary>" in wrong
    one = draw(replace(ROW, standing=Standing("Belum", "wait", "Belum.", reasons=(misfits[0],))))
    assert f"<summary>Belum cocok karena: {ESCAPED} 0</summary>" in one
    assert "<b>" not in good + wrong + one
    assert "<details" not in draw(replace(ROW, standing=Standing("Sudah diundang", "info", "Sudah.")))
