import csv

import pytest
from django.conf import settings

from accounts.enums import AgencyKind, RegionKind, Zone
from accounts.models import Agency, Region
from asnkarier.reference import load_reference
from employees.models import StudyProgram

pytestmark = pytest.mark.django_db


def test_reference_has_every_region_agency_and_programme_and_loads_twice():
    load_reference()
    Region.objects.filter(code="11").update(name="Salah")
    load_reference()
    kinds = {kind: Region.objects.filter(kind=kind).count() for kind in RegionKind}
    assert kinds == {RegionKind.PROVINCE: 38, RegionKind.REGENCY: 416, RegionKind.CITY: 98}
    assert StudyProgram.objects.count() == 4271
    regional = {kind: Agency.objects.filter(kind=kind).count() for kind in AgencyKind}
    assert (regional[AgencyKind.PROVINCE], regional[AgencyKind.REGENCY], regional[AgencyKind.CITY]) == (38, 415, 93)
    assert Agency.objects.count() - 38 - 415 - 93 == 91
    assert Region.objects.get(code="11").name == "Aceh"


def test_reference_gives_every_agency_its_own_official_clock():
    load_reference()
    zones = dict(
        Agency.objects.filter(code__in=["PEMPROV-ACEH", "PEMPROV-BALI", "PEMPROV-PAPUA", "OIKN"]).values_list("code", "zone")
    )
    assert zones == {"PEMPROV-ACEH": Zone.WIB, "PEMPROV-BALI": Zone.WITA, "PEMPROV-PAPUA": Zone.WIT, "OIKN": Zone.WITA}
    assert not Agency.objects.filter(name__contains="Administrasi Jakarta").exists()


def test_reference_codes_of_central_bodies_are_short_and_unique():
    path = settings.BASE_DIR / "fixtures" / "reference" / "instansi_pusat.csv"
    codes = [row["kode"] for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())]
    assert len(set(codes)) == 91
    assert max(map(len, codes)) <= 20
