"""Messages of a selection. Each is written in the transaction of the act it tells about."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, User
from approvals.models import ApprovalRequest
from core.models import Letter, LetterBatch
from core.outbox import gathered, queue_bell, queue_mail
from selection.documents import reason_sentences
from selection.models import (
    Candidate,
    ConflictProposal,
    CorrectionVerdict,
    Determination,
    OfficialMinutes,
    Ranking,
    RankingLine,
    Recusal,
    ScoreCorrection,
    TieAnswer,
)
from selection.permissions import presiding_seat
from selection.rules.ties import WAY_EFFECTS
from selection.waiting import LatePerson, reminder_key
from vacancies.models import Announcement, Application, PanelMember, Vacancy
from vacancies.rules.deadline import format_deadline


@gathered()
def announce_administration(
    vacancy: Vacancy, announcement: Announcement, candidates: Iterable[Candidate], failed: Iterable[Application]
) -> None:
    """Tell every applicant the own administrative result; those who failed read the reasons."""
    for candidate in candidates:
        _tell_applicant(
            vacancy,
            candidate.application,
            kind="stage_result",
            key=f"administration:{announcement.pk}",
            title=f"Anda lolos administrasi: {vacancy.position_title}",
            subject=f"Hasil seleksi administrasi: {vacancy.position_title}, {vacancy.agency.name}",
            template="email/selection/administration.txt",
            words={"passed": True, "number": candidate.key, "reasons": [], "note": "", "objections_until": ""},
        )
    until = announcement.objections_until
    for application in failed:
        _tell_applicant(
            vacancy,
            application,
            kind="stage_result",
            key=f"administration:{announcement.pk}",
            title=f"Hasil seleksi administrasi: {vacancy.position_title}",
            subject=f"Hasil seleksi administrasi: {vacancy.position_title}, {vacancy.agency.name}",
            template="email/selection/administration.txt",
            words={
                "passed": False,
                "number": "",
                "reasons": reason_sentences(application.reason_codes),
                "note": application.verification_note,
                "objections_until": format_deadline(until, vacancy.zone) if until else "",
            },
        )


@gathered()
def call_panel(vacancy: Vacancy) -> None:
    """Tell the panel that scoring has begun."""
    url = reverse("show_scoring_room", args=[vacancy.public_id])
    members = PanelMember.objects.filter(panel__vacancy=vacancy).select_related("user").order_by("id")
    for member in members:
        _tell_official(
            member.user,
            kind="scoring_opened",
            key=f"scoring:{vacancy.pk}:{member.user_id}",
            title=f"Penilaian dibuka: {vacancy.position_title}",
            subject=f"Penilaian dibuka: {vacancy.position_title}, {vacancy.agency.name}",
            template="email/selection/scoring.txt",
            words={"vacancy": vacancy},
            url=url,
        )


@gathered()
def call_for_announcement(vacancy: Vacancy, determination: Determination) -> None:
    """Tell the agency's admins that the determined result waits for its announcement."""
    url = reverse("announce_result", args=[vacancy.public_id])
    holders = Membership.objects.holders(Role.AGENCY_ADMIN, vacancy.agency_id, timezone.localdate()).order_by("id")
    for user in {duty.user_id: duty.user for duty in holders}.values():
        _tell_official(
            user,
            kind="result_determined",
            key=f"determined:{determination.pk}:{user.pk}",
            title=f"Hasil ditetapkan, siap diumumkan: {vacancy.position_title}",
            subject=f"Hasil ditetapkan: {vacancy.position_title}, {vacancy.agency.name}",
            template="email/selection/determined.txt",
            words={"vacancy": vacancy, "number": determination.letter.number},
            url=url,
        )


@gathered()
def call_for_release(vacancy: Vacancy, batch: LetterBatch, actor: User) -> None:
    """Tell the agency's admins that mails to applicants wait for somebody who confirms how many leave."""
    holders = Membership.objects.holders(Role.AGENCY_ADMIN, vacancy.agency_id, timezone.localdate()).order_by("id")
    for user in {duty.user_id: duty.user for duty in holders if duty.user_id != actor.pk}.values():
        _tell_official(
            user,
            kind="sending_waiting",
            key=f"sending:{batch.pk}:{user.pk}",
            title=f"Surel menunggu dilepas: {batch.title}",
            subject=f"Surel menunggu dilepas: {batch.title}, {vacancy.agency.name}",
            template="email/selection/sending.txt",
            words={"title": batch.title},
            url=reverse("show_batch", args=[batch.public_id]),
        )


