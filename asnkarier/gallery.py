"""The component gallery: every part of the portal's look in every state, on one page. Demo and development only."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import public

NOW = datetime(2026, 11, 20, 3, 42, tzinfo=UTC)
CLOSES = datetime(2026, 12, 4, 16, 59, tzinfo=UTC)


class SampleForm(forms.Form):
    """One field of every shape, to look at labels, help, errors and targets."""

    name = forms.CharField(label="Nama jabatan", help_text="Tulis lengkap seperti dalam peta jabatan.")
    level = forms.ChoiceField(label="Jenjang", choices=[("", "Pilih jenjang"), ("P", "JPT Pratama"), ("M", "JPT Madya")])
    quota = forms.IntegerField(label="Formasi", min_value=1, widget=forms.NumberInput(attrs={"inputmode": "numeric"}))
    closes_on = forms.DateField(label="Tanggal tutup", widget=forms.DateInput(attrs={"type": "date"}))
    verdict = forms.ChoiceField(
        label="Putusan", choices=[("A", "Setujui"), ("R", "Kembalikan"), ("X", "Tolak")], widget=forms.RadioSelect
    )
    provinces = forms.MultipleChoiceField(
        label="Provinsi",
        required=False,
        choices=[("31", "DKI Jakarta"), ("73", "Sulawesi Selatan")],
        widget=forms.CheckboxSelectMultiple,
    )
    document = forms.FileField(label="Surat pernyataan", help_text="PDF, paling besar 5 MB, tidak dikunci kata sandi.")
    note = forms.CharField(label="Catatan", required=False, widget=forms.Textarea)
    code = forms.CharField(label="Kode 6 angka", max_length=6, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    agreed = forms.BooleanField(label="Saya menyatakan data ini benar", help_text="Pernyataan dicatat bersama waktu pengiriman.")

    def clean(self) -> dict:
        if self.data:
            raise ValidationError("Halaman ini sudah diubah orang lain pada pukul 10.40. Periksa lagi sebelum mengirim.")
        return self.cleaned_data


@public
@require_safe
def show_gallery(request: HttpRequest) -> HttpResponse:
    """Show all components. Raises Http404 outside demo and development."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    wrong = SampleForm({"name": "Direktur Pengawasan", "quota": "0", "closes_on": "", "level": "", "note": "Diisi ulang"}, {})
    wrong.is_valid()
    context = {"sample": SampleForm(prefix="contoh"), "wrong": wrong, "now": NOW, **_lists(), **_process(), **_figures()}
    return render(request, "gallery/gallery.html", context)


def _lists() -> dict:
    return {
        "crumbs": [{"label": "Lowongan saya", "url": "#"}, {"label": "Direktur Pengawasan Wilayah II"}],
        "tab_items": [
            {"label": "Perlu tindakan", "url": "#", "count": 10, "current": True},
            {"label": "Menunggu pihak lain", "url": "#", "count": 4},
            {"label": "Selesai", "url": "#"},
        ],
        "active_filters": [{"label": "Jenjang: Pratama", "url": "#"}, {"label": "Segera tutup", "url": "#"}],
        "page": Paginator(range(90), 10).page(3),
        "tasks": [
            {"label": "Data diri", "url": "#", "status": "Selesai"},
            {
                "label": "Kelayakan",
                "url": "#",
                "status": "7 dari 8 syarat",
                "tone": "wait",
                "hint": "Satu catatan tidak ada di register.",
            },
            {"label": "Dokumen", "url": "#", "status": "Belum lengkap", "tone": "info"},
            {"label": "Kirim lamaran", "status": "Belum dapat dimulai"},
        ],
        "people": [
            {
                "rank": 1,
                "name": "Sri Wahyuningsih",
                "nip": "197805122003122001",
                "post": "Kepala Bidang Pengawasan",
                "score": Decimal("87.42"),
            },
            {
                "rank": 2,
                "name": "Yohanes Tandirerung",
                "nip": "198103042006041002",
                "post": "Inspektur Pembantu II",
                "score": Decimal("86.90"),
            },
            {
                "rank": 3,
                "name": "Ni Made Ayu Lestari",
                "nip": "197911232005012003",
                "post": "Sekretaris Dinas",
                "score": Decimal("81.05"),
            },
        ],
    }


