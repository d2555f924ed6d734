"""What each chain is bound to. Filled once, at start-up, by the composition root (asnkarier/chains.py).

The engine knows no vacancy; a binding tells it what to lock, who has a stake, what to show, and what follows from a verdict.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from approvals.rules.chain import Chain
from core.refusals import Refusal


@dataclass(frozen=True)
class ChainBinding:
    """The hooks of one chain.

    Args:
        chain: the literal table of layers.
        lock: locks the row the request belongs to; called first in every transaction of the engine.
        on_outcome: called in the transaction after every decision, with the new states already written:
            (request, step, verdict, actor, note, now).
        conflict: why this person has a stake in the request at this step, or None: (request, step, user).
        page: template and context of the left part of the decision page: (request, user).
        subject_url: page of what is approved: (request). subject_words: what the way there is called.
        determination_form: the form of a DETERMINE verdict, bound when `post` is given: (request, post). With a
            `wide_template_name` it stands beside the sheet, and its controls name the form "lembar".
        withdraw_url: where the sender takes the request back: (request). A page that asks first, or, where `withdraws_at_once`,
            an address that does it when posted to.
        warnings: sentences a decider must not overlook; who recommends never does so in one go where there are any: (request).
        on_determine: writes the determination: (request, step, actor, duty, form, now).
    """

    chain: Chain
    lock: Callable[..., None]
    on_outcome: Callable[..., None]
    conflict: Callable[..., Refusal | None]
    page: Callable[..., dict[str, Any]]
    subject_url: Callable[..., str]
    determination_form: Callable[..., Any] | None = None
    on_determine: Callable[..., None] | None = None
    withdraw_url: Callable[..., str] | None = None
    withdraws_at_once: bool = False
    warnings: Callable[..., list[str]] | None = None
    subject_words: str = "Buka berkas lengkap"


_bindings: dict[str, ChainBinding] = {}


def register(binding: ChainBinding) -> None:
    _bindings[binding.chain.code] = binding


def binding_of(chain_code: str) -> ChainBinding:
    return _bindings[chain_code]


def all_bindings() -> tuple[ChainBinding, ...]:
    return tuple(_bindings.values())
