"""The demo's vacancies: one or more in every state, across three agencies and three levels. All posts are invented."""

from dataclasses import dataclass

from asnkarier.demo.agencies import MINISTRY, PROVINCE, REGENCY
from employees.enums import JobField

# How far a vacancy has come; each takes in everything before it.
MILESTONES = (
    "DRAFT", "SUBMITTED", "PYB", "PPK", "APPROVED", "PUBLISHED", "OPEN", "VERIFICATION", "SCORING", "RANKED", "RESULT",
    "DETERMINED", "ANNOUNCED",
)  # fmt: skip
# Level of the vacancy -> rung its applicants stand on.
APPLICANT_RUNGS = {"PRATAMA": "ADMINISTRATOR", "MADYA": "JPT_PRATAMA", "UTAMA": "JPT_MADYA"}
WALK_PRATAMA = "Kepala Pusat Pengembangan Wilayah Kepulauan"
# Its components come about in every way there is.
ALL_KINDS = "Kepala Biro Sumber Daya Manusia"
AT_FORK = "Kepala Dinas Kelautan dan Perikanan"
WALK_MADYA = "Deputi Bidang Pembangunan Wilayah Kepulauan"


@dataclass(frozen=True)
class VacancyStory:
    """One vacancy and what has happened to it by today.

    Args:
        closes_in: last day of registration, in days from today (negative: over).
        reached: one of MILESTONES; ending: "", or one of RETURNED, REJECTED, CANCELLED, FAILED on top of it.
        applicants: sent applications of invented people; also: keys of demo accounts that applied too.
        drafts: unsent applications of invented people; drafts_of: keys of demo accounts with a draft.
        verified: how many applications are verified (all when None); failing: how many of them do not meet the rules.
        result_steps: how many steps of the result chain are decided.
        invited: invented people with an invitation; invited_accounts: keys of demo accounts with one.
        panel: size of the panel, 0 for none yet; asks_bkn: the agency asked for an extension because of an outage.
        has_all_kinds: papers are marked without a name, the track record is keyed twice, a computer test is sat, and a health
            test must be passed. takes_objections: of those who failed, the first objected and was heard, the second waits.
        ties_at_cut: the third and the fourth of the ranking have equal scores throughout.
    """

    agency: str
    title: str
    unit: str
    level: str
    field: str
    closes_in: int
    reached: str
    summary: str
    quota: int = 1
    ending: str = ""
    applicants: int = 0
    also: tuple[str, ...] = ()
    drafts: int = 0
    drafts_of: tuple[str, ...] = ()
    verified: int | None = None
    failing: int = 0
    result_steps: int = 0
    extensions: int = 0
    invited: int = 0
    invited_accounts: tuple[str, ...] = ()
    panel: int = 5
    auto_extend: bool = False
    asks_bkn: bool = False
    has_all_kinds: bool = False
    ties_at_cut: bool = False
    takes_objections: bool = False

    @property
    def stages(self) -> tuple[str, ...]:
        return MILESTONES[: MILESTONES.index(self.reached) + 1]


GOV, SDM, FIN = str(JobField.PEMERINTAHAN), str(JobField.SDM), str(JobField.KEUANGAN)
HEALTH, WORKS, TECH = str(JobField.KESEHATAN), str(JobField.PEKERJAAN_UMUM), str(JobField.TEKNOLOGI)
LAW, ECONOMY, FARM = str(JobField.HUKUM), str(JobField.EKONOMI), str(JobField.PERTANIAN)
NATURE, SCHOOL, AUDIT = str(JobField.LINGKUNGAN), str(JobField.PENDIDIKAN), str(JobField.PENGAWASAN)

