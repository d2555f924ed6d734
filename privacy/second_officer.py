"""The page on which a second officer decides what another one prepared: approved with the count and a fresh second factor, or
turned down with a reason. Letters of an incident and the destruction of documents are decided on it alike.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from accounts import second_factor
from core.refusals import Refusal, Refused
from privacy.forms import RejectForm
from vacancies.forms.window import SecondFactorForm


@dataclass(frozen=True)
class Words:
    """What the two buttons say.

    Args:
        name: of the button that approves, as it is posted; title: above its form; approve, reject: on the buttons.
        is_final: what is approved cannot be taken back, so that button warns and not the other one.
    """

    name: str
    title: str
    approve: str
    reject: str
    is_final: bool


class SecondOfficer:
    """One request to such a page.

    Args:
        count_form: form with a field `count`; refusal: why this officer may not decide, None when they may.
    """

    def __init__(self, request: HttpRequest, *, words: Words, count_form: type[forms.Form], refusal: Refusal | None) -> None:
        posted = request.POST if request.method == "POST" else None
        approves = posted is not None and words.name in posted
        self.request, self.words, self.refusal = request, words, refusal
        self.count_form = count_form(posted if approves else None)
        self.code_form = SecondFactorForm(posted if approves else None, needs_code=not second_factor.is_fresh(request))
        self.reject_form = RejectForm(posted if posted is not None and not approves else None)

    def decided(self, *, approve: Callable[[int, str], str], reject: Callable[[str], str]) -> bool:
        """Do what was pressed; False when nothing was, or something on the page is still missing.

        Args:
            approve: takes count and method of the second factor; reject: takes the reason. Both return what to tell.
        """
        if self.refusal is not None:
            return False
        try:
            if self.count_form.is_bound:
                if not (self.count_form.is_valid() and self._factor_used()):
                    return False
                told = approve(self.count_form.cleaned_data["count"], second_factor.fresh_method(self.request))
            elif self.reject_form.is_valid():
                told = reject(self.reject_form.cleaned_data["note"])
            else:
                return False
        except Refused as error:
            form = self.count_form if self.count_form.is_bound else self.reject_form
            form.add_error(error.field if error.field in form.fields else None, error.reason)
            return False
        messages.success(self.request, told)
        return True

    def context(self) -> dict[str, Any]:
        """What the shared part of the page shows."""
        return {
            "words": self.words,
            "refusal": self.refusal,
            "lacks_factor": not second_factor.has_second_factor(self.request.user),
            "count_form": self.count_form,
            "code_form": self.code_form,
            "reject_form": self.reject_form,
            "all_forms": [self.count_form, self.code_form, self.reject_form],
        }

    def _factor_used(self) -> bool:
        """Whether a factor is fresh, or the code typed just now is right; a wrong one is said beside its field."""
        if not self.code_form.is_valid():
            return False
        if "code" not in self.code_form.fields:
            return True
        sentence = second_factor.use_code(self.request, self.code_form.cleaned_data["code"])
        if sentence is not None:
            self.code_form.add_error("code", sentence)
        return sentence is None
