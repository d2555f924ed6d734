from datetime import date

import pytest
from django.urls import reverse

from core.models import AuditEntry
from core.refusals import Refused
from employees.actions import switch_search_visibility
from employees.models import PerformanceRecord, PositionRecord
from tests.factories.evidence import OwnRecordFactory, RecordReportFactory
from tests.factories.people import DisciplineFactory, EmployeeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def employee():
    return EmployeeFactory(with_user=True, name="Sari Contoh")


def test_profile_shows_the_own_record_with_histories(client, employee):
    DisciplineFactory(employee=employee)
    client.force_login(employee.user)
    page = client.get(reverse("show_profile")).content.decode()
    for text in (
        "Sari Contoh",
        "Kepala Bagian Uji",
        "IV/b Pembina Tingkat I",
        "Universitas Uji",
        "Data induk ASN, disalin",
        "PP 94/2021",
    ):
        assert text in page


@pytest.mark.parametrize("count", [1, 3])
def test_profile_costs_the_same_at_every_size(client, employee, count, django_assert_num_queries):
    for number in range(count):
        PositionRecord.objects.create(
            employee=employee, title="Lama", level="PENGAWAS", agency_name="X", started_on=date(2001 + number, 1, 1)
        )
        PerformanceRecord.objects.create(employee=employee, year=2001 + number, predicate="BAIK")
        OwnRecordFactory(employee=employee)
        RecordReportFactory(employee=employee, record_id=number)
    client.force_login(employee.user)
    client.get(reverse("show_profile"))
    with django_assert_num_queries(PROFILE_QUERIES):
        client.get(reverse("show_profile"))


PROFILE_QUERIES = 16


def test_profile_without_a_register_row_says_what_to_do(client):
    client.force_login(UserFactory(nip="198205172006041001"))
    assert "Data Anda belum ada di data induk ASN" in client.get(reverse("show_profile")).content.decode()


def test_profile_is_closed_to_people_without_nip_and_to_visitors(client):
    assert client.get(reverse("show_profile")).status_code == 302
    client.force_login(UserFactory())
    assert client.get(reverse("show_profile")).status_code == 403


def test_search_switch_changes_only_the_own_record_and_is_written_down(client, employee):
    other = EmployeeFactory(with_user=True)
    client.force_login(employee.user)
    answer = client.post(reverse("switch_own_visibility"), {"tampak": "tidak"}, follow=True)
    assert "Anda tidak muncul dan tidak dihitung" in answer.content.decode()
    employee.refresh_from_db()
    other.refresh_from_db()
    assert (employee.is_searchable, other.is_searchable) == (False, True)
    assert AuditEntry.objects.get(act="switch_search_visibility").object_id == str(employee.public_id)
    client.post(reverse("switch_own_visibility"), {"tampak": "tidak"})
    assert AuditEntry.objects.filter(act="switch_search_visibility").count() == 1


def test_search_switch_of_somebody_else_is_refused(employee):
    with pytest.raises(Refused, match="Hanya pemilik data"):
        switch_search_visibility(employee_id=employee.pk, actor=UserFactory(), visible=False)


def test_search_switch_refuses_get(client, employee):
    client.force_login(employee.user)
    assert client.get(reverse("switch_own_visibility")).status_code == 405
