"""What a searcher may read of one person, and what an accepted invitation adds (domain.md 11 row 27)."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from core.indonesian import date_words
from employees.enums import Competency, DocumentType
from employees.models import Employee, EvidenceDocument
from employees.models.evidence import EvidenceDocumentQuerySet
from talent.models import Invitation
from talent.rules.standing import shown_talent_box

# Papers about career and study. Identity, health, tax and family stay with the person even after acceptance.
SHOWN_DOCUMENTS = (
    DocumentType.SK_PANGKAT, DocumentType.SK_JABATAN, DocumentType.IJAZAH, DocumentType.TRANSKRIP, DocumentType.SKP_2TH,
    DocumentType.DIKLATPIM, DocumentType.SERTIFIKAT, DocumentType.PENGHARGAAN, DocumentType.SURAT_TUGAS,
)  # fmt: skip


@dataclass(frozen=True)
class CompetencyLine:
    """One competency of the summary; score 0 to 100, level 1 to 5, None where nothing was assessed."""

    label: str
    score: int | None
    level: int | None
    assessed: str = ""


@dataclass(frozen=True)
class Profile:
    """One person as every searcher sees them. No NIP, no contact, no history."""

    public_id: str
    name: str
    post: str
    agency: str
    grade: str
    education: str
    talent_box: int | None
    competencies: tuple[CompetencyLine, ...]

    @property
    def has_competencies(self) -> bool:
        return any(line.score is not None for line in self.competencies)


@dataclass(frozen=True)
class Contact:
    """What is added once the person accepted an invitation of the searcher's agency."""

    vacancy: str
    email: str
    phone: str
    documents: tuple[EvidenceDocument, ...]


def profile_of(person: Employee) -> Profile:
    """The searcher's view. Reads `agency` and prefetched `competencies`."""
    lines = {row.code: row for row in person.competencies.all()}
    return Profile(
        public_id=str(person.public_id),
        name=person.name,
        post=person.position_title,
        agency=person.agency.name,
        grade=person.rank_label,
        education=" ".join(filter(None, (person.get_education_level_display(), person.education_program))),
        talent_box=shown_talent_box(person.talent_box),
        competencies=tuple(
            CompetencyLine(
                str(label),
                lines[code].score if code in lines else None,
                lines[code].level if code in lines else None,
                date_words(lines[code].assessed_on) if code in lines else "",
            )
            for code, label in Competency.choices
        ),
    )


def accepted_invitation(person: Employee, agency_ids: Sequence[int]) -> Invitation | None:
    """The newest invitation of one of these agencies that the person accepted."""
    found = Invitation.objects.filter(employee=person, vacancy__agency_id__in=agency_ids, state="ACCEPTED")
    return found.select_related("vacancy").order_by("-answered_at", "-id").first()


def contact_of(person: Employee, invitation: Invitation) -> Contact:
    """Contact and career papers; the person agreed to this by accepting."""
    account: User | None = person.user
    return Contact(
        vacancy=invitation.vacancy.position_title,
        email=person.email or (account.email if account is not None else ""),
        phone=person.phone,
        documents=tuple(shown_documents().filter(employee=person).for_list()),
    )


def shown_documents() -> EvidenceDocumentQuerySet:
    """Papers of lockers that an inviting agency may open after acceptance."""
    return EvidenceDocument.objects.filter(archived_at=None, type__in=SHOWN_DOCUMENTS)
