"""Closed lists of the register; codes as used in public HR systems (domain.md section 8)."""

from django.db import models


class Grade(models.IntegerChoices):
    """Golongan ruang PNS (domain.md 8.1)."""

    I_A = 11, "I/a"
    I_B = 12, "I/b"
    I_C = 13, "I/c"
    I_D = 14, "I/d"
    II_A = 21, "II/a"
    II_B = 22, "II/b"
    II_C = 23, "II/c"
    II_D = 24, "II/d"
    III_A = 31, "III/a"
    III_B = 32, "III/b"
    III_C = 33, "III/c"
    III_D = 34, "III/d"
    IV_A = 41, "IV/a"
    IV_B = 42, "IV/b"
    IV_C = 43, "IV/c"
    IV_D = 44, "IV/d"
    IV_E = 45, "IV/e"


RANK_NAMES = {
    11: "Juru Muda", 12: "Juru Muda Tingkat I", 13: "Juru", 14: "Juru Tingkat I",
    21: "Pengatur Muda", 22: "Pengatur Muda Tingkat I", 23: "Pengatur", 24: "Pengatur Tingkat I",
    31: "Penata Muda", 32: "Penata Muda Tingkat I", 33: "Penata", 34: "Penata Tingkat I",
    41: "Pembina", 42: "Pembina Tingkat I", 43: "Pembina Utama Muda", 44: "Pembina Utama Madya", 45: "Pembina Utama",
}  # fmt: skip


class EmploymentKind(models.TextChoices):
    PNS = "PNS", "PNS"
    PPPK = "PPPK", "PPPK"


class Sex(models.TextChoices):
    MALE = "L", "Laki-laki"
    FEMALE = "P", "Perempuan"


class PositionLevel(models.TextChoices):
    JPT_UTAMA = "JPT_UTAMA", "JPT Utama"
    JPT_MADYA = "JPT_MADYA", "JPT Madya"
    JPT_PRATAMA = "JPT_PRATAMA", "JPT Pratama"
    ADMINISTRATOR = "ADMINISTRATOR", "Administrator"
    PENGAWAS = "PENGAWAS", "Pengawas"
    PELAKSANA = "PELAKSANA", "Pelaksana"
    FUNGSIONAL = "FUNGSIONAL", "Jabatan fungsional"


class FunctionalGrade(models.TextChoices):
    NONE = "", "Bukan jabatan fungsional"
    AHLI_UTAMA = "AHLI_UTAMA", "Ahli Utama"
    AHLI_MADYA = "AHLI_MADYA", "Ahli Madya"
    AHLI_MUDA = "AHLI_MUDA", "Ahli Muda"
    AHLI_PERTAMA = "AHLI_PERTAMA", "Ahli Pertama"
    PENYELIA = "PENYELIA", "Penyelia"
    MAHIR = "MAHIR", "Mahir"
    TERAMPIL = "TERAMPIL", "Terampil"
    PEMULA = "PEMULA", "Pemula"


class EducationLevel(models.IntegerChoices):
    """Levels as coded in the study programme list (`tingkat_id`)."""

    SLTP = 10, "SLTP"
    SLTA = 15, "SLTA"
    SLTA_KEJURUAN = 17, "SLTA kejuruan"
    SLTA_KEGURUAN = 18, "SLTA keguruan"
    D2 = 25, "D-II"
    D3 = 30, "D-III"
    D4 = 35, "D-IV"
    S1 = 40, "D-IV/S-1"
    S2 = 45, "S-2/profesi"
    S3 = 50, "S-3"


class PerformancePredicate(models.TextChoices):
    SANGAT_BAIK = "SANGAT_BAIK", "Sangat baik"
    BAIK = "BAIK", "Baik"
    BUTUH_PERBAIKAN = "BUTUH_PERBAIKAN", "Butuh perbaikan"
    KURANG = "KURANG", "Kurang"
    SANGAT_KURANG = "SANGAT_KURANG", "Sangat kurang"


class DisciplineSeverity(models.TextChoices):
    """Hukuman disiplin (PP 94/2021)."""

    RINGAN = "RINGAN", "Ringan"
    SEDANG = "SEDANG", "Sedang"
    BERAT = "BERAT", "Berat"


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
    SERTIFIKAT = "SERTIFIKAT", "Sertifikat pelatihan atau keahlian"
    PENGHARGAAN = "PENGHARGAAN", "Piagam atau tanda penghargaan"
    SURAT_TUGAS = "SURAT_TUGAS", "Surat tugas atau keputusan tim"
    LAINNYA = "LAINNYA", "Dokumen lain"


