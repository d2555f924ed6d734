"""Pages of the question bank: list, write, read and review, import. Every page that shows a question is noted in the trail."""

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Agency
from core import clock
from core.access import allow
from core.refusals import Refusal, Refused
from core.spreadsheets import FileRefused, RowError, errors_csv, read_table
from selection.cat import actions
from selection.cat.actions.questions import QuestionText
from selection.cat.enums import QuestionKind
from selection.cat.forms import QuestionFileForm, QuestionForm, ReviewForm
from selection.cat.importing import HEADING_WORDS, QuestionPlan, example_csv, plan_questions
from selection.cat.models import AUTHOR_ROLES, ExamQuestion
from selection.cat.permissions import can_edit_question, can_retire_question, can_review_question, can_write_questions
from selection.cat.rules.lifecycle import QUESTION_LABELS
from selection.cat.rules.questions import CASE, LETTERS, SINGLE, Content, read_parts, stored_parts

PAGE_SIZE = 25
SHOWN_ERRORS = 50
SALT = "selection.cat.import"
# A checked file may be confirmed for one hour; afterwards it is checked again.
MAX_AGE = 3600
TONES = {"DRAFT": "plain", "REVIEW": "wait", "RETURNED": "stop", "APPROVED": "good", "RETIRED": "plain"}
TABS = (("", "Semua"), ("telaah", "Menunggu telaah saya"), ("saya", "Tulisan saya"))
ACTS = {
    "send": (actions.send_question, "Soal dikirim untuk ditelaah orang lain."),
    "take_back": (actions.take_back_question, "Soal ditarik dari telaah."),
    "retire": (actions.retire_question, "Soal tidak dipakai lagi. Ujian yang sudah disusun tetap memuatnya."),
    "restore": (actions.restore_question, "Soal menjadi draf lagi dan perlu ditelaah ulang."),
}


@require_safe
@allow(*AUTHOR_ROLES)
def list_questions(request: HttpRequest) -> HttpResponse:
    """The bank of the person's agencies, with the state of every question; words of a question only on its own page."""
    agencies = _agencies(request)
    questions = ExamQuestion.objects.filter(agency__in=agencies).for_list()
    tab, words = request.GET.get("tampil", ""), request.GET.get("cari", "").strip()[:100]
    state, kind = request.GET.get("status", ""), request.GET.get("jenis", "")
    if tab == "telaah":
        questions = questions.filter(state="REVIEW").exclude(author=request.user)
    elif tab == "saya":
        questions = questions.filter(author=request.user)
    if state in QUESTION_LABELS:
        questions = questions.filter(state=state)
    if kind in QuestionKind.values:
        questions = questions.filter(kind=kind)
    if words:
        questions = questions.filter(Q(code__icontains=words) | Q(competency__icontains=words))
    page = Paginator(questions, PAGE_SIZE).get_page(request.GET.get("halaman"))
    context = {
        "refusal": None if agencies else _first_refusal(request),
        "tabs": [
            {"label": label, "url": f"{request.path}?tampil={code}" if code else request.path, "current": tab == code}
            for code, label in TABS
        ],
        "tab": tab,
        "words": words,
        "states": [{"value": code, "label": label, "chosen": code == state} for code, label in QUESTION_LABELS.items()],
        "kinds": [{"value": code, "label": label, "chosen": code == kind} for code, label in QuestionKind.choices],
        "page": page,
        "rows": [_row(question) for question in page],
        "several": len(agencies) > 1,
    }
    return render(request, "selection/cat/bank.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*AUTHOR_ROLES)
def write_question(request: HttpRequest) -> HttpResponse:
    """A new question; the kind is chosen first, because each kind has a form of its own."""
    kind = request.POST.get("kind") or request.GET.get("jenis", "")
    agencies = _agencies(request)
    refusal = None if agencies else _first_refusal(request)
    if kind not in QuestionKind.values or refusal is not None:
        return render(request, "selection/cat/choose_kind.html", {"kinds": QuestionKind.choices, "refusal": refusal})
    is_sent = request.method == "POST" and request.POST.get("act") == "save"
    form = QuestionForm(_with_more_parts(request), kind=kind, agencies=agencies)
    if is_sent and form.is_valid():
        answer = _save(request, form, agency_id=form.cleaned_data["agency"].pk)
        if answer is not None:
            return answer
    return _draw_form(request, form, kind, None)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*AUTHOR_ROLES)
def edit_question(request: HttpRequest, public_id) -> HttpResponse:
    """Change an own draft, or one that came back."""
    question = _question(request, public_id)
    refusal = can_edit_question(request.user, question)
    if refusal is not None:
        raise Refused(refusal.reason)
    actions.record_question_view(question=question, actor=request.user)
    is_sent = request.method == "POST" and request.POST.get("act") == "save"
    form = QuestionForm(_with_more_parts(request), kind=question.kind, agencies=_agencies(request), question=question)
    if is_sent and form.is_valid():
        answer = _save(request, form, agency_id=question.agency_id, question_id=question.pk)
        if answer is not None:
            return answer
    return _draw_form(request, form, question.kind, question)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*AUTHOR_ROLES)
