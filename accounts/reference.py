"""Regions and agencies from the files of fixtures/reference/, loaded as often as the files change.

Regional agencies are derived: every province, kabupaten and kota with a government of its own is an agency. The six
administrative areas of Jakarta have none (fixtures/reference/README.md).
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from django.utils.text import slugify

from accounts.enums import AgencyKind, RegionKind, Zone
from accounts.models import Agency, Region

CAPITAL_REGION = "31"
# Central bodies sit in Jakarta, this one in Penajam Paser Utara.
SEATS_ELSEWHERE = {"OIKN": ("64.09", "Sepaku")}
WITA_PROVINCES = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
WIT_PROVINCES = frozenset({"81", "82", "91", "92", "93", "94", "95", "96"})
PROVINCE_CAPITALS = {
    "11": "Banda Aceh", "12": "Medan", "13": "Padang", "14": "Pekanbaru", "15": "Jambi", "16": "Palembang", "17": "Bengkulu",
    "18": "Bandar Lampung", "19": "Pangkalpinang", "21": "Tanjungpinang", "31": "Jakarta", "32": "Bandung", "33": "Semarang",
    "34": "Yogyakarta", "35": "Surabaya", "36": "Serang", "51": "Denpasar", "52": "Mataram", "53": "Kupang", "61": "Pontianak",
    "62": "Palangka Raya", "63": "Banjarbaru", "64": "Samarinda", "65": "Tanjung Selor", "71": "Manado", "72": "Palu",
    "73": "Makassar", "74": "Kendari", "75": "Gorontalo", "76": "Mamuju", "81": "Ambon", "82": "Sofifi", "91": "Jayapura",
    "92": "Manokwari", "93": "Merauke", "94": "Nabire", "95": "Wamena", "96": "Sorong",
}  # fmt: skip
REGIONAL_KINDS = {
    RegionKind.PROVINCE: (AgencyKind.PROVINCE, "PEMPROV"),
    RegionKind.REGENCY: (AgencyKind.REGENCY, "PEMKAB"),
    RegionKind.CITY: (AgencyKind.CITY, "PEMKOT"),
}


def zone_of(province_code: str) -> Zone:
    """Official clock of a province, by its two-digit code."""
    if province_code in WIT_PROVINCES:
        return Zone.WIT
    return Zone.WITA if province_code in WITA_PROVINCES else Zone.WIB


def read_rows(path: Path) -> Iterator[Mapping[str, str]]:
    """Rows of one of our own reference files, by column name."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load_regions(path: Path) -> int:
    """Write the regions of wilayah.csv; existing codes take the name of the file. Returns how many the file names."""
    regions = [
        Region(
            code=row["kode"],
            name=row["nama"],
            kind=RegionKind(row["jenis"]),
            province_id=row["kode_provinsi"],
            zone=zone_of(row["kode_provinsi"]),
        )
        for row in read_rows(path)
    ]
    Region.objects.bulk_create(
        regions, update_conflicts=True, unique_fields=["code"], update_fields=["name", "kind", "province", "zone"]
    )
    return len(regions)


def load_agencies(central: Path) -> int:
    """Write central bodies from instansi_pusat.csv and regional governments from the regions. Returns how many."""
    agencies = [*_central(read_rows(central)), *_regional(Region.objects.order_by("code"))]
    Agency.objects.bulk_create(
        agencies,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "kind", "region", "zone", "city"],
    )
    return len(agencies)


def _central(rows: Iterable[Mapping[str, str]]) -> Iterator[Agency]:
    for row in rows:
        region, city = SEATS_ELSEWHERE.get(row["kode"], (CAPITAL_REGION, "Jakarta"))
        yield Agency(
            code=row["kode"],
            name=row["nama"],
            kind=AgencyKind(row["jenis"]),
            region_id=region,
            zone=zone_of(region[:2]),
            city=city,
        )


def _regional(regions: Iterable[Region]) -> Iterator[Agency]:
    for region in regions:
        if "Administrasi" in region.name:
            continue
        kind, prefix = REGIONAL_KINDS[RegionKind(region.kind)]
        bare = region.name.removeprefix("Kabupaten ").removeprefix("Kota ")
        full = f"Provinsi {region.name}" if kind == AgencyKind.PROVINCE else region.name
        yield Agency(
            code=f"{prefix}-{slugify(bare).upper()}"[:40],
            name=f"Pemerintah {full}",
            kind=kind,
            region=region,
            zone=region.zone,
            city=PROVINCE_CAPITALS.get(region.code, bare),
        )
