"""Score sheets."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.refusals import Refused, Stale, require
from selection.actions.moves import locked_candidate
from selection.justification import explains
from selection.models import Score, ScoreSheet
from selection.permissions import can_score, duty_of, seat_of
from selection.rules.score_values import written
from selection.scoring_permissions import can_reopen_sheet
from vacancies.models import ScoreComponent


@transaction.atomic
def save_sheet(
    *,
    candidate_id: int,
    actor: User,
    values: Mapping[str, Decimal | None],
    reasons: Mapping[str, str] | None = None,
    note: str = "",
    version: int | None = None,
    submit: bool = False,
    blind: bool = False,
) -> ScoreSheet:
    """Keep the actor's own scores of one candidate, as a draft or handed in.

    Args:
        values: component code -> score on the component's scale, None for a score still open; only components of this
            sheet. reasons: component code -> why, None leaves the stored ones. note: remark of the scorer.
        version: `ScoreSheet.version` of the page, 0 when no sheet was stored yet; None when no page was involved.
        submit: hand in; then every component needs a score, and every score outside the middle a reason.
        blind: the sheet of the components that are scored without a name.

    Raises:
        Refused: no right, an unknown component, a score outside its scale, or something is missing on handing in.
        Stale: the sheet was saved elsewhere since the page was drawn.
    """
    now = clock.transaction_now()
    candidate, vacancy = locked_candidate(candidate_id)
    seat = seat_of(actor, vacancy)
    sheet = (
        ScoreSheet.objects.select_for_update(of=("self",), no_key=True)
        .filter(candidate=candidate, member__user=actor, member=seat, is_blind=blind)
        .first()
    )
    if submit and sheet is not None and sheet.submitted_at is not None and dict(values).items() <= _values_of(sheet).items():
        # A second press of the button finds its own work done.
        return sheet
    require(can_score(actor, candidate, sheet))
    if version is not None and version != (sheet.version if sheet else 0):
        raise Stale(
            "Lembar ini sudah disimpan dari halaman lain. Bandingkan nilai tersimpan dengan isian Anda, lalu simpan lagi."
        )
    components = {c.code: c for c in vacancy.components.all() if c.is_scored_by_panel and c.is_blind is blind}
    _refuse_unfit(values, components)
    before = _values_of(sheet)
    if sheet is None:
        sheet = ScoreSheet(candidate=candidate, member=seat, version=0, is_blind=blind)
    after = {**before, **values}
    kept = sheet.reasons if reasons is None else {**sheet.reasons, **reasons}
    kept = {code: why.strip() for code, why in kept.items() if code in components and why.strip()}
    if submit:
        _refuse_unfinished(after, kept, components)
        sheet.submitted_at = now
    sheet.note, sheet.reasons = note.strip(), kept
    sheet.version += 1
    sheet.save()
    for code, value in values.items():
        place = {"candidate": candidate, "component": components[code], "sheet": sheet}
        if value is None:
            Score.objects.filter(**place).delete()
        else:
            Score.objects.update_or_create(**place, defaults={"value": value, "entered_by": actor})
    audit.record(
        chain=vacancy.trail_chain,
        act="submit_sheet" if submit else "save_sheet",
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="ScoreSheet",
        object_id=sheet.public_id,
        details={
            "candidate": candidate.key,
            "before": _texts(before),
            "after": _texts(after),
            "reasons": sheet.reasons,
            "note": sheet.note,
        },
    )
    return sheet


@transaction.atomic
def reopen_sheet(*, sheet_id: int, actor: User, reason: str) -> ScoreSheet:
    """Give a handed-in sheet back to its scorer. The chair does this, with a reason; the scores stay until changed.

    Raises:
        Refused: no right, no reason, or the sheet is not handed in.
    """
    sheet = ScoreSheet.objects.select_related("candidate").get(pk=sheet_id)
    candidate, vacancy = locked_candidate(sheet.candidate_id)
    sheet = ScoreSheet.objects.select_for_update(of=("self",), no_key=True).select_related("member__user").get(pk=sheet_id)
    sheet.candidate = candidate
    require(can_reopen_sheet(actor, sheet))
    if not reason.strip():
        raise Refused("Tulis alasan membuka kembali lembar ini.", field="reason")
    sheet.submitted_at = None
    sheet.version += 1
    sheet.save(update_fields=["submitted_at", "version", "updated_at"])
    audit.record(
        chain=vacancy.trail_chain,
        act="reopen_sheet",
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="ScoreSheet",
        object_id=sheet.public_id,
        details={"candidate": candidate.key, "scorer": sheet.member.user.full_name, "reason": reason.strip()},
    )
    return sheet


def _refuse_unfit(values: Mapping[str, Decimal | None], components: Mapping[str, ScoreComponent]) -> None:
    for code, value in values.items():
        if code not in components:
            raise Refused("Komponen ini tidak dinilai oleh panitia seleksi di lembar ini.", field=code)
        component = components[code]
        if value is not None and not component.scale_min <= value <= component.scale_max:
            raise Refused(
                f"Nilai {component.label} harus antara {written(component.scale_min)} dan {written(component.scale_max)}.",
                field=code,
            )


def _refuse_unfinished(
    values: Mapping[str, Decimal | None], reasons: Mapping[str, str], components: Mapping[str, ScoreComponent]
) -> None:
    open_components = [component.label for code, component in components.items() if values.get(code) is None]
    if open_components:
        raise Refused(f"Lembar belum lengkap. Isi nilai {', '.join(open_components)}.")
    for code, component in components.items():
        value = values[code]
        if value is not None and code not in reasons and explains(component, value):
            raise Refused(f"Nilai {component.label} di luar rentang tengah. Tulis alasannya.", field=f"reason_{code}")


def _values_of(sheet: ScoreSheet | None) -> dict[str, Decimal | None]:
    if sheet is None:
        return {}
    return {score.component.code: score.value for score in sheet.scores.select_related("component").order_by("id")}


def _texts(values: Mapping[str, Decimal | None]) -> dict[str, str | None]:
    return {code: None if value is None else format(value, "f") for code, value in values.items()}
