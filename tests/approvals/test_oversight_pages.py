"""The desk of oversight, and documents asked for: the clock stops and runs again, and a late recommendation stays marked."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from approvals import actions
from approvals.holidays import holidays
from approvals.models import ApprovalStep, DocumentAsk
from approvals.pages import age_words, public_line, strip_rows
from approvals.rules.clock import due_on
from core.models import AuditEntry, OutboxMessage
from core.refusals import Refused, Stale
from tests.approvals.test_delegations import again, give
from tests.factories.applications import sample_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def advised(send, people):
    """A request that waits for the recommendation."""
    request = send()
    give(request, people["pyb"], "APPROVE", 1)
    give(request, people["ppk"], "APPROVE", 2)
    return request


def step_of(request):
    return ApprovalStep.objects.select_related("request__agency").get(request=request, code="wasdal")


def test_asking_stops_the_clock_and_the_answer_starts_it_again(advised, people, agency):
    today = agency.day(timezone.now())
    before = step_of(advised).due_on
    ask = actions.ask_documents(request_id=advised.pk, actor=again(people["wasdal"]), text="Notula rapat pansel", working_days=3)
    step = step_of(advised)
    assert (step.state, step.paused_until) == ("OPEN", due_on(today, 3, holidays(today.year)))
    assert step.due_on > before
    assert "jam berhenti menunggu dokumen" in age_words(step, agency, timezone.now())
    mail = OutboxMessage.objects.get(kind="documents_asked")
    assert (mail.recipient, "Notula rapat pansel" in mail.text) == (people["sender"], True)
    with pytest.raises(Refused, match="belum dijawab"):
        actions.ask_documents(request_id=advised.pk, actor=again(people["wasdal"]), text="Lagi", working_days=3)
    actions.answer_ask(ask_id=ask.pk, actor=again(people["sender"]), answer="Notula terlampir.", accepted=None)
    step = step_of(advised)
    assert (step.paused_until, step.due_on) == (None, before)
    assert OutboxMessage.objects.get(kind="documents_answered").recipient == people["wasdal"]
    with pytest.raises(Stale, match="sudah dijawab"):
        actions.answer_ask(ask_id=ask.pk, actor=again(people["sender"]), answer="Sekali lagi.", accepted=None)
    acts = list(AuditEntry.objects.filter(act__endswith="documents").order_by("sequence").values_list("act", flat=True))
    assert acts == ["ask_documents", "answer_documents"]


def test_a_late_step_stays_late_and_the_clock_runs_again_after_the_last_day_for_the_answer(advised, people, agency):
    ApprovalStep.objects.filter(request=advised, code="wasdal").update(due_on=timezone.localdate() - timedelta(days=3))
    actions.ask_documents(request_id=advised.pk, actor=again(people["wasdal"]), text="Notula", working_days=2)
    step = step_of(advised)
    assert (step.paused_until, step.due_on) == (None, timezone.localdate() - timedelta(days=3))


def test_who_may_ask_and_who_may_answer(send, people, advised):
    early = send()
    with pytest.raises(Refused, match="tahap rekomendasi"):
        actions.ask_documents(request_id=early.pk, actor=again(people["pyb"]), text="Notula", working_days=2)
    with pytest.raises(Refused, match="tidak memegang peran"):
        actions.ask_documents(request_id=advised.pk, actor=again(people["ppk"]), text="Notula", working_days=2)
    ask = actions.ask_documents(request_id=advised.pk, actor=again(people["wasdal"]), text="Notula", working_days=2)
    with pytest.raises(Refused, match="dijawab pengirimnya"):
        actions.answer_ask(ask_id=ask.pk, actor=again(people["pyb"]), answer="Ini.", accepted=None)


def test_a_verdict_closes_what_was_asked(advised, people):
    ask = actions.ask_documents(request_id=advised.pk, actor=again(people["wasdal"]), text="Notula", working_days=2)
    give(advised, people["wasdal"], "NOT_RECOMMEND", 3, "Panel belum seimbang.")
    ask.refresh_from_db()
    assert ask.closed_at is not None
    assert step_of(advised).paused_until is None
    with pytest.raises(Stale, match="sudah selesai"):
        actions.answer_ask(ask_id=ask.pk, actor=again(people["sender"]), answer="Ini.", accepted=None)


def test_a_late_recommendation_is_marked_before_and_after_it_is_given_and_never_given_by_the_clock(advised, people, agency):
    now = timezone.now()
    ApprovalStep.objects.filter(request=advised, code="wasdal").update(due_on=agency.day(now) - timedelta(days=7))
    line = public_line(step_of(advised), agency, now)
    assert line.startswith("menunggu Wasdal BKN, hari ke-")
    assert "rekomendasi lewat waktu" in line
    actions.remind_of_due_steps(now=now)
    assert step_of(advised).state == "OPEN"
    give(advised, people["wasdal"], "RECOMMEND", 3)
    request = type(advised).objects.with_chain().get(pk=advised.pk)
    assert "hari kerja lewat waktu" in strip_rows(request, now, people["sender"])[2]["when"]


def test_sender_answers_with_a_file_on_the_page_and_the_reader_opens_it(advised, people, client):
    ask = actions.ask_documents(request_id=advised.pk, actor=again(people["wasdal"]), text="Notula", working_days=2)
    client.force_login(User.objects.get(pk=people["sender"].pk))
    url = reverse("answer_documents", args=[ask.public_id])
    empty = client.post(url, {"answer": ""})
    assert "Tulis jawaban" in empty.content.decode()
    scan = SimpleUploadedFile("notula.pdf", sample_pdf(), content_type="application/pdf")
    assert client.post(url, {"answer": "Terlampir.", "file": scan}).status_code == 302
    client.force_login(User.objects.get(pk=people["wasdal"].pk))
    page = client.get(reverse("decide_step", args=[advised.public_id])).content.decode()
    assert "Terlampir." in page
    answer = client.get(reverse("download_answer", args=[ask.public_id]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_the_page_offers_to_ask_only_where_one_may(advised, send, people, client):
    client.force_login(again(people["wasdal"]))
    ask, decide = (reverse(name, args=[advised.public_id]) for name in ("ask_documents", "decide_step"))
    assert "working_days" in client.get(ask).content.decode()
    assert client.get(decide).context["may_ask"]
    actions.ask_documents(request_id=advised.pk, actor=again(people["wasdal"]), text="Notula", working_days=2)
    page = client.get(ask).content.decode()
    assert "belum dijawab pengirim" in page
    assert "working_days" not in page
    assert not client.get(decide).context["may_ask"]
    early = send()
    client.force_login(again(people["pyb"]))
    assert "hanya diminta pada tahap rekomendasi" in client.get(reverse("ask_documents", args=[early.public_id])).content.decode()


def test_desk_costs_the_same_at_every_size(send, people, client, django_assert_num_queries):
    client.force_login(people["wasdal"])
    url = reverse("show_oversight")

    def wait():
        request = send()
        give(request, people["pyb"], "APPROVE", 1)
        give(request, people["ppk"], "APPROVE", 2)

    wait()
    client.get(url)
    for _ in range(2):
        with django_assert_num_queries(DESK_QUERIES):
            body = client.get(url).content.decode()
        wait()
        wait()
    assert body.count('class="row-link"') == 3


DESK_QUERIES = 9


def test_desk_narrows_by_flag_and_shows_late_steps_of_others(send, advised, people, client):
    client.force_login(people["wasdal"])
    url = reverse("show_oversight")
    assert "Rencana uji" in client.get(url).content.decode()
    assert "Tidak ada rekomendasi tertunda" in client.get(url, {"tanda": "dokumen"}).content.decode()
    actions.ask_documents(request_id=advised.pk, actor=again(people["wasdal"]), text="Notula", working_days=2)
    assert "menunggu dokumen" in client.get(url, {"tanda": "dokumen"}).content.decode()
    assert "Tidak ada yang terlambat" in client.get(url, {"tab": "terlambat"}).content.decode()
    late = send(title="Rencana terlambat")
    ApprovalStep.objects.filter(request=late, position=1).update(due_on=timezone.localdate() - timedelta(days=2))
    assert "Rencana terlambat" in client.get(url, {"tab": "terlambat"}).content.decode()
    assert DocumentAsk.objects.waiting().count() == 1
