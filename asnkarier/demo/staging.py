"""Plays every story of vacancy_list.py with the people of the demo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db.models import Max

from accounts.enums import Role
from accounts.models import Agency, User
from asnkarier.demo.applying import Entry, SampleFolder, verify_applications, write_applications
from asnkarier.demo.approving import approve_plans
from asnkarier.demo.choosing import play_selection
from asnkarier.demo.planning import PANELS, Office, office_of, publish_plans, write_plans
from asnkarier.demo.timeline import Timeline
from asnkarier.demo.trail import Trail
from asnkarier.demo.vacancy_list import STORIES, VacancyStory
from core.letter_release import waiting_count
from core.models import Letter, LetterBatch, Notification, OutboxMessage
from core.outbox import gathered
from employees.models import Employee
from talent.actions import accept_invitation, decline_invitation, follow_window, invite_talent, send_invitation
from talent.models import Invitation
from vacancies.actions.incident import ask_incident_extension
from vacancies.actions.letters import release_letters
from vacancies.actions.registration import cancel_vacancy, close_vacancy, extend_registration, fail_vacancy
from vacancies.models import Application, Vacancy

INVITATION_WORDS = "Rekam jejak Anda sesuai dengan kebutuhan jabatan ini. Kami mengundang Anda untuk mempertimbangkannya."
DECLINE_WORDS = "Saya baru memulai penugasan sekarang dan ingin menyelesaikannya dahulu."
EXTENSION_WORDS = "Lamaran yang masuk belum mencukupi untuk seleksi yang terbuka dan kompetitif."
OUTAGE_WORDS = "Halaman unggah dokumen tidak dapat dibuka dari kantor kami dan dari jaringan telepon; lima pegawai melapor."
CANCEL_WORDS = "Jabatan ini dihapus dalam penataan organisasi; pelamar dapat melamar jabatan lain."
POST = (Letter, Notification, OutboxMessage)
FAIL_WORDS = "Sesudah dua kali perpanjangan, pelamar tetap kurang dari batas paling sedikit."


@dataclass(frozen=True)
class Player:
    """A person of the register with the account, if any, and the part played: APPLICANT, DRAFT or INVITED."""

    kind: str
    employee: Employee
    user: User | None


@dataclass(frozen=True)
class Stage:
    """What playing a story needs besides the story."""

    timeline: Timeline
    folder: SampleFolder
    trail: Trail
    rng: Random
    nation: Mapping[Role, User]


def play_stories(
    players: Mapping[VacancyStory, Sequence[Player]], agencies: Mapping[str, Agency], users: Mapping[str, User], rng: Random
) -> int:
    """Play all stories; the clock ends at true time. Returns how many vacancies there are."""
    nation = {Role.WASDAL: users["wasdal"], Role.SETKAB: users["setkab"]}
    stage = Stage(Timeline(), SampleFolder(), Trail(), rng, nation)
    try:
        offices = {code: office_of(code, agencies, users) for code in PANELS}
        planned = write_plans(STORIES, offices, stage.timeline.now, stage.trail, rng)
        with gathered():
            approve_plans(planned, users["wasdal"], stage.trail)
        publish_plans(planned, stage.trail)
        opened = [each for each in planned if "OPEN" in each.story.stages]
        plans = {v.pk: v for v in Vacancy.objects.with_plan().filter(pk__in=[each.vacancy.pk for each in opened])}
        for each in opened:
            marks = [(model, model.objects.aggregate(last=Max("pk"))["last"] or 0) for model in POST]
            with gathered():
                state_since = _play(each.story, plans[each.vacancy.pk], each.office, players.get(each.story, ()), stage)
            if "RESULT" in each.story.stages:
                _release(each.vacancy, each.office)
            for model, last in marks:
                rows = model.objects.filter(pk__gt=last, created_at__gte=stage.timeline.now)
                rows.update(created_at=min(state_since, stage.timeline.now))
        stage.trail.flush()
    finally:
        stage.timeline.come_back()
    return len(STORIES)


def _release(vacancy: Vacancy, office: Office) -> None:
    """Let the mails of the administrative stage leave, now that they are written; where scoring goes on they still wait."""
    for batch in LetterBatch.objects.waiting().filter(about=vacancy.public_id).order_by("id")[:1]:
        count = waiting_count(batch)
        if count:
            release_letters(batch_id=batch.public_id, actor=office.admin, count=count)


def _play(story: VacancyStory, vacancy: Vacancy, office: Office, players: Sequence[Player], stage: Stage) -> datetime:
    """Play an open vacancy to the end of its story. Returns since when it is in its last state.

    Args:
        vacancy: with its whole plan prefetched.
    """
    sent = _receive(vacancy, players, stage)
    stage.trail.flush()
    _invite(vacancy, office, players, stage)
    for _ in range(story.extensions):
        stage.timeline.go_to(vacancy.closes_at - timedelta(hours=5))
        extension = extend_registration(vacancy_id=vacancy.pk, actor=office.admin, reason=EXTENSION_WORDS)
        vacancy.closes_at = extension.closes_at
    if story.asks_bkn:
        asked = stage.timeline.go_to(stage.timeline.now - timedelta(hours=20))
        ask_incident_extension(
            vacancy_id=vacancy.pk,
            actor=office.admin,
            started_at=asked - timedelta(hours=6),
            ended_at=asked - timedelta(hours=2),
            description=OUTAGE_WORDS,
        )
    if "VERIFICATION" in story.stages:
        stage.timeline.go_to(vacancy.closes_at + timedelta(seconds=5))
        close_vacancy(vacancy_id=vacancy.pk)
        follow_window(vacancy_id=vacancy.pk)
        _verify(story, vacancy, office, sent, stage)
    if story.ending:
        stage.timeline.go_to(vacancy.closes_at + timedelta(days=2))
        end, words = (cancel_vacancy, CANCEL_WORDS) if story.ending == "CANCELLED" else (fail_vacancy, FAIL_WORDS)
        end(vacancy_id=vacancy.pk, actor=office.admin, reason=words)
    if "SCORING" in story.stages:
        play_selection(story, vacancy, office, stage.timeline, stage.nation, stage.trail, stage.rng)
    return Vacancy.objects.values_list("state_since", flat=True).get(pk=vacancy.pk)


def _verify(story: VacancyStory, vacancy: Vacancy, office: Office, sent: list[Application], stage: Stage) -> None:
    count = len(sent) if story.verified is None else story.verified
    if count:
        at = stage.timeline.go_to(vacancy.closes_at + timedelta(days=1, hours=9))
        verify_applications(
            vacancy,
            sent[:count],
            verifier=office.secretariat,
            second=office.admin if "SCORING" in story.stages else None,
            at=at,
            failing=story.failing,
            trail=stage.trail,
        )
        stage.trail.flush()


def _receive(vacancy: Vacancy, players: Sequence[Player], stage: Stage) -> list[Application]:
    """Write drafts and sent applications, spread over the window so far. Returns the sent ones."""
    senders = [player for player in players if player.kind == "APPLICANT"]
    drafters = [player for player in players if player.kind == "DRAFT"]
    end = min(vacancy.closes_at, stage.timeline.now)
    step = (end - vacancy.opens_at) / (len(senders) + len(drafters) + 2)
    entries = []
    for place, player in enumerate([*senders, *drafters], start=1):
        assert player.user is not None
        started = vacancy.opens_at + step * place
        sent = started + step / 2 if player.kind == "APPLICANT" else None
        entries.append(Entry(player.employee, player.user, started, sent, documents=stage.rng.randint(2, 6)))
    applications = write_applications(vacancy, entries, stage.folder, stage.trail, stage.rng)
    return [application for application in applications if application.submitted_at]


def _invite(vacancy: Vacancy, office: Office, players: Sequence[Player], stage: Stage) -> None:
    """Invite people on the second day: the first accepts, the second declines when there are enough, the rest wait."""
    invited = [player for player in players if player.kind == "INVITED"]
    if not invited:
        return
    stage.timeline.go_to(vacancy.opens_at + timedelta(days=1, hours=10))
    people = [player.employee.public_id for player in invited]
    invite_talent(vacancy_id=vacancy.pk, people=people, message=INVITATION_WORDS, actor=office.admin)
    rows = {row.employee_id: row for row in Invitation.objects.filter(vacancy=vacancy)}
    for row in rows.values():
        send_invitation(invitation_id=row.pk)
    if len(invited) > 3:
        first, second = invited[:2]
        stage.timeline.go_to(vacancy.opens_at + timedelta(days=2, hours=8))
        accept_invitation(invitation_id=rows[first.employee.pk].pk, actor=first.user)
        decline_invitation(invitation_id=rows[second.employee.pk].pk, actor=second.user, reason=DECLINE_WORDS)
    Invitation.objects.filter(vacancy=vacancy).update(created_at=vacancy.opens_at + timedelta(days=1, hours=10))
