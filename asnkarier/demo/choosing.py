"""Plays a selection from the first score to the announcement, as far as a story goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import product
from random import Random
from uuid import UUID

from accounts.enums import Role
from accounts.models import User
from approvals.models import ApprovalRequest
from asnkarier.demo.approving import decide_open_step
from asnkarier.demo.planning import Office
from asnkarier.demo.timeline import Timeline
from asnkarier.demo.trail import Trail
from asnkarier.demo.vacancy_list import VacancyStory
from core.copying import copy_rows, take_ids
from core.indonesian import as_local
from selection.actions.announcement import announce_result
from selection.actions.calibration import close_calibration
from selection.actions.conflicts import deny_conflict
from selection.actions.minutes import prepare_minutes, sign_minutes
from selection.actions.objections import answer_objection
from selection.actions.opening import open_selection
from selection.actions.ranking import compute_ranking
from selection.actions.result import choosable_lines
from selection.actions.seats import ask_other_slot, confirm_seat
from selection.actions.sessions import SessionInput, set_session
from selection.actions.shortfall import answer_shortfall
from selection.gates import latest_ranking
from selection.justification import explains
from selection.minutes_words import Meeting
from selection.models import Candidate, ConflictProposal, EntryValue, Score, ScoreSheet
from selection.rules.determination import ChoiceFact
from selection.rules.ranking import SINGLE
from selection.rules.shortfall import CONTINUE
from vacancies.actions.objections import file_objection
from vacancies.enums import AggregateKind, StageCode
from vacancies.models import Application, PanelMember, Vacancy
from vacancies.objections import failed_lines

# Days after the closing on which each act happens.
OPENED, SCORED, RANKED, SENT, DECIDED, ANNOUNCED = 7, 9, 18, 19, (20, 22, 24, 26, 27), 30
# In a selection still being scored, the panel has got this far: members with all sheets handed in, and drafts.
HANDED_IN, DRAFTED = 2, 1
# From the first sheets to the session that still lies ahead, in days.
IN_SESSION = 9
BRING = "Datang 30 menit lebih awal dengan kartu pegawai dan alat tulis."
ELSEWHERE = "Bertugas di luar kota pada hari itu dan baru kembali keesokan harinya."
WHY = "Jawabannya rinci, didukung contoh dari pekerjaannya sendiri."
SETTLED = "Semua nilai dibahas dalam rapat pansel; tidak ada yang diubah."
DENIAL = "Pernah satu unit, tetapi tidak pernah menilai atau mengangkat orang ini, dan tidak ada hubungan keluarga."
# Levels of five candidates of which the third and the fourth are equal.
TIED_LEVELS, TIED = (90, 86, 81, 81, 74), 3
OBJECTIONS = (
    "Keputusan jabatan sebelumnya ada di halaman kedua berkas yang saya kirim, sesudah keputusan jabatan sekarang.",
    "Jabatan sebelumnya tercatat di data induk ASN dan disebut dalam keputusan yang saya unggah, jadi syarat ini terpenuhi.",
)
HEARD = "Keputusan jabatan sebelumnya memang ada di halaman kedua berkas yang sama; pemeriksaan sebelumnya melewatkannya."
SHORT_LIST = "Semua peserta yang memenuhi nilai minimum sudah dinilai lengkap; pendaftaran sudah ditutup sesuai jadwal."


@dataclass(frozen=True)
class SeatChoices:
    """Stands in for the determination form: the first of the shortlist for every seat."""

    keys: tuple[str, ...]

    def is_valid(self) -> bool:
        return True

    def choices(self) -> list[ChoiceFact]:
        return [ChoiceFact(key) for key in self.keys]


def play_selection(
    story: VacancyStory,
    vacancy: Vacancy,
    office: Office,
    timeline: Timeline,
    nation: Mapping[Role, User],
    trail: Trail,
    rng: Random,
) -> None:
    """From the administrative result to wherever the story ends; the applications must be verified."""
    closed_at = vacancy.closes_at
    timeline.go_to(closed_at + timedelta(days=OPENED, hours=2))
    open_selection(vacancy_id=vacancy.pk, actor=office.secretariat)
    if story.takes_objections:
        _object(vacancy, office, timeline)
    moment = timeline.go_to(closed_at + timedelta(days=SCORED))
    _write_scores(story, vacancy, moment, rng, trail, importer=office.secretariat)
    _key_papers(vacancy, office, moment, rng)
    trail.flush()
    if story.reached == "SCORING":
        _call_to_assessment(vacancy, office, moment)
        return
    for proposal in ConflictProposal.objects.waiting(vacancy).select_related("member__user").order_by("id"):
        deny_conflict(proposal_id=proposal.pk, actor=proposal.member.user, reason=DENIAL)
    timeline.go_to(closed_at + timedelta(days=RANKED))
    close_calibration(vacancy_id=vacancy.pk, actor=office.chair, note=SETTLED)
    compute_ranking(vacancy_id=vacancy.pk, actor=office.chair)
    if "RESULT" not in story.stages:
        return
    sent_at = timeline.go_to(closed_at + timedelta(days=SENT))
    request = _sign(vacancy, office, sent_at)
    holders = {
        Role.PYB: office.pyb,
        Role.PPK: office.ppk,
        Role.PANEL_CHAIR: office.chair,
        **nation,
    }
    count = len(request.steps.all()) if "DETERMINED" in story.stages else story.result_steps
    choices = _first_choices(vacancy)
    for days in DECIDED[:count]:
        timeline.go_to(closed_at + timedelta(days=days))
        decide_open_step(request.pk, holders, form=choices)
    if "ANNOUNCED" in story.stages:
        timeline.go_to(closed_at + timedelta(days=ANNOUNCED))
        announce_result(vacancy_id=vacancy.pk, actor=office.admin)


def _object(vacancy: Vacancy, office: Office, timeline: Timeline) -> None:
    """Two people object; the first is right and takes part from now on, the second still waits. Both verifiers are the whole
    office, so the chair answers."""
    failed = list(
        Application.objects.filter(vacancy=vacancy, state="FAILED")
        .select_related("employee__user")
        .order_by("id")[: len(OBJECTIONS)]
    )
    filed = []
    for hours, application, words in zip((8, 26), failed, OBJECTIONS, strict=False):
        timeline.go_to(vacancy.closes_at + timedelta(days=OPENED, hours=hours))
        subjects = [line.subject for line in failed_lines(application)]
        actor = application.employee.user
        filed.append(file_objection(application_id=application.pk, actor=actor, subjects=subjects, text=words))
    timeline.go_to(vacancy.closes_at + timedelta(days=OPENED, hours=30))
    answer_objection(objection_id=filed[0].pk, actor=office.chair, is_granted=True, reason=HEARD)


def _call_to_assessment(vacancy: Vacancy, office: Office, moment: datetime) -> None:
    """One session ahead: everybody has a seat, most have confirmed, the last one asks for another time."""
    starts_at = as_local(moment, vacancy.zone).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=IN_SESSION)
    candidates = list(Candidate.objects.filter(vacancy=vacancy).select_related("application__employee__user").order_by("number"))
    members = PanelMember.objects.filter(panel__vacancy=vacancy).values_list("pk", flat=True)
    session = set_session(
        vacancy_id=vacancy.pk,
        actor=office.secretariat,
        stage=StageCode.ASSESSMENT,
        wanted=SessionInput(
            starts_at, starts_at + timedelta(hours=4), f"Balai asesmen, {vacancy.agency.city}", "", len(candidates) + 3, BRING
        ),
        candidates=[candidate.pk for candidate in candidates],
        members=list(members),
    )
    seats = session.seats.select_related("candidate__application__employee__user").order_by("candidate__number")
    *confirming, asking = [seat for seat in seats if seat.candidate.application.employee.user]
    for seat in confirming:
        confirm_seat(seat_id=seat.pk, actor=seat.candidate.application.employee.user)
    ask_other_slot(seat_id=asking.pk, actor=asking.candidate.application.employee.user, reason=ELSEWHERE)


def _sign(vacancy: Vacancy, office: Office, sent_at: datetime) -> ApprovalRequest:
    """The secretariat writes the minutes, the chair signs them; a list that is too short is justified before."""
    ranking = latest_ranking(vacancy)
    if ranking is not None and "FEWER_THAN_CUT" in ranking.flags:
        answer_shortfall(vacancy_id=vacancy.pk, actor=office.chair, way=CONTINUE, reason=SHORT_LIST)
    seats = PanelMember.objects.filter(panel__vacancy=vacancy).values_list("pk", flat=True)
    meeting = Meeting(sent_at - timedelta(hours=2), f"Ruang rapat pansel, {vacancy.agency.city}", tuple(seats))
    minutes = prepare_minutes(vacancy_id=vacancy.pk, actor=office.secretariat, meeting=meeting)
    return sign_minutes(vacancy_id=vacancy.pk, actor=office.chair, digest_seen=minutes.digest, second_factor="totp").request


def _first_choices(vacancy: Vacancy) -> SeatChoices:
    ranking = latest_ranking(vacancy)
    lines = choosable_lines(ranking) if ranking else []
    return SeatChoices(tuple(line.candidate.key for line in lines[: vacancy.quota]))


def _write_scores(story: VacancyStory, vacancy: Vacancy, moment: datetime, rng: Random, trail: Trail, *, importer: User) -> None:
    """Sheets of every member for every candidate, and the imported values; unfinished ones stop half way."""
    is_finished = story.reached != "SCORING"
    candidates = list(Candidate.objects.filter(vacancy=vacancy).order_by("number"))
    members = list(PanelMember.objects.filter(panel__vacancy=vacancy).select_related("user").order_by("-is_chair", "id"))
    components = list(vacancy.components.order_by("position"))
    # One level a person and component, so that the members agree roughly and the ranking means something.
    talent = {(c.pk, k.pk): rng.randint(68, 92) for c in candidates for k in components}
    twin: dict[int, int] = {}
    if story.ties_at_cut:
        # Far enough apart to keep their order, and the fourth is scored like the third.
        for candidate, level in zip(candidates, TIED_LEVELS, strict=False):
            talent |= {(candidate.pk, k.pk): level for k in components}
        twin = {candidates[TIED].pk: candidates[TIED - 1].pk}
    noise: dict[tuple[int, int, int], int] = {}
    sheets: list[tuple[object, ...]] = []
    scores: list[tuple[object, ...]] = []
    acts: list[tuple[PanelMember, ScoreSheet, str, dict[str, str], bool]] = []
    scoring = members if is_finished else members[1 : HANDED_IN + DRAFTED + 1]
    on_sheets = [k for k in components if k.is_scored_by_panel]
    # Papers without a name stand on a sheet of their own.
    sheet_kinds = sorted({k.is_blind for k in on_sheets})
    ids = iter(take_ids(ScoreSheet, len(scoring) * len(candidates) * len(sheet_kinds)))
    for place, member in enumerate(scoring):
        handed_in = is_finished or place < HANDED_IN
        at = moment + timedelta(hours=3 * place)
        for candidate, is_blind in product(candidates if handed_in else candidates[:2], sheet_kinds):
            pk = next(ids)
            public_id = UUID(int=rng.getrandbits(128), version=4)
            for k in on_sheets:
                like = noise.get((member.pk, twin.get(candidate.pk, 0), k.pk))
                noise[member.pk, candidate.pk, k.pk] = rng.randint(-7, 7) if like is None else like
            values = {
                k: Decimal(talent[candidate.pk, k.pk] * 2 + noise[member.pk, candidate.pk, k.pk]) / 2
                for k in on_sheets
                if k.is_blind is is_blind
            }
            reasons = {k.code: WHY for k, value in values.items() if explains(k, value)}
            sheets.append((pk, public_id, candidate.pk, member.pk, 1, is_blind, "", reasons, at if handed_in else None, at))
            scores += [(candidate.pk, k.pk, pk, value, member.user_id, at) for k, value in values.items()]
            texts = {k.code: format(value, "f") for k, value in values.items()}
            acts.append((member, ScoreSheet(public_id=public_id), candidate.key, texts, reasons, handed_in))
    for k in components:
        if k.aggregate == SINGLE:
            scores += [(c.pk, k.pk, None, Decimal(talent[c.pk, k.pk]), importer.pk, moment) for c in candidates]
    copy_rows(
        ScoreSheet,
        ("id", "public_id", "candidate_id", "member_id", "version", "is_blind", "note", "reasons", "submitted_at", "updated_at"),
        sheets,
    )
    copy_rows(Score, ("candidate_id", "component_id", "sheet_id", "value", "entered_by_id", "entered_at"), scores)
    for member, sheet, key, texts, reasons, handed_in in acts:
        role = Role.PANEL_CHAIR if member.is_chair else Role.PANEL_MEMBER
        duty = member.user.duty_label(role, vacancy.agency_id)
        details = {"candidate": key, "before": {}, "after": texts, "reasons": reasons, "note": ""}
        trail.add(sheet, vacancy.trail_chain, "submit_sheet" if handed_in else "save_sheet", member.user, details, duty=duty)
    imported = {"components": [k.code for k in components if k.aggregate == SINGLE], "rows": len(candidates)}
    duty = importer.duty_label(Role.SECRETARIAT, vacancy.agency_id)
    trail.add(vacancy, vacancy.trail_chain, "import_scores", importer, imported, duty=duty)


def _key_papers(vacancy: Vacancy, office: Office, moment: datetime, rng: Random) -> None:
    """Paper scores keyed by two operators: equal ones count, one pair differs, the last is keyed once."""
    candidates = list(Candidate.objects.filter(vacancy=vacancy).order_by("number"))
    entries: list[EntryValue] = []
    scores: list[Score] = []
    for component in vacancy.components.filter(aggregate=AggregateKind.ENTRY).order_by("position"):
        for candidate in candidates:
            value = Decimal(rng.randint(70, 90))
            second = value + 9 if candidate is candidates[-2] else value
            keyings = [(1, value, office.secretariat), (2, second, office.admin)]
            entries += [
                EntryValue(candidate=candidate, component=component, turn=turn, value=each, keyed_by=user, keyed_at=moment)
                for turn, each, user in (keyings if candidate is not candidates[-1] else keyings[:1])
            ]
            if value == second and candidate is not candidates[-1]:
                scores.append(Score(candidate=candidate, component=component, value=value, entered_by=office.admin))
    EntryValue.objects.bulk_create(entries)
    Score.objects.bulk_create(scores)
