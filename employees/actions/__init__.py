"""Every write of this room: the register, the evidence locker, own additions, reports of wrong lines."""

from employees.actions.evidence import evidence_folder, keep_evidence
from employees.actions.register import save_import_batch, switch_search_visibility

__all__ = ["evidence_folder", "keep_evidence", "save_import_batch", "switch_search_visibility"]
