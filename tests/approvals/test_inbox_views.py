"""The inbox and the decision page, as people see them."""

import json
import time
import uuid
from datetime import date, timedelta

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, User
from accounts.second_factor import SESSION_KEY, code_at
from approvals.forms import together_verdict
from approvals.models import ApprovalRequest, ApprovalStep, Decision, OpenedSheet
from core.models import AuditEntry
from tests.approvals.test_approval_actions import give
from tests.factories.people import AgencyFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
INBOX = reverse("list_steps")


@pytest.fixture
def enter(people):
    """Sign somebody in; officials own an authenticator, and `fresh` says whether it was used just now."""

    def open_client(name, *, fresh=False, factor=True):
        user = people[name] if isinstance(name, str) else name
        if factor and not Authenticator.objects.filter(user=user).exists():
            secret = get_adapter().encrypt(SECRET)
            Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": secret})
        client = Client()
        client.force_login(user)
        if fresh:
            session = client.session
            session[SESSION_KEY] = int(time.time())
            session.save()
        return client

    return open_client


def page_of(request):
    return reverse("decide_step", args=[request.public_id])


def nonce_of(client, request):
    """Open the page; the number of its sheet, or an unknown one when it shows no form."""
    page = client.get(page_of(request))
    form = page.context["form"] if page.status_code == 200 else None
    return form.initial["nonce"] if form else str(uuid.uuid4())


def post_form(client, request, verdict="APPROVE", *, follow=False, **changes):
    """Fill in the form of the page, opened now unless a `nonce` is given, and send it."""
    nonce = changes.pop("nonce", None) or nonce_of(client, request)
    values = {"verdict": verdict, "note": "", "nonce": nonce, "code": ""}
    return client.post(page_of(request), values | changes, follow=follow)


def errors_of(answer):
    return {name: [str(each) for each in errors] for name, errors in answer.context["form"].errors.items()}


def colleague(people, role=Role.PYB):
    """A second holder of the same duty."""
    user = UserFactory(full_name="Nama rekan")
    Membership.objects.create(user=user, role=role, agency=people["pyb"].memberships.get().agency, valid_from=date(2020, 1, 1))
    return user


# The inbox


def test_a_step_stands_with_who_must_act_and_moves_on_after_the_verdict(send, people, enter):
    request = send()
    titles = {}
    for name in ("pyb", "ppk", "wasdal"):
        titles[name] = {tab: [row["title"] for row in rows_of(enter(name), tab)] for tab in ("perlu", "menunggu", "selesai")}
    assert titles["pyb"] == {"perlu": ["Rencana uji"], "menunggu": [], "selesai": []}
    assert titles["ppk"] == {"perlu": [], "menunggu": ["Rencana uji"], "selesai": []}
    give(request, people["pyb"], "APPROVE", 1)
    assert [row["step"] for row in rows_of(enter("ppk"))] == ["Persetujuan PPK"]
    assert [row["holder"] for row in rows_of(enter("pyb"), "menunggu")] == ["Pejabat Pembina Kepegawaian"]


def rows_of(client, tab="perlu", **query):
    answer = client.get(INBOX, {"tab": tab, **query})
    assert answer.status_code == 200
    return answer.context["rows"]


def test_closed_requests_are_under_done(send, people, enter):
    give(send(), people["pyb"], "REJECT", 1, "Jabatan ini sedang ditata ulang.")
    for name in ("sender", "pyb"):
        rows = rows_of(enter(name), "selesai")
        assert [(row["title"], row["state"]) for row in rows] == [("Rencana uji", "Ditolak")]


def test_the_sender_who_also_holds_the_duty_has_nothing_to_do(send, people, enter):
    """Nobody decides on an own request, so it does not wait for its sender."""
    Membership.objects.create(
        user=people["sender"], role=Role.PYB, agency=people["pyb"].memberships.get().agency, valid_from=date(2020, 1, 1)
    )
    send()
    assert rows_of(enter("sender")) == []
    assert [row["title"] for row in rows_of(enter("sender"), "menunggu")] == ["Rencana uji"]


