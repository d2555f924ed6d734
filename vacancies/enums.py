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
    CAT = "CAT", "Tes berbasis komputer"
    PAPER = "PAPER", "Penulisan makalah"
    TRACK_RECORD = "TRACK_RECORD", "Penelusuran rekam jejak"
    INTERVIEW = "INTERVIEW", "Wawancara"
    HEALTH = "HEALTH", "Tes kesehatan"
    RANKING = "RANKING", "Perankingan"
    APPROVAL = "APPROVAL", "Persetujuan hasil"
    DETERMINATION = "DETERMINATION", "Penetapan dan pengumuman"


class AggregateKind(models.TextChoices):
    """Where the one raw score of a component comes from: several scorers, an import, a computer test, or two operators."""

    MEAN = "MEAN", "Rata-rata nilai pansel"
    MEDIAN = "MEDIAN", "Nilai tengah pansel"
    SINGLE = "SINGLE", "Satu nilai, diimpor"
    CAT = "CAT", "Dihitung tes berbasis komputer"
    ENTRY = "ENTRY", "Nilai kertas, dimasukkan dua petugas"
    PASS_FAIL = "PASS_FAIL", "Memenuhi atau tidak, diimpor"


class PanelMemberKind(models.TextChoices):
    OFFICIAL = "OFFICIAL", "Pejabat pemerintah"
    EXPERT = "EXPERT", "Akademisi, pakar, atau profesional"


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


class ObjectionStage(models.TextChoices):
    """Results that can be objected to; scores are not (docs/domain.md table row 32)."""

    ADMINISTRATION = "ADMINISTRATION", "Seleksi administrasi"


class ObjectionOutcome(models.TextChoices):
    GRANTED = "GRANTED", "Dikabulkan"
    REFUSED = "REFUSED", "Ditolak"
