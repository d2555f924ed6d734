"""Migration steps that make or change many tables at once.

Django draws every related model anew after each new table, which grows with the square of their number and took half the
time of migrating an empty database. Here the state gets all models first and is drawn once.
"""

from collections.abc import Sequence

from django.db.migrations.operations import CreateModel, RunSQL, SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateTogether(Operation):
    """Create the tables of several models, in the given order.

    Args:
        models: CreateModel operations; each refers only to models before it or in earlier migrations.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = list(models)

    def deconstruct(self):
        return self.__class__.__name__, [self.models], {}

    def state_forwards(self, app_label, state) -> None:
        # Dropped here, drawn again once by the first step that needs it.
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "Create " + ", ".join(model.name for model in self.models)


class ByStatements(SeparateDatabaseAndState):
    """Change tables by a list of statements; the models' state follows without drawing every model anew at each step.

    Args:
        statements: SQL as the state operations would have made it; a test of the schema is `makemigrations --check`.
        state_operations: what the statements mean for the models.
    """

    def __init__(self, statements: list[str], state_operations: list[Operation]) -> None:
        super().__init__([RunSQL(statements, RunSQL.noop)], state_operations)
        self.statements = statements

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return self.__class__.__name__, [], {"statements": self.statements, "state_operations": self.state_operations}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # Drawn models would be drawn again after every single step; nothing here needs them.
        state.__dict__.pop("apps", None)
        super().state_forwards(app_label, state)
