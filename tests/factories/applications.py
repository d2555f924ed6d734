"""Applications in any state: `ApplicationFactory(vacancy=v, state="SUBMITTED")`, or a full draft by `complete_draft`."""

import hashlib
import uuid
from datetime import timedelta
from functools import cache
from io import BytesIO

import factory
import pikepdf
from django.utils import timezone
from PIL import Image

from core.uploads.kinds import PDF
from core.uploads.storage import store_private
from tests.factories.people import EmployeeFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.models import (
    Application,
    ApplicationDocument,
    ApplicationEvent,
    DocumentCheck,
    DocumentRequest,
    Vacancy,
    WithdrawnSubmission,
)
from vacancies.rules.receipt import make_receipt

NOT_SENT = ("DRAFT", "EXPIRED")


@cache
def sample_pdf(pages: int = 1) -> bytes:
    """A plain, lawful PDF with so many empty pages."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


@cache
def sample_picture(kind: str = "PNG", size: tuple[int, int] = (40, 60)) -> bytes:
    """A small picture, PNG or JPEG."""
    buffer = BytesIO()
    Image.new("RGB", size, "#0B5CAD").save(buffer, kind)
    return buffer.getvalue()


class ApplicationFactory(factory.django.DjangoModelFactory):
    """An application of an eligible person with an account. Sent ones have a receipt number, but no letter."""

    class Meta:
        model = Application
        skip_postgeneration_save = True

    vacancy = factory.SubFactory(VacancyFactory, state="OPEN")
    employee = factory.SubFactory(EmployeeFactory, with_user=True)
    state = "DRAFT"
    state_since = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    email = factory.LazyAttribute(lambda a: a.employee.email)
    phone = "0812 3456 7890"
    agrees = factory.LazyAttribute(lambda a: a.state not in NOT_SENT)
    submitted_at = factory.LazyAttribute(lambda a: None if a.state in NOT_SENT else timezone.now() - timedelta(hours=1))
    # A failure that the second verifier has confirmed, so that the selection can be opened; None for one that waits for it.
    second_checked_at = factory.LazyAttribute(lambda a: timezone.now() if a.state == "FAILED" else None)
    receipt_number = factory.Maybe("submitted_at", factory.Sequence(lambda n: make_receipt(f"{n + 10_000_000_000:011d}")), None)

    @factory.post_generation
    def event(self, create, extracted, **kwargs):
        ApplicationEvent.objects.create(application=self, action="start", state="DRAFT", at=self.state_since)
        if self.submitted_at:
            ApplicationEvent.objects.create(application=self, action="submit", state="SUBMITTED", at=self.submitted_at)


class ApplicationDocumentFactory(factory.django.DjangoModelFactory):
    """One uploaded PDF, really in private storage."""

    class Meta:
        model = ApplicationDocument

    class Params:
        content = factory.LazyFunction(sample_pdf)

    application = factory.SubFactory(ApplicationFactory)
    type = "SURAT_LAMARAN"
    original_name = factory.LazyAttribute(lambda d: f"{d.type.lower()}.pdf")
    content_type = PDF
    file = factory.LazyAttribute(lambda d: store_private(d.content, folder="documents/uji", name=f"{uuid.uuid4().hex}.pdf"))
    size = factory.LazyAttribute(lambda d: len(d.content))
    pages = 1
    sha256 = factory.LazyAttribute(lambda d: hashlib.sha256(d.content).hexdigest())
    uploaded_at = factory.LazyFunction(timezone.now)


def complete_draft(vacancy: Vacancy | None = None, **fields) -> Application:
    """A draft that may be sent: contact, statement, every required document, an eligible person."""
    application = ApplicationFactory(vacancy=vacancy or VacancyFactory(state="OPEN"), agrees=True, **fields)
    attach_documents(application)
    return application


def attach_documents(application: Application) -> None:
    """Upload everything the vacancy requires; all rows share one stored file."""
    content = sample_pdf()
    path = store_private(content, folder="documents/uji", name=f"{uuid.uuid4().hex}.pdf")
    ApplicationDocument.objects.bulk_create(
        ApplicationDocument(
            application=application,
            type=need.type,
            original_name=f"{need.type.lower()}.pdf",
            content_type=PDF,
            file=path,
            size=len(content),
            pages=1,
            sha256=hashlib.sha256(content).hexdigest(),
            uploaded_at=timezone.now(),
        )
        for need in application.vacancy.required_documents.filter(is_required=True)
    )


class DocumentCheckFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DocumentCheck

    application = factory.SubFactory(ApplicationFactory, state="SUBMITTED")
    subject = "DOC:SURAT_LAMARAN"
    verdict = "PASS"
    checked_at = factory.LazyFunction(timezone.now)


class DocumentRequestFactory(factory.django.DjangoModelFactory):
    """An open request of the secretariat; its application waits for the applicant."""

    class Meta:
        model = DocumentRequest
        skip_postgeneration_save = True

    application = factory.SubFactory(ApplicationFactory, vacancy__state="VERIFICATION", state="SUBMITTED")
    type = "IJAZAH"
    reason = "Halaman kedua tidak terbaca."
    asked_at = factory.LazyFunction(timezone.now)
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=3))

    @factory.post_generation
    def waiting(self, create, extracted, **kwargs):
        self.application.state = "NEEDS_DOCUMENT"
        self.application.save(update_fields=["state"])


class WithdrawnSubmissionFactory(factory.django.DjangoModelFactory):
    """What was sent and then taken back, with its own receipt number."""

    class Meta:
        model = WithdrawnSubmission

    application = factory.SubFactory(ApplicationFactory, state="SUBMITTED")
    receipt_number = "1111-2222-3333"
    submitted_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=3))
    withdrawn_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=2))
