"""Closed lists of talent mapping, the succession group and target posts; labels are the words on screen."""

from django.db import models


class BoxMode(models.TextChoices):
    """What the upright axis measures (docs/domain.md 8.5)."""

    PERFORMANCE = "PERFORMANCE", "Kinerja dan potensial"
    COMPETENCE = "COMPETENCE", "Kompetensi dan potensial"


class PlacementState(models.TextChoices):
    PROPOSED = "PROPOSED", "Usulan"
    CONFIRMED = "CONFIRMED", "Dikukuhkan"


class AssessmentSource(models.TextChoices):
    """Who measured. REGISTER is a record of the register and is never imported here."""

    CACT = "CACT", "CACT BKN"
    THIRD_PARTY = "THIRD_PARTY", "Lembaga penilai lain"
    REGISTER = "REGISTER", "Data kepegawaian"


class Readiness(models.TextChoices):
    READY_NOW = "READY_NOW", "Siap sekarang"
    NEED_DEVELOPMENT = "NEED_DEVELOPMENT", "Perlu pengembangan"


class LeaveReason(models.TextChoices):
    APPOINTED = "APPOINTED", "Diangkat dalam jabatan lebih tinggi"
    MOVED = "MOVED", "Pindah instansi"
    BOX_CHANGED = "BOX_CHANGED", "Kotak talenta berubah"
    DISCIPLINE = "DISCIPLINE", "Hukuman disiplin"
    OWN_WISH = "OWN_WISH", "Permintaan sendiri"
    RETIRED = "RETIRED", "Pensiun atau meninggal"
    EXPIRED = "EXPIRED", "Masa keanggotaan habis"
    NOT_CONFIRMED = "NOT_CONFIRMED", "Usulan tidak dikukuhkan"


class DevelopmentKind(models.TextChoices):
    COACHING = "COACHING", "Coaching"
    MENTORING = "MENTORING", "Mentoring"
    ASSIGNMENT = "ASSIGNMENT", "Penugasan"
    TRAINING = "TRAINING", "Pelatihan"


class VacancyCause(models.TextChoices):
    """Why a post falls vacant (seed 003: retirement, death, other)."""

    RETIREMENT = "RETIREMENT", "Pensiun"
    DEATH = "DEATH", "Meninggal dunia"
    OTHER = "OTHER", "Sebab lain"


class MeritRating(models.TextChoices):
    """How an agency's merit system was rated; only the best may fill posts from its group (seed 003)."""

    SANGAT_BAIK = "SANGAT_BAIK", "Sangat Baik"
    BAIK = "BAIK", "Baik"
    KURANG = "KURANG", "Kurang"
    BURUK = "BURUK", "Buruk"


class FillState(models.TextChoices):
    """A proposal to fill a post from the succession group."""

    REVIEW = "REVIEW", "Dalam persetujuan"
    RETURNED = "RETURNED", "Dikembalikan"
    REJECTED = "REJECTED", "Ditolak"
    WITHDRAWN = "WITHDRAWN", "Ditarik"
    DETERMINED = "DETERMINED", "Ditetapkan"