def test_search_level_and_order_live_in_the_url(send, enter):
    send(title="Rencana Direktur Arsip", level_label="JPT Pratama")
    send(title="Rencana Deputi Arsip", level_label="JPT Madya")
    client = enter("pyb")
    assert [row["title"] for row in rows_of(client, cari="deputi")] == ["Rencana Deputi Arsip"]
    assert [row["title"] for row in rows_of(client, cari="badan uji", tingkat="JPT Pratama")] == ["Rencana Direktur Arsip"]
    assert [row["title"] for row in rows_of(client, urut="baru")] == ["Rencana Deputi Arsip", "Rencana Direktur Arsip"]
    assert rows_of(client, cari="tidak ada") == []
    assert len(rows_of(client, tingkat="JPT Ngawur", urut="ngawur")) == 2


def test_steps_may_be_sorted_by_name(send, people, enter):
    """A person with two duties of one agency sees both steps together, in the order of their names."""
    first, second = send(title="Di PyB"), send(title="Di PPK")
    give(second, colleague(people), "APPROVE", 1)
    Membership.objects.create(
        user=people["pyb"], role=Role.PPK, agency=people["pyb"].memberships.get().agency, valid_from=date(2020, 1, 1)
    )
    day = timezone.localdate()
    for request, due in ((first, day), (second, day + timedelta(days=4))):
        ApprovalStep.objects.filter(request=request, state="OPEN").update(due_on=due)
    client = enter("pyb")
    assert [row["title"] for row in rows_of(client)] == ["Di PyB", "Di PPK"]
    assert [row["step"] for row in rows_of(client, urut="tahap")] == ["Persetujuan PPK", "Persetujuan PyB"]


def test_the_filter_by_agency_is_for_who_has_more_than_one(send, people, enter):
    send()
    for name, offered in (("pyb", False), ("wasdal", True)):
        assert ("instansi" in enter(name).get(INBOX, {"urut": "baru"}).context["filters"].fields) is offered
    MembershipFactory(user=people["pyb"], role=Role.PPK, agency=AgencyFactory(name="Badan Kedua"))
    client = enter("pyb")
    assert "instansi" in client.get(INBOX, {"urut": "baru"}).context["filters"].fields
    assert [row["title"] for row in rows_of(client, instansi="uji")] == ["Rencana uji"]
    assert rows_of(client, instansi="kedua") == []


def test_an_unknown_tab_and_page_show_the_first(send, enter):
    send()
    client = enter("pyb")
    assert [row["title"] for row in rows_of(client, "ngawur", halaman="99")] == ["Rencana uji"]


def test_the_oldest_due_stands_first_and_late_ones_say_so(send, people, enter):
    late, today, later = (send(title=title) for title in ("Terlambat", "Hari ini", "Nanti"))
    day = timezone.localdate()
    for request, due in ((late, day - timedelta(days=2)), (today, day), (later, day + timedelta(days=3))):
        ApprovalStep.objects.filter(request=request, position=1).update(due_on=due)
    rows = rows_of(enter("pyb"))
    assert [(row["title"], row["due_tone"]) for row in rows] == [("Terlambat", "stop"), ("Hari ini", "wait"), ("Nanti", "plain")]
    assert "lewat tenggat" in rows[0]["due"]


def test_an_empty_inbox_shows_the_last_five_acts(send, people, enter):
    for number in range(6):
        give(send(title=f"Rencana {number}"), people["pyb"], "APPROVE", 1)
    answer = enter("pyb").get(INBOX)
    assert answer.context["rows"] == []
    assert [row["title"] for row in answer.context["recent"]] == [f"Rencana {number}" for number in (5, 4, 3, 2, 1)]
    assert "Tidak ada yang menunggu Anda" in answer.content.decode()


