"""Plan, panel, rule pack, chain of the plan and verification reasons."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacancies.rules.chains import PLAN
from vacancies.rules.deadline import end_of_day, start_of_day
from vacancies.rules.eligibility import KINDS, RequirementFact
from vacancies.rules.panel import PanelMemberFact, PostFact, composition_problems, max_internal
from vacancies.rules.plan import SECTIONS, PlanFacts, StageDateFact, plan_problems, weight_sum_sentence
from vacancies.rules.rule_pack import (
    COMPONENT_LABELS,
    LEVELS,
    RulePack,
    WeightFact,
    default_competencies,
    default_documents,
    default_requirements,
    default_tie_order,
    default_weights,
)
from vacancies.rules.verification import (
    DOCUMENT_REASONS,
    FAILED,
    NOT_OK,
    OK,
    PASSED,
    RULE_REASONS,
    UNCHECKED,
    CheckFact,
    reason_sentence,
    reasons_for,
    verification_problem,
)

PACK = RulePack()
NOW = datetime(2026, 11, 1, tzinfo=UTC)

POST = PostFact("MADYA", (("T01", "Teknis Satu"), ("T02", "Teknis Dua")))


def members(size, internal=0, chairs=1):
    return tuple(
        PanelMemberFact(
            f"Anggota {n}", n < chairs, n < internal, "Instansi", f"u{n}", "EXPERT" if n % 2 else "OFFICIAL", ("FIELD",), ""
        )
        for n in range(size)
    )


SOUND = PlanFacts(
    position_title="Kepala Biro Hukum",
    level="PRATAMA",
    quota=2,
    opens_at=start_of_day(date(2026, 11, 16), "WIB"),
    closes_at=end_of_day(date(2026, 12, 4), "WIB"),
    requirements=default_requirements("PRATAMA"),
    documents=tuple(line.code for line in default_documents("PRATAMA")),
    competencies=default_competencies("PRATAMA"),
    weights=default_weights("PRATAMA"),
    tie_order=default_tie_order(),
    panel=members(5, internal=2),
    stages=(
        StageDateFact("VERIFICATION", "Seleksi administrasi", date(2026, 12, 7), date(2026, 12, 11)),
        StageDateFact("INTERVIEW", "Wawancara", date(2026, 12, 14), date(2026, 12, 18)),
    ),
    inauguration_on=date(2027, 2, 1),
)


@pytest.mark.parametrize("level", list(LEVELS))
def test_plan_made_of_the_defaults_is_complete(level):
    plan = replace(
        SOUND,
        level=level,
        requirements=default_requirements(level),
        competencies=default_competencies(level),
        weights=default_weights(level),
        documents=tuple(line.code for line in default_documents(level)),
    )
    assert plan_problems(plan, NOW) == []


W = lambda *pairs: tuple(WeightFact(code, Decimal(weight)) for code, weight in pairs)  # noqa: E731
WINDOW = "Masa pendaftaran kurang dari 15 hari; tuliskan alasannya."


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"position_title": " "}, "position_title", "Isi nama jabatan."),
        ({"level": "RAJA"}, "level", "Pilih jenjang jabatan: Utama, Madya, atau Pratama."),
        ({"quota": 0}, "quota", "Jumlah formasi paling sedikit 1."),
        ({"opens_at": None}, "opens_at", "Isi tanggal pembukaan dan penutupan pendaftaran."),
        ({"closes_at": None}, "closes_at", "Isi tanggal pembukaan dan penutupan pendaftaran."),
        ({"opens_at": NOW}, "opens_at", "Pembukaan pendaftaran harus setelah waktu sekarang."),
        ({"closes_at": SOUND.opens_at}, "closes_at", "Penutupan pendaftaran harus setelah pembukaan."),
        ({"closes_at": SOUND.opens_at + timedelta(days=15, microseconds=-1)}, "short_window_reason", WINDOW),
        (
            {"stages": (StageDateFact("V", "Verifikasi", date(2026, 12, 3), date(2026, 12, 9)),)},
            "stage_V",
            "“Verifikasi” tidak boleh dimulai sebelum penutupan pendaftaran (4 Desember 2026).",
        ),
        (
            {"stages": (*SOUND.stages, StageDateFact("R", "Perankingan", date(2026, 12, 8), date(2026, 12, 9)))},
            "stage_R",
            "“Perankingan” tidak boleh dimulai sebelum “Wawancara” (14 Desember 2026).",
        ),
        (
            {"stages": (StageDateFact("V", "Verifikasi", date(2026, 12, 9), date(2026, 12, 8)),)},
            "stage_V",
            "“Verifikasi” selesai sebelum dimulai.",
        ),
        (
            {"inauguration_on": date(2026, 12, 17)},
            "inauguration_on",
            "Rencana pelantikan tidak boleh sebelum tahap terakhir selesai (18 Desember 2026).",
        ),
        ({"requirements": ()}, "requirements", "Isi paling sedikit satu syarat."),
        (
            {"requirements": (RequirementFact("CHARM", None, "", "Ramah"),)},
            "requirements",
            "Jenis syarat “Ramah” tidak dikenal.",
        ),
        ({"documents": ()}, "documents", "Pilih paling sedikit satu dokumen yang harus diunggah."),
        ({"documents": ("KTP", "KTP")}, "documents", "Satu dokumen dipilih lebih dari sekali."),
        (
            {"competencies": tuple(line for line in SOUND.competencies if line.kind != "TEKNIS")},
            "competencies",
            "Isi paling sedikit satu kompetensi teknis.",
        ),
        (
            {"competencies": (*SOUND.competencies, replace(SOUND.competencies[0], level=6))},
            "competencies",
            "Tingkat kompetensi “Integritas” harus antara 1 dan 5.",
        ),
        ({"weights": ()}, "weights", "Isi bobot paling sedikit satu komponen penilaian."),
        (
            {"weights": W(("TRACK", "20"), ("ASSESS", "25"), ("PAPER", "20"), ("INTERVIEW", "34.5"))},
            "weights",
            "Jumlah bobot harus tepat 100; sekarang 99,5.",
        ),
        (
            {"weights": W(("TRACK", "0"), ("ASSESS", "45"), ("PAPER", "20"), ("INTERVIEW", "35"))},
            "weights",
            "Bobot “Penelusuran rekam jejak” harus lebih dari 0.",
        ),
        (
            {"weights": (*W(("TRACK", "20")), *SOUND.weights[1:], *W(("TRACK", "20"))), "tie_order": default_tie_order()},
            "weights",
            "Komponen “Penelusuran rekam jejak” tercantum lebih dari sekali.",
        ),
        (
            {"tie_order": ("INTERVIEW", "ASSESS", "TRACK")},
            "tie_order",
            "Urutan penentu nilai sama harus memuat setiap komponen yang berbobot tepat satu kali.",
        ),
        (
            {"tie_order": (*default_tie_order(), "PAPER")},
            "tie_order",
            "Urutan penentu nilai sama harus memuat setiap komponen yang berbobot tepat satu kali.",
        ),
        ({"panel": members(4)}, "panel", "Jumlah anggota panitia seleksi harus ganjil; sekarang 4."),
    ],
)
def test_each_gap_is_named_at_its_field(change, field, sentence):
    found = plan_problems(replace(SOUND, **change), NOW)
    assert (field, sentence) in [(problem.field, problem.sentence) for problem in found]
    assert all(problem.section in SECTIONS and problem.sentence.endswith(".") for problem in found)


def test_short_window_passes_with_a_reason():
    short = replace(SOUND, closes_at=SOUND.opens_at + timedelta(days=7), short_window_reason="Jabatan kosong mendadak.")
    assert plan_problems(short, NOW) == []


def test_window_of_fifteen_whole_days_needs_no_reason():
    assert plan_problems(replace(SOUND, closes_at=SOUND.opens_at + timedelta(days=15)), NOW) == []


@given(st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=6))
def test_weights_pass_only_at_exactly_one_hundred(numbers):
    lines = [WeightFact(f"C{n}", number) for n, number in enumerate(numbers)]
    assert (weight_sum_sentence(lines) is None) == (sum(numbers) == 100)
    rest = WeightFact("REST", 100 - sum(numbers))
    assert weight_sum_sentence([*lines, rest]) is None


@pytest.mark.parametrize(("size", "most"), [(5, 2), (7, 3), (9, 4)])
def test_internal_share_of_lawful_sizes(size, most):
    assert max_internal(size, PACK) == most
    assert composition_problems(members(size, internal=most), PACK, POST) == []
    (sentence,) = composition_problems(members(size, internal=most + 1), PACK, POST)
    assert sentence == (
        f"Anggota dari instansi sendiri paling banyak 45 persen, yaitu {most} dari {size} orang; sekarang {most + 1}."
    )


@pytest.mark.parametrize(
    ("panel", "part"),
    [
        (members(3), "beranggotakan 5 sampai 9 orang; sekarang 3"),
        (members(11), "beranggotakan 5 sampai 9 orang; sekarang 11"),
        (members(6), "harus ganjil; sekarang 6"),
        (members(5, chairs=0), "tepat satu ketua; sekarang 0"),
        (members(5, chairs=2), "tepat satu ketua; sekarang 2"),
        ((*members(4), members(1, chairs=0)[0]), "Anggota 0 tercantum lebih dari sekali"),
    ],
)
def test_unlawful_panels(panel, part):
    assert any(part in sentence for sentence in composition_problems(panel, PACK, POST))


def with_seat(place, **changes):
    panel = list(members(5, internal=2))
    panel[place] = replace(panel[place], **changes)
    return panel


def everybody(**changes):
    return [replace(member, **changes) for member in members(5)]


@pytest.mark.parametrize(
    ("panel", "post", "sentence"),
    [
        (with_seat(1, agency=" "), POST, "Isi instansi atau lembaga asal Anggota 1."),
        (
            everybody(kind="EXPERT"),
            POST,
            "Panitia seleksi terdiri atas paling sedikit dua unsur: pejabat instansi ini, pejabat instansi lain, "
            "atau akademisi, pakar, dan profesional.",
        ),
        (
            with_seat(2, covers=("T09",)),
            POST,
            "Pilih keahlian Anggota 2: bidang jabatan, manajemen SDM, atau kompetensi teknis.",
        ),
        (everybody(covers=("PERSONNEL", "T01")), POST, "Belum ada anggota yang menguasai kompetensi teknis “Teknis Dua”."),
        (everybody(covers=("PERSONNEL",)), PostFact("MADYA", ()), "Belum ada anggota yang menguasai bidang jabatan."),
        (
            with_seat(3, level="JPT_PRATAMA"),
            POST,
            "Anggota 3 menduduki jabatan JPT Pratama, di bawah JPT Madya yang akan diisi.",
        ),
    ],
)
def test_panel_that_cannot_judge_the_post(panel, post, sentence):
    assert composition_problems(panel, PACK, post) == [sentence]


@pytest.mark.parametrize(
    ("panel", "post"),
    [
        (everybody(covers=("T01", "T02")), POST),
        ([replace(m, covers=("PERSONNEL",) if n else ("T01", "T02")) for n, m in enumerate(members(5))], POST),
        (everybody(covers=("FIELD",)), PostFact("MADYA", ())),
        (everybody(level="JPT_MADYA"), POST),
        (everybody(level="JPT_UTAMA"), POST),
        # Functional posts stand on another ladder; a plan without a level yet has nothing to compare with.
        (everybody(level="FUNGSIONAL"), POST),
        (everybody(level="ADMINISTRATOR"), PostFact("", ())),
        (with_seat(0, is_internal=True, kind="EXPERT"), POST),
    ],
)
def test_panel_that_can_judge_the_post(panel, post):
    assert composition_problems(panel, PACK, post) == []


COMPONENT = WeightFact("A", Decimal(100), "Bagian A")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"scale_min": Decimal(5), "scale_max": Decimal(5)}, "Nilai tertinggi “Bagian A” harus di atas nilai terendahnya."),
        ({"minimum": Decimal(101)}, "Nilai minimum “Bagian A” harus di dalam skalanya."),
        ({"minimum": Decimal("-0.5")}, "Nilai minimum “Bagian A” harus di dalam skalanya."),
        ({"aggregate": "PASS_FAIL"}, "“Bagian A” tidak ikut dihitung, jadi bobotnya harus 0."),
        ({"is_informative": True}, "“Bagian A” tidak ikut dihitung, jadi bobotnya harus 0."),
    ],
)
def test_component_that_contradicts_itself(changes, sentence):
    plan = replace(SOUND, weights=(replace(COMPONENT, **changes),), tie_order=("A",))
    assert sentence in [problem.sentence for problem in plan_problems(plan, NOW)]


def test_pass_or_fail_and_informative_parts_stand_beside_the_hundred():
    beside = (
        WeightFact("HEALTH", Decimal(0), aggregate="PASS_FAIL", minimum=Decimal(1), scale_max=Decimal(1)),
        WeightFact("M01", Decimal(0), is_informative=True, aggregate="SINGLE", scale_max=Decimal(5)),
    )
    assert plan_problems(replace(SOUND, weights=(*SOUND.weights, *beside)), NOW) == []


def test_empty_panel_is_refused():
    assert len(composition_problems((), PACK, POST)) == 3


def test_plan_chain_is_pyb_ppk_and_a_recommendation_of_wasdal():
    assert [(layer.role, layer.verdicts[0]) for layer in PLAN.layers] == [
        ("PYB", "APPROVE"),
        ("PPK", "APPROVE"),
        ("WASDAL", "RECOMMEND"),
    ]
    assert "NOT_RECOMMEND" in PLAN.layers[2].verdicts


def test_rule_pack_reads_back_and_knows_its_limits():
    pack = RulePack(min_submitted=5, component_places=3)
    assert RulePack.from_json(pack.as_json()) == pack
    assert RulePack.from_json({}) == PACK
    assert (PACK.min_submitted, PACK.extension_days, PACK.max_extensions, PACK.shortlist_multiple) == (4, 7, 2, 3)
    with pytest.raises(ValueError, match="unknown limits: min_submited"):
        RulePack.from_json({"min_submited": 3})


@pytest.mark.parametrize(
    "change",
    [
        {"min_submitted": 0},
        {"grace_seconds": -1},
        {"component_places": -1},
        {"panel_max": 3},
        {"internal_share_max_percent": 101},
        {"rounding_mode": "HALF_EVEN"},
    ],
)
def test_rule_pack_refuses_nonsense(change):
    with pytest.raises(ValueError, match=r".+"):
        RulePack(**change)


@pytest.mark.parametrize("level", list(LEVELS))
def test_defaults_agree_with_each_other(level):
    weights = default_weights(level)
    assert sum(line.weight for line in weights) == 100
    assert {line.component for line in weights} == set(default_tie_order())
    assert set(default_tie_order()) <= set(COMPONENT_LABELS)
    documents = [line.code for line in default_documents(level)]
    assert len(documents) == len(set(documents))
    assert {line.code: line.required for line in default_documents(level)}["DIKLATPIM"] == (level != "PRATAMA")
    assert {line.level for line in default_competencies(level)} == {{"PRATAMA": 4, "MADYA": 5, "UTAMA": 5}[level]}


@pytest.mark.parametrize(("level", "age", "years"), [("UTAMA", 58, 10), ("MADYA", 58, 7), ("PRATAMA", 56, 5)])
def test_age_and_experience_by_level(level, age, years):
    numbers = {line.kind: line.number for line in default_requirements(level)}
    assert (numbers["MAX_AGE"], numbers["FIELD_EXPERIENCE"], numbers["HELD_LEVEL"]) == (age, years, 2)


def test_defaults_know_no_other_level():
    for make in (default_requirements, default_weights, default_competencies, default_documents):
        with pytest.raises(KeyError):
            make("PENGAWAS")


RULE = CheckFact("MAX_AGE", "Usia paling tinggi 56 tahun", True, True, OK)
KTP = CheckFact("KTP", "Kartu tanda penduduk", False, True, OK)
NPWP = CheckFact("NPWP", "Kartu NPWP", False, False, UNCHECKED)


@pytest.mark.parametrize(
    ("checks", "outcome", "part"),
    [
        ((RULE, KTP, NPWP), PASSED, None),
        ((RULE, KTP), "MAYBE", "Pilih hasil verifikasi"),
        ((), PASSED, "Belum ada satu pun"),
        ((RULE, replace(KTP, result=UNCHECKED)), PASSED, "“Kartu tanda penduduk” belum diperiksa."),
        ((RULE, replace(KTP, result=UNCHECKED)), FAILED, "“Kartu tanda penduduk” belum diperiksa."),
        ((RULE, replace(KTP, result=NOT_OK)), FAILED, "Pilih alasan mengapa “Kartu tanda penduduk” tidak sesuai."),
        ((RULE, replace(KTP, result=NOT_OK, reason="AGE_OVER")), FAILED, "tidak tersedia"),
        ((RULE, replace(KTP, result=NOT_OK, reason="DOC_MISSING")), FAILED, None),
        ((replace(RULE, result=NOT_OK, reason="AGE_OVER"), KTP), FAILED, None),
        ((replace(RULE, result=NOT_OK, reason="AGE_OVER"), KTP), PASSED, "tidak dapat dinyatakan memenuhi syarat"),
        ((RULE, KTP, replace(NPWP, result=NOT_OK, reason="DOC_WRONG")), PASSED, None),
        ((RULE, KTP, replace(NPWP, result=NOT_OK, reason="DOC_WRONG")), FAILED, "tandai paling sedikit satu"),
        ((RULE, KTP), FAILED, "tandai paling sedikit satu"),
    ],
)
def test_when_a_verdict_may_be_saved(checks, outcome, part):
    sentence = verification_problem(checks, outcome)
    assert sentence is None if part is None else part in sentence


def test_every_rule_and_document_has_reasons_in_sentences():
    assert set(RULE_REASONS) == set(KINDS)
    codes = [*DOCUMENT_REASONS, *(code for reasons in RULE_REASONS.values() for code in reasons)]
    assert len(codes) == len(set(codes))
    assert all(reason_sentence(code).endswith(".") for code in codes)
    assert reasons_for("KTP", is_rule=False) == DOCUMENT_REASONS
