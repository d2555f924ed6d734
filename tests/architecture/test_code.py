"""The house rules that a reader would otherwise have to keep in mind: names, sizes, directions, shapes."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import CheckConstraint

from tests.architecture.sources import ROOMS, ROOT, modules, rule_modules

LINES_AT_MOST = 500
FORBIDDEN_FILES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "data",
    "info",
    "handle",
    "handler",
    "manager",
    "service",
}

# Functions of `actions` modules that write inside the caller's transaction, each with the reason.
INSIDE_CALLERS_TRANSACTION = {
    "talent.actions.fills.settle_fill": "called by the engine after a verdict",
    "talent.actions.fills.determine_fill": "called by the engine at the last verdict",
    "approvals.actions.stakes.write_stake": "a step of declaring, under the locks and checks of the caller",
    "approvals.actions.opening.open_step": "a step of deciding and of submitting, under their locks",
    "approvals.actions.requests.submit_request": "the owner of the subject has locked its row and goes on writing",
    "approvals.actions.requests.close_by_sender": "the owner of the subject has locked its row and goes on writing",
    "approvals.actions.requests.supersede_request": "the owner of the subject has locked its row and goes on writing",
    "vacancies.actions.plan_approval.settle_plan": "called by the engine after a verdict",
    "vacancies.actions.continuation.settle_continuation": "called by the engine after a verdict",
    "selection.actions.conflicts.propose_conflicts": "opening a selection searches in its own transaction",
    "selection.actions.result.open_chain": "the chair's signature sends the result in its own transaction",
    "selection.actions.result.follow_verdict": "called by the engine after a verdict",
    "selection.actions.determination.write_determination": "called by the engine at the last verdict",
    "employees.actions.evidence.add_to_locker": "proof brought with a report or an addition belongs to the same act",
    "core.uploads.actions.take_upload": "the row of the whole file is written in the same transaction",
}
WITH_A_FILE_FIRST = {
    "vacancies.actions.documents.upload_document": "the file is on disk before any lock; the row is one private transaction",
    "vacancies.actions.documents.attach_evidence": "the file is on disk before any lock; the row is one private transaction",
    "vacancies.actions.document_requests.hand_in_document": "the file is on disk before any lock; the row is one transaction",
    "vacancies.actions.documents.attach_matching_evidence": "each document in a transaction of its own, as attached singly",
}
ONE_STATEMENT = {
    "vacancies.actions.sending.send_prepared": "one call of a database function is its own transaction",
    "employees.actions.readings.record_reading": "one call of a database function is its own transaction",
    "vacancies.actions.trail.record_trail_search": "rows of the trail and nothing else; each call of the function is whole",
    "vacancies.actions.trail.record_history_reading": "one call of a database function is its own transaction",
    "vacancies.actions.trail.record_export_download": "one call of a database function is its own transaction",
    "selection.cat.actions.answers.save_answers": "one statement is its own transaction",
}
# Steps of actions: they lock, move or fill a row the action has already locked, and are called from actions only.
STEPS_OF_ACTIONS = {
    "vacancies.actions.components.follow_standard",
    "vacancies.actions.components.level_values",
    "vacancies.actions.components.write_components",
    "vacancies.actions.registration.freeze_assessment_plan",
    "talent.actions.placements.trail_of",
    "employees.actions.evidence.file_of_new_row",
    "employees.actions.evidence.locked_employee",
    "vacancies.actions.states.lock_vacancy",
    "vacancies.actions.states.refuse_stale",
    "vacancies.actions.states.move",
    "vacancies.actions.window.move_deadline",
    "vacancies.actions.window.announce",
    "vacancies.actions.window.expire_drafts",
    "vacancies.actions.applications.lock_application",
    "vacancies.actions.document_requests.end_open_request",
    "vacancies.actions.applications.move",
    "vacancies.actions.applications.record_act",
    "vacancies.actions.applications.require_open",
    "vacancies.actions.defaults.write_default_lists",
    "vacancies.actions.defaults.write_requirements",
    "vacancies.actions.defaults.write_documents",
    "vacancies.actions.defaults.write_competencies",
    "selection.actions.moves.lock_vacancy",
    "selection.actions.moves.lock_applications",
    "selection.actions.moves.locked_candidate",
    "selection.actions.moves.move_vacancy",
    "selection.actions.moves.move_applications",
    "selection.actions.moves.tell_timeline",
    "selection.actions.exam_scores.record_exam_scores",
    "selection.actions.exam_scores.bring_scores_back",
    "selection.actions.attendance.leave_selection",
    "selection.cat.actions.keys.private_of",
    "selection.cat.actions.places.pin_hash",
    "talent.actions.invitations.must_lock",
    "talent.actions.invitations.move",
    "talent.actions.invitations.record",
}
# Questions asked by an action and by its confirmation page alike; they write nothing.
QUESTIONS = {
    "employees.actions.evidence.evidence_folder",
    "employees.actions.evidence.description_mark",
    "vacancies.actions.defaults.default_calendar",
    "vacancies.actions.registration.window_gets_short",
    "vacancies.actions.window.later_stages",
    "selection.actions.opening.administration_applications",
    "selection.actions.opening.unconfirmed_failures",
    "selection.actions.result.choosable_lines",
    "selection.cat.actions.exams.stock_of",
    "selection.cat.actions.exams.shortage_words",
}
# Acts of the clock: nobody does them, the trail says so.
WITHOUT_ACTOR = {
    "vacancies.actions.registration.open_vacancy",
    "vacancies.actions.registration.close_vacancy",
    "vacancies.actions.document_requests.lapse_document_request",
    "core.uploads.actions.sweep_uploads",
    "privacy.actions.copies.finish_copy",
    "privacy.actions.copies.fail_copy",
    "privacy.actions.copies.forget_copies",
    "privacy.actions.breaches.warn_of_clock",
    "privacy.actions.destruction.finish_destruction",
    "vacancies.actions.subscriptions.send_alerts",
    "talent.actions.pool.expire_memberships",
    "selection.cat.actions.closing.close_session",
    "selection.cat.actions.practice.sweep_practices",
}

# Constraints that no form can break: rules of the machine, not of a person.
CONSTRAINTS_WITHOUT_MESSAGE = {
    "employee_talent_box": "written by the import, which has a sentence of its own",
    "competency_record_in_range": "no form writes it",
    "application_sent_has_time": "written by actions only",
    "record_report_answer_whole": "written by actions only",
    "entry_turn_is_known": "the action counts the turns",
    "letter_batch_released_whole": "written by one action",
    "letter_end_successor": "written by one function",
    "objection_due_after_filing": "the action counts the days",
    "objection_answered_whole": "written by one action",
    "objection_attachment_is_one": "written by one action",
    "file_key_destroyed_is_empty": "written by one function",
}


def test_files_stay_short():
    long = {name: len((ROOT / name).read_text().splitlines()) for name in modules()}
    assert {name: count for name, count in long.items() if count > LINES_AT_MOST} == {}


def test_no_file_or_folder_has_a_name_that_says_nothing():
    parts = {(name, part) for name in modules() for part in Path(name).with_suffix("").parts}
    assert {name for name, part in parts if part in FORBIDDEN_FILES} == set()


def imported(tree: ast.AST) -> Iterator[str]:
    """Full names of everything a module imports, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_rules_import_neither_django_nor_celery_nor_a_model():
    forbidden = ("django", "celery", "psycopg2", "redis", "allauth")
    wrong = [
        f"{name}: {target}"
        for name, tree in rule_modules().items()
        for target in imported(tree)
        if target.split(".")[0] in forbidden or target.endswith((".models", ".actions"))
    ]
    assert wrong == []


