"""Tone of the tag of each vacancy state on office pages."""

from vacancies.rules.lifecycle import VACANCY_LABELS

_TONES = {
    "PLAN_REVIEW": "wait",
    "PLAN_RETURNED": "stop",
    "PLAN_REJECTED": "stop",
    "APPROVED": "good",
    "PUBLISHED": "info",
    "OPEN": "good",
    "VERIFICATION": "wait",
    "SCORING": "info",
    "RANKED": "info",
    "RESULT_REVIEW": "wait",
    "DETERMINED": "good",
    "ANNOUNCED": "good",
    "CANCELLED": "plain",
    "FAILED": "plain",
}


def state_tone(state: str) -> str:
    """Tone of a state; KeyError for an unknown one."""
    VACANCY_LABELS[state]
    return _TONES.get(state, "plain")
