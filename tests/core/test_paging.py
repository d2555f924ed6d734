"""Both paginators say what Django's says, page by page, in the readings they promise."""

import pytest
from django.core.paginator import EmptyPage, Paginator
from django.db.models import F

from core.paging import KeyPaginator, ShortPaginator
from tests.factories.vacancies import VacancyFactory
from vacancies.models import Vacancy

pytestmark = pytest.mark.django_db
NUMBERS = ["1", "2", "3", "0", "-1", "99", "kata", None]


def told(paginator, number):
    page = paginator.get_page(number)
    around = (page.has_previous(), page.has_next(), page.start_index(), page.end_index())
    return [each.pk for each in page], page.number, paginator.count, paginator.num_pages, around, list(paginator.page_range)


@pytest.fixture(params=[0, 1, 3, 4, 7])
def rows(request):
    for number in range(request.param):
        VacancyFactory(quota=5 - number % 3)
    return Vacancy.objects.select_related("agency").annotate(twice=F("quota") * 2).order_by("quota", "-id")


@pytest.mark.parametrize("kind", [ShortPaginator, KeyPaginator])
def test_says_what_django_says(rows, kind):
    for number in NUMBERS:
        assert told(kind(rows, 3), number) == told(Paginator(rows, 3), number)


def test_says_the_same_of_an_empty_list():
    for kind in (ShortPaginator, KeyPaginator):
        assert told(kind(Vacancy.objects.none(), 3), "2") == told(Paginator(Vacancy.objects.none(), 3), "2")


@pytest.mark.parametrize(("rows", "readings"), [(0, 1), (3, 1), (4, 2)], indirect=["rows"])
def test_short_list_is_read_once(rows, readings, django_assert_num_queries):
    with django_assert_num_queries(readings):
        page = ShortPaginator(rows, 3).get_page(None)
        assert len(list(page)) == min(page.paginator.count, 3)


def test_rows_keep_what_the_list_asked_for(django_assert_num_queries):
    vacancies = [VacancyFactory(quota=number) for number in (1, 2, 3)]
    page = KeyPaginator(Vacancy.objects.select_related("agency").annotate(twice=F("quota") * 2).order_by("-quota"), 2).get_page(1)
    with django_assert_num_queries(0):
        assert [(each.twice, each.agency.name) for each in page] == [
            (6, vacancies[2].agency.name),
            (4, vacancies[1].agency.name),
        ]


def test_page_may_be_found_by_shorter_keys(rows):
    keys = Vacancy.objects.order_by("quota", "-id")
    for number in NUMBERS:
        assert told(KeyPaginator(rows, 3, keys=keys), number) == told(Paginator(rows, 3), number)


def test_known_count_is_not_counted_again(django_assert_num_queries):
    VacancyFactory()
    with django_assert_num_queries(2):
        page = KeyPaginator(Vacancy.objects.order_by("pk"), 3, known_count=1).get_page(None)
        assert len(list(page)) == page.paginator.count == 1


def test_row_that_left_the_list_between_the_two_readings_is_not_shown(monkeypatch):
    VacancyFactory(quota=1)
    gone = VacancyFactory(quota=1)
    found = Vacancy.objects.filter(quota=1).order_by("pk")
    paginator = KeyPaginator(found, 3)
    whole = type(found).order_by

    def while_it_leaves(rows, *fields):
        Vacancy.objects.filter(pk=gone.pk).update(quota=2)
        return whole(rows, *fields)

    assert paginator.count == 2
    monkeypatch.setattr(type(found), "order_by", while_it_leaves)
    assert gone not in list(paginator.get_page(1))


def test_page_that_does_not_exist_is_refused():
    for kind in (ShortPaginator, KeyPaginator):
        with pytest.raises(EmptyPage):
            kind(Vacancy.objects.order_by("pk"), 3).page(2)
