"""Demo mail backend: keeps mails in a table that the portal itself shows, so that a newcomer can open an invitation."""

from email.utils import parseaddr

from django.core.mail.backends.base import BaseEmailBackend

from core.models import MailboxMessage


class MailboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages) -> int:
        for mail in email_messages:
            html = next((part[0] for part in getattr(mail, "alternatives", []) if part[1] == "text/html"), "")
            attachment = mail.attachments[0] if mail.attachments else None
            MailboxMessage.objects.bulk_create(
                [
                    MailboxMessage(
                        message_id=mail.extra_headers.get("Message-ID") or mail.message()["Message-ID"],
                        to_address=parseaddr(address)[1].lower(),
                        subject=mail.subject,
                        text=mail.body,
                        html=html,
                        attachment_name=attachment[0] if attachment else "",
                        attachment=_bytes(attachment[1]) if attachment else None,
                    )
                    for address in mail.to
                ],
                ignore_conflicts=True,
            )
        return len(email_messages)


def _bytes(content: str | bytes) -> bytes:
    """A text attachment (a calendar file) arrives decoded."""
    return content.encode() if isinstance(content, str) else content
