"""Shapes of input of talent search and invitations."""

from talent.forms.invitations import DeclineForm, InviteForm, PauseForm, ResendForm, chosen_people
from talent.forms.search import ANY, NipForm, SavedSearchForm, TalentSearchForm

__all__ = [
    "ANY",
    "DeclineForm",
    "InviteForm",
    "NipForm",
    "PauseForm",
    "ResendForm",
    "SavedSearchForm",
    "TalentSearchForm",
    "chosen_people",
]
