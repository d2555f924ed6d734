"""Words of this room's letters: what the oversight body recommends."""

from datetime import datetime

from accounts.models import User
from approvals.enums import Verdict
from approvals.models import ApprovalRequest
from core.indonesian import date_words
from core.letters import write_letter
from core.models import Letter

# A register of its own: no agency's admin reads what oversight writes to other agencies.
WASDAL_REGISTER = "WASDAL-BKN"
WASDAL_NAME = "Wasdal BKN"
RESULTS = {
    Verdict.RECOMMEND: "Direkomendasikan",
    Verdict.RECOMMEND_WITH_NOTES: "Direkomendasikan dengan catatan",
    Verdict.NOT_RECOMMEND: "Tidak direkomendasikan",
}
CONSEQUENCES = {
    Verdict.RECOMMEND: "",
    Verdict.RECOMMEND_WITH_NOTES: "Catatan di atas menjadi bagian dari rekomendasi ini dan ditindaklanjuti oleh instansi.",
    Verdict.NOT_RECOMMEND: "Proses ini tidak berlanjut sebelum pengajuannya diperbaiki dan dikirim kembali.",
}


def recommendation_letter(*, request: ApprovalRequest, verdict: str, note: str, actor: User, duty: str, now: datetime) -> Letter:
    """Write the numbered letter of a recommendation, in the transaction of the decision that gives it.

    Args:
        verdict: one of `RESULTS`; duty: as the decision is signed, with the letter of a stand-in where there is one.
    """
    subject = request.title[:1].lower() + request.title[1:]
    return write_letter(
        kind="REKOMENDASI",
        register=WASDAL_REGISTER,
        form="{number:03d}/REK/{register}/{year}",
        # The verdict stays out of what a list or the check page shows.
        title=f"Rekomendasi atas {subject}"[:200],
        template="pdf/approvals/recommendation.html",
        words={
            "issuer": WASDAL_NAME,
            "agency": request.agency.name,
            "request": subject,
            "date": date_words(now),
            "recipient": f"Pejabat Pembina Kepegawaian {request.agency.name}",
            "round": request.round_number,
            "digest": request.digest,
            "verdict": RESULTS[Verdict(verdict)],
            "consequence": CONSEQUENCES[Verdict(verdict)],
            "note": note,
            "duty": duty,
            "signer": actor.full_name,
        },
    )
