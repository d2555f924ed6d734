"""Messages about reports of wrong lines and about files somebody else opened, written in the transaction of the act."""

from collections.abc import Iterable

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from core.outbox import gathered, queue_bell, queue_mail
from employees.models import Employee, RecordReport


@gathered()
def tell_reported(report: RecordReport, admins: Iterable[User]) -> None:
    """Work for the admins of the agency; the reporter gets a line in the bell as proof that it arrived."""
    employee = report.employee
    part = report.get_section_display().lower()
    path = reverse("answer_report", args=[report.public_id])
    subject = f"Laporan data salah: {part}, {employee.name}, {report.agency.name}"
    for admin in admins:
        key = f"report-filed:{report.pk}:{admin.pk}"
        words = {"report": report, "part": part, "name": admin.full_name, "link": settings.PORTAL_URL + path}
        queue_bell(kind="record_reported", key=key, recipient=admin, title=subject, url=path)
        queue_mail(
            kind="record_reported",
            key=key,
            to_address=admin.email,
            recipient=admin,
            subject=subject,
            text=render_to_string("email/employees/reported.txt", words),
        )
    if employee.user is not None:
        queue_bell(
            kind="record_reported",
            key=f"report-filed:{report.pk}:{employee.user.pk}",
            recipient=employee.user,
            title=f"Laporan Anda tentang {part} sudah diterima admin {report.agency.name}",
            url=reverse("show_my_report", args=[report.public_id]),
        )


@gathered()
def tell_answered(report: RecordReport, admins: Iterable[User]) -> None:
    """The answer for the reporter; a line in the bell of the other admins, so that nobody does the work twice."""
    employee = report.employee
    part = report.get_section_display().lower()
    path = reverse("show_my_report", args=[report.public_id])
    if employee.user is not None:
        key = f"report-answered:{report.pk}:{employee.user.pk}"
        subject = f"Laporan data Anda dijawab: {part}, {report.agency.name}"
        words = {"report": report, "part": part, "name": employee.name, "link": settings.PORTAL_URL + path}
        queue_bell(kind="record_report_answered", key=key, recipient=employee.user, title=subject, url=path)
        queue_mail(
            kind="record_report_answered",
            key=key,
            to_address=employee.email or employee.user.email,
            recipient=employee.user,
            subject=subject,
            text=render_to_string("email/employees/answered.txt", words),
        )
    for admin in admins:
        queue_bell(
            kind="record_report_answered",
            key=f"report-answered:{report.pk}:{admin.pk}",
            recipient=admin,
            title=f"Laporan data {employee.name} ({part}) dijawab: {report.get_outcome_display().lower()}",
            url=reverse("answer_report", args=[report.public_id]),
        )


def tell_file_viewed(employee: Employee, *, reader: str, about: str, event: str) -> None:
    """Tell the owner that another agency opened a file, once an event; never who it was (docs/product.md section 8).

    Args:
        reader: label of the duty under which; about: post and agency it was opened for; event: unique key of the occasion.
    """
    if employee.user is None:
        return
    key, path = f"{event}:{employee.user.pk}", reverse("list_own_readings")
    subject = f"Berkas Anda dibuka instansi lain: {about}"
    words = {"name": employee.name, "reader": reader, "about": about, "link": settings.PORTAL_URL + path}
    queue_bell(kind="file_viewed", key=key, recipient=employee.user, title=subject, url=path)
    queue_mail(
        kind="file_viewed",
        key=key,
        to_address=employee.email or employee.user.email,
        recipient=employee.user,
        subject=subject,
        text=render_to_string("email/employees/file_viewed.txt", words),
    )
