"""Writes the plans of all stories at once, with their rounds of approval, up to publication and opening.

The rows and trail entries are the ones the acts of vacancies/actions leave behind; playing every act for thirty vacancies
would take longer than starting the portal. tests/demo holds the two against each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from accounts.enums import Role
from accounts.models import Agency, User
from asnkarier.demo.agencies import MINISTRY, PROVINCE, REGENCY
from asnkarier.demo.trail import Trail
from asnkarier.demo.vacancy_list import VacancyStory
from core.canonical import sha256_hex
from core.indonesian import local_date
from employees.enums import DocumentType
from vacancies.actions.defaults import STAGE_LENGTHS
from vacancies.assessment_plan import assessment_plan_text
from vacancies.enums import AggregateKind, AnnouncementKind
from vacancies.models import (
    Announcement,
    AssessmentPlan,
    CompetencyRequirement,
    PanelMember,
    RequiredDocument,
    Requirement,
    ScoreComponent,
    SelectionPanel,
    Stage,
    Vacancy,
)
from vacancies.rules.deadline import end_of_day, format_deadline, format_opening, start_of_day
from vacancies.rules.rule_pack import (
    COMPONENT_KINDS,
    COMPONENT_LABELS,
    COMPONENT_STAGES,
    DocumentFact,
    RulePack,
    WeightFact,
    default_competencies,
    default_documents,
    default_requirements,
    default_tie_order,
    default_weights,
)

SUFFIX = {MINISTRY: "kementerian", PROVINCE: "provinsi", REGENCY: "kabupaten"}
# Chair first; (account key, comes from the agency itself).
PANELS = {
    MINISTRY: (
        ("ketua.kementerian", False), ("pansel1.kementerian", True), ("pansel2.kementerian", True),
        ("pansel3.kementerian", False), ("pansel4.kementerian", False),
        ("pansel5.kementerian", False), ("pansel6.kementerian", False),
    ),
    PROVINCE: (
        ("ketua.provinsi", False), ("pansel1.provinsi", False), ("pansel2.provinsi", False), ("pansel3.provinsi", True),
        ("admin.kabupaten", False),
    ),
    REGENCY: (
        ("ketua.kabupaten", False), ("pansel1.kabupaten", False), ("pansel2.kabupaten", False), ("pansel3.kabupaten", False),
        ("pansel4.kabupaten", True),
    ),
}  # fmt: skip
EXPERTISE = ("Manajemen sektor publik", "Kepegawaian", "Hukum administrasi", "Psikologi organisasi", "Ekonomi daerah")
# Everybody knows personnel management or the field of the post; so all of it is covered.
COVERS = (("FIELD",), ("PERSONNEL",), ("FIELD", "T01"), ("PERSONNEL",), ("FIELD", "PERSONNEL"))
# Level descriptions as score sheets show them beside a criterion.
ANCHORS = {
    "PAPER": (
        ("0", "60", "Masalah tidak dirumuskan, usulan tidak berdasar data."),
        ("61", "80", "Masalah jelas, usulan masuk akal, rencana pelaksanaan masih umum."),
        ("81", "100", "Masalah tajam, usulan berdasar data, rencana dan risikonya terukur."),
    ),
    "INTERVIEW": (
        ("0", "60", "Jawaban umum, tanpa contoh dari pengalaman sendiri."),
        ("61", "80", "Jawaban runtut dengan contoh, dampaknya belum terukur."),
        ("81", "100", "Jawaban runtut, contoh nyata, dampak dan pelajarannya jelas."),
    ),
}
OUTSIDERS = ("Universitas Contoh Nusantara", "Lembaga Contoh Kajian Kepulauan", "Institut Contoh Pemerintahan")
DAYS_OF_REGISTRATION = 15
CAT_STAGE = (("CAT", 2),)
# Of the post whose components come about in every way there is: paper and computer test share the technical part.
ALL_WEIGHTS = (("TRACK", 15), ("ASSESS", 20), ("PAPER", 20), ("CAT", 10), ("INTERVIEW", 35))
LAST_HOURS = timedelta(hours=6)
DRAFT_DOCUMENTS = ("SURAT_LAMARAN", "PAS_FOTO", "PAKTA_INTEGRITAS", "PERSETUJUAN_PPK")
# Days before the opening on which each act of the plan happens.
PLANNED, SUBMITTED, PUBLISHED = 18, 17, 3


@dataclass(frozen=True)
class Office:
    """The people who act for one agency in the demo; the panel is (person, comes from the agency), chair first."""

    agency: Agency
    admin: User
    secretariat: User
    pyb: User
    ppk: User
    panel: tuple[tuple[User, bool], ...]

    @property
    def chair(self) -> User:
        return self.panel[0][0]


@dataclass
class PlannedVacancy:
    """A story with its row and the moments its plan turned on."""

    story: VacancyStory
    office: Office
    vacancy: Vacancy
    opens_at: datetime

    def before_opening(self, days: float) -> datetime:
        return self.opens_at - timedelta(days=days)


def office_of(code: str, agencies: Mapping[str, Agency], users: Mapping[str, User]) -> Office:
    suffix = SUFFIX[code]
    return Office(
        agency=agencies[code],
        admin=users[f"admin.{suffix}"],
        secretariat=users[f"sekretariat.{suffix}"],
        pyb=users[f"pyb.{suffix}"],
        ppk=users[f"ppk.{suffix}"],
        panel=tuple((users[key], internal) for key, internal in PANELS[code]),
    )


def write_plans(
    stories: Sequence[VacancyStory], offices: Mapping[str, Office], now: datetime, trail: Trail, rng: Random
) -> list[PlannedVacancy]:
    """Write vacancies as complete drafts, and their first acts into the trail."""
    numbers = rng.sample(range(10_000, 99_999), len(stories))
    planned = [
        _plan(story, offices[story.agency], f"JPT-{now.year}-{number}", now)
        for story, number in zip(stories, numbers, strict=True)
    ]
    vacancies = Vacancy.objects.bulk_create([each.vacancy for each in planned])
    for each in planned:
        each.vacancy.created_at = each.before_opening(PLANNED)
    Vacancy.objects.bulk_update(vacancies, ["created_at"])
    _write_lists(planned)
    _write_calendars(planned)
    _write_panels(planned)
    for each in planned:
        story, vacancy = each.story, each.vacancy
        reference = {"reference": vacancy.reference}
        _note(trail, each, "plan_vacancy", {**reference, "position": story.title, "level": story.level})
        _note(trail, each, "edit_plan", {**reference, "section": "jadwal", "closes_at": vacancy.closes_at})
        if story.panel:
            _note(trail, each, "edit_plan", {**reference, "section": "pansel", "members": story.panel})
    return planned


def publish_plans(planned: Sequence[PlannedVacancy], trail: Trail) -> None:
    """Publish and open those whose story has come so far. Their plans must be approved."""
    published = [each for each in planned if "PUBLISHED" in each.story.stages]
    digests = _freeze_assessment(published)
    for each in published:
        vacancy = each.vacancy
        vacancy.published_at = vacancy.state_since = each.before_opening(PUBLISHED)
        vacancy.first_closes_at = vacancy.closes_at
        vacancy.state = "PUBLISHED"
        details = {
            "opens_at": vacancy.opens_at,
            "closes_at": vacancy.closes_at,
            "short_window_reason": "",
            "state": "PUBLISHED",
            "assessment_plan": digests[vacancy.pk],
        }
        _note(trail, each, "publish_vacancy", details)
        if "OPEN" in each.story.stages:
            vacancy.state, vacancy.state_since = "OPEN", vacancy.opens_at
            window = {"opens_at": vacancy.opens_at, "closes_at": vacancy.closes_at}
            trail.add(vacancy, vacancy.trail_chain, "open_registration", None, window)
    Vacancy.objects.bulk_update([each.vacancy for each in published], ["published_at", "first_closes_at", "state", "state_since"])
    Announcement.objects.bulk_create(
        Announcement(
            vacancy=each.vacancy,
            kind=AnnouncementKind.OPENING,
            title="Lowongan diumumkan",
            body=(
                f"Pendaftaran dibuka {format_opening(each.vacancy.opens_at, each.vacancy.zone)} dan ditutup "
                f"{format_deadline(each.vacancy.closes_at, each.vacancy.zone)}."
            ),
            published_by=each.office.admin,
            published_at=each.vacancy.published_at,
        )
        for each in published
    )


def _freeze_assessment(published: Sequence[PlannedVacancy]) -> dict[int, str]:
    """Freeze the assessment plans; their digests by primary key of the vacancy."""
    whole = Vacancy.objects.prefetch_related("components", "competencies").in_bulk([each.vacancy.pk for each in published])
    texts = {pk: assessment_plan_text(vacancy) for pk, vacancy in whole.items()}
    AssessmentPlan.objects.bulk_create(
        AssessmentPlan(
            vacancy=each.vacancy,
            content=texts[each.vacancy.pk],
            sha256=sha256_hex(texts[each.vacancy.pk]),
            locked_by=each.office.admin,
            locked_at=each.before_opening(PUBLISHED),
        )
        for each in published
    )
    return {pk: sha256_hex(text) for pk, text in texts.items()}


def _plan(story: VacancyStory, office: Office, reference: str, now: datetime) -> PlannedVacancy:
    zone = office.agency.zone
    closes_on = local_date(now, zone) + timedelta(days=story.closes_in - 7 * story.extensions)
    opens_at = start_of_day(closes_on - timedelta(days=DAYS_OF_REGISTRATION), zone)
    closes_at = end_of_day(closes_on, zone)
    if story.closes_in == 0 and closes_at - now < LAST_HOURS:
        # Seeded late in the evening: "closes today" must last long enough to be tried.
        closes_at = (now + timedelta(hours=20)).replace(minute=0, second=0, microsecond=0)
    vacancy = Vacancy(
        reference=reference,
        agency=office.agency,
        position_title=story.title,
        unit=story.unit,
        level=story.level,
        field=story.field,
        quota=story.quota,
        region_id=office.agency.region_id,
        summary=story.summary,
        opens_at=opens_at,
        closes_at=closes_at,
        auto_extend=story.auto_extend,
        tie_order=[*default_tie_order(), "CAT"] if story.has_all_kinds else list(default_tie_order()),
        rule_pack=RulePack(takes_objections=story.takes_objections).as_json(),
        state="DRAFT",
        state_since=opens_at - timedelta(days=PLANNED),
        version=3,
        created_by=office.admin,
        reference_on=_stages_after(closes_on, story)[-1][2] + timedelta(days=14),
    )
    return PlannedVacancy(story, office, vacancy, opens_at)


def _stages_after(closes_on: date, story: VacancyStory) -> list[tuple[str, date, date]]:
    stages = []
    # A deadline moved past midnight still lies before the first stage.
    day = closes_on + timedelta(days=2 if story.closes_in == 0 else 1)
    for code, length in (*STAGE_LENGTHS[:2], *CAT_STAGE[: story.has_all_kinds], *STAGE_LENGTHS[2:]):
        stages.append((code, day, day + timedelta(days=length - 1)))
        day += timedelta(days=length)
    return stages


def _write_lists(planned: Sequence[PlannedVacancy]) -> None:
    vacancies = [each.vacancy for each in planned]
    Requirement.objects.bulk_create(
        Requirement(
            vacancy=v,
            position=place,
            kind=line.kind,
            number=line.number,
            text=v.field if line.kind == "FIELD_EXPERIENCE" else line.text,
            label=line.label,
        )
        for v in vacancies
        for place, line in enumerate(default_requirements(v.level), start=1)
    )
    RequiredDocument.objects.bulk_create(
        RequiredDocument(vacancy=each.vacancy, position=place, type=line.code, is_required=line.required)
        for each in planned
        for place, line in enumerate(_documents_of(each), start=1)
    )
    CompetencyRequirement.objects.bulk_create(
        CompetencyRequirement(vacancy=v, position=place, code=line.code, name=line.name, kind=line.kind, level=line.level)
        for v in vacancies
        for place, line in enumerate(default_competencies(v.level), start=1)
    )


def _documents_of(each: PlannedVacancy) -> list[DocumentFact]:
    """The level's defaults; drafts ask for four only, so that a newcomer who plays every applicant is done in minutes."""
    lines = list(default_documents(each.story.level))
    if each.story.has_all_kinds:
        # The one whose papers are scored without a name.
        lines.append(DocumentFact(DocumentType.MAKALAH, DocumentType.MAKALAH.label, required=True))
    return [line for line in lines if line.code in DRAFT_DOCUMENTS] if each.story.reached == "DRAFT" else lines


