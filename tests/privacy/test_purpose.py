"""What values are for is said where they are asked (UU 27/2022, articles 5 and 21)."""

from tests.architecture.sources import templates

# Forms in which a person gives data on themselves; each says what for.
ASKING = (
    "vacancies/apply/details.html",
    "vacancies/apply/needs.html",
    "vacancies/apply/statement.html",
    "vacancies/apply/documents.html",
    "vacancies/apply/document_request.html",
    "employees/evidence/form.html",
    "employees/own_record_form.html",
    "employees/reports/form.html",
    "selection/declare_relative.html",
)


def test_forms_that_ask_for_personal_data_say_what_for():
    silent = [name for name in ASKING if '{% include "layouts/purpose.html" with purpose="' not in templates()[name]]
    assert silent == []
    assert "hanya dipakai untuk langganan ini" in templates()["vacancies/alerts/create.html"]
    assert "show_privacy" in templates()["layouts/purpose.html"]