def test_imports_go_one_way():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    """Calls of a function or method of this name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called == name:
                yield node


# A row about to be deleted needs the full lock.
LOCKS_BEFORE_DELETE = {"core/outbox.py withdraw_mail"}


def test_every_lock_names_its_row_and_leaves_foreign_keys_alone():
    """`of` keeps joined rows unlocked; `no_key` lets others write rows that point here. Both are house rules."""
    wrong = []
    for name, tree in modules().items():
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            for call in calls(function, "select_for_update"):
                words = {keyword.arg for keyword in call.keywords}
                place = f"{name} {function.name}"
                if "of" not in words or ("no_key" not in words and place not in LOCKS_BEFORE_DELETE):
                    wrong.append(f"{place}: line {call.lineno}")
    assert wrong == []


def test_scores_are_decimal_only():
    wrong = []
    for name, tree in rule_modules().items():
        if not name.startswith("selection/"):
            continue
        wrong += [f"{name}:{call.lineno}" for call in calls(tree, "float")]
        wrong += [
            f"{name}:{node.lineno}" for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, float)
        ]
        wrong += [f"{name}:{node.lineno}" for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "float"]
    assert wrong == []


def test_no_model_keeps_a_number_as_binary_fraction():
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.split(".")[0] in ROOMS
        for field in model._meta.get_fields()
        if field.__class__.__name__ == "FloatField"
    ]
    assert wrong == []


def test_every_public_rule_says_what_it_does():
    wrong = []
    for name, tree in rule_modules().items():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node):
                wrong.append(f"{name}:{node.lineno} {node.name}")
    assert wrong == []


def test_every_module_says_what_it_is_for():
    empty = [name for name, tree in modules().items() if tree.body and not ast.get_docstring(tree)]
    # An app's declaration has nothing to explain, a command says it in `help`.
    speaking = ("__init__.py", "apps.py")
    assert [name for name in empty if not name.endswith(speaking) and "/management/commands/" not in name] == []


def test_constraints_speak_indonesian():
    """A named constraint that a person can break through a form answers with a sentence, not with its name."""
    default = CheckConstraint.default_violation_error_message
    silent = set()
    for model in apps.get_models():
        if model.__module__.split(".")[0] not in ROOMS:
            continue
        for constraint in model._meta.constraints:
            assert constraint.name
            if isinstance(constraint, CheckConstraint) and constraint.violation_error_message == default:
                silent.add(constraint.name)
    assert silent == set(CONSTRAINTS_WITHOUT_MESSAGE)


def public_functions() -> dict[str, ast.FunctionDef]:
    """`module.function` -> syntax tree, for every public function defined in an `actions` module."""
    found = {}
    for name, tree in modules().items():
        if Path(name).name != "actions.py" and "/actions/" not in name:
            continue
        module = name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                found[f"{module}.{node.name}"] = node
    return found


def opens_transaction(node: ast.FunctionDef) -> bool:
    """By the decorator, or by one block that does all the writing (a file must be on disk before its row)."""
    decorated = any(ast.unparse(mark) == "transaction.atomic" for mark in node.decorator_list)
    blocks = [item for with_ in ast.walk(node) if isinstance(with_, ast.With) for item in with_.items]
    return decorated or any(ast.unparse(item.context_expr) == "transaction.atomic()" for item in blocks)


def test_every_action_is_one_transaction():
    exempt = set(INSIDE_CALLERS_TRANSACTION) | STEPS_OF_ACTIONS | QUESTIONS | set(WITH_A_FILE_FIRST) | set(ONE_STATEMENT)
    wrong = [name for name, node in public_functions().items() if name not in exempt and not opens_transaction(node)]
    assert wrong == []


def test_every_action_takes_keywords_only_and_names_its_actor():
    wrong = []
    for name, node in public_functions().items():
        if name in STEPS_OF_ACTIONS | QUESTIONS:
            continue
        words = [argument.arg for argument in node.args.kwonlyargs]
        if node.args.args or node.args.posonlyargs:
            wrong.append(f"{name}: positional arguments")
        if name not in WITHOUT_ACTOR and not {"actor", "sender"} & {*words} and name not in INSIDE_CALLERS_TRANSACTION:
            wrong.append(f"{name}: no actor")
    assert wrong == []


def test_exemptions_name_functions_that_exist():
    exempt = set(INSIDE_CALLERS_TRANSACTION) | STEPS_OF_ACTIONS | QUESTIONS | WITHOUT_ACTOR | set(WITH_A_FILE_FIRST)
    assert exempt - set(public_functions()) == set()


# Calls that write; allowed in `actions`, in what actions call, and in the list below.
WRITES = ("save", "create", "bulk_create", "update_or_create", "get_or_create", "bulk_update")
WRITERS = (
    "core/",  # audit, outbox, letters, mailbox and the bell: the tools actions write with
    "accounts/models.py",  # create_user, which Django's own commands call
    "accounts/second_factor.py",  # the counter of the newest code used
    "accounts/reference.py",
    "employees/reference.py",
    "asnkarier/",  # reference rows and the demo's seed, run by the owner
    "vacancies/management/",
)

# Things with a `save` of their own: a bound section of the plan, which calls the action; a PDF, a picture, a workbook.
NOT_A_ROW = {"page", "pdf", "image", "workbook", "book"}


@pytest.mark.parametrize("call", WRITES)
def test_only_actions_write(call):
    wrong = []
    for name, tree in modules().items():
        if name.startswith(WRITERS) or Path(name).name == "actions.py" or "/actions/" in name:
            continue
        wrong += [
            f"{name}:{node.lineno}"
            for node in calls(tree, call)
            if isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) not in NOT_A_ROW
        ]
    assert wrong == []


def test_no_signals_and_no_save_overrides():
    wrong = []
    for name, tree in modules().items():
        wrong += [f"{name}: {target}" for target in imported(tree) if target.startswith("django.dispatch")]
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and name.split("/")[-1].startswith("models"):
                wrong += [f"{name}:{each.lineno}" for each in node.body if getattr(each, "name", "") in ("save", "delete")]
    assert wrong == []


def test_pages_sign_decisions_on_the_sheet_they_showed():
    """`decide` takes anybody's word for what was on the screen; only the seed and tests may call it."""
    callers = {
        name
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("approvals.actions")
        if "decide" in {alias.name for alias in node.names}
    }
    assert callers == {"approvals/actions/__init__.py", "asnkarier/demo/approving.py"}


def test_views_answer_by_tagged_functions():
    """No class-based views: one look at a function shows its tag, its methods and its queries."""
    wrong = [
        f"{name}: {target}"
        for name, tree in modules().items()
        for target in imported(tree)
        if target.startswith("django.views.generic")
    ]
    assert wrong == []


def test_nobody_becomes_somebody_else():
    """S7 and S8 (docs/security.md 4.3): nothing of ours signs a person in as another, and no admin stands over the tables."""
    # The bench opens pages of its own invented people through the test client.
    ours = {name: tree for name, tree in modules().items() if not name.startswith("asnkarier/bench/")}
    names = ("login", "perform_login", "force_login")
    wrong = [
        name
        for name, tree in ours.items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.ImportFrom) and any(alias.name in names for alias in node.names))
        or (isinstance(node, ast.Attribute) and node.attr in names[1:])
    ]
    assert wrong == []
    assert not any(app.name.startswith("django.contrib.admin") for app in apps.get_app_configs())