class OwnRecordKind(models.TextChoices):
    """What an ASN may add to the own profile; the register itself stays as it is."""

    TRAINING = "TRAINING", "Pelatihan atau sertifikasi"
    EDUCATION = "EDUCATION", "Pendidikan"
    ASSIGNMENT = "ASSIGNMENT", "Penugasan atau keanggotaan tim"
    AWARD = "AWARD", "Penghargaan"
    LANGUAGE = "LANGUAGE", "Kemampuan bahasa"
    ORGANISATION = "ORGANISATION", "Organisasi profesi"
    PUBLICATION = "PUBLICATION", "Karya tulis"


class RegisterSection(models.TextChoices):
    """The parts of the register a person may report as wrong."""

    IDENTITY = "IDENTITY", "Data pokok"
    POSITION = "POSITION", "Riwayat jabatan"
    GRADE = "GRADE", "Riwayat golongan"
    EDUCATION = "EDUCATION", "Riwayat pendidikan"
    TRAINING = "TRAINING", "Riwayat pelatihan"
    PERFORMANCE = "PERFORMANCE", "Penilaian kinerja"
    ASSESSMENT = "ASSESSMENT", "Asesmen"
    DISCIPLINE = "DISCIPLINE", "Hukuman disiplin"


class ReportOutcome(models.TextChoices):
    CORRECTED = "CORRECTED", "Sudah diperbaiki di data induk"
    FORWARDED = "FORWARDED", "Diteruskan ke pengelola data induk"
    KEPT = "KEPT", "Data sudah benar, tidak diubah"
    WITHDRAWN = "WITHDRAWN", "Ditarik pelapor"


class JobField(models.TextChoices):
    """Families of posts: what "the related field" of PP 11/2017 article 107 is counted in."""

    PEMERINTAHAN = "PEMERINTAHAN", "Pemerintahan dan kebijakan publik"
    SDM = "SDM", "Sumber daya manusia aparatur"
    KEUANGAN = "KEUANGAN", "Keuangan dan anggaran"
    PENGAWASAN = "PENGAWASAN", "Pengawasan internal"
    HUKUM = "HUKUM", "Hukum dan perundang-undangan"
    KESEHATAN = "KESEHATAN", "Kesehatan"
    PENDIDIKAN = "PENDIDIKAN", "Pendidikan"
    PEKERJAAN_UMUM = "PEKERJAAN_UMUM", "Pekerjaan umum dan infrastruktur"
    PERTANIAN = "PERTANIAN", "Pertanian dan pangan"
    TEKNOLOGI = "TEKNOLOGI", "Teknologi informasi dan data"
    LINGKUNGAN = "LINGKUNGAN", "Lingkungan hidup"
    SOSIAL = "SOSIAL", "Sosial dan pemberdayaan"
    EKONOMI = "EKONOMI", "Ekonomi, industri, dan perdagangan"
    PERHUBUNGAN = "PERHUBUNGAN", "Perhubungan"


class Competency(models.TextChoices):
    """Managerial and socio-cultural competencies (domain.md 8.3); technical ones are set per post and not kept here."""

    M01 = "M01", "Integritas"
    M02 = "M02", "Kerja sama"
    M03 = "M03", "Komunikasi"
    M04 = "M04", "Orientasi pada hasil"
    M05 = "M05", "Pelayanan publik"
    M06 = "M06", "Pengembangan diri dan orang lain"
    M07 = "M07", "Mengelola perubahan"
    M08 = "M08", "Pengambilan keputusan"
    S01 = "S01", "Perekat bangsa"


class Language(models.TextChoices):
    """Foreign languages by ISO 639-1 code."""

    EN = "en", "Inggris"
    AR = "ar", "Arab"
    ZH = "zh", "Mandarin"
    JA = "ja", "Jepang"
    KO = "ko", "Korea"
    FR = "fr", "Prancis"
    DE = "de", "Jerman"
    NL = "nl", "Belanda"
    ES = "es", "Spanyol"
    RU = "ru", "Rusia"


class LanguageLevel(models.TextChoices):
    """Levels of the Common European Framework of Reference."""

    A1 = "A1", "A1 (pemula)"
    A2 = "A2", "A2 (dasar)"
    B1 = "B1", "B1 (menengah)"
    B2 = "B2", "B2 (menengah atas)"
    C1 = "C1", "C1 (mahir)"
    C2 = "C2", "C2 (sangat mahir)"