def show_question(request: HttpRequest, public_id) -> HttpResponse:
    """One question; what it says until it is sealed, and what may be done with it now. POST act=... does it."""
    question = _question(request, public_id)
    refusal = can_write_questions(request.user, question.agency)
    if refusal is not None:
        return render(request, "selection/cat/question_closed.html", {"refusal": refusal}, status=403)
    act = request.POST.get("act", "")
    is_review = request.method == "POST" and act in ("approve", "return")
    form = ReviewForm(request.POST if is_review else None, initial={"version": question.version})
    if request.method == "POST" and act in ACTS:
        do, words = ACTS[act]
        do(question_id=question.pk, actor=request.user)
        messages.success(request, words)
        return redirect("show_question", public_id=public_id)
    if is_review and form.is_valid():
        try:
            actions.review_question(
                question_id=question.pk,
                actor=request.user,
                is_approved=act == "approve",
                note=form.cleaned_data["note"],
                version=form.cleaned_data["version"],
            )
        except Refused as error:
            form.add_error(error.field, error.reason)
        else:
            sealed = "Soal siap dipakai." if question.is_practice else "Soal disetujui dan disegel dengan dua kunci."
            messages.success(request, sealed if act == "approve" else "Soal dikembalikan kepada penulisnya.")
            return redirect("list_questions")
    user = request.user
    content = None
    if not question.is_sealed:
        content = question.read()
        actions.record_question_view(question=question, actor=user)
    context = {
        "question": question,
        "row": _row(question),
        "content": content,
        "parts": _part_rows(content) if content else [],
        "reader": f"{user.full_name} {user.nip or user.email}",
        "read_at": clock.now(),
        "form": form,
        "may_edit": can_edit_question(user, question) is None,
        "may_take_back": question.state == "REVIEW" and question.author_id == user.pk,
        "may_review": can_review_question(user, question) is None,
        "may_retire": can_retire_question(user, question) is None,
        "may_restore": question.state == "RETIRED" and not question.is_sealed,
        "facts": [
            ("Kompetensi", question.competency),
            ("Jenis", question.get_kind_display()),
            ("Tingkat kesukaran", question.get_difficulty_display()),
            ("Dipakai untuk", "Latihan" if question.is_practice else "Ujian"),
            ("Penulis", question.author.full_name),
            ("Penelaah", question.reviewer.full_name if question.reviewer else "Belum ada"),
            ("Butir dan poin", f"{question.units} butir, {question.max_points} poin"),
            ("Sidik isi", question.sha256[:16]),
        ],
    }
    return render(request, "selection/cat/show_question.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*AUTHOR_ROLES)
def import_questions(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST with a file: dry run. POST act=errors: the error list. POST act=confirm or send: import."""
    agencies = _agencies(request)
    act = request.POST.get("act", "")
    if request.method == "POST" and agencies and act in ("errors", "confirm", "send"):
        return _finish_import(request, agencies, act)
    form = QuestionFileForm(*((request.POST, request.FILES) if request.method == "POST" else ()), agencies=agencies)
    if request.method == "POST" and form.is_valid():
        upload, agency = form.cleaned_data["file"], form.cleaned_data["agency"]
        name = PurePath(upload.name).name[:120]
        try:
            plan = plan_questions(read_table(upload.read(), name, columns=HEADING_WORDS), agency)
        except FileRefused as error:
            form.add_error("file", error.reason)
        else:
            return _dry_run(request, agency, plan, name)
    return render(request, "selection/cat/import.html", {"form": form, "refusal": None if agencies else _first_refusal(request)})


@require_safe
@allow(*AUTHOR_ROLES)
def download_question_form(request: HttpRequest) -> HttpResponse:
    """An example file with one question of each kind."""
    return _csv(example_csv(), "contoh-soal.csv")


def _agencies(request: HttpRequest) -> Any:
    """Agencies whose bank the person may open; one where the person applies is left out."""
    found = Agency.objects.filter(pk__in=request.user.agency_ids(*AUTHOR_ROLES)).order_by("name")
    open_ones = [agency.pk for agency in found if can_write_questions(request.user, agency) is None]
    return Agency.objects.filter(pk__in=open_ones).order_by("name")


def _first_refusal(request: HttpRequest) -> Refusal | None:
    agency = Agency.objects.filter(pk__in=request.user.agency_ids(*AUTHOR_ROLES)).order_by("name").first()
    return can_write_questions(request.user, agency) if agency else None


def _question(request: HttpRequest, public_id) -> ExamQuestion:
    rows = ExamQuestion.objects.visible_to(request.user).select_related("agency", "author", "reviewer")
    return get_object_or_404(rows, public_id=public_id)


def _row(question: ExamQuestion) -> dict[str, Any]:
    return {
        "question": question,
        "tone": TONES[question.state],
        "label": QUESTION_LABELS[question.state],
        "kind": question.get_kind_display(),
        "difficulty": question.get_difficulty_display(),
    }


def _part_rows(content: Content) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "text": part.text,
            "options": [
                {
                    "letter": letter,
                    "text": option.text,
                    "points": option.points,
                    "is_best": option.points == part.max_points,
                    "note": "Benar" if content.kind == SINGLE and option.points else "",
                }
                for letter, option in zip(LETTERS, part.options, strict=False)
            ],
        }
        for number, part in enumerate(content.parts, start=1)
    ]


def _with_more_parts(request: HttpRequest) -> Any:
    """What was posted; the button "Tambah bagian" asks for one block more and keeps what was typed."""
    if request.method != "POST":
        return None
    posted = request.POST.copy()
    if posted.get("act") == "more" and posted.get("parts", "").isdigit():
        posted["parts"] = str(int(posted["parts"]) + 1)
    return posted


def _save(request: HttpRequest, form: QuestionForm, *, agency_id: int, question_id: int | None = None) -> HttpResponse | None:
    try:
        question = actions.write_question(agency_id=agency_id, actor=request.user, text=form.text(), question_id=question_id)
    except Refused as error:
        form.add_error(error.field, error.reason)
        return None
    messages.success(request, "Soal tersimpan sebagai draf. Periksa, lalu kirim untuk ditelaah.")
    return redirect("show_question", public_id=question.public_id)


def _draw_form(request: HttpRequest, form: QuestionForm, kind: str, question: ExamQuestion | None) -> HttpResponse:
    is_more = request.POST.get("act") == "more"
    context = {
        "form": form,
        "kind": kind,
        "kind_label": QuestionKind(kind).label,
        "question": question,
        "is_case": kind == CASE,
        # Asking for one block more is no sending: nothing is judged yet.
        "shows_errors": form.is_bound and not is_more,
        "several": question is None and form.fields["agency"].queryset.count() > 1,
    }
    return render(request, "selection/cat/write_question.html", context)


def _dry_run(request: HttpRequest, agency: Agency, plan: QuestionPlan, name: str) -> HttpResponse:
    if plan.errors:
        rows = [[e.row, e.column, e.text[:200], e.reason] for e in plan.errors]
    else:
        rows = [
            [q.code, q.competency, q.kind, q.difficulty, q.stem, stored_parts(q.parts), q.is_practice] for q in plan.questions
        ]
    counts: dict[tuple[str, str], int] = {}
    for question in plan.questions:
        place = (question.competency, QuestionKind(question.kind).label)
        counts[place] = counts.get(place, 0) + 1
    context = {
        "plan": plan,
        "name": name,
        "agency": agency,
        "packed": _sign("errors" if plan.errors else "questions", agency, name, rows),
        "errors": plan.errors[:SHOWN_ERRORS],
        "hidden_errors": max(len(plan.errors) - SHOWN_ERRORS, 0),
        "counts": [
            {"competency": competency, "kind": kind, "count": count} for (competency, kind), count in sorted(counts.items())
        ],
    }
    return render(request, "selection/cat/import_dry_run.html", context)


def _finish_import(request: HttpRequest, agencies: Any, act: str) -> HttpResponse:
    agency, name, rows = _unsign(request, agencies, "errors" if act == "errors" else "questions")
    if act == "errors":
        errors = [RowError(int(row), column, text, reason) for row, column, text, reason in rows]
        return _csv(errors_csv(errors), "kesalahan-soal.csv")
    texts = [
        QuestionText(code, competency, kind, difficulty, stem, read_parts(parts), bool(is_practice))
        for code, competency, kind, difficulty, stem, parts, is_practice in rows
    ]
    count = actions.import_questions(agency_id=agency.pk, actor=request.user, texts=texts, source=name, submit=act == "send")
    state = "dan dikirim untuk ditelaah" if act == "send" else "sebagai draf Anda"
    messages.success(request, f"{count} soal dari {name} tersimpan {state}.")
    return redirect("list_questions")


def _sign(kind: str, agency: Agency, name: str, rows: list[list[Any]]) -> str:
    return signing.dumps({"kind": kind, "agency": agency.pk, "name": name, "rows": rows}, salt=SALT, compress=True)


def _unsign(request: HttpRequest, agencies: Any, kind: str) -> tuple[Agency, str, list[list[Any]]]:
    try:
        content = signing.loads(request.POST.get("packed", ""), salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature as error:
        raise Refused("Hasil pemeriksaan berkas sudah kedaluwarsa. Unggah berkas sekali lagi.") from error
    agency = agencies.filter(pk=content["agency"]).first()
    if agency is None or content["kind"] != kind:
        raise Refused("Berkas ini diperiksa untuk bank soal lain. Unggah berkas sekali lagi.")
    return agency, content["name"], content["rows"]


def _csv(text: str, name: str) -> HttpResponse:
    # With a byte order mark, or spreadsheets read the accents wrongly.
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