@gathered()
def announce_result(vacancy: Vacancy, announcement: Announcement, candidates: Iterable[Candidate]) -> None:
    """Tell every candidate the own result, with the own scores in the attached letter."""
    for candidate in candidates:
        letter = candidate.result_letter
        _tell_applicant(
            vacancy,
            candidate.application,
            kind="final_result",
            key=f"result:{announcement.pk}",
            title=f"Hasil akhir diumumkan: {vacancy.position_title}",
            subject=f"Hasil akhir seleksi: {vacancy.position_title}, {vacancy.agency.name}",
            template="email/selection/result.txt",
            words={
                **letter.words,
                "number": letter.number,
                "public_link": settings.PORTAL_URL + reverse("show_result", args=[vacancy.public_id]),
            },
            letter=letter,
        )


@gathered()
def ask_for_second_person(correction: ScoreCorrection) -> None:
    """Tell the other members of the panel, those without a conflict, that a correction waits for one of them."""
    candidate = correction.score.candidate
    vacancy = candidate.vacancy
    members = (
        PanelMember.objects.filter(panel__vacancy=vacancy)
        .exclude(user=correction.proposed_by)
        .exclude(recusals__candidate=candidate)
        .exclude(pk__in=ConflictProposal.objects.waiting(vacancy).filter(candidate=candidate).values("member"))
        .select_related("user")
        .order_by("id")
    )
    for member in members:
        _tell_official(
            member.user,
            kind="correction_proposed",
            key=f"correction:{correction.pk}:{member.user_id}",
            title=f"Usul koreksi nilai menunggu keputusan: {vacancy.position_title}",
            subject=f"Usul koreksi nilai: {vacancy.position_title}, {vacancy.agency.name}",
            template="email/selection/correction.txt",
            words={"vacancy": vacancy, "number": candidate.key, "proposer": correction.proposed_by.full_name},
            url=reverse("decide_correction", args=[correction.public_id]),
        )


def answer_correction(correction: ScoreCorrection, verdict: CorrectionVerdict) -> None:
    """Tell the proposer what the second person said."""
    vacancy = correction.score.candidate.vacancy
    answer = "diterima" if verdict.is_accepted else "ditolak"
    _tell_official(
        correction.proposed_by,
        kind="correction_answered",
        key=f"correction-answer:{correction.pk}",
        title=f"Usul koreksi nilai Anda {answer}: {vacancy.position_title}",
        subject=f"Usul koreksi nilai {answer}: {vacancy.position_title}, {vacancy.agency.name}",
        template="email/selection/correction_answered.txt",
        words={"vacancy": vacancy, "number": correction.score.candidate.key, "verdict": verdict, "answer": answer},
        url=reverse("show_corrections", args=[vacancy.public_id]),
    )


@gathered()
def tell_signers(correction: ScoreCorrection, request: ApprovalRequest, signers: Iterable[User]) -> None:
    """Tell everybody who had decided on the old list that it no longer holds."""
    vacancy = correction.score.candidate.vacancy
    for signer in signers:
        _tell_official(
            signer,
            kind="score_changed",
            key=f"score-changed:{correction.pk}:{signer.pk}",
            title=f"Nilai berubah sesudah Anda memutus: {vacancy.position_title}",
            subject=f"Nilai berubah, persetujuan diulang: {vacancy.position_title}, {vacancy.agency.name}",
            template="email/selection/score_changed.txt",
            words={"vacancy": vacancy, "number": correction.score.candidate.key},
            url=reverse("decide_step", args=[request.public_id]),
        )


@gathered()
def remind_of_scores(vacancy: Vacancy, people: Iterable[LatePerson], day: date) -> None:
    """Tell each person which scores the ranking waits for; one message a day and person, whoever asks for it."""
    for person in people:
        page = "show_scoring_room" if person.is_member else "show_selection"
        _tell_official(
            person.user,
            kind="scores_overdue",
            key=reminder_key(vacancy, person.user, day),
            title=f"Nilai Anda ditunggu: {vacancy.position_title}",
            subject=f"Nilai ditunggu: {vacancy.position_title}, {vacancy.agency.name}",
            template="email/selection/reminder.txt",
            words={
                "vacancy": vacancy,
                "missing": [(subject, ", ".join(keys)) for subject, keys in person.missing],
                "count": person.count,
            },
            url=reverse(page, args=[vacancy.public_id]),
        )


