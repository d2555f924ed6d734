"""What a page must not tell: other applicants to an applicant, others' scores to a scorer, people to the public."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from employees.models import Employee
from selection.models import Candidate, Score
from tests.access.matrix import MATRIX, PUBLIC
from tests.access.objects import OBJECTS
from tests.access.test_every_url import address, ask, expectation
from tests.access.world import World
from tests.factories.selection import fill_sheet
from vacancies.models import Application, PanelMember

pytestmark = pytest.mark.owasp("A01")
# 18 digits, alone or grouped 8 6 1 3, not part of a longer run such as a hash.
NIP = re.compile(r"(?<![0-9a-f-])(?:\d{18}|\d{8} \d{6} \d \d{3})(?![0-9a-f-])")
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
DEMO_ONLY = {"list_mailbox", "show_mail", "download_mail_attachment", "show_demo_clock", "list_demo_accounts", "show_gallery"}


def page(world: World, key: str, url: str) -> str:
    answer = ask(world.people[key], "GET", url, {})
    if answer.streaming or not answer["Content-Type"].startswith("text/html"):
        return ""
    return answer.content.decode()


def spaced(nip: str) -> str:
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"


def test_an_applicant_never_reads_of_another_applicant(world):
    """On no page that opens for applicants: neither name nor NIP nor receipt number of anybody else who applied."""
    own = world.objects["own employee"]
    others = Application.objects.exclude(employee=own).select_related("employee")
    words = {
        word
        for other in others
        for word in (
            other.employee.name,
            other.employee.nip,
            spaced(other.employee.nip),
            other.receipt_number,
            str(other.public_id),
        )
        if word
    }
    assert len(words) > 10
    # The public result names who was chosen and who passed: that is its purpose, so it is not asked here.
    allowed = {"show_result", *DEMO_ONLY}
    seen = 0
    for name in sorted(set(MATRIX) - allowed):
        if expectation(name, world.people["own:APPLICANT"]) != "open":
            continue
        text = page(world, "own:APPLICANT", address(world, name))
        seen += bool(text)
        assert {word for word in words if word in text} == set(), name
    assert seen > 20


def test_every_own_application_page_keeps_to_itself_at_every_stage(world):
    """The status page of a running and of a finished selection: own scores only after the result, never a rank of others."""
    own = world.objects["own employee"]
    for application in Application.objects.filter(employee=own).select_related("vacancy"):
        text = page(world, "own:APPLICANT", reverse("show_application", args=[application.public_id]))
        rivals = application.vacancy.applications.exclude(employee=own).select_related("employee")
        assert [rival.employee.name for rival in rivals if rival.employee.name in text] == []
        if application.vacancy.state != "ANNOUNCED":
            assert "77,77" not in text
            assert "peringkat ke" not in text.lower()


def test_a_hidden_move_looks_like_waiting(world):
    """Shortlisted or left out is known to the panel only until the result is announced: both read the same."""
    vacancy = world.objects["result review"]
    texts = []
    for state in ("SHORTLISTED", "NOT_SHORTLISTED"):
        application = vacancy.applications.get(employee=world.objects["own employee"])
        Application.objects.filter(pk=application.pk).update(state=state)
        text = page(world, "own:APPLICANT", reverse("show_application", args=[application.public_id]))
        texts.append(re.sub(r"\d+", "0", re.sub(r'csrfmiddlewaretoken" value="[^"]+|X-CSRFToken[^}]+', "", text)))
    assert texts[0] == texts[1]


def test_a_scorer_sees_no_score_of_others_before_handing_in(world):
    """The chair handed in 77,77 with a remark; the member who has not, reads neither on any page of the panel."""
    scoring = world.objects["scoring"]
    candidate = world.objects["candidate"]
    pages = [
        reverse("list_assignments"),
        reverse("show_scoring_room", args=[scoring.public_id]),
        *(reverse("score_candidate", args=[each.public_id]) for each in Candidate.objects.filter(vacancy=scoring)),
    ]
    for url in pages:
        text = page(world, "own:PANEL_MEMBER", url)
        assert "77,77" not in text, url
        assert "Catatan rahasia ketua" not in text, url
    own = page(world, "own:PANEL_CHAIR", reverse("score_candidate", args=[candidate.public_id]))
    assert "77,77" in own


def test_the_office_sees_progress_but_no_score_while_scoring_runs(world):
    """Rights matrix: others' scores are closed to admin and secretariat; the control room counts sheets only."""
    scoring = world.objects["scoring"]
    member = PanelMember.objects.get(panel__vacancy=scoring, user=world.people["own:PANEL_MEMBER"].user)
    codes = [c.code for c in scoring.components.all() if c.aggregate != "SINGLE"]
    fill_sheet(world.objects["candidate"], member, dict.fromkeys(codes, Score(value=0).value + 66))
    for key in ("own:AGENCY_ADMIN", "own:SECRETARIAT", "own:PANEL_CHAIR"):
        text = page(world, key, reverse("show_selection", args=[scoring.public_id]))
        assert "66,00" not in text
        assert "Catatan rahasia ketua" not in text


