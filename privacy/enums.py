"""Closed lists about the protection of personal data; labels are the words on screen."""

from django.db import models


class CopyState(models.TextChoices):
    WAITING = "WAITING", "Sedang dibuat"
    READY = "READY", "Siap diunduh"
    FAILED = "FAILED", "Gagal dibuat"
    EXPIRED = "EXPIRED", "Sudah dihapus"


class BreachedData(models.TextChoices):
    """Kinds of data an incident may touch, as the letters name them."""

    IDENTITY = "IDENTITY", "nama, NIP, tanggal lahir, dan jenis kelamin"
    CONTACT = "CONTACT", "surel dan nomor telepon"
    CAREER = "CAREER", "riwayat jabatan, pangkat, pendidikan, dan kinerja"
    DISCIPLINE = "DISCIPLINE", "riwayat hukuman disiplin"
    DOCUMENTS = "DOCUMENTS", "dokumen yang diunggah"
    APPLICATIONS = "APPLICATIONS", "isi lamaran"
    SCORES = "SCORES", "nilai dan hasil seleksi"
    HEALTH = "HEALTH", "kebutuhan khusus dan keterangan kesehatan"
    ACCOUNT = "ACCOUNT", "keterangan masuk ke akun"


class Verdict(models.TextChoices):
    APPROVED = "APPROVED", "Disetujui"
    REJECTED = "REJECTED", "Ditolak"
