"""The second factor of an officer who decides, asked for on the page of the decision."""

from django.http import HttpRequest

from accounts import second_factor
from vacancies.forms.window import SecondFactorForm


def factor_used(request: HttpRequest, code_form: SecondFactorForm) -> bool:
    """Whether a factor is fresh, or the code typed just now is right; a wrong one is said beside its field."""
    if not code_form.is_valid():
        return False
    if "code" not in code_form.fields:
        return True
    sentence = second_factor.use_code(request, code_form.cleaned_data["code"])
    if sentence is not None:
        code_form.add_error("code", sentence)
    return sentence is None
