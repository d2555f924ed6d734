"""Plain rows about a plan: what templates of the plan, the decision page and the public page show."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse

from accounts.enums import Zone
from accounts.models import User
from approvals.models import ApprovalRequest
from approvals.pages import letter_link, reads_chain
from core.indonesian import local_date, moment_words, number_words, short_date_words
from vacancies.enums import CompetencyKind, StageCode
from vacancies.facts import panel_members, plan_facts, weight_facts
from vacancies.models import Announcement, PanelMember, Vacancy
from vacancies.objections import objection_counts
from vacancies.rules.deadline import format_deadline, format_opening
from vacancies.rules.panel import EXPERTISE
from vacancies.rules.plan import Problem, plan_problems
from vacancies.rules.publication import policy_rows
from vacancies.rules.stage_progress import StageFact, stage_progress
from vacancies.rules.weights import weight_warnings
from vacancies.summaries import tie_labels
from vacancies.views.assessment import assessment_context

# Sections of the form in the order of work: slug, code of the rules, title.
SECTIONS = (
    ("jabatan", "POSITION", "Jabatan"),
    ("syarat", "REQUIREMENTS", "Syarat"),
    ("dokumen", "DOCUMENTS", "Dokumen"),
    ("standar", "COMPETENCIES", "Standar kompetensi"),
    ("bobot", "WEIGHTS", "Bobot dan urutan penentu"),
    ("jadwal", "CALENDAR", "Jadwal"),
    ("publikasi", "PUBLICATION", "Hasil yang dibaca peserta"),
    ("pansel", "PANEL", "Panitia seleksi"),
)
SLUG_OF = {code: slug for slug, code, _ in SECTIONS}


def problem_rows(vacancy: Vacancy, now: datetime) -> list[dict[str, str]]:
    """Open problems of the plan, each with the page of its section."""
    return [
        {"text": problem.sentence, "url": section_url(vacancy, SLUG_OF[problem.section]), "section": SLUG_OF[problem.section]}
        for problem in plan_problems(plan_facts(vacancy), now)
    ]


def section_url(vacancy: Vacancy, slug: str) -> str:
    return reverse("edit_plan", args=[vacancy.public_id, slug])


def section_tasks(vacancy: Vacancy, problems: list[dict[str, str]]) -> list[dict[str, str]]:
    """The sections as a task list with status words."""
    open_by: dict[str, int] = {}
    for problem in problems:
        open_by[problem["section"]] = open_by.get(problem["section"], 0) + 1
    hints = section_hints(vacancy)
    return [
        {
            "label": title,
            "hint": hints[slug],
            "url": section_url(vacancy, slug),
            "status": f"{open_by[slug]} perlu dilengkapi" if slug in open_by else "Lengkap",
            "tone": "wait" if slug in open_by else "",
        }
        for slug, _, title in SECTIONS
    ]


def section_hints(vacancy: Vacancy) -> dict[str, str]:
    """One short line about what each section holds."""
    members = panel_members(vacancy)
    weighted = sum(row.is_weighted for row in vacancy.components.all())
    total = sum((row.weight for row in vacancy.components.all()), Decimal(0))
    window = "Belum diisi"
    if vacancy.opens_at and vacancy.closes_at:
        window = (
            f"{short_date_words(vacancy.opens_at, zone_name(vacancy))} sampai {format_deadline(vacancy.closes_at, vacancy.zone)}"
        )
    required = sum(row.is_required for row in vacancy.required_documents.all())
    return {
        "jabatan": f"{vacancy.get_level_display()}, {vacancy.quota} formasi, {vacancy.region.name}",
        "syarat": f"{len(vacancy.requirements.all())} syarat diperiksa terhadap data induk ASN",
        "dokumen": f"{required} wajib, {len(vacancy.required_documents.all()) - required} boleh dilampirkan",
        "standar": f"{len(vacancy.competencies.all())} kompetensi",
        "bobot": f"{weighted} komponen berbobot, jumlah {number_words(total.normalize())}",
        "jadwal": window,
        "publikasi": "; ".join(f"{stage}: {words[0].lower()}{words[1:]}" for stage, words in policy_rows(vacancy.pack)[-1:]),
        "pansel": f"{len(members)} orang, {sum(row.is_internal for row in members)} dari instansi sendiri",
    }


def zone_name(vacancy: Vacancy) -> str:
    """WIB, WITA or WIT."""
    return Zone(vacancy.zone).label


def weight_rows(vacancy: Vacancy) -> list[dict[str, Any]]:
    """Rows of the weight chart; what carries no weight is told beside it (views/assessment.py)."""
    return [
        {
            "label": row.label,
            "value": row.weight.normalize(),
            "note": f"Nilai minimum {number_words(row.minimum.normalize())}" if row.minimum is not None else "",
        }
        for row in vacancy.components.all()
        if row.is_weighted
    ]


def competency_groups(vacancy: Vacancy) -> list[dict[str, Any]]:
    """The competency standard by kind, in the order teknis, manajerial, sosial kultural."""
    rows = list(vacancy.competencies.all())
    groups = [
        {"title": kind.label, "rows": [(row.name, f"Tingkat {row.level}") for row in rows if row.kind == kind]}
        for kind in CompetencyKind
    ]
    return [group for group in groups if group["rows"]]


def document_groups(vacancy: Vacancy) -> list[dict[str, Any]]:
    """The documents asked for: those that must be handed in, then those that may be."""
    groups = []
    for title, required in (("Wajib", True), ("Boleh dilampirkan", False)):
        rows = [
            {"label": row.get_type_display(), "note": row.note}
            for row in vacancy.required_documents.all()
            if row.is_required is required
        ]
        if rows:
            groups.append({"title": title, "rows": rows})
    return groups


def panel_rows(vacancy: Vacancy) -> list[dict[str, str]]:
    """Members as the public may read them: name, seat, origin, expertise."""
    return [
        {
            "name": row.user.full_name,
            "seat": "Ketua" if row.is_chair else "Anggota",
            "origin": row.origin or ("Instansi ini" if row.is_internal else "–"),
            "expertise": "; ".join(filter(None, [*cover_labels(vacancy, row), row.expertise])),
            "side": f"{'Dari instansi ini' if row.is_internal else 'Dari luar instansi'}, {row.get_kind_display().lower()}",
        }
        for row in panel_members(vacancy)
    ]


def cover_labels(vacancy: Vacancy, member: PanelMember) -> list[str]:
    """What a member is competent in, in words; a technical competency that left the standard is not named."""
    names = {**EXPERTISE, **{row.code: row.name for row in vacancy.competencies.all() if row.kind == CompetencyKind.TEKNIS}}
    return [names[code] for code in member.covers if code in names]


def calendar_items(vacancy: Vacancy, now: datetime) -> list[dict[str, str]]:
    """Timeline items of the whole calendar: registration first, then the stages. Late is what should have ended by its date."""
    zone = zone_name(vacancy)
    items = []
    if vacancy.opens_at and vacancy.closes_at:
        window = f"{format_opening(vacancy.opens_at, vacancy.zone)} sampai {format_deadline(vacancy.closes_at, vacancy.zone)}"
        state = "next" if now < vacancy.opens_at else "now" if now < vacancy.closes_at else "done"
        items.append(
            {
                "title": "Pengumuman dan pendaftaran",
                "state": state,
                "when": window,
            }
        )
    facts = [
        StageFact(stage.code, stage.get_code_display(), stage.starts_on, stage.ends_on)
        for stage in vacancy.stages.all()
        if stage.code != StageCode.ANNOUNCEMENT
    ]
    for progress in stage_progress(facts, vacancy.state, local_date(now, vacancy.zone)):
        stage = progress.stage
        is_dropped = progress.state != "done" and vacancy.state in ("CANCELLED", "FAILED")
        items.append(
            {
                "title": stage.label,
                "state": progress.state,
                "when": f"{short_date_words(stage.starts_on, zone)} sampai {short_date_words(stage.ends_on, zone)}",
                "detail": "Tidak dijalankan." if is_dropped else "",
            }
        )
        if stage.code == StageCode.VERIFICATION and vacancy.pack.takes_objections:
            items.append(objection_item(vacancy, now))
    return items


def objection_item(vacancy: Vacancy, now: datetime) -> dict[str, str]:
    """The window in which the administrative result can be objected to; a length before the announcement, a date after it."""
    ends = [row.objections_until for row in vacancy.announcements.all() if row.objections_until is not None]
    row = {"title": "Sanggahan hasil administrasi"}
    if not ends:
        days = vacancy.pack.objection_working_days
        return {**row, "state": "next", "when": f"{days} hari kerja sejak hasil administrasi diumumkan"}
    closes = format_deadline(ends[0], vacancy.zone)
    if now < ends[0]:
        return {**row, "state": "now", "when": f"Sampai {closes}"}
    return {**row, "state": "done", "when": f"Berakhir {closes}"}


def objection_facts(vacancy: Vacancy, announcements: list[Announcement], now: datetime) -> list[dict[str, str]]:
    """How many objected and with which outcome; nothing before the window is over, so that nobody counts who is still about to.

    One query, and none for a vacancy whose plan takes no objections.
    """
    if not vacancy.pack.takes_objections:
        return []
    until = next((row.objections_until for row in announcements if row.objections_until is not None), None)
    if until is None or now < until:
        return []
    counts = objection_counts(vacancy)
    return [
        {"label": "Diajukan", "value": str(counts.filed)},
        {"label": "Dikabulkan", "value": str(counts.granted)},
        {"label": "Ditolak", "value": str(counts.refused)},
        {"label": "Menunggu jawaban", "value": str(counts.waiting)},
    ]


def chain_rows(request: ApprovalRequest | None, zone: str, reader: User) -> list[dict[str, Any]]:
    """Steps of a chain strip, with links to letters the reader may open; steps and decisions are prefetched (`with_chain`)."""
    if request is None:
        return []
    opens_letters = reads_chain(request, reader)
    states = {
        "APPROVED": "done",
        "OPEN": "now",
        "WAITING": "next",
        "SKIPPED": "next",
        "RETURNED": "returned",
        "NOT_RECOMMENDED": "rejected",
        "REJECTED": "rejected",
    }
    rows = []
    for step in request.steps.all():
        last = list(step.decisions.all())[-1:]
        decided = last[0] if last and step.state != "OPEN" else None
        when = ""
        if decided:
            when = moment_words(decided.decided_at, zone)
        elif step.state == "OPEN" and step.opened_at:
            when = f"Sejak {moment_words(step.opened_at, zone)}; batas {short_date_words(step.due_on, zone)}"
        rows.append(
            {
                "title": step.title,
                "state": states[step.state],
                "verdict": decided.get_verdict_display() if decided else ("Ditarik" if step.state == "SKIPPED" else ""),
                "holder": decided.actor.full_name if decided else "",
                "when": when,
                "note": decided.note if decided else "",
                "letter": letter_link(request, decided) if decided and opens_letters else None,
            }
        )
    return rows


def decision_context(vacancy: Vacancy) -> dict[str, Any]:
    """The plan in full, below the frozen summary and the changes that the decision page itself shows."""
    return {
        "description": vacancy.summary,
        "requirements": [row.label for row in vacancy.requirements.all()],
        "documents": document_groups(vacancy),
        "competencies": competency_groups(vacancy),
        "weights": weight_rows(vacancy),
        "assessment": assessment_context(vacancy),
        "warnings": weight_warnings(vacancy.level, weight_facts(vacancy)),
        "ties": tie_labels(vacancy),
        "panel": panel_rows(vacancy),
        "policy": policy_rows(vacancy.pack),
        # Nothing of it has happened yet when the plan is judged.
        "calendar": [{**item, "state": "next"} for item in calendar_items(vacancy, vacancy.state_since)],
    }


def problems_of(vacancy: Vacancy, slug: str, now: datetime) -> list[Problem]:
    """Problems of one section."""
    return [problem for problem in plan_problems(plan_facts(vacancy), now) if SLUG_OF[problem.section] == slug]
