"""Target posts: retirements of the register, other causes, the heat map, and the vacancy plan a post becomes."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core.refusals import Refused
from talent.actions.targets import open_target, refresh_targets
from talent.heat_map import draw, heat_map
from talent.models import PoolMembership, TargetPost
from talent.rules.vacancy_forecast import falls_vacant_within, retires_on
from tests.factories.boxes import PoolMembershipFactory, TargetPostFactory
from tests.factories.people import AgencyFactory, EmployeeFactory, UserFactory
from vacancies.models import Vacancy

pytestmark = pytest.mark.django_db
LIST_QUERIES = 11


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def clerk(agency, client):
    user = UserFactory(role=Role.AGENCY_ADMIN, agency=agency)
    client.force_login(user)
    return user


def test_statement_finds_the_retirements_the_rule_finds(agency, clerk):
    today = agency.day(timezone.now())
    expected = {}
    for level in ("JPT_UTAMA", "JPT_MADYA", "JPT_PRATAMA", "ADMINISTRATOR"):
        for days in (-40, -31, -1, 0, 1, 29, 180, 330, 364, 366, 400):
            born = today.replace(year=today.year - 60, day=28) + timedelta(days=days)
            holder = EmployeeFactory(agency=agency, birth_date=born, position_level=level, with_records=False)
            gone = retires_on(born, level)
            if level != "ADMINISTRATOR" and falls_vacant_within(gone, today, 12):
                expected[holder.pk] = gone
    EmployeeFactory(birth_date=today.replace(year=today.year - 60, day=28), position_level="JPT_MADYA", with_records=False)
    assert refresh_targets(agency_id=agency.pk, actor=clerk) == len(expected)
    assert dict(TargetPost.objects.order_by("pk").values_list("incumbent_id", "vacant_on")) == expected
    assert len(expected) > 10
    assert refresh_targets(agency_id=agency.pk, actor=clerk) == 0


def test_what_was_taken_off_the_list_stays_off(client, agency, clerk):
    today = agency.day(timezone.now())
    born = today.replace(year=today.year - 60, day=1) + timedelta(days=40)
    EmployeeFactory(agency=agency, birth_date=born, position_level="JPT_PRATAMA", position_title="Kepala Biro Umum")
    client.post(reverse("refresh_target_posts"))
    target = TargetPost.objects.get()
    drop = reverse("drop_target_post", args=[target.public_id])
    assert "Tulis alasannya." in client.post(drop, {"reason": ""}).text
    assert client.post(drop, {"reason": "Jabatan dihapus dari struktur"}).status_code == 302
    client.post(reverse("refresh_target_posts"))
    assert TargetPost.objects.open().count() == 0
    assert "Belum ada jabatan target" in client.get(reverse("list_target_posts")).text


def test_post_becomes_a_vacancy_plan_once(client, agency, clerk):
    target = TargetPostFactory(agency=agency, title="Inspektur Uji", level="JPT_MADYA", field="PENGAWASAN")
    url = reverse("open_target_post", args=[target.public_id])
    assert "Inspektur Uji" in client.get(url).text
    answer = client.post(url)
    vacancy = Vacancy.objects.get()
    assert answer.url == reverse("show_own_vacancy", args=[vacancy.public_id])
    assert (vacancy.position_title, vacancy.level, vacancy.field, vacancy.state) == (
        "Inspektur Uji",
        "MADYA",
        "PENGAWASAN",
        "DRAFT",
    )
    assert vacancy.requirements.exists()
    client.post(url)
    assert Vacancy.objects.count() == 1
    assert vacancy.reference in client.get(reverse("list_target_posts")).text
    with pytest.raises(Refused, match="sudah dibuka"):
        open_target(target_id=target.pk, actor=clerk)


def test_other_causes_are_written_down(client, agency, clerk):
    holder = EmployeeFactory(agency=agency, position_level="JPT_PRATAMA")
    url = reverse("register_target_post")
    values = {
        "title": "Kepala Dinas Uji", "unit": "Dinas Uji", "level": "JPT_PRATAMA", "field": "KESEHATAN", "cause": "DEATH",
        "vacant_on": timezone.localdate().isoformat(), "incumbent": EmployeeFactory().nip, "note": "",
    }  # fmt: skip
    assert "Tidak ada pegawai instansi Anda" in client.post(url, values).text
    assert client.post(url, values | {"incumbent": holder.nip}).status_code == 302
    assert "sudah ada dalam daftar" in client.post(url, values | {"incumbent": holder.nip}).text
    text = client.get(reverse("list_target_posts")).text
    assert "Meninggal dunia" in text
    assert holder.name in text


def test_target_posts_cost_the_same_at_every_size(client, agency, clerk, django_assert_num_queries):
    TargetPostFactory(agency=agency)
    url = reverse("list_target_posts")
    client.get(url)
    with django_assert_num_queries(LIST_QUERIES):
        assert len(client.get(url).context["rows"]) == 1
    for field in ("HUKUM", "KESEHATAN"):
        TargetPostFactory(agency=agency, field=field)
        PoolMembershipFactory(agency=agency)
    with django_assert_num_queries(LIST_QUERIES):
        assert len(client.get(url).context["rows"]) == 3


def test_ready_people_count_for_their_own_level_and_family(agency):
    TargetPostFactory(agency=agency)
    TargetPostFactory(agency=agency, level="JPT_MADYA")
    for readiness in ("READY_NOW", "READY_NOW", "NEED_DEVELOPMENT"):
        PoolMembershipFactory(agency=agency, readiness=readiness)
    PoolMembershipFactory(agency=agency, field="HUKUM")
    posts = TargetPost.objects.tally()
    ready = PoolMembership.objects.ready(timezone.localdate()).tally()
    by_level = heat_map(posts, ready, by_agency=False)
    assert {(line["column"], line["posts"], line["ready"], line["missing"]) for line in by_level.lines()} == {
        ("JPT Pratama", 1, 2, 1),
        ("JPT Madya", 1, 0, 3),
    }
    (cell,) = heat_map(posts, ready, by_agency=True).cells.values()
    assert (cell.cover.words(), cell.state) == ("2 : 2", "SHORT")


def test_drawing_holds_no_style_no_script_and_escapes_names(agency):
    agency.code = "A<b>"
    agency.save()
    TargetPostFactory(agency=agency)
    TargetPostFactory(agency=agency, field="HUKUM")
    text = draw(heat_map(TargetPost.objects.tally(), [], by_agency=True), title="Peta <panas>")
    root = ElementTree.fromstring(text)
    tags = {element.tag.rsplit("}", 1)[-1] for element in root.iter()}
    assert {"style", "script"} & tags == set()
    assert all("style" not in element.attrib for element in root.iter())
    words = [element.text for element in root.iter() if element.text]
    assert "A<b>" in words
    assert words.count("1 : 0") == 2
    assert root.get("role") == "img"
    assert "cell-nobody" in text
    assert draw(heat_map([], [], by_agency=True), title="Kosong") == ""


def test_national_readers_see_posts_by_agency_without_names(client, agency):
    holder = EmployeeFactory(agency=agency, position_level="JPT_PRATAMA", name="Pejabat Rahasia")
    TargetPostFactory(agency=agency, incumbent=holder)
    TargetPostFactory()
    client.force_login(UserFactory(role=Role.WASDAL))
    page = client.get(reverse("list_target_posts"))
    assert len(page.context["rows"]) == 2
    assert page.context["head"] == "Instansi"
    assert "Pejabat Rahasia" not in page.text
    assert "<svg" in page.text
    client.force_login(UserFactory(role=Role.AGENCY_ADMIN))
    assert client.get(reverse("list_target_posts")).context["count"] == 0


def test_posts_after_twelve_months_wait(client, agency, clerk):
    TargetPostFactory(agency=agency, vacant_on=date(timezone.localdate().year + 2, 1, 1))
    assert client.get(reverse("list_target_posts")).context["count"] == 0