def _process() -> dict:
    return {
        "closes_at": CLOSES,
        "near": NOW + timedelta(hours=29, minutes=12),
        "past": NOW - timedelta(days=2),
        "stages": [
            {
                "title": "Lamaran diterima",
                "state": "done",
                "when": "4 Nov 2026 pukul 09.12 WIB",
                "detail": "Nomor tanda terima L-7KQ2-94PD",
            },
            {"title": "Seleksi administrasi", "state": "done", "when": "11 Nov 2026", "detail": "Memenuhi syarat"},
            {
                "title": "Uji kompetensi",
                "state": "now",
                "when": "Sejak 16 Nov 2026, hari ke-4 dari 6",
                "holder": "Dipegang panitia seleksi",
            },
            {"title": "Makalah", "state": "late", "when": "Seharusnya selesai 18 Nov 2026", "holder": "Dipegang sekretariat"},
            {"title": "Wawancara", "state": "next", "when": "Perkiraan 27 Nov 2026"},
            {"title": "Pengumuman", "state": "next", "when": "Perkiraan 12 Des 2026"},
        ],
        "chain": [
            {"title": "PyB", "state": "done", "verdict": "Setuju", "holder": "Hendra Simatupang", "when": "17 Nov 2026"},
            {"title": "PPK", "state": "now", "holder": "Retno Kusumawardani", "when": "Hari ke-2 dari 5"},
            {"title": "Wasdal BKN", "state": "next"},
            {"title": "PPK menetapkan", "state": "next"},
        ],
        "chain_back": [
            {"title": "PyB", "state": "done", "verdict": "Setuju", "holder": "Hendra Simatupang", "when": "17 Nov 2026"},
            {
                "title": "PPK",
                "state": "returned",
                "verdict": "Dikembalikan",
                "holder": "Retno Kusumawardani",
                "when": "19 Nov 2026",
                "note": "Lampirkan berita acara wawancara.",
            },
            {"title": "Wasdal BKN", "state": "rejected", "verdict": "Tidak direkomendasikan", "when": "20 Nov 2026"},
        ],
        "rules": [
            {
                "label": "Pangkat paling rendah Pembina (IV/a)",
                "outcome": "MET",
                "record": "Pembina Tingkat I (IV/b), TMT 1 April 2022",
            },
            {
                "label": "Pengalaman jabatan paling sedikit 5 tahun",
                "outcome": "NOT_MET",
                "record": "Kepala Bidang, 3 Januari 2023 sampai sekarang",
                "explanation": "Terhitung 3 tahun 10 bulan; kurang 1 tahun 2 bulan.",
            },
            {
                "label": "Nilai kinerja dua tahun terakhir baik",
                "outcome": "MISSING",
                "explanation": "Penilaian 2025 belum ada di register. Minta instansi Anda melengkapinya.",
            },
            {
                "label": "Sedang atau pernah menduduki jabatan administrator 2 tahun",
                "outcome": "MET_FROM",
                "met_on": date(2027, 1, 3),
                "record": "Administrator, TMT 3 Januari 2025",
            },
        ],
    }


def _figures() -> dict:
    return {
        "fact_rows": [
            ("Instansi", "Kementerian Contoh Negara"),
            ("NIP", "19780512 200312 2 001"),
            {"label": "Formasi", "value": "2 orang", "note": "Daftar pendek paling banyak 6 orang"},
            {"label": "Surat", "value": "012/UND/KCN/2026", "url": "#"},
        ],
        "figure_rows": [
            {"label": "Sedang dibuka", "value": "12", "url": "#"},
            {"label": "Tutup dalam 3 hari", "value": "4", "url": "#", "tone": "wait"},
            {"label": "Lewat batas", "value": "1", "url": "#", "tone": "stop", "note": "PPK, hari ke-7 dari 5"},
            {"label": "Ditetapkan tahun ini", "value": "1.204", "tone": "good"},
        ],
        "bars": [
            {"label": "Rencana", "value": 3, "url": "#"},
            {"label": "Dibuka", "value": 12, "url": "#"},
            {"label": "Seleksi", "value": 8, "url": "#"},
            {"label": "Persetujuan", "value": 5, "url": "#", "tone": "wait", "note": "1 lewat batas"},
            {"label": "Ditetapkan", "value": 21, "url": "#"},
        ],
        "days": [
            {"label": "PyB", "value": Decimal("1.5")},
            {"label": "PPK", "value": Decimal("6.2"), "tone": "stop"},
            {"label": "Wasdal BKN", "value": Decimal("4.0")},
        ],
        "score_parts": [
            {"label": "Wawancara", "weight": 35, "score": Decimal("88.00"), "points": Decimal("30.80")},
            {"label": "Asesmen", "weight": 25, "score": Decimal("90.50"), "points": Decimal("22.63")},
            {"label": "Rekam jejak", "weight": 20, "score": Decimal("85.00"), "points": Decimal("17.00")},
            {"label": "Makalah", "weight": 20, "score": Decimal("84.95"), "points": Decimal("16.99")},
        ],
        "score_total": Decimal("87.42"),
    }
