"""Filters of the trail, the purpose of reading personal columns, and the moment a selection is looked at."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from accounts.models import User
from core.audit import SYSTEM_CHAIN
from core.canonical import epoch_us
from employees.models import Employee
from vacancies.models import Vacancy
from vacancies.trail_words import WORDS

MOST_PEOPLE = 50
SIDES = [("", "yang bertindak"), ("pemilik", "yang datanya dibuka")]
# The trail of the whole country is read on one clock.
ZONE = ZoneInfo("Asia/Jakarta")
PORTAL_WORDS = ("portal", "sistem")


class TrailSearchForm(forms.Form):
    """Each field narrows the search; empty ones do not."""

    proses = forms.CharField(label="Nomor acuan, atau “portal”", required=False, max_length=80)
    tindakan = forms.ChoiceField(label="Tindakan", required=False)
    orang = forms.CharField(label="NIP atau nama", required=False, max_length=150)
    sisi = forms.ChoiceField(label="Orang itu adalah", required=False, choices=SIDES)
    dari = forms.DateField(label="Dari tanggal", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    sampai = forms.DateField(label="Sampai tanggal", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, has_purpose: bool, one_person: bool = False, **kwargs: Any) -> None:
        """`one_person`: the search is about exactly one person, who has to be named."""
        super().__init__(*args, **kwargs)
        self.has_purpose, self.most_people = has_purpose, 1 if one_person else MOST_PEOPLE
        self.subject: Employee | None = None
        self.fields["tindakan"].choices = [("", "Semua tindakan"), *sorted(WORDS.items(), key=lambda pair: pair[1])]

    def clean_proses(self) -> str:
        """The name of the chain."""
        words = " ".join(self.cleaned_data["proses"].split())
        if not words:
            return ""
        if words.lower() in PORTAL_WORDS:
            return SYSTEM_CHAIN
        vacancy = Vacancy.objects.filter(reference__iexact=words).order_by("pk").first()
        if vacancy is None:
            raise forms.ValidationError("Tidak ada lowongan dengan nomor acuan ini. Salin nomornya dari halaman lowongan.")
        return vacancy.trail_chain

    def clean(self) -> dict[str, Any]:
        """People are looked up only for somebody who has said what for."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("dari"), cleaned.get("sampai")
        if since and until and since > until:
            self.add_error("sampai", "Tanggal akhir tidak boleh sebelum tanggal awal.")
        words = " ".join((cleaned.get("orang") or "").split())
        if words and not self.has_purpose:
            self.add_error("orang", "Tulis tujuan Anda lebih dahulu; mencari orang membuka data pribadi.")
        elif words and cleaned.get("sisi") == "pemilik":
            self._find_subject(cleaned, words)
        elif words:
            self._find_actors(cleaned, words)
        return cleaned

    def rows(self) -> dict[str, Any]:
        """Arguments of `AuditEntryQuerySet.matching`; call it on a valid form."""
        given = self.cleaned_data
        found: dict[str, Any] = {}
        if given.get("proses"):
            found["chain"] = given["proses"]
        if self.subject is not None:
            found["chain"] = self.subject.reading_chain
        if "actors" in given:
            found["actors"] = given["actors"]
        if given.get("tindakan"):
            found["act"] = given["tindakan"]
        if given.get("dari"):
            found["since_us"] = epoch_us(datetime.combine(given["dari"], time.min, ZONE))
        if given.get("sampai"):
            found["until_us"] = epoch_us(datetime.combine(given["sampai"] + timedelta(days=1), time.min, ZONE))
        return found

    @property
    def names_person(self) -> bool:
        """Whether the search is about somebody; call it on a valid form."""
        return self.subject is not None or "actors" in self.cleaned_data

    def words(self) -> dict[str, str]:
        """The filters as they were typed, for the trail and for a bundle."""
        return {name: str(self.data.get(name, "")).strip() for name in self.fields if str(self.data.get(name, "")).strip()}

    def _find_actors(self, cleaned: dict[str, Any], words: str) -> None:
        digits = "".join(words.split())
        people = User.objects.filter(nip=digits) if digits.isdigit() else User.objects.filter(full_name__icontains=words)
        found = list(people.order_by("pk").values_list("pk", flat=True)[: self.most_people + 1])
        if not found:
            self.add_error("orang", "Tidak ada akun dengan NIP atau nama ini.")
        elif len(found) > self.most_people:
            self.add_error("orang", f"Lebih dari {self.most_people} orang cocok. Tulis nama lebih lengkap atau NIP.")
        else:
            cleaned["actors"] = found

    def _find_subject(self, cleaned: dict[str, Any], words: str) -> None:
        digits = "".join(words.split())
        people = Employee.objects.filter(nip=digits) if digits.isdigit() else Employee.objects.filter(name__iexact=words)
        found = list(people.order_by("pk")[:2])
        if len(found) != 1:
            self.add_error("orang", "Tulis NIP 18 angka, atau nama lengkap yang hanya dimiliki satu pegawai.")
        elif cleaned.get("proses"):
            self.add_error("proses", "Kosongkan: pembukaan data seseorang tercatat pada orangnya, bukan pada lowongan.")
        else:
            self.subject = found[0]


class PurposeForm(forms.Form):
    """Why somebody reads names and details."""

    tujuan = forms.CharField(
        label="Tujuan membaca data pribadi",
        min_length=15,
        max_length=300,
        help_text="Misalnya nomor surat tugas dan perkara yang diperiksa. Tercatat di jejak bersama nama Anda.",
        error_messages={
            "required": "Tulis tujuan Anda.",
            "min_length": "Tulis tujuan yang dapat dipahami orang lain, paling sedikit 15 huruf.",
        },
    )
    kembali = forms.CharField(required=False, widget=forms.HiddenInput)


class MomentForm(forms.Form):
    """The moment a selection is looked at, on the clock of its agency."""

    pada = forms.DateTimeField(
        label="Keadaan pada",
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        error_messages={"invalid": "Tulis tanggal dan jam yang benar, misalnya 4 Desember 2026 pukul 23.59."},
    )
    baris = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean_pada(self) -> datetime | None:
        """The end of the minute that was chosen, aware."""
        moment = self.cleaned_data["pada"]
        return moment.replace(second=59, microsecond=999_999, tzinfo=ZoneInfo(self.zone)) if moment else None
