"""The life of an invitation."""

import pytest

from talent.rules.lifecycle import INVITATION, INVITATION_LABELS, INVITEE_LABELS, TONES


@pytest.mark.parametrize(
    ("state", "actions"),
    [
        ("QUEUED", ("send", "fail", "revoke")),
        ("SENT", ("accept", "decline", "expire", "revoke")),
        ("FAILED", ("retry", "revoke")),
        ("ACCEPTED", ()),
        ("DECLINED", ()),
        ("EXPIRED", ("renew",)),
        ("REVOKED", ()),
    ],
)
def test_what_may_happen_in_each_state(state, actions):
    assert INVITATION.actions_from(state) == actions


def test_failed_invitation_goes_back_to_the_queue_and_is_never_sent_twice():
    assert INVITATION.target("FAILED", "retry") == "QUEUED"
    assert INVITATION.refusal("SENT", "send") is not None
    assert INVITATION.refusal("SENT", "retry") is not None


def test_answer_is_possible_only_for_a_sent_invitation():
    for action in ("accept", "decline"):
        assert INVITATION.sources(action) == ("SENT",)


def test_every_state_has_words_and_a_tone():
    assert set(TONES) == set(INVITATION_LABELS) == set(INVITATION.states)
    assert set(INVITEE_LABELS) == set(INVITATION.states) - {"QUEUED", "FAILED"}
