"""What somebody may not know changes nothing that somebody sees: no list, no order, no count, no search, no file.

Two readings of the same pages, before and after the hidden facts of this file came true, are compared byte by byte. That is
stronger than looking for words: an order, a number of pages or a missing line would show as well.
"""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from employees.models import DisciplineRecord
from tests.access.test_every_url import ask
from tests.access.world import World
from tests.factories.applications import ApplicationFactory
from tests.factories.invitations import InvitationFactory
from tests.factories.people import EmployeeFactory
from tests.factories.selection import fill_sheet
from tests.factories.vacancies import VacancyFactory
from vacancies.models import Application, PanelMember

pytestmark = pytest.mark.owasp("A01")
HIDDEN = "Zulkarnain Tersembunyi"
POST = "Direktur Rahasia Samudra"


def come_true(world: World) -> None:
    """Facts that none of the readers below may learn."""
    opened, scoring, own = world.objects["open"], world.objects["scoring"], world.objects["own employee"]
    servant = EmployeeFactory(name=HIDDEN, with_user=True)
    # A plan nobody has published, in every state before that.
    for state in ("DRAFT", "PLAN_REVIEW"):
        VacancyFactory(state=state, position_title=POST, agency=opened.agency)
    # A rival begins, another one sends, to a window that is open.
    ApplicationFactory(vacancy=opened, employee=servant, state="DRAFT")
    ApplicationFactory(vacancy=opened, employee=EmployeeFactory(name=HIDDEN), state="SUBMITTED")
    # Somebody else is invited, somebody else is punished.
    InvitationFactory(vacancy=opened, employee=EmployeeFactory(name=HIDDEN), state="SENT")
    rival = Application.objects.filter(vacancy=scoring).exclude(employee=own).first()
    DisciplineRecord.objects.create(employee=rival.employee, severity="BERAT", started_on=timezone.localdate(), basis="SK-1")
    # A colleague of the panel scores.
    member = PanelMember.objects.get(panel__vacancy=scoring, user=world.people["own:PANEL_MEMBER"].user)
    codes = [component.code for component in scoring.components.all() if component.aggregate != "SINGLE"]
    fill_sheet(world.objects["candidate"], member, dict.fromkeys(codes, Decimal("61.5")))


def pages(world: World) -> dict[str, list[str]]:
    """Reader -> addresses: lists, every order, searches for what is hidden, counts, previews, files."""
    vacancy = world.objects["open"]
    public = [
        reverse("list_vacancies"),
        reverse("list_vacancies") + "?cari=Rahasia+Samudra",
        reverse("list_vacancies") + "?urut=tenggat",
        reverse("list_vacancies") + "?urut=-id&halaman=99",
        reverse("list_results"),
        reverse("show_statistics"),
        reverse("list_agencies"),
        reverse("suggest_agencies") + "?q=Badan",
        reverse("show_open_data"),
        reverse("download_vacancy_table"),
        reverse("read_atom_feed"),
        reverse("read_json_feed"),
        reverse("show_sitemap"),
        reverse("show_vacancy", args=[vacancy.public_id]),
        reverse("show_vacancy", args=[world.objects["scoring"].public_id]),
        reverse("show_public_history", args=[vacancy.public_id]),
        reverse("download_deadline", args=[vacancy.public_id]),
    ]
    applicant = [
        reverse("list_applications"),
        reverse("list_notifications"),
        reverse("list_own_readings"),
        reverse("show_own_privacy"),
        *(reverse("show_application", args=[each.public_id]) for each in world.objects["own employee"].applications.all()),
    ]
    stranger = [
        reverse("list_own_vacancies"),
        reverse("list_own_vacancies") + "?cari=Rahasia",
        reverse("show_dashboard"),
        reverse("list_outbox"),
    ]
    return {
        "anonymous": public,
        "own:APPLICANT": [*public[:4], *applicant],
        "stranger:AGENCY_ADMIN": [*stranger, *public[:2]],
        "stranger:SECRETARIAT": stranger[:3],
        "stranger:PANEL_CHAIR": [reverse("list_assignments"), reverse("list_steps")],
        "own:PPK": [reverse("list_steps") + "?status=selesai"],
        "national:SETKAB": [reverse("list_steps")],
    }


def read(world: World) -> dict[tuple[str, str], str]:
    """(reader, address) -> status and text, without tokens and the moment."""
    found = {}
    for key, urls in pages(world).items():
        for url in urls:
            answer = ask(world.people[key], "GET", url, {})
            text = "" if answer.streaming else answer.content.decode(errors="replace")
            text = re.sub(r'csrfmiddlewaretoken" value="[^"]+|X-CSRFToken[^}]+', "", text)
            text = re.sub(r"\d{1,2}[.:]\d{2}([.:]\d{2})?|\d{4}-\d{2}-\d{2}T[\d:.+Z-]+|DTSTAMP:\w+", "WAKTU", text)
            # The time that is left runs on while the test works.
            text = re.sub(r'data-portal-seconds="\d+"|\d+ menit lagi', "SISA", text)
            found[key, url] = f"{answer.status_code} {text}"
    return found


def difference(before: str, after: str) -> list[str]:
    """The lines that only one of two pages has."""
    one, two = before.splitlines(), after.splitlines()
    return [line.strip() for line in one if line not in two] + [line.strip() for line in two if line not in one]


def test_what_is_hidden_changes_nothing_that_is_seen(world):
    before = read(world)
    assert len(before) > 35
    assert {text[:3] for text in before.values()} <= {"200", "304"}
    come_true(world)
    after = read(world)
    assert [difference(before[where], after[where]) for where in before if before[where] != after[where]] == []
    assert [where for where, text in after.items() if HIDDEN in text or POST in text] == []


def test_the_facts_do_change_what_may_be_seen(world):
    """Otherwise the comparison above would prove nothing."""
    urls = {
        "own:AGENCY_ADMIN": [reverse("list_own_vacancies"), reverse("show_own_vacancy", args=[world.objects["open"].public_id])],
        "own:PANEL_MEMBER": [reverse("show_scoring_room", args=[world.objects["scoring"].public_id])],
    }
    before = {(key, url): ask(world.people[key], "GET", url, {}).content for key, each in urls.items() for url in each}
    come_true(world)
    after = {(key, url): ask(world.people[key], "GET", url, {}).content for key, each in urls.items() for url in each}
    assert [where for where in before if before[where] == after[where]] == []
    assert POST in ask(world.people["own:AGENCY_ADMIN"], "GET", reverse("list_own_vacancies"), {}).content.decode()