def test_public_pages_name_no_number_and_no_address_of_a_person(world):
    """Neither signed in nor not: no NIP, alone or grouped, and no e-mail of anybody we know."""
    addresses = {value.lower() for value in User.objects.values_list("email", flat=True)}
    addresses |= {value.lower() for value in Employee.objects.values_list("email", flat=True) if value}
    visitor = Client()
    urls = [address(world, name) for name, access in MATRIX.items() if access == PUBLIC and name not in DEMO_ONLY]
    urls += [reverse("show_vacancy", args=[world.objects[w].public_id]) for w in ("verification", "scoring", "announced")]
    for url in urls:
        answer = visitor.get(url)
        if answer.streaming:
            b"".join(answer.streaming_content)
            continue
        text = answer.content.decode()
        assert NIP.findall(text) == [], url
        assert {each.lower() for each in MAIL.findall(text)} & addresses == set(), url


def test_applicants_are_not_named_in_public_before_the_result(world):
    for word in ("open", "verification"):
        text = Client().get(reverse("show_vacancy", args=[world.objects[word].public_id])).content.decode()
        names = world.objects[word].applications.values_list("employee__name", flat=True)
        assert [name for name in names if name in text] == []


def test_before_closing_the_office_reads_numbers_only(world):
    """Rights matrix: applications open to the office once registration is closed."""
    opened = world.objects["open"]
    names = list(opened.applications.values_list("employee__name", "employee__nip", "public_id"))
    for key in ("own:AGENCY_ADMIN", "own:SECRETARIAT"):
        for name in ("show_own_vacancy", "list_applicants"):
            text = page(world, key, reverse(name, args=[opened.public_id]))
            assert [row[0] for row in names if row[0] in text or row[1] in text or str(row[2]) in text] == []
        for application in opened.applications.all():
            url = reverse("verify_application", args=[application.public_id])
            assert ask(world.people[key], "GET", url, {}).status_code in (404, 409)


def test_the_count_before_closing_is_not_for_deciders(world):
    """Rights matrix, "count of submissions before close": the office and the auditor only."""
    opened = world.objects["open"]
    url = reverse("show_own_vacancy", args=[opened.public_id])
    shown = re.compile(r"lamaran terkirim|draf belum terkirim|pelamar", re.I)
    figures = {key: count_figures(page(world, key, url)) for key in ("own:AGENCY_ADMIN", "own:PYB", "own:PPK", "national:WASDAL")}
    assert shown.search(page(world, "own:AGENCY_ADMIN", url))
    assert figures["own:AGENCY_ADMIN"] != []
    assert [figures[key] for key in ("own:PYB", "own:PPK", "national:WASDAL")] == [[], [], []]


def count_figures(text: str) -> list[str]:
    """Numbers that stand beside a word for applications."""
    plain = re.sub(r"<[^>]+>", " ", text)
    return re.findall(r"\d+\s+(?:lamaran|draf)\b|(?:lamaran terkirim|draf)\s+\d+", plain, re.I)


def test_mail_subjects_name_no_person(world):
    """Subjects travel and are logged in the clear."""
    from core.models import OutboxMessage

    names = set(Employee.objects.values_list("name", flat=True))
    subjects = list(OutboxMessage.objects.values_list("subject", flat=True))
    assert subjects
    assert [subject for subject in subjects if NIP.search(subject) or any(name in subject for name in names)] == []


def test_no_url_carries_a_number_of_a_row_or_a_person(world):
    """Ids in addresses are random; nothing can be counted up, and no NIP stands in a log."""
    for name in OBJECTS:
        assert not re.search(r"/\d+/", address(world, name)), name
        assert not NIP.search(address(world, name)), name
