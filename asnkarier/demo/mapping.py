"""The demo's talent mapping: last year confirmed, this year proposed, a succession group, and posts that fall vacant."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db.models import Case, Value, When

from accounts.models import Agency, User
from asnkarier.demo.agencies import MINISTRY, PROVINCE, REGENCY
from asnkarier.demo.sample_files import sample_pdf
from core.canonical import sha256_hex
from core.uploads.storage import store_private
from employees.models import DisciplineRecord
from talent.models import DevelopmentItem, MappingPeriod, MeritApproval, Placement, PlacementChange, PoolMembership, TargetPost
from talent.placing import copy_boxes, place_everybody
from talent.retirements import add_retirements
from talent.rules.nine_box import NineBoxPack
from talent.rules.succession import GROUP_BOXES, expires_on, next_level, suggest_readiness

# Title, unit, level, family, days until vacant, note.
OTHER_POSTS = (
    ("Inspektur Wilayah I", "Inspektorat", "JPT_PRATAMA", "PENGAWASAN", 60, "Pejabat dialihtugaskan"),
    ("Kepala Biro Umum dan Pengadaan", "Sekretariat Jenderal", "JPT_PRATAMA", "KEUANGAN", 30, "Pejabat pindah instansi"),
    ("Deputi Bidang Infrastruktur Kepulauan", "Kedeputian Infrastruktur", "JPT_MADYA", "PEKERJAAN_UMUM", 150, "Jabatan baru"),
)
# Agency -> short name in the keys of its accounts.
OFFICES = {MINISTRY: "kementerian", PROVINCE: "provinsi", REGENCY: "kabupaten"}
MEMBERS, PROPOSED, MOVED = 9, 3, 2
ACTIVITIES = (
    ("TRAINING", "Pelatihan kepemimpinan nasional", 12, 100),
    ("COACHING", "Coaching bulanan dengan pejabat pembimbing", 0, 60),
    ("ASSIGNMENT", "Memimpin tim percepatan layanan kepulauan", 0, 25),
)


def map_talent(agencies: Mapping[str, Agency], users: Mapping[str, User], now: datetime, today: date) -> None:
    """Periods, placements, members and target posts of the three agencies that have an office in the demo."""
    last, this = today.year - 1, today.year
    periods = MappingPeriod.objects.bulk_create(
        MappingPeriod(
            agency=agencies[code],
            name=f"Tahun {year}",
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
            pack_values=NineBoxPack().as_json(),
            opened_by=users[f"admin.{short}"],
            opened_at=now,
            computed_at=now,
        )
        for code, short in OFFICES.items()
        for year in (last, this)
    )
    for period in periods:
        place_everybody(period, now)
    closed = [period for period in periods if period.ends_on.year == last]
    _confirm(closed, users, now)
    for code, short in OFFICES.items():
        add_retirements(agencies[code], actor=users[f"admin.{short}"], now=now)
    _register_other(agencies[MINISTRY], users["admin.kementerian"], now, today)
    _gather(closed[0], users, now, today)
    _approve(agencies[MINISTRY], users["wasdal"], now, today)


def _approve(agency: Agency, wasdal: User, now: datetime, today: date) -> None:
    """The letter by which the ministry may fill posts from its group, with its scan."""
    number = f"B-114/MT/{today.year}"
    scan = sample_pdf("Persetujuan manajemen talenta", (agency.name, f"Nomor {number}", "Contoh untuk peragaan."))
    row = MeritApproval(
        agency=agency,
        letter_number=number,
        letter_on=date(today.year, 1, 15),
        valid_until=date(today.year + 2, 12, 31),
        file_name="persetujuan-manajemen-talenta.pdf",
        sha256=sha256_hex(scan),
        recorded_by=wasdal,
        recorded_at=now,
    )
    row.file.name = store_private(scan, folder="merit", name=f"{row.public_id}.pdf")
    row.save()


def _register_other(agency: Agency, admin: User, now: datetime, today: date) -> None:
    """Posts of the ministry that fall vacant for another cause than retirement."""
    TargetPost.objects.bulk_create(
        TargetPost(
            agency=agency,
            title=title,
            unit=unit,
            level=level,
            field=field,
            vacant_on=today + timedelta(days=days),
            cause="OTHER",
            note=note,
            registered_by=admin,
            registered_at=now,
        )
        for title, unit, level, field, days, note in OTHER_POSTS
    )


def _confirm(periods: list[MappingPeriod], users: Mapping[str, User], now: datetime) -> None:
    """Last year's places, two of which the PyB of the ministry moved up before."""
    pyb = users["pyb.kementerian"]
    moved = list(periods[0].placements.in_box(5).exclude(employee__user=pyb).order_by("pk")[:MOVED])
    Placement.objects.filter(pk__in=[row.pk for row in moved]).update(upright=2, lying=3)
    PlacementChange.objects.bulk_create(
        PlacementChange(
            placement=row,
            from_upright=row.upright,
            from_lying=row.lying,
            to_upright=2,
            to_lying=3,
            reason="Memimpin penugasan lintas unit yang belum tercermin dalam hasil asesmen.",
            changed_by=pyb,
            changed_at=now,
        )
        for row in moved
    )
    for period, short in zip(periods, OFFICES.values(), strict=True):
        period.placements.update(state="CONFIRMED", confirmed_at=now, confirmed_by=users[f"pyb.{short}"])
    done = Placement.objects.filter(period__in=periods)
    copy_boxes(list(done.order_by("pk").values_list("pk", flat=True)))


