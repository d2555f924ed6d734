"""Still short after the last extension: two ways only. Going on needs three, a reason and Wasdal's note."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from approvals.actions import decide
from approvals.models import ApprovalStep, Decision
from core.models import AuditEntry, OutboxMessage
from core.refusals import Refused, Stale
from selection.actions import open_selection
from tests.factories.applications import ApplicationFactory
from tests.factories.people import AgencyFactory, EmployeeFactory, MembershipFactory, UserFactory
from tests.factories.vacancies import RegistrationExtensionFactory, VacancyFactory
from vacancies.actions.continuation import ask_continuation, withdraw_continuation
from vacancies.actions.incident import ask_incident_extension
from vacancies.actions.registration import cancel_vacancy, extend_registration, fail_vacancy
from vacancies.actions.withdrawal import withdraw_application
from vacancies.permissions.window import can_cancel

pytestmark = pytest.mark.django_db
REASON = "Ketiga pelamar memenuhi seluruh syarat dan berasal dari tiga instansi."
NOTE = "Sebaran pelamar cukup; wawancara dilakukan terbuka."


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def admin(agency):
    return UserFactory(role=Role.AGENCY_ADMIN, agency=agency)


@pytest.fixture
def wasdal():
    return UserFactory(role=Role.WASDAL)


@pytest.fixture
def short(agency, wasdal):
    """Closed an hour ago after two extensions, three applications passed verification."""
    return closed(agency, 3)


def closed(agency, count, extensions=2, **fields):
    values = {"state": "VERIFICATION", "closes_at": timezone.now() - timedelta(hours=1), **fields}
    vacancy = VacancyFactory(agency=agency, **values)
    for number in range(1, extensions + 1):
        RegistrationExtensionFactory(vacancy=vacancy, number=number)
    for _ in range(count):
        ApplicationFactory(vacancy=vacancy, state="PASSED")
    return vacancy


def ask(vacancy, admin, **changes):
    return ask_continuation(**{"vacancy_id": vacancy.pk, "actor": admin, "reason": REASON, **changes})


def judge(request, actor, verdict="RECOMMEND_WITH_NOTES", note=NOTE):
    return decide(request_id=request.pk, actor=actor, verdict=verdict, note=note, digest_seen=request.digest, position_seen=1)


def start(vacancy):
    return open_selection(vacancy_id=vacancy.pk, actor=UserFactory(role=Role.SECRETARIAT, agency=vacancy.agency))


def act_of(vacancy, act):
    return json.loads(AuditEntry.objects.get(chain=vacancy.trail_chain, act=act).body)["details"]


# Scoring waits --------------------------------------------------------------------------------------------------------


def test_scoring_waits_for_the_note_and_starts_with_it(short, admin, wasdal):
    with pytest.raises(Refused, match="melanjutkan dengan catatan Wasdal BKN, atau menyatakan gagal"):
        start(short)
    request = ask(short, admin)
    with pytest.raises(Refused, match="menunggu catatan Wasdal BKN"):
        start(short)
    judge(request, wasdal)
    short.refresh_from_db()
    assert short.continued_at is not None
    start(short)
    short.refresh_from_db()
    assert short.state == "SCORING"


def test_scoring_with_three_waits_while_an_extension_is_possible(agency, admin):
    early = closed(agency, 3, extensions=1)
    with pytest.raises(Refused, match="perpanjang pendaftaran lebih dahulu"):
        start(early)
    with pytest.raises(Refused, match="masih dapat diperpanjang"):
        ask(early, admin)
    assert extend_registration(vacancy_id=early.pk, actor=admin, reason="Pelamar kurang.").number == 2


def test_four_start_without_anybody(agency):
    start(closed(agency, 4))


def test_release_does_not_help_when_one_of_three_leaves_afterwards(short, admin, wasdal):
    judge(ask(short, admin), wasdal)
    leaving = short.applications.order_by("id").first()
    withdraw_application(application_id=leaving.pk, actor=leaving.employee.user)
    with pytest.raises(Refused, match="Hanya 2 lamaran terkirim"):
        start(short)


# Asking and judging ---------------------------------------------------------------------------------------------------


def test_the_note_is_told_published_and_written_with_the_count(short, admin, wasdal, client):
    secretary = UserFactory(role=Role.SECRETARIAT, agency=short.agency)
    request = ask(short, admin)
    assert (request.title, request.note) == (f"Lanjutkan seleksi {short.position_title} dengan 3 pelamar", REASON)
    assert dict(request.summary)["Lamaran terkirim"] == "3, kurang dari 4"
    assert list(ApprovalStep.objects.waiting_for(wasdal).values_list("request_id", flat=True)) == [request.pk]
    judge(request, wasdal)
    details = act_of(short, "continue_selection")
    assert (details["submitted"], details["reason"], details["note"]) == (3, REASON, NOTE)
    people = {row.employee.user_id for row in short.applications.select_related("employee")}
    told = OutboxMessage.objects.filter(kind="selection_continued")
    assert {mail.recipient_id for mail in told} == people
    assert NOTE in told.first().text
    assert OutboxMessage.objects.filter(kind="continuation_decided").get().recipient == secretary
    line = short.announcements.get(kind="CONTINUATION")
    assert line.title == "Seleksi dilanjutkan dengan 3 pelamar"
    page = client.get(reverse("show_vacancy", args=[short.public_id])).content.decode()
    ledger = page[page.index('id="perpanjangan"') :]
    for words in ("Dilanjutkan", "Dengan catatan Wasdal BKN", REASON, NOTE, "kurang dari 4"):
        assert words in ledger


@pytest.mark.parametrize("verdict", ["RECOMMEND_WITH_NOTES", "NOT_RECOMMEND"])
def test_no_verdict_without_a_note(short, admin, wasdal, verdict):
    with pytest.raises(Refused, match="Tulis catatan"):
        judge(ask(short, admin), wasdal, verdict, " ")


def test_plain_recommendation_is_not_offered(short, admin, wasdal):
    with pytest.raises(Refused, match="tidak tersedia pada tahap ini"):
        judge(ask(short, admin), wasdal, "RECOMMEND")


def test_not_recommended_blocks_and_a_better_reason_may_follow(short, admin, wasdal):
    first = ask(short, admin)
    judge(first, wasdal, "NOT_RECOMMEND", "Alasan belum menyebut sebaran asal pelamar.")
    with pytest.raises(Refused, match="memilih dahulu"):
        start(short)
    second = ask(short, admin, reason="Asal pelamar: tiga provinsi.")
    assert (second.previous, second.round_number) == (first, 2)
    judge(second, wasdal)
    start(short)


def test_failing_after_a_refusal_publishes_count_reason_and_note(short, admin, wasdal, client):
    judge(ask(short, admin), wasdal, "NOT_RECOMMEND", "Persaingan tidak memadai.")
    fail_vacancy(vacancy_id=short.pk, actor=admin, reason="Pelamar tidak mencukupi.")
    page = client.get(reverse("show_vacancy", args=[short.public_id])).content.decode()
    ledger = page[page.index('id="perpanjangan"') :]
    for words in ("Dinyatakan gagal", "Pelamar tidak mencukupi.", "Catatan Wasdal BKN: Persaingan tidak memadai."):
        assert words in ledger
    assert short.announcements.get(kind="CANCELLATION").rows[0]["submitted"] == 3


def test_two_applications_leave_only_the_failure(agency, admin, wasdal):
    tiny = closed(agency, 2)
    with pytest.raises(Refused, match="Hanya 2 lamaran terkirim; seleksi hanya dapat dilanjutkan dengan paling sedikit 3"):
        ask(tiny, admin)
    assert fail_vacancy(vacancy_id=tiny.pk, actor=admin, reason="Pelamar tidak mencukupi.").state == "FAILED"


def test_a_withdrawal_between_request_and_note_refuses_the_note(short, admin, wasdal):
    request = ask(short, admin)
    leaving = short.applications.order_by("id").first()
    withdraw_application(application_id=leaving.pk, actor=leaving.employee.user)
    with pytest.raises(Refused, match=r"Hanya 2 lamaran terkirim.*ditarik sejak permintaan ini dikirim"):
        judge(request, wasdal)
    short.refresh_from_db()
    assert short.continued_at is None
    assert not Decision.objects.exists()
    judge(request, wasdal, "NOT_RECOMMEND", "Tinggal dua pelamar.")
    assert fail_vacancy(vacancy_id=short.pk, actor=admin, reason="Tinggal dua pelamar.").state == "FAILED"


def test_nothing_ends_the_vacancy_while_wasdal_reads(short, admin, wasdal):
    ask(short, admin)
    with pytest.raises(Refused, match="tarik permintaan itu lebih dahulu"):
        fail_vacancy(vacancy_id=short.pk, actor=admin, reason="Kurang.")
    with pytest.raises(Refused, match="tarik permintaan itu lebih dahulu"):
        cancel_vacancy(vacancy_id=short.pk, actor=admin, reason="Kurang.")
    with pytest.raises(Refused, match="sedang menunggu catatan"):
        ask(short, admin)
    withdraw_continuation(vacancy_id=short.pk, actor=admin)
    assert fail_vacancy(vacancy_id=short.pk, actor=admin, reason="Kurang.").state == "FAILED"


def test_only_the_admin_asks_and_only_the_sender_takes_back(short, admin, agency, wasdal):
    with pytest.raises(Refused, match="Hanya admin instansi"):
        ask(short, UserFactory(role=Role.SECRETARIAT, agency=agency))
    with pytest.raises(Refused, match="Tidak ada permintaan"):
        withdraw_continuation(vacancy_id=short.pk, actor=admin)
    ask(short, admin)
    with pytest.raises(Refused, match="Hanya pengirim"):
        withdraw_continuation(vacancy_id=short.pk, actor=UserFactory(role=Role.AGENCY_ADMIN, agency=agency))


@pytest.mark.parametrize("by", ["account", "nip"])
def test_an_admin_who_applied_has_no_hand_in_how_it_goes_on(agency, admin, wasdal, client, by):
    """S3: who gains or loses a rival by the act, also where the register knows the person by the NIP alone."""
    open_again, at_the_fork = closed(agency, 2, extensions=0), closed(agency, 2)
    running, now = VacancyFactory(agency=agency, state="OPEN"), timezone.now()
    outage = {"started_at": now - timedelta(hours=3), "ended_at": now - timedelta(hours=1), "description": REASON}
    servant = EmployeeFactory(with_user=False)
    if by == "account":
        servant.user = admin
        servant.save()
    else:
        admin.nip = servant.nip
        admin.save()
    acts = {
        "extend": lambda: extend_registration(vacancy_id=open_again.pk, actor=admin, reason=REASON, version=open_again.version),
        "ask": lambda: ask(at_the_fork, admin),
        "fail": lambda: fail_vacancy(vacancy_id=at_the_fork.pk, actor=admin, reason=REASON, version=at_the_fork.version),
        "cancel": lambda: cancel_vacancy(vacancy_id=at_the_fork.pk, actor=admin, reason=REASON, version=at_the_fork.version),
        "outage": lambda: ask_incident_extension(vacancy_id=running.pk, actor=admin, **outage),
    }
    for vacancy in (open_again, at_the_fork, running):
        ApplicationFactory(vacancy=vacancy, employee=servant, state="SUBMITTED")
    for act in acts.values():
        with pytest.raises(Refused, match="tercatat sebagai pelamar di lowongan ini"):
            act()
    client.force_login(admin)
    page = client.get(reverse("cancel_vacancy", args=[at_the_fork.public_id])).content.decode()
    assert "tercatat sebagai pelamar di lowongan ini" in page
    # The same acts of a colleague who did not apply.
    colleague = UserFactory(role=Role.AGENCY_ADMIN, agency=agency)
    assert can_cancel(colleague, at_the_fork) is None
    assert ask(at_the_fork, colleague)


def test_an_applicant_at_wasdal_never_judges(short, admin, wasdal):
    applicant = short.applications.order_by("id").first().employee.user
    MembershipFactory(user=applicant, role=Role.WASDAL)
    with pytest.raises(Refused, match="Anda melamar lowongan ini"):
        judge(ask(short, admin), applicant)


def test_old_page_and_missing_reason_are_refused(short, admin):
    with pytest.raises(Stale):
        ask(short, admin, version=short.version - 1)
    with pytest.raises(Refused, match="dibaca Wasdal BKN dan publik"):
        ask(short, admin, reason=" ")


# Pages ----------------------------------------------------------------------------------------------------------------


def test_office_page_at_the_fork_shows_the_two_ways_only(client, short, admin):
    client.force_login(admin)
    page = client.get(reverse("show_own_vacancy", args=[short.public_id])).content.decode()
    assert "Lanjutkan dengan 3 pelamar" in page
    assert "Nyatakan gagal" in page
    assert "Pilih kelanjutan" in page
    assert "Perpanjang pendaftaran</button>" not in page
    assert reverse("open_selection", args=[short.public_id]) not in page
    assert "Nyatakan gagal karena kurang pelamar" not in page
    assert "Pilih kelanjutan seleksi: " in client.get(reverse("show_dashboard")).content.decode()
    extend = client.get(reverse("extend_registration", args=[short.public_id])).content.decode()
    assert reverse("show_fork", args=[short.public_id]) in extend


def test_pages_of_the_fork_lead_from_reason_to_note(client, short, admin, wasdal):
    client.force_login(admin)
    fork, url = (reverse(name, args=[short.public_id]) for name in ("show_fork", "ask_continuation"))
    assert client.get(url).status_code == 200
    empty = client.post(url, {"reason": "", "version": short.version}).content.decode()
    assert "alasan ini dibaca Wasdal BKN dan publik" in empty
    assert client.post(url, {"reason": REASON, "version": short.version}).url == fork
    page = client.get(fork).content.decode()
    assert "Menunggu catatan Wasdal BKN" in page
    assert "Tarik permintaan" in page
    request = ApprovalStep.objects.get().request
    client.force_login(wasdal)
    asked = client.get(reverse("decide_step", args=[request.public_id])).content.decode()
    assert "3 lamaran terkirim saat ini." in asked
    assert REASON in asked
    judge(request, wasdal)
    client.force_login(admin)
    assert NOTE in client.get(fork).content.decode()


def test_a_lost_race_shows_the_reason_that_was_typed(client, short, admin):
    client.force_login(admin)
    leaving = short.applications.order_by("id").first()
    withdraw_application(application_id=leaving.pk, actor=leaving.employee.user)
    answer = client.post(reverse("ask_continuation", args=[short.public_id]), {"reason": REASON, "version": short.version})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert REASON in text
    assert "Hanya 2 lamaran terkirim" in text


def test_the_applicant_reads_who_decides_whether_it_goes_on(client, short, admin, wasdal):
    application = short.applications.order_by("id").first()
    client.force_login(application.employee.user)
    url = reverse("show_application", args=[application.public_id])
    assert "sedang memutus apakah seleksi ini dilanjutkan" not in client.get(url).content.decode()
    request = ask(short, admin)
    page = client.get(url).content.decode()
    assert "Wasdal BKN sedang memutus apakah seleksi ini dilanjutkan" in page
    assert "Di tangan: Wasdal BKN" in page
    judge(request, wasdal)
    assert "sedang memutus apakah seleksi ini dilanjutkan" not in client.get(url).content.decode()


def test_office_and_dashboard_name_whose_turn_it_is(client, short, admin, wasdal):
    client.force_login(admin)
    url = reverse("show_own_vacancy", args=[short.public_id])
    holders = [dict(row for row in client.get(url).context["facts"])["Dipegang"]]
    ask(short, admin)
    holders.append(dict(row for row in client.get(url).context["facts"])["Dipegang"])
    assert holders == ["Admin instansi", "Wasdal BKN"]


def test_fork_pages_before_their_time_say_so(client, agency, admin):
    opened = VacancyFactory(agency=agency, state="OPEN")
    client.force_login(admin)
    for name in ("show_fork", "ask_continuation"):
        page = client.get(reverse(name, args=[opened.public_id])).content.decode()
        assert "sesudah pendaftaran ditutup" in page
    assert client.post(reverse("withdraw_continuation", args=[opened.public_id])).status_code == 409