def _write_calendars(planned: Sequence[PlannedVacancy]) -> None:
    Stage.objects.bulk_create(
        Stage(vacancy=each.vacancy, code=code, starts_on=first, ends_on=last)
        for each in planned
        for code, first, last in _stages_after(
            local_date(each.vacancy.opens_at, each.office.agency.zone) + timedelta(days=DAYS_OF_REGISTRATION), each.story
        )
    )


def _write_panels(planned: Sequence[PlannedVacancy]) -> None:
    ScoreComponent.objects.bulk_create(
        ScoreComponent(
            vacancy=each.vacancy,
            position=place,
            code=line.component,
            label=COMPONENT_LABELS[line.component],
            # An unfinished draft: its weights do not sum to 100 yet.
            weight=line.weight if each.story.panel or line.component != "PAPER" else Decimal(10),
            stage=COMPONENT_STAGES[line.component],
            aggregate=_kind_of(line.component, each.story),
            anchors=[{"from": low, "to": high, "text": text} for low, high, text in ANCHORS.get(line.component, ())],
            is_blind=line.component == "PAPER" and each.story.has_all_kinds,
        )
        for each in planned
        for place, line in enumerate(_weights_of(each), start=1)
    )
    ScoreComponent.objects.bulk_create(
        ScoreComponent(
            vacancy=each.vacancy,
            position=9,
            code="HEALTH",
            label=COMPONENT_LABELS["HEALTH"],
            weight=Decimal(0),
            minimum=Decimal(1),
            scale_max=Decimal(1),
            stage=COMPONENT_STAGES["HEALTH"],
            aggregate=COMPONENT_KINDS["HEALTH"],
        )
        for each in planned
        if each.story.has_all_kinds
    )
    panels = SelectionPanel.objects.bulk_create(
        SelectionPanel(vacancy=each.vacancy, basis="Keputusan contoh nomor 12/2026" if each.story.panel else "")
        for each in planned
    )
    PanelMember.objects.bulk_create(
        PanelMember(
            panel=panel,
            user=user,
            is_chair=place == 0,
            is_internal=internal,
            origin=each.office.agency.name if internal else OUTSIDERS[place % len(OUTSIDERS)],
            expertise=EXPERTISE[place % len(EXPERTISE)],
            kind="OFFICIAL" if internal else "EXPERT",
            covers=list(COVERS[place % len(COVERS)]),
        )
        for panel, each in zip(panels, planned, strict=True)
        for place, (user, internal) in enumerate(each.office.panel[: each.story.panel])
    )


def _weights_of(each: PlannedVacancy) -> tuple[WeightFact, ...]:
    if each.story.has_all_kinds:
        return tuple(WeightFact(code, Decimal(weight)) for code, weight in ALL_WEIGHTS)
    return default_weights(each.vacancy.level)


def _kind_of(component: str, story: VacancyStory) -> str:
    if component == "TRACK" and story.has_all_kinds:
        return str(AggregateKind.ENTRY)
    return COMPONENT_KINDS.get(component, "MEAN")


def _note(trail: Trail, each: PlannedVacancy, act: str, details: dict) -> None:
    admin, vacancy = each.office.admin, each.vacancy
    duty = admin.duty_label(Role.AGENCY_ADMIN, vacancy.agency_id)
    trail.add(vacancy, vacancy.trail_chain, act, admin, details, duty=duty)