STORIES = (
    VacancyStory(
        MINISTRY, WALK_PRATAMA, "Sekretariat Jenderal", "PRATAMA", GOV, 33, "DRAFT",
        "Memimpin penyusunan rencana dan pendampingan pengembangan wilayah kepulauan pada dua wilayah kerja.", quota=2,
    ),
    VacancyStory(
        MINISTRY, WALK_MADYA, "Deputi Bidang Pembangunan Wilayah Kepulauan", "MADYA", GOV, 33, "DRAFT",
        "Merumuskan dan mengoordinasikan kebijakan pembangunan wilayah kepulauan lintas unit.", panel=7,
    ),
    VacancyStory(
        PROVINCE, "Kepala Dinas Lingkungan Hidup", "Dinas Lingkungan Hidup", "PRATAMA", NATURE, 33, "DRAFT",
        "Memimpin perlindungan dan pengelolaan lingkungan hidup provinsi.", panel=0,
    ),
    VacancyStory(
        MINISTRY, "Kepala Biro Hukum", "Sekretariat Jenderal", "PRATAMA", LAW, 27, "SUBMITTED",
        "Memimpin penyusunan peraturan dan bantuan hukum kementerian.",
    ),
    VacancyStory(
        PROVINCE, "Kepala Dinas Kesehatan", "Dinas Kesehatan", "PRATAMA", HEALTH, 27, "PYB",
        "Memimpin pelayanan kesehatan masyarakat dan rujukan di provinsi.",
    ),
    VacancyStory(
        REGENCY, "Inspektur Daerah", "Inspektorat Daerah", "PRATAMA", AUDIT, 27, "PPK",
        "Memimpin pengawasan internal pemerintah kabupaten.",
    ),
    VacancyStory(
        PROVINCE, "Kepala Badan Kepegawaian Daerah", "Badan Kepegawaian Daerah", "PRATAMA", SDM, 27, "PPK",
        "Memimpin pengelolaan kepegawaian provinsi.",
    ),
    VacancyStory(
        MINISTRY, "Direktur Sumber Daya Aparatur", "Sekretariat Jenderal", "PRATAMA", SDM, 27, "SUBMITTED",
        "Memimpin pengelolaan sumber daya manusia kementerian.", ending="RETURNED",
    ),
    VacancyStory(
        REGENCY, "Kepala Dinas Pekerjaan Umum", "Dinas Pekerjaan Umum", "PRATAMA", WORKS, 27, "PYB",
        "Memimpin pembangunan jalan, air bersih, dan gedung kabupaten.", ending="REJECTED",
    ),
    VacancyStory(
        MINISTRY, "Direktur Data dan Informasi", "Direktorat Jenderal Konektivitas", "PRATAMA", TECH, 27, "APPROVED",
        "Memimpin tata kelola data dan sistem informasi kementerian.",
    ),
    VacancyStory(
        MINISTRY, "Sekretaris Utama Badan Pengelola Pulau Terluar", "Badan Pengelola Pulau Terluar", "UTAMA", GOV, 18,
        "PUBLISHED", "Memimpin badan pengelola pulau terluar dan bertanggung jawab kepada menteri.", panel=7,
    ),
    VacancyStory(
        MINISTRY, "Direktur Tata Kelola Pemerintahan Kepulauan", "Direktorat Jenderal Tata Kelola", "PRATAMA", GOV, 11, "OPEN",
        "Memimpin pembinaan tata kelola pemerintahan daerah kepulauan.", applicants=3, drafts=2, drafts_of=("belum.memenuhi",),
        invited=5, invited_accounts=("pelamar1",),
    ),
    VacancyStory(
        MINISTRY, "Kepala Biro Keuangan", "Sekretariat Jenderal", "PRATAMA", FIN, 0, "OPEN",
        "Memimpin penganggaran dan pertanggungjawaban keuangan kementerian.", applicants=3, drafts=2, invited=2,
    ),
    VacancyStory(
        PROVINCE, "Kepala Dinas Pertanian", "Dinas Pertanian", "PRATAMA", FARM, 5, "OPEN",
        "Memimpin peningkatan produksi dan ketahanan pangan provinsi.", applicants=2, drafts=1, extensions=1,
    ),
    VacancyStory(
        REGENCY, "Kepala Dinas Pendidikan", "Dinas Pendidikan", "PRATAMA", SCHOOL, 8, "OPEN",
        "Memimpin penyelenggaraan pendidikan dasar di kabupaten.", applicants=6, drafts=1, auto_extend=True, asks_bkn=True,
    ),
    VacancyStory(
        PROVINCE, AT_FORK, "Dinas Kelautan dan Perikanan", "PRATAMA", FARM, -4, "VERIFICATION",
        "Memimpin pengelolaan perikanan dan pesisir provinsi.", applicants=3, drafts=1, extensions=2,
    ),
    VacancyStory(
        MINISTRY, "Direktur Infrastruktur Kepulauan", "Direktorat Jenderal Konektivitas", "PRATAMA", WORKS, -3, "VERIFICATION",
        "Memimpin perencanaan dan pengawasan pembangunan infrastruktur kepulauan.", applicants=7, verified=3, failing=1, drafts=1,
        invited=2,
    ),
    VacancyStory(
        MINISTRY, ALL_KINDS, "Sekretariat Jenderal", "PRATAMA", SDM, -13, "SCORING",
        "Memimpin pembinaan karier dan pengembangan pegawai kementerian.", applicants=5, also=("admin.kabupaten",), failing=2,
        has_all_kinds=True, takes_objections=True,
    ),
    VacancyStory(
        PROVINCE, "Kepala Dinas Sosial", "Dinas Sosial", "PRATAMA", str(JobField.SOSIAL), -20, "RANKED",
        "Memimpin perlindungan dan pemberdayaan sosial di provinsi.", applicants=6, failing=1, ties_at_cut=True,
    ),
    VacancyStory(
        MINISTRY, "Direktur Pengawasan Program", "Inspektorat Jenderal", "PRATAMA", AUDIT, -27, "RESULT",
        "Memimpin pengawasan pelaksanaan program kementerian.", applicants=5, result_steps=3,
    ),
    VacancyStory(
        MINISTRY, "Direktur Jenderal Konektivitas", "Direktorat Jenderal Konektivitas", "MADYA", WORKS, -24, "RESULT",
        "Memimpin perumusan kebijakan konektivitas antarpulau.", applicants=4, result_steps=1, panel=7,
    ),
    VacancyStory(
        MINISTRY, "Staf Ahli Bidang Ekonomi Kepulauan", "Kementerian Contoh Pembangunan Kepulauan", "MADYA", ECONOMY, -30,
        "RESULT", "Memberi telaahan kepada menteri mengenai ekonomi kepulauan.", applicants=4, result_steps=4, panel=7,
    ),
    VacancyStory(
        PROVINCE, "Kepala Biro Hukum Sekretariat Daerah", "Sekretariat Daerah", "PRATAMA", LAW, -31, "DETERMINED",
        "Memimpin penyusunan produk hukum daerah.", applicants=4, result_steps=4,
    ),
    VacancyStory(
        MINISTRY, "Kepala Biro Perencanaan", "Sekretariat Jenderal", "PRATAMA", GOV, -40, "ANNOUNCED",
        "Memimpin perencanaan program dan anggaran kementerian.", applicants=5, also=("pelamar9",), failing=1, result_steps=4,
    ),
    VacancyStory(
        MINISTRY, "Kepala Pusat Pelatihan", "Sekretariat Jenderal", "PRATAMA", SCHOOL, -6, "VERIFICATION",
        "Memimpin pelatihan aparatur kementerian.", applicants=3, verified=0, ending="CANCELLED",
    ),
    VacancyStory(
        REGENCY, "Kepala Dinas Perhubungan", "Dinas Perhubungan", "PRATAMA", str(JobField.PERHUBUNGAN), -9, "VERIFICATION",
        "Memimpin penyelenggaraan perhubungan darat dan laut kabupaten.", applicants=1, verified=0, extensions=2, ending="FAILED",
    ),
)  # fmt: skip
