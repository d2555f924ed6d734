"""Is a vacancy plan complete enough to be submitted for approval.

Source: PP 11/2017 Pasal 114 (docs/domain.md section 4 stages 1 and 2, 11-35), docs/product.md decision 3.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from core.indonesian import date_words
from vacancies.rules.deadline import last_day
from vacancies.rules.eligibility import KINDS, RequirementFact
from vacancies.rules.panel import PanelMemberFact, PostFact, composition_problems
from vacancies.rules.rule_pack import (
    COMPETENCY_KINDS,
    COMPONENT_LABELS,
    LEVELS,
    CompetencyFact,
    RulePack,
    WeightFact,
)

POSITION = "POSITION"
CALENDAR = "CALENDAR"
REQUIREMENTS = "REQUIREMENTS"
DOCUMENTS = "DOCUMENTS"
COMPETENCIES = "COMPETENCIES"
WEIGHTS = "WEIGHTS"
PUBLICATION = "PUBLICATION"
PANEL = "PANEL"
SECTIONS = {
    POSITION: "Jabatan",
    CALENDAR: "Jadwal",
    REQUIREMENTS: "Syarat",
    DOCUMENTS: "Dokumen",
    COMPETENCIES: "Standar kompetensi",
    WEIGHTS: "Bobot dan urutan penentu",
    PUBLICATION: "Hasil yang dibaca peserta",
    PANEL: "Panitia seleksi",
}
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class StageDateFact:
    """One line of the stage calendar after registration, both days included."""

    code: str
    label: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class PlanFacts:
    """A plan as written.

    Args:
        level: key of LEVELS.
        opens_at, closes_at: registration window, zone aware; `closes_at` is exclusive (deadline.py).
        stages: calendar of the later stages, in their order.
        inauguration_on: planned inauguration, the day on which age is counted, if known.
        documents: codes of the documents asked for.
        tie_order: component codes, first decides first.
        zone: zone of the agency.
    """

    position_title: str
    level: str
    quota: int
    opens_at: datetime | None
    closes_at: datetime | None
    requirements: tuple[RequirementFact, ...]
    documents: tuple[str, ...]
    competencies: tuple[CompetencyFact, ...]
    weights: tuple[WeightFact, ...]
    tie_order: tuple[str, ...]
    panel: tuple[PanelMemberFact, ...]
    stages: tuple[StageDateFact, ...] = ()
    short_window_reason: str = ""
    inauguration_on: date | None = None
    pack: RulePack = field(default_factory=RulePack)
    zone: str = "WIB"


@dataclass(frozen=True)
class Problem:
    """One thing to repair: where (section and form field) and why (Indonesian sentence)."""

    section: str
    field: str
    sentence: str


def plan_problems(plan: PlanFacts, now: datetime) -> list[Problem]:
    """Everything that keeps a plan from being submitted, in the order of the form; [] when it is complete."""
    return [
        *_position_problems(plan),
        *_calendar_problems(plan, now),
        *_requirement_problems(plan),
        *_document_problems(plan),
        *_competency_problems(plan),
        *_weight_problems(plan),
        *(Problem(PANEL, "panel", sentence) for sentence in composition_problems(plan.panel, plan.pack, post_of(plan))),
    ]


def post_of(plan: PlanFacts) -> PostFact:
    """What the panel must be able to judge."""
    technical = tuple((line.code, line.name) for line in plan.competencies if line.kind == "TEKNIS")
    return PostFact(level=plan.level, technical=technical)


def weight_sum_sentence(weights: Iterable[WeightFact]) -> str | None:
    """Why the weights do not add up to exactly 100, or None."""
    total = sum((line.weight for line in weights if line.is_weighted), Decimal(0))
    if total == HUNDRED:
        return None
    return f"Jumlah bobot harus tepat 100; sekarang {_number_text(total)}."


def _position_problems(plan: PlanFacts) -> list[Problem]:
    found = []
    if not plan.position_title.strip():
        found.append(Problem(POSITION, "position_title", "Isi nama jabatan."))
    if plan.level not in LEVELS:
        found.append(Problem(POSITION, "level", "Pilih jenjang jabatan: Utama, Madya, atau Pratama."))
    if plan.quota < 1:
        found.append(Problem(POSITION, "quota", "Jumlah formasi paling sedikit 1."))
    return found


def _calendar_problems(plan: PlanFacts, now: datetime) -> list[Problem]:
    if plan.opens_at is None or plan.closes_at is None:
        missing = "opens_at" if plan.opens_at is None else "closes_at"
        return [Problem(CALENDAR, missing, "Isi tanggal pembukaan dan penutupan pendaftaran.")]
    found = []
    if plan.opens_at <= now:
        found.append(Problem(CALENDAR, "opens_at", "Pembukaan pendaftaran harus setelah waktu sekarang."))
    if plan.closes_at <= plan.opens_at:
        found.append(Problem(CALENDAR, "closes_at", "Penutupan pendaftaran harus setelah pembukaan."))
    elif plan.closes_at - plan.opens_at < timedelta(days=plan.pack.announcement_days) and not plan.short_window_reason.strip():
        sentence = f"Masa pendaftaran kurang dari {plan.pack.announcement_days} hari; tuliskan alasannya."
        found.append(Problem(CALENDAR, "short_window_reason", sentence))
    found += _stage_problems(plan, plan.closes_at)
    return found


def _stage_problems(plan: PlanFacts, closes_at: datetime) -> list[Problem]:
    found = []
    closing_day = last_day(closes_at, plan.zone)
    previous_label, previous_day = "penutupan pendaftaran", closing_day
    for stage in plan.stages:
        name = f"stage_{stage.code}"
        if stage.ends_on < stage.starts_on:
            found.append(Problem(CALENDAR, name, f"“{stage.label}” selesai sebelum dimulai."))
        if stage.starts_on < previous_day:
            sentence = f"“{stage.label}” tidak boleh dimulai sebelum {previous_label} ({date_words(previous_day)})."
            found.append(Problem(CALENDAR, name, sentence))
        previous_label, previous_day = f"“{stage.label}”", max(previous_day, stage.starts_on)
    last = max([closing_day, *(stage.ends_on for stage in plan.stages)])
    if plan.inauguration_on is not None and plan.inauguration_on < last:
        sentence = f"Rencana pelantikan tidak boleh sebelum tahap terakhir selesai ({date_words(last)})."
        found.append(Problem(CALENDAR, "inauguration_on", sentence))
    return found


def _requirement_problems(plan: PlanFacts) -> list[Problem]:
    if not plan.requirements:
        return [Problem(REQUIREMENTS, "requirements", "Isi paling sedikit satu syarat.")]
    return [
        Problem(REQUIREMENTS, "requirements", f"Jenis syarat “{line.label}” tidak dikenal.")
        for line in plan.requirements
        if line.kind not in KINDS
    ]


def _document_problems(plan: PlanFacts) -> list[Problem]:
    if not plan.documents:
        return [Problem(DOCUMENTS, "documents", "Pilih paling sedikit satu dokumen yang harus diunggah.")]
    if len(set(plan.documents)) != len(plan.documents):
        return [Problem(DOCUMENTS, "documents", "Satu dokumen dipilih lebih dari sekali.")]
    return []


def _competency_problems(plan: PlanFacts) -> list[Problem]:
    found = []
    present = {line.kind for line in plan.competencies}
    for kind, label in COMPETENCY_KINDS.items():
        if kind not in present:
            found.append(Problem(COMPETENCIES, "competencies", f"Isi paling sedikit satu kompetensi {label.lower()}."))
    for line in plan.competencies:
        if not 1 <= line.level <= 5:
            found.append(Problem(COMPETENCIES, "competencies", f"Tingkat kompetensi “{line.name}” harus antara 1 dan 5."))
    return found


def _weight_problems(plan: PlanFacts) -> list[Problem]:
    if not plan.weights:
        return [Problem(WEIGHTS, "weights", "Isi bobot paling sedikit satu komponen penilaian.")]
    found = []
    for code, times in Counter(line.component for line in plan.weights).items():
        if times > 1:
            found.append(Problem(WEIGHTS, "weights", f"Komponen “{_component(code)}” tercantum lebih dari sekali."))
    found += [Problem(WEIGHTS, "weights", sentence) for line in plan.weights for sentence in _component_sentences(line)]
    unbalanced = weight_sum_sentence(plan.weights)
    if unbalanced:
        found.append(Problem(WEIGHTS, "weights", unbalanced))
    if Counter(plan.tie_order) != Counter({line.component for line in plan.weights if line.is_weighted}):
        sentence = "Urutan penentu nilai sama harus memuat setiap komponen yang berbobot tepat satu kali."
        found.append(Problem(WEIGHTS, "tie_order", sentence))
    return found


def _component_sentences(line: WeightFact) -> Iterator[str]:
    """What is wrong with one component by itself."""
    name = line.label or _component(line.component)
    if line.is_weighted and line.weight <= 0:
        yield f"Bobot “{name}” harus lebih dari 0."
    if not line.is_weighted and line.weight != 0:
        yield f"“{name}” tidak ikut dihitung, jadi bobotnya harus 0."
    if line.scale_max <= line.scale_min:
        yield f"Nilai tertinggi “{name}” harus di atas nilai terendahnya."
    elif line.minimum is not None and not line.scale_min <= line.minimum <= line.scale_max:
        yield f"Nilai minimum “{name}” harus di dalam skalanya."


def _component(code: str) -> str:
    return COMPONENT_LABELS.get(code, code)


def _number_text(number: Decimal) -> str:
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",")
