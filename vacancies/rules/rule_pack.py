"""The numbers of a vacancy: limits copied into the vacancy when it is made, and the defaults a new plan starts from.

Source: docs/product.md decisions 2 and 3, docs/domain.md sections 4, 7, 8.3, 8.6, 8.7 and 11. A number of a regulation
that may change is data here, never a constant in a rule.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal

from vacancies.rules.eligibility import RequirementFact
from vacancies.rules.statements import STATEMENTS

LEVELS = {"UTAMA": "JPT Utama", "MADYA": "JPT Madya", "PRATAMA": "JPT Pratama"}

COMPONENT_LABELS = {
    "TRACK": "Penelusuran rekam jejak",
    "ASSESS": "Asesmen manajerial dan sosial kultural",
    "PAPER": "Penulisan makalah",
    "INTERVIEW": "Presentasi makalah dan wawancara",
    "CAT": "Tes teknis berbasis komputer",
    "HEALTH": "Tes kesehatan dan kejiwaan",
}
# Stage in which a component is scored; codes as in vacancies.enums.StageCode.
COMPONENT_STAGES = {
    "TRACK": "TRACK_RECORD",
    "ASSESS": "ASSESSMENT",
    "PAPER": "PAPER",
    "INTERVIEW": "INTERVIEW",
    "CAT": "CAT",
    "HEALTH": "HEALTH",
}
# How the score of a component usually comes about, codes as in vacancies.enums.AggregateKind; the rest is the panel's mean.
COMPONENT_KINDS = {"ASSESS": "SINGLE", "CAT": "CAT", "HEALTH": "PASS_FAIL"}
COMPETENCY_KINDS = {
    "TEKNIS": "Teknis",
    "MANAJERIAL": "Manajerial",
    "SOSIAL_KULTURAL": "Sosial kultural",
}

# What a person may read of the own result, least last; what each level means is in rules/publication.py.
PUBLICATION_LEVELS = {
    "shows_administration": ("REASONS", "OUTCOME"),
    "shows_assessment": ("SCORE", "NOTHING"),
    "shows_paper": ("SCORE", "NOTHING"),
    "shows_interview": ("SCORE", "NOTHING"),
    "shows_ranking": ("RANK", "SCORE", "OUTCOME"),
}


@dataclass(frozen=True)
class RulePack:
    """Limits that hold for one vacancy from its plan to its announcement.

    Args:
        min_submitted: an extension is possible only below this many submitted applications.
        extension_days: length of one extension, calendar days.
        max_extensions: how many extensions at most.
        extension_opens_hours_before: how long before closing an extension may first be asked for, hours.
        extension_grace_days_after: how long after closing it may last be asked for, days.
        shortlist_multiple: shortlist length per seat.
        announcement_days: usual shortest window, calendar days; shorter needs a written reason.
        component_places: decimals of each scaled component, None for no rounding there.
        total_places: decimals of the total.
        rounding_mode: "HALF_UP", the only rule in use.
        grace_seconds: how long after closing a review page opened in time may still send.
        min_to_continue_after_last: applications needed to go on after the last extension.
        panel_min, panel_max: size of the panel.
        internal_share_max_percent: largest share of panel members from the agency itself.
        incident_days_after: how long after closing BKN may still extend because of an incident, days.
        incident_max_days: the longest extension because of one incident, calendar days.
        shows_administration, shows_assessment, shows_paper, shows_interview, shows_ranking: what a person reads of the own
            result of each stage (rules/publication.py).
        second_check_of_failures: whether somebody else must confirm "does not meet the requirements".
        takes_objections: whether the administrative result can be objected to (rules/objection.py); no law asks for it, so a plan
            that says nothing takes none.
        objection_working_days: how long after the announcement one may be filed, working days.
        objection_answer_days: how long the answer may take, calendar days.
        version: name of this set of defaults.

    Raises:
        ValueError: a number outside its meaning.
    """

    min_submitted: int = 4
    extension_days: int = 7
    max_extensions: int = 2
    extension_opens_hours_before: int = 24
    extension_grace_days_after: int = 3
    shortlist_multiple: int = 3
    announcement_days: int = 15
    component_places: int | None = None
    total_places: int = 2
    rounding_mode: str = "HALF_UP"
    grace_seconds: int = 0
    min_to_continue_after_last: int = 3
    panel_min: int = 5
    panel_max: int = 9
    internal_share_max_percent: int = 45
    incident_days_after: int = 7
    incident_max_days: int = 14
    shows_administration: str = "REASONS"
    shows_assessment: str = "SCORE"
    shows_paper: str = "SCORE"
    shows_interview: str = "SCORE"
    shows_ranking: str = "RANK"
    second_check_of_failures: bool = True
    takes_objections: bool = False
    objection_working_days: int = 3
    objection_answer_days: int = 7
    version: str = "2026.1"

    def __post_init__(self) -> None:
        starting_at_one = ("min_submitted", "extension_days", "shortlist_multiple", "panel_min")
        for name in (*starting_at_one, "objection_working_days", "objection_answer_days"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} starts at 1")
        for name in (
            "max_extensions",
            "extension_opens_hours_before",
            "extension_grace_days_after",
            "announcement_days",
            "total_places",
            "grace_seconds",
            "min_to_continue_after_last",
            "incident_days_after",
            "incident_max_days",
        ):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} is never negative")
        if self.component_places is not None and self.component_places < 0:
            raise ValueError("component_places is never negative")
        if self.panel_max < self.panel_min or not 0 <= self.internal_share_max_percent <= 100:
            raise ValueError("the panel limits contradict each other")
        if self.rounding_mode != "HALF_UP":
            raise ValueError("only HALF_UP is in use")
        for name, levels in PUBLICATION_LEVELS.items():
            if getattr(self, name) not in levels:
                raise ValueError(f"{name} is one of {', '.join(levels)}")
        if self.takes_objections and self.shows_administration != "REASONS":
            raise ValueError("an objection points at a reason, so the reasons have to be shown")

    def as_json(self) -> dict[str, object]:
        """Plain values for a JSON column."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "RulePack":
        """The pack of a stored vacancy; a limit that was added later takes its default.

        Raises:
            ValueError: an unknown name, so a misspelt limit is never silently ignored.
        """
        known = {item.name for item in fields(cls)}
        unknown = sorted(set(stored) - known)
        if unknown:
            raise ValueError(f"unknown limits: {', '.join(unknown)}")
        return cls(**stored)  # type: ignore[arg-type]


