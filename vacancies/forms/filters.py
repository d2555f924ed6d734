"""Filters of vacancy lists. Their state is the URL, so a list can be bookmarked and sent."""

from typing import Any

from django import forms

from core.quick_select import KnownChoices, QuickSelect, SuggestingInput
from employees.enums import JobField
from vacancies.enums import VACANCY_STATES, Level

_LEVELS = KnownChoices([("", "Semua"), *Level.choices])
_FIELDS = KnownChoices([("", "Semua"), *JobField.choices])
_STATUSES = KnownChoices(
    [("", "Semua"), ("dibuka", "Dibuka"), ("segera", "Segera ditutup"), ("akan", "Akan dibuka"), ("ditutup", "Ditutup")]
)
_ORDERS = KnownChoices([("", "Segera ditutup"), ("terbaru", "Terbaru")])


class PublicFilterForm(forms.Form):
    """Search of the public list. A value that does not exist is ignored, so an old link still opens.

    The agency is typed: a list of six hundred would be two thirds of the page, for everybody, and nobody scrolls it on a phone.
    """

    cari = forms.CharField(label="Cari jabatan, unit, atau instansi", required=False, max_length=100, widget=forms.SearchInput)
    instansi = forms.CharField(label="Instansi", required=False, max_length=200, widget=SuggestingInput("nama-instansi"))
    provinsi = forms.ChoiceField(label="Provinsi", required=False, widget=QuickSelect)
    tingkat = forms.ChoiceField(label="Tingkat", required=False, choices=_LEVELS, widget=QuickSelect)
    rumpun = forms.ChoiceField(label="Rumpun jabatan", required=False, choices=_FIELDS, widget=QuickSelect)
    status = forms.ChoiceField(label="Status", required=False, choices=_STATUSES, widget=QuickSelect)
    urut = forms.ChoiceField(label="Urutkan", required=False, choices=_ORDERS, widget=QuickSelect)

    def __init__(self, *args: Any, agencies: KnownChoices, provinces: KnownChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = agencies
        self.fields["instansi"].choices = self.fields["instansi"].widget.choices = agencies
        self.fields["provinsi"].choices = provinces

    def clean_instansi(self) -> str:
        """The code of the agency that was typed or linked to."""
        typed = str(self.cleaned_data["instansi"])
        found = self.agencies.matching(typed) if typed else [""]
        if not found:
            raise forms.ValidationError("Tidak ada instansi bernama itu yang pernah menerbitkan lowongan.")
        if len(found) > 1:
            raise forms.ValidationError(f"Nama itu cocok dengan {len(found)} instansi. Tulis lebih lengkap.")
        return found[0]

    def chosen(self) -> dict[str, str]:
        """Valid values only, "" where nothing is chosen."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name, "")).strip() for name in self.fields}


class OwnFilterForm(forms.Form):
    """Search of the agency's own list."""

    cari = forms.CharField(label="Cari jabatan atau nomor acuan", required=False, max_length=100, widget=forms.SearchInput)
    status = forms.ChoiceField(label="Status", required=False, choices=[("", "Semua"), *VACANCY_STATES])
    tingkat = forms.ChoiceField(label="Tingkat", required=False, choices=[("", "Semua"), *Level.choices])
    urut = forms.ChoiceField(
        label="Urutkan",
        required=False,
        choices=[("", "Terakhir berubah"), ("tutup", "Batas pendaftaran"), ("jabatan", "Nama jabatan")],
    )

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: str(self.cleaned_data.get(name, "")).strip() for name in self.fields}


class ResultSearchForm(forms.Form):
    cari = forms.CharField(label="Cari jabatan atau instansi", required=False, max_length=100, widget=forms.SearchInput)

    def words(self) -> str:
        """What is searched for; "" when nothing valid is typed."""
        self.is_valid()
        return str(self.cleaned_data.get("cari", "")).strip()


class AgencySearchForm(forms.Form):
    cari = forms.CharField(label="Cari nama instansi", required=False, max_length=100, widget=forms.SearchInput)

    def words(self) -> str:
        """What is searched for; "" when nothing valid is typed."""
        self.is_valid()
        return str(self.cleaned_data.get("cari", "")).strip()
