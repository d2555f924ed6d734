"""Plays a vacancy's plan: written, sent through its chain, published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import Agency, User
from approvals.actions import decide
from approvals.models import ApprovalRequest, ApprovalStep
from asnkarier.demo.agencies import MINISTRY, PROVINCE, REGENCY
from asnkarier.demo.timeline import Timeline
from asnkarier.demo.vacancy_list import VacancyStory
from core.indonesian import local_date
from vacancies.actions.defaults import STAGE_LENGTHS
from vacancies.actions.plan import (
    CalendarValues,
    MemberValues,
    PositionValues,
    plan_vacancy,
    save_calendar,
    save_panel,
)
from vacancies.actions.plan_approval import submit_plan
from vacancies.actions.registration import open_vacancy, publish_vacancy
from vacancies.models import ScoreComponent, Vacancy
from vacancies.rules.deadline import end_of_day, start_of_day

SUFFIX = {MINISTRY: "kementerian", PROVINCE: "provinsi", REGENCY: "kabupaten"}
# Chair first; (account key, comes from the agency itself).
PANELS = {
    MINISTRY: (
        ("ketua.kementerian", False), ("pansel1.kementerian", True), ("pansel2.kementerian", True), ("pansel3.kementerian", False),
        ("pansel4.kementerian", False), ("pansel5.kementerian", False), ("pansel6.kementerian", False),
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
DAYS_OF_REGISTRATION = 15
# Days before the opening on which each act of the plan happens.
PLANNED, SUBMITTED, DECIDED, PUBLISHED = 18, 17, (15.5, 14.5, 13.5), 3
RETURN_NOTE = "Bobot wawancara perlu dijelaskan dan anggota dari luar instansi ditambah. Perbaiki lalu ajukan kembali."
REJECT_NOTE = "Jabatan ini akan digabung dalam penataan organisasi tahun depan, jadi tidak diisi sekarang."


@dataclass
class Office:
    """The people who act for one agency in the demo."""

    agency: Agency
    admin: User
    secretariat: User
    pyb: User
    ppk: User
    panel: tuple[tuple[User, bool], ...]

    @property
    def chair(self) -> User:
        return self.panel[0][0]


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


def write_plan(story: VacancyStory, office: Office, timeline: Timeline, nation: Mapping[str, User]) -> Vacancy:
    """Play a story up to publication and opening, as far as it goes.

    Args:
        nation: accounts by role for the layers outside the agency.
    """
    zone = office.agency.zone
    closes_on = local_date(timeline.now, zone) + timedelta(days=story.closes_in - 7 * story.extensions)
    opens_on = closes_on - timedelta(days=DAYS_OF_REGISTRATION)
    opens_at, closes_at = start_of_day(opens_on, zone), end_of_day(closes_on, zone)
    if story.closes_in == 0:
        # "Closes tomorrow", whatever the hour of seeding: within the day in which an extension may be asked for.
        closes_at = (timeline.now + timedelta(hours=20)).replace(minute=0, second=0, microsecond=0)
    timeline.go_to(opens_at - timedelta(days=PLANNED))
    vacancy = plan_vacancy(
        actor=office.admin,
        agency=office.agency,
        position=PositionValues(
            position_title=story.title,
            unit=story.unit,
            level=story.level,
            field=story.field,
            quota=story.quota,
            region_id=office.agency.region_id,
            summary=story.summary,
        ),
    )
    calendar = _calendar(opens_at, closes_at, closes_on, story)
    vacancy = save_calendar(vacancy_id=vacancy.pk, actor=office.admin, version=vacancy.version, calendar=calendar)
    if story.panel:
        members = _members(office, story.panel)
        save_panel(
            vacancy_id=vacancy.pk, actor=office.admin, version=vacancy.version, basis="Keputusan contoh nomor 12/2026", rows=members
        )
    else:
        # An unfinished draft: the sum of weights is not 100 yet.
        ScoreComponent.objects.filter(vacancy=vacancy, code="PAPER").update(weight=Decimal(10))
    Vacancy.objects.filter(pk=vacancy.pk).update(created_at=opens_at - timedelta(days=PLANNED))
    if "SUBMITTED" in story.stages:
        _approve(story, vacancy, office, timeline, opens_at, nation)
    if "PUBLISHED" in story.stages:
        timeline.go_to(opens_at - timedelta(days=PUBLISHED))
        publish_vacancy(vacancy_id=vacancy.pk, actor=office.admin)
    if "OPEN" in story.stages:
        timeline.go_to(opens_at + timedelta(seconds=5))
        open_vacancy(vacancy_id=vacancy.pk)
    return Vacancy.objects.select_related("agency").get(pk=vacancy.pk)


def decide_open_step(request_id: int, actor: User, verdict: str = "", note: str = "", form: object = None) -> None:
    """Give one verdict at the step that is open; the favourable one when none is named."""
    step = ApprovalStep.objects.select_related("request").get(request_id=request_id, state="OPEN")
    favourable = next(v for v in ("APPROVE", "RECOMMEND", "DETERMINE") if v in step.verdicts)
    decide(
        request_id=request_id,
        actor=actor,
        verdict=verdict or favourable,
        note=note,
        digest_seen=step.request.digest,
        position_seen=step.position,
        form=form,
    )


def _approve(
    story: VacancyStory, vacancy: Vacancy, office: Office, timeline: Timeline, opens_at: datetime, nation: Mapping[str, User]
) -> None:
    sent_at = timeline.go_to(opens_at - timedelta(days=SUBMITTED))
    request = submit_plan(vacancy_id=vacancy.pk, actor=office.admin, note="")
    ApprovalRequest.objects.filter(pk=request.pk).update(created_at=sent_at)
    deciders = (("PYB", office.pyb), ("PPK", office.ppk), ("APPROVED", nation["WASDAL"]))
    for (milestone, actor), days in zip(deciders, DECIDED, strict=True):
        if milestone in story.stages:
            timeline.go_to(opens_at - timedelta(days=days))
            decide_open_step(request.pk, actor)
        elif story.ending in ("RETURNED", "REJECTED"):
            timeline.go_to(opens_at - timedelta(days=days))
            verdict, note = ("RETURN", RETURN_NOTE) if story.ending == "RETURNED" else ("REJECT", REJECT_NOTE)
            decide_open_step(request.pk, actor, verdict, note)
            return
        else:
            return


def _calendar(opens_at: datetime, closes_at: datetime, closes_on: date, story: VacancyStory) -> CalendarValues:
    stages = []
    day = closes_on + timedelta(days=2 if story.closes_in == 0 else 1)
    for code, length in STAGE_LENGTHS:
        stages.append((code, day, day + timedelta(days=length - 1)))
        day += timedelta(days=length)
    return CalendarValues(
        opens_at=opens_at,
        closes_at=closes_at,
        reference_on=day + timedelta(days=14),
        short_window_reason="",
        auto_extend=story.auto_extend,
        stages=tuple(stages),
    )


def _members(office: Office, size: int) -> list[MemberValues]:
    return [
        MemberValues(
            user_id=user.pk,
            is_chair=place == 0,
            is_internal=internal,
            origin=office.agency.name if internal else "Universitas Contoh Nusantara" if place % 2 else "Instansi lain",
            expertise=EXPERTISE[place % len(EXPERTISE)],
        )
        for place, (user, internal) in enumerate(office.panel[:size])
    ]
