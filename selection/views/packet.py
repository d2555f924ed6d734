"""The ranking packet: the file, and the list made again from it in place."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.access import allow
from core.export_limit import count_export
from selection.actions.exports import record_packet_export
from selection.conflicts import closed_candidates
from selection.models import Ranking
from selection.rules.recompute import Unusable, canonical, first_difference, read_packet, recompute
from selection.views.closing import READERS
from selection.visibility import reachable_rankings


@require_safe
@allow(*READERS)
def download_packet(request: HttpRequest, public_id) -> HttpResponse:
    """The stored packet, byte for byte; the download is recorded."""
    ranking = _reachable(request, public_id)
    count_export(request)
    record_packet_export(ranking=ranking, actor=request.user)
    response = HttpResponse(ranking.packet.encode(), content_type="application/json")
    name = f"paket-{ranking.vacancy.reference}-v{ranking.version}.json".replace("/", "-")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@allow(*READERS)
def check_ranking(request: HttpRequest, public_id) -> HttpResponse:
    """Make the list again from the inputs of the packet and compare every byte; a difference fills the page."""
    ranking = _reachable(request, public_id)
    check = compare(ranking)
    digests = [(f"Paket tersimpan, versi {ranking.version}", check["stored"]), ("Hasil hitung ulang", check["again"] or "–")]
    if ranking.request is not None:
        digests.append(("Yang dibaca para pemutus", ranking.request.digest))
    context = {"ranking": ranking, "vacancy": ranking.vacancy, "check": check, "digests": digests}
    return render(request, "selection/check_ranking.html", context)


def compare(ranking: Ranking) -> dict[str, Any]:
    """What the recomputation says: same bytes or not, both digests, and the first difference in words."""
    stored = ranking.packet
    try:
        content = read_packet(stored)
        full = recompute(content)
    except Unusable as error:
        return {"is_same": False, "difference": str(error), "stored": ranking.sha256, "again": "", "bytes": len(stored.encode())}
    again = canonical(full)
    is_same = again == stored and full["sha256"] == ranking.sha256
    difference = "" if is_same else first_difference(content, full) or "Susunan huruf berkas berbeda."
    return {
        "is_same": is_same,
        "difference": difference,
        "stored": ranking.sha256,
        "again": full["sha256"],
        "bytes": len(stored.encode()),
        "people": len(content["candidates"]),
    }


def _reachable(request: HttpRequest, public_id) -> Ranking:
    found = reachable_rankings(request.user).select_related("vacancy__agency", "request")
    ranking = get_object_or_404(found, public_id=public_id)
    if ranking.vacancy.state != "ANNOUNCED" and closed_candidates(request.user, ranking.vacancy):
        # The packet holds everybody's scores and order.
        raise Http404
    return ranking
