"""The rounds in which Wasdal BKN is asked whether a selection may go on with too few applications."""

from approvals.enums import RequestState
from approvals.models import ApprovalRequest, Decision
from vacancies.models import Vacancy

# Values of "decision" in the frozen rows of an announcement; the ledger reads them.
CONTINUED, FAILED = "CONTINUED", "FAILED"


def continuation_rounds(vacancy: Vacancy) -> list[ApprovalRequest]:
    """Every round of this vacancy, newest first, with steps and decisions; [] when it never came to the fork."""
    if vacancy.continue_request_id is None:
        return []
    code = vacancy.continue_request.chain_code
    rounds = ApprovalRequest.objects.filter(trail_chain=vacancy.trail_chain, chain_code=code)
    return list(rounds.with_chain().order_by("-created_at", "-pk"))


def last_decision(request: ApprovalRequest | None) -> Decision | None:
    """What was decided last in a round; None while nothing is."""
    if request is None:
        return None
    return Decision.objects.filter(step__request=request).select_related("actor").order_by("-decided_at", "-pk").first()


def refusing_note(vacancy: Vacancy) -> str:
    """Wasdal's note of a round that ended without recommendation, "" when there is none."""
    request = vacancy.continue_request
    if request is None or request.state != RequestState.RETURNED:
        return ""
    decision = last_decision(request)
    return decision.note if decision else ""
