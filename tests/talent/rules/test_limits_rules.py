"""Cases of the daily limits, as an officer of data protection would read them."""

import pytest

from talent.rules.limits import LISTED, OPENED, SEARCHES, Usage, is_too_deep, profile_limit, search_limit


def people(number: int, start: int = 0) -> frozenset[int]:
    return frozenset(range(start, start + number))


@pytest.mark.parametrize(
    ("usage", "shown", "reached", "by_agency"),
    [
        (Usage(), people(20), None, False),
        (Usage(searches=499), people(20), None, False),
        (Usage(searches=500), frozenset(), SEARCHES, False),
        (Usage(agency_searches=1_999), people(20), None, False),
        (Usage(agency_searches=2_000), frozenset(), SEARCHES, True),
        (Usage(listed=people(980)), people(20, 980), None, False),
        (Usage(listed=people(981)), people(20, 981), LISTED, False),
        # People seen before cost nothing again, up to the last one.
        (Usage(listed=people(999)), people(20), None, False),
        (Usage(listed=people(1_000)), frozenset(), LISTED, False),
        (Usage(agency_listed=9_980), people(20), None, False),
        (Usage(agency_listed=9_981), people(20), LISTED, True),
    ],
)
def test_search_limits(usage, shown, reached, by_agency):
    answer = search_limit(usage, shown)
    assert (answer.limit if answer else None) is reached
    assert (answer.by_agency if answer else False) is by_agency


@pytest.mark.parametrize(
    ("usage", "opened", "reached", "by_agency"),
    [
        (Usage(), people(4), None, False),
        (Usage(opened=people(199)), people(1, 199), None, False),
        (Usage(opened=people(199)), people(2, 199), OPENED, False),
        (Usage(opened=people(200)), people(1, 5), None, False),
        (Usage(opened=people(200)), people(1, 200), OPENED, False),
        (Usage(agency_opened=1_000), people(1), OPENED, True),
    ],
)
def test_profile_limits(usage, opened, reached, by_agency):
    answer = profile_limit(usage, opened)
    assert (answer.limit if answer else None) is reached
    assert (answer.by_agency if answer else False) is by_agency


def test_the_numbers_are_those_of_the_policy():
    assert (OPENED.a_user, OPENED.an_agency) == (200, 1_000)
    assert (LISTED.a_user, LISTED.an_agency) == (1_000, 10_000)
    assert (SEARCHES.a_user, SEARCHES.an_agency) == (500, 2_000)


def test_sentence_says_what_was_reached_and_when_it_goes_on():
    answer = search_limit(Usage(searches=500))
    assert answer is not None
    assert answer.sentence.startswith("Anda sudah mencapai batas sehari: 500 pencarian.")
    assert "besok mulai pukul 00.00 WIB" in answer.sentence
    of_agency = profile_limit(Usage(agency_opened=1_000), {1})
    assert of_agency is not None
    assert of_agency.sentence.startswith("Instansi Anda sudah mencapai batas sehari: 1.000 profil yang dibuka.")


@pytest.mark.parametrize(("page", "deep"), [(1, False), (10, False), (11, True)])
def test_depth_of_a_search(page, deep):
    assert is_too_deep(page) is deep
