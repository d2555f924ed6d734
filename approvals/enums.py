"""States and verdicts of the approval engine (mirrors approvals/rules)."""

from django.db import models


class RequestState(models.TextChoices):
    IN_PROGRESS = "IN_PROGRESS", "Sedang berjalan"
    APPROVED = "APPROVED", "Disetujui"
    RETURNED = "RETURNED", "Dikembalikan"
    REJECTED = "REJECTED", "Ditolak"
    WITHDRAWN = "WITHDRAWN", "Ditarik pengirim"


class StepState(models.TextChoices):
    WAITING = "WAITING", "Belum sampai"
    OPEN = "OPEN", "Menunggu keputusan"
    APPROVED = "APPROVED", "Disetujui"
    RETURNED = "RETURNED", "Dikembalikan"
    REJECTED = "REJECTED", "Ditolak"
    NOT_RECOMMENDED = "NOT_RECOMMENDED", "Tidak direkomendasikan"
    SKIPPED = "SKIPPED", "Dilewati"


class Verdict(models.TextChoices):
    APPROVE = "APPROVE", "Setujui"
    RETURN = "RETURN", "Kembalikan"
    REJECT = "REJECT", "Tolak"
    RECOMMEND = "RECOMMEND", "Rekomendasikan"
    RECOMMEND_WITH_NOTES = "RECOMMEND_WITH_NOTES", "Rekomendasikan dengan catatan"
    NOT_RECOMMEND = "NOT_RECOMMEND", "Tidak merekomendasikan"
    DETERMINE = "DETERMINE", "Tetapkan"


# What a verdict reads like once it is given; the labels above are what buttons say.
GIVEN_LABELS: dict[str, str] = {
    Verdict.APPROVE: "Disetujui",
    Verdict.RETURN: "Dikembalikan",
    Verdict.REJECT: "Ditolak",
    Verdict.RECOMMEND: "Direkomendasikan",
    Verdict.RECOMMEND_WITH_NOTES: "Direkomendasikan dengan catatan",
    Verdict.NOT_RECOMMEND: "Tidak direkomendasikan",
    Verdict.DETERMINE: "Ditetapkan",
}


def given_words(verdict: str) -> str:
    """How a verdict reads once it is given; "Diputus" for one of another age."""
    return GIVEN_LABELS.get(verdict, "Diputus")


class DelegationKind(models.TextChoices):
    PLH = "PLH", "Plh."
    PLT = "PLT", "Plt."
    MANDATE = "MANDATE", "Mandat"


class DelegationState(models.TextChoices):
    """What people did with a letter; whether it is in force also depends on its days."""

    REGISTERED = "REGISTERED", "Menunggu pengesahan"
    ACCEPTED = "ACCEPTED", "Disahkan"
    DECLINED = "DECLINED", "Tidak disahkan"
    WITHDRAWN = "WITHDRAWN", "Ditarik pencatat"
