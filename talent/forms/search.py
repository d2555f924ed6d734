"""Shape of the search. No personal trait is a filter."""

from django import forms

from accounts.enums import RegionKind
from accounts.models import Region, User
from employees.enums import EducationLevel, Grade, JobField, PositionLevel
from talent.standings import vacancies_to_invite_for
from vacancies.models import Vacancy

ANY = ("", "Semua")


class VacancyChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Vacancy) -> str:
        return f"{obj.position_title} ({obj.reference})"


class TalentSearchForm(forms.Form):
    """The search, whose state is the URL. Field names are Indonesian because they stand in the address."""

    cari = forms.CharField(
        label="Nama atau NIP", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    lowongan = VacancyChoice(
        label="Untuk lowongan",
        required=False,
        queryset=Vacancy.objects.none(),
        to_field_name="public_id",
        empty_label="Belum dipilih",
        error_messages={"invalid_choice": "Lowongan ini tidak lagi menerima undangan. Pilih lowongan lain."},
    )
    jabatan = forms.CharField(label="Jabatan", required=False, max_length=100)
    instansi = forms.CharField(label="Instansi", required=False, max_length=100)
    provinsi = forms.ModelChoiceField(
        label="Provinsi", required=False, queryset=Region.objects.none(), empty_label="Semua", to_field_name="code"
    )
    jenjang = forms.ChoiceField(label="Jenjang jabatan", required=False, choices=[ANY, *PositionLevel.choices])
    rumpun = forms.ChoiceField(label="Rumpun jabatan", required=False, choices=[ANY, *JobField.choices])
    gol_dari = forms.TypedChoiceField(
        label="Golongan dari", required=False, coerce=int, empty_value=None, choices=[ANY, *Grade.choices]
    )
    gol_sampai = forms.TypedChoiceField(
        label="Golongan sampai", required=False, coerce=int, empty_value=None, choices=[ANY, *Grade.choices]
    )
    pendidikan = forms.TypedChoiceField(
        label="Pendidikan paling rendah", required=False, coerce=int, empty_value=None, choices=[ANY, *EducationLevel.choices]
    )

    layak = forms.BooleanField(label="Hanya yang dapat diundang", required=False)

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provinsi"].queryset = Region.objects.filter(kind=RegionKind.PROVINCE).order_by("name")
        self.fields["lowongan"].queryset = vacancies_to_invite_for(user)

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("layak") and not cleaned.get("lowongan"):
            self.add_error("lowongan", "Pilih lowongan dulu supaya syaratnya dapat diperiksa.")
        lowest, highest = cleaned.get("gol_dari"), cleaned.get("gol_sampai")
        if lowest and highest and lowest > highest:
            self.add_error("gol_sampai", "Golongan sampai harus sama dengan atau di atas golongan dari.")
        return cleaned

    def filters(self) -> dict:
        """Arguments of `EmployeeQuerySet.matching`."""
        given = self.cleaned_data
        return {
            "words": given["cari"],
            "post": given["jabatan"],
            "agency": given["instansi"],
            "province": given["provinsi"].code if given["provinsi"] else "",
            "level": given["jenjang"],
            "field": given["rumpun"],
            "grade_from": given["gol_dari"],
            "grade_to": given["gol_sampai"],
            "education_from": given["pendidikan"],
        }

    def in_words(self) -> list[tuple[str, str, str]]:
        """The filters in force as (field, label, value in words)."""
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if name == "lowongan" or value in (None, "", False):
                continue
            if value is True:
                found.append((name, str(field.label), ""))
                continue
            is_coded = isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField)
            words = str(dict(field.choices).get(value, value)) if is_coded else str(value)
            found.append((name, str(field.label), words))
        return found
