"""Every page that shows many things has a test that counts its queries at one and at three, and shows a bounded number."""

import ast
import re
from pathlib import Path

import pytest

from tests.access.matrix import MATRIX

ROOT = Path(__file__).resolve().parents[2]
# URL name -> file and test that hold the literal number of queries.
COUNTED_IN = {
    "list_vacancies": ("vacancies/test_public_pages.py", "test_list_costs_the_same_at_every_size"),
    "show_vacancy": ("vacancies/test_public_pages.py", "test_detail_costs_the_same_at_every_size"),
    "list_results": ("vacancies/test_public_pages.py", "test_results_cost_the_same_at_every_size"),
    "list_agencies": ("vacancies/test_public_agencies.py", "test_list_of_agencies_costs_the_same_at_every_size"),
    "show_agency": ("vacancies/test_public_agencies.py", "test_agency_costs_the_same_at_every_size"),
    "list_outbox": ("vacancies/test_letters.py", "test_outbox_costs_the_same_at_every_size"),
    "list_letters": ("vacancies/test_letters.py", "test_register_costs_the_same_at_every_size"),
    "list_wordings": ("vacancies/test_letters.py", "test_list_of_wordings_costs_the_same_at_every_size"),
    "list_saved_vacancies": ("vacancies/test_public_saved.py", "test_saved_list_costs_the_same_at_every_size"),
    "list_alerts": ("vacancies/test_alerts.py", "test_list_of_alerts_costs_the_same_at_every_size"),
    "show_dashboard": ("vacancies/test_board_pages.py", "test_dashboard_costs_the_same_at_every_size"),
    "list_own_vacancies": ("vacancies/test_board_pages.py", "test_own_list_costs_the_same_at_every_size"),
    "show_own_vacancy": ("vacancies/test_board_pages.py", "test_working_page_costs_the_same_at_every_size"),
    "list_applications": ("vacancies/test_apply_pages.py", "test_overview_asks_a_fixed_number_of_queries"),
    "show_application": ("vacancies/test_apply_pages.py", "test_status_asks_a_fixed_number_of_queries"),
    "list_applicants": ("vacancies/test_verify.py", "test_list_asks_a_fixed_number_of_queries"),
    "verify_application": ("vacancies/test_verify.py", "test_sheet_asks_a_fixed_number_of_queries"),
    "list_own_copies": ("privacy/test_copies.py", "test_list_of_own_copies_costs_the_same_at_every_size"),
    "list_destructions": ("privacy/test_destruction.py", "test_page_of_destruction_costs_the_same_at_every_size"),
    "list_breaches": ("privacy/test_breaches.py", "test_pages_of_incidents_cost_the_same_at_every_size"),
    "list_breach_people": ("privacy/test_breaches.py", "test_pages_of_incidents_cost_the_same_at_every_size"),
    "list_own_readings": ("employees/test_readings.py", "test_list_costs_the_same_at_every_size"),
    "search_trail": ("vacancies/test_trail_pages.py", "test_search_costs_the_same_at_every_size"),
    "list_trail_exports": ("vacancies/test_trail_pages.py", "test_list_of_bundles_costs_the_same_at_every_size"),
    "show_history": ("vacancies/test_trail_pages.py", "test_history_costs_the_same_at_every_size"),
    "list_evidence": ("employees/test_evidence_pages.py", "test_locker_costs_the_same_at_every_size"),
    "list_my_reports": ("employees/test_report_pages.py", "test_own_reports_cost_the_same_at_every_size"),
    "list_record_reports": ("employees/test_report_pages.py", "test_work_list_costs_the_same_at_every_size"),
    "show_profile": ("employees/test_profile.py", "test_profile_costs_the_same_at_every_size"),
    "search_talent": ("talent/test_talent_search.py", "test_number_of_queries_does_not_grow_with_the_people"),
    "list_saved_searches": ("talent/test_talent_people.py", "test_list_of_saved_searches_costs_the_same_at_every_size"),
    "compare_talent": ("talent/test_talent_people.py", "test_comparison_costs_the_same_for_two_and_four"),
    "show_own_privacy": ("talent/test_talent_people.py", "test_privacy_page_costs_the_same_at_every_size"),
    "list_invitations": ("talent/test_invitation_pages.py", "test_number_of_queries_does_not_grow_with_either_list"),
    "list_pauses": ("talent/test_invitation_mailing.py", "test_number_of_queries_does_not_grow_with_the_pauses"),
    "list_my_invitations": ("talent/test_invitation_pages.py", "test_number_of_queries_does_not_grow_with_either_list"),
    "list_box": ("talent/test_box_pages.py", "test_people_of_a_box_cost_the_same_at_every_size"),
    "list_pool": ("talent/test_pool_pages.py", "test_group_costs_the_same_at_every_size"),
    "list_merit_approvals": ("talent/test_fill_pages.py", "test_letters_cost_the_same_at_every_size"),
    "list_target_posts": ("talent/test_target_pages.py", "test_target_posts_cost_the_same_at_every_size"),
    "open_selection": ("selection/test_selection_pages.py", "test_opening_page_costs_the_same_at_every_length"),
    "list_objections": ("selection/test_objections.py", "test_list_costs_the_same_at_every_length"),
    "list_assignments": ("selection/test_selection_pages.py", "test_queue_costs_the_same_at_every_length"),
    "show_scoring_room": ("selection/test_selection_pages.py", "test_scoring_room_costs_the_same_at_every_length"),
    "list_sessions": ("selection/test_sessions.py", "test_session_pages_cost_the_same_at_every_length"),
    "list_own_sessions": ("selection/test_sessions.py", "test_session_pages_cost_the_same_at_every_length"),
    "list_called_sessions": ("selection/test_sessions.py", "test_session_pages_cost_the_same_at_every_length"),
    "show_selection": ("selection/test_selection_pages.py", "test_control_room_costs_the_same_at_every_length"),
    "score_candidate": ("selection/test_selection_pages.py", "test_sheet_costs_the_same_at_every_length"),
    "list_papers": ("selection/test_score_papers.py", "test_list_of_papers_costs_the_same_at_every_length"),
    "list_questions": ("selection/cat/test_exam_pages.py", "test_bank_costs_the_same_at_every_size"),
    "list_exams": ("selection/cat/test_exam_pages.py", "test_exams_of_a_vacancy_cost_the_same_at_every_size"),
    "list_my_exams": ("selection/cat/test_exam_pages.py", "test_own_sessions_cost_the_same_at_every_size"),
    "run_exam_session": ("selection/cat/test_exam_pages.py", "test_room_costs_the_same_at_every_size"),
    "watch_exam": ("selection/cat/test_exam_pages.py", "test_board_costs_the_same_at_every_size"),
    "list_steps": ("approvals/test_inbox_views.py", "test_inbox_queries_do_not_grow"),
    "decide_step": ("approvals/test_inbox_views.py", "test_decision_page_queries_do_not_grow_with_its_history"),
    "show_calendar": ("approvals/test_holidays.py", "test_calendar_costs_the_same_at_every_size"),
    "list_delegations": ("approvals/test_delegation_pages.py", "test_list_of_letters_costs_the_same_at_every_size"),
    "show_oversight": ("approvals/test_oversight_pages.py", "test_desk_costs_the_same_at_every_size"),
    "list_sign_ins": ("accounts/test_sign_ins.py", "test_list_costs_the_same_at_every_size"),
    "list_notifications": ("core/test_notifications.py", "test_number_of_queries_does_not_grow_with_the_list"),
    "list_mailbox": ("core/test_mailbox.py", "test_number_of_queries_does_not_grow_with_the_list"),
}
NOT_A_LIST_OF_ROWS = {
    "list_demo_accounts": "a literal table of the code",
    "list_exam_keys": "two keys a bank, one or two banks a person",
}


