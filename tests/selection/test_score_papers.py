"""Papers scored without a name: no page, address or file says who wrote one."""

import io
import re
from decimal import Decimal

import pikepdf
import pytest
from django.urls import reverse

from core.models import AuditEntry
from core.refusals import Refused
from selection import actions
from selection.models import Candidate, Recusal, ScoreSheet
from selection.papers import neutral_copy, paper_numbers
from selection.scoreboard import read_scoreboard
from tests.factories.applications import ApplicationDocumentFactory
from tests.factories.selection import member_of, recast, scoring_vacancy
from vacancies.models import PanelMember

pytestmark = pytest.mark.django_db
LIST_QUERIES = 12


def telling_pdf(name: str) -> bytes:
    """A paper whose file names its writer everywhere a program writes it."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.docinfo["/Author"] = name
    pdf.docinfo["/Title"] = f"Makalah {name}"
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = [name]
    remark = {"/Type": pikepdf.Name.Annot, "/Subtype": pikepdf.Name.Text, "/Rect": [0, 0, 1, 1], "/T": pikepdf.String(name)}
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary(remark))])
    out = io.BytesIO()
    pdf.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


@pytest.fixture
def vacancy():
    """Three people; the paper is scored without a name."""
    made = scoring_vacancy(candidates=3)
    recast(made, "PAPER", is_blind=True)
    for candidate in made.candidates.select_related("application__employee").order_by("number"):
        name = candidate.application.employee.name
        ApplicationDocumentFactory(
            application=candidate.application, type="MAKALAH", original_name=f"makalah {name}.pdf", content=telling_pdf(name)
        )
    return made


def first(vacancy) -> Candidate:
    return Candidate.objects.select_related("application__employee__agency").get(vacancy=vacancy, number=1)


def hints(vacancy) -> set[str]:
    """Everything that would tell who wrote a paper."""
    found = set()
    for each in Candidate.objects.filter(vacancy=vacancy).select_related("application__employee__agency"):
        employee = each.application.employee
        document = each.application.documents.get(type="MAKALAH")
        found |= {employee.name, employee.nip, employee.agency.name, employee.position_title, each.application.email}
        found |= {str(each.public_id), str(each.application.public_id), str(document.public_id), document.original_name}
    return found - {vacancy.agency.name, ""}


def test_no_page_of_a_paper_says_who_wrote_it(client, vacancy):
    person, candidate = member_of(vacancy), first(vacancy)
    client.force_login(person)
    addresses = [
        reverse("list_papers", args=[vacancy.public_id]),
        reverse("mark_paper", args=[candidate.paper_id]),
        reverse("check_paper", args=[candidate.paper_id]),
    ]
    typed = {"score_PAPER": "95", "reason_PAPER": "Tajam dan runtut.", "version": 0, "act": "check"}
    assert client.post(addresses[1], typed).url == addresses[2]
    telling = hints(vacancy)
    assert len(telling) > 20
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        text = answer.content.decode()
        assert [word for word in telling if word in text or word in address] == []
        # Nor the participant number, which stands beside the name elsewhere.
        assert not re.search(r"peserta\s+00\d", text, re.I)
    done = client.post(addresses[2], {"version": 1, "act": "stay"}, follow=True)
    assert [word for word in telling if word in done.content.decode()] == []
    sheet = ScoreSheet.objects.get()
    assert (sheet.is_blind, sheet.submitted_at is not None) == (True, True)


def test_the_file_is_sent_under_a_neutral_name_without_its_writer(client, vacancy):
    candidate = first(vacancy)
    client.force_login(member_of(vacancy))
    answer = client.get(reverse("read_paper", args=[candidate.paper_id]))
    number = paper_numbers(vacancy)[candidate.paper_id]
    assert answer["Content-Disposition"] == f'inline; filename="makalah-{number}.pdf"'
    with candidate.application.documents.get(type="MAKALAH").file.open("rb") as stream:
        stored = stream.read()
    name = candidate.application.employee.name.encode()
    assert name in stored
    assert [word for word in hints(vacancy) if word.encode() in answer.content] == []
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 1
        assert "/Info" not in pdf.trailer
    # The writer can read later that the paper was opened, like every other opening of a file.
    assert AuditEntry.objects.filter(act="view_document").count() == 1


def test_a_neutral_copy_is_the_same_each_time():
    assert neutral_copy(telling_pdf("Nama Penulis")) == neutral_copy(telling_pdf("Nama Penulis"))


def test_the_named_sheet_shows_neither_the_paper_nor_its_component(client, vacancy):
    candidate = first(vacancy)
    ApplicationDocumentFactory(application=candidate.application, type="DRH")
    client.force_login(member_of(vacancy))
    text = client.get(reverse("score_candidate", args=[candidate.public_id])).content.decode()
    assert "Daftar riwayat hidup" in text
    assert str(candidate.application.documents.get(type="MAKALAH").public_id) not in text
    assert "score_PAPER" not in text
    with pytest.raises(Refused, match="di lembar ini"):
        actions.save_sheet(candidate_id=candidate.pk, actor=member_of(vacancy), values={"PAPER": Decimal(70)})


def test_both_sheets_of_everybody_are_needed(vacancy):
    candidate, person = first(vacancy), member_of(vacancy)
    values = {"TRACK": Decimal(80), "INTERVIEW": Decimal(80)}

    def subjects() -> list[str]:
        gaps = read_scoreboard(vacancy).gaps()
        return [gap.subject for gap in gaps if gap.candidate == candidate and gap.holder == person.full_name]

    assert subjects() == ["Lembar penilaian", "Lembar makalah"]
    actions.save_sheet(candidate_id=candidate.pk, actor=person, values=values, submit=True)
    assert subjects() == ["Lembar makalah"]
    actions.save_sheet(candidate_id=candidate.pk, actor=person, values={"PAPER": Decimal(80)}, submit=True, blind=True)
    assert subjects() == []


def test_who_is_recused_or_has_left_appears_on_no_list(client, vacancy):
    person = member_of(vacancy)
    seat = PanelMember.objects.get(panel__vacancy=vacancy, user=person)
    recused, left = vacancy.candidates.order_by("number")[:2]
    Recusal.objects.create(candidate=recused, member=seat, reason="Satu unit.", declared_at=vacancy.state_since)
    Candidate.objects.filter(pk=left.pk).update(is_absent=True)
    client.force_login(person)
    text = client.get(reverse("list_papers", args=[vacancy.public_id])).content.decode()
    assert text.count("Buka lembar") == 1
    for closed in (recused, left):
        for name in ("mark_paper", "check_paper", "read_paper"):
            assert client.get(reverse(name, args=[closed.paper_id])).status_code == 404


def test_others_scores_of_a_paper_open_with_the_own_sheet(client, vacancy):
    candidate, person, other = first(vacancy), member_of(vacancy), member_of(vacancy, 2)
    actions.save_sheet(candidate_id=candidate.pk, actor=other, values={"PAPER": Decimal("66.25")}, submit=True, blind=True)
    client.force_login(person)
    address = reverse("mark_paper", args=[candidate.paper_id])
    assert "66,25" not in client.get(address).content.decode()
    actions.save_sheet(candidate_id=candidate.pk, actor=person, values={"PAPER": Decimal(70)}, submit=True, blind=True)
    assert "66,25" in client.get(address).content.decode()


def test_without_such_a_component_there_is_no_list(client):
    vacancy = scoring_vacancy(candidates=1)
    client.force_login(member_of(vacancy))
    assert client.get(reverse("list_papers", args=[vacancy.public_id])).status_code == 404
    paper = vacancy.candidates.get().paper_id
    assert client.get(reverse("mark_paper", args=[paper])).status_code == 404


@pytest.mark.parametrize("candidates", [1, 3])
def test_list_of_papers_costs_the_same_at_every_length(client, django_assert_num_queries, candidates):
    vacancy = scoring_vacancy(candidates=candidates)
    recast(vacancy, "PAPER", is_blind=True)
    client.force_login(member_of(vacancy))
    address = reverse("list_papers", args=[vacancy.public_id])
    client.get(address)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(address)
