"""Scores taken out as a workbook: the right people, once they are locked, and not a single formula."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import Role
from core.models import AuditEntry
from core.spreadsheets import read_table, xlsx_of
from employees.models import Employee
from selection import actions
from selection.importing import HEADING_WORDS, plan_import
from selection.models import Recusal, ScoreSheet
from tests.factories.selection import chair_of, member_of, official, scoring_vacancy
from vacancies.models import PanelMember

pytestmark = pytest.mark.django_db
RUNNABLE = ("=1+1", "+62 812", "-5", "@SUM(A1)", '=HYPERLINK("http://x.example")')


@pytest.fixture
def vacancy():
    """Three people, ranked; the first one's name and a reason begin like formulas."""
    made = scoring_vacancy(candidates=3, filled=True)
    Employee.objects.filter(pk=made.candidates.get(number=1).application.employee_id).update(name="=cmd|' /C calc'!A0")
    sheet = ScoreSheet.objects.filter(candidate__vacancy=made, candidate__number=1).order_by("id")[0]
    sheet.reasons = {"INTERVIEW": "+Sangat menguasai"}
    sheet.save()
    return made


def address(vacancy) -> str:
    return reverse("export_scores", args=[vacancy.public_id])


def test_words_are_text_whatever_they_begin_with():
    content = xlsx_of([("Uji", [["A"], *([word] for word in RUNNABLE), [Decimal("87.5")]])])
    cells = [cell for (cell,) in load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2)]
    assert [(cell.data_type, cell.value) for cell in cells[:-1]] == [("s", word) for word in RUNNABLE]
    assert all(cell.quotePrefix for cell in cells[:-1])
    assert (cells[-1].data_type, cells[-1].value) == ("n", 87.5)


def test_locked_scores_are_read_back_without_a_formula(client, vacancy):
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    client.force_login(official(Role.SECRETARIAT, vacancy))
    answer = client.get(address(vacancy))
    book = load_workbook(io.BytesIO(answer.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    ranking = [[cell.value for cell in row] for row in book["Peringkat"].iter_rows()]
    assert ranking[0][:4] == ["PERINGKAT", "NOMOR_PESERTA", "NAMA", "INSTANSI"]
    assert ranking[1][:3] == [1, "001", "=cmd|' /C calc'!A0"]
    assert [row[-2] for row in ranking[1:]] == [95, 90, 85]
    scorers = [[cell.value for cell in row] for row in book["Nilai penilai"].iter_rows()]
    # Three people: three panel components from five members, and one imported value.
    assert len(scorers) == 1 + 3 * (3 * 5 + 1)
    assert "+Sangat menguasai" in {row[5] for row in scorers}
    assert {row[6] for row in scorers[1:]} == {"ya"}
    assert AuditEntry.objects.filter(chain=vacancy.trail_chain).order_by("-sequence")[0].act == "export_scores"


def test_a_sheet_that_counts_no_more_says_so(client, vacancy):
    office, seat = official(Role.SECRETARIAT, vacancy), PanelMember.objects.get(panel__vacancy=vacancy, user=member_of(vacancy))
    first = vacancy.candidates.get(number=1)
    actions.impose_recusal(candidate_id=first.pk, member_id=seat.pk, actor=office, reason="Hubungan dekat.")
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    client.force_login(office)
    book = load_workbook(io.BytesIO(client.get(address(vacancy)).content))
    rows = [[cell.value for cell in row] for row in book["Nilai penilai"].iter_rows(min_row=2)]
    assert {(row[0], row[2]) for row in rows if row[6] == "tidak"} == {("001", seat.user.full_name)}
    assert sum(row[6] == "tidak" for row in rows) == 3


def test_no_file_before_the_ranking_nor_for_members_nor_over_a_conflict(client, vacancy):
    client.force_login(chair_of(vacancy))
    early = client.get(address(vacancy))
    assert early.status_code == 409
    assert "setelah peringkat disusun" in early.content.decode()
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    client.force_login(member_of(vacancy))
    assert client.get(address(vacancy)).status_code == 403
    seat = PanelMember.objects.get(panel__vacancy=vacancy, is_chair=True)
    first = vacancy.candidates.get(number=1)
    Recusal.objects.create(candidate=first, member=seat, reason="Satu unit.", declared_at=vacancy.state_since)
    client.force_login(seat.user)
    assert "konflik kepentingan" in client.get(address(vacancy)).content.decode()


def test_empty_form_goes_out_and_comes_back(client):
    vacancy = scoring_vacancy(candidates=2)
    client.force_login(official(Role.SECRETARIAT, vacancy))
    content = client.get(reverse("download_score_workbook", args=[vacancy.public_id])).content
    book = load_workbook(io.BytesIO(content))
    sheet = book.active
    for row in (2, 3):
        sheet.cell(row, 3).value = 80 + row
    filled = io.BytesIO()
    book.save(filled)
    plan = plan_import(read_table(filled.getvalue(), "nilai.xlsx", columns=HEADING_WORDS), vacancy)
    assert plan.errors == ()
    assert {value.number: value.value for value in plan.values} == {1: Decimal(82), 2: Decimal(83)}