def test_an_inbox_that_never_held_anything_is_plainly_empty(people, enter):
    answer = enter("ppk").get(INBOX)
    assert answer.context["recent"] == []
    assert "Tidak ada yang menunggu Anda" in answer.content.decode()


def test_twenty_rows_a_page(send, enter):
    for number in range(21):
        send(title=f"Rencana {number:02d}")
    client = enter("pyb")
    assert (len(rows_of(client)), len(rows_of(client, halaman="2"))) == (20, 1)


def test_all_three_tabs_are_counted_a_moment_later(send, people, enter, monkeypatch):
    mine, gone, _ = send(title="Di PPK"), send(title="Ditolak"), send(title="Di PyB")
    give(mine, people["pyb"], "APPROVE", 1)
    give(gone, people["pyb"], "REJECT", 1, "Tidak jadi.")
    client, url = enter("ppk"), reverse("count_steps")
    assert f'hx-get="{url}?tab=menunggu&amp;jumlah=1"' in client.get(INBOX, {"tab": "menunggu"}).content.decode()
    tabs = client.get(url, {"tab": "menunggu"}).context["tabs"]
    assert [(tab["label"], tab["count"], tab["more"], tab["current"]) for tab in tabs] == [
        ("Perlu tindakan", 1, "", False),
        ("Menunggu pihak lain", 1, "", True),
        ("Selesai", 1, "", False),
    ]
    send(title="Lagi di PyB")
    monkeypatch.setattr("approvals.views.inbox.COUNTED_BESIDE", 1)
    assert [(tab["count"], tab["more"]) for tab in client.get(url).context["tabs"]] == [(1, ""), (1, "+"), (1, "")]
    # What the open page has counted is not counted again.
    tabs = client.get(url, {"tab": "menunggu", "jumlah": "250"}).context["tabs"]
    assert [(tab["count"], tab["more"]) for tab in tabs] == [(1, ""), (250, ""), (1, "")]


def test_oversight_recommends_together_and_never_approves(send, people, enter):
    """The words follow what the step gives."""
    both = [send(title=title) for title in ("Satu", "Dua")]
    for item in both:
        give(item, people["pyb"], "APPROVE", 1)
        give(item, people["ppk"], "APPROVE", 2)
    client = enter("wasdal")
    inbox = client.get(INBOX).content.decode()
    assert "Rekomendasikan bersama" in inbox
    assert "Setujui bersama" not in inbox
    url = reverse("decide_together")
    page = client.get(url, {"pilih": [str(item.public_id) for item in both]})
    assert page.context["title"] == "Rekomendasikan bersama"
    assert "satu surat tersendiri" in page.content.decode()
    assert "setujui" not in client.post(url, {"pilih": page.context["chosen"]}).context["problem"]
    # Where each item is determined by itself, there is nothing to tick.
    assert together_verdict(["DETERMINE", "RETURN", "REJECT"]) == ""


# Who may look


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.AGENCY_ADMIN])
def test_who_only_reads_begins_with_what_waits_for_others(send, people, enter, role):
    request = send()
    page = enter(UserFactory(role=role, agency=None if role == Role.AUDITOR else request.agency)).get(INBOX, {"tab": "perlu"})
    assert [tab["label"] for tab in page.context["tabs"]] == ["Menunggu pihak lain", "Selesai"]
    assert [row["title"] for row in page.context["rows"]] == [request.title]
    assert "Anda hanya membaca" in page.content.decode()


def test_strangers_get_404_and_wrong_roles_403(send, people, enter):
    request = send()
    foreign = UserFactory(role=Role.PYB)
    panel = UserFactory(role=Role.PANEL_MEMBER)
    for url, expected in ((page_of(request), 404), (INBOX, 200)):
        assert enter(foreign).get(url).status_code == expected
    assert rows_of(enter(foreign)) == []
    for url in (INBOX, page_of(request)):
        assert enter(panel, factor=False).get(url).status_code == 403
    answer = post_form(enter(foreign, fresh=True), request)
    assert answer.status_code == 404
    assert not Decision.objects.exists()


