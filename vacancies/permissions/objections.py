"""Who may file an objection, read one, and answer it. The same answer shows the button and guards the act.

Source: docs/product.md section 9 (not the first verifier, Wasdal once it is late) and its hard separations; S1 to S3 of
docs/security.md.
"""

from datetime import datetime

from accounts.enums import Role
from accounts.models import User
from approvals.people import is_one_of
from core.refusals import Refusal
from employees.same_person import same_person
from vacancies.models import Application, Objection, PanelMember, Vacancy
from vacancies.permissions.applications import VERIFYING_DUTIES, is_own
from vacancies.rules.objection import RUNNING, FilingFacts, filing_refusal, may_escalate


def can_file_objection(user: User, application: Application, facts: FilingFacts, now: datetime) -> Refusal | None:
    """The owner of a failed application, once, while the window is open."""
    if not is_own(user, application):
        return Refusal("Hanya pemilik lamaran yang dapat mengajukan sanggahan.")
    sentence = filing_refusal(facts, now)
    return Refusal(sentence) if sentence else None


def can_answer_objection(user: User, objection: Objection, now: datetime) -> Refusal | None:
    """Another person than those who judged the file: of the office, or the chair; Wasdal when the answer is late."""
    vacancy = objection.application.vacancy
    refusal = _no_duty(user, objection, now) or _own_stake(user, objection)
    if refusal is not None:
        return refusal
    if not objection.is_open:
        return Refusal("Sanggahan ini sudah dijawab; jawaban tidak berubah lagi.")
    if vacancy.state != RUNNING:
        return Refusal("Seleksi ini tidak berjalan lagi, jadi sanggahan tidak dapat dijawab.")
    return None


def answering_duty(user: User, vacancy: Vacancy) -> str:
    """The duty under which a person answers: the office's first, then the chair's, then Wasdal's."""
    role = next((role for role in VERIFYING_DUTIES if user.holds(role, vacancy.agency_id)), None)
    if role is None:
        role = Role.PANEL_CHAIR if _presides(user, vacancy) else Role.WASDAL
    return user.duty_label(role, None if role == Role.WASDAL else vacancy.agency_id)


def _no_duty(user: User, objection: Objection, now: datetime) -> Refusal | None:
    vacancy = objection.application.vacancy
    if set(user.agency_ids(*VERIFYING_DUTIES)) & {vacancy.agency_id} or _presides(user, vacancy):
        return None
    if not user.has_any_role([Role.WASDAL]):
        return Refusal("Sanggahan dijawab sekretariat, admin instansi, atau ketua pansel yang tidak memeriksa berkasnya.")
    if not may_escalate(objection.due_at, now):
        return Refusal("Wasdal BKN baru dapat menjawab bila instansi melewati batas waktu jawaban.")
    return None


def _own_stake(user: User, objection: Objection) -> Refusal | None:
    """S1 to S3: nobody answers what they filed, where they take part, or what they judged, by whichever account."""
    vacancy = objection.application.vacancy
    if vacancy.applications.filter(same_person(user, "employee__")).exists():
        return Refusal("Anda tercatat sebagai pelamar di lowongan ini, jadi tidak dapat menjawab sanggahan.")
    if user.pk in objection.judge_ids or is_one_of(user, User.objects.filter(pk__in=objection.judge_ids).order_by("pk")):
        return Refusal("Anda pernah memeriksa berkas ini, jadi sanggahannya dijawab orang lain.")
    return None


def _presides(user: User, vacancy: Vacancy) -> bool:
    """Whether the person is the chair of this panel and holds that duty today."""
    return (
        user.holds(Role.PANEL_CHAIR, vacancy.agency_id)
        and PanelMember.objects.filter(panel__vacancy=vacancy, user=user, is_chair=True).exists()
    )
