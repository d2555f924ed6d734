"""Closed lists of vacancies and applications; labels per audience live in rules/lifecycle.py."""

from django.db import models

from vacancies.rules.lifecycle import APPLICATION, VACANCY


class Level(models.TextChoices):
    """Tingkat JPT (UU 20/2023)."""

    UTAMA = "UTAMA", "JPT Utama"
    MADYA = "MADYA", "JPT Madya"
    PRATAMA = "PRATAMA", "JPT Pratama"


VACANCY_STATES = list(VACANCY.states.items())
APPLICATION_STATES = list(APPLICATION.states.items())


class CompetencyKind(models.TextChoices):
    TEKNIS = "TEKNIS", "Teknis"
    MANAJERIAL = "MANAJERIAL", "Manajerial"
    SOSIAL_KULTURAL = "SOSIAL_KULTURAL", "Sosial kultural"


class DocumentType(models.TextChoices):
    """Jenis dokumen (domain.md 8.7)."""

    SURAT_LAMARAN = "SURAT_LAMARAN", "Surat lamaran"
    DRH = "DRH", "Daftar riwayat hidup"
    KTP = "KTP", "KTP"
    PAS_FOTO = "PAS_FOTO", "Pas foto"
    SK_PANGKAT = "SK_PANGKAT", "SK pangkat terakhir"
    SK_JABATAN = "SK_JABATAN", "SK jabatan"
    IJAZAH = "IJAZAH", "Ijazah"
    TRANSKRIP = "TRANSKRIP", "Transkrip nilai"
    SKP_2TH = "SKP_2TH", "SKP dua tahun terakhir"
    DIKLATPIM = "DIKLATPIM", "Sertifikat pelatihan kepemimpinan"
    PAKTA_INTEGRITAS = "PAKTA_INTEGRITAS", "Pakta integritas"
    PERSETUJUAN_PPK = "PERSETUJUAN_PPK", "Persetujuan PPK instansi asal"
    BEBAS_HUKDIS = "BEBAS_HUKDIS", "Pernyataan bebas hukuman disiplin"
    SURAT_SEHAT = "SURAT_SEHAT", "Surat keterangan sehat"
    LHKPN = "LHKPN", "Bukti lapor LHKPN"
    SPT = "SPT", "Bukti lapor SPT"
    NPWP = "NPWP", "NPWP"
    SKCK = "SKCK", "SKCK"
    BEBAS_ASET = "BEBAS_ASET", "Bebas tanggungan aset"
    MAKALAH = "MAKALAH", "Makalah"


class StageCode(models.TextChoices):
    ANNOUNCEMENT = "ANNOUNCEMENT", "Pengumuman dan pendaftaran"
    VERIFICATION = "VERIFICATION", "Seleksi administrasi"
    ASSESSMENT = "ASSESSMENT", "Asesmen kompetensi"
    PAPER = "PAPER", "Penulisan makalah"
    INTERVIEW = "INTERVIEW", "Wawancara"
    RANKING = "RANKING", "Perankingan"
    APPROVAL = "APPROVAL", "Persetujuan hasil"
    DETERMINATION = "DETERMINATION", "Penetapan dan pengumuman"


class ExtensionKind(models.TextChoices):
    MANUAL = "MANUAL", "Diperpanjang admin instansi"
    AUTOMATIC = "AUTOMATIC", "Diperpanjang otomatis"


class AnnouncementKind(models.TextChoices):
    OPENING = "OPENING", "Pengumuman lowongan"
    EXTENSION = "EXTENSION", "Perpanjangan pendaftaran"
    CLOSING = "CLOSING", "Penutupan pendaftaran"
    ADMINISTRATION = "ADMINISTRATION", "Hasil seleksi administrasi"
    RESULT = "RESULT", "Hasil akhir"
    CANCELLATION = "CANCELLATION", "Pembatalan"


class CheckVerdict(models.TextChoices):
    PASS = "PASS", "Sesuai"
    FAIL = "FAIL", "Tidak sesuai"
