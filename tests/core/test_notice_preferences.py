"""The page that tunes messages: own roles only, locked kinds with their reason, saved without JavaScript."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from core import actions
from core.models import AuditEntry, NoticePreference
from core.notices import catalogue, tunable_for
from core.refusals import Refused
from tests.factories.people import EmployeeFactory, UserFactory

pytestmark = pytest.mark.django_db
URL = "tune_notices"


@pytest.fixture
def applicant(client):
    user = EmployeeFactory(with_user=True).user
    client.force_login(user)
    return user


def chosen(user):
    return dict(NoticePreference.objects.filter(user=user).values_list("kind", "way"))


def usual(user):
    """A post that changes nothing."""
    return {row.code: row.default.value for row in tunable_for(user.role_codes) if not row.is_locked}


def test_a_choice_is_kept_and_shown_again(client, applicant):
    response = client.post(reverse(URL), usual(applicant) | {"draft_reminder": "DIGEST"}, follow=True)
    assert "Pilihan disimpan: 1 berubah." in response.content.decode()
    assert chosen(applicant) == {"draft_reminder": "DIGEST"}
    assert '<option value="DIGEST" selected>Ringkasan harian</option>' in client.get(reverse(URL)).content.decode()
    assert AuditEntry.objects.filter(act="set_notice_preferences", actor_id=applicant.pk).count() == 1


def test_going_back_to_the_default_leaves_no_row(client, applicant):
    client.post(reverse(URL), usual(applicant) | {"draft_reminder": "BELL"})
    client.post(reverse(URL), usual(applicant))
    assert chosen(applicant) == {}
    client.post(reverse(URL), usual(applicant) | {"draft_reminder": "BELL"})
    client.post(reverse(URL), {"bawaan": "1"})
    assert chosen(applicant) == {}


def test_posting_the_same_again_writes_nothing(client, applicant):
    response = client.post(reverse(URL), usual(applicant), follow=True)
    assert "Tidak ada yang berubah." in response.content.decode()
    assert not AuditEntry.objects.filter(act="set_notice_preferences").exists()


def test_locked_kinds_say_why_and_have_no_field(client, applicant):
    page = client.get(reverse(URL)).content.decode()
    assert "Selalu dikirim segera karena memuat surat atau bukti resmi." in page
    assert "Selalu dikirim segera untuk keamanan akun dan lamaran Anda." in page
    for row in catalogue():
        assert (f'name="{row.code}"' in page) == (row in tunable_for(applicant.role_codes) and not row.is_locked), row.code


@pytest.mark.parametrize("role", [Role.AGENCY_ADMIN, Role.PPK, Role.PANEL_MEMBER, Role.WASDAL, Role.AUDITOR])
def test_everybody_sees_the_kinds_of_the_own_duties_and_no_kind_without_an_event(client, role):
    user = UserFactory(role=role)
    client.force_login(user)
    page = client.get(reverse(URL)).content.decode()
    for row in catalogue():
        is_shown = row.exists and (role in row.receivers or "EVERYBODY" in row.receivers)
        assert (row.label in page) == is_shown, row.code


@pytest.mark.parametrize("code", ["application_sent", "account_security", "invitation_answered", "tidak-ada", "scoring_opened"])
def test_what_is_locked_unknown_or_others_cannot_be_set(applicant, code):
    with pytest.raises(Refused, match="tidak dapat diatur"):
        actions.set_notice_preferences(actor=applicant, choices={code: "BELL"})
    assert chosen(applicant) == {}


def test_a_forged_way_is_answered_beside_the_field_and_the_rest_stays_typed(client, applicant):
    response = client.post(reverse(URL), usual(applicant) | {"draft_reminder": "SMS", "vacancy_ended": "BELL"})
    page = response.content.decode()
    assert "Pilih salah satu cara yang tersedia." in page
    assert '<option value="BELL" selected>Hanya di portal</option>' in page
    assert chosen(applicant) == {}


def test_looking_changes_nothing(client, applicant):
    client.get(reverse(URL))
    assert chosen(applicant) == {}


def test_the_account_and_the_bell_lead_here(client, applicant):
    for name in ("show_account", "list_notifications"):
        assert f'href="{reverse(URL)}"' in client.get(reverse(name)).content.decode()
