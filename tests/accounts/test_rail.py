"""The rail: what each duty finds there."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core.models import Notification
from employees.models import RecordReport
from tests.factories.evidence import RecordReportFactory
from tests.factories.people import EmployeeFactory, UserFactory

pytestmark = pytest.mark.django_db
FOLLOWED = ("list_saved_vacancies", "list_alerts")


def rail(client, user) -> list[str]:
    client.force_login(user)
    groups = client.get(reverse("list_saved_vacancies")).context["navigation"]["groups"]
    return [item["url"] for group in groups for item in group["items"]]


@pytest.mark.parametrize("role", [Role.PPK, Role.WASDAL, Role.AGENCY_ADMIN, Role.PANEL_MEMBER, Role.BKN_ADMIN])
def test_officials_find_what_they_follow(client, role):
    urls = rail(client, UserFactory(role=role))
    assert urls[-2:] == [reverse(name) for name in FOLLOWED]
    assert len(urls) > 2


def test_applicants_find_it_once_among_their_own_pages(client):
    urls = rail(client, EmployeeFactory(with_user=True).user)
    assert [urls.count(reverse(name)) for name in FOLLOWED] == [1, 1]
    assert reverse("show_profile") in urls


def frame(client, user) -> tuple[int, int, str]:
    """Unread notices, waiting reports, and the page."""
    client.force_login(user)
    page = client.get(reverse("list_saved_vacancies"))
    navigation = page.context["navigation"]
    address = reverse("list_record_reports")
    [count] = [item["count"] for group in navigation["groups"] for item in group["items"] if item["url"] == address]
    return navigation["unread"](), count(), page.content.decode()


def test_counts_of_the_frame_are_those_of_the_pages(client):
    admin = UserFactory(role=Role.AGENCY_ADMIN, nip="198201012006041001")
    agency = admin.duties[0].agency
    for number, (person, read_at) in enumerate([(admin, None), (admin, None), (admin, timezone.now()), (UserFactory(), None)]):
        Notification.objects.create(key=f"uji:{number}", recipient=person, title="Uji", url="/", read_at=read_at)
    own = RecordReportFactory(employee=EmployeeFactory(agency=agency, user=admin))
    others = [RecordReportFactory(employee=EmployeeFactory(agency=agency)) for _ in range(3)]
    RecordReportFactory()
    for report, outcome in ((others[1], "KEPT"), (others[2], "WITHDRAWN")):
        report.outcome, report.answered_at = outcome, timezone.now()
        report.save()
    assert own.is_open
    unread, reports, body = frame(client, admin)
    assert unread == Notification.objects.filter(recipient=admin, read_at=None).count() == 2
    assert reports == RecordReport.objects.waiting_for(admin).count() == 1
    assert body.count('<span class="visually-hidden"> menunggu</span>') == 1
    # Another number is another drawing.
    RecordReport.objects.filter(pk=others[0].pk).update(outcome="KEPT", answered_at=timezone.now())
    assert "menunggu</span>" not in frame(client, admin)[2]