def test_the_auditor_reads_everything_and_decides_nothing(send, people, enter):
    request = send()
    auditor = UserFactory(role=Role.AUDITOR)
    client = enter(auditor, fresh=True)
    answer = client.get(page_of(request))
    assert answer.status_code == 200
    assert answer.context["form"] is None
    assert post_form(client, request).status_code == 409
    assert not Decision.objects.exists()


def test_who_does_not_hold_the_step_reads_why(send, enter):
    request = send()
    for name, words in (("ppk", "diputus oleh"), ("sender", "Anda mengajukan permintaan ini")):
        answer = enter(name).get(page_of(request))
        assert answer.context["form"] is None
        assert words in answer.content.decode()


def test_a_person_with_a_stake_sees_no_form(send, people, enter, outside):
    request = send()
    outside.conflicted.add(people["pyb"].pk)
    answer = post_form(enter("pyb", fresh=True), request)
    assert answer.status_code == 409
    assert answer.context["form"] is None
    assert "Anda pelamar pada seleksi ini." in answer.content.decode()
    assert not Decision.objects.exists()


# Deciding


def test_a_fresh_factor_signs_without_a_code(send, people, enter):
    request = send()
    client = enter("pyb", fresh=True)
    assert "code" not in client.get(page_of(request)).context["form"].fields
    answer = post_form(client, request, follow=True)
    assert answer.redirect_chain == [(INBOX, 302)]
    assert "Rencana uji" in answer.content.decode()
    decision = Decision.objects.get()
    assert (decision.verdict, decision.actor, decision.digest) == ("APPROVE", people["pyb"], request.digest)
    assert AuditEntry.objects.filter(act="decide_step").count() == 1


def test_a_code_is_asked_when_the_factor_is_not_fresh(send, people, enter):
    request = send()
    client = enter("pyb")
    assert "code" in client.get(page_of(request)).context["form"].fields
    answer = post_form(client, request)
    assert errors_of(answer) == {"code": ["Isi enam angka dari aplikasi autentikator Anda."]}
    answer = post_form(client, request, code="12 34")
    assert errors_of(answer) == {"code": ["Kode terdiri dari 6 angka dari aplikasi autentikator Anda."]}
    wrong = f"{(int(code_at(SECRET, time.time())) + 1) % 1_000_000:06d}"
    assert "code" in errors_of(post_form(client, request, code=wrong))
    assert not Decision.objects.exists()
    answer = post_form(client, request, code=code_at(SECRET, time.time()))
    assert answer.status_code == 302
    assert Decision.objects.count() == 1


def test_a_factor_of_six_minutes_ago_is_not_fresh(send, enter):
    request = send()
    client = enter("pyb", fresh=True)
    session = client.session
    session[SESSION_KEY] = int(time.time()) - 301
    session.save()
    assert "code" in client.get(page_of(request)).context["form"].fields


def test_a_code_works_once(send, people, enter):
    """Read over somebody's shoulder and typed in another session within the same half minute: refused."""
    first, second = send(title="Pertama"), send(title="Kedua")
    code = code_at(SECRET, time.time())
    assert post_form(enter("pyb"), first, code=code).status_code == 302
    answer = post_form(enter("pyb"), second, code=code)
    assert errors_of(answer) == {"code": ["Kode ini sudah dipakai. Tunggu kode berikutnya, paling lama 30 detik."]}
    assert Decision.objects.count() == 1


def test_without_an_authenticator_nobody_signs(send, people, enter):
    request = send()
    client = enter("pyb", factor=False)
    assert "Pasang kode autentikator dahulu" in client.get(page_of(request)).content.decode()
    answer = post_form(client, request, code="123456")
    assert answer.status_code == 200
    assert not Decision.objects.exists()


