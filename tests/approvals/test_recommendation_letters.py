"""What the oversight body recommends leaves as a numbered letter: on the decision, in the mail, in the trail, for its readers."""

import html
import io

import pytest
from django.core import mail as postbox
from django.urls import reverse
from pypdf import PdfReader

from accounts.enums import Role
from approvals.models import Decision, Stake
from core.delivery import deliver_due
from core.letters import letter_bytes
from core.models import AuditEntry, Letter, LetterRegister, OutboxMessage
from core.refusals import Refused
from tests.approvals.test_delegations import again, give
from tests.factories.people import AgencyFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def advised(send, people):
    """A request that waits for the recommendation."""
    request = send()
    give(request, people["pyb"], "APPROVE", 1)
    give(request, people["ppk"], "APPROVE", 2)
    return request


def words_of(letter: Letter) -> str:
    pages = PdfReader(io.BytesIO(letter_bytes(letter))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_recommendation_issues_a_letter_on_the_decision_in_the_mail_and_in_the_trail(advised, people, agency):
    assert Decision.objects.exclude(letter=None).count() == 0
    decision = give(advised, people["wasdal"], "NOT_RECOMMEND", 3, "Panel belum seimbang.")
    letter = decision.letter
    year = decision.decided_at.year
    assert (letter.kind, letter.number) == ("REKOMENDASI", f"001/REK/WASDAL-BKN/{year}")
    assert "ekomendasikan" not in letter.title
    text = words_of(letter)
    for part in (
        letter.number, "Tidak direkomendasikan", "Panel belum seimbang.", f"Yth. Pejabat Pembina Kepegawaian {agency.name}",
        people["wasdal"].full_name, advised.digest, "diperbaiki dan dikirim kembali",
    ):  # fmt: skip
        assert part in text, part
    assert "Anda" not in text
    mails = OutboxMessage.objects.filter(letter=letter).order_by("kind")
    assert list(mails.values_list("kind", "recipient")) == [
        ("recommendation_issued", people["ppk"].pk), ("step_decided", people["sender"].pk),
    ]  # fmt: skip
    assert all(letter.number in mail.text for mail in mails)
    row = AuditEntry.objects.get(chain=advised.trail_chain, act="decide_step", body__contains="NOT_RECOMMEND")
    assert f'"letter":"{letter.number}"' in row.body
    deliver_due()
    names = {each[0] for mail in postbox.outbox for each in mail.attachments if "Tidak merekomendasikan" in mail.body}
    assert names == {"rekomendasi.pdf"}


def test_a_refused_recommendation_takes_no_number_and_an_approval_issues_nothing(advised, people):
    with pytest.raises(Refused, match=r"[Cc]atatan"):
        give(advised, people["wasdal"], "NOT_RECOMMEND", 3, "")
    assert not LetterRegister.objects.filter(register="WASDAL-BKN").exists()
    assert not Letter.objects.exists()
    decision = give(advised, people["wasdal"], "RECOMMEND", 3)
    assert "Direkomendasikan" in words_of(decision.letter)
    assert "dikirim kembali" not in words_of(decision.letter)


def test_the_letter_opens_for_readers_of_the_request_and_nobody_else(advised, people, agency, client):
    letter = give(advised, people["wasdal"], "RECOMMEND", 3).letter
    address = reverse("download_recommendation", args=[advised.public_id, letter.public_id])
    page = reverse("decide_step", args=[advised.public_id])
    office = UserFactory(role=Role.SECRETARIAT, agency=agency)
    for reader in (people["sender"], people["ppk"], people["wasdal"], office):
        client.force_login(again(reader))
        answer = client.get(address)
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
        shown = html.unescape(client.get(page).content.decode())
        assert shown.count(f'href="{address}"') == 2
        assert f"Surat {letter.number} (PDF)" in shown
    client.force_login(UserFactory(role=Role.PPK, agency=AgencyFactory()))
    assert client.get(address).status_code == 404
    client.force_login(again(people["ppk"]))
    assert client.get(reverse("download_recommendation", args=[advised.public_id, advised.public_id])).status_code == 404


def test_who_has_a_stake_gets_no_letter(advised, people, agency):
    Stake.objects.create(
        subject=advised.trail_chain,
        official=people["ppk"],
        declared_by=people["ppk"],
        tie="saudara",
        declared_at=advised.created_at,
    )
    letter = give(advised, people["wasdal"], "RECOMMEND", 3).letter
    assert list(OutboxMessage.objects.filter(letter=letter).values_list("kind")) == [("step_decided",)]
