"""Saving from a page that others may have overtaken, field by field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacancies.rules.drafting import mark_of, merge_section, own_and_late, read_marks, read_page, write_marks

SEEN = {"motivation": mark_of("Awal")}


@pytest.mark.parametrize(("stored", "typed", "seen", "own", "changes", "conflicts"), [
    ("Awal", "Awal", SEEN, (), {}, ()),  # nothing typed, nothing changed
    ("Awal", "Ketikan", SEEN, (), {"motivation": "Ketikan"}, ()),  # typed here only
    ("Ponsel", "Awal", SEEN, (), {}, ()),  # changed elsewhere only: it stays
    ("Ponsel", "Ketikan", SEEN, (), {}, ("motivation",)),  # changed here and elsewhere
    ("Sama", "Sama", SEEN, (), {}, ()),  # both changed to the same
    ("", "Ketikan", SEEN, (), {}, ("motivation",)),  # emptied elsewhere on purpose
    ("", "Ketikan", {}, (), {"motivation": "Ketikan"}, ()),  # no marks, nothing to lose
    ("Ponsel", "Ketikan", {}, (), {}, ("motivation",)),  # no marks, something to lose
    ("Baru saja", "Awal", SEEN, ("motivation",), {"motivation": "Awal"}, ()),  # own save, taken back at once
    ("Satu\nDua", "Satu\r\nDua", {}, (), {}, ()),  # line ends are the browser's
])  # fmt: skip
def test_each_field_is_decided_by_what_the_page_showed(stored, typed, seen, own, changes, conflicts):
    merge = merge_section({"motivation": stored}, {"motivation": typed}, seen, own=own)
    assert (merge.changes, merge.conflicts) == (changes, conflicts)


def test_one_conflict_holds_back_the_whole_section():
    stored = {"motivation": "Ponsel", "agrees": False}
    typed = {"motivation": "Ketikan", "agrees": True}
    merge = merge_section(stored, typed, {"motivation": mark_of("Awal"), "agrees": mark_of(False)})
    assert (merge.changes, merge.conflicts) == ({}, ("motivation",))


def test_marks_survive_the_hidden_field_and_junk_proves_nothing():
    values = {"motivation": "Dua\nbaris: ya", "agrees": True}
    assert read_marks(write_marks(values)) == {name: mark_of(value) for name, value in values.items()}
    assert read_marks("motivation agrees:kurang ::: x:y") == {}


texts = st.text(alphabet="ab", max_size=2)


@given(pages=st.lists(st.tuples(st.integers(0, 2), texts), max_size=12))
def test_no_save_ever_replaces_a_text_its_page_has_not_shown(pages):
    """Three pages drawn at the start save in any order; each writes only over what it was drawn with, or its own save."""
    stored, drawn, last_page = "", "", None
    written = []
    for page, text in pages:
        own = ("motivation",) if last_page == page else ()
        merge = merge_section({"motivation": stored}, {"motivation": text}, {"motivation": mark_of(drawn)}, own=own)
        if merge.changes:
            written.append((page, stored))
            assert stored == drawn or last_page == page
            stored, last_page = text, page
        elif merge.conflicts:
            assert stored not in (drawn, text)
        else:
            assert text in (stored, drawn)


@pytest.mark.parametrize(("mark", "page", "order"), [
    ("a3f0.7", "a3f0", 7),
    ("a3f0", "a3f0", 0),  # no script
    ("a3f0.x", "a3f0", 0),
    ("", "", 0),
])  # fmt: skip
def test_a_mark_names_the_page_and_counts_its_saves(mark, page, order):
    assert read_page(mark) == (page, order)


@pytest.mark.parametrize(("saved_from", "mark", "own", "late"), [
    ("a.1", "a.2", ["motivation"], []),
    ("a.2", "a.2", ["motivation"], []),  # sent again
    ("a.2", "a.1", [], ["motivation"]),  # overtaken by the button
    ("a", "a", ["motivation"], []),  # no script on either side
    ("b.9", "a.1", [], []),  # another page's
    ("", "a.1", [], []),
    ("", "", [], []),
])  # fmt: skip
def test_a_save_that_a_newer_one_of_its_page_overtook_is_late(saved_from, mark, own, late):
    assert own_and_late({"motivation": saved_from}, ["motivation"], mark) == (own, late)


@given(texts=st.lists(texts, min_size=1, max_size=5), order=st.randoms(use_true_random=False))
def test_whatever_the_order_of_arrival_the_save_sent_last_stays(texts, order):
    sent = [(f"a.{number}", text) for number, text in enumerate(texts, start=1)]
    arriving = list(sent)
    order.shuffle(arriving)
    stored, saved_from = "", {}
    for mark, text in arriving:
        own, late = own_and_late(saved_from, ["motivation"], mark)
        if late:
            continue
        merge = merge_section({"motivation": stored}, {"motivation": text}, {"motivation": mark_of("")}, own=own)
        assert not merge.conflicts
        stored, saved_from = merge.changes.get("motivation", stored), {"motivation": mark}
    assert stored == texts[-1]
