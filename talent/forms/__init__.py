"""Shapes of input of talent search and invitations."""

from talent.forms.invitations import DeclineForm, InviteForm, PauseForm, ResendForm, chosen_people
from talent.forms.search import ANY, SavedSearchForm, TalentSearchForm

__all__ = [
    "ANY",
    "DeclineForm",
    "InviteForm",
    "PauseForm",
    "ResendForm",
    "SavedSearchForm",
    "TalentSearchForm",
    "chosen_people",
]