def test_every_list_of_the_portal_is_counted_somewhere():
    lists = {name for name in MATRIX if name.startswith(("list_", "search_"))}
    assert lists - set(COUNTED_IN) == set(NOT_A_LIST_OF_ROWS)
    assert set(COUNTED_IN) <= set(MATRIX)


@pytest.mark.parametrize("name", sorted(COUNTED_IN))
def test_the_counting_test_exists_and_counts_to_a_number(name):
    path, test = COUNTED_IN[name]
    tree = ast.parse((ROOT / "tests" / path).read_text())
    function = next((n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == test), None)
    assert function is not None, f"{path} holds no {test}"
    text = ast.unparse(function)
    assert "num_queries" in text or "count_queries" in text or "counted(" in text
    numbers = {n.value for n in ast.walk(function) if isinstance(n, ast.Constant) and isinstance(n.value, int)}
    constants = {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and n.id.endswith("QUERIES")}
    assert len(numbers) >= 2 or constants, "two sizes and the number of queries are written out"


def test_long_lists_come_in_pages():
    """Every list that grows with the country, not with one person, passes a Paginator of at most fifty rows."""
    sources = {path: path.read_text() for path in ROOT.glob("*/views*/**/*.py") if ".venv" not in path.parts} | {
        path: path.read_text() for path in ROOT.glob("*/views.py")
    }
    paged = {
        "list_vacancies", "list_results", "list_agencies", "list_saved_vacancies", "list_own_vacancies", "list_applicants",
        "list_outbox", "list_letters", "search_talent", "list_invitations", "list_box", "list_pool", "list_target_posts",
        "list_merit_approvals", "list_assignments", "list_steps", "list_notifications", "list_mailbox", "list_evidence",
        "list_my_reports", "list_record_reports",
    }  # fmt: skip
    for name in sorted(paged):
        found = [text for text in sources.values() if re.search(rf"^def {name}\(", text, re.M)]
        assert len(found) == 1, name
        assert re.search(r"Paginator\(|page_of\(|read_place\(", found[0]), name
    sizes = [int(size) for text in sources.values() for size in re.findall(r"(?:PER_PAGE|PAGE_SIZE|SHOWN) = (\d+)", text)]
    assert sizes
    assert max(sizes) <= 50
