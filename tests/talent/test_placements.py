"""Placing people: the computation in one statement, calibration with reasons, confirmation into the register."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from accounts.enums import Role
from core.refusals import Refused, Stale
from core.spreadsheets import read_table
from employees.models import AssessmentRecord, Employee, PerformanceRecord
from talent.actions.assessments import import_assessments
from talent.actions.placements import (
    change_placement,
    compute_placements,
    confirm_placements,
    open_period,
    set_thresholds,
)
from talent.importing import HEADING_WORDS, plan_assessments
from talent.models import BoxThreshold, ImportedAssessment, Placement, PlacementChange
from talent.rules.nine_box import AXES, COMPETENCE, PERFORMANCE, AxisFacts, NineBoxPack, box_of, place
from tests.factories.boxes import MappingPeriodFactory, PlacementFactory
from tests.factories.people import AgencyFactory, EmployeeFactory, UserFactory

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def clerk(agency):
    return UserFactory(role=Role.AGENCY_ADMIN, agency=agency)


@pytest.fixture
def pyb(agency):
    return UserFactory(role=Role.PYB, agency=agency)


def people(agency, count):
    return [EmployeeFactory(agency=agency, with_records=False) for _ in range(count)]


@pytest.mark.parametrize("mode", [PERFORMANCE, COMPETENCE])
def test_statement_and_rule_place_everybody_alike(mode, agency, clerk):
    pack = NineBoxPack(mode=mode, potential_high=D("77"), potential_middle=D("61.5"))
    period = MappingPeriodFactory(agency=agency, pack=pack)
    predicates = ("", "SANGAT_BAIK", "BAIK", "BUTUH_PERBAIKAN", "SANGAT_KURANG")
    scores = (None, "61.49", "61.50", "77.00", "76.99")
    cases = list(product(predicates, scores, ("67.99", "68.00", "80.00"), ("", "LOW", "HIGH")))
    expected = {}
    staff = people(agency, len(cases))
    imported, register, ratings = [], [], []
    for person, (predicate, score, match, potential) in zip(staff, cases, strict=True):
        if predicate:
            ratings.append(PerformanceRecord(employee=person, year=2025, predicate=predicate))
        if score:
            imported.append(
                ImportedAssessment(
                    employee=person, source="CACT", provider="Uji", assessed_on=date(2026, 5, 1), potential_score=D(score),
                    job_person_match=D(match), file_name="a.csv", imported_by=clerk, imported_at=period.opened_at,
                )
            )  # fmt: skip
        if potential:
            register.append(
                AssessmentRecord(
                    employee=person, assessed_on=date(2026, 5, 1), provider="R", job_person_match=D(match), potential=potential
                )
            )
        # Of the same day the imported result counts, and it has a score.
        known = bool(score or potential)
        facts = AxisFacts(predicate, D(score) if score else None, "" if score else potential, D(match) if known else None)
        axes = place(pack, facts)
        if axes is not None:
            expected[person.pk] = axes.box
    PerformanceRecord.objects.bulk_create(ratings)
    ImportedAssessment.objects.bulk_create(imported)
    AssessmentRecord.objects.bulk_create(register)
    done = compute_placements(period_id=period.pk, actor=clerk)
    assert dict(Placement.objects.order_by("pk").values_list("employee_id", "box")) == expected
    assert (done.added, done.changed, done.without_place) == (len(expected), 0, len(cases) - len(expected))
    assert set(expected.values()) == set(range(1, 10))


def test_database_derives_the_box_as_the_rule_does(agency):
    period = MappingPeriodFactory(agency=agency)
    rows = [PlacementFactory(period=period, at=box) for box in AXES]
    assert [row.box for row in Placement.objects.order_by("pk")] == list(AXES)
    with pytest.raises(IntegrityError, match="placement_axes"), transaction.atomic():
        Placement.objects.filter(pk=rows[0].pk).update(upright=4)


def test_newest_rating_and_assessment_inside_the_period_count(agency, clerk):
    period = MappingPeriodFactory(agency=agency, ends_on=date(2025, 12, 31))
    (person,) = people(agency, 1)
    for year, predicate in ((2023, "KURANG"), (2025, "SANGAT_BAIK"), (2026, "KURANG")):
        PerformanceRecord.objects.create(employee=person, year=year, predicate=predicate)
    for day, potential in ((date(2022, 12, 30), "LOW"), (date(2024, 2, 1), "HIGH"), (date(2026, 1, 1), "LOW")):
        AssessmentRecord.objects.create(employee=person, assessed_on=day, provider="R", job_person_match=90, potential=potential)
    compute_placements(period_id=period.pk, actor=clerk)
    placement = Placement.objects.get()
    assert (placement.box, placement.rated_year, placement.assessed_on, placement.source) == (
        9,
        2025,
        date(2024, 2, 1),
        "REGISTER",
    )
    AssessmentRecord.objects.exclude(assessed_on=date(2022, 12, 30)).delete()
    done = compute_placements(period_id=MappingPeriodFactory(agency=agency, ends_on=date(2026, 12, 31)).pk, actor=clerk)
    assert (done.added, done.without_place) == (0, 1)


def test_computing_again_keeps_what_people_decided(agency, clerk, pyb):
    period = MappingPeriodFactory(agency=agency)
    moved, confirmed, open_ = people(agency, 3)
    for person in (moved, confirmed, open_):
        PerformanceRecord.objects.create(employee=person, year=2025, predicate="BAIK")
        AssessmentRecord.objects.create(
            employee=person, assessed_on=date(2026, 2, 1), provider="R", job_person_match=90, potential="HIGH"
        )
    assert compute_placements(period_id=period.pk, actor=clerk).added == 3
    rows = {row.employee_id: row for row in Placement.objects.all()}
    change_placement(
        placement_id=rows[moved.pk].pk, actor=clerk, upright=2, lying=2, reason="Penugasan khusus belum dinilai.", version=1
    )
    confirm_placements(period_id=period.pk, actor=pyb, placements=[rows[confirmed.pk].public_id], expected=1)
    PerformanceRecord.objects.filter(year=2025).update(predicate="SANGAT_BAIK")
    done = compute_placements(period_id=period.pk, actor=clerk)
    assert (done.added, done.changed) == (0, 1)
    assert dict(Placement.objects.values_list("employee_id", "box")) == {moved.pk: 5, confirmed.pk: 8, open_.pk: 9}
    assert (compute_placements(period_id=period.pk, actor=clerk).changed) == 0


def test_confirming_writes_the_register_in_the_same_transaction(agency, clerk, pyb):
    older, newer = (MappingPeriodFactory(agency=agency, ends_on=date(year, 12, 31)) for year in (2025, 2026))
    person = EmployeeFactory(agency=agency, talent_box=2)
    PlacementFactory(period=newer, employee=person, at=9)
    PlacementFactory(period=older, employee=person, at=5)
    assert confirm_placements(period_id=newer.pk, actor=pyb, placements=None, expected=1) == 1
    person.refresh_from_db()
    assert person.talent_box == 9
    # A period that ended earlier and is confirmed later does not step back.
    confirm_placements(period_id=older.pk, actor=pyb, placements=None, expected=1)
    person.refresh_from_db()
    assert person.talent_box == 9
    assert [row.box for row in Placement.objects.history_of([person.pk])] == [9, 5]
    placement = Placement.objects.get(period=newer)
    change_placement(
        placement_id=placement.pk, actor=pyb, upright=2, lying=3, reason="Putusan tim talenta.", version=placement.version
    )
    person.refresh_from_db()
    assert person.talent_box == 8
    change = PlacementChange.objects.get()
    assert (change.from_box, change.to_box, change.after_confirmation) == (9, 8, True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT act FROM core_auditentry WHERE chain = %s ORDER BY sequence", [f"talent:{agency.public_id}"])
        assert [act for (act,) in cursor.fetchall()] == ["confirm_placements", "confirm_placements", "change_placement"]


def test_confirming_counts_what_the_page_counted(agency, pyb):
    period = MappingPeriodFactory(agency=agency)
    PlacementFactory(period=period)
    PlacementFactory(period=period, at=1)
    with pytest.raises(Stale, match="sekarang 2, bukan 1"):
        confirm_placements(period_id=period.pk, actor=pyb, placements=None, expected=1)
    assert not Placement.objects.confirmed().exists()
    assert confirm_placements(period_id=period.pk, actor=pyb, placements=None, expected=1, box=8) == 1
    with pytest.raises(Refused, match="Tidak ada usulan"):
        confirm_placements(period_id=period.pk, actor=pyb, placements=None, expected=1, box=8)


def test_nobody_decides_on_the_own_box_and_the_office_does_not_confirm(agency, clerk):
    person = EmployeeFactory(agency=agency, with_user=True)
    from tests.factories.people import MembershipFactory

    MembershipFactory(user=person.user, role=Role.PYB, agency=agency)
    own = PlacementFactory(period__agency=agency, employee=person)
    with pytest.raises(Refused, match="kotak Anda sendiri"):
        confirm_placements(period_id=own.period_id, actor=person.user, placements=None, expected=1)
    with pytest.raises(Refused, match="kotak Anda sendiri"):
        change_placement(placement_id=own.pk, actor=person.user, upright=3, lying=3, reason="Naik", version=1)
    with pytest.raises(Refused, match="Hanya PyB"):
        confirm_placements(period_id=own.period_id, actor=clerk, placements=None, expected=1)
    done = PlacementFactory(period=own.period, is_done=True)
    with pytest.raises(Refused, match="hanya PyB"):
        change_placement(placement_id=done.pk, actor=clerk, upright=3, lying=3, reason="Naik", version=1)


def test_change_needs_a_reason_another_box_and_the_present_page(agency, clerk):
    placement = PlacementFactory(period__agency=agency)
    put = {"placement_id": placement.pk, "actor": clerk, "lying": 3}
    with pytest.raises(Refused, match="alasan"):
        change_placement(**put, upright=3, reason=" ", version=1)
    with pytest.raises(Refused, match="sama dengan"):
        change_placement(**put, upright=2, reason="Tetap", version=1)
    with pytest.raises(Stale):
        change_placement(**put, upright=3, reason="Naik", version=0)
    assert not PlacementChange.objects.exists()


def test_period_freezes_the_thresholds_in_force(agency, clerk):
    first = NineBoxPack(potential_high=D(78), potential_middle=D(46))
    set_thresholds(agency_id=agency.pk, actor=clerk, pack=first, valid_from=date(2026, 1, 1), basis="SK 1")
    set_thresholds(agency_id=agency.pk, actor=clerk, pack=NineBoxPack(), valid_from=date(2099, 1, 1), basis="SK 2")
    other = AgencyFactory()
    assert BoxThreshold.objects.in_force(other.pk, date(2026, 6, 1)) is None
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    period = open_period(agency_id=agency.pk, actor=clerk, name="2026", **days)
    assert period.pack == first
    with pytest.raises(Refused, match="Sudah ada periode"):
        open_period(agency_id=agency.pk, actor=clerk, name="Lagi", **days)
    with pytest.raises(Refused, match="Hanya admin"):
        open_period(agency_id=other.pk, actor=clerk, name="2026", **days)


def table(*rows):
    return read_table("\n".join(rows).encode(), "hasil.csv", columns=HEADING_WORDS)


def test_assessments_are_checked_row_by_row_and_come_in_whole(agency, clerk):
    one, two = EmployeeFactory(agency=agency, name="Siti Aminah"), EmployeeFactory(agency=agency)
    stranger = EmployeeFactory()
    about = {"agency_id": agency.pk, "provider": "Pusat", "assessed_on": date(2026, 6, 1)}
    bad = plan_assessments(
        table(
            "NIP;NAMA;POTENSIAL;JPM",
            f"{one.nip};Budi;80;90",
            f"{stranger.nip};;80;90",
            f"{two.nip};;101;abc",
            "1,98E+17;;80;90",
            f"{two.nip};;70,5;81",
            f"{two.nip};;70,5;81",
            "=A1;;1;1",
        ),
        **about,
    )
    assert [(error.row, error.column) for error in bad.errors] == [
        (2, "NAMA"), (3, "NIP"), (4, "POTENSIAL"), (4, "JPM"), (5, "NIP"), (7, "NIP"), (8, "NIP"),
    ]  # fmt: skip
    assert "Siti Aminah" in bad.errors[0].reason
    good = plan_assessments(table("nip;potensial;jpm", f"{one.nip};80;90,25", f"{two.nip[:8]} {two.nip[8:]};59.99;70"), **about)
    assert (good.errors, good.added, good.changed, good.same) == ((), 2, 0, 0)
    put = {"actor": clerk, "source": "CACT", "file_name": "hasil.csv", **about}
    assert import_assessments(values=good.values, **put) == 2
    assert import_assessments(values=good.values, **put) == 0
    assert plan_assessments(table("NIP;POTENSIAL;JPM", f"{one.nip};81;90,25"), **about).changed == 1
    PerformanceRecord.objects.update_or_create(employee=one, year=2026, defaults={"predicate": "BAIK"})
    compute_placements(period_id=MappingPeriodFactory(agency=agency).pk, actor=clerk)
    placement = Placement.objects.get(employee=one)
    assert (placement.box, placement.provider, placement.potential_score) == (box_of(2, 3), "Pusat", D("80.00"))


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("NIP;POTENSIAL", "Kolom JPM tidak ada"),
        ("NIP;POTENSIAL;JPM;UMUR", "tidak dikenal"),
        ("NIP;NIP;POTENSIAL;JPM", "dua kali"),
    ],
)
def test_headings_are_checked_first(heading, part, agency):
    plan = plan_assessments(table(heading, "1;2;3"), agency_id=agency.pk, provider="P", assessed_on=date(2026, 6, 1))
    assert part in plan.errors[0].reason


def test_everybody_who_moves_away_keeps_the_file_out(agency, clerk):
    person = EmployeeFactory(agency=agency)
    about = {"agency_id": agency.pk, "provider": "Pusat", "assessed_on": date(2026, 6, 1)}
    plan = plan_assessments(table("NIP;POTENSIAL;JPM", f"{person.nip};80;90"), **about)
    Employee.objects.filter(pk=person.pk).update(agency=AgencyFactory())
    with pytest.raises(Refused, match="Daftar pegawai berubah"):
        import_assessments(values=plan.values, actor=clerk, source="CACT", file_name="a.csv", **about)
    assert not ImportedAssessment.objects.exists()
