"""Filters of vacancy lists. Their state is the URL, so a list can be bookmarked and sent."""

from typing import Any

from django import forms

from accounts.models import Agency, Region
from employees.enums import JobField
from vacancies.enums import VACANCY_STATES, Level


class PublicFilterForm(forms.Form):
    """Search of the public list. A value that does not exist is ignored, so an old link still opens."""

    cari = forms.CharField(label="Cari jabatan, unit, atau instansi", required=False, max_length=100, widget=forms.SearchInput)
    instansi = forms.ChoiceField(label="Instansi", required=False)
    provinsi = forms.ChoiceField(label="Provinsi", required=False)
    tingkat = forms.ChoiceField(label="Tingkat", required=False, choices=[("", "Semua"), *Level.choices])
    rumpun = forms.ChoiceField(label="Rumpun jabatan", required=False, choices=[("", "Semua"), *JobField.choices])
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[
            ("", "Semua"),
            ("dibuka", "Dibuka"),
            ("segera", "Segera ditutup"),
            ("akan", "Akan dibuka"),
            ("ditutup", "Ditutup"),
        ],
    )
    urut = forms.ChoiceField(label="Urutkan", required=False, choices=[("", "Segera ditutup"), ("terbaru", "Terbaru")])

    def __init__(self, *args: Any, agencies: list[Agency], provinces: list[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instansi"].choices = [("", "Semua"), *((a.code, a.name) for a in agencies)]
        self.fields["provinsi"].choices = [("", "Semua"), *((r.code, r.name) for r in provinces)]

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