@dataclass(frozen=True)
class WeightFact:
    """One part of the assessment as planned.

    Args:
        component: code. weight: percent, 0 for what is only passed or failed, or only shown.
        aggregate: code of vacancies.enums.AggregateKind. is_informative: shown, never in a total or a ranking.
        minimum, scale_min, scale_max: raw units.
    """

    component: str
    weight: Decimal
    label: str = ""
    aggregate: str = "MEAN"
    is_informative: bool = False
    minimum: Decimal | None = None
    scale_min: Decimal = Decimal(0)
    scale_max: Decimal = Decimal(100)

    @property
    def is_weighted(self) -> bool:
        """Whether it must carry a weight and stand in the tie order."""
        return not self.is_informative and self.aggregate != "PASS_FAIL"


@dataclass(frozen=True)
class CompetencyFact:
    """One line of the competency standard. `kind` is a key of COMPETENCY_KINDS, `level` 1 to 5."""

    kind: str
    code: str
    name: str
    level: int


@dataclass(frozen=True)
class DocumentFact:
    """One document an applicant hands in. `accepts` names file kinds: "pdf", "jpeg", "png"."""

    code: str
    label: str
    required: bool
    accepts: tuple[str, ...] = ("pdf",)


_AGE_LIMIT = {"UTAMA": 58, "MADYA": 58, "PRATAMA": 56}
_FIELD_YEARS = {"UTAMA": 10, "MADYA": 7, "PRATAMA": 5}
_MIN_GRADE = {"UTAMA": (44, "IV/d"), "MADYA": (43, "IV/c"), "PRATAMA": (41, "IV/a")}
_HELD = {
    "UTAMA": ("JPT_MADYA,AHLI_UTAMA", "JPT Madya atau JF Ahli Utama"),
    "MADYA": ("JPT_PRATAMA,AHLI_UTAMA", "JPT Pratama atau JF Ahli Utama"),
    "PRATAMA": ("ADMINISTRATOR,AHLI_MADYA", "Administrator atau JF Ahli Madya"),
}
# Posts above Pratama give more to the field of the post (rules/weights.py).
_SENIOR_WEIGHTS = (("TRACK", 15), ("ASSESS", 20), ("PAPER", 30), ("INTERVIEW", 35))
_WEIGHTS = {
    "UTAMA": _SENIOR_WEIGHTS,
    "MADYA": _SENIOR_WEIGHTS,
    "PRATAMA": (("TRACK", 20), ("ASSESS", 25), ("PAPER", 20), ("INTERVIEW", 35)),
}
_COMPETENCY_LEVEL = {"UTAMA": 5, "MADYA": 5, "PRATAMA": 4}


