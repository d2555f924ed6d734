"""A plan in a few rows: what an approver reads first, frozen on the request when it is submitted."""

from core.indonesian import date_words, number_words
from vacancies.facts import panel_members, weight_facts
from vacancies.models import Vacancy
from vacancies.rules.deadline import format_deadline, format_opening
from vacancies.rules.publication import policy_rows
from vacancies.rules.weights import weight_warnings


def plan_summary(vacancy: Vacancy) -> list[list[str]]:
    """Rows [label, value]; reads every list of the plan, so prefetch with `with_plan`."""
    members = panel_members(vacancy)
    internal = sum(row.is_internal for row in members)
    chair = next((row.user.full_name for row in members if row.is_chair), "belum ditunjuk")
    required = [row for row in vacancy.required_documents.all() if row.is_required]
    components = list(vacancy.components.all())
    weighted = [row for row in components if row.is_weighted]
    passed = [row.label for row in components if row.is_ranked and not row.is_weighted]
    shown = [row.label for row in components if row.is_informative]
    rows = [
        ["Jabatan", f"{vacancy.position_title}, {vacancy.unit}"],
        ["Tingkat dan formasi", f"{vacancy.get_level_display()}, {vacancy.quota} formasi"],
        ["Rumpun dan lokasi", f"{vacancy.get_field_display()}, {vacancy.region.name}"],
        ["Syarat", "; ".join(row.label for row in vacancy.requirements.all())],
        ["Dokumen", f"{len(required)} wajib dari {len(vacancy.required_documents.all())} yang diminta"],
        [
            "Standar kompetensi",
            "; ".join(f"{row.name} tingkat {row.level}" for row in vacancy.competencies.all()),
        ],
        ["Bobot", "; ".join(f"{row.label} {number_words(row.weight.normalize())}%" for row in weighted)],
        ["Penentu nilai sama", ", ".join(tie_labels(vacancy))],
        ["Pendaftaran dibuka", format_opening(vacancy.opens_at, vacancy.zone) if vacancy.opens_at else "belum diisi"],
        ["Pendaftaran ditutup", format_deadline(vacancy.closes_at, vacancy.zone) if vacancy.closes_at else "belum diisi"],
    ]
    if passed:
        rows.append(["Harus memenuhi, tanpa bobot", ", ".join(passed)])
    if shown:
        rows.append(["Hanya informasi", ", ".join(shown)])
    warnings = weight_warnings(vacancy.level, weight_facts(vacancy))
    if warnings:
        rows.append(["Peringatan bobot", " ".join(warnings)])
    if vacancy.short_window_reason:
        rows.append(["Alasan masa pendaftaran singkat", vacancy.short_window_reason])
    rows += [
        ["Perpanjangan otomatis", "Ya, bila syaratnya terpenuhi" if vacancy.auto_extend else "Tidak"],
        ["Tanggal acuan umur", date_words(vacancy.reference_on) if vacancy.reference_on else "Hari terakhir pendaftaran"],
        [
            "Jadwal tahap",
            "; ".join(
                f"{row.get_code_display()} {date_words(row.starts_on)} sampai {date_words(row.ends_on)}"
                for row in vacancy.stages.all()
            ),
        ],
        ["Hasil yang dibaca peserta", "; ".join(f"{stage}: {words}" for stage, words in policy_rows(vacancy.pack))],
        ["Panitia seleksi", f"{len(members)} orang, {internal} dari instansi sendiri; ketua {chair}"],
    ]
    return rows


def tie_labels(vacancy: Vacancy) -> list[str]:
    """Names of the components that break ties, first decides first."""
    labels = {row.code: row.label for row in vacancy.components.all()}
    return [labels.get(code, code) for code in vacancy.tie_order]


def continuation_summary(vacancy: Vacancy, *, submitted: int) -> list[list[str]]:
    """Rows [label, value] for the request to go on with few: the count now, and how the window went."""
    pack = vacancy.pack
    extensions = list(vacancy.extensions.order_by("number"))
    checked = vacancy.applications.submitted().exclude(state__in=("SUBMITTED", "NEEDS_DOCUMENT")).count()
    first = vacancy.first_closes_at or vacancy.closes_at
    return [
        ["Jabatan", f"{vacancy.position_title}, {vacancy.unit}"],
        ["Tingkat dan formasi", f"{vacancy.get_level_display()}, {vacancy.quota} formasi"],
        ["Lamaran terkirim", f"{submitted}, kurang dari {pack.min_submitted}"],
        ["Paling sedikit untuk melanjutkan", str(pack.min_to_continue_after_last)],
        ["Sudah diverifikasi", f"{checked} dari {submitted}"],
        ["Penutupan pertama", format_deadline(first, vacancy.zone)],
        ["Penutupan terakhir", format_deadline(vacancy.closes_at, vacancy.zone)],
        ["Perpanjangan", f"{len(extensions)} kali"],
    ]
