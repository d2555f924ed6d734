"""Messages about documents oversight asks for."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from approvals.models import ApprovalRequest, ApprovalStep, DocumentAsk
from core.outbox import gathered, queue_bell, queue_mail


@gathered()
def announce_ask(request: ApprovalRequest, step: ApprovalStep, ask: DocumentAsk) -> None:
    """Tell the sender what is needed until when."""
    _tell(request, step, ask, request.sender, "documents_asked", f"Wasdal meminta dokumen: {request.title}")


@gathered()
def announce_answer(request: ApprovalRequest, step: ApprovalStep, ask: DocumentAsk, people: list[User]) -> None:
    """Tell those who may decide that the answer is here."""
    for person in people:
        _tell(request, step, ask, person, "documents_answered", f"Dokumen sudah dijawab: {request.title}")


def _tell(request: ApprovalRequest, step: ApprovalStep, ask: DocumentAsk, person: User, kind: str, title: str) -> None:
    key = f"{kind}:{ask.pk}:{person.pk}"
    is_answer = kind == "documents_answered"
    url = reverse("decide_step", args=[request.public_id]) if is_answer else reverse("answer_documents", args=[ask.public_id])
    queue_bell(kind=kind, key=key, recipient=person, title=title, url=url)
    queue_mail(
        kind=kind,
        key=key,
        to_address=person.email,
        recipient=person,
        subject=f"{title}, {request.agency.name}",
        text=render_to_string(
            "email/approvals/documents.txt",
            {"request": request, "step": step, "ask": ask, "is_answer": is_answer, "link": settings.PORTAL_URL + url},
        ),
    )
