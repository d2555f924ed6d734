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
    INCIDENT = "INCIDENT", "Diperpanjang BKN karena gangguan"


class ExtensionReason(models.TextChoices):
    FEW_APPLICANTS = "FEW_APPLICANTS", "Pelamar kurang"
    INCIDENT = "INCIDENT", "Gangguan layanan"


class AnnouncementKind(models.TextChoices):
    OPENING = "OPENING", "Pengumuman lowongan"
    EXTENSION = "EXTENSION", "Perpanjangan pendaftaran"
    CLOSING = "CLOSING", "Penutupan pendaftaran"
    CONTINUATION = "CONTINUATION", "Kelanjutan seleksi"
    ADMINISTRATION = "ADMINISTRATION", "Hasil seleksi administrasi"
    RESULT = "RESULT", "Hasil akhir"
    CANCELLATION = "CANCELLATION", "Pembatalan"


class AlertFrequency(models.TextChoices):
    DAILY = "DAILY", "Setiap hari"
    WEEKLY = "WEEKLY", "Setiap minggu"


class AlertStopReason(models.TextChoices):
    """Why an alert was stopped; asked once, answered if one likes."""

    FOUND = "FOUND", "Saya sudah menemukan yang saya cari"
    TOO_MANY = "TOO_MANY", "Suratnya terlalu sering"
    NOT_FITTING = "NOT_FITTING", "Lowongannya tidak sesuai"
    NOT_MINE = "NOT_MINE", "Saya tidak pernah memintanya"
    OTHER = "OTHER", "Alasan lain"


class CheckVerdict(models.TextChoices):
    PASS = "PASS", "Sesuai"
    FAIL = "FAIL", "Tidak sesuai"
