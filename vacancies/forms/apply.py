"""Input of the page that lists applicants."""

from django import forms


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

    q = forms.CharField(label="Cari", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"}))
    status = forms.ChoiceField(label="Status", required=False, choices=STATES)
    urut = forms.ChoiceField(label="Urutkan", required=False, choices=ORDERS)
