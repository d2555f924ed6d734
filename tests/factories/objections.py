"""Objections for tests: `failed_application()` may be objected to, `ObjectionFactory()` is one that waits for its answer."""

from datetime import datetime, timedelta

import factory
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from tests.factories.applications import ApplicationFactory, DocumentCheckFactory
from tests.factories.people import UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.models import Announcement, Application, Objection, Vacancy
from vacancies.rules.rule_pack import RulePack

TEXT = "Ijazah yang saya kirim terbaca lengkap, juga halaman kedua yang memuat gelar."
REASON = "Berkas diperiksa kembali dan ijazah itu terbaca seluruhnya sampai halaman kedua."
SUBJECT = "DOC:IJAZAH"


def objectionable_vacancy(*, until: datetime | None = None, **fields) -> Vacancy:
    """A vacancy being scored whose administrative result was announced yesterday; the window ends in two days, or at `until`."""
    fields.setdefault("rule_pack", RulePack(takes_objections=True).as_json())
    vacancy = VacancyFactory(state="SCORING", **fields)
    Announcement.objects.create(
        vacancy=vacancy,
        kind="ADMINISTRATION",
        title=f"Hasil seleksi administrasi {vacancy.position_title}",
        body="Dari 1 pelamar, 0 memenuhi syarat.",
        rows=[],
        objections_until=until or timezone.now() + timedelta(days=2),
        published_at=timezone.now() - timedelta(days=1),
    )
    return vacancy


def failed_application(vacancy: Vacancy | None = None, *, judge: User | None = None, **fields) -> Application:
    """An application that failed by its diploma alone, as a verifier of the office found."""
    vacancy = vacancy or objectionable_vacancy()
    judge = judge or UserFactory(role=Role.SECRETARIAT, agency=vacancy.agency, full_name="Pemeriksa Pertama")
    application = ApplicationFactory(
        vacancy=vacancy,
        state="FAILED",
        verified_by=judge,
        verified_at=timezone.now() - timedelta(days=2),
        reason_codes=["DOC_UNREADABLE"],
        **fields,
    )
    DocumentCheckFactory(application=application, subject=SUBJECT, verdict="FAIL", reason_code="DOC_UNREADABLE", checked_by=judge)
    return application


class ObjectionFactory(factory.django.DjangoModelFactory):
    """An objection filed an hour ago; `due_at` in the past makes a late one."""

    class Meta:
        model = Objection

    application = factory.LazyFunction(failed_application)
    lines = factory.LazyFunction(
        lambda: [{"subject": SUBJECT, "label": "Ijazah", "reason": "Dokumen tidak terbaca.", "note": ""}]
    )
    text = TEXT
    judge_ids = factory.LazyAttribute(lambda o: [o.application.verified_by_id] if o.application.verified_by_id else [])
    filed_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
