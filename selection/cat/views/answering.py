"""Drawing a room and reading what comes out of it; the test in earnest and the rehearsal both use this."""

import json
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from core.refusals import Refused
from selection.cat.room import Room
from selection.cat.rules.grading import Answer

# A browser's clock that is far off is cut to the server's time when the answer is saved; below this nothing was ever sent.
LEAST_SEQUENCE = 0
MOST_SEQUENCE = 2**53


def draw_question(request: HttpRequest, room: Room, number: int) -> HttpResponse:
    """One question a page, whole without a script."""
    if not 1 <= number <= room.total:
        raise Http404
    row = room.rows[number - 1] | {"url": room.url_of(number)}
    context = {"room": room, "row": row, "chips": room.chips(number), "is_first": number == 1, "is_last": number == room.total}
    return render(request, "selection/cat/question.html", context)


def draw_paper(request: HttpRequest, room: Room) -> HttpResponse:
    """All questions at once, for a page that goes on without the network."""
    rows = [row | {"url": room.url_of(row["number"])} for row in room.rows]
    response = render(request, "selection/cat/_paper.html", {"room": room, "rows": rows})
    response["Cache-Control"] = "private, no-store"
    return response


def draw_finish(request: HttpRequest, room: Room) -> HttpResponse:
    """The overview, and the question whether this is the end."""
    context = {
        "room": room,
        "chips": room.chips(),
        "open_count": room.total - room.answered,
        "figures": [
            {"label": "Terjawab", "value": room.answered, "note": f"dari {room.total} soal"},
            {"label": "Belum dijawab", "value": room.total - room.answered, "tone": "wait" if room.answered < room.total else ""},
            {"label": "Ragu-ragu", "value": room.doubtful, "tone": "wait" if room.doubtful else ""},
        ],
    }
    return render(request, "selection/cat/finish.html", context)


def posted_answer(request: HttpRequest, room: Room, number: int, now: datetime) -> Answer:
    """The answer of the plain form: its place in time is the server's own clock.

    Raises:
        Refused: a choice the question does not have.
    """
    if not 1 <= number <= room.total:
        raise Http404
    text = request.POST.get("choice", "0")
    choice = int(text) if text.isdigit() and len(text) < 3 else -1
    if not 0 <= choice <= len(room.rows[number - 1]["options"]):
        raise Refused("Pilihan ini tidak ada pada soalnya. Pilih lagi.")
    return Answer(number, choice, request.POST.get("doubt") == "1", int(now.timestamp() * 1000))


def go_on(request: HttpRequest, room: Room, number: int) -> HttpResponse:
    """Where the pressed button leads."""
    to = request.POST.get("to", "next")
    if to == "finish" or (to == "next" and number == room.total):
        return redirect(room.finish_url)
    return redirect(room.url_of(max(number - 1, 1) if to == "previous" else min(number + 1, room.total)))


def sent_answers(request: HttpRequest) -> list[Answer]:
    """The answers a browser sends: {"answers": [[number, choice, doubtful, sequence], ...]}.

    Raises:
        Refused: anything else.
    """
    try:
        rows: Any = json.loads(request.body)["answers"]
        return [_answer(*row) for row in rows]
    except (ValueError, KeyError, TypeError) as error:
        raise Refused("Kiriman jawaban rusak. Muat ulang halaman ujian.") from error


def _answer(number: Any, choice: Any, is_doubtful: Any, sequence: Any) -> Answer:
    whole = all(isinstance(each, int) and not isinstance(each, bool) for each in (number, choice, sequence))
    if not whole or not isinstance(is_doubtful, bool):
        raise TypeError("an answer is three whole numbers and a mark")
    if not (1 <= number <= 999 and 0 <= choice <= 5 and LEAST_SEQUENCE <= sequence <= MOST_SEQUENCE):
        raise ValueError("outside of any paper")
    return Answer(number, choice, is_doubtful, sequence)


def saved(count: int) -> JsonResponse:
    return JsonResponse({"saved": count})


def not_saved(reason: str) -> JsonResponse:
    """The browser keeps what it has and shows the sentence."""
    return JsonResponse({"reason": reason}, status=409)
