"""Messages of a selection. Each is written in the transaction of the act it tells about."""

from collections.abc import Iterable

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, User
from approvals.models import ApprovalRequest
from core.models import Letter
from core.outbox import gathered, queue_bell, queue_mail
from selection.documents import reason_sentences
from selection.models import Candidate, CorrectionVerdict, Determination, ScoreCorrection
from vacancies.models import Announcement, Application, PanelMember, Vacancy


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
            words={"passed": True, "number": candidate.key, "reasons": [], "note": ""},
        )
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
