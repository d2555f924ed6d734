"""A small portal with two agencies and one selection at every stage, and everybody who may meet it.

Agency A owns everything. The people of agency B hold the same duties elsewhere: for A's objects they are strangers. Made once a
module and rolled back at its end; every test works in a savepoint of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.enums import DECIDING_ROLES, Role
from accounts.models import Agency, User
from approvals.actions import decide
from approvals.models import Decision, DocumentAsk
from core.canonical import sha256_hex
from core.models import Letter, LetterBatch, MailboxMessage, Notification, OutboxMessage, OutboxState, TrailExport, Upload
from core.uploads.storage import store_private
from privacy.actions import breaches
from privacy.actions.breaches import BreachFacts
from privacy.affected import by_nip
from privacy.models import DestructionProposal, PersonalCopy
from selection import actions as selection
from selection.actions.sessions import SessionInput
from selection.cat.models import ExamAnnulment, ExamAnnulmentVerdict
from selection.models import Candidate, Determination, OfficialMinutes, Score
from selection.rules.determination import ChoiceFact
from talent.actions.fills import propose_fill
from talent.models import SavedSearch
from tests.access.objects import ADVICE_LETTER_ID, ATTACHMENT_ID, BATCH_LETTER_ID, PROOF_ID
from tests.factories.applications import (
    ApplicationDocumentFactory,
    ApplicationFactory,
    DocumentRequestFactory,
    WithdrawnSubmissionFactory,
    attach_documents,
    complete_draft,
    sample_pdf,
)
from tests.factories.boxes import (
    DevelopmentItemFactory,
    MeritApprovalFactory,
    PlacementFactory,
    PoolMembershipFactory,
    TargetPostFactory,
)
from tests.factories.delegations import letter as letter_of
from tests.factories.evidence import EvidenceFactory, OwnRecordFactory, RecordReportFactory
from tests.factories.exams import QuestionFactory, candidate_with_account, exam_of, result_of, sealed_exam, session_of
from tests.factories.invitations import InvitationFactory, InvitationPauseFactory
from tests.factories.objections import ObjectionFactory, failed_application, objectionable_vacancy
from tests.factories.people import AgencyFactory, EmployeeFactory, MembershipFactory, UserFactory
from tests.factories.selection import fill_scores, send_result
from tests.factories.vacancies import IncidentRequestFactory, VacancyFactory, freeze_plan
from vacancies.actions.plan_approval import submit_plan
from vacancies.applicants import snapshot_text
from vacancies.models import Announcement, Application, ObjectionAttachment, PanelMember, Vacancy, VacancyAlert

AGENCY_ROLES = (Role.AGENCY_ADMIN, Role.SECRETARIAT, Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.PYB, Role.PPK, Role.ACTING)
NATIONAL = (Role.WASDAL, Role.SETKAB, Role.BKN_ADMIN, Role.AUDITOR, Role.DATA_PROTECTION)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass(frozen=True)
class Person:
    """Somebody who visits.

    Args:
        key: for messages; user: None when not signed in; side: "own", "stranger", "national" or "nobody", by their
            relation to the objects of agency A.
    """

    key: str
    user: User | None
    side: str
    client: Client

    @property
    def roles(self) -> frozenset[str]:
        return self.user.role_codes if self.user else frozenset()


@dataclass
class World:
    """What there is. `objects` maps a short word to a row with a `public_id`; `content` is the checksum of all rows."""

    people: dict[str, Person] = field(default_factory=dict)
    objects: dict[str, Any] = field(default_factory=dict)
    content: str = ""

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Fail when the block changed the world as it was built, sessions and caches left out.

        The rows are read again only where some were written at all, were it in vain: PostgreSQL counts them as they are.
        """
        before = written()
        yield
        if written() != before:
            assert checksum() == self.content


def person(key: str, user: User | None, side: str) -> Person:
    client = Client()
    if user is not None:
        client.force_login(user)
    return Person(key, user, side, client)


