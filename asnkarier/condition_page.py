"""The page "Keadaan portal": what the machines' deep check says, in words, and the last day as charts. For BKN's admins."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from accounts.enums import Role
from core import clock
from core.access import allow
from core.condition.reading import Condition, read_condition
from core.condition.sampling import schedule_intervals
from core.condition.verdicts import BAD, GOOD, WATCH, findings, late_tasks, size_words, span_words, worst
from core.drawing import chart_library, for_the_page
from core.indonesian import moment_words, number_words
from core.models import ConditionSample
from privacy.retention import due_counts
from privacy.rules.retention import DESTROYED

HOURS = 24
WORDS = {GOOD: "Baik", WATCH: "Perlu dilihat", BAD: "Terganggu"}
TITLES = {
    GOOD: "Semua bagian berjalan baik",
    WATCH: "Portal berjalan, ada bagian yang perlu dilihat",
    BAD: "Ada bagian yang terganggu",
}
# Every task of settings.CELERY_BEAT_SCHEDULE, as its keeper calls it.
TASKS = {
    "core.tasks.mark_heartbeat": "Tanda hidup",
    "core.tasks.sample_condition": "Mencatat keadaan portal",
    "accounts.tasks.sweep_sessions": "Menghapus sesi yang berakhir",
    "core.tasks.sweep_limits": "Menghapus hitungan pembatas yang berakhir",
    "core.tasks.seal_trail": "Menyegel jejak",
    "core.tasks.make_trail_bundles": "Membuat bundel jejak",
    "core.tasks.deliver_outbox": "Mengirim surel",
    "vacancies.tasks.close_due_vacancies": "Menutup pendaftaran",
    "vacancies.tasks.open_due_vacancies": "Membuka pendaftaran",
    "core.tasks.sweep_uploads": "Merapikan unggahan",
    "vacancies.tasks.lapse_due_document_requests": "Mengakhiri permintaan dokumen",
    "talent.tasks.send_pending_invitations": "Mengirim undangan",
    "vacancies.tasks.send_reminders": "Mengingatkan pelamar dan petugas",
    "selection.tasks.remind_of_sessions": "Mengingatkan sesi seleksi",
    "approvals.tasks.remind_of_steps": "Mengingatkan pemberi persetujuan",
    "approvals.tasks.forget_opened_sheets": "Merapikan lembar persetujuan",
    "approvals.tasks.announce_delegations": "Mengabarkan pelimpahan tugas",
    "core.tasks.write_daily_digests": "Menyusun ringkasan harian",
    "talent.tasks.follow_register": "Mengikuti perubahan data pegawai",
    "talent.tasks.remind_invited": "Mengingatkan yang diundang",
    "talent.tasks.expire_pool_memberships": "Mengakhiri keanggotaan kelompok suksesi",
    "selection.tasks.close_due_exams": "Menutup sesi ujian",
    "selection.tasks.sweep_practices": "Merapikan latihan ujian",
    "talent.tasks.expire_invitations": "Mengakhiri undangan",
    "vacancies.tasks.forget_prepared_sendings": "Merapikan kiriman yang disiapkan",
    "vacancies.tasks.send_due_alerts": "Mengirim kabar lowongan",
    "privacy.tasks.make_own_copies": "Membuat salinan data pribadi",
    "privacy.tasks.forget_own_copies": "Menghapus salinan data yang lewat waktu",
    "privacy.tasks.watch_breaches": "Mengingatkan batas surat insiden",
    "privacy.tasks.finish_destruction": "Menuntaskan pemusnahan dokumen",
}


@allow(Role.BKN_ADMIN)
@require_safe
def show_condition(request: HttpRequest) -> HttpResponse:
    """Three short statements and the samples of one day; tells so when the database is too busy to answer."""
    try:
        condition = read_condition()
    except Error:
        return render(request, "pages/condition.html", {"is_silent": True})
    intervals = schedule_intervals()
    found = findings(condition, intervals)
    state = worst(found)
    due = due_counts(clock.now())
    hours = hours_of(ConditionSample.objects.since(condition.at - timedelta(hours=HOURS + 1)), condition.at)
    context = {
        "tone": state,
        "title": TITLES[state],
        "at": moment_words(condition.at),
        "findings": [
            {"label": each.label, "words": each.words, "tone": each.state, "state": WORDS[each.state]} for each in found
        ],
        "figures": [
            {"label": "Sesi terbuka", "value": number_words(condition.sessions), "note": "belum berakhir"},
            {"label": "Baris jejak", "value": number_words(condition.trail_rows), "note": "sejak awal"},
            {"label": "Besar basis data", "value": size_words(condition.database_bytes), "note": "di server utama"},
        ],
        "charts": [
            {"title": title, "drawing": drawn(hours, title=title, value=value)} for title, value in CHARTS if len(hours) > 1
        ],
        "hours": hours,
        "tasks": task_rows(condition, intervals),
        "due": [(row.title, due[row.code], row.keeps) for row in DESTROYED],
        "has_late": bool(late_tasks(condition, intervals)),
    }
    return render(request, "pages/condition.html", context)


def hours_of(samples: Iterable[ConditionSample], now: datetime) -> list[dict[str, Any]]:
    """Figures of each of the last 24 hours, oldest first: the highest of the hour, and acts from one hour's end to the next.

    Hours without a sample (the portal stood still) are shown as empty ones between others.
    """
    groups: dict[datetime, list[ConditionSample]] = {}
    for sample in samples:
        groups.setdefault(sample.at.replace(minute=0, second=0, microsecond=0), []).append(sample)
    if not groups:
        return []
    newest = now.replace(minute=0, second=0, microsecond=0)
    rows: list[dict[str, Any]] = []
    before: int | None = None
    for back in range(HOURS, -1, -1):
        hour = newest - timedelta(hours=back)
        group = groups.get(hour, [])
        if group or rows:
            first = group[0].trail_rows if group else None
            start = before if before is not None else first
            rows.append(
                {
                    "label": f"{timezone.localtime(hour):%H}.00",
                    "acts": max(group[-1].trail_rows - start, 0) if group and start is not None else 0,
                    "mails": max((each.mails_waiting for each in group), default=0),
                    "seal": round(float(max((each.seal_age_seconds for each in group), default=0)) / 60, 1),
                    "sessions": max((each.sessions for each in group), default=0),
                    "is_empty": not group,
                }
            )
        before = group[-1].trail_rows if group else before
    return rows[-HOURS:]


CHARTS: tuple[tuple[str, Callable[[dict[str, Any]], float]], ...] = (
    ("Tindakan tercatat per jam", lambda row: row["acts"]),
    ("Sesi terbuka", lambda row: row["sessions"]),
    ("Surel yang menunggu", lambda row: row["mails"]),
    ("Umur segel, menit", lambda row: row["seal"]),
)


def drawn(hours: list[dict[str, Any]], *, title: str, value: Callable[[dict[str, Any]], float]) -> SafeString:
    """One bar an hour; every third hour is written below."""
    pygal = chart_library()
    top = max([value(row) for row in hours] + [1])
    chart = pygal.Bar(
        js=(), show_legend=False, print_values=False, width=480, height=200, margin=4, spacing=6, no_prefix=True,
        truncate_label=-1, show_x_guides=False, show_y_guides=True, range=(0, top), classes=("condition-chart",),
        x_labels_major_every=3, show_minor_x_labels=False,
        style=pygal.style.Style(label_font_size=12, major_label_font_size=12),
    )  # fmt: skip
    chart.x_labels = [row["label"] for row in hours]
    chart.y_labels = [0, {"value": top, "label": number_words(top) if isinstance(top, int) else f"{top:g}".replace(".", ",")}]
    chart.add(title, [{"value": value(row), "color": "none" if row["is_empty"] else "hour"} for row in hours])
    return for_the_page(chart.render(is_unicode=True), title=title, css="condition-chart")


def task_rows(condition: Condition, intervals: Any) -> list[dict[str, Any]]:
    """Every repeated task, the late ones first."""
    known = {each.name: each for each in condition.rounds}
    late = set(late_tasks(condition, intervals))
    rows = []
    for name in sorted(intervals, key=lambda each: (each not in late, TASKS[each])):
        found = known.get(name)
        age = found.age if found is not None else None
        rows.append(
            {
                "label": TASKS[name],
                "every": span_words(intervals[name]),
                "last": f"{span_words(age)} lalu" if age is not None else "Belum pernah",
                "spent": f"{found.seconds:.1f} detik".replace(".", ",") if found is not None and age is not None else "–",
                "failures": number_words(found.failures) if found is not None else "0",
                "failed": f"terakhir {span_words(found.failed_age)} lalu"
                if found is not None and found.failed_age is not None
                else "",
                "tone": WATCH if name in late else "",
            }
        )
    return rows