def _gather(period: MappingPeriod, users: Mapping[str, User], now: datetime, today: date) -> None:
    """A group of the ministry's people in boxes 7 to 9: members, proposals, and one development plan."""
    admin, pyb = users["admin.kementerian"], users["pyb.kementerian"]
    fit = period.placements.filter(box__in=GROUP_BOXES, employee__disciplines=None, employee__position_level="ADMINISTRATOR")
    # First the families in which posts fall vacant, so that the map shows more than gaps.
    wanted = TargetPost.objects.filter(agency_id=period.agency_id).values("field")
    near = Case(When(employee__field__in=wanted, then=Value(0)), default=Value(1))
    rows = list(fit.select_related("employee").order_by(near, "-box", "pk")[: MEMBERS + PROPOSED])
    joined = today - timedelta(days=120)
    hints = {row.pk: suggest_readiness(box=row.box, match=row.job_person_match, unmet=()) for row in rows}
    members = PoolMembership.objects.bulk_create(
        PoolMembership(
            agency_id=period.agency_id,
            employee=row.employee,
            placement=row,
            box=row.box,
            target_level=next_level(row.employee.position_level),
            field=row.employee.field,
            suggested=hints[row.pk].code,
            suggestion_missing=list(hints[row.pk].missing),
            readiness=hints[row.pk].code if place < MEMBERS else "",
            reason="Kinerja dan potensialnya termasuk yang terbaik di unitnya.",
            proposed_by=admin,
            proposed_at=now,
            confirmed_by=pyb if place < MEMBERS else None,
            joined_on=joined if place < MEMBERS else None,
            expires_on=expires_on(joined) if place < MEMBERS else None,
        )
        for place, row in enumerate(rows)
    )
    # One proposal runs into the gate: somebody without an account, so that nobody who applies in a story is sanctioned.
    without = [each.employee for each in members[MEMBERS:] if each.employee.user_id is None]
    held = max(without, key=lambda person: person.name_key, default=None)
    if held is not None:
        DisciplineRecord.objects.create(employee=held, severity="SEDANG", started_on=today - timedelta(days=20))
    DevelopmentItem.objects.bulk_create(
        DevelopmentItem(
            membership=members[0],
            kind=kind,
            title=title,
            hours=hours,
            year=today.year,
            due_on=date(today.year, 12, 15),
            progress=progress,
            written_by=admin,
            updated_at=now,
        )
        for kind, title, hours, progress in ACTIVITIES
        if members
    )
