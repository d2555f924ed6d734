"""Boxes, thresholds, readiness, the discipline gate and the days posts fall vacant, as an officer would check them."""

from datetime import date
from decimal import Decimal

import pytest

from employees.rules.facts import DisciplineFact
from talent.rules import succession, vacancy_forecast
from talent.rules.nine_box import (
    ADVICE,
    AXES,
    COMPETENCE,
    GRID,
    AxisFacts,
    NineBoxPack,
    axis_words,
    box_of,
    missing_words,
    place,
)

D = Decimal


def test_grid_is_the_one_of_the_seed():
    assert GRID == ((4, 7, 9), (2, 5, 8), (1, 3, 6))
    assert [box_of(up, on) for up in (3, 2, 1) for on in (1, 2, 3)] == [4, 7, 9, 2, 5, 8, 1, 3, 6]
    assert {box_of(*axes) for axes in AXES.values()} == set(range(1, 10)) == set(ADVICE)


# The table of docs/domain.md 8.5, a mark for each thing that is advised somewhere.
ADVISED = {
    "tidak menduduki jabatan setingkat lebih tinggi": {1},
    "jabatan yang sejenis dan setara": {1},
    "bimbingan kinerja": {2, 3, 5, 6, 8},
    "konseling kinerja": {3, 6},
    "pengembangan kompetensi": {2, 3, 4, 5, 7},
    "dalam jabatan yang sesuai": {2, 3, 5, 6},
    "rotasi": {4, 7, 8},
    "pengayaan jabatan": {7},
    "perluasan jabatan": {8},
    "tugas atau izin belajar": {7},
    "dipertahankan": {7, 8, 9},
    "dipromosikan": {9},
    "kelompok rencana suksesi instansi": {7, 8, 9},
    "nasional": {9},
    "penghargaan": {9},
}


@pytest.mark.parametrize("part", ADVISED)
def test_every_box_advises_what_the_table_says_and_nothing_else(part):
    assert {box for box, advice in ADVICE.items() if part in advice} == ADVISED[part]


@pytest.mark.parametrize(
    ("predicate", "score", "potential", "box"),
    [
        ("SANGAT_BAIK", "80", "", 9),
        ("SANGAT_BAIK", "79.99", "", 7),
        ("BAIK", "80", "", 8),
        ("BAIK", "60", "", 5),
        ("BAIK", "59.99", "", 2),
        ("BUTUH_PERBAIKAN", "90", "", 6),
        ("KURANG", "60", "", 3),
        ("SANGAT_KURANG", "10", "", 1),
        ("SANGAT_BAIK", None, "LOW", 4),
        ("BAIK", None, "HIGH", 8),
        # A score counts before the word beside it.
        ("BAIK", "10", "HIGH", 2),
    ],
)
def test_place_by_performance(predicate, score, potential, box):
    facts = AxisFacts(predicate=predicate, potential_score=D(score) if score else None, potential=potential)
    assert place(NineBoxPack(), facts).box == box


@pytest.mark.parametrize(("match", "box"), [("80", 9), ("79.99", 8), ("68", 8), ("67.99", 6)])
def test_place_by_competence_uses_the_bands_of_the_job_person_match(match, box):
    pack = NineBoxPack(mode=COMPETENCE)
    assert place(pack, AxisFacts(predicate="KURANG", potential_score=D(90), match=D(match))).box == box


def test_an_agency_may_draw_other_lines():
    pack = NineBoxPack(potential_high=D("77"), potential_middle=D("68"))
    assert place(pack, AxisFacts(predicate="BAIK", potential_score=D("77"))).box == 8
    assert NineBoxPack.from_json(pack.as_json()) == pack
    with pytest.raises(ValueError, match="rise"):
        NineBoxPack(potential_high=D(60), potential_middle=D(60))