def test_what_was_typed_stays_when_the_form_has_errors(send, enter):
    request = send()
    note = "Bobot wawancara terlalu besar."
    answer = post_form(enter("pyb"), request, verdict="RETURN", note=note)
    assert "code" in errors_of(answer)
    assert answer.context["form"]["note"].value() == note
    assert answer.context["form"]["verdict"].value() == "RETURN"
    answer = post_form(enter("pyb", fresh=True), request, verdict="", note=note)
    assert errors_of(answer) == {"verdict": ["Pilih salah satu keputusan."]}
    assert note in answer.content.decode()


def test_a_return_without_a_note_says_so_beside_the_note(send, enter):
    """The code typed with it is used up, so the page that comes back asks for none."""
    request = send()
    client = enter("pyb")
    answer = post_form(client, request, verdict="RETURN", code=code_at(SECRET, time.time()))
    assert list(errors_of(answer)) == ["note"]
    assert "Tulis catatan" in errors_of(answer)["note"][0]
    assert "code" not in answer.context["form"].fields
    assert post_form(client, request, verdict="RETURN", note="Lengkapi.").status_code == 302
    assert Decision.objects.get().note == "Lengkapi."


def test_a_verdict_the_step_does_not_offer_is_refused(send, enter):
    request = send()
    answer = post_form(enter("pyb", fresh=True), request, verdict="DETERMINE")
    assert list(errors_of(answer)) == ["verdict"]
    assert not Decision.objects.exists()


def test_a_verdict_is_bound_to_what_was_submitted(send, enter):
    """A page whose content is no longer that of the request signs nothing, and comes back as it is now."""
    request = send()
    client = enter("pyb", fresh=True)
    nonce = nonce_of(client, request)
    OpenedSheet.objects.filter(nonce=nonce).update(digest="e" * 64)
    answer = post_form(client, request, nonce=nonce, note="Sudah sesuai.")
    assert answer.status_code == 409
    assert "berubah sejak halaman ini dibuka" in answer.content.decode()
    assert not Decision.objects.exists()
    form = answer.context["form"]
    assert form.initial["nonce"] != nonce
    assert (form.initial["note"], form.initial["verdict"]) == ("Sudah sesuai.", "APPROVE")
    assert post_form(client, request, nonce=form.initial["nonce"]).status_code == 302


def test_a_verdict_is_bound_to_everything_on_the_screen(send, enter, outside):
    """What the room of the subject shows belongs to the page: when it changes, the old page signs nothing."""
    request = send()
    client = enter("pyb", fresh=True)
    nonce = nonce_of(client, request)
    outside.rows = [{"label": "Peserta", "value": "Satu orang mundur", "points": [], "url": "", "note": ""}]
    answer = post_form(client, request, nonce=nonce)
    assert answer.status_code == 409
    assert "Yang tampak di halaman ini berubah" in answer.content.decode()
    assert not Decision.objects.exists()
    assert post_form(client, request).status_code == 302
    decision = Decision.objects.get()
    assert len(decision.screen) == 64
    details = json.loads(AuditEntry.objects.get(act="decide_step").body)["details"]
    assert (details["screen"], details["nonce"]) == (decision.screen, str(decision.nonce))


def test_who_comes_second_hears_who_was_first_and_keeps_the_note(send, people, enter):
    request = send()
    client = enter(colleague(people), fresh=True)
    nonce = nonce_of(client, request)
    give(request, people["pyb"], "APPROVE", 1)
    answer = post_form(client, request, "RETURN", nonce=nonce, note="Jadwal terlalu rapat.")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "sudah diputus oleh Nama pyb" in text
    assert "Jadwal terlalu rapat." in text
    assert Decision.objects.count() == 1


