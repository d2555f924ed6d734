"""The drawn tables of an empty start: exactly what the migrations make, and left aside when they might be something else."""

import re

import pytest

from asnkarier.embedded import database, schema
from tests.harness.instance import project_path


def without_casts(text):
    """PostgreSQL moves the casts of constants in a condition when it reads its own words again; nothing else may differ."""
    return re.sub(r"::(character varying|text)(\[\])?|[()]", "", text)


@pytest.fixture
def loaded(test_instance):
    """Name of a database whose tables were made from schema.sql."""
    name = f"{test_instance.database}_schema"
    database.drop_database(test_instance.cluster, name)
    database.create_database(test_instance.cluster, name)
    schema.load_schema(test_instance.cluster, name, schema.SCHEMA_FILE.read_text())
    yield name
    database.drop_database(test_instance.cluster, name)


def test_schema_file_is_what_the_migrations_make(test_instance):
    template = test_instance.template()
    # Nobody may copy a database while somebody reads it.
    with test_instance.alone():
        drawn = schema.draw_schema(test_instance.cluster, template)
    assert drawn == schema.SCHEMA_FILE.read_text(), "Run: make schema"


def test_loading_the_file_makes_what_it_says(test_instance, loaded):
    drawn = schema.draw_schema(test_instance.cluster, loaded)
    assert without_casts(drawn) == without_casts(schema.SCHEMA_FILE.read_text())
    with database.statements(test_instance.cluster.connect(loaded)) as cursor:
        cursor.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
        assert cursor.fetchall() == [(database.OWNER,)]
        cursor.execute("SELECT count(*), min(applied) > now() - interval '1 hour' FROM django_migrations")
        count, recent = cursor.fetchone()
    assert recent
    own = [path for path in project_path().glob("*/migrations/*.py") if path.name != "__init__.py"]
    assert count > len(own)


def test_file_is_complete_and_names_the_modules_of_its_statements():
    text, is_complete = schema.usable_schema()
    assert is_complete, "Run: make schema"
    named = schema.drawn_from(text)
    assert {"core/append_only.py", "core/publication.py", "vacancies/sending_function.py", "django"} <= set(named)


@pytest.mark.parametrize("name", ["core/migrations/0001_initial.py", "core/publication.py", "django"])
def test_file_is_left_aside_when_an_ingredient_changed(name, tmp_path):
    text = schema.SCHEMA_FILE.read_text()
    mark = schema.drawn_from(text)[name]
    changed = tmp_path / "schema.sql"
    changed.write_text(text.replace(f"{name} {mark}", f"{name} 0"))
    assert schema.usable_schema(changed) == ("", False)
    assert schema.usable_schema(tmp_path / "none.sql") == ("", False)


def test_a_later_migration_is_played_on_top(tmp_path):
    text = schema.SCHEMA_FILE.read_text()
    line = next(line for line in text.splitlines(keepends=True) if "vacancies/migrations/0010" in line)
    older = tmp_path / "schema.sql"
    older.write_text(text.replace(line, ""))
    assert schema.usable_schema(older) == (text.replace(line, ""), False)
