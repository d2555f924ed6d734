"""What the person whose turn it is sends, as the page's own form draws it, at the stage where the act belongs: and what it does.

Beside `objects.py`. The fields come from the form on the page; here stands only what a person chooses or types.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpResponse
from django.urls import reverse

from approvals.models import Decision, DocumentAsk, Stake
from selection.models import Candidate, OfficialMinutes, Recusal
from talent.models import Invitation
from tests.access.objects import EXTRA_ARGUMENTS, OBJECTS, PAYLOAD
from tests.access.stages import Stage
from tests.access.world import World
from tests.harness.visitor import Forms
from vacancies.models import Application, Vacancy

# Stands for the number of the stage's own candidate, which is drawn.
OWN_NUMBER = "(nomor sendiri)"
REASON = {"reason": "Alasan uji yang cukup panjang untuk diterima."}
ADMIN, SECRETARY, CHAIR, MEMBER, APPLICANT = (
    f"own:{role}" for role in ("AGENCY_ADMIN", "SECRETARIAT", "PANEL_CHAIR", "PANEL_MEMBER", "APPLICANT")
)


@dataclass(frozen=True)
class Act:
    """One act at its right stage.

    Args:
        name: of the URL. stage: where. people: who may, each of them does it; whoever else sends the same has no effect.
        of: the class whose row changes. after: the state of the stage's row, "" when it is gone, or how many rows come to be.
        typed: what the person adds to the form. form_on: URL name of the page with the form, when it is another one.
    """

    name: str
    stage: str
    people: tuple[str, ...]
    of: type[models.Model]
    after: str | int
    typed: Mapping[str, str] | None = None
    form_on: str = ""

    def __str__(self) -> str:
        return f"{self.name} at {self.stage}" + (f" to {self.after}" if isinstance(self.after, str) else "")


ACTS = (
    # The plan
    Act("submit_plan", "DRAFT", (ADMIN,), Vacancy, "PLAN_REVIEW"),
    Act("submit_plan", "PLAN_RETURNED", (ADMIN,), Vacancy, "PLAN_REVIEW"),
    Act("withdraw_plan", "PLAN_REVIEW", (ADMIN,), Vacancy, "DRAFT"),
    Act("revise_plan", "PLAN_REJECTED", (ADMIN,), Vacancy, "DRAFT"),
    Act("delete_plan", "DRAFT", (ADMIN,), Vacancy, ""),
    Act("copy_vacancy", "OPEN", (ADMIN,), Vacancy, 1),
    Act("decide_step", "PLAN_REVIEW", ("own:PYB",), Vacancy, "PLAN_RETURNED", {"verdict": "RETURN", "note": "Lengkapi panitia."}),
    Act("decide_step", "PLAN_REVIEW", ("own:PYB",), Vacancy, "PLAN_REJECTED", {"verdict": "REJECT", "note": "Tidak perlu."}),
    Act("decide_step", "PLAN_REVIEW", ("own:PYB",), Decision, 1, {"verdict": "APPROVE", "note": ""}),
    # Registration
    Act("publish_vacancy", "APPROVED", (ADMIN,), Vacancy, "PUBLISHED"),
    Act(
        "extend_registration",
        "EXPIRED at VERIFICATION",
        (ADMIN,),
        Vacancy,
        "OPEN",
        {**REASON, "reason_code": "FEW_APPLICANTS", "pasti": "1"},
    ),
    Act("cancel_vacancy", "OPEN", (ADMIN,), Vacancy, "CANCELLED", REASON),
    Act("cancel_vacancy", "RANKED", (ADMIN,), Vacancy, "CANCELLED", REASON),
    Act("fail_vacancy", "NEEDS_DOCUMENT at VERIFICATION", (ADMIN,), Vacancy, "FAILED", REASON),
    # Applying
    Act("start_application", "WITHDRAWN at OPEN", (APPLICANT,), Application, "DRAFT"),
    Act("submit_application", "OPEN", (APPLICANT,), Application, "SUBMITTED", form_on="check_application"),
    Act("discard_application", "OPEN", (APPLICANT,), Application, ""),
    Act("withdraw_application", "SUBMITTED at OPEN", (APPLICANT,), Application, "WITHDRAWN"),
    Act("withdraw_application", "SCORING", (APPLICANT,), Application, "WITHDRAWN"),
    # Inviting
    Act("answer_invitation", "invited SENT at OPEN", (APPLICANT,), Invitation, "ACCEPTED", {"jawaban": "terima"}),
    Act(
        "answer_invitation",
        "invited SENT at OPEN",
        (APPLICANT,),
        Invitation,
        "DECLINED",
        {"jawaban": "tolak", "alasan": "Sedang bertugas."},
    ),
    Act("revoke_invitation", "invited SENT at OPEN", (ADMIN,), Invitation, "REVOKED"),
    Act("retry_invitation", "invited FAILED at OPEN", (ADMIN,), Invitation, "QUEUED"),
    # Verifying
    Act("verify_application", "SUBMITTED at VERIFICATION", (SECRETARY, ADMIN), Application, "PASSED", {"outcome": "PASSED"}),
    Act("confirm_failure", "FAILED at VERIFICATION", (SECRETARY,), Application, "FAILED", form_on="verify_application"),
    Act(
        "ask_document",
        "SUBMITTED at VERIFICATION",
        (SECRETARY, ADMIN),
        Application,
        "NEEDS_DOCUMENT",
        {**REASON, "document_type": "IJAZAH"},
    ),
    Act("withdraw_document_request", "NEEDS_DOCUMENT at VERIFICATION", (SECRETARY, ADMIN), Application, "SUBMITTED"),
    Act("answer_document_request", "NEEDS_DOCUMENT at VERIFICATION", (APPLICANT,), Application, "SUBMITTED", {"lemari": "1"}),
    # Selecting
    Act("open_selection", "VERIFICATION", (SECRETARY, ADMIN), Vacancy, "SCORING"),
    Act("mark_absent", "SCORING", (SECRETARY, ADMIN, CHAIR), Application, "ABSENT", {"note": "Tahap wawancara."}),
    Act("mark_absent", "ABSENT at SCORING", (SECRETARY, ADMIN, CHAIR), Application, "CANDIDATE", {"act": "present"}),
    Act("declare_conflict", "CANDIDATE at SCORING", (MEMBER, CHAIR), Recusal, 1, {"reason": "Satu unit kerja."}),
    Act("compute_ranking", "SCORING", (CHAIR,), Vacancy, "RANKED", form_on="show_selection"),
    Act("prepare_minutes", "RANKED", (SECRETARY, ADMIN), OfficialMinutes, 1, {"present": "*"}),
    Act("sign_minutes", "RANKED", (CHAIR,), Vacancy, "RESULT_REVIEW"),
    Act("withdraw_result", "RESULT_REVIEW", (ADMIN,), Vacancy, "RANKED"),
    Act("decide_step", "RESULT_REVIEW", ("own:PYB",), Vacancy, "RANKED", {"verdict": "RETURN", "note": "Periksa nilai."}),
    Act("decide_step", "RESULT_REVIEW", ("own:PYB",), Decision, 1, {"verdict": "APPROVE", "note": ""}),
    Act(
        "decide_step",
        "NOT_SHORTLISTED at RESULT_REVIEW",
        ("national:WASDAL",),
        Decision,
        1,
        {"verdict": "RECOMMEND", "note": ""},
    ),
    Act(
        "decide_step",
        "SHORTLISTED at RESULT_REVIEW",
        ("own:PPK",),
        Vacancy,
        "DETERMINED",
        {"verdict": "DETERMINE", "note": "", "seat_1": OWN_NUMBER},
    ),
    Act(
        "declare_stake",
        "RESULT_REVIEW",
        ("own:PYB", "own:PPK", "own:ACTING", "national:WASDAL"),
        Stake,
        1,
        {"tie": "Adik ipar saya ikut melamar."},
    ),
    Act(
        "ask_documents",
        "NOT_SHORTLISTED at RESULT_REVIEW",
        ("national:WASDAL",),
        DocumentAsk,
        1,
        {"text": "Notula rapat pansel."},
    ),
    Act("announce_result", "DETERMINED", (ADMIN,), Vacancy, "ANNOUNCED"),
)

# Acts of the same rooms whose right stage is made, and whose effect is shown by the page's own post, in another test.
ELSEWHERE = {
    "answer_shortfall": "selection/test_minutes.py::test_a_short_list_waits_for_a_reason_that_approvers_minutes_and_public_read",
    "settle_tie": "selection/test_minutes.py::test_a_tie_on_the_last_place_waits_for_the_chair",
    "answer_objection": "selection/test_objections.py::test_second_officer_answers_on_the_page",
    "answer_incident_request": "vacancies/test_extension_incident.py::test_board_and_request_page_answer_an_agency",
    "ask_continuation": "vacancies/test_extension_fork.py::test_pages_of_the_fork_lead_from_reason_to_note",
    "decide_correction": "selection/test_corrections.py::test_pages_show_the_effect_before_anybody_decides",
    "score_candidate": "selection/test_selection_pages.py::test_sheet_accepts_commas_keeps_a_draft_and_goes_on",
    "reopen_sheet": "selection/test_selection_pages.py::test_sheet_is_reopened_by_the_chair_only",
}


def url_of(name: str, stage: Stage, model: type[models.Model]) -> str:
    return reverse(name, kwargs={"public_id": stage.things[model].public_id, **EXTRA_ARGUMENTS.get(name, {})})


def form_values(answer: HttpResponse, url: str, typed: Mapping[str, str]) -> dict[str, Any]:
    """What a browser sends from this page: the form to `url` that has the typed fields, radios of a checklist all on their first
    answer. "*" ticks every box of a list."""
    sent: dict[str, Any] = dict(typed)
    if answer.status_code != 200 or answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
        return sent
    page = answer.wsgi_request.path
    forms = Forms(answer.content.decode())
    fitting = [
        (values, offered)
        for (target, values), offered in zip(forms.found, forms.offered, strict=True)
        if target == url or (not target and page == url and "csrfmiddlewaretoken" in values)
    ]
    if not fitting:
        return sent
    values, offered = max(fitting, key=lambda each: len(sent.keys() & {*each[0], *each[1]}))
    first = {name: options[0] for name, options in offered.items() if name not in values}
    every = {name: offered[name] for name, text in sent.items() if text == "*" and name in offered}
    return {**first, **values, **sent, **every}


def generic(thing: Any) -> dict[str, str]:
    """Every field of the acting forms, for pages without one."""
    values = dict(PAYLOAD)
    for key in ("version", "digest"):
        if hasattr(thing, key):
            values[key] = str(getattr(thing, key))
    return values


def typed_at(stage: Stage, typed: Mapping[str, str] | None) -> dict[str, str]:
    """What a person types or chooses in this stage."""
    own = stage.things.get(Candidate)
    return {name: own.key if text == OWN_NUMBER and own else text for name, text in (typed or {}).items()}


def some_typed(name: str, stage: Stage) -> dict[str, str]:
    """What is typed in an act of this name, of this stage if there is one."""
    fitting = [act for act in ACTS if act.name == name and act.typed]
    fitting.sort(key=lambda act: act.stage != stage.key)
    return typed_at(stage, fitting[0].typed) if fitting else {}


def model_of(world: World, name: str) -> type[models.Model]:
    return type(world.objects[OBJECTS[name]])
