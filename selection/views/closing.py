"""Between the ranking and its chain: too few people, a tie on the last place, and the minutes the chair signs."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts import second_factor
from accounts.enums import DECIDING_ROLES, Role
from core import clock
from core.access import allow
from core.indonesian import as_local
from core.letters import letter_response
from core.refusals import Refused, Stale
from selection import actions
from selection.closing_forms import MinutesForm, ShortfallForm, SignForm, TieForm
from selection.conflicts import closed_candidates
from selection.gates import gates_before_signature, latest_ranking, outdated_sentence, shortfall_facts, tie_facts, tied_lines
from selection.minutes_words import Meeting, tie_words
from selection.models import MinutesSignature, OfficialMinutes, Ranking, RankingLine, ShortfallAnswer
from selection.permissions import (
    can_go_on_short,
    can_prepare_minutes,
    can_read_shortfall,
    can_settle_tie,
    can_sign_minutes,
    may_preside,
    presiding_seat,
    seat_of,
    stands_in,
)
from selection.rules.chains import result_chain
from selection.rules.shortfall import CANCEL, CONTINUE, EXTEND, ShortfallFacts, answer_refusal, is_unanswered, ways
from selection.rules.ties import running_way, settled_by
from selection.views.control import RUNNERS, gate_links, gate_rows, minutes_row, run_vacancy
from selection.visibility import reachable_minutes
from vacancies.facts import extension_facts
from vacancies.models import PanelMember, Vacancy
from vacancies.permissions.window import can_cancel
from vacancies.rules.extension import extension_refusal

READERS = (*RUNNERS, *DECIDING_ROLES, Role.AUDITOR)


def ranked_vacancy(request: HttpRequest, public_id) -> tuple[Vacancy, Ranking]:
    """The vacancy with its ranking in force; 404 for strangers and before the first ranking."""
    vacancy = run_vacancy(request, public_id)
    ranking = latest_ranking(vacancy)
    if ranking is None:
        raise Http404
    return vacancy, ranking


def presided_vacancy(request: HttpRequest, public_id) -> tuple[Vacancy, Ranking]:
    """As above for the chair and whoever presides in the chair's stead; other members get 404."""
    vacancy = get_object_or_404(
        Vacancy.objects.filter(panel__members__user=request.user).select_related("agency"), public_id=public_id
    )
    seat, presiding = seat_of(request.user, vacancy), presiding_seat(vacancy)
    ranking = latest_ranking(vacancy)
    if ranking is None or seat is None or not (seat.is_chair or (presiding is not None and seat.pk == presiding.pk)):
        raise Http404
    return vacancy, ranking


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*RUNNERS)
def answer_shortfall(request: HttpRequest, public_id) -> HttpResponse:
    """The three ways when fewer qualified than the shortlist holds, each with the reason when it is closed."""
    vacancy, ranking = ranked_vacancy(request, public_id)
    facts = _short_facts(vacancy, ranking)
    refusal = can_read_shortfall(request.user, vacancy)
    options = [] if refusal or not facts.is_short else _ways(request, vacancy, facts)
    open_ways = [option["code"] for option in options if not option["closed"]]
    form = ShortfallForm(
        request.POST if request.method == "POST" else None, open_ways=open_ways, initial={"version": vacancy.version}
    )
    if request.method == "POST" and form.is_valid():
        way = form.cleaned_data["way"]
        try:
            actions.answer_shortfall(
                vacancy_id=vacancy.pk,
                actor=request.user,
                way=way,
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
            )
        except Stale:
            raise
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.reason)
        else:
            messages.success(
                request, "Seleksi dibatalkan; semua pelamar dikabari." if way == CANCEL else "Alasan melanjutkan tersimpan."
            )
            return redirect("show_selection", public_id=public_id)
    context = {
        "vacancy": vacancy,
        "facts": facts,
        "options": options,
        "refusal": refusal.reason if refusal else answer_refusal(facts) or "",
        "is_answered": facts.is_short and not is_unanswered(facts),
        "answers": [] if refusal else _answers(vacancy),
        "form": form,
        "can_answer": bool(open_ways),
    }
    return render(request, "selection/answer_shortfall.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.PANEL_CHAIR, Role.PANEL_MEMBER)
def settle_tie(request: HttpRequest, public_id) -> HttpResponse:
    """Who shares the last place, and the three ways out of it."""
    vacancy, ranking = presided_vacancy(request, public_id)
    facts = tie_facts(vacancy, ranking)
    refusal = can_settle_tie(request.user, vacancy, facts)
    form = TieForm(request.POST if request.method == "POST" else None, initial={"version": vacancy.version})
    if request.method == "POST" and form.is_valid():
        try:
            answer = actions.settle_tie(
                vacancy_id=vacancy.pk,
                actor=request.user,
                way=form.cleaned_data["way"],
                reason=form.cleaned_data["reason"],
                without_traits=form.cleaned_data["without_traits"],
                version=form.cleaned_data["version"],
            )
        except Stale:
            raise
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.reason)
        else:
            messages.success(request, f"Jalan keluar tersimpan: {answer.get_way_display().lower()}.")
            return redirect(_room_of(request, vacancy))
    is_closed = not may_preside(request.user, vacancy)
    context = {
        "vacancy": vacancy,
        "ranking": ranking,
        "refusal": refusal,
        "tied": [] if is_closed else [_tied_row(line) for line in tied_lines(ranking)],
        "running": running_way(facts) or "",
        "is_settled": settled_by(facts) is not None,
        "answers": [] if is_closed else tie_words(vacancy),
        "room_url": _room_of(request, vacancy),
        "form": form,
    }
    return render(request, "selection/settle_tie.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.SECRETARIAT, Role.AGENCY_ADMIN)
def prepare_minutes(request: HttpRequest, public_id) -> HttpResponse:
    """Form of the meeting with what the minutes will say below it; POST writes a version and asks the chair."""
    vacancy, ranking = ranked_vacancy(request, public_id)
    gates = gates_before_signature(vacancy, ranking, outdated=outdated_sentence(vacancy, ranking))
    refusal = can_prepare_minutes(request.user, vacancy, gates=gates)
    members = list(PanelMember.objects.filter(panel__vacancy=vacancy).select_related("user").order_by("-is_chair", "id"))
    versions = list(OfficialMinutes.objects.of(vacancy))
    form = MinutesForm(
        request.POST if request.method == "POST" else None,
        members=members,
        zone=vacancy.zone,
        zone_label=vacancy.zone_label,
        initial=_first_words(vacancy, members, versions),
    )
    if request.method == "POST" and form.is_valid():
        meeting = Meeting(form.cleaned_data["held_at"], form.cleaned_data["place"], form.cleaned_data["present"])
        try:
            minutes = actions.prepare_minutes(
                vacancy_id=vacancy.pk,
                actor=request.user,
                meeting=meeting,
                note=form.cleaned_data["note"],
                version=form.cleaned_data["version"],
            )
        except Stale:
            raise
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.reason)
        else:
            messages.success(request, f"Berita acara versi {minutes.version} siap. Ketua pansel diminta menandatanganinya.")
            return redirect("show_selection", public_id=public_id)
    context = {
        "vacancy": vacancy,
        "ranking": ranking,
        "refusal": refusal,
        "gates": gate_rows(tuple(gate for gate in gates if gate.code != "MINUTES"), gate_links(request.user, vacancy))
        if refusal and not closed_candidates(request.user, vacancy)
        else [],
        "versions": [minutes_row(minutes) for minutes in versions],
        "form": form,
    }
    return render(request, "selection/prepare_minutes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.PANEL_CHAIR, Role.PANEL_MEMBER)
def sign_minutes(request: HttpRequest, public_id) -> HttpResponse:
    """The minutes as they will be printed, the chain they open, and the signature with a second factor."""
    vacancy, ranking = presided_vacancy(request, public_id)
    minutes = OfficialMinutes.objects.of(vacancy).filter(ranking=ranking, signature=None).first()
    gates = gates_before_signature(vacancy, ranking, outdated=outdated_sentence(vacancy, ranking))
    refusal = can_sign_minutes(request.user, vacancy, minutes=minutes, gates=gates)
    lacks_factor = refusal is None and not second_factor.has_second_factor(request.user)
    initial = {"version": vacancy.version, "digest": minutes.digest if minutes else ""}
    factors = second_factor.asked_methods(request)
    form = SignForm(request.POST if request.method == "POST" else None, factors=factors, initial=initial)
    if request.method == "POST" and refusal is None and not lacks_factor and _is_signed(request, vacancy, form):
        messages.success(request, "Berita acara ditandatangani. Pemutus tahap pertama sudah diberi tahu.")
        return redirect(_room_of(request, vacancy))
    context = {
        "vacancy": vacancy,
        "minutes": minutes if may_preside(request.user, vacancy) else None,
        "refusal": refusal,
        "lacks_factor": lacks_factor,
        "room_url": _room_of(request, vacancy),
        "layers": [layer.title for layer in result_chain(vacancy.level).layers],
        "form": form,
        "passkey_options": second_factor.passkey_options(request) if "passkey" in form.fields else "",
    }
    return render(request, "selection/sign_minutes.html", context)


@require_safe
@allow(*READERS)
def download_minutes(request: HttpRequest, public_id) -> FileResponse:
    """The signed minutes as PDF, for those who run the selection, decide on it or oversee it; never for a rival."""
    minutes = get_object_or_404(reachable_minutes(request.user), public_id=public_id)
    signature = get_object_or_404(MinutesSignature.objects.select_related("letter"), minutes=minutes)
    return letter_response(signature.letter)


def _room_of(request: HttpRequest, vacancy: Vacancy) -> str:
    """Where this person goes on: whoever stands in for the chair has no control room, only the panel's."""
    name = "show_scoring_room" if stands_in(request.user, vacancy) else "show_selection"
    return reverse(name, args=[vacancy.public_id])


def _is_signed(request: HttpRequest, vacancy: Vacancy, form: SignForm) -> bool:
    """Check form and second factor, then act; False leaves the page with its errors."""
    if not form.is_valid() or not form.prove(request):
        return False
    try:
        actions.sign_minutes(
            vacancy_id=vacancy.pk,
            actor=request.user,
            digest_seen=form.cleaned_data["digest"],
            version=form.cleaned_data["version"],
            second_factor=second_factor.fresh_method(request),
        )
    except Stale:
        raise
    except Refused as error:
        form.add_error(None, error.reason)
        return False
    return True


def _short_facts(vacancy: Vacancy, ranking: Ranking) -> ShortfallFacts:
    submitted = vacancy.applications.submitted().count()
    used = vacancy.extensions.ordinary().count()
    reason = extension_refusal(extension_facts(vacancy, submitted=submitted, used=used), clock.now())
    return shortfall_facts(vacancy, ranking, extension_refusal=reason)


def _ways(request: HttpRequest, vacancy: Vacancy, facts: ShortfallFacts) -> list[dict[str, Any]]:
    """The three ways as this person may take them."""
    effects = {
        EXTEND: "Pendaftaran dibuka lagi dan pelamar baru dapat mengirim lamaran.",
        CONTINUE: f"Daftar pendek tetap {facts.qualified} orang dan tidak ditambah. Alasannya dibaca setiap pemutus.",
        CANCEL: "Seleksi berakhir. Alasannya diumumkan dan semua pelamar dikabari.",
    }
    rows = []
    for way in ways(facts):
        closed = way.closed
        if not closed and way.code == CANCEL:
            refusal = can_cancel(request.user, vacancy)
            closed = refusal.reason if refusal else ""
        elif not closed and way.code == CONTINUE:
            refusal = can_go_on_short(request.user, vacancy, facts, CONTINUE)
            closed = refusal.reason if refusal else ""
        url = reverse("extend_registration", args=[vacancy.public_id]) if way.code == EXTEND and not closed else ""
        rows.append({"code": way.code, "label": way.label, "effect": effects[way.code], "closed": closed, "url": url})
    return rows


def _answers(vacancy: Vacancy) -> list[ShortfallAnswer]:
    answers = ShortfallAnswer.objects.filter(ranking__vacancy=vacancy)
    return list(answers.select_related("ranking", "decided_by").order_by("-id"))


def _tied_row(line: RankingLine) -> dict[str, Any]:
    employee = line.candidate.application.employee
    return {
        "key": line.candidate.key,
        "rank": line.rank,
        "name": employee.name,
        "agency": employee.agency.name,
        "total": line.total,
    }


def _first_words(vacancy: Vacancy, members: list[PanelMember], versions: list[OfficialMinutes]) -> dict[str, Any]:
    """What the form begins with: the last version's meeting, else now, the agency's city and the whole panel."""
    last = versions[0] if versions else None
    held_at = last.held_at if last else clock.now()
    return {
        "version": vacancy.version,
        "held_at": as_local(held_at, vacancy.zone).replace(tzinfo=None, second=0, microsecond=0),
        "place": last.place if last else vacancy.agency.city,
        "present": [str(seat["member"]) for seat in last.content["present"]] if last else [str(member.pk) for member in members],
        "note": last.note if last else "",
    }