def test_a_second_click_makes_no_second_decision(send, people, enter):
    request = send()
    client = enter("pyb", fresh=True)
    nonce = nonce_of(client, request)
    assert post_form(client, request, nonce=nonce).status_code == 302
    answer = post_form(client, request, nonce=nonce)
    assert answer.status_code == 409
    assert "sudah diputus oleh Nama pyb" in answer.content.decode()
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("nonce", [str(uuid.UUID(int=7)), "satu", "0"])
def test_a_forged_sheet_decides_nothing(send, enter, nonce):
    request = send()
    answer = post_form(enter("pyb", fresh=True), request, nonce=nonce)
    assert answer.status_code in (200, 409)
    assert not Decision.objects.exists()


def test_a_sheet_belongs_to_its_person_its_item_and_its_day(send, people, enter):
    request, other = send(), send(title="Rencana lain")
    client, rival = enter("pyb", fresh=True), enter(colleague(people), fresh=True)
    assert post_form(rival, request, nonce=nonce_of(client, request)).status_code == 409
    assert post_form(client, other, nonce=nonce_of(client, request)).status_code == 409
    nonce = nonce_of(client, request)
    OpenedSheet.objects.filter(nonce=nonce).update(opened_at=timezone.now() - timedelta(hours=13))
    assert "lebih dari 12 jam" in post_form(client, request, nonce=nonce).content.decode()
    assert not Decision.objects.exists()


def test_a_step_that_comes_back_is_not_signed_with_the_page_of_its_first_time(send, people, enter):
    """Decided, returned to the same person, and the old tab is still open: its number is used up."""
    request = send()
    client = enter("pyb", fresh=True)
    nonce = nonce_of(client, request)
    assert post_form(client, request, nonce=nonce).status_code == 302
    give(request, people["ppk"], "RETURN", 2, "Lengkapi.")
    answer = post_form(client, request, nonce=nonce)
    assert answer.status_code == 409
    assert "sudah tersimpan pada" in answer.content.decode()
    assert post_form(client, request).status_code == 302


def test_others_see_who_reads_and_nobody_is_locked_out(send, people, enter):
    request = send()
    rival = enter(colleague(people), fresh=True)
    rival.get(page_of(request))
    client = enter("pyb", fresh=True)
    assert [row["reading"] for row in rows_of(client)] == ["Nama rekan"]
    assert client.get(page_of(request)).context["reading"] == "Nama rekan"
    assert [row["reading"] for row in rows_of(rival)] == ["Nama pyb"]
    # Whoever opened it for another step cannot decide this one.
    OpenedSheet.objects.filter(actor__full_name="Nama rekan").update(position=2)
    assert [row["reading"] for row in rows_of(client)] == [""]
    OpenedSheet.objects.update(position=1)
    assert [row["reading"] for row in rows_of(client)] == ["Nama rekan"]
    OpenedSheet.objects.update(opened_at=timezone.now() - timedelta(minutes=6))
    assert [row["reading"] for row in rows_of(client)] == [""]
    assert post_form(client, request).status_code == 302


def test_a_recovery_code_signs_nothing(send, enter):
    request = send()
    client = enter("pyb")
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": "mfa", "type": "recovery_codes", "id": 1, "at": time.time()}]
    session.save()
    assert "code" in client.get(page_of(request)).context["form"].fields
    session["account_authentication_methods"] = [{"method": "mfa", "type": "webauthn", "id": 1, "at": time.time()}]
    session.save()
    assert post_form(client, request).status_code == 302
    assert Decision.objects.get().second_factor == "webauthn"


def test_a_closed_request_shows_its_outcome_and_history(send, people, enter):
    request = send()
    give(request, people["pyb"], "REJECT", 1, "Jabatan ini sedang ditata ulang.")
    answer = enter("pyb", fresh=True).get(page_of(request))
    text = answer.content.decode()
    assert answer.context["form"] is None
    assert "Ditolak" in text
    assert "Jabatan ini sedang ditata ulang." in text
    assert [row["actor"] for row in answer.context["history"]] == ["Nama pyb"]