@gathered()
def ask_for_second_look(vacancy: Vacancy, answer: TieAnswer, tied: list[RankingLine]) -> None:
    """Tell the panel what the chair chose for the tie; of a tied person nobody hears who has a conflict with them."""
    closed: dict[int, set[int]] = {}
    recused = Recusal.objects.filter(candidate__vacancy=vacancy).values_list("member_id", "candidate_id")
    for member_id, candidate_id in recused.union(
        ConflictProposal.objects.waiting(vacancy).values_list("member_id", "candidate_id")
    ):
        closed.setdefault(member_id, set()).add(candidate_id)
    for member in PanelMember.objects.filter(panel__vacancy=vacancy).select_related("user").order_by("id"):
        open_to = [line.candidate.key for line in tied if line.candidate_id not in closed.get(member.pk, set())]
        if not open_to or member.user_id == answer.decided_by_id:
            continue
        _tell_official(
            member.user,
            kind="tie_settled",
            key=f"tie:{answer.pk}:{member.user_id}",
            title=f"Nilai sama pada batas daftar pendek: {vacancy.position_title}",
            subject=f"Nilai sama pada batas daftar pendek: {vacancy.position_title}, {vacancy.agency.name}",
            template="email/selection/tie.txt",
            words={
                "vacancy": vacancy,
                "way": answer.get_way_display(),
                "effect": WAY_EFFECTS[answer.way],
                "reason": answer.reason,
                "numbers": ", ".join(open_to),
            },
            url=reverse("show_corrections", args=[vacancy.public_id]),
        )


@gathered()
def call_stand_in(vacancy: Vacancy, ranking: Ranking) -> None:
    """Tell whoever presides in the stead of a chair with a conflict that a ranking is there; nobody else is told."""
    member = presiding_seat(vacancy)
    if member is None or member.is_chair:
        return
    _tell_official(
        member.user,
        kind="standing_in",
        key=f"stand-in:{ranking.pk}:{member.user_id}",
        title=f"Anda menjadi pengganti ketua: {vacancy.position_title}",
        subject=f"Pengganti ketua pansel: {vacancy.position_title}, {vacancy.agency.name}",
        template="email/selection/stand_in.txt",
        words={"vacancy": vacancy, "version": ranking.version},
        url=reverse("show_scoring_room", args=[vacancy.public_id]),
    )


@gathered()
def ask_for_signature(vacancy: Vacancy, minutes: OfficialMinutes) -> None:
    """Tell the chair, or who presides in the chair's stead, that the minutes wait for the signature."""
    member = presiding_seat(vacancy)
    if member is None:
        return
    _tell_official(
        member.user,
        kind="minutes_waiting",
        key=f"minutes:{minutes.pk}:{member.user_id}",
        title=f"Berita acara menunggu tanda tangan Anda: {vacancy.position_title}",
        subject=f"Berita acara menunggu tanda tangan: {vacancy.position_title}, {vacancy.agency.name}",
        template="email/selection/minutes.txt",
        words={"vacancy": vacancy, "preparer": minutes.prepared_by.full_name, "version": minutes.version},
        url=reverse("sign_minutes", args=[vacancy.public_id]),
    )


def tell_signed(vacancy: Vacancy, minutes: OfficialMinutes, letter: Letter) -> None:
    """Tell whoever prepared the minutes that they are signed and the result is on its way."""
    _tell_official(
        minutes.prepared_by,
        kind="minutes_signed",
        key=f"minutes-signed:{minutes.pk}",
        title=f"Berita acara ditandatangani, hasil diajukan: {vacancy.position_title}",
        subject=f"Berita acara ditandatangani: {vacancy.position_title}, {vacancy.agency.name}",
        template="email/selection/minutes_signed.txt",
        words={"vacancy": vacancy, "number": letter.number},
        url=reverse("show_selection", args=[vacancy.public_id]),
    )


def _tell_applicant(
    vacancy: Vacancy,
    application: Application,
    *,
    kind: str,
    key: str,
    title: str,
    subject: str,
    template: str,
    words: dict,
    letter: Letter | None = None,
) -> None:
    user = application.employee.user
    url = reverse("show_application", args=[application.public_id])
    address = application.email or (user.email if user else application.employee.email)
    context = {
        **words,
        "name": application.employee.name,
        "position": vacancy.position_title,
        "agency": vacancy.agency.name,
        "link": settings.PORTAL_URL + url,
    }
    if user is not None:
        queue_bell(kind=kind, key=f"{key}:{application.pk}", recipient=user, title=title, url=url)
    if address:
        queue_mail(
            kind=kind,
            key=f"{key}:{application.pk}",
            to_address=address,
            recipient=user,
            subject=subject,
            text=render_to_string(template, context),
            letter=letter,
            decision=f"{kind}:{application.pk}",
        )


def _tell_official(user: User, *, kind: str, key: str, title: str, subject: str, template: str, words: dict, url: str) -> None:
    queue_bell(kind=kind, key=key, recipient=user, title=title, url=url)
    queue_mail(
        kind=kind,
        key=key,
        to_address=user.email,
        recipient=user,
        subject=subject,
        text=render_to_string(template, {**words, "name": user.full_name, "link": settings.PORTAL_URL + url}),
    )