def build() -> World:
    """Write it all. Takes a second or two; nothing is committed by this function."""
    world = World()
    own, other = AgencyFactory(name="Badan Milik Sendiri"), AgencyFactory(name="Badan Lain")
    for side, agency in (("own", own), ("stranger", other)):
        for role in AGENCY_ROLES:
            user = UserFactory(role=role, agency=agency, full_name=f"Nama {side} {role.value.lower().replace('_', ' ')}")
            add(world, f"{side}:{role}", user, side)
    for role in NATIONAL:
        add(world, f"national:{role}", UserFactory(role=role, full_name=f"Nama nasional {role.value.lower()}"), "national")
    for side in ("own", "stranger"):
        servant = EmployeeFactory(with_user=True, agency=other, name=f"Pelamar {side} Kusumawardhana")
        world.objects[f"{side} employee"] = servant
        add(world, f"{side}:APPLICANT", servant.user, side)
    expired = UserFactory(full_name="Mantan admin")
    MembershipFactory(user=expired, role=Role.AGENCY_ADMIN, agency=own, valid_until=timezone.localdate() - timedelta(days=1))
    add(world, "nobody:expired", expired, "nobody")
    add(world, "nobody:bystander", UserFactory(full_name="Orang lewat"), "nobody")
    world.people["anonymous"] = person("anonymous", None, "anonymous")
    write_plans(world, own)
    write_registration(world, own)
    write_profile(world, own)
    write_talent(world)
    write_selections(world, own)
    write_exams(world, own)
    write_letters(world, own)
    write_boxes(world, own)
    write_alerts(world)
    write_core_rows(world)
    return world


def add(world: World, key: str, user: User, side: str) -> None:
    world.people[key] = person(key, user, side)
    if any(role in (*DECIDING_ROLES, Role.BKN_ADMIN, Role.DATA_PROTECTION) for role in user.role_codes):
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(SECRET)})


def user_of(world: World, key: str) -> User:
    return world.people[key].user


def vacancy_of(world: World, agency: Agency, state: str, **fields: Any) -> Vacancy:
    """A vacancy of agency A with its own chair and member on the panel, beside three others."""
    vacancy = VacancyFactory(state=state, agency=agency, created_by=user_of(world, "own:AGENCY_ADMIN"), **fields)
    seats = list(PanelMember.objects.filter(panel__vacancy=vacancy).order_by("-is_chair", "-is_internal", "id"))
    for seat, key in zip(seats, ("own:PANEL_CHAIR", "own:PANEL_MEMBER"), strict=False):
        seat.user = user_of(world, key)
        seat.save()
    return vacancy


def write_letters(world: World, agency: Agency) -> None:
    """A letter that lets somebody stand in for the PPK, documents oversight asked for, a letter and a waiting sending."""
    register, year = agency.code.upper(), timezone.localdate().year
    world.objects["letter"] = ready_letter("UNDANGAN", f"901/UND/{register}/{year}")
    batch = world.objects["letter batch"] = LetterBatch.objects.create(
        register=register,
        title="Hasil akhir seleksi uji",
        chain="portal",
        created_by=user_of(world, "own:AGENCY_ADMIN"),
        created_at=timezone.now(),
    )
    OutboxMessage.objects.create(
        key="batch:uji",
        to_address="peserta@uji.example",
        subject="Hasil akhir",
        text="Hasil akhir",
        kind="final_result",
        letter=ready_letter("HASIL", f"902/HSL/{register}/{year}", public_id=BATCH_LETTER_ID),
        batch=batch,
        state=OutboxState.UNRELEASED,
        next_attempt_at=timezone.now(),
    )
    world.objects["delegation"] = letter_of(
        official=user_of(world, "own:PPK"),
        delegate=user_of(world, "own:ACTING"),
        agency=agency,
        by=user_of(world, "own:SECRETARIAT"),
        second=user_of(world, "own:AGENCY_ADMIN"),
    )
    Decision.objects.create(
        step=world.objects["result request"].steps.get(code="wasdal"),
        actor=user_of(world, "national:WASDAL"),
        duty="Wasdal BKN",
        verdict="NOT_RECOMMEND",
        note="Notula rapat belum ada.",
        digest="a" * 64,
        decided_at=timezone.now(),
        letter=ready_letter("REKOMENDASI", f"903/REK/WASDAL-BKN/{year}", public_id=ADVICE_LETTER_ID),
    )
    world.objects["document ask"] = DocumentAsk.objects.create(
        step=world.objects["result request"].steps.get(code="wasdal"),
        asked_by=user_of(world, "national:WASDAL"),
        duty="Wasdal BKN",
        asked_at=timezone.now(),
        text="Notula rapat pansel",
        due_on=timezone.localdate(),
        days_left=3,
        answered_by=user_of(world, "own:AGENCY_ADMIN"),
        answered_at=timezone.now(),
        answer="Terlampir.",
        file=store_private(sample_pdf(), folder="asks/uji", name="notula.pdf"),
        file_name="notula.pdf",
    )


