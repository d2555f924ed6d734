"""Forms of the officers for data protection."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.text import capfirst

from accounts.models import Agency, User
from privacy.actions.breaches import BreachFacts
from privacy.affected import Selection, by_agency, by_nip, by_reader, by_vacancy
from privacy.enums import BreachedData
from vacancies.forms.window import MomentField
from vacancies.models import Vacancy

MOST_NIPS = 5_000
# Before the portal there was nothing to fail; a year 0001 is a slip of the keyboard that no database takes.
EARLIEST_YEAR, WRONG_YEAR = 2000, "Tahunnya terlalu lama; periksa tanggalnya."
WAYS = (
    ("akun", "Semua yang data atau profilnya dibuka satu akun"),
    ("lowongan", "Semua pelamar satu lowongan"),
    ("instansi", "Semua pegawai satu instansi"),
    ("nip", "Orang yang Anda sebut dengan NIP"),
)


class BreachForm(forms.Form):
    """What is known of an incident; its names are those of the action, so that a refusal finds its field."""

    title = forms.CharField(
        label="Judul",
        max_length=150,
        help_text="Singkat dan tanpa nama orang, misalnya Akun admin instansi disalahgunakan.",
        error_messages={"required": "Tulis judul insiden."},
    )
    is_drill = forms.BooleanField(
        label="Ini latihan",
        required=False,
        help_text="Surat latihan tidak pernah dikirim ke luar; dua contoh dikirim kepada petugas yang menyiapkannya.",
    )
    found_at = MomentField(label="Diketahui (WIB)", help_text="Sejak saat ini 3 × 24 jam dihitung.")
    happened_from = MomentField(label="Terjadi sejak (WIB)", help_text="Kosongkan bila belum diketahui.")
    happened_until = MomentField(label="Terjadi sampai (WIB)", help_text="Kosongkan bila belum diketahui atau masih berlangsung.")
    kinds = forms.MultipleChoiceField(
        label="Data yang terungkap",
        choices=[(kind.value, capfirst(str(kind.label))) for kind in BreachedData],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih sedikitnya satu.", "invalid_choice": "Pilih dari daftar."},
    )
    cause = forms.CharField(
        label="Bagaimana terungkap",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Dibaca orang yang terdampak dan lembaga pelindungan data pribadi.",
        error_messages={"required": "Tulis bagaimana data itu terungkap, sejauh diketahui."},
    )
    handling = forms.CharField(
        label="Penanganan dan pemulihan",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Apa yang sudah dan akan dilakukan. Dibaca orang yang terdampak.",
        error_messages={"required": "Tulis apa yang sudah dan akan dilakukan."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("happened_from", "happened_until"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("found_at", "happened_from", "happened_until"):
            if cleaned.get(name) and cleaned[name].year < EARLIEST_YEAR:
                self.add_error(name, WRONG_YEAR)
        return cleaned

    def facts(self) -> BreachFacts:
        """The same for the action."""
        return BreachFacts(**self.cleaned_data)


class PeopleForm(forms.Form):
    """One way of finding whom an incident touched; only the fields of the chosen way are read."""

    way = forms.ChoiceField(
        label="Siapa yang terdampak",
        choices=WAYS,
        widget=forms.RadioSelect,
        initial="akun",
        error_messages={"required": "Pilih salah satu cara.", "invalid_choice": "Pilih salah satu cara."},
    )
    account = forms.CharField(
        label="NIP atau surel akun", max_length=254, required=False, help_text="Untuk cara pertama: akun yang disalahgunakan."
    )
    since = MomentField(label="Sejak (WIB)", help_text="Untuk cara pertama.")
    until = MomentField(label="Sampai (WIB)", help_text="Untuk cara pertama.")
    reference = forms.CharField(label="Nomor acuan lowongan", max_length=40, required=False, help_text="Misalnya JPT-2026-00012.")
    agency = forms.CharField(label="Nama atau kode instansi", max_length=200, required=False)
    nips = forms.CharField(
        label="NIP",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=f"Satu NIP tiap baris, paling banyak {MOST_NIPS} sekaligus.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].required = self.fields["until"].required = False
        self.selection: Selection | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        way = cleaned.get("way")
        if way and not self.errors:
            finders = {"akun": self._reader, "lowongan": self._vacancy, "instansi": self._agency, "nip": self._nips}
            self.selection = finders[way](cleaned)
        return cleaned

    def _reader(self, cleaned: dict[str, Any]) -> Selection | None:
        reader = User.objects.named(cleaned["account"])
        since: datetime | None = cleaned["since"]
        until: datetime | None = cleaned["until"]
        if reader is None:
            self.add_error("account", "Tidak ada akun dengan NIP atau surel itu.")
        if since is None:
            self.add_error("since", "Isi tanggal dan jamnya.")
        elif since.year < EARLIEST_YEAR:
            self.add_error("since", WRONG_YEAR)
        if until is None:
            self.add_error("until", "Isi tanggal dan jamnya.")
        elif since is not None and until <= since:
            self.add_error("until", "Akhir rentang harus sesudah awalnya.")
        return None if self.errors else by_reader(reader, since=since, until=until)

    def _vacancy(self, cleaned: dict[str, Any]) -> Selection | None:
        vacancy = Vacancy.objects.filter(reference__iexact=cleaned["reference"].strip()).first()
        if vacancy is None:
            self.add_error("reference", "Tidak ada lowongan dengan nomor acuan itu.")
            return None
        return by_vacancy(vacancy)

    def _agency(self, cleaned: dict[str, Any]) -> Selection | None:
        words = " ".join(cleaned["agency"].split())
        found = Agency.objects.filter(name__iexact=words).first() or Agency.objects.filter(code__iexact=words).first()
        if not words or found is None:
            self.add_error("agency", "Tulis nama lengkap atau kode instansi.")
            return None
        return by_agency(found)

    def _nips(self, cleaned: dict[str, Any]) -> Selection | None:
        nips = ["".join(row.split()) for row in cleaned["nips"].splitlines() if row.strip()]
        wrong = next((nip for nip in nips if not (nip.isascii() and nip.isdigit() and len(nip) == 18)), None)
        if not nips or len(nips) > MOST_NIPS:
            self.add_error("nips", f"Tulis 1 sampai {MOST_NIPS} NIP, satu tiap baris.")
        elif wrong is not None:
            self.add_error("nips", f"Bukan NIP 18 angka: {wrong[:30]}")
        return None if self.errors else by_nip(nips)


class ReleaseForm(forms.Form):
    """The count as the officer understands it."""

    count = forms.IntegerField(
        label="Jumlah surat yang dilepas",
        min_value=1,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        help_text="Ketik jumlah surat yang menunggu, termasuk surat kepada lembaga.",
        error_messages={"required": "Ketik jumlah suratnya.", "invalid": "Isi dengan angka.", "min_value": "Isi 1 atau lebih."},
    )


class RejectForm(forms.Form):
    note = forms.CharField(
        label="Alasan menolak",
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Tulis alasannya, agar yang menyiapkan tahu apa yang kurang."},
    )


class CountForm(forms.Form):
    """How many documents go, as the officer understands it."""

    count = forms.IntegerField(
        label="Jumlah dokumen yang dimusnahkan",
        min_value=1,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "Ketik jumlah dokumennya.", "invalid": "Isi dengan angka.", "min_value": "Isi 1 atau lebih."},
    )
