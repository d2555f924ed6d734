"""One small state machine as a table: which action leads from which states to which state.

The table is data, so one place answers every question: may this happen now, what comes next, how does the whole
thing look as a drawing. Pure Python; only `actions.py` of an app assigns a state.
"""

from collections.abc import Mapping
from dataclasses import dataclass


class IllegalTransition(Exception):
    """The action does not exist in the present state. `reason` is an Indonesian sentence for the screen."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Transition:
    """One line of a lifecycle table.

    Args:
        action: code of the act, e.g. "submit_plan".
        sources: state codes from which the act is possible.
        target: state code after the act.
        label: what the button or history line says, Indonesian.
    """

    action: str
    sources: tuple[str, ...]
    target: str
    label: str


class Lifecycle:
    """A named table of transitions over labelled states.

    Args:
        name: the Indonesian noun used in sentences, e.g. "lowongan".
        states: state code -> Indonesian label, in the order people meet them.
        transitions: the table.

    Raises:
        ValueError: a transition names an unknown state, has no source, or one action leads from one state to two.
    """

    def __init__(self, name: str, states: Mapping[str, str], transitions: tuple[Transition, ...]):
        self.name = name
        self.states = dict(states)
        self.transitions = tuple(transitions)
        self._target: dict[tuple[str, str], str] = {}
        self._label: dict[str, str] = {}
        for line in self.transitions:
            if not line.sources:
                raise ValueError(f"{name}: {line.action} has no source state")
            for state in (*line.sources, line.target):
                if state not in self.states:
                    raise ValueError(f"{name}: {line.action} names unknown state {state}")
            for source in line.sources:
                if (source, line.action) in self._target:
                    raise ValueError(f"{name}: {line.action} from {source} is declared twice")
                self._target[source, line.action] = line.target
            self._label.setdefault(line.action, line.label)

    def label(self, action: str) -> str:
        """The Indonesian label of an action; KeyError when the action is not in the table."""
        return self._label[action]

    def sources(self, action: str) -> tuple[str, ...]:
        """State codes from which `action` is possible, in the order of the states."""
        if action not in self._label:
            raise KeyError(action)
        return tuple(state for state in self.states if (state, action) in self._target)

    def refusal(self, state: str, action: str) -> str | None:
        """Why `action` is impossible in `state`, or None when it is possible.

        Raises:
            KeyError: the state or the action is not in the table (an error of the program, not of the user).
        """
        here = self.states[state]
        allowed = self.sources(action)
        if state in allowed:
            return None
        names = [f"“{self.states[code]}”" for code in allowed]
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} atau {names[-1]}"
        return (
            f"“{self._label[action]}” tidak dapat dilakukan karena status {self.name} ini “{here}”; "
            f"tindakan itu hanya untuk status {listed}."
        )

    def target(self, state: str, action: str) -> str:
        """The state after `action`.

        Raises:
            IllegalTransition: the action is impossible in this state; carries the sentence of `refusal`.
        """
        reason = self.refusal(state, action)
        if reason is not None:
            raise IllegalTransition(reason)
        return self._target[state, action]

    def actions_from(self, state: str) -> tuple[str, ...]:
        """Codes of the actions possible in `state`, in table order; KeyError for an unknown state."""
        if state not in self.states:
            raise KeyError(state)
        found = [line.action for line in self.transitions if state in line.sources]
        return tuple(dict.fromkeys(found))

    def terminal_states(self) -> tuple[str, ...]:
        """States that no action leaves."""
        left = {source for source, _ in self._target}
        return tuple(state for state in self.states if state not in left)

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram; the same table always gives the same text."""
        lines = ["stateDiagram-v2"]
        lines += [f'    state "{label}" as {code}' for code, label in self.states.items()]
        for line in self.transitions:
            for state in self.states:
                if state in line.sources:
                    lines.append(f"    {state} --> {line.target}: {line.label}")
        lines += [f"    {state} --> [*]" for state in self.terminal_states()]
        return "\n".join(lines) + "\n"
