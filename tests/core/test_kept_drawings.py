"""Parts of pages drawn once, and statements planned once: the same as drawn and planned each time."""

import pytest
from django.db import connection
from django.template import Context, Template, TemplateSyntaxError

from core.addresses import fixed_address
from core.prepared import read_prepared


class Counted:
    """Words that count how often a template asked for them."""

    def __init__(self):
        self.asked = 0

    def __str__(self):
        self.asked += 1
        return "isi"


def test_content_is_drawn_once_for_the_same_values():
    template = Template("{% load kept %}{% drawn_once place unless person %}{{ place }} {{ words }}{% enddrawn_once %}")
    words = Counted()

    def draw(place, person=None):
        return template.render(Context({"place": place, "person": person, "words": words}))

    assert [draw("a"), draw("a"), draw("b"), draw("a")] == ["a isi", "a isi", "b isi", "a isi"]
    assert words.asked == 2
    assert draw("a", person="Ratna") == "a isi"
    assert words.asked == 3
    # Another template with the same text keeps its own.
    other = Template("{% load kept %}{% drawn_once %}lain {{ words }}{% enddrawn_once %}")
    assert other.render(Context({"words": words})) == "lain isi"


def test_a_place_keeps_a_bounded_number_of_drawings():
    template = Template("{% load kept %}{% drawn_once place %}{{ place }}{% enddrawn_once %}")
    assert [template.render(Context({"place": number})) for number in range(100)] == [str(number) for number in range(100)]
    (node,) = template.nodelist.get_nodes_by_type(type(template.nodelist[-1]))
    assert len(node.kept) == 32


@pytest.mark.parametrize("words", ["unless", "unless a b", "unless a unless b"])
def test_a_misspelt_condition_is_an_error(words):
    with pytest.raises(TemplateSyntaxError, match="unless"):
        Template(f"{{% load kept %}}{{% drawn_once {words} %}}{{% enddrawn_once %}}")


def test_a_fixed_address_is_the_address():
    assert fixed_address("list_results") == "/hasil/"


@pytest.mark.django_db(transaction=True)
def test_prepared_statement_outlives_no_connection(django_assert_num_queries):
    statement = "SELECT %(one)s::int + %(two)s::int, %(one)s::int"
    for _ in range(2):
        with django_assert_num_queries(2):
            assert read_prepared(statement, {"one": 2, "two": 3}) == [(5, 2)]
            assert read_prepared(statement, {"one": 4, "two": 1}) == [(5, 4)]
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%$1::int + $2::int%"])
            assert cursor.fetchone() == (1,)
        connection.close()
