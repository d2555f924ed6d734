"""Every write of this room: the register, the evidence locker, own additions, reports of wrong lines."""

from employees.actions.evidence import evidence_folder, keep_evidence
from employees.actions.register import (
    begin_import,
    end_import,
    look_at_import_batch,
    save_import_batch,
    switch_search_visibility,
)

__all__ = [
    "begin_import",
    "end_import",
    "evidence_folder",
    "keep_evidence",
    "look_at_import_batch",
    "save_import_batch",
    "switch_search_visibility",
]
