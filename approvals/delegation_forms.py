"""Input about letters of delegation and documents oversight asks for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from accounts.enums import RegionKind
from accounts.models import Region, User
from approvals.enums import DelegationKind
from approvals.rules.asks import MOST_DAYS
from approvals.rules.delegation import LONGEST_DAYS

LEVELS = ("JPT Pratama", "JPT Madya", "JPT Utama")
FILE_HELP = "PDF, paling besar 2 MB."


class DayField(forms.DateField):
    """A day picked or typed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"])
        messages = {"invalid": "Tulis tanggal yang benar, misalnya 31-12-2026.", "required": "Isi tanggalnya."}
        super().__init__(error_messages=messages, **kwargs)


class DelegationForm(forms.Form):
    """A letter: whose duty goes to whom, for what, from when to when."""

    office = forms.ChoiceField(
        label="Jabatan yang dilimpahkan",
        error_messages={"required": "Pilih jabatan dan pejabatnya.", "invalid_choice": "Pilih jabatan dari daftar."},
    )
    kind = forms.ChoiceField(
        label="Jenis",
        widget=forms.RadioSelect,
        choices=[
            (DelegationKind.PLH, "Plh., pejabat berhalangan sementara"),
            (DelegationKind.PLT, "Plt., jabatan lowong"),
            (DelegationKind.MANDATE, "Mandat, pejabat tetap bertugas"),
        ],
        error_messages={"required": "Pilih jenis pelimpahan."},
    )
    delegate = forms.CharField(
        label="Penerima",
        max_length=254,
        help_text="NIP atau surel akun penerima.",
        error_messages={"required": "Tulis NIP atau surel penerima."},
    )
    letter_number = forms.CharField(label="Nomor surat", max_length=80, error_messages={"required": "Tulis nomor surat."})
    letter_on = DayField(label="Tanggal surat")
    file = forms.FileField(
        label="Pindaian surat",
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text=FILE_HELP,
        error_messages={"required": "Pilih berkas PDF suratnya.", "empty": "Berkas ini kosong.", "missing": "Pilih berkas PDF."},
    )
    valid_from = DayField(label="Berlaku sejak")
    valid_until = DayField(label="Berlaku sampai")
    level_label = forms.ChoiceField(
        label="Tingkat", required=False, choices=[("", "Semua tingkat"), *((level, level) for level in LEVELS)]
    )
    chain_code = forms.ChoiceField(label="Jenis berkas", required=False)

    def __init__(self, *args: Any, offices: Sequence[tuple[str, str]], chains: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [("", "Pilih jabatan dan pejabatnya"), *offices]
        self.fields["chain_code"].choices = [("", "Semua jenis berkas"), *chains]
        self.longest_days = LONGEST_DAYS[DelegationKind.PLH]

    def clean_delegate(self) -> User:
        """The account of the person who receives the duty."""
        words = self.cleaned_data["delegate"].strip()
        digits = words.replace(" ", "")
        wanted = {"nip": digits} if digits.isdigit() else {"email": words.lower()}
        person = User.objects.filter(is_active=True, **wanted).first()
        if person is None:
            raise forms.ValidationError("Tidak ada akun aktif dengan NIP atau surel itu; periksa ejaannya.", code="unknown")
        return person


class ReasonForm(forms.Form):
    """Why a letter is declined or ended."""

    reason = forms.CharField(
        label="Alasan", max_length=500, widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": "Tulis alasannya."}
    )


class OversightFilterForm(forms.Form):
    """Search and narrowing of the oversight desk; lives in the URL."""

    tab = forms.CharField(required=False, widget=forms.HiddenInput)
    cari = forms.CharField(label="Cari", required=False)
    tingkat = forms.ChoiceField(label="Tingkat", required=False, choices=[("", "Semua"), *((each, each) for each in LEVELS)])
    provinsi = forms.ChoiceField(label="Provinsi", required=False)
    tanda = forms.ChoiceField(
        label="Tanda",
        required=False,
        choices=[
            ("", "Semua"),
            ("lewat", "Lewat waktu"),
            ("hari-ini", "Jatuh tempo hari ini"),
            ("dokumen", "Menunggu dokumen"),
            ("ulang", "Putaran ulang"),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provinces = Region.objects.filter(kind=RegionKind.PROVINCE).order_by("name").values_list("code", "name")
        self.fields["provinsi"].choices = [("", "Semua"), *provinces]


class AskForm(forms.Form):
    """What oversight needs before it can recommend."""

    text = forms.CharField(
        label="Dokumen yang diperlukan",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Sebutkan dokumennya dan untuk apa, satu permintaan untuk semuanya.",
        error_messages={"required": "Tulis dokumen apa yang Anda perlukan dan untuk apa."},
    )
    working_days = forms.IntegerField(
        label="Waktu menjawab (hari kerja)",
        initial=3,
        validators=[
            MinValueValidator(1, f"Beri waktu 1 sampai {MOST_DAYS} hari kerja."),
            MaxValueValidator(MOST_DAYS, f"Beri waktu 1 sampai {MOST_DAYS} hari kerja."),
        ],
        error_messages={"required": "Isi jumlah hari kerja.", "invalid": "Tulis angka bulat, misalnya 3."},
    )


class AnswerForm(forms.Form):
    """What the sender answers."""

    answer = forms.CharField(
        label="Jawaban",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Tulis jawaban, walaupun Anda juga mengunggah berkas."},
    )
    file = forms.FileField(
        label="Berkas",
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text=FILE_HELP,
        error_messages={"empty": "Berkas ini kosong.", "missing": "Pilih berkas PDF."},
    )
