"""How an agency words and heads its letters."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from core.letter_models import Letterhead, LetterheadSize, LetterWording
from tests.factories.people import AgencyFactory, UserFactory


class LetterWordingFactory(DjangoModelFactory):
    """One version of an agency's own words for its receipts."""

    class Meta:
        model = LetterWording

    class Params:
        agency = factory.SubFactory(AgencyFactory)

    register = factory.LazyAttribute(lambda row: row.agency.code.upper())
    kind = "TANDA_TERIMA"
    version = 1
    subject = "Tanda terima lamaran Anda"
    opening = "Lamaran Anda sudah kami terima."
    closing = "Terima kasih."
    written_by = factory.SubFactory(UserFactory)
    written_at = factory.LazyFunction(timezone.now)


class LetterheadFactory(DjangoModelFactory):
    """One version of the head of an agency's letters."""

    class Meta:
        model = Letterhead

    class Params:
        agency = factory.SubFactory(AgencyFactory)

    register = factory.LazyAttribute(lambda row: row.agency.code.upper())
    version = 1
    size = LetterheadSize.COMPACT
    contact = "Telepon 021-000000"
    written_by = factory.SubFactory(UserFactory)
    written_at = factory.LazyFunction(timezone.now)
