"""No migration stops the portal: what locks or rewrites a large table is refused unless it is listed with its reason."""

import pytest
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    RemoveField,
    RenameField,
    RenameModel,
    RunSQL,
)

from core.create_together import ByStatements, CreateTogether
from core.migration_rules import LARGE_TABLES, dangers, is_large
from tests.architecture.sources import ROOMS

# The newest migration of each room when this rule came: nobody ran an older one on a table with rows in it.
BEFORE_THE_RULE = {
    "accounts": "0004",
    "approvals": "0006",
    "core": "0010",
    "employees": "0007",
    "selection": "0010",
    "talent": "0007",
    "vacancies": "0016",
}
# "room.NNNN_name": why it may lock or rewrite. Say how long it takes at 5.4 million employees, and when it is to be run.
LISTED: dict[str, str] = {
    "approvals.0007_decision_letter": "a unique index over decisions, a handful a selection, all empty there; run at night",
}
# Steps that Django writes as statements of its own; on a large table they must be statements that can be read here.
UNREAD = (AddConstraint, AddField, AddIndex, AlterField, RemoveField, RenameField, RenameModel)


def newer_migrations():
    loader = MigrationLoader(None)
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app in ROOMS and name[:4] > BEFORE_THE_RULE.get(app, "0000"):
            yield f"{app}.{name}", migration


def statements_of(migration) -> list[str]:
    """All SQL of a migration; tables that it creates as CREATE TABLE, so that they count as new."""
    found: list[str] = []
    for step in migration.operations:
        if isinstance(step, CreateTogether):
            found += [f"CREATE TABLE {table_of(migration, model)}" for model in step.models]
        elif isinstance(step, CreateModel):
            found.append(f"CREATE TABLE {table_of(migration, step)}")
        elif isinstance(step, ByStatements):
            found += step.statements
        elif isinstance(step, RunSQL):
            found += [step.sql] if isinstance(step.sql, str) else [str(each) for each in step.sql]
    return found


def table_of(migration, model: CreateModel) -> str:
    return model.options.get("db_table") or f"{migration.app_label}_{model.name.lower()}"


def test_no_new_migration_stops_the_portal():
    refused = {}
    for name, migration in newer_migrations():
        words = [f"{each.table}: {each.words} ({each.statement})" for each in dangers(statements_of(migration))]
        made = {each.removeprefix("CREATE TABLE ") for each in statements_of(migration) if each.startswith("CREATE TABLE ")}
        for step in migration.operations:
            if isinstance(step, UNREAD):
                table = f"{migration.app_label}_{getattr(step, 'model_name', getattr(step, 'old_name', '')).lower()}"
                if is_large(table) and table not in made:
                    words.append(f"{table}: write {type(step).__name__} as ByStatements (docs/decisions/0012)")
        if words and name not in LISTED:
            refused[name] = words
    assert refused == {}


def test_what_is_listed_exists():
    assert set(LISTED) <= {name for name, _ in newer_migrations()}


def test_large_tables_exist():
    from django.apps import apps

    assert {model._meta.db_table for model in apps.get_models()} >= LARGE_TABLES


BIG = '"vacancies_application"'


@pytest.mark.parametrize(
    "statement",
    [
        f"CREATE INDEX a ON {BIG} (b)",
        f"CREATE UNIQUE INDEX a ON {BIG} (b) WHERE c IS NULL",
        f"ALTER TABLE {BIG} ADD COLUMN a text NOT NULL",
        f"ALTER TABLE {BIG} ADD COLUMN a uuid DEFAULT gen_random_uuid() NOT NULL",
        f"ALTER TABLE {BIG} ADD COLUMN a text GENERATED ALWAYS AS (upper(b)) STORED",
        f"ALTER TABLE {BIG} ADD COLUMN a int NULL, ALTER COLUMN b TYPE bigint",
        f"ALTER TABLE {BIG} ALTER COLUMN b SET NOT NULL",
        f"ALTER TABLE {BIG} ADD CONSTRAINT c CHECK (b > 0)",
        f"ALTER TABLE {BIG} ADD CONSTRAINT c FOREIGN KEY (b) REFERENCES core_letter (id)",
        f"ALTER TABLE {BIG} ADD CONSTRAINT c UNIQUE (b)",
        f"ALTER TABLE {BIG} RENAME COLUMN a TO b",
        f"ALTER TABLE {BIG} DROP COLUMN a",
        f"DROP TABLE {BIG}",
        f"UPDATE {BIG} SET a = 1",
        f"DELETE FROM {BIG}",
        "CREATE INDEX a ON employees_anything (b)",
        f"CREATE TABLE other (id int); CREATE INDEX a ON {BIG} (b)",
    ],
)
def test_a_statement_that_stops_the_portal_is_found(statement):
    assert len(dangers([statement])) == 1


@pytest.mark.parametrize(
    "statement",
    [
        f"CREATE INDEX CONCURRENTLY a ON {BIG} (b)",
        f"ALTER TABLE {BIG} ADD COLUMN a text NULL",
        f"ALTER TABLE {BIG} ADD COLUMN a text DEFAULT '' NOT NULL",
        f"ALTER TABLE {BIG} ADD COLUMN a boolean DEFAULT false NOT NULL",
        f"ALTER TABLE {BIG} ADD COLUMN a bigint NULL REFERENCES core_letter (id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {BIG} ADD CONSTRAINT c CHECK (b > 0) NOT VALID",
        f"ALTER TABLE {BIG} VALIDATE CONSTRAINT c",
        f"ALTER TABLE {BIG} ADD CONSTRAINT c UNIQUE USING INDEX a",
        f"ALTER TABLE {BIG} ALTER COLUMN a DROP NOT NULL",
        "CREATE INDEX a ON vacancies_vacancy (b)",
        f"CREATE TABLE {BIG} (id int); CREATE INDEX a ON {BIG} (b)",
        f"CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ UPDATE {BIG} SET a = 1; $$",
        f"CREATE TRIGGER t BEFORE UPDATE OR DELETE ON {BIG} FOR EACH ROW EXECUTE FUNCTION f()",
    ],
)
def test_a_statement_that_takes_no_time_passes(statement):
    assert dangers([statement]) == []
