"""The search, whose state is the URL. No personal trait is a filter: there is no field for it, and nothing else is read.

Field names are Indonesian because they stand in the address.
"""

import re
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet

from accounts.enums import RegionKind
from accounts.models import Agency, User
from core.indonesian import number_words
from core.prepared import HeldList
from core.quick_select import KnownChoices, QuickSelect
from employees.enums import Competency, EducationLevel, Grade, JobField, Language, PerformancePredicate, PositionLevel
from employees.models import Employee
from employees.rules.facts import TRAINING_LABELS
from employees.rules.nip import LENGTH
from talent.forms.invitations import chosen_people
from talent.rules.standing import SHOWN_TALENT_BOXES
from talent.rules.study_fields import LABELS as STUDIES
from talent.search.engine import Query
from talent.standings import choices_to_invite_for, vacancies_to_invite_for
from vacancies.models import Vacancy

ANY = ("", "Semua")
MOST_AGENCIES = 60
THRESHOLDS = tuple((str(score), f"paling rendah {score}") for score in range(60, 100, 5))
BOXES = tuple((str(box), f"Kotak {box}") for box in sorted(SHOWN_TALENT_BOXES, reverse=True))
TRAINING = tuple((code, TRAINING_LABELS[code]) for code in ("PKN_I", "PKN_II", "PKA", "PKP"))
PREDICATES = tuple(
    (code.value, f"{code.label} atau lebih tinggi" if code is not PerformancePredicate.SANGAT_BAIK else str(code.label))
    for code in (PerformancePredicate.SANGAT_BAIK, PerformancePredicate.BAIK, PerformancePredicate.BUTUH_PERBAIKAN)
)
_PROVINCES = f"SELECT code, name FROM accounts_region WHERE kind = '{RegionKind.PROVINCE.value}' ORDER BY name"  # noqa: S608
# Codes and names by name; they change by law.
PROVINCES = HeldList(_PROVINCES, tuple)
WHOLE_NIP = "Tulis NIP lengkap, 18 angka. Sebagian NIP tidak dapat dicari karena angkanya memuat tanggal lahir dan jenis kelamin."
NAMES_ONLY = "Tulis nama tanpa angka. NIP dicari lewat “Cari dengan NIP”, supaya tidak tertinggal di alamat halaman."
# Says in an address that digits were taken out of it.
DIGITS_TAKEN_OUT = {"salah": "angka"}


def closed(options: Iterable[tuple[Any, Any]], *before: tuple[str, str]) -> KnownChoices:
    """A closed list, made once and shared by the forms of all pages."""
    return KnownChoices((str(value), str(label)) for value, label in (*before, *options))


def has_digits(typed: str) -> bool:
    """Whether words for a name hold digits, as a NIP does and no name."""
    return any(character.isdigit() for character in typed)


def choices(label: str, options: Any) -> forms.MultipleChoiceField:
    """Any number of ticks; one of them is enough for a person to be found."""
    return forms.MultipleChoiceField(
        label=label, required=False, choices=options, error_messages={"invalid_choice": "Pilihan ini tidak dikenal."}
    )


@dataclass(frozen=True)
class Chip:
    """One filter in force: its words, and the address parameters that remain without it."""

    label: str
    rest: str


class VacancyField(forms.ModelChoiceField):
    """A vacancy whose right to be chosen is asked only when one is given: most searches are for none.

    Attributes:
        allowed: the vacancies the person may choose, once the form knows the person.
    """

    allowed: Callable[[], QuerySet[Vacancy]] = staticmethod(Vacancy.objects.none)

    def to_python(self, value: Any) -> Vacancy | None:
        if value not in self.empty_values:
            self.queryset = self.allowed()
        try:
            return super().to_python(value)
        except forms.ValidationError:
            # An address somebody shortened is no vacancy that takes invitations either; nobody reads what kind of id it is not.
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None


