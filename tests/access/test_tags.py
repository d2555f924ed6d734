"""The tags of the views against the table written by hand."""

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import path

from accounts.enums import Role
from asnkarier import urls
from asnkarier.access_table import entries
from core.access import AccessMiddleware, allow, public, signed_in
from tests.access.matrix import LIBRARY_MATRIX, MATRIX, PUBLIC, SIGNED_IN
from tests.factories.people import UserFactory

pytestmark = pytest.mark.owasp("A01")


def test_tags_equal_the_table():
    """Missing, extra and different rows all fail, each with its name."""
    assert {entry.name: frozenset(entry.access) for entry in entries() if not entry.library} == MATRIX


def test_library_pages_equal_the_pinned_list():
    assert {entry.name: frozenset(entry.access) for entry in entries() if entry.library} == LIBRARY_MATRIX


def test_every_url_has_one_name_and_every_own_view_one_tag():
    found = entries()
    names = [entry.name for entry in found]
    assert all(names)
    assert {name for name in names if names.count(name) > 1} == {"list_vacancies"}, "the list answers at / and at /lowongan/"
    assert [entry.name for entry in found if not entry.access] == []


def test_tags_name_known_roles_only():
    known = {role.value for role in Role} | PUBLIC | SIGNED_IN
    assert {code for access in MATRIX.values() for code in access} <= known


def test_the_admin_of_bkn_opens_the_pages_about_condition_outages_and_letters_and_no_other_business_page():
    """Rights matrix: the system admin has no business data; an extension is theirs in the incident kind only, and a letter
    of delegation of a national office."""
    assert {name for name, access in MATRIX.items() if "BKN_ADMIN" in access} == {
        "show_incident_board",
        "show_condition",
        "show_calendar",
        "change_calendar",
        "extend_for_incident",
        "show_incident_outcome",
        "answer_incident_request",
        "list_delegations",
        "register_delegation",
        "show_delegation",
        "download_delegation",
        "accept_delegation",
        "decline_delegation",
        "withdraw_delegation",
        "end_delegation",
    }


def test_auditors_enter_no_page_that_only_writes():
    """Rights matrix S9: auditors write nothing. They read the pages of a decision and of an objection; the acts refuse them.

    What they post about themselves (why they read, which bundle they want) is their own reading in the trail.
    """
    assert {name for name, access in MATRIX.items() if "AUDITOR" in access} == {
        "show_history",
        "search_trail",
        "state_trail_purpose",
        "list_trail_exports",
        "download_trail_export",
        "show_own_vacancy",
        "download_document",
        "download_proof",
        "answer_objection",
        "download_objection_attachment",
        "list_steps",
        "count_steps",
        "decide_step",
        "list_pool",
        "list_target_posts",
        "show_fill",
        "download_fill_letter",
        "download_merit_approval",
        "download_minutes",
        "download_packet",
        "check_ranking",
        "download_answer",
        "download_recommendation",
        "list_delegations",
        "show_delegation",
        "download_delegation",
        "download_exam_minutes",
        "download_exam_manifest",
        "download_annulment_minutes",
    }


def test_sign_in_is_demanded_before_any_view_runs():
    middleware = settings.MIDDLEWARE
    login, access = "django.contrib.auth.middleware.LoginRequiredMiddleware", "core.access.AccessMiddleware"
    assert login in middleware
    assert middleware.index("accounts.sessions.PersonMiddleware") < middleware.index(login)
    assert middleware.index(login) < middleware.index(access)


def untagged(request):
    return HttpResponse("halaman-lupa-tanda")


urlpatterns = [path("tanpa-tanda/", untagged), *urls.urlpatterns]
handler403 = urls.handler403


def test_a_view_without_a_tag_is_refused():
    with pytest.raises(PermissionDenied):
        AccessMiddleware(untagged).process_view(RequestFactory().get("/"), untagged, (), {})
    for tag in (public, signed_in, allow("PPK")):
        assert AccessMiddleware(untagged).process_view(RequestFactory().get("/"), tag(lambda request: None), (), {}) is None


@override_settings(ROOT_URLCONF=__name__)
def test_a_forgotten_tag_answers_403(client, db):
    client.force_login(UserFactory(role=Role.AUDITOR))
    answer = client.get("/tanpa-tanda/")
    assert answer.status_code == 403
    assert b"halaman-lupa-tanda" not in answer.content


def test_allow_needs_a_role():
    with pytest.raises(ValueError, match="at least one role"):
        allow()
