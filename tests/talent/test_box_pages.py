"""Pages about boxes: the grid by period, people in a box, one person's place, confirmation, calibration, import."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from talent.actions.placements import change_placement
from talent.models import ImportedAssessment, MappingPeriod, Placement
from tests.factories.boxes import MappingPeriodFactory, PlacementFactory
from tests.factories.people import AgencyFactory, EmployeeFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST_QUERIES = 7


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def clerk(agency, client):
    user = UserFactory(role=Role.AGENCY_ADMIN, agency=agency)
    client.force_login(user)
    return user


@pytest.fixture
def pyb(agency, client):
    user = UserFactory(role=Role.PYB, agency=agency)
    client.force_login(user)
    return user


def test_grid_shows_the_newest_period_and_any_other_by_its_address(client, agency, clerk):
    older, newer = (MappingPeriodFactory(agency=agency, ends_on=date(year, 12, 31)) for year in (2025, 2026))
    PlacementFactory(period=older, at=3)
    for _ in range(3):
        PlacementFactory(period=newer, at=9)
    page = client.get(reverse("show_boxes"))
    cells = {cell["box"]: cell for row in page.context["rows"] for cell in row["cells"]}
    assert [cell["box"] for row in page.context["rows"] for cell in row["cells"]] == [4, 7, 9, 2, 5, 8, 1, 3, 6]
    assert (cells[9]["people"], cells[9]["share"], cells[3]["people"]) == (3, "100%", 0)
    assert page.context["previous"] == older
    assert 'rel="prev"' in page.text
    assert 'rel="next"' not in page.text
    before = client.get(reverse("show_boxes"), {"periode": str(older.public_id)})
    assert (before.context["period"], before.context["next"]) == (older, newer)
    assert client.get(reverse("show_boxes"), {"periode": "x", "instansi": "TIDAK-ADA"}).context["period"] == newer
    assert 'type="range"' in page.text
    for place, expected in (("1", older), ("2", newer), ("0", newer), ("3", newer), ("²", newer), ("x", newer)):
        assert client.get(reverse("show_boxes"), {"ke": place}).context["period"] == expected


def test_people_of_a_box_cost_the_same_at_every_size(client, agency, clerk, django_assert_num_queries):
    period = MappingPeriodFactory(agency=agency)
    PlacementFactory(period=period)
    url = reverse("list_box", args=[period.public_id, 8])
    client.get(url)
    with django_assert_num_queries(LIST_QUERIES):
        assert len(client.get(url).context["rows"]) == 1
    for _ in range(2):
        PlacementFactory(period=period)
    with django_assert_num_queries(LIST_QUERIES):
        assert len(client.get(url).context["rows"]) == 3


def test_names_are_searched_inside_a_box(client, agency, clerk):
    period = MappingPeriodFactory(agency=agency)
    wanted = PlacementFactory(period=period, employee=EmployeeFactory(agency=agency, name="Maria Lewa"))
    PlacementFactory(period=period)
    page = client.get(reverse("list_box", args=[period.public_id, 8]), {"cari": "lewa"})
    assert [row["public_id"] for row in page.context["rows"]] == [wanted.public_id]


def test_one_place_shows_where_it_comes_from_and_moves_with_a_reason(client, agency, clerk):
    placement = PlacementFactory(period__agency=agency)
    url = reverse("show_placement", args=[placement.public_id])
    text = client.get(url).text
    assert "Pusat Penilaian Uji" in text
    assert "CACT BKN" in text
    assert "88,00" in text
    refused = client.post(url, {"box": "7", "version": "1", "reason": ""})
    assert refused.context["form"]["reason"].errors == ["Tulis alasan perubahan kotak."]
    same = client.post(url, {"box": "8", "version": "1", "reason": "Sama saja"})
    assert "sama dengan yang sekarang" in same.context["form"]["box"].errors[0]
    assert client.post(url, {"box": "7", "version": "1", "reason": "Kinerja lampaui sasaran"}).status_code == 302
    assert "Kotak 8 menjadi 7" in client.get(url).text


def test_office_computes_and_the_pyb_confirms_with_the_count(client, agency, clerk):
    period = MappingPeriodFactory(agency=agency)
    chosen, other = PlacementFactory(period=period), PlacementFactory(period=period, at=5)
    assert client.post(reverse("compute_boxes", args=[period.public_id])).status_code == 302
    url = reverse("confirm_boxes", args=[period.public_id])
    assert client.get(url).status_code == 403
    pyb = UserFactory(role=Role.PYB, agency=agency)
    client.force_login(pyb)
    assert client.get(url).context["count"] == 2, "the link of the grid asks for every proposal"
    assert client.post(url, {"kotak": "8"})["Location"] == reverse("list_box", args=[period.public_id, 8])
    for strange in ("", "x", "10"):
        nobody = client.post(url, {"kotak": strange}, follow=True)
        assert "Centang dulu orang yang kotaknya ingin Anda kukuhkan." in nobody.text
    page = client.post(url, {"orang": [str(chosen.public_id)]})
    assert page.context["count"] == 1
    own = PlacementFactory(period=period, at=6, employee=EmployeeFactory(agency=agency, user=pyb))
    picked = [{"orang": [str(each.public_id) for each in people]} for people in ([chosen], [chosen, own])]
    assert ["Kotak Anda sendiri tidak ikut" in client.post(url, each).text for each in picked] == [False, True]
    assert not Placement.objects.confirmed().exists()
    gone = client.post(url, {"orang": [str(chosen.public_id)], "kirim": "ya", "expected": "2"})
    assert "sekarang 1, bukan 2" in gone.text
    assert client.post(url, {"orang": [str(chosen.public_id)], "kirim": "ya", "expected": "1"}).status_code == 302
    assert list(Placement.objects.confirmed()) == [chosen]
    chosen.employee.refresh_from_db()
    assert chosen.employee.talent_box == 8
    assert client.get(url).context["count"] == 1
    assert other.state == "PROPOSED"


def test_calibration_stands_before_beside_after(client, agency, pyb):
    placement = PlacementFactory(period__agency=agency, at=5)
    change_placement(placement_id=placement.pk, actor=pyb, upright=3, lying=2, reason="Lampaui sasaran dua tahun", version=1)
    page = client.get(reverse("show_calibration", args=[placement.period.public_id]))
    counts = [
        {cell["box"]: cell["people"] for row in page.context[side] for cell in row["cells"] if cell["people"]}
        for side in ("before", "after")
    ]
    assert counts == [{5: 1}, {7: 1}]
    assert "Lampaui sasaran dua tahun" in page.text


def test_strangers_see_no_box_of_another_agency(client, clerk):
    foreign = PlacementFactory()
    for url in (
        reverse("list_box", args=[foreign.period.public_id, 8]),
        reverse("show_placement", args=[foreign.public_id]),
        reverse("show_calibration", args=[foreign.period.public_id]),
    ):
        assert client.get(url).status_code == 404
    assert client.get(reverse("show_boxes"), {"periode": str(foreign.period.public_id)}).context["period"] is None


def test_period_and_thresholds_are_set_on_pages(client, agency, clerk):
    wrong = client.post(reverse("open_mapping_period"), {"name": "2026", "starts_on": "2026-12-31", "ends_on": "2026-01-01"})
    assert "Akhir periode harus sesudah awalnya." in wrong.text
    values = {
        "mode": "COMPETENCE", "potential_high": "77,5", "potential_middle": "46", "match_high": "85", "match_middle": "70",
        "assessment_years": "2", "valid_from": "2026-01-01", "basis": "SK 5/2026",
    }  # fmt: skip
    low = client.post(reverse("set_box_thresholds"), values | {"potential_middle": "78"})
    assert "Batas atas harus lebih besar" in low.text
    assert client.post(reverse("set_box_thresholds"), values).status_code == 302
    client.post(reverse("open_mapping_period"), {"name": "2026", "starts_on": "2026-01-01", "ends_on": "2026-12-31"})
    period = MappingPeriod.objects.get()
    assert (period.pack.mode, str(period.pack.potential_high), period.pack.assessment_years) == ("COMPETENCE", "77.5", 2)
    assert "Kompetensi" in client.get(reverse("show_boxes")).text


def test_file_is_tried_before_it_is_imported(client, agency, clerk):
    person = EmployeeFactory(agency=agency)
    url = reverse("import_assessments")
    about = {"source": "THIRD_PARTY", "provider": "Lembaga Uji", "assessed_on": "2026-06-01"}

    def send(text):
        return client.post(url, about | {"file": SimpleUploadedFile("hasil.csv", text.encode())})

    bad = send(f"NIP;POTENSIAL;JPM\n{person.nip};80;200\n")
    assert "Ada 1 kesalahan" in bad.text
    listed = client.post(url, {"act": "errors", "packed": bad.context["packed"]})
    assert "Nilai harus 0 sampai 100." in listed.content.decode("utf-8-sig")
    good = send(f"NIP;POTENSIAL;JPM\n{person.nip};80;91,5\n")
    assert not ImportedAssessment.objects.exists()
    assert client.post(url, {"act": "confirm", "packed": good.context["packed"]}).status_code == 302
    assert ImportedAssessment.objects.get().provider == "Lembaga Uji"
    assert client.post(url, {"act": "confirm", "packed": "x"}).status_code == 409
    assert "kosong" in send("").text
    form = client.get(reverse("download_assessment_form")).content.decode("utf-8-sig")
    assert person.name in form