def write_plans(world: World, agency: Agency) -> None:
    world.objects["draft"] = vacancy_of(world, agency, "DRAFT", position_title="Direktur Rahasia Draf")
    review = vacancy_of(world, agency, "DRAFT")
    world.objects["plan request"] = submit_plan(vacancy_id=review.pk, actor=user_of(world, "own:AGENCY_ADMIN"))
    world.objects["review"] = Vacancy.objects.get(pk=review.pk)


def write_registration(world: World, agency: Agency) -> None:
    opened = world.objects["open"] = vacancy_of(world, agency, "OPEN")
    freeze_plan(opened)
    world.objects["unapplied"] = vacancy_of(world, agency, "OPEN")
    world.objects["incident request"] = IncidentRequestFactory(vacancy=opened, asked_by=user_of(world, "own:AGENCY_ADMIN"))
    servant = world.objects["own employee"]
    draft = world.objects["application draft"] = complete_draft(opened, employee=servant)
    world.objects["draft document"] = draft.documents.order_by("pk").first()
    ApplicationFactory(vacancy=opened, state="SUBMITTED", employee=world.objects["stranger employee"])
    world.objects["pause"] = InvitationPauseFactory(employee=servant)
    for state in ("SENT", "FAILED"):
        person = servant if state == "SENT" else EmployeeFactory()
        world.objects[f"invitation {state}"] = InvitationFactory(
            vacancy=world.objects["unapplied"],
            employee=person,
            state=state,
            invited_by=user_of(world, "own:AGENCY_ADMIN"),
            letter=ready_letter("UNDANGAN", f"001/UND/{state}") if state == "SENT" else None,
        )


def write_talent(world: World) -> None:
    """A search A's admin keeps, and a paper of somebody who accepted A's invitation."""
    admin = user_of(world, "own:AGENCY_ADMIN")
    world.objects["saved search"] = SavedSearch.objects.create(
        user=admin, name="Rahasia pencarian", query="cari=budi", created_at=timezone.now()
    )
    accepted = InvitationFactory(vacancy=world.objects["unapplied"], state="ACCEPTED", invited_by=admin)
    world.objects["opened evidence"] = EvidenceFactory(employee=accepted.employee)


def write_profile(world: World, agency: Agency) -> None:
    """A document in the locker of A's applicant that proves an addition and a report to A's admin."""
    servant = world.objects["own employee"]
    document = EvidenceFactory(employee=servant, title="Rahasia lemari Kusumawardhana")
    world.objects["evidence"] = document
    world.objects["own record"] = OwnRecordFactory(employee=servant, proof=document)
    world.objects["report"] = RecordReportFactory(employee=servant, agency=agency, proof=document)


def freeze_with_proof(application: Application) -> Application:
    """Freeze a sent application anew, with an own addition whose proof is `PROOF_ID`."""
    proof = EvidenceFactory(employee=application.employee, public_id=PROOF_ID)
    OwnRecordFactory(employee=application.employee, proof=proof)
    application.snapshot = snapshot_text(application, list(application.documents.all()), (), application.submitted_at)
    application.snapshot_sha256 = sha256_hex(application.snapshot)
    application.save(update_fields=["snapshot", "snapshot_sha256"])
    return application


