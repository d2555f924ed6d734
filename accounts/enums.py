"""Closed lists about people and agencies; labels are the words on screen."""

from django.db import models


class Role(models.TextChoices):
    """Role codes are stable; labels of oversight bodies are data and may change (product.md, decision 5)."""

    APPLICANT = "APPLICANT", "Pelamar"
    AGENCY_ADMIN = "AGENCY_ADMIN", "Admin instansi"
    SECRETARIAT = "SECRETARIAT", "Sekretariat pansel"
    PANEL_MEMBER = "PANEL_MEMBER", "Anggota pansel"
    PANEL_CHAIR = "PANEL_CHAIR", "Ketua pansel"
    PYB = "PYB", "Pejabat yang Berwenang"
    PPK = "PPK", "Pejabat Pembina Kepegawaian"
    WASDAL = "WASDAL", "Wasdal BKN"
    SETKAB = "SETKAB", "Setkab"
    BKN_ADMIN = "BKN_ADMIN", "Admin BKN"
    AUDITOR = "AUDITOR", "Auditor"
    # Pejabat pelindungan data pribadi (UU 27/2022, article 53).
    DATA_PROTECTION = "DATA_PROTECTION", "Pejabat PDP"
    # Given by an accepted letter (Plh., Plt., mandat); it opens the inbox, and the letter says which steps may be decided.
    ACTING = "ACTING", "Penerima pelimpahan"


# Duties that sign decisions: they need a second factor used within the last five minutes (security.md decision 9).
DECIDING_ROLES = (Role.PYB, Role.PPK, Role.PANEL_CHAIR, Role.WASDAL, Role.SETKAB, Role.ACTING)
NATIONAL_ROLES = (Role.WASDAL, Role.SETKAB, Role.BKN_ADMIN, Role.AUDITOR, Role.DATA_PROTECTION)


class AgencyKind(models.TextChoices):
    MINISTRY = "KEMENTERIAN", "Kementerian"
    BODY = "LPNK", "Lembaga pemerintah nonkementerian"
    SECRETARIAT = "KESEKRETARIATAN_LEMBAGA_NEGARA", "Kesekretariatan lembaga negara"
    OTHER = "LNS", "Lembaga nonstruktural"
    PROVINCE = "PEMPROV", "Pemerintah provinsi"
    REGENCY = "PEMKAB", "Pemerintah kabupaten"
    CITY = "PEMKOT", "Pemerintah kota"


class RegionKind(models.TextChoices):
    PROVINCE = "PROVINSI", "Provinsi"
    REGENCY = "KABUPATEN", "Kabupaten"
    CITY = "KOTA", "Kota"


class Zone(models.TextChoices):
    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"