def test_a_second_round_shows_what_changed(send, people, enter):
    first = send()
    give(first, people["pyb"], "RETURN", 1, "Formasi keliru.")
    again = send(previous=ApprovalRequest.objects.get(pk=first.pk), summary=[["Formasi", "3"], ["Unit", "Biro Uji"]])
    page = enter("pyb").get(page_of(again))
    # What was asked for stands beside what was changed.
    assert "“Formasi keliru.”" in page.content.decode()
    assert page.context["sent_back"]["title"].startswith(f"Dikembalikan oleh {people['pyb'].full_name}")
    assert enter("pyb").get(page_of(first)).context["sent_back"] is None
    assert page.context["changes"] == [
        {"label": "Formasi", "before": "2", "after": "3"},
        {"label": "Unit", "before": "–", "after": "Biro Uji"},
    ]


def test_what_was_decided_reads_as_done(send, people, enter):
    """Buttons say "Kembalikan"; the chain says "dikembalikan"."""
    request = send()
    give(request, people["pyb"], "APPROVE", 1)
    give(request, people["ppk"], "RETURN", 2, "Jelaskan bobotnya.")
    page = enter("pyb").get(page_of(request))
    assert page.context["chain_words"] == "Sekarang PyB, PPK: dikembalikan."
    assert [row["verdict"] for row in page.context["history"]] == ["Disetujui", "Dikembalikan"]


def test_rounds_link_to_each_other(send, people, enter):
    """From the new round to the earlier one and back; the earlier page shows no form and how it ended."""
    first = send()
    give(first, people["pyb"], "RETURN", 1, "Formasi keliru.")
    again = send(previous=ApprovalRequest.objects.get(pk=first.pk), summary=[["Formasi", "3"]])
    client = enter("pyb", fresh=True)
    new = client.get(page_of(again)).content.decode()
    assert f'href="{page_of(first)}">Lihat putaran 1' in new
    assert "Yang berubah sejak putaran sebelumnya" in new
    old = client.get(page_of(first))
    assert f'href="{page_of(again)}">Lihat putaran berikutnya' in old.content.decode()
    assert old.context["form"] is None
    assert "Formasi keliru." in old.content.decode()


def test_an_ended_duty_closes_the_page_at_once(send, people, enter):
    request = send()
    client = enter("pyb", fresh=True)
    assert client.get(page_of(request)).status_code == 200
    people["pyb"].memberships.update(valid_until=timezone.localdate() - timedelta(days=1))
    assert post_form(client, request).status_code in (403, 404)
    assert not Decision.objects.exists()


# Queries: literal numbers, the same for one and for three rows


def counted(django_assert_num_queries, client, url, number):
    client.get(url)
    with django_assert_num_queries(number):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("tab", "queries"), [("perlu", 10), ("menunggu", 11), ("selesai", 8)])
def test_inbox_queries_do_not_grow(django_assert_num_queries, send, people, enter, tab, queries, rows):
    name = {"perlu": "pyb", "menunggu": "ppk", "selesai": "pyb"}[tab]
    for number in range(rows):
        request = send(title=f"Rencana {number}")
        if tab == "selesai":
            give(request, people["pyb"], "REJECT", 1, "Tidak jadi.")
    counted(django_assert_num_queries, enter(name), f"{INBOX}?tab={tab}", queries)


@pytest.mark.parametrize("rounds", [1, 3])
def test_decision_page_queries_do_not_grow_with_its_history(django_assert_num_queries, send, people, enter, rounds):
    request = send()
    for _ in range(rounds):
        give(request, people["pyb"], "APPROVE", 1)
        give(request, people["ppk"], "RETURN", 2, "Sekali lagi.")
    counted(django_assert_num_queries, enter("pyb", fresh=True), page_of(request), 21)


def test_no_number_of_a_person_stands_on_the_decision_page(send, people, enter):
    User.objects.filter(pk=people["sender"].pk).update(nip="198609262015051001")
    text = enter("pyb").get(page_of(send())).content.decode()
    assert "198609262015051001" not in text
