"""Pages of the selection: what each person sees, what stays hidden, how many queries a list costs."""

from decimal import Decimal

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts.enums import Role
from approvals.actions import decide
from selection import actions
from selection.chains import determination_form
from selection.models import Candidate, Determination, Recusal, ScoreSheet
from tests.factories.applications import ApplicationDocumentFactory, ApplicationFactory
from tests.factories.people import MembershipFactory, UserFactory
from tests.factories.selection import CandidateFactory, chair_of, fill_sheet, member_of, official, scoring_vacancy, send_result
from tests.factories.vacancies import VacancyFactory
from vacancies.models import Announcement, PanelMember

pytestmark = pytest.mark.django_db
FULL = {"TRACK": Decimal("81.25"), "PAPER": Decimal("82.25"), "INTERVIEW": Decimal("83.25")}
POSTED = {"score_TRACK": "81,25", "score_PAPER": "82,25", "score_INTERVIEW": "83.25", "note": "Baik."}


def body(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def url(name: str, obj) -> str:
    return reverse(name, args=[obj.public_id])


def first(vacancy) -> Candidate:
    return Candidate.objects.get(vacancy=vacancy, number=1)


def is_pdf(response) -> bool:
    content = b"".join(response.streaming_content)
    return response["Content-Type"] == "application/pdf" and content.startswith(b"%PDF")


# Opening ---------------------------------------------------------------------------------------------------------------


def test_opening_page_names_who_passed_and_posts(client):
    vacancy = VacancyFactory(state="VERIFICATION")
    passed = [ApplicationFactory(vacancy=vacancy, state="PASSED") for _ in range(3)]
    ApplicationFactory(vacancy=vacancy, state="FAILED", reason_codes=["DOC_EXPIRED"])
    client.force_login(official(Role.AGENCY_ADMIN, vacancy))
    page = body(client.get(url("open_selection", vacancy)))
    assert passed[0].employee.name in page
    assert "Masa berlaku dokumen sudah lewat." in page
    # The public page names those who passed and counts the others; this page must not promise more.
    assert "Nama dan instansi 3 pelamar yang lolos tampil" in page
    assert "Dari 1 pelamar yang tidak lolos hanya jumlahnya yang tampil." in page
    answer = client.post(url("open_selection", vacancy), {"version": vacancy.version})
    assert answer.url == url("show_selection", vacancy)
    again = client.post(url("open_selection", vacancy), {"version": vacancy.version})
    assert again.status_code == 409


def test_opening_page_says_why_it_is_closed(client):
    vacancy = VacancyFactory(state="VERIFICATION")
    ApplicationFactory(vacancy=vacancy, state="SUBMITTED")
    client.force_login(official(Role.SECRETARIAT, vacancy))
    page = body(client.get(url("open_selection", vacancy)))
    assert "Masih ada 1 lamaran yang belum diverifikasi." in page
    assert "Umumkan dan mulai penilaian" not in page


# Strangers -------------------------------------------------------------------------------------------------------------

OFFICE_PAGES = ("show_selection", "import_scores", "withdraw_result", "announce_result", "open_selection")


@pytest.mark.parametrize("name", OFFICE_PAGES)
def test_pages_of_another_agency_do_not_exist(client, name):
    vacancy, other = scoring_vacancy(candidates=1), scoring_vacancy(candidates=1)
    client.force_login(official(Role.AGENCY_ADMIN, other))
    assert client.get(url(name, vacancy)).status_code == 404


@pytest.mark.parametrize("name", [*OFFICE_PAGES, "show_scoring_room", "list_assignments"])
def test_applicants_and_deciders_get_403(client, name):
    vacancy = scoring_vacancy(candidates=1)
    address = reverse(name) if name == "list_assignments" else url(name, vacancy)
    for person in (first(vacancy).application.employee.user, official(Role.PPK, vacancy)):
        client.force_login(person)
        assert client.get(address).status_code == 403


def test_visitors_are_sent_to_sign_in(client):
    vacancy = scoring_vacancy(candidates=1)
    answer = client.get(url("show_selection", vacancy))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_panel_member_of_another_vacancy_finds_no_sheet(client):
    vacancy, other = scoring_vacancy(candidates=1), scoring_vacancy(candidates=1)
    client.force_login(member_of(other))
    assert client.get(url("score_candidate", first(vacancy))).status_code == 404
    assert client.post(url("score_candidate", first(vacancy)), POSTED | {"version": 0, "act": "submit"}).status_code == 404
    assert client.get(url("show_scoring_room", vacancy)).status_code == 404
    assert client.get(url("mark_absent", first(vacancy))).status_code == 403


# Scoring ---------------------------------------------------------------------------------------------------------------


def test_queue_counts_the_own_sheets(client):
    vacancy = scoring_vacancy(candidates=3)
    person = member_of(vacancy)
    seat = PanelMember.objects.get(user=person)
    fill_sheet(first(vacancy), seat, FULL)
    fill_sheet(Candidate.objects.get(vacancy=vacancy, number=2), seat, FULL, submitted=False)
    client.force_login(person)
    page = body(client.get(reverse("list_assignments")))
    assert "1 dari 3 lembar terkirim" in page
    assert "2 lembar menunggu Anda" in page
    assert "Tidak ada penugasan untuk pencarian ini" in body(client.get(reverse("list_assignments"), {"cari": "zzz"}))


def test_empty_queue_says_when_it_fills(client):
    vacancy = VacancyFactory(state="OPEN")
    client.force_login(member_of(vacancy))
    assert "Belum ada penilaian yang berjalan" in body(client.get(reverse("list_assignments")))
    assert vacancy.position_title in body(client.get(reverse("list_assignments"), {"tab": "akan-datang"}))


def test_sheet_accepts_commas_keeps_a_draft_and_goes_on(client):
    vacancy = scoring_vacancy(candidates=2)
    person, candidate = member_of(vacancy), first(vacancy)
    ApplicationDocumentFactory(application=candidate.application)
    client.force_login(person)
    assert "Surat lamaran" in body(client.get(url("score_candidate", candidate)))
    client.post(url("score_candidate", candidate), {"score_TRACK": "87,5", "version": 0, "act": "draft"})
    assert ScoreSheet.objects.get().submitted_at is None
    answer = client.post(url("score_candidate", candidate), POSTED | {"version": 1, "act": "next"})
    following = url("score_candidate", Candidate.objects.get(vacancy=vacancy, number=2))
    assert answer.url == following
    assert {s.component.code: s.value for s in ScoreSheet.objects.get().scores.all()} == FULL
    # Saving and handing in are two acts; between them stands a page that shows everything once more.
    answer = client.post(url("score_candidate", candidate), POSTED | {"version": 2, "act": "check"})
    assert answer.url == url("check_sheet", candidate)
    assert ScoreSheet.objects.get().submitted_at is None
    page = client.get(answer.url)
    assert "83,25" in body(page)
    answer = client.post(url("check_sheet", candidate), {"version": page.context["form"]["version"].value(), "act": "next"})
    assert answer.url == following
    assert ScoreSheet.objects.get().submitted_at is not None


def test_sheet_errors_stand_beside_the_field_and_keep_what_was_typed(client):
    vacancy = scoring_vacancy(candidates=1)
    client.force_login(member_of(vacancy))
    typed = {"score_TRACK": "delapan", "score_PAPER": "101", "score_INTERVIEW": "", "version": 0, "act": "check"}
    response = client.post(url("score_candidate", first(vacancy)), typed)
    page = body(response)
    assert 'value="delapan"' in page
    form = response.context["form"]
    assert "bukan angka" in form.errors["score_TRACK"][0]
    assert "antara 0 dan 100" in form.errors["score_PAPER"][0]
    assert not ScoreSheet.objects.exists()


def test_unfinished_sheet_is_kept_as_a_draft_and_says_what_is_missing(client):
    vacancy = scoring_vacancy(candidates=1)
    client.force_login(member_of(vacancy))
    typed = {"score_TRACK": "95", "score_PAPER": "80", "score_INTERVIEW": "", "version": 0, "act": "check"}
    response = client.post(url("score_candidate", first(vacancy)), typed)
    form = response.context["form"]
    assert "Isi nilai ini" in form.errors["score_INTERVIEW"][0]
    assert "Tulis alasannya" in form.errors["reason_TRACK"][0]
    assert ScoreSheet.objects.get().version == 1
    shown = body(client.get(url("check_sheet", first(vacancy))))
    assert "Lembar belum lengkap" in shown
    assert "Kirim lembar" not in shown
    again = typed | {"score_INTERVIEW": "70", "reason_TRACK": "Memimpin dua wilayah.", "version": form["version"].value()}
    assert client.post(url("score_candidate", first(vacancy)), again).url == url("check_sheet", first(vacancy))
    assert "Memimpin dua wilayah." in body(client.get(url("check_sheet", first(vacancy))))


def test_stale_sheet_shows_both_versions_and_the_second_save_counts(client):
    vacancy = scoring_vacancy(candidates=1)
    person, candidate = member_of(vacancy), first(vacancy)
    client.force_login(person)
    actions.save_sheet(candidate_id=candidate.pk, actor=person, values={"TRACK": Decimal("55")}, version=0)
    response = client.post(url("score_candidate", candidate), POSTED | {"version": 0, "act": "draft"})
    page = body(response)
    assert "dari halaman lain" in page
    assert "Dua versi lembar ini" in page
    assert ">55<" in page
    assert ">81,25<" in page
    assert 'value="81,25"' in page
    again = POSTED | {"version": response.context["form"]["version"].value(), "act": "draft"}
    assert client.post(url("score_candidate", candidate), again).status_code == 302


def test_autosave_answers_with_the_new_version_only(client):
    vacancy = scoring_vacancy(candidates=1)
    client.force_login(member_of(vacancy))
    send = {"score_TRACK": "70", "version": 0, "act": "draft"}
    response = client.post(url("score_candidate", first(vacancy)), send, headers={"HX-Request": "true"})
    assert 'value="1" id="id_version" hx-swap-oob="true"' in body(response)
    other = send | {"score_TRACK": "60"}
    overtaken = client.post(url("score_candidate", first(vacancy)), other, headers={"HX-Request": "true"})
    assert overtaken.status_code == 409
    text = overtaken.content.decode()
    assert ">70<" in text
    assert ">60<" in text
    unreadable = client.post(url("score_candidate", first(vacancy)), send | {"score_TRACK": "x"}, headers={"HX-Request": "true"})
    assert unreadable.status_code == 422


def test_other_scores_stay_hidden_until_the_own_sheet_is_in(client):
    vacancy = scoring_vacancy(candidates=1)
    candidate = first(vacancy)
    seats = list(PanelMember.objects.filter(panel__vacancy=vacancy).select_related("user").order_by("id"))
    other = fill_sheet(candidate, seats[2], FULL)
    other.note = "Sangat menguasai bidangnya."
    other.save()
    person = seats[1].user
    client.force_login(person)
    hidden = body(client.get(url("score_candidate", candidate)))
    room = body(client.get(url("show_scoring_room", vacancy)))
    fill_sheet(candidate, seats[1], {"TRACK": Decimal("1")}, submitted=False)
    drafted = body(client.get(url("score_candidate", candidate)))
    for page in (hidden, room, drafted):
        assert "81,25" not in page
        assert "Sangat menguasai" not in page
        assert seats[2].user.full_name not in page
    actions.save_sheet(candidate_id=candidate.pk, actor=person, values=dict.fromkeys(FULL, Decimal("70")), submit=True)
    shown = body(client.get(url("score_candidate", candidate)))
    assert "81,25" in shown
    assert "Sangat menguasai" in shown


def test_conflict_closes_the_sheet(client):
    vacancy = scoring_vacancy(candidates=1)
    person, candidate = member_of(vacancy), first(vacancy)
    client.force_login(person)
    empty = body(client.post(url("declare_conflict", candidate), {"reason": ""}))
    assert "Tulis alasan konflik kepentingan Anda." in empty
    client.post(url("declare_conflict", candidate), {"reason": "Pernah satu unit."})
    assert Recusal.objects.count() == 1
    closed = client.get(url("score_candidate", candidate))
    assert closed.status_code == 403
    assert "Lembar ini tertutup bagi Anda" in closed.content.decode()
    client.post(url("declare_conflict", candidate), {"act": "retract"})
    assert Recusal.objects.count() == 0
    body(client.get(url("score_candidate", candidate)))


def test_absent_candidate_is_shown_and_not_scored(client):
    vacancy = scoring_vacancy(candidates=2)
    client.force_login(official(Role.SECRETARIAT, vacancy))
    assert "Tulis keterangan" in body(client.post(url("mark_absent", first(vacancy)), {"note": ""}))
    client.post(url("mark_absent", first(vacancy)), {"note": "Tidak datang."})
    assert "Tidak datang." in body(client.get(url("show_selection", vacancy)))
    assert "Cabut catatan" in body(client.get(url("mark_absent", first(vacancy))))
    client.post(url("mark_absent", first(vacancy)), {"act": "present"})
    assert first(vacancy).is_absent is False


# Control room ------------------------------------------------------------------------------------------------------------


def test_control_room_names_who_is_missing_and_shows_no_score(client):
    vacancy = scoring_vacancy(candidates=2)
    seats = list(PanelMember.objects.filter(panel__vacancy=vacancy).select_related("user").order_by("id"))
    fill_sheet(first(vacancy), seats[1], FULL)
    for person in (seats[0].user, official(Role.AGENCY_ADMIN, vacancy)):
        client.force_login(person)
        page = body(client.get(url("show_selection", vacancy)))
        assert seats[2].user.full_name in page
        assert "81,25" not in page
    client.force_login(seats[0].user)
    assert "Masih ada 11 nilai yang belum lengkap" in body(client.get(url("show_selection", vacancy)))


def test_ranking_table_shows_split_cut_and_tie_break(client):
    vacancy = scoring_vacancy(candidates=5, filled=True)
    chair = chair_of(vacancy)
    client.force_login(chair)
    client.post(url("compute_ranking", vacancy), {"version": vacancy.version})
    page = body(client.get(url("show_selection", vacancy)))
    assert "Peringkat versi 1" in page
    assert "95,00" in page
    assert page.count("Daftar pendek</span>") == 3
    assert 'class="cut"' in page
    vacancy.refresh_from_db()
    again = body(client.post(url("compute_ranking", vacancy), {"version": vacancy.version, "reason": ""}))
    assert "Tulis alasan menyusun ulang peringkat." in again


def test_member_cannot_compute_or_open_the_control_room(client):
    vacancy = scoring_vacancy(candidates=1, filled=True)
    client.force_login(member_of(vacancy))
    assert client.get(url("show_selection", vacancy)).status_code == 403
    assert client.post(url("compute_ranking", vacancy), {"version": vacancy.version}).status_code == 403


def test_admin_who_applied_sees_nothing_of_the_selection(client):
    vacancy = scoring_vacancy(candidates=2, filled=True)
    applicant = first(vacancy).application.employee.user
    MembershipFactory(user=applicant, role=Role.AGENCY_ADMIN, agency=vacancy.agency)
    client.force_login(applicant)
    page = body(client.get(url("show_selection", vacancy)))
    assert "tercatat sebagai pelamar" in page
    assert Candidate.objects.get(vacancy=vacancy, number=2).application.employee.name not in page


def test_sheet_is_reopened_by_the_chair_only(client):
    vacancy = scoring_vacancy(candidates=1, filled=True, closed=False)
    sheet = ScoreSheet.objects.filter(member__user=member_of(vacancy)).get()
    client.force_login(member_of(vacancy))
    assert client.get(url("reopen_sheet", sheet)).status_code == 404
    client.force_login(chair_of(vacancy))
    body(client.get(url("reopen_sheet", sheet)))
    client.post(url("reopen_sheet", sheet), {"version": vacancy.version, "reason": "Salah ketik."})
    sheet.refresh_from_db()
    assert sheet.submitted_at is None


# Result ----------------------------------------------------------------------------------------------------------------


def determined():
    """A Pratama vacancy determined and not announced yet, with its PPK."""
    vacancy = scoring_vacancy(candidates=4, filled=True)
    people = {role: official(role, vacancy) for role in (Role.PYB, Role.PPK, Role.WASDAL)}
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    request = send_result(vacancy)
    for position, (role, verdict) in enumerate(
        ((Role.PYB, "APPROVE"), (Role.PPK, "APPROVE"), (Role.WASDAL, "RECOMMEND"), (Role.PPK, "DETERMINE")), start=1
    ):
        form = determination_form(request, {"seat_1": "001", "reason_1": ""}) if verdict == "DETERMINE" else None
        decide(
            request_id=request.pk,
            actor=people[role],
            verdict=verdict,
            note="",
            digest_seen=request.digest,
            position_seen=position,
            form=form,
        )
    vacancy.refresh_from_db()
    return vacancy, people[Role.PPK]


def test_decision_page_shows_cards_and_the_seats_to_fill(client):
    vacancy = scoring_vacancy(candidates=4, filled=True)
    people = {role: official(role, vacancy) for role in (Role.PYB, Role.PPK, Role.WASDAL)}
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    request = send_result(vacancy)
    client.force_login(people[Role.PYB])
    page = body(client.get(url("decide_step", request)))
    names = [c.application.employee.name for c in Candidate.objects.filter(vacancy=vacancy).order_by("number")]
    assert all(name in page for name in names)
    assert "Nilai akhir" in page
    # The way out leads to the public page and says so.
    assert "Buka halaman lowongan" in page
    for position, (role, verdict) in enumerate(
        ((Role.PYB, "APPROVE"), (Role.PPK, "APPROVE"), (Role.WASDAL, "RECOMMEND")), start=1
    ):
        decide(
            request_id=request.pk,
            actor=people[role],
            verdict=verdict,
            note="",
            digest_seen=request.digest,
            position_seen=position,
        )
    client.force_login(people[Role.PPK])
    assert client.get(url("decide_step", request)).context["lacks_factor"]
    secret = get_adapter().encrypt("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    Authenticator.objects.create(user=people[Role.PPK], type=Authenticator.Type.TOTP, data={"secret": secret})
    response = client.get(url("decide_step", request))
    assert [card["row"]["rank"] for card in response.context["seats"].seats[0]["cards"]] == [1, 2, 3]
    assert list(response.context["seats"].fields) == ["seat_1", "code_1", "reason_1"]


def test_announcement_page_previews_then_publishes_the_letters(client):
    vacancy, ppk = determined()
    admin = official(Role.AGENCY_ADMIN, vacancy)
    determination = Determination.objects.get(vacancy=vacancy)
    winner = first(vacancy).application
    letter = url("download_determination", determination)
    assert client.get(letter).status_code == 404
    client.force_login(winner.employee.user)
    assert client.get(letter).status_code == 404
    assert client.get(url("download_result_letter", winner)).status_code == 404
    client.force_login(ppk)
    assert is_pdf(client.get(letter))
    client.force_login(admin)
    preview = body(client.get(url("announce_result", vacancy)))
    assert winner.employee.name in preview
    client.post(url("announce_result", vacancy), {"version": vacancy.version})
    vacancy.refresh_from_db()
    assert vacancy.state == "ANNOUNCED"
    client.logout()
    assert is_pdf(client.get(letter))
    # What the public reads, the admin has read before.
    (told,) = Announcement.objects.filter(vacancy=vacancy, kind="RESULT").values_list("body", flat=True)
    assert told in preview
    assert told in body(client.get(url("show_result", vacancy)))
    client.force_login(winner.employee.user)
    assert is_pdf(client.get(url("download_result_letter", winner)))
    client.force_login(Candidate.objects.get(vacancy=vacancy, number=2).application.employee.user)
    assert client.get(url("download_result_letter", winner)).status_code == 404


def test_applicants_read_their_own_scores_only_after_the_announcement(client):
    vacancy, _ = determined()
    loser = Candidate.objects.get(vacancy=vacancy, number=2).application
    client.force_login(loser.employee.user)
    before = body(client.get(url("show_application", loser)))
    assert "90,00" not in before
    assert "Menunggu pengumuman" in before
    actions.announce_result(vacancy_id=vacancy.pk, actor=official(Role.AGENCY_ADMIN, vacancy))
    after = body(client.get(url("show_application", loser)))
    assert "90,00" in after
    assert "95,00" not in after
    assert "Hasil akhir diumumkan" in after
    assert url("download_result_letter", loser) in after
    winner = first(vacancy).application.employee
    client.logout()
    public = body(client.get(url("show_result", vacancy)))
    assert winner.name in public
    assert winner.nip not in public
    assert loser.employee.name not in public


def test_announcement_waits_for_the_determination(client):
    vacancy = scoring_vacancy(candidates=1, filled=True)
    client.force_login(official(Role.AGENCY_ADMIN, vacancy))
    page = body(client.get(url("announce_result", vacancy)))
    assert "Belum dapat diumumkan" in page


# Query counts ------------------------------------------------------------------------------------------------------------


def count_queries(client, django_assert_num_queries, address: str, number: int) -> None:
    with django_assert_num_queries(number):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("items", [1, 3])
def test_queue_costs_the_same_at_every_length(client, django_assert_num_queries, items):
    person = UserFactory(role=Role.PANEL_MEMBER)
    for _ in range(items):
        vacancy = scoring_vacancy(candidates=2)
        PanelMember.objects.filter(user=member_of(vacancy)).update(user=person)
    client.force_login(person)
    count_queries(client, django_assert_num_queries, reverse("list_assignments"), 10)


@pytest.mark.parametrize("items", [1, 3])
def test_scoring_room_costs_the_same_at_every_length(client, django_assert_num_queries, items):
    vacancy = scoring_vacancy(candidates=items, filled=True)
    client.force_login(member_of(vacancy))
    count_queries(client, django_assert_num_queries, url("show_scoring_room", vacancy), 26)


@pytest.mark.parametrize("items", [1, 3])
def test_control_room_costs_the_same_at_every_length(client, django_assert_num_queries, items):
    vacancy = scoring_vacancy(candidates=items, filled=True)
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    client.force_login(chair_of(vacancy))
    count_queries(client, django_assert_num_queries, url("show_selection", vacancy), 57)


@pytest.mark.parametrize("items", [1, 3])
def test_sheet_costs_the_same_at_every_length(client, django_assert_num_queries, items):
    vacancy = scoring_vacancy(candidates=items, filled=True)
    client.force_login(member_of(vacancy))
    count_queries(client, django_assert_num_queries, url("score_candidate", first(vacancy)), 34)


@pytest.mark.parametrize("items", [4, 6])
def test_opening_page_costs_the_same_at_every_length(client, django_assert_num_queries, items):
    vacancy = VacancyFactory(state="VERIFICATION")
    for _ in range(items):
        ApplicationFactory(vacancy=vacancy, state="PASSED")
    client.force_login(official(Role.SECRETARIAT, vacancy))
    count_queries(client, django_assert_num_queries, url("open_selection", vacancy), 11)


def test_candidate_factory_makes_a_scoring_vacancy():
    assert CandidateFactory().vacancy.state == "SCORING"
