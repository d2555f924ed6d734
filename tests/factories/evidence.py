"""Documents in the locker, own additions and reports of wrong lines."""

import hashlib
from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from core.uploads.storage import store_private
from employees.enums import DocumentType, OwnRecordKind, RegisterSection
from employees.models import EvidenceDocument, OwnRecord, RecordReport
from tests.factories.applications import sample_pdf
from tests.factories.people import EmployeeFactory


class EvidenceFactory(DjangoModelFactory):
    """A one-page PDF in a person's locker, with a real file in private storage."""

    class Meta:
        model = EvidenceDocument

    employee = factory.SubFactory(EmployeeFactory, with_user=True)
    type = DocumentType.SERTIFIKAT
    title = factory.Sequence(lambda n: f"Sertifikat uji {n}")
    issuer = "Lembaga Uji"
    issued_on = date(2024, 3, 1)
    original_name = "sertifikat.pdf"
    content_type = "application/pdf"
    size = factory.LazyFunction(lambda: len(sample_pdf()))
    pages = 1
    sha256 = factory.LazyFunction(lambda: hashlib.sha256(sample_pdf()).hexdigest())
    uploaded_at = factory.LazyFunction(timezone.now)
    file = factory.LazyAttributeSequence(
        lambda o, n: store_private(sample_pdf(), folder=f"evidence/{o.employee.public_id}", name=f"uji{n}.pdf")
    )


class OwnRecordFactory(DjangoModelFactory):
    class Meta:
        model = OwnRecord

    employee = factory.SubFactory(EmployeeFactory, with_user=True)
    kind = OwnRecordKind.TRAINING
    title = factory.Sequence(lambda n: f"Pelatihan uji {n}")
    issuer = "Lembaga Uji"
    started_on = date(2024, 3, 1)
    proof = factory.SubFactory(EvidenceFactory, employee=factory.SelfAttribute("..employee"))
    created_at = factory.LazyFunction(timezone.now)
    updated_at = factory.LazyFunction(timezone.now)


class RecordReportFactory(DjangoModelFactory):
    """An open report about the person's name, waiting at the own agency."""

    class Meta:
        model = RecordReport

    employee = factory.SubFactory(EmployeeFactory, with_user=True)
    agency = factory.SelfAttribute("employee.agency")
    section = RegisterSection.IDENTITY
    record_id = 2
    record_words = "Data: Nama · Isi: Pegawai Uji"
    message = "Nama saya ditulis dengan dua huruf s."
    created_at = factory.LazyFunction(timezone.now)
