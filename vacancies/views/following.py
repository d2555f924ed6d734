"""Ways to hear of new vacancies: what stands under a list and on an agency's page."""

from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import Agency
from core.addresses import fixed_address
from vacancies.subscriptions import filters_text


def follow_list(chosen: dict[str, str]) -> dict[str, str]:
    """Links that go on with the filters of the public list (`PublicFilterForm.chosen`)."""
    kept, whole = filters_text(chosen), urlencode([(name, value) for name, value in chosen.items() if value])
    return {
        "title": "Kabar tentang lowongan baru",
        "text": "Kami mengirim surel bila ada lowongan baru yang cocok dengan pencarian ini. Berhenti cukup satu kali klik."
        if kept
        else "Kami mengirim surel bila ada lowongan baru. Berhenti cukup satu kali klik.",
        "label": "Berlangganan pencarian ini" if kept else "Berlangganan lowongan baru",
        "subscribe": _with(fixed_address("create_alert"), kept),
        "atom": _with(fixed_address("read_atom_feed"), whole),
        "json": _with(fixed_address("read_json_feed"), whole),
        "csv": _with(fixed_address("download_vacancy_table"), whole),
    }


def follow_agency(agency: Agency) -> dict[str, str]:
    """The same for one agency."""
    filters = urlencode({"instansi": agency.code})
    return {
        "title": f"Kabar dari {agency.name}",
        "text": "Kami mengirim surel bila instansi ini menerbitkan lowongan baru. Berhenti cukup satu kali klik.",
        "label": "Berlangganan lowongan instansi ini",
        "subscribe": _with(fixed_address("create_alert"), filters),
        "atom": reverse("read_agency_atom_feed", args=[agency.code]),
        "json": reverse("read_agency_json_feed", args=[agency.code]),
        "csv": _with(fixed_address("download_vacancy_table"), filters),
    }


def _with(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
