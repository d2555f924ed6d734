"""Letters of delegation of the demo: one in force, one that waits for its second person."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from accounts.enums import Role
from accounts.models import Agency, Membership, User
from approvals.models import Delegation
from approvals.rules.delegation import day_span
from asnkarier.demo.agencies import MINISTRY, PROVINCE
from asnkarier.demo.sample_files import sample_pdf
from core.canonical import sha256_hex
from core.uploads.storage import store_private

SCAN = ("Surat perintah pelaksana harian", ("Contoh pindaian untuk peragaan.",))


def hand_duties_on(agencies: Mapping[str, Agency], users: Mapping[str, User], now: datetime, today: date) -> None:
    """The PPK of the province is away for two weeks; the ministry has noted a letter for next week."""
    scan = sample_pdf(*SCAN)
    path = store_private(scan, folder="delegations", name="contoh-surat-perintah.pdf")
    province, ministry = agencies[PROVINCE], agencies[MINISTRY]
    first = today - timedelta(days=2)
    in_force = _letter(province, Role.PPK, users["ppk.provinsi"], users["plh.provinsi"], first, first + timedelta(days=13), today)
    in_force.registered_by, in_force.answered_by = users["sekretariat.provinsi"], users["admin.provinsi"]
    in_force.registered_at = now - timedelta(days=2, hours=3)
    in_force.answered_at = in_force.start_told_at = now - timedelta(days=2)
    in_force.starts_at = max(in_force.starts_at, in_force.answered_at)
    in_force.state, in_force.letter_number = "ACCEPTED", "800.1.11/417/BKD"
    in_force.duty = Membership.objects.get(user=users["plh.provinsi"], role=Role.ACTING)
    soon = today + timedelta(days=7)
    waiting = _letter(
        ministry, Role.PYB, users["pyb.kementerian"], users["pansel1.kementerian"], soon, soon + timedelta(days=4), today
    )
    waiting.registered_by, waiting.registered_at = users["sekretariat.kementerian"], now - timedelta(hours=5)
    waiting.letter_number = "KP.04.01/112/SES"
    for row in (in_force, waiting):
        row.file.name, row.file_name, row.sha256 = path, "surat-perintah.pdf", sha256_hex(scan)
    Delegation.objects.bulk_create([in_force, waiting])


def _letter(agency: Agency, role: Role, official: User, delegate: User, first: date, last: date, today: date) -> Delegation:
    starts_at, ends_at = day_span(first, last, agency.zone)
    return Delegation(
        kind="PLH",
        role=role,
        agency=agency,
        official=official,
        delegate=delegate,
        letter_on=min(first, today) - timedelta(days=1),
        valid_from=first,
        valid_until=last,
        starts_at=starts_at,
        ends_at=ends_at,
    )
