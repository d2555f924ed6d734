"""What stands on the decision page, as one text: drawn once for the eyes and hashed for the signature.

A decision is bound to the hash of everything its page showed (docs/security.md 4.5). When anything of it changed meanwhile, a
candidate who withdrew for example, the signature is refused and the page is shown again. What only tells the time or who else
reads is left out.
"""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.models import User
from approvals import registry
from approvals.models import ApprovalRequest, ApprovalStep
from approvals.pages import changed_rows, history_rows
from core.canonical import canonical_json, sha256_hex


@dataclass(frozen=True)
class Screen:
    """What a page shows of the subject, and the digest of the whole page.

    Args:
        subject: drawn part that belongs to the room of the subject.
        digest: SHA-256 of everything shown.
    """

    subject: SafeString
    digest: str


def screen_of(request: ApprovalRequest, step: ApprovalStep | None, user: User) -> Screen:
    """Draw the page's content for somebody.

    Args:
        request: with its chain (`with_chain`); step: the open one.
    """
    binding = registry.binding_of(request.chain_code)
    page = binding.page(request, user)
    subject = render_to_string(page["template"], page["context"] | {"subject": page["context"]})
    shown = {
        "title": request.title,
        "level": request.level_label,
        "agency": request.agency.name,
        "sender": request.sender.full_name,
        "note": request.note,
        "asks_reason": request.asks_reason,
        "round": request.round_number,
        "digest": request.digest,
        "step": step.title if step else "",
        "summary": [[str(part) for part in row] for row in request.summary],
        "changes": changed_rows(request),
        "history": history_rows(request),
        "subject": str(subject),
    }
    return Screen(subject, sha256_hex(canonical_json(shown)))