def write_selections(world: World, agency: Agency) -> None:
    """Verification, scoring, a result under approval (Madya), and an announced one (Pratama)."""
    verifying = world.objects["verification"] = vacancy_of(world, agency, "VERIFICATION")
    sent = world.objects["application sent"] = apply_as_owner(world, verifying, "SUBMITTED")
    attach_documents(sent)
    WithdrawnSubmissionFactory(application=sent, receipt=ready_letter("TANDA_TERIMA", "001/TT/LAMA"))
    asked = apply_as_owner(world, vacancy_of(world, agency, "VERIFICATION"), "SUBMITTED")
    world.objects["document request"] = DocumentRequestFactory(application=asked, asked_by=user_of(world, "own:SECRETARIAT"))
    ApplicationFactory.create_batch(2, vacancy=verifying, state="SUBMITTED")

    write_objection(world, agency)
    scoring = world.objects["scoring"] = opened_selection(world, agency)
    world.objects["candidate"] = Candidate.objects.get(vacancy=scoring, application__employee=world.objects["own employee"])
    world.objects["candidate document"] = world.objects["candidate"].application.documents.order_by("pk").first()
    world.objects["candidate application"] = freeze_with_proof(world.objects["candidate"].application)
    codes = [c.code for c in scoring.components.all() if c.aggregate != "SINGLE"]
    world.objects["sheet"] = selection.save_sheet(
        candidate_id=world.objects["candidate"].pk,
        actor=user_of(world, "own:PANEL_CHAIR"),
        values=dict.fromkeys(codes, Decimal("77.77")),
        note="Catatan rahasia ketua",
        submit=True,
    )

    write_papers(world, agency)
    hold_session(world, scoring)

    madya = world.objects["result review"] = opened_selection(world, agency, level="MADYA")
    rank(world, madya)
    world.objects["result request"] = send_result(madya, preparer=user_of(world, "own:AGENCY_ADMIN"))
    world.objects["minutes"] = OfficialMinutes.objects.get(ranking__vacancy=madya)
    world.objects["ranking"] = madya.rankings.get()
    fill_letter(world.objects["minutes"].signature.letter)
    world.objects["result candidate"] = Candidate.objects.filter(vacancy=madya).order_by("number")[0]
    score = Score.objects.filter(candidate=world.objects["result candidate"], sheet=None).order_by("pk")[0]
    world.objects["correction"] = selection.propose_correction(
        score_id=score.pk, actor=user_of(world, "own:SECRETARIAT"), value=Decimal("50.25"), reason="Nilai impor tertukar."
    )

    pratama = opened_selection(world, agency)
    rank(world, pratama)
    request = send_result(pratama, preparer=user_of(world, "own:AGENCY_ADMIN"))
    give(request, user_of(world, "own:PYB"), "APPROVE", 1)
    give(request, user_of(world, "own:PPK"), "APPROVE", 2)
    give(request, user_of(world, "national:WASDAL"), "RECOMMEND", 3)
    line = pratama.rankings.get().lines.get(position=1)
    give(request, user_of(world, "own:PPK"), "DETERMINE", 4, form=Chosen(line.candidate.key))
    selection.announce_result(vacancy_id=pratama.pk, actor=user_of(world, "own:AGENCY_ADMIN"))
    world.objects["announced"] = Vacancy.objects.get(pk=pratama.pk)
    world.objects["determination"] = Determination.objects.get(vacancy=pratama)
    announced = Announcement.objects.exclude(letter=None).select_related("letter").order_by("pk").last()
    assert announced is not None
    fill_letter(announced.letter)
    world.objects["announcement"] = announced
    owner = Candidate.objects.get(vacancy=pratama, application__employee=world.objects["own employee"])
    for letter in (world.objects["determination"].letter, owner.result_letter):
        fill_letter(letter)
    world.objects["result application"] = owner.application


