"""Saving what is typed into a draft, by a pressed button or by itself, in time or after closing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from core import clock
from core.refusals import Stale, require
from vacancies.actions.applications import record_act
from vacancies.models import Application
from vacancies.permissions import applications as permissions
from vacancies.rules.drafting import mark_of, merge_section, own_and_late

TYPED_FIELDS = ("email", "phone", "motivation", "special_needs", "agrees")
# Free text grows letter by letter; the trail notes it when the button is pressed and when it is sent.
FREE_TEXT = {"motivation", "special_needs"}


class Overtaken(Stale):
    """Fields changed here and elsewhere, to different values. Nothing was written.

    Args:
        application: as it is stored; fields: names of the fields to choose between.
    """

    def __init__(self, application: Application, fields: tuple[str, ...]) -> None:
        super().__init__("Bagian ini sudah diubah di halaman atau perangkat lain. Belum ada yang ditimpa; pilih yang Anda pakai.")
        self.application, self.fields = application, fields


@dataclass(frozen=True)
class SavedDraft:
    """A save that was kept. `at` is its transaction timestamp; `is_late` says that registration had closed by then."""

    application: Application
    at: datetime
    is_late: bool


@transaction.atomic
def save_draft_fields(
    *,
    application_id: int,
    actor: User,
    values: Mapping[str, str | bool],
    seen: Mapping[str, str],
    page: str = "",
    by_itself: bool = False,
) -> SavedDraft:
    """Keep fields of a draft. After closing they are kept as well: in the draft, where they do not count as sent.

    Only the application's row is locked: a thousand people who type must not stand in the way of the ones who send.

    Args:
        values: cleaned values of some of TYPED_FIELDS; seen: see rules/drafting.py.
        page: mark of the open page and of this save (rules/drafting.py), so that a page is never overtaken by its own earlier
            save, and an earlier one that comes late changes nothing.
        by_itself: saved while typing, not by a pressed button.

    Raises:
        Overtaken: somebody saved something else since the page was drawn. Refused: not the owner's, or no draft any more.
    """
    now = clock.transaction_now()
    application = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("employee", "vacancy", "vacancy__agency")
        .get(pk=application_id)
    )
    require(permissions.can_keep_text(actor, application))
    stored = {name: getattr(application, name) for name in TYPED_FIELDS}
    saved_from = application.saved_from or {}
    own, late = own_and_late(saved_from, values, page)
    kept = {name: value for name, value in values.items() if name not in late}
    merge = merge_section(stored, kept, seen, own=own)
    if merge.conflicts:
        raise Overtaken(application, merge.conflicts)
    closes_at = application.vacancy.closes_at
    saved = SavedDraft(application, now, is_late=closes_at is not None and now >= closes_at)
    shown = [name for name, value in kept.items() if name in merge.changes or mark_of(value) == mark_of(stored[name])]
    application.saved_from = saved_from | dict.fromkeys(shown, page)
    if not merge.changes:
        # Also what stayed as it is was sent by this save: an earlier one still on its way may hold something else.
        if page and application.saved_from != saved_from:
            application.save(update_fields=["saved_from"])
        return saved
    for name, value in merge.changes.items():
        setattr(application, name, value)
    application.saved_at = now
    application.version += 1
    application.save(update_fields=[*merge.changes, "saved_at", "saved_from", "version"])
    if not by_itself or set(merge.changes) - FREE_TEXT:
        # Names of fields only: the trail is read by others, the contents belong to the applicant.
        details = {"fields": sorted(merge.changes)} | ({"late": True} if saved.is_late else {})
        record_act(application, "edit_draft", actor, details)
    return saved
