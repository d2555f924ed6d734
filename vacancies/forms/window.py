"""Forms about a registration window: extending it, asking BKN after an outage, going on with few."""

from datetime import timedelta
from typing import Any

from django import forms

from accounts.models import Agency, Region
from vacancies.enums import ExtensionReason, Level
from vacancies.rules.incident import Incident, incident_problems, span_problem

MOMENT = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A minute on the clock in Jakarta, typed or picked."""

    def __init__(self, *, label: str, help_text: str = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
            widget=forms.DateTimeInput({"type": "datetime-local"}, MOMENT),
            error_messages={"required": "Isi tanggal dan jamnya.", "invalid": "Isi tanggal dan jam, misalnya 2026-12-04T10:00."},
        )


class ExtensionForm(forms.Form):
    reason_code = forms.ChoiceField(
        label="Sebab perpanjangan",
        choices=[
            (ExtensionReason.FEW_APPLICANTS, "Pelamar kurang. Anda yang memutuskan."),
            (ExtensionReason.INCIDENT, "Gangguan layanan. Admin BKN yang memutuskan atas permintaan Anda."),
        ],
        initial=ExtensionReason.FEW_APPLICANTS,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih sebab perpanjangan.", "invalid_choice": "Pilih sebab perpanjangan."},
    )
    reason = forms.CharField(
        label="Alasan perpanjangan",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Tuliskan alasan perpanjangan; alasan ini dibaca publik."},
        help_text="Tampil di buku perpanjangan pada halaman publik dan di surat kepada pelamar.",
    )


class IncidentRequestForm(forms.Form):
    """What an agency tells BKN about an outage."""

    started_at = MomentField(label="Gangguan mulai (WIB)")
    ended_at = MomentField(label="Gangguan selesai (WIB)", help_text="Bila masih berlangsung, isi dengan waktu sekarang.")
    description = forms.CharField(
        label="Yang terjadi",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Tuliskan yang terjadi agar BKN dapat memeriksanya."},
        help_text="Layanan apa yang tidak dapat dipakai, dan bagaimana Anda mengetahuinya. Dibaca admin BKN.",
    )

    def __init__(self, *args: Any, now: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        if "started_at" in clean and "ended_at" in clean:
            problem = span_problem(clean["started_at"], clean["ended_at"], self.now)
            if problem is not None:
                self.add_error(problem.field, problem.sentence)
        return clean


class IncidentForm(forms.Form):
    """The outage, the time given back for it, and which vacancies to look at. Lives in the URL until it is confirmed."""

    mulai = MomentField(label="Gangguan mulai (WIB)")
    selesai = MomentField(label="Gangguan selesai (WIB)")
    nomor = forms.CharField(
        label="Nomor gangguan",
        max_length=60,
        error_messages={"required": "Isi nomor gangguan seperti tercatat di BKN."},
        help_text="Misalnya GGN-2026-014. Satu nomor berlaku sekali untuk tiap lowongan.",
    )
    kejadian = forms.CharField(
        label="Yang terjadi",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Tuliskan yang terjadi; kalimat ini dibaca publik."},
        help_text="Satu atau dua kalimat. Tampil di buku perpanjangan, pengumuman, dan surel.",
    )
    hari = forms.IntegerField(
        label="Waktu pengganti, hari",
        min_value=0,
        max_value=60,
        required=False,
        help_text="Dijumlahkan dengan jam. Yang kosong berarti 0.",
        error_messages={"min_value": "Isi 0 atau lebih.", "max_value": "Isi paling banyak 60.", "invalid": "Isi dengan angka."},
    )
    jam = forms.IntegerField(
        label="Waktu pengganti, jam",
        min_value=0,
        max_value=23,
        required=False,
        help_text="Jumlah keduanya paling sedikit selama gangguan, dan ditambahkan ke batas pendaftaran.",
        error_messages={"min_value": "Isi 0 sampai 23.", "max_value": "Isi 0 sampai 23.", "invalid": "Isi dengan angka."},
    )
    instansi = forms.ChoiceField(label="Instansi", required=False)
    provinsi = forms.ChoiceField(label="Provinsi", required=False)
    tingkat = forms.ChoiceField(label="Tingkat", required=False, choices=[("", "Semua"), *Level.choices])

    FIELDS = {"reference": "nomor", "started_at": "mulai", "ended_at": "selesai", "sentence": "kejadian", "length": "hari"}

    def __init__(self, *args: Any, now: Any, agencies: list[Agency], provinces: list[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["instansi"].choices = [("", "Semua"), *((a.code, a.name) for a in agencies)]
        self.fields["provinsi"].choices = [("", "Semua"), *((r.code, r.name) for r in provinces)]

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        if not self.errors:
            for problem in incident_problems(self.incident(), self.now):
                self.add_error(self.FIELDS[problem.field], problem.sentence)
        return clean

    def incident(self) -> Incident:
        clean = self.cleaned_data
        return Incident(
            reference=clean["nomor"].strip(),
            started_at=clean["mulai"],
            ended_at=clean["selesai"],
            sentence=" ".join(clean["kejadian"].split()),
            length=timedelta(days=clean.get("hari") or 0, hours=clean.get("jam") or 0),
        )

    def chosen(self) -> dict[str, str]:
        """The filters, as `in_public_filter` takes them."""
        clean = self.cleaned_data
        return {"agency": clean["instansi"], "province": clean["provinsi"], "level": clean["tingkat"]}


class SecondFactorForm(forms.Form):
    """A code of the authenticator, asked only when none was used in the last minutes."""

    code = forms.CharField(
        label="Kode autentikator",
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        help_text="Enam angka dari aplikasi autentikator Anda.",
        error_messages={"required": "Isi enam angka dari aplikasi autentikator Anda."},
    )

    def __init__(self, *args: Any, needs_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_code:
            del self.fields["code"]


class DeclineForm(forms.Form):
    answer = forms.CharField(
        label="Alasan tidak dikabulkan",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Tuliskan alasannya; instansi membacanya."},
        help_text="Dikirim kepada admin instansi yang meminta.",
    )


class ContinuationForm(forms.Form):
    reason = forms.CharField(
        label="Alasan melanjutkan",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Tuliskan alasannya; alasan ini dibaca Wasdal BKN dan publik."},
        help_text="Mengapa seleksi tetap terbuka dan kompetitif dengan pelamar yang ada. Dibaca Wasdal BKN dan publik.",
    )
