"""The demo's agencies. All are invented and carry "Contoh" in their names, so that no real body is spoken for."""

from dataclasses import dataclass

from accounts.enums import AgencyKind, Zone
from accounts.models import Agency

MINISTRY = "KEMENCONTOH"
PROVINCE = "PEMPROV-CONTOH"
REGENCY = "PEMKAB-CONTOH"


@dataclass(frozen=True)
class DemoAgency:
    """One invented agency.

    Args:
        region: code of the real province or kabupaten it is drawn on; people: how many employees it gets.
        mix: key of names.MIXES.
    """

    code: str
    name: str
    kind: AgencyKind
    region: str
    zone: Zone
    city: str
    address: str
    mix: str
    people: int

    @property
    def is_central(self) -> bool:
        return self.kind in (AgencyKind.MINISTRY, AgencyKind.BODY)


DEMO_AGENCIES = (
    DemoAgency(
        MINISTRY, "Kementerian Contoh Pembangunan Kepulauan", AgencyKind.MINISTRY, "31", Zone.WIB, "Jakarta",
        "Jalan Contoh Bahari Nomor 1, Jakarta", "CENTRAL", 640,
    ),
    DemoAgency(
        PROVINCE, "Pemerintah Provinsi Contoh Nusa Raya", AgencyKind.PROVINCE, "53", Zone.WITA, "Kota Contoh Raya",
        "Jalan Contoh Merdeka Nomor 10, Kota Contoh Raya", "MIDDLE", 460,
    ),
    DemoAgency(
        REGENCY, "Pemerintah Kabupaten Contoh Teluk Biru", AgencyKind.REGENCY, "81.01", Zone.WIT, "Teluk Biru",
        "Jalan Contoh Pelabuhan Nomor 5, Teluk Biru", "EAST", 320,
    ),
    DemoAgency(
        "BADANCONTOH", "Badan Contoh Statistik Wilayah", AgencyKind.BODY, "31", Zone.WIB, "Jakarta",
        "Jalan Contoh Angka Nomor 3, Jakarta", "CENTRAL", 180,
    ),
    DemoAgency(
        "PEMPROV-CONTOH-BARAT", "Pemerintah Provinsi Contoh Bukit Barat", AgencyKind.PROVINCE, "13", Zone.WIB,
        "Kota Contoh Bukit", "Jalan Contoh Lembah Nomor 7, Kota Contoh Bukit", "WEST", 200,
    ),
    DemoAgency(
        "PEMKOT-CONTOH", "Pemerintah Kota Contoh Muara Indah", AgencyKind.CITY, "73.71", Zone.WITA, "Muara Indah",
        "Jalan Contoh Dermaga Nomor 2, Muara Indah", "MIDDLE", 200,
    ),
)  # fmt: skip


def write_agencies() -> dict[str, Agency]:
    """Write the invented agencies. Returns every one by its code."""
    Agency.objects.bulk_create(
        [
            Agency(
                code=a.code,
                name=a.name,
                kind=a.kind,
                region_id=a.region,
                zone=a.zone,
                city=a.city,
                address=a.address,
                contact_email=f"seleksi@{a.code.lower()}.example",
            )
            for a in DEMO_AGENCIES
        ]
    )
    return {agency.code: agency for agency in Agency.objects.filter(code__in=[a.code for a in DEMO_AGENCIES])}