def write_objection(world: World, agency: Agency) -> None:
    """A's applicant failed by a diploma and objects, with a document of the locker; nobody of agency A has judged the file."""
    heard = objectionable_vacancy(agency=agency)
    seat = PanelMember.objects.get(panel__vacancy=heard, is_chair=True)
    seat.user = user_of(world, "own:PANEL_CHAIR")
    seat.save()
    failed = failed_application(heard, employee=world.objects["own employee"], judge=UserFactory())
    world.objects["application failed"] = failed
    world.objects["objection"] = objection = ObjectionFactory(application=failed, letter=ready_letter("SANGGAHAN", "001/SGH/UJI"))
    proof = EvidenceFactory(employee=failed.employee)
    ObjectionAttachment.objects.create(public_id=ATTACHMENT_ID, objection=objection, evidence=proof)


def write_papers(world: World, agency: Agency) -> None:
    """A selection whose papers are scored without a name and whose track record is keyed from paper by two operators."""
    papers = world.objects["papers"] = opened_selection(world, agency)
    papers.components.filter(code="PAPER").update(is_blind=True)
    papers.components.filter(code="TRACK").update(aggregate="ENTRY")
    writer = Candidate.objects.get(vacancy=papers, application__employee=world.objects["own employee"])
    ApplicationDocumentFactory(application=writer.application, type="MAKALAH")
    # Its address is drawn by chance and has nothing to do with the candidate's own.
    world.objects["keyed candidate"] = writer
    world.objects["paper"] = SimpleNamespace(public_id=writer.paper_id)


def hold_session(world: World, vacancy: Vacancy) -> None:
    """An interview in a week, with the owner's seat and everybody of the panel called."""
    start = timezone.now() + timedelta(days=7)
    session = world.objects["session"] = selection.set_session(
        vacancy_id=vacancy.pk,
        actor=user_of(world, "own:SECRETARIAT"),
        stage="INTERVIEW",
        wanted=SessionInput(start, start + timedelta(hours=2), "Ruang rapat rahasia", "", 10),
        candidates=[world.objects["candidate"].pk],
        members=PanelMember.objects.filter(panel__vacancy=vacancy).values_list("pk", flat=True),
    )
    world.objects["seat"] = session.seats.get()
    world.objects["call"] = session.assessors.get(member__user=user_of(world, "own:PANEL_CHAIR"))


class Chosen:
    """A determination form already filled: the first of the ranking takes the only seat."""

    def __init__(self, key: str) -> None:
        self.key = key

    def is_valid(self) -> bool:
        return True

    def choices(self) -> list[ChoiceFact]:
        return [ChoiceFact(self.key, "Unggul pada seluruh penilaian kompetensi dan wawancara akhir.")]


def give(request: Any, actor: User, verdict: str, position: int, form: Any = None) -> None:
    decide(
        request_id=request.pk,
        actor=actor,
        verdict=verdict,
        note="Catatan pemutus.",
        digest_seen=request.digest,
        position_seen=position,
        form=form,
    )


def apply_as_owner(world: World, vacancy: Vacancy, state: str) -> Application:
    return ApplicationFactory(
        vacancy=vacancy, state=state, employee=world.objects["own employee"], receipt=ready_letter("TANDA_TERIMA")
    )


def opened_selection(world: World, agency: Agency, **fields: Any) -> Vacancy:
    """Four applications passed verification, the selection was opened by the secretariat."""
    vacancy = vacancy_of(world, agency, "VERIFICATION", **fields)
    attach_documents(apply_as_owner(world, vacancy, "PASSED"))
    ApplicationFactory(vacancy=vacancy, state="PASSED", employee=world.objects["stranger employee"])
    ApplicationFactory.create_batch(2, vacancy=vacancy, state="PASSED")
    selection.open_selection(vacancy_id=vacancy.pk, actor=user_of(world, "own:SECRETARIAT"))
    return Vacancy.objects.get(pk=vacancy.pk)


