"""The table of transitions as a thing of its own: refusals, targets, drawing, and what it refuses to be built from."""

import pytest

from core.lifecycle import IllegalTransition, Lifecycle, Transition

STATES = {"DRAFT": "Draf", "SENT": "Terkirim", "DONE": "Selesai"}
LETTER = Lifecycle(
    "surat",
    STATES,
    (
        Transition("send", ("DRAFT",), "SENT", "Kirim"),
        Transition("close", ("SENT", "DRAFT"), "DONE", "Tutup"),
        Transition("touch", ("SENT",), "SENT", "Perbarui"),
    ),
)


def test_allowed_action_has_no_refusal_and_a_target():
    assert LETTER.refusal("DRAFT", "send") is None
    assert LETTER.target("DRAFT", "send") == "SENT"
    assert LETTER.target("SENT", "touch") == "SENT"


def test_refusal_names_action_present_state_and_allowed_states():
    sentence = LETTER.refusal("DONE", "close")
    assert sentence == (
        "“Tutup” tidak dapat dilakukan karena status surat ini “Selesai”; tindakan itu hanya untuk status “Draf” atau “Terkirim”."
    )


def test_illegal_transition_carries_the_sentence():
    with pytest.raises(IllegalTransition) as caught:
        LETTER.target("DONE", "send")
    assert caught.value.reason == LETTER.refusal("DONE", "send")


def test_unknown_codes_are_errors_of_the_program():
    for state, action in (("LOST", "send"), ("DRAFT", "burn")):
        with pytest.raises(KeyError):
            LETTER.refusal(state, action)
    with pytest.raises(KeyError):
        LETTER.actions_from("LOST")
    with pytest.raises(KeyError):
        LETTER.sources("burn")


def test_actions_from_and_terminal_states():
    assert LETTER.actions_from("SENT") == ("close", "touch")
    assert LETTER.actions_from("DONE") == ()
    assert LETTER.terminal_states() == ("DONE",)
    assert LETTER.sources("close") == ("DRAFT", "SENT")
    assert LETTER.label("send") == "Kirim"


def test_mermaid_draws_every_arrow_once():
    assert LETTER.mermaid().splitlines() == [
        "stateDiagram-v2",
        '    state "Draf" as DRAFT',
        '    state "Terkirim" as SENT',
        '    state "Selesai" as DONE',
        "    DRAFT --> SENT: Kirim",
        "    DRAFT --> DONE: Tutup",
        "    SENT --> DONE: Tutup",
        "    SENT --> SENT: Perbarui",
        "    DONE --> [*]",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        (Transition("send", ("NOWHERE",), "SENT", "Kirim"),),
        (Transition("send", ("DRAFT",), "NOWHERE", "Kirim"),),
        (Transition("send", (), "SENT", "Kirim"),),
        (Transition("send", ("DRAFT",), "SENT", "Kirim"), Transition("send", ("DRAFT",), "DONE", "Kirim")),
    ],
    ids=["unknown source", "unknown target", "no source", "two targets"],
)
def test_broken_table_is_refused_at_once(lines):
    with pytest.raises(ValueError, match="surat"):
        Lifecycle("surat", STATES, lines)
