""" "Laporkan salah" from both sides: the person's line, the admin's work, the answer, the messages."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core.models import AuditEntry, Notification, OutboxMessage
from core.refusals import Refused, Stale
from employees.actions import reports as acts
from employees.models import EvidenceDocument, RecordReport
from tests.factories.applications import sample_pdf
from tests.factories.evidence import EvidenceFactory, RecordReportFactory
from tests.factories.people import AgencyFactory, DisciplineFactory, EmployeeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def employee():
    return EmployeeFactory(with_user=True, name="Sari Contoh")


@pytest.fixture
def admin(employee):
    return UserFactory(role=Role.AGENCY_ADMIN, agency=employee.agency, full_name="Admin Uji")


@pytest.fixture
def owner(client, employee):
    client.force_login(employee.user)
    return client


def address(section, record_id):
    return f"{reverse('report_record')}?bagian={section}&baris={record_id}"


def report_post(employee, owner, **values):
    post = employee.positions.get()
    return owner.post(address("POSITION", post.pk), {"message": "TMT yang benar 1 Maret 2013.", **values}), post


def test_every_line_of_the_register_can_be_reported_but_only_the_own_ones(owner, employee):
    sanction = DisciplineFactory(employee=employee)
    assessed = employee.assessments.create(
        assessed_on=date(2025, 3, 4), provider="Balai Uji", job_person_match="81.25", potential="HIGH"
    )
    page = owner.get(reverse("show_profile")).content.decode()
    lines = [
        ("ASSESSMENT", assessed.pk),
        ("DISCIPLINE", sanction.pk),
        ("IDENTITY", 4),
        ("POSITION", employee.positions.get().pk),
        ("GRADE", employee.grades.get().pk),
    ]
    lines += [("EDUCATION", employee.educations.get().pk), ("TRAINING", employee.trainings.get().pk)]
    lines += [("PERFORMANCE", row.pk) for row in employee.performances.all()]
    for section, record_id in lines:
        assert address(section, record_id).replace("&", "&amp;") in page
        assert owner.get(address(section, record_id)).status_code == 200
    other = EmployeeFactory()
    for section, record_id in (
        ("POSITION", other.positions.get().pk), ("IDENTITY", 99), ("NOTHING", 1), ("POSITION", "abc"), ("POSITION", "9" * 30),
    ):  # fmt: skip
        assert owner.get(address(section, record_id)).status_code == 404
    assert owner.get(reverse("report_record"))["Location"] == reverse("show_profile")


def test_report_freezes_the_line_and_becomes_work_of_the_admin(owner, employee, admin):
    answer, post = report_post(employee, owner)
    report = RecordReport.objects.get()
    assert answer["Location"] == reverse("show_my_report", args=[report.public_id])
    assert report.record_words.startswith("Jabatan: Kepala Bagian Uji · Jenjang: Administrator")
    assert (report.agency, report.section, report.record_id) == (employee.agency, "POSITION", post.pk)
    mail = OutboxMessage.objects.get(kind="record_reported")
    assert (mail.recipient, mail.subject) == (
        admin,
        f"Laporan data salah: riwayat jabatan, Sari Contoh, {employee.agency.name}",
    )
    assert "TMT yang benar 1 Maret 2013." in mail.text
    assert set(Notification.objects.values_list("recipient", flat=True)) == {admin.pk, employee.user.pk}
    assert AuditEntry.objects.get(act="report_record").object_id == str(report.public_id)
    page = owner.get(reverse("show_profile")).content.decode()
    assert "Menunggu jawaban" in page
    assert address("POSITION", post.pk).replace("&", "&amp;") not in page


def test_one_open_report_a_line(owner, employee):
    _, post = report_post(employee, owner)
    report = RecordReport.objects.get()
    again = owner.get(address("POSITION", post.pk))
    assert again["Location"] == reverse("show_my_report", args=[report.public_id])
    with pytest.raises(Refused, match="sudah Anda laporkan"):
        acts.report_record(actor=employee.user, section="POSITION", record_id=post.pk, message="Sekali lagi salah.")
    acts.withdraw_report(report_id=report.pk, actor=employee.user)
    acts.report_record(actor=employee.user, section="POSITION", record_id=post.pk, message="Sekali lagi salah.")
    assert RecordReport.objects.open().count() == 1


def test_report_takes_a_proof_from_the_locker_or_with_the_form(owner, employee):
    kept = EvidenceFactory(employee=employee)
    report_post(employee, owner, proof=str(kept.public_id))
    assert RecordReport.objects.get().proof == kept
    grade = employee.grades.get()
    file = SimpleUploadedFile("sk.pdf", sample_pdf(2))
    owner.post(address("GRADE", grade.pk), {"message": "Golongan saya IV/c sejak 2024.", "file": file})
    report = RecordReport.objects.get(section="GRADE")
    assert report.proof.title == "Bukti laporan: Riwayat golongan"
    assert EvidenceDocument.objects.of(employee.user).count() == 2
    foreign = EvidenceFactory()
    page = owner.post(address("IDENTITY", 4), {"message": "Tanggal lahir salah.", "proof": str(foreign.public_id)})
    assert "Dokumen itu tidak ada di lemari bukti Anda" in page.content.decode()


def test_too_short_report_keeps_what_was_typed(owner, employee):
    answer, _ = report_post(employee, owner, message="Salah")
    page = answer.content.decode()
    assert "paling sedikit 10 huruf" in page
    assert "Salah</textarea>" in page
    assert not RecordReport.objects.exists()


def test_answer_reaches_the_person_and_shows_beside_the_line(client, employee, admin):
    report = RecordReportFactory(employee=employee, record_id=4)
    colleague = UserFactory(role=Role.AGENCY_ADMIN, agency=employee.agency)
    client.force_login(admin)
    url = reverse("answer_report", args=[report.public_id])
    assert "Sari Contoh" in client.get(url).content.decode()
    values = {"outcome": "CORRECTED", "answer": "Sudah diperbaiki, tampil sesudah impor."}
    answer = client.post(url, values)
    assert answer["Location"] == reverse("list_record_reports")
    mail = OutboxMessage.objects.get(kind="record_report_answered")
    assert (mail.recipient, mail.to_address) == (employee.user, employee.email)
    assert "Sudah diperbaiki, tampil sesudah impor." in mail.text
    assert Notification.objects.filter(recipient=colleague).exists()
    entry = AuditEntry.objects.get(act="answer_report")
    assert f"Admin instansi {employee.agency.name}" in entry.body
    client.force_login(employee.user)
    assert "Sudah diperbaiki di data induk" in client.get(reverse("show_profile")).content.decode()
    page = client.get(reverse("show_my_report", args=[report.public_id])).content.decode()
    assert "Sudah diperbaiki, tampil sesudah impor." in page
    assert "Tarik laporan" not in page


def test_second_answer_is_stale_and_withdrawn_reports_are_nobodys_work(client, employee, admin):
    report = RecordReportFactory(employee=employee)
    acts.answer_report(report_id=report.pk, actor=admin, outcome="KEPT", answer="Data sudah benar menurut SK.")
    with pytest.raises(Stale, match="sudah selesai"):
        acts.answer_report(report_id=report.pk, actor=admin, outcome="KEPT", answer="Data sudah benar menurut SK.")
    with pytest.raises(Refused, match="sudah dijawab"):
        acts.withdraw_report(report_id=report.pk, actor=employee.user)
    other = RecordReportFactory(employee=employee, record_id=4)
    acts.withdraw_report(report_id=other.pk, actor=employee.user)
    client.force_login(admin)
    assert client.get(reverse("answer_report", args=[other.public_id])).status_code == 404


def test_admin_never_answers_about_the_own_record_and_others_not_at_all(client, employee):
    admin_too = EmployeeFactory(with_user=True, agency=employee.agency)
    UserFactory(role=Role.AGENCY_ADMIN, agency=employee.agency)
    admin_too.user.memberships.create(role=Role.AGENCY_ADMIN, agency=employee.agency, valid_from="2020-01-01")
    own = RecordReportFactory(employee=admin_too)
    with pytest.raises(Refused, match="dijawab admin lain"):
        acts.answer_report(report_id=own.pk, actor=admin_too.user, outcome="KEPT", answer="Data sudah benar.")
    stranger = UserFactory(role=Role.AGENCY_ADMIN)
    with pytest.raises(Refused, match="dijawab admin instansi"):
        acts.answer_report(report_id=own.pk, actor=stranger, outcome="KEPT", answer="Data sudah benar.")
    client.force_login(admin_too.user)
    assert "dijawab admin lain" in client.get(reverse("answer_report", args=[own.public_id])).content.decode()
    client.force_login(stranger)
    assert client.get(reverse("answer_report", args=[own.public_id])).status_code == 404


def test_outcome_outside_the_list_is_refused(employee, admin):
    report = RecordReportFactory(employee=employee)
    with pytest.raises(Refused, match="Pilih hasil"):
        acts.answer_report(report_id=report.pk, actor=admin, outcome="WITHDRAWN", answer="Tidak boleh.")


def test_work_list_filters_and_the_navigation_counts_open_ones(client, employee, admin):
    RecordReportFactory(employee=employee, section="GRADE", record_id=1, record_words="Golongan: IV/b")
    RecordReportFactory(record_id=2, record_words="Milik instansi lain")
    done = RecordReportFactory(employee=EmployeeFactory(agency=employee.agency, name="Budi Selesai"))
    acts.answer_report(report_id=done.pk, actor=admin, outcome="KEPT", answer="Data sudah benar.")
    client.force_login(admin)
    url = reverse("list_record_reports")
    page = client.get(url).content.decode()
    assert "Golongan: IV/b" in page
    assert "Milik instansi lain" not in page
    assert "Budi Selesai" not in page
    assert '<span>Laporan data pegawai</span><span class="count">1' in page
    assert "Budi Selesai" in client.get(url, {"status": "dijawab"}).content.decode()
    assert "Sari Contoh" in client.get(url, {"q": employee.nip[:8]}).content.decode()
    assert "Tidak ada laporan untuk saringan ini" in client.get(url, {"bagian": "TRAINING"}).content.decode()


def test_changed_line_is_shown_to_the_admin(client, employee, admin):
    report = RecordReportFactory(employee=employee, record_words="Data: Nama · Isi: Sari Contho")
    client.force_login(admin)
    page = client.get(reverse("answer_report", args=[report.public_id])).content.decode()
    assert "Baris ini sudah berubah sejak dilaporkan" in page
    assert "Isi: Sari Contoh" in page


@pytest.mark.parametrize("count", [1, 3])
def test_work_list_costs_the_same_at_every_size(client, employee, admin, count, django_assert_num_queries):
    for _ in range(count):
        RecordReportFactory(employee=EmployeeFactory(agency=employee.agency, with_records=False))
    client.force_login(admin)
    client.get(reverse("list_record_reports"))
    with django_assert_num_queries(WORK_QUERIES):
        client.get(reverse("list_record_reports"))


WORK_QUERIES = 7


@pytest.mark.parametrize("count", [1, 3])
def test_own_reports_cost_the_same_at_every_size(owner, employee, count, django_assert_num_queries):
    for number in range(count):
        RecordReportFactory(employee=employee, record_id=number, outcome="KEPT", answer="Benar.", answered_at=timezone.now())
    owner.get(reverse("list_my_reports"))
    with django_assert_num_queries(OWN_QUERIES):
        owner.get(reverse("list_my_reports"))


OWN_QUERIES = 9


def test_report_stays_with_the_agency_it_was_sent_to(employee, admin):
    report = RecordReportFactory(employee=employee)
    employee.agency = AgencyFactory()
    employee.save()
    acts.answer_report(report_id=report.pk, actor=admin, outcome="FORWARDED", answer="Diteruskan ke instansi baru.")
    assert RecordReport.objects.get().outcome == "FORWARDED"
