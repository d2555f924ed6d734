"""Input between the ranking and its chain: a short list, a tie on the last place, and the minutes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from approvals.forms import SignedForm
from selection.forms import VersionForm
from selection.rules.shortfall import CANCEL, CONTINUE, SHORTFALL_WAYS
from selection.rules.ties import TIE_WAYS, WAY_EFFECTS
from vacancies.forms.window import MomentField
from vacancies.models import PanelMember

WAY_ERRORS = {"required": "Pilih salah satu jalan keluar.", "invalid_choice": "Pilih salah satu jalan keluar yang tersedia."}


def _reason(help_text: str) -> forms.CharField:
    return forms.CharField(
        label="Alasan",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=help_text,
        error_messages={"required": "Tulis alasannya.", "max_length": "Alasan paling panjang 1.000 huruf."},
    )


class ShortfallForm(VersionForm):
    """Going on or ending; extending is an act of the registration and only linked.

    Args:
        open_ways: codes this person may choose now.
    """

    way = forms.ChoiceField(label="Jalan keluar", widget=forms.RadioSelect, error_messages=WAY_ERRORS)
    reason = _reason("Dibaca para pemutus dan publik, dan masuk berita acara. Paling panjang 1.000 huruf.")
    is_sure = forms.BooleanField(
        label="Saya mengerti bahwa pembatalan mengakhiri seleksi ini dan dikabarkan kepada semua pelamar.", required=False
    )

    def __init__(self, *args: Any, open_ways: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [code for code in (CONTINUE, CANCEL) if code in set(open_ways)]
        self.fields["way"].choices = [(code, SHORTFALL_WAYS[code]) for code in codes]
        if CANCEL not in codes:
            del self.fields["is_sure"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("way") == CANCEL and not cleaned.get("is_sure"):
            self.add_error("is_sure", "Nyatakan bahwa Anda mengerti akibat pembatalan.")
        return cleaned


class TieForm(VersionForm):
    """The chair's way out of a tie on the last place."""

    way = forms.ChoiceField(
        label="Jalan keluar",
        widget=forms.RadioSelect,
        choices=[(code, f"{label}. {WAY_EFFECTS[code]}") for code, label in TIE_WAYS.items()],
        error_messages=WAY_ERRORS,
    )
    reason = _reason("Dibaca para pemutus dan masuk berita acara. Paling panjang 1.000 huruf.")
    without_traits = forms.BooleanField(
        label="Usia, jenis kelamin, agama, suku, dan sifat pribadi lain peserta tidak menjadi alasan.",
        error_messages={"required": "Nyatakan bahwa sifat pribadi peserta tidak menjadi alasan."},
    )


class MinutesForm(VersionForm):
    """Where, when and with whom the panel met on the ranking.

    Args:
        members: seats of the panel, the chair first. zone: name of the agency's zone, in which the time is read.
    """

    held_at = MomentField(label="Waktu rapat")
    place = forms.CharField(
        label="Tempat rapat",
        max_length=160,
        error_messages={"required": "Tulis tempat rapat."},
        help_text="Atau tautan rapat daring.",
    )
    present = forms.MultipleChoiceField(
        label="Anggota pansel yang hadir",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih anggota pansel yang hadir.", "invalid_choice": "Pilih anggota pansel lowongan ini."},
    )
    note = forms.CharField(
        label="Catatan untuk pemutus",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Terbaca di lembar keputusan setiap tahap, tidak masuk berita acara.",
    )

    def __init__(self, *args: Any, members: Iterable[PanelMember], zone: str, zone_label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone)
        self.fields["held_at"].label = f"Waktu rapat ({zone_label})"
        self.fields["present"].choices = [
            (str(member.pk), f"{member.user.full_name}{' (ketua)' if member.is_chair else ''}") for member in members
        ]

    def clean_held_at(self) -> datetime:
        """The moment as the clock of the agency showed it."""
        return self.cleaned_data["held_at"].replace(tzinfo=self.zone)

    def clean_present(self) -> list[int]:
        """Primary keys of the seats."""
        return [int(pk) for pk in self.cleaned_data["present"]]


class SignForm(SignedForm, VersionForm):
    """The signature: what was read, and a second factor when none was used in the last minutes."""

    digest = forms.CharField(widget=forms.HiddenInput)