def test_whoever_lacks_a_value_is_not_placed_and_the_lack_is_named():
    assert place(NineBoxPack(), AxisFacts(predicate="BAIK")) is None
    assert missing_words(NineBoxPack(), AxisFacts()) == "predikat kinerja dan hasil asesmen potensi"
    assert missing_words(NineBoxPack(mode=COMPETENCE), AxisFacts(potential="LOW")) == "hasil uji kompetensi"
    assert axis_words("PERFORMANCE", 2, 3) == "Kinerja sesuai ekspektasi, potensial tinggi"


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("severity", "started", "ended", "part"),
    [
        ("RINGAN", date(2026, 10, 1), None, ""),
        ("SEDANG", date(2026, 10, 1), date(2027, 3, 31), "Sedang menjalani hukuman disiplin sedang"),
        ("BERAT", date(2020, 1, 1), None, "Sedang menjalani hukuman disiplin berat"),
        ("BERAT", date(2026, 12, 1), None, "yang sudah dijatuhkan dan berlaku mulai 1 Desember 2026"),
        ("SEDANG", date(2023, 11, 22), date(2024, 11, 21), ""),
        ("SEDANG", date(2023, 11, 22), date(2024, 11, 22), "dapat masuk lagi mulai 23 November 2026"),
    ],
)
def test_discipline_gate_names_the_record(severity, started, ended, part):
    refusal = succession.discipline_refusal([DisciplineFact(severity, started, ended)], TODAY)
    assert part in refusal
    assert bool(refusal) == bool(part)


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({}, ""),
        ({"box": 6}, "Kotak talentanya 6"),
        ({"box": None}, "Belum punya kotak"),
        ({"is_confirmed": False}, "Belum punya kotak"),
        ({"target_level": ""}, "Tidak ada jenjang"),
        ({"is_member": True}, "Sudah tercatat"),
    ],
)
def test_entry_into_the_group(changes, part):
    facts = {"box": 7, "is_confirmed": True, "target_level": "JPT_PRATAMA", "discipline": (), "on": TODAY, "is_member": False}
    refusal = succession.entry_refusal(**facts | changes)
    assert part in refusal
    assert bool(refusal) == bool(part)


def test_readiness_is_suggested_with_what_is_missing():
    assert succession.suggest_readiness(box=8, match=D(80), unmet=()).code == "READY_NOW"
    short = succession.suggest_readiness(box=8, match=D("79.99"), unmet=("Usia paling tinggi 56 tahun",))
    assert short.code == "NEED_DEVELOPMENT"
    assert short.missing == ("kesesuaian kompetensi paling sedikit 80 persen", "Usia paling tinggi 56 tahun")
    assert succession.suggest_readiness(box=9, match=None, unmet=()).missing == ("hasil uji kompetensi",)


def test_levels_expiry_and_hours():
    assert succession.next_level("ADMINISTRATOR") == "JPT_PRATAMA"
    assert succession.next_level("FUNGSIONAL", "AHLI_UTAMA") == "JPT_MADYA"
    assert succession.next_level("JPT_UTAMA") == ""
    assert succession.expires_on(date(2026, 11, 22)) == date(2028, 11, 21)
    assert (succession.training_left(12), succession.training_left(21)) == (8, 0)
    assert [succession.is_national(box) for box in (7, 8, 9)] == [False, False, True]


@pytest.mark.parametrize(
    ("born", "level", "functional", "day"),
    [
        (date(1967, 5, 17), "JPT_PRATAMA", "", date(2027, 6, 1)),
        (date(1966, 12, 1), "JPT_MADYA", "", date(2027, 1, 1)),
        (date(1968, 2, 29), "ADMINISTRATOR", "", date(2026, 3, 1)),
        (date(1961, 10, 3), "FUNGSIONAL", "AHLI_UTAMA", date(2026, 11, 1)),
        (date(1966, 10, 3), "FUNGSIONAL", "AHLI_MADYA", date(2026, 11, 1)),
        (date(1968, 10, 3), "FUNGSIONAL", "MAHIR", date(2026, 11, 1)),
    ],
)
def test_retirement_is_the_first_of_the_month_after_the_age_limit(born, level, functional, day):
    assert vacancy_forecast.retires_on(born, level, functional) == day


@pytest.mark.parametrize(
    ("vacant_on", "is_within"),
    [(TODAY, True), (date(2026, 11, 21), False), (date(2027, 11, 22), True), (date(2027, 11, 23), False)],
)
def test_twelve_months_count_both_ends(vacant_on, is_within):
    assert vacancy_forecast.falls_vacant_within(vacant_on, TODAY, 12) is is_within


def test_months_later_keeps_inside_the_month():
    assert vacancy_forecast.months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert vacancy_forecast.months_later(date(2026, 12, 31), 12) == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("posts", "ready", "state", "missing"),
    [(0, 4, "", 0), (1, 0, "NOBODY", 3), (2, 5, "SHORT", 1), (2, 6, "ENOUGH", 0), (1, 4, "ENOUGH", 0)],
)
def test_cover_counts_three_ready_people_a_post(posts, ready, state, missing):
    cover = vacancy_forecast.Cover(posts, ready)
    assert (cover.state(3), cover.missing(3)) == (state, missing)
    assert cover.words() == f"{posts} : {ready}"