class TalentSearchForm(forms.Form):
    # Digits are stopped in the browser, so that no NIP is sent as part of an address.
    cari = forms.CharField(
        label="Nama",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "pattern": "[^0-9]*", "title": NAMES_ONLY}),
    )
    orang = forms.CharField(required=False, widget=forms.HiddenInput)
    jabatan = forms.CharField(
        label="Jabatan atau rekam jejak", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    lowongan = VacancyField(
        label="Untuk lowongan",
        required=False,
        queryset=Vacancy.objects.none(),
        to_field_name="public_id",
        empty_label="Belum dipilih",
        widget=QuickSelect,
        error_messages={"invalid_choice": "Lowongan ini tidak lagi menerima undangan. Pilih lowongan lain."},
    )
    layak = forms.BooleanField(label="Hanya yang dapat diundang", required=False)
    instansi = forms.CharField(label="Nama instansi", required=False, max_length=100)
    id_instansi = choices("Instansi", ())
    provinsi = choices("Provinsi", ())
    jenjang = choices("Jenjang jabatan", closed(PositionLevel.choices))
    rumpun = choices("Rumpun jabatan", closed(JobField.choices))
    gol_dari = forms.TypedChoiceField(
        label="Golongan dari", required=False, coerce=int, empty_value=None, choices=closed(Grade.choices, ANY)
    )
    gol_sampai = forms.TypedChoiceField(
        label="Golongan sampai", required=False, coerce=int, empty_value=None, choices=closed(Grade.choices, ANY)
    )
    pendidikan = forms.TypedChoiceField(
        label="Pendidikan paling rendah",
        required=False,
        coerce=int,
        empty_value=None,
        choices=closed(EducationLevel.choices, ANY),
    )
    jurusan = forms.ChoiceField(label="Bidang pendidikan", required=False, choices=closed(STUDIES.items(), ANY))
    kotak = choices("Kotak talenta", closed(BOXES))
    kinerja = forms.ChoiceField(label="Predikat kinerja terakhir", required=False, choices=closed(PREDICATES, ANY))
    masa_kerja = forms.IntegerField(
        label="Masa kerja paling sedikit (tahun)",
        required=False,
        min_value=0,
        max_value=45,
        error_messages={
            "invalid": "Tulis masa kerja dengan angka, misalnya 10.",
            "min_value": "Masa kerja ditulis dari 0 sampai 45 tahun.",
            "max_value": "Masa kerja ditulis dari 0 sampai 45 tahun.",
        },
    )
    bahasa = choices("Bahasa asing", closed(Language.choices))
    pelatihan = choices("Pelatihan kepemimpinan", closed(TRAINING))
    siap = forms.BooleanField(label="Siap ditempatkan sekarang (Ready Now)", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        # Bare names, as the filter panel draws them: a line of the error summary leads to its field.
        kwargs.setdefault("auto_id", "%s")
        super().__init__(*args, **kwargs)
        self.fields["lowongan"].allowed = partial(vacancies_to_invite_for, user)
        self.fields["lowongan"].choices = cache(lambda: self._vacancies(user))
        self.agencies: dict[int, str] = {}
        self._named_agencies: tuple[int, ...] = ()
        provinces = PROVINCES.read()
        self.provinces: dict[str, str] = dict(provinces)
        self.fields["provinsi"].choices = _kept(provinces)
        if self.is_bound:
            self._read_agencies()

    def _vacancies(self, user: User) -> list[tuple[Any, str]]:
        """Read when they are drawn; a chosen one is read by the field itself."""
        found = choices_to_invite_for(user)
        return [("", self.fields["lowongan"].empty_label), *((key, f"{title} ({number})") for key, title, number in found)]

    def _read_agencies(self) -> None:
        ticked = [int(value) for value in self.data.getlist("id_instansi") if value.isascii() and value.isdigit()][:MOST_AGENCIES]
        # An id is a bigint; what is longer is no agency.
        ticked = [value for value in ticked if value < 2**62]
        if ticked:
            self.agencies = dict(Agency.objects.filter(pk__in=ticked).order_by("name").values_list("pk", "name"))
        self.fields["id_instansi"].choices = [(str(key), name) for key, name in self.agencies.items()]

    def clean_cari(self) -> str:
        typed = " ".join(self.cleaned_data["cari"].split())
        if has_digits(typed) or self.data.get("salah") == DIGITS_TAKEN_OUT["salah"]:
            raise forms.ValidationError(NAMES_ONLY)
        return typed

    def clean_orang(self) -> int | None:
        """Primary key of the person found by NIP; 0, which nobody has, once that person has left the search."""
        given = self.cleaned_data["orang"].strip()
        if not given:
            return None
        keys = chosen_people([given])
        if not keys:
            raise forms.ValidationError("Tautan ke orang ini tidak lengkap. Cari sekali lagi dengan NIP.")
        return Employee.objects.searchable().filter(public_id=keys[0]).values_list("pk", flat=True).first() or 0

    def clean_instansi(self) -> str:
        typed = " ".join(self.cleaned_data["instansi"].split())
        if typed:
            found = Agency.objects.order_by("pk")
            for word in typed.split():
                found = found.filter(name__icontains=word)
            keys = tuple(found.values_list("pk", flat=True)[: MOST_AGENCIES + 1])
            if not keys:
                raise forms.ValidationError(f"Tidak ada instansi yang namanya memuat “{typed}”. Periksa ejaannya.")
            if len(keys) > MOST_AGENCIES:
                raise forms.ValidationError(
                    f"Lebih dari {MOST_AGENCIES} instansi memuat “{typed}”. Tulis nama yang lebih lengkap."
                )
            self._named_agencies = keys
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("layak") and not cleaned.get("lowongan"):
            self.add_error("lowongan", "Pilih lowongan dulu supaya syaratnya dapat diperiksa.")
        lowest, highest = cleaned.get("gol_dari"), cleaned.get("gol_sampai")
        if lowest and highest and lowest > highest:
            self.add_error("gol_sampai", "Golongan sampai harus sama dengan atau di atas golongan dari.")
        return cleaned

    def query(self) -> Query:
        """What the engine is asked. Boxes below 7 and personal traits can never be part of it."""
        given = self.cleaned_data
        ticked = tuple(int(key) for key in given["id_instansi"])
        return Query(
            text=given["jabatan"].strip(),
            name=given["cari"],
            agencies=tuple(sorted({*ticked, *self._named_agencies})),
            provinces=tuple(given["provinsi"]),
            levels=tuple(given["jenjang"]),
            fields=tuple(given["rumpun"]),
            grade_from=given["gol_dari"],
            grade_to=given["gol_sampai"],
            education_from=given["pendidikan"],
            education_field=given["jurusan"],
            boxes=tuple(int(box) for box in given["kotak"]),
            performance_from=given["kinerja"],
            competencies=tuple(
                (code, given[competency_name(code)]) for code in Competency.values if given[competency_name(code)] is not None
            ),
            service_from=given["masa_kerja"],
            languages=tuple(given["bahasa"]),
            training=tuple(given["pelatihan"]),
            ready_now=given["siap"],
            person=given["orang"],
        )

    def asked(self) -> dict[str, list[str]]:
        """The filters in force, as typed: for the log, for saved searches and for links to other pages of the same search."""
        return dict(self._asked)

    @cached_property
    def _asked(self) -> dict[str, list[str]]:
        found = {}
        for name in self.fields:
            # Each once: an address that repeats a value a thousand times is no larger a page.
            values = list(dict.fromkeys(value.strip() for value in self.data.getlist(name) if value.strip()))
            # A NIP typed for a name is kept nowhere: in no link, no saved search, no log.
            if values and not (name == "cari" and has_digits(values[0])):
                found[name] = values
        return found

    def address(self, **changes: str) -> str:
        """The parameters of this search with some set anew ("" drops one)."""
        pairs = [(name, value) for name, values in self.asked().items() if name not in changes for value in values]
        return urlencode([*pairs, *((name, value) for name, value in changes.items() if value)])

    def chips(self) -> list[Chip]:
        """Every filter in force with the search that remains without it. The chosen vacancy is no filter."""
        pairs = [(name, value) for name, values in self._asked.items() for value in values]
        found = []
        for name, value in pairs:
            if name != "lowongan":
                rest = [pair for pair in pairs if pair != (name, value)]
                # An empty search is still a search: one parameter stays.
                found.append(Chip(self.in_words(name, value), urlencode(rest or [("cari", "")])))
        return found

    def in_words(self, name: str, value: str) -> str:
        return filter_words(name, value, provinces=self.provinces, agencies=self.agencies)


class _SharedFields(dict[str, forms.Field]):
    """Fields that all forms of the class share, since nothing of theirs changes: copying took longer than reading."""

    CHANGED = ("lowongan", "provinsi", "id_instansi")

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return {name: deepcopy(field, memo) if name in self.CHANGED else field for name, field in self.items()}


TalentSearchForm.base_fields = _SharedFields(TalentSearchForm.base_fields)


@lru_cache(maxsize=4)
def _kept(pairs: tuple[tuple[str, str], ...]) -> KnownChoices:
    return KnownChoices(pairs)


def competency_name(code: str) -> str:
    """Field name of a competency's threshold."""
    return code.lower()


# Declared once, not for every page: a field reads its choices when it is made.
TalentSearchForm.base_fields |= {
    competency_name(code): forms.TypedChoiceField(
        label=label, required=False, coerce=int, empty_value=None, choices=closed(THRESHOLDS, ANY)
    )
    for code, label in Competency.choices
}


class NipForm(forms.Form):
    """A whole NIP. It is posted: what stands in an address is kept in histories and logs."""

    nip = forms.CharField(
        label="NIP",
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": WHOLE_NIP, "max_length": WHOLE_NIP},
    )

    def clean_nip(self) -> str:
        bare = re.sub(r"[\s.\-]", "", self.cleaned_data["nip"])
        if not (bare.isascii() and bare.isdigit() and len(bare) == LENGTH):
            raise forms.ValidationError(WHOLE_NIP)
        return bare


class SavedSearchForm(forms.Form):
    nama = forms.CharField(
        label="Nama pencarian",
        max_length=80,
        error_messages={"required": "Beri nama pencarian ini.", "max_length": "Nama paling panjang 80 huruf."},
    )


_WORDS: dict[str, dict[str, str]] = {
    name: {str(value): str(label) for value, label in options}
    for name, options in {
        "jenjang": PositionLevel.choices,
        "rumpun": JobField.choices,
        "gol_dari": Grade.choices,
        "gol_sampai": Grade.choices,
        "pendidikan": EducationLevel.choices,
        "kotak": BOXES,
        "kinerja": PREDICATES,
        "bahasa": Language.choices,
        "pelatihan": TRAINING,
        "jurusan": STUDIES.items(),
    }.items()
}
_PREFIXES = {
    "cari": "Nama",
    "jabatan": "Jabatan atau rekam jejak",
    "instansi": "Instansi",
    "gol_dari": "Golongan dari",
    "gol_sampai": "Golongan sampai",
    "pendidikan": "Pendidikan paling rendah",
    "jurusan": "Bidang pendidikan",
    "kinerja": "Kinerja",
    "bahasa": "Bahasa",
    "masa_kerja": "Masa kerja paling sedikit",
}
_FLAGS = {"layak": "Hanya yang dapat diundang", "siap": "Siap ditempatkan sekarang", "orang": "NIP lengkap"}
_COMPETENCIES = {competency_name(code): str(label) for code, label in Competency.choices}


def filter_words(name: str, value: str, *, provinces: dict[str, str], agencies: dict[int, str]) -> str:
    """One filter as a person reads it, for chips and for "siapa melihat saya". Works from the stored log without a form."""
    if name in _FLAGS:
        return _FLAGS[name]
    if name in _COMPETENCIES:
        return f"{_COMPETENCIES[name]} paling rendah {value}"
    if name == "provinsi":
        return provinces.get(value, value)
    if name == "id_instansi":
        return agencies.get(int(value), value) if value.isdigit() else value
    if name == "masa_kerja":
        return f"{_PREFIXES[name]}: {number_words(value) if value.isdigit() else value} tahun"
    words = _WORDS.get(name, {}).get(value, value)
    return f"{_PREFIXES[name]}: {words}" if name in _PREFIXES else words
