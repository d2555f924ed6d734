"""Input of the application pages."""

import re

from django import forms

from vacancies.models import Application


class ContactForm(forms.ModelForm):
    """How the office reaches the applicant. `version` marks a page that somebody overtook."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Application
        fields = ("email", "phone")
        help_texts = {
            "email": "Tanda terima, undangan tahap, dan hasil dikirim ke alamat ini.",
            "phone": "Nomor yang dapat dihubungi pada jam kerja, misalnya 0812 3456 7890.",
        }
        widgets = {
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        for name, sentence in (("email", "Isi alamat surel Anda."), ("phone", "Isi nomor telepon Anda.")):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = sentence
        self.fields["email"].error_messages["invalid"] = "Tulis alamat surel lengkap, misalnya nama@instansi.go.id."

    def clean_phone(self) -> str:
        phone = " ".join(self.cleaned_data["phone"].split())
        if not re.fullmatch(r"\+?[0-9 ().-]+", phone) or not 8 <= sum(map(str.isdigit, phone)) <= 15:
            raise forms.ValidationError("Tulis nomor telepon dengan 8 sampai 15 angka.")
        return phone


class StatementForm(forms.ModelForm):
    """Motivation, special needs, and the statement of truth."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Application
        fields = ("motivation", "special_needs", "agrees")
        labels = {
            "motivation": "Alasan melamar",
            "special_needs": "Kebutuhan khusus saat seleksi",
            "agrees": "Saya menyatakan semua data dan dokumen yang saya kirim benar, dan saya bersedia menerima akibat hukum "
            "bila ternyata tidak benar.",
        }
        help_texts = {
            "motivation": "Paling banyak 2.000 huruf. Tidak menambah nilai, tetapi dibaca panitia.",
            "special_needs": "Misalnya kursi roda, juru bahasa isyarat, atau waktu menyusui. "
            "Hanya dipakai untuk menyiapkan tempat.",
        }
        widgets = {
            "motivation": forms.Textarea(attrs={"rows": 8, "maxlength": 2000}),
            "special_needs": forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    def clean_motivation(self) -> str:
        return self._short_enough("motivation", 2000)

    def clean_special_needs(self) -> str:
        return self._short_enough("special_needs", 500)

    def _short_enough(self, name: str, limit: int) -> str:
        text = self.cleaned_data[name]
        if len(text) > limit:
            raise forms.ValidationError(f"Paling banyak {limit:,} huruf; sekarang {len(text):,} huruf.".replace(",", "."))
        return text


class ApplicantFilterForm(forms.Form):
    """Search and filters of the list of applicants; their state is the URL."""

    STATES = (
        ("", "Semua"),
        ("SUBMITTED", "Belum diperiksa"),
        ("PASSED", "Memenuhi syarat"),
        ("FAILED", "Tidak memenuhi syarat"),
        ("WITHDRAWN", "Mengundurkan diri"),
    )
    ORDERS = (("", "Waktu kirim"), ("nama", "Nama"), ("instansi", "Instansi asal"), ("status", "Status"))

    q = forms.CharField(label="Cari", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"}))
    status = forms.ChoiceField(label="Status", required=False, choices=STATES)
    urut = forms.ChoiceField(label="Urutkan", required=False, choices=ORDERS)
