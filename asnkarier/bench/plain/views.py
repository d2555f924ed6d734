"""Sending as a plain view does it: rows by the ORM, locks held across its queries, and a task handed to the broker."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.enums import Role
from core.access import allow
from core.tasks import deliver_outbox
from vacancies.actions import sending
from vacancies.reviews import read_review
from vacancies.views.apply import own_application


@allow(Role.APPLICANT)
@require_POST
def submit_plainly(request: HttpRequest, public_id) -> HttpResponse:
    """Everything the portal's own view does and in the same words, without its one statement and with `.delay()`."""
    application = own_application(request, public_id)
    review = read_review(request.POST.get("reviewed", ""), public_id)
    sending.submit_application(application_id=application.pk, actor=request.user, review=review)
    deliver_outbox.delay()
    return redirect("show_receipt", public_id)