def rank(world: World, vacancy: Vacancy) -> None:
    fill_scores(vacancy, [Decimal(95 - 5 * place) for place in range(vacancy.candidates.count())])
    selection.compute_ranking(vacancy_id=vacancy.pk, actor=user_of(world, "own:PANEL_CHAIR"))


def ready_letter(kind: str, number: str = "", **named: object) -> Letter:
    """A letter whose PDF exists already: rendering is tested elsewhere and costs a second each."""
    letter = Letter.objects.create(
        kind=kind,
        number=number or f"{Letter.objects.count():04d}/UJI",
        title="Surat uji",
        template="pdf/base.html",
        words={},
        **named,
    )
    return fill_letter(letter)


def fill_letter(letter: Letter) -> Letter:
    letter.file.name = store_private(sample_pdf(), folder="letters/uji", name=f"{letter.public_id}.pdf")
    letter.sha256 = "0" * 64
    letter.rendered_at = timezone.now()
    letter.save()
    return letter


def write_boxes(world: World, agency: Agency) -> None:
    """A person in box 8, a member of the succession group with one activity, and a post that falls vacant."""
    placement = world.objects["placement"] = PlacementFactory(period__agency=agency)
    world.objects["mapping period"] = placement.period
    member = world.objects["membership"] = PoolMembershipFactory(agency=agency)
    world.objects["development item"] = DevelopmentItemFactory(membership=member)
    world.objects["target post"] = TargetPostFactory(agency=agency)
    world.objects["merit approval"] = MeritApprovalFactory(agency=agency)
    filled = TargetPostFactory(agency=agency)
    fill = world.objects["pool fill"] = propose_fill(
        target_id=filled.pk, actor=user_of(world, "own:AGENCY_ADMIN"), members=[member.public_id], reason="Kebutuhan mendesak"
    )
    fill.letter = ready_letter("PENETAPAN", "001/TAP/UJI")
    fill.save()


# What no page says to anybody while its paper is sealed.
SEALED_WORDS = "Kata naskah tersegel"


def write_exams(world: World, agency: Agency) -> None:
    """A test that A's applicant sits in now, one that is over with an annulled result and one in question, a rehearsal."""
    vacancy = world.objects["exam vacancy"] = vacancy_of(world, agency, "SCORING")
    secretary = user_of(world, "own:SECRETARIAT")
    world.objects["question"] = QuestionFactory(agency=agency, author=secretary, state="DRAFT")
    own = apply_as_owner(world, vacancy, "CANDIDATE")
    people = [Candidate.objects.create(vacancy=vacancy, application=own, number=1)]
    people += [candidate_with_account(vacancy, number) for number in (2, 3)]
    exam = world.objects["exam"] = exam_of(vacancy)
    world.objects["practice exam"] = exam_of(vacancy, practice=True)
    sealed = QuestionFactory(agency=agency, stem=SEALED_WORDS)
    world.objects["sealed exam"] = sealed_exam(vacancy, questions=[sealed])
    session_of(world.objects["sealed exam"], timezone.now() + timedelta(minutes=30))
    running = session_of(exam, timezone.now() - timedelta(minutes=5), people=people[:1])
    world.objects["exam session"] = running
    world.objects["sitting"] = running.sittings.get()
    ended = session_of(exam, timezone.now() - timedelta(hours=5), people=people[1:], state="ENDED")
    ended.minutes_letter = ready_letter("BERITA_ACARA_UJIAN", "001/BA-UJIAN/UJI")
    ended.save()
    world.objects["ended exam session"] = ended
    for key, sitting in zip(("annulment", "accepted annulment"), ended.sittings.order_by("number"), strict=True):
        world.objects["counted sitting"] = sitting
        result = result_of(sitting)
        world.objects[key] = ExamAnnulment.objects.create(
            result=result, reason="Rahasia alasan pembatalan.", proposed_by=secretary, proposed_at=timezone.now()
        )
    ExamAnnulmentVerdict.objects.create(
        annulment=world.objects["accepted annulment"],
        is_accepted=True,
        decided_by=user_of(world, "own:AGENCY_ADMIN"),
        decided_at=timezone.now(),
        letter=ready_letter("BERITA_ACARA_PEMBATALAN", "001/BA-BATAL/UJI"),
    )


