"""Imported scores: all values of a checked file, or none."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.refusals import Refused, require
from selection.actions.moves import lock_vacancy
from selection.importing import ImportedValue
from selection.models import Candidate, Score
from selection.permissions import can_import_scores, duty_of


@transaction.atomic
def import_scores(*, vacancy_id: int, actor: User, values: Sequence[ImportedValue], source: str, by_command: bool = False) -> int:
    """Write the values of one file; a value that is already stored changes nothing, so a file may come twice.

    Args:
        values: checked by `plan_import`; checked again here against what is stored now.
        source: file name, for the trail.
        by_command: the import ran on the server, in the actor's name.

    Returns:
        How many values were added or changed.

    Raises:
        Refused: no right, locked scores, an unknown participant or component, or a value outside its scale.
    """
    clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    require(can_import_scores(actor, vacancy))
    components = {c.code: c for c in vacancy.components.all() if c.is_imported}
    candidates = {c.number: c for c in Candidate.objects.filter(vacancy=vacancy).present().order_by("number")}
    stored = {
        (score.candidate_id, score.component_id): score
        for score in Score.objects.select_for_update(of=("self",), no_key=True)
        .filter(candidate__vacancy=vacancy, sheet=None)
        .order_by("pk")
    }
    added, changed, trail = [], [], []
    for value in values:
        candidate, component = candidates.get(value.number), components.get(value.component)
        if candidate is None or component is None:
            raise Refused("Daftar peserta atau komponen berubah sejak berkas diperiksa. Periksa berkas sekali lagi.")
        if not component.scale_min <= value.value <= component.scale_max:
            raise Refused("Skala komponen berubah sejak berkas diperiksa. Periksa berkas sekali lagi.")
        score = stored.get((candidate.pk, component.pk))
        if score is not None and score.value == value.value:
            continue
        trail.append([candidate.key, component.code, score.value if score else None, value.value])
        if score is None:
            added.append(Score(candidate=candidate, component=component, value=value.value, entered_by=actor))
        else:
            score.value, score.entered_by = value.value, actor
            changed.append(score)
    Score.objects.bulk_create(added)
    for score in changed:
        score.save(update_fields=["value", "entered_by", "entered_at"])
    audit.record(
        chain=vacancy.trail_chain,
        act="import_scores",
        actor=actor,
        duty=f"{duty_of(actor, vacancy)}, lewat perintah di server" if by_command else duty_of(actor, vacancy),
        object_type="Vacancy",
        object_id=vacancy.public_id,
        details={"source": source, "values": len(values), "changes": trail},
    )
    return len(trail)
