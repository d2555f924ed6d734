"""The plan form as an admin of an agency uses it: start, every section, stale page, submit."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from core.models import AuditEntry
from tests.factories.people import AgencyFactory, EmployeeFactory, RegionFactory, UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.models import Vacancy
from vacancies.views.plan_rows import SECTIONS

pytestmark = pytest.mark.django_db

POSITION = {
    "position_title": "Direktur Perencanaan",
    "unit": "Direktorat Jenderal Contoh",
    "level": "PRATAMA",
    "field": "PEMERINTAHAN",
    "quota": "2",
    "summary": "Memimpin perencanaan.",
}


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def admin(agency):
    return UserFactory(role=Role.AGENCY_ADMIN, agency=agency)


@pytest.fixture
def office(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def plan(agency):
    return VacancyFactory(agency=agency, state="DRAFT")


def page(vacancy, section):
    return reverse("edit_plan", args=[vacancy.public_id, section])


def typed(response, **changes):
    """What a browser would post from the form of a page, with some fields changed."""
    context = response.context
    values = {"version": context["version"]}
    formset, form = context.get("formset"), context.get("form")
    forms = [*(formset or []), *([form] if form is not None else [])]
    if formset is not None:
        forms.append(formset.management_form)
    if context.get("adding") is not None:
        forms.append(context["adding"])
    for each in forms:
        for field in each:
            value = field.value()
            if hasattr(field.field.widget, "format_value") and not isinstance(value, bool):
                value = field.field.widget.format_value(value)
                if isinstance(value, list) and not field.field.widget.allow_multiple_selected:
                    value = value[0]
            if value not in (None, False, "", []):
                values[field.html_name] = "on" if value is True else value
    values.update(changes)
    return values


def test_new_plan_is_filled_with_examples_of_its_level(office, agency):
    response = office.post(reverse("plan_vacancy"), {**POSITION, "region": RegionFactory().code})
    vacancy = Vacancy.objects.get()
    assert response.url == reverse("show_own_vacancy", args=[vacancy.public_id])
    assert vacancy.quota == 2
    assert vacancy.agency == agency
    assert vacancy.state == "DRAFT"
    assert sum(row.weight for row in vacancy.components.all()) == 100
    assert vacancy.requirements.filter(kind="MAX_AGE").get().number == 56
    assert {row.kind for row in vacancy.competencies.all()} == {"TEKNIS", "MANAJERIAL", "SOSIAL_KULTURAL"}
    assert vacancy.required_documents.count() > 5
    assert vacancy.stages.count() == 7
    assert AuditEntry.objects.get(chain=vacancy.trail_chain).act == "plan_vacancy"


def test_new_plan_with_mistakes_keeps_what_was_typed(office):
    response = office.post(reverse("plan_vacancy"), {**POSITION, "region": "", "quota": "0"})
    text = response.content.decode()
    assert response.status_code == 200
    assert Vacancy.objects.count() == 0
    assert "Direktur Perencanaan" in text
    assert "Formasi 1 sampai 50." in text


@pytest.mark.parametrize("section", [slug for slug, _, _ in SECTIONS])
def test_section_saved_unchanged_changes_nothing_but_the_version(office, plan, section):
    before = vacancy_content(plan)
    response = office.get(page(plan, section))
    assert response.status_code == 200
    answer = office.post(page(plan, section), typed(response))
    assert answer.status_code == 302, answer.context.get("form") and answer.context["form"].errors
    plan.refresh_from_db()
    assert plan.version == 2
    assert vacancy_content(plan) == before


def vacancy_content(vacancy):
    from vacancies.facts import plan_content

    return plan_content(Vacancy.objects.with_plan().get(pk=vacancy.pk))


def test_requirement_wording_follows_its_number(office, plan):
    response = office.get(page(plan, "syarat"))
    place = next(i for i, form in enumerate(response.context["formset"]) if form.kind == "MAX_AGE")
    office.post(page(plan, "syarat"), typed(response, **{f"syarat-{place}-number": "57"}))
    assert plan.requirements.get(kind="MAX_AGE").label == "Usia paling tinggi 57 tahun"


def test_requirement_is_added_and_removed(office, plan):
    count = plan.requirements.count()
    response = office.get(page(plan, "syarat"))
    office.post(page(plan, "syarat"), typed(response, add_kind="LEADERSHIP_TRAINING"))
    assert plan.requirements.count() == count + 1
    response = office.get(page(plan, "syarat"))
    office.post(page(plan, "syarat"), typed(response, **{"syarat-0-DELETE": "on", "syarat-1-DELETE": "on"}))
    assert plan.requirements.count() == count - 1


def test_competency_is_added_in_a_blank_row(office, plan):
    response = office.get(page(plan, "standar"))
    blank = response.context["formset"].initial_form_count()
    office.post(
        page(plan, "standar"),
        typed(response, **{f"standar-{blank}-name": "Analisis kebijakan", f"standar-{blank}-kind": "TEKNIS"}),
    )
    row = plan.competencies.get(name="Analisis kebijakan")
    assert (row.code, row.kind, row.level) == ("T02", "TEKNIS", 4)


def test_weights_accept_a_comma_and_show_the_sum(office, plan):
    response = office.get(page(plan, "bobot"))
    assert "Jumlah bobot" in response.content.decode()
    office.post(page(plan, "bobot"), typed(response, weight_TRACK="12,5"))
    assert str(plan.components.get(code="TRACK").weight) == "12.50"
    text = office.get(page(plan, "bobot")).content.decode()
    assert "Jumlah bobot sekarang 92,5; harus tepat 100" in text


def test_tie_place_used_twice_is_refused(office, plan):
    response = office.get(page(plan, "bobot"))
    answer = office.post(page(plan, "bobot"), typed(response, tie_PAPER="1"))
    assert answer.status_code == 200
    assert "Urutan 1 sudah dipakai" in answer.content.decode()


def test_deadline_at_23_59_is_stored_as_the_next_midnight(office, plan):
    response = office.get(page(plan, "jadwal"))
    office.post(page(plan, "jadwal"), typed(response, closes_on="2027-03-05", closes_time="23:59", opens_on="2027-02-10"))
    plan.refresh_from_db()
    assert plan.closes_at.isoformat() == "2027-03-05T17:00:00+00:00"


def test_deadline_before_opening_is_refused_beside_its_field(office, plan):
    response = office.get(page(plan, "jadwal"))
    answer = office.post(page(plan, "jadwal"), typed(response, closes_on="2027-02-01", opens_on="2027-02-10"))
    assert answer.context["form"].errors["closes_on"] == ["Penutupan pendaftaran harus setelah pembukaan."]


def test_panel_refuses_one_person_twice(office, plan):
    response = office.get(page(plan, "pansel"))
    values = typed(response)
    values["user_2"] = values["user_1"]
    answer = office.post(page(plan, "pansel"), values)
    assert "Orang ini sudah menjadi anggota 1." in answer.content.decode()
    assert plan.panel.members.count() == 5


def test_stale_section_keeps_both_versions_apart(office, plan, admin):
    response = office.get(page(plan, "jabatan"))
    office.post(page(plan, "jabatan"), typed(response, unit="Unit dari jendela pertama"))
    answer = office.post(page(plan, "jabatan"), typed(response, unit="Unit dari jendela kedua"))
    text = answer.content.decode()
    assert "Rencana ini sudah diubah sejak halaman Anda dibuka" in text
    assert admin.full_name in text
    assert "Unit dari jendela kedua" in text
    plan.refresh_from_db()
    assert plan.unit == "Unit dari jendela pertama"


def test_submitted_plan_is_locked(office, plan):
    plan.state = "PLAN_REVIEW"
    plan.save(update_fields=["state"])
    assert office.get(page(plan, "jabatan")).status_code == 302
    assert office.post(page(plan, "jabatan"), {"version": 1}).status_code == 409


def test_unknown_section_is_not_found(office, plan):
    assert office.get(page(plan, "lain")).status_code == 404


def test_admin_of_another_agency_finds_nothing(client, plan):
    client.force_login(UserFactory(role=Role.AGENCY_ADMIN, agency=AgencyFactory()))
    for name in ("show_own_vacancy", "submit_plan", "publish_vacancy", "extend_registration", "cancel_vacancy", "delete_plan"):
        assert client.get(reverse(name, args=[plan.public_id])).status_code == 404, name
    assert client.get(page(plan, "jabatan")).status_code == 404


def test_secretariat_reads_but_does_not_edit(client, plan, agency):
    client.force_login(UserFactory(role=Role.SECRETARIAT, agency=agency))
    assert client.get(reverse("show_own_vacancy", args=[plan.public_id])).status_code == 200
    assert client.get(page(plan, "jabatan")).status_code == 403


def test_submit_page_lists_problems_with_links(office, plan):
    plan.panel.members.all().delete()
    response = office.get(reverse("submit_plan", args=[plan.public_id]))
    text = response.content.decode()
    assert "Rencana belum dapat diajukan" in text
    assert page(plan, "pansel") in text
    assert 'type="submit">Ajukan rencana' not in text


def test_submit_sends_the_plan_into_its_chain(office, plan, agency):
    for role in (Role.PYB, Role.PPK, Role.WASDAL):
        UserFactory(role=role, agency=None if role == Role.WASDAL else agency)
    response = office.post(reverse("submit_plan", args=[plan.public_id]), {"version": plan.version, "note": "Mohon diperiksa."})
    assert response.status_code == 302
    plan.refresh_from_db()
    assert plan.state == "PLAN_REVIEW"
    assert [step.role for step in plan.plan_request.steps.order_by("position")] == ["PYB", "PPK", "WASDAL"]
    text = office.get(reverse("show_own_vacancy", args=[plan.public_id])).content.decode()
    assert "Menunggu persetujuan rencana" in text
    assert "Persetujuan PyB" in text
    assert "Tarik rencana" in text


def test_copy_makes_a_new_draft(office, agency):
    source = VacancyFactory(agency=agency, state="ANNOUNCED", level="MADYA")
    office.post(reverse("copy_vacancy", args=[source.public_id]))
    twin = Vacancy.objects.exclude(pk=source.pk).get()
    assert (twin.state, twin.published_at, twin.plan_request) == ("DRAFT", None, None)
    assert twin.reference != source.reference
    assert twin.panel.members.count() == 5
    assert twin.requirements.count() == source.requirements.count()


def test_draft_is_deleted_after_a_question(office, plan):
    assert "Hapus draf" in office.get(reverse("delete_plan", args=[plan.public_id])).content.decode()
    office.post(reverse("delete_plan", args=[plan.public_id]))
    assert not Vacancy.objects.filter(pk=plan.pk).exists()
    assert AuditEntry.objects.filter(chain=plan.trail_chain).latest("sequence").act == "delete_plan"


def test_section_starts_again_from_the_example_of_its_level(office, plan):
    plan.level = "MADYA"
    plan.save(update_fields=["level"])
    text = office.get(page(plan, "syarat")).content.decode()
    assert "Ganti dengan contoh JPT Madya" in text
    office.post(page(plan, "syarat"), {"version": plan.version, "contoh": "1"})
    assert plan.requirements.get(kind="MAX_AGE").number == 58
    assert plan.requirements.filter(kind="LEADERSHIP_TRAINING").exists()
    assert office.post(page(plan, "syarat"), {"version": 1, "contoh": "1"}).status_code == 409


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1900-05-05"])
def test_impossible_year_is_refused_beside_its_field(office, plan, day):
    response = office.get(page(plan, "jadwal"))
    answer = office.post(page(plan, "jadwal"), typed(response, closes_on=day, start_INTERVIEW=day))
    assert "Tahunnya tidak mungkin" in answer.context["form"].errors["closes_on"][0]
    assert "Tahunnya tidak mungkin" in answer.context["form"].errors["start_INTERVIEW"][0]


def test_plan_without_dates_opens_everywhere(office, agency):
    bare = VacancyFactory(agency=agency, state="DRAFT", opens_at=None, closes_at=None, reference_on=None, plan=False)
    names = ("show_own_vacancy", "submit_plan", "publish_vacancy", "extend_registration", "cancel_vacancy", "fail_vacancy")
    for name in names:
        assert office.get(reverse(name, args=[bare.public_id])).status_code == 200, name
    for section, _, _ in SECTIONS:
        assert office.get(page(bare, section)).status_code == 200, section


def test_forged_rows_are_refused_and_nothing_changes(office, plan):
    before = vacancy_content(plan)
    response = office.get(page(plan, "syarat"))
    for change in (
        {"syarat-0-kind": "KIND_X"},
        {"syarat-TOTAL_FORMS": "999"},
        {"syarat-TOTAL_FORMS": "x"},
        {"syarat-5-number": "99999999999"},
        {"add_kind": "KIND_X"},
    ):
        assert office.post(page(plan, "syarat"), typed(response, **change)).status_code == 200, change
    assert vacancy_content(plan) == before


def test_weights_outside_the_usual_band_warn_and_are_kept(office, plan):
    response = office.get(page(plan, "bobot"))
    office.post(page(plan, "bobot"), typed(response, weight_TRACK="10", weight_INTERVIEW="45"))
    text = office.get(page(plan, "bobot")).content.decode()
    assert "Bobot rekam jejak 10 persen; untuk JPT Pratama lazimnya 15 sampai 20 persen." in text
    assert "Bobot wawancara 45 persen" in text
    assert office.get(reverse("submit_plan", args=[plan.public_id])).context["refusal"] is None


def test_checking_tells_without_saving(office, plan):
    response = office.get(page(plan, "bobot"))
    answer = office.post(page(plan, "bobot"), typed(response, weight_TRACK="10", periksa="1"))
    text = answer.content.decode()
    assert "Jumlah bobot sekarang 90; harus tepat 100" in text
    assert "Bobot rekam jejak 10 persen" in text
    assert plan.components.get(code="TRACK").weight == 20
    plan.refresh_from_db()
    assert plan.version == 1


def test_every_kind_of_component_can_be_planned(office, plan):
    response = office.get(page(plan, "bobot"))
    changes = {
        "aggregate_PAPER": "ENTRY",
        "blind_PAPER": "on",
        "low_PAPER": "1",
        "high_PAPER": "7",
        "minimum_PAPER": "3,5",
        "anchors_PAPER": "1-3: Kurang\n4-7: Menguasai",
        "aggregate_INTERVIEW": "MEDIAN",
        "asked_HEALTH": "on",
        "levels": "on",
        "label_INFO1": "Kesan umum",
    }
    answer = office.post(page(plan, "bobot"), typed(response, **changes))
    assert answer.status_code == 302, answer.context["form"].errors
    rows = {row.code: row for row in plan.components.all()}
    paper, health, level, shown = rows["PAPER"], rows["HEALTH"], rows["M01"], rows["INFO1"]
    assert (paper.aggregate, paper.is_blind, paper.stage) == ("ENTRY", True, "PAPER")
    assert [str(number) for number in (paper.scale_min, paper.scale_max, paper.minimum)] == ["1.00", "7.00", "3.50"]
    assert paper.anchors[1] == {"from": "4", "to": "7", "text": "Menguasai"}
    assert rows["INTERVIEW"].aggregate == "MEDIAN"
    assert (health.weight, health.minimum, health.scale_max, health.aggregate) == (0, 1, 1, "PASS_FAIL")
    assert (level.competency_code, level.is_informative, level.scale_max) == ("M01", True, 5)
    assert (shown.is_informative, shown.label, shown.weight) == (True, "Kesan umum", 0)
    plan.refresh_from_db()
    assert set(plan.tie_order) == {"INTERVIEW", "ASSESS", "TRACK", "PAPER"}
    text = office.get(page(plan, "bobot")).content.decode()
    assert "1-3: Kurang" in text
    assert "Kesan umum" in text
    assert office.get(reverse("submit_plan", args=[plan.public_id])).context["refusal"] is None


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"high_PAPER": "0"}, "high_PAPER", "Nilai tertinggi harus di atas nilai terendah."),
        ({"low_PAPER": ""}, "low_PAPER", "Isi nilai terendah dan tertinggi."),
        ({"minimum_PAPER": "101"}, "minimum_PAPER", "Nilai minimum harus di antara nilai terendah dan tertinggi."),
        ({"anchors_PAPER": "baik"}, "anchors_PAPER", "Baris 1 tidak terbaca. Tulis seperti “81-100: menguasai seluruh materi”."),
        ({"anchors_PAPER": "0-101: Baik"}, "anchors_PAPER", "Tingkat 0-101 berada di luar skala 0 sampai 100."),
        ({"blind_ASSESS": "on"}, "blind_ASSESS", "Penilaian tanpa nama hanya untuk nilai pansel atau nilai kertas."),
        ({"label_INFO1": "Kesan", "high_INFO1": "-1"}, "high_INFO1", "Nilai tertinggi harus di atas nilai terendah."),
    ],
)
def test_mistakes_of_the_assessment_are_told_beside_their_field(office, plan, changes, field, sentence):
    response = office.get(page(plan, "bobot"))
    answer = office.post(page(plan, "bobot"), typed(response, **changes))
    assert answer.context["form"].errors[field] == [sentence]
    assert plan.components.count() == 4


def test_assessed_levels_follow_the_standard(office, plan):
    office.post(page(plan, "bobot"), typed(office.get(page(plan, "bobot")), levels="on"))
    response = office.get(page(plan, "standar"))
    added = {"standar-10-name": "Hukum perairan", "standar-10-kind": "TEKNIS"}
    office.post(page(plan, "standar"), typed(response, **added, **{"standar-0-DELETE": "on"}))
    codes = {row.code: row.name for row in plan.competencies.all()}
    assert "Hukum perairan" in codes.values()
    assert len(codes) == 10
    assert {row.competency_code: row.label for row in plan.components.exclude(competency_code="")} == codes


def test_panel_that_leaves_a_field_open_is_told_and_cannot_be_sent(office, plan):
    response = office.get(page(plan, "pansel"))
    covers = {f"covers_{seat}": ["PERSONNEL"] for seat in range(1, 6)}
    answer = office.post(page(plan, "pansel"), typed(response, **covers, periksa="1"))
    sentence = "Belum ada anggota yang menguasai kompetensi teknis “Penguasaan teknis bidang jabatan”."
    assert answer.context["composition"] == [sentence]
    assert sentence in answer.content.decode()
    assert plan.panel.members.first().covers == ["FIELD", "PERSONNEL"]
    office.post(page(plan, "pansel"), typed(response, **covers))
    assert sentence in office.get(page(plan, "pansel")).content.decode()
    refused = office.post(reverse("submit_plan", args=[plan.public_id]), {"version": "2", "note": ""})
    assert "Masih ada 1 hal yang perlu dilengkapi" in refused.content.decode()


def test_member_below_the_post_is_told(office, plan):
    EmployeeFactory(user=plan.panel.members.first().user, position_level="ADMINISTRATOR")
    text = office.get(page(plan, "pansel")).content.decode()
    assert "menduduki jabatan Administrator, di bawah JPT Pratama yang akan diisi." in text
