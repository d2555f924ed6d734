"""Messages about letters that no longer count, to those who had received them."""

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from core.letters import check_address
from core.models import Letter, LetterEnd, OutboxMessage
from core.outbox import gathered, queue_bell, queue_mail


@gathered()
def tell_of_end(letter: Letter, end: LetterEnd, sent: Iterable[OutboxMessage]) -> None:
    """Tell everybody who was sent this letter that it was replaced (with the new one attached) or withdrawn.

    Args:
        sent: the mails that carried the letter and have left.
    """
    successor = end.successor
    act = "diganti" if successor else "ditarik"
    issuer = str(letter.words.get("agency", ""))
    title = f"Surat nomor {letter.number} {act}: {letter.title}{f', {issuer}' if issuer else ''}"
    for mail in sent:
        words = {
            "name": mail.recipient.full_name if mail.recipient else "Bapak/Ibu",
            "letter": letter,
            "successor": successor,
            "reason": end.reason,
            "issuer": issuer,
            "link": check_address(letter),
        }
        queue_mail(
            kind="letter_ended",
            key=f"letter-ended:{end.pk}:{mail.pk}",
            to_address=mail.to_address,
            subject=title,
            text=render_to_string("email/vacancies/letter_ended.txt", words),
            recipient=mail.recipient,
            letter=successor,
        )
        if isinstance(mail.recipient, User):
            path = reverse("check_letter", args=[letter.public_id])
            queue_bell(
                kind="letter_ended", key=f"letter-ended:{end.pk}:{mail.pk}", recipient=mail.recipient, title=title, url=path
            )
