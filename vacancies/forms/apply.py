"""Input of the page that lists applicants."""

from django import forms

from vacancies.rules.receipt import RANDOM_DIGITS, normalize_receipt


class ApplicantFilterForm(forms.Form):
    """Search and filters of the list of applicants; their state is the URL."""

    STATES = (
        ("", "Semua"),
        ("SUBMITTED", "Belum diperiksa"),
        ("NEEDS_DOCUMENT", "Menunggu dokumen pelamar"),
        ("UNCONFIRMED", "Menunggu pemeriksa kedua"),
        ("PASSED", "Memenuhi syarat"),
        ("FAILED", "Tidak memenuhi syarat"),
        ("WITHDRAWN", "Mengundurkan diri"),
    )
    ORDERS = (("", "Waktu kirim"), ("nama", "Nama"), ("instansi", "Instansi asal"), ("status", "Status"))

    q = forms.CharField(
        label="Cari nama, NIP, atau tanda terima",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    status = forms.ChoiceField(label="Status", required=False, choices=STATES)
    urut = forms.ChoiceField(label="Urutkan", required=False, choices=ORDERS)

    def clean_q(self) -> str:
        """The words; a receipt number, which people read out over the telephone, in its stored form."""
        words: str = self.cleaned_data["q"].strip()
        digits = "".join(words.split()).replace("-", "")
        if not (digits.isdigit() and len(digits) == RANDOM_DIGITS + 1):
            return words
        receipt = normalize_receipt(digits)
        if receipt is None:
            raise forms.ValidationError(
                "Nomor tanda terima ini salah tulis: angka pemeriksanya tidak cocok. Minta pelamar membacakannya sekali lagi."
            )
        return receipt