def default_requirements(level: str) -> tuple[RequirementFact, ...]:
    """Requirements a new plan of this level starts with (PP 11/2017 Pasal 107 as amended; domain.md section 7).

    Every row of Pasal 107 is here, also those no register can answer. Grade, performance, sanctions and leadership training
    are not in Pasal 107; agencies set them, so the plan may change them.
    """
    codes, held = _HELD[level]
    grade, grade_name = _MIN_GRADE[level]
    years = _FIELD_YEARS[level]
    age = _AGE_LIMIT[level]
    requirements = [
        RequirementFact("EMPLOYMENT_KIND", None, "PNS", "Berstatus PNS"),
        RequirementFact("MIN_EDUCATION", 35, "", "Pendidikan paling rendah S-1 atau D-IV"),
        RequirementFact("MIN_GRADE", grade, "", f"Golongan ruang paling rendah {grade_name}"),
        RequirementFact("HELD_LEVEL", 2, codes, f"Sedang atau pernah menduduki {held} paling singkat 2 tahun"),
        RequirementFact("FIELD_EXPERIENCE", years, "", f"Pengalaman di bidang terkait paling singkat {years} tahun"),
        RequirementFact("MAX_AGE", age, "", f"Usia paling tinggi {age} tahun"),
        RequirementFact("PERFORMANCE", 2, "BAIK", "Predikat kinerja paling rendah Baik dalam 2 tahun terakhir"),
        RequirementFact("NO_DISCIPLINE", 2, "", "Tidak dijatuhi hukuman disiplin sedang atau berat dalam 2 tahun terakhir"),
    ]
    if level != "PRATAMA":
        requirements.append(
            RequirementFact("LEADERSHIP_TRAINING", None, "PKN_II", "Telah mengikuti PKN Tingkat II atau yang setara")
        )
    requirements += [
        RequirementFact("INTEGRITY", None, "", "Memiliki rekam jejak jabatan, integritas, dan moralitas yang baik"),
        RequirementFact("COMPETENCE", None, "", "Memiliki kompetensi sesuai standar kompetensi jabatan"),
        RequirementFact("STATEMENT", None, "HEALTH", STATEMENTS["HEALTH"].words),
    ]
    return tuple(requirements)


def default_weights(level: str) -> tuple[WeightFact, ...]:
    """Weights that sum to 100 (docs/domain.md 8.6), inside the bands of rules/weights.py; an agency may change them."""
    return tuple(WeightFact(code, Decimal(weight)) for code, weight in _WEIGHTS[level])


def default_tie_order() -> tuple[str, ...]:
    """Order in which components break ties (docs/product.md decision 3)."""
    return ("INTERVIEW", "ASSESS", "TRACK", "PAPER")


def default_competencies(level: str) -> tuple[CompetencyFact, ...]:
    """The nine common competencies and one technical line to be named by the agency (docs/domain.md 8.3)."""
    standard = _COMPETENCY_LEVEL[level]
    managerial = (
        "Integritas",
        "Kerja sama",
        "Komunikasi",
        "Orientasi pada hasil",
        "Pelayanan publik",
        "Pengembangan diri dan orang lain",
        "Mengelola perubahan",
        "Pengambilan keputusan",
    )
    lines = [CompetencyFact("MANAJERIAL", f"M{number:02d}", name, standard) for number, name in enumerate(managerial, start=1)]
    lines.append(CompetencyFact("SOSIAL_KULTURAL", "S01", "Perekat bangsa", standard))
    lines.append(CompetencyFact("TEKNIS", "T01", "Penguasaan teknis bidang jabatan", standard))
    return tuple(lines)


def default_documents(level: str) -> tuple[DocumentFact, ...]:
    """Documents handed in with an application (docs/domain.md 8.7).

    The structured CV and the invitation letter are made by the portal and the paper belongs to a later stage, so they
    are not in this list.
    """
    senior = level in ("UTAMA", "MADYA")
    _AGE_LIMIT[level]
    return (
        DocumentFact("SURAT_LAMARAN", "Surat lamaran", True),
        DocumentFact("KTP", "Kartu tanda penduduk", True, ("pdf", "jpeg", "png")),
        DocumentFact("PAS_FOTO", "Pas foto", True, ("jpeg", "png")),
        DocumentFact("SK_PANGKAT", "Keputusan pangkat terakhir", True),
        DocumentFact("SK_JABATAN", "Keputusan jabatan sekarang dan sebelumnya", True),
        DocumentFact("IJAZAH", "Ijazah", True),
        DocumentFact("TRANSKRIP", "Transkrip nilai", True),
        DocumentFact("SKP_2TH", "Penilaian kinerja 2 tahun terakhir", True),
        DocumentFact("PAKTA_INTEGRITAS", "Pakta integritas", True),
        DocumentFact("PERSETUJUAN_PPK", "Persetujuan PPK instansi asal", True),
        DocumentFact("BEBAS_HUKDIS", "Pernyataan tidak sedang atau pernah dijatuhi hukuman disiplin", True),
        DocumentFact("LHKPN", "Tanda terima LHKPN atau LHKASN", True),
        DocumentFact("SPT", "Tanda terima SPT tahunan", True),
        DocumentFact("DIKLATPIM", "Sertifikat pelatihan kepemimpinan", senior),
        DocumentFact("SURAT_SEHAT", "Surat keterangan sehat dari rumah sakit", False),
        DocumentFact("NPWP", "Kartu NPWP", False, ("pdf", "jpeg", "png")),
        DocumentFact("SKCK", "Surat keterangan catatan kepolisian", False),
        DocumentFact("BEBAS_ASET", "Keterangan tidak menguasai aset negara", False),
    )