def write_alerts(world: World) -> None:
    """One that was asked for and one that runs, both of addresses without an account."""
    now = timezone.now()
    for word, confirmed_at in (("alert asked", None), ("alert", now)):
        world.objects[word] = VacancyAlert.objects.create(
            email=f"{word.replace(' ', '.')}@uji.example", label="Semua lowongan baru", created_at=now, sent_until=now,
            confirmed_at=confirmed_at,
        )  # fmt: skip


def write_core_rows(world: World) -> None:
    world.objects["mail"] = MailboxMessage.objects.create(
        message_id="uji@asnkarier", to_address="a@uji.example", subject="Surat uji", text="Isi", attachment_name="s.pdf",
        attachment=sample_pdf(),
    )  # fmt: skip
    now = timezone.now()
    world.objects["upload"] = Upload.objects.create(
        owner=user_of(world, "own:APPLICANT"), purpose="uji", fingerprint="0" * 64, name="a.pdf", size=9, path="uploads/uji.part",
        created_at=now, updated_at=now,
    )  # fmt: skip
    world.objects["trail export"] = TrailExport.objects.create(
        requested_by=user_of(world, "national:AUDITOR"), purpose="Surat tugas uji", filters={}, state="READY", created_at=now,
        path=store_private(b"PK", folder="trail-bundles", name="uji.zip"),
    )  # fmt: skip
    world.objects["own copy"] = PersonalCopy.objects.create(
        person=user_of(world, "own:APPLICANT"), state="READY", created_at=now, expires_at=now + timedelta(days=7),
        path=store_private(b"PK", folder="personal-copies", name="uji.zip"),
    )  # fmt: skip
    write_breaches(world, now)
    for person in world.people.values():
        if person.user is not None:
            Notification.objects.create(key=f"uji:{person.key}", recipient=person.user, title="Kabar", url="/")


def write_breaches(world: World, now: datetime) -> None:
    """One incident whose letters wait for a second officer, and one whose letters have left."""
    officer, second = UserFactory(role=Role.DATA_PROTECTION), UserFactory(role=Role.DATA_PROTECTION)
    facts = BreachFacts("Akun disalahgunakan", False, now - timedelta(hours=5), ["CONTACT"], "Kata sandi bocor.", "Akun ditutup.")
    world.objects["destruction"] = DestructionProposal.objects.create(
        retention_class="PUT_AWAY_EVIDENCE", due_before=now, count=1, digest="0" * 64, proposed_by=officer, proposed_at=now
    )
    for word in ("told breach", "breach"):
        breach = world.objects[word] = breaches.record_breach(actor=officer, facts=facts)
        chosen = by_nip([world.objects["own employee"].nip])
        breaches.add_people(breach_id=breach.pk, actor=officer, selection=chosen)
        letters = breaches.prepare_letters(breach_id=breach.pk, actor=officer)
        if word == "told breach":
            breaches.release_letters(letters_id=letters.pk, actor=second, count=letters.batch.mails.count())


# Tables that may change whatever is refused.
SKIPPED = ("django_session", "core_cache", "django_migrations", "vacancies_preparedsending")


def written() -> list[tuple[str, int]]:
    """How many rows this transaction has written so far, table by table, those it took back again as well."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0 AND NOT relname = ANY(%s) ORDER BY relname",
            [list(SKIPPED)],
        )
        return cursor.fetchall()


def checksum() -> str:
    """One text for the whole content of the database, sessions and caches left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND NOT relname = ANY(%s) ORDER BY relname",
            [list(SKIPPED)],
        )
        tables = [row[0] for row in cursor.fetchall()]
        question = " UNION ALL ".join(
            f"SELECT '{table}', count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM {table} t"
            for table in tables
        )
        cursor.execute(question)
        return "\n".join(f"{name} {rows} {total}" for name, rows, total in sorted(cursor.fetchall()))
