"""Words the careers are made of: families of posts, what people in them studied and learnt, units they work in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Family:
    """A family of posts.

    Args:
        field: code of JobField; noun: what units and managers are named after.
        experts, skilled: functional posts without their step; topics: what they specialise in, put behind the title.
        programs: study programmes; courses: training with its hours.
        weights: share in per mille among central bodies, provinces, kabupaten and kota.
        units: places of work; one that ends in “#” gets a number and the town.
    """

    field: str
    noun: str
    experts: tuple[str, ...]
    skilled: tuple[str, ...]
    topics: tuple[str, ...]
    programs: tuple[str, ...]
    courses: tuple[tuple[str, int], ...]
    weights: tuple[int, int, int]
    units: tuple[str, ...]

    @property
    def central_units(self) -> tuple[str, ...]:
        """Places of work of a central body's people: what only regions have is left out."""
        if self.experts == ("Guru",):
            return ("Madrasah Negeri #", "Sekolah Luar Biasa Pembina #")
        kept = tuple(unit for unit in self.units if unit.split()[0] in _CENTRAL_UNITS)
        return (*kept, f"Direktorat {self.noun}")


_CENTRAL_UNITS = frozenset({"Balai", "Biro", "Inspektorat", "Kantor", "Pusat"})
FAMILIES = (
    Family(
        "PENDIDIKAN", "Pembinaan Pendidikan", ("Guru",), ("Guru",),
        ("Kelas", "Matematika", "Bahasa Indonesia", "IPA", "IPS", "Bahasa Inggris", "Pendidikan Jasmani", "Seni Budaya",
         "Bimbingan Konseling", "Fisika", "Kimia", "Biologi", "Sejarah", "Ekonomi", "Prakarya", "Informatika"),
        ("PENDIDIKAN GURU SEKOLAH DASAR", "PENDIDIKAN MATEMATIKA", "PENDIDIKAN BAHASA INDONESIA", "PENDIDIKAN BIOLOGI",
         "PENDIDIKAN JASMANI", "BIMBINGAN DAN KONSELING", "PENDIDIKAN SEJARAH"),
        (("Pendidikan profesi guru", 120), ("Penguatan kurikulum sekolah", 40), ("Literasi dan numerasi", 32)),
        (60, 330, 520), ("SD Negeri #", "SMP Negeri #", "SMA Negeri #", "SMK Negeri #", "TK Negeri Pembina #"),
    ),
    Family(
        "KESEHATAN", "Kesehatan Masyarakat",
        ("Perawat", "Dokter", "Apoteker", "Administrator Kesehatan", "Epidemiolog Kesehatan", "Bidan", "Nutrisionis"),
        ("Perawat", "Bidan", "Pranata Laboratorium Kesehatan", "Asisten Apoteker", "Sanitarian"), (),
        ("KEPERAWATAN", "KEBIDANAN", "KEDOKTERAN", "FARMASI", "KESEHATAN MASYARAKAT", "GIZI"),
        (("Manajemen mutu layanan kesehatan", 40), ("Kegawatdaruratan medis", 32), ("Surveilans penyakit menular", 24)),
        (45, 150, 170), ("Puskesmas #", "Rumah Sakit Umum Daerah", "Dinas Kesehatan", "Balai Laboratorium Kesehatan"),
    ),
    Family(
        "PEMERINTAHAN", "Tata Kelola Pemerintahan", ("Analis Kebijakan", "Perencana"), ("Pengelola Layanan Operasional",),
        ("Pemerintahan Daerah", "Reformasi Birokrasi", "Otonomi Daerah"),
        ("ILMU PEMERINTAHAN", "ADMINISTRASI NEGARA", "KEBIJAKAN PUBLIK"),
        (("Analisis kebijakan publik", 60), ("Perencanaan pembangunan daerah", 40), ("Penyusunan peta proses bisnis", 24)),
        (130, 110, 80), ("Biro Pemerintahan", "Kecamatan #", "Kelurahan #", "Badan Perencanaan Pembangunan"),
    ),
    Family(
        "KEUANGAN", "Keuangan dan Anggaran", ("Analis Keuangan Pusat dan Daerah", "Analis Anggaran", "Penilai Pemerintah"),
        ("Pranata Keuangan APBN", "Bendahara"), ("Perbendaharaan", "Aset Daerah", "Pendapatan Daerah"),
        ("AKUNTANSI", "MANAJEMEN", "EKONOMI PEMBANGUNAN"),
        (("Pengelolaan keuangan negara", 60), ("Akuntansi berbasis akrual", 40), ("Penatausahaan barang milik negara", 32)),
        (140, 70, 45), ("Badan Keuangan dan Aset", "Biro Keuangan", "Kantor Pelayanan Perbendaharaan #"),
    ),
    Family(
        "SDM", "Kepegawaian", ("Analis Sumber Daya Manusia Aparatur", "Asesor Sumber Daya Manusia Aparatur"),
        ("Pranata Sumber Daya Manusia Aparatur",), ("Manajemen Talenta", "Mutasi dan Promosi", "Kinerja Pegawai"),
        ("ADMINISTRASI NEGARA", "PSIKOLOGI", "MANAJEMEN"),
        (("Manajemen talenta ASN", 40), ("Penyusunan analisis jabatan", 32), ("Konseling pegawai", 24)),
        (70, 40, 25), ("Badan Kepegawaian dan Pengembangan SDM", "Biro Sumber Daya Manusia"),
    ),
    Family(
        "PENGAWASAN", "Pengawasan Internal", ("Auditor", "Pengawas Penyelenggaraan Urusan Pemerintahan"), ("Auditor",),
        ("Audit Kinerja", "Pengawasan Desa"), ("AKUNTANSI", "ILMU HUKUM", "MANAJEMEN"),
        (("Audit berbasis risiko", 60), ("Sistem pengendalian intern pemerintah", 40), ("Audit investigatif", 60)),
        (80, 35, 20), ("Inspektorat", "Inspektorat Jenderal"),
    ),
    Family(
        "HUKUM", "Hukum", ("Perancang Peraturan Perundang-undangan", "Analis Hukum", "Penyuluh Hukum"), ("Pranata Hukum",),
        ("Bantuan Hukum", "Dokumentasi Hukum"), ("ILMU HUKUM",),
        (("Perancangan peraturan", 80), ("Advokasi dan bantuan hukum", 40)),
        (90, 25, 12), ("Biro Hukum", "Bagian Hukum"),
    ),
    Family(
        "PEKERJAAN_UMUM", "Pekerjaan Umum dan Penataan Ruang",
        ("Penata Ruang", "Teknik Jalan dan Jembatan", "Teknik Pengairan", "Pengelola Pengadaan Barang/Jasa"),
        ("Teknik Jalan dan Jembatan", "Pengawas Konstruksi"), ("Irigasi", "Jalan Daerah", "Air Minum"),
        ("TEKNIK SIPIL", "ARSITEKTUR", "PERENCANAAN WILAYAH DAN KOTA"),
        (("Pengadaan pekerjaan konstruksi", 40), ("Keselamatan konstruksi", 32), ("Manajemen irigasi", 32)),
        (75, 55, 35), ("Dinas Pekerjaan Umum", "Balai Wilayah Sungai #", "Balai Pelaksanaan Jalan #"),
    ),
    Family(
        "PERTANIAN", "Pertanian dan Pangan", ("Penyuluh Pertanian", "Medik Veteriner", "Analis Ketahanan Pangan"),
        ("Penyuluh Pertanian", "Paramedik Veteriner"), ("Tanaman Pangan", "Hortikultura", "Peternakan"),
        ("AGRIBISNIS", "AGROTEKNOLOGI", "PETERNAKAN", "KEDOKTERAN HEWAN"),
        (("Penyuluhan pertanian", 40), ("Budi daya padi hemat air", 24), ("Pengendalian penyakit hewan", 32)),
        (60, 50, 35), ("Dinas Pertanian dan Ketahanan Pangan", "Balai Penyuluhan Pertanian #"),
    ),
    Family(
        "TEKNOLOGI", "Komunikasi, Informatika, dan Data", ("Pranata Komputer", "Statistisi", "Sandiman", "Pranata Humas"),
        ("Pranata Komputer", "Statistisi"), ("Keamanan Informasi", "Integrasi Data", "SPBE"),
        ("TEKNIK INFORMATIKA", "SISTEM INFORMASI", "STATISTIKA", "ILMU KOMUNIKASI"),
        (("Arsitektur SPBE", 40), ("Keamanan informasi dasar", 24), ("Tata kelola data", 32)),
        (90, 40, 18), ("Dinas Komunikasi dan Informatika", "Pusat Data dan Informasi"),
    ),
    Family(
        "LINGKUNGAN", "Lingkungan Hidup dan Kehutanan", ("Pengendali Dampak Lingkungan", "Penyuluh Kehutanan"),
        ("Polisi Kehutanan", "Pengendali Ekosistem Hutan"), ("Kehutanan", "Persampahan"),
        ("KEHUTANAN", "ILMU LINGKUNGAN", "TEKNIK LINGKUNGAN"),
        (("Penilaian dampak lingkungan", 60), ("Pengelolaan sampah terpadu", 24)),
        (50, 35, 10), ("Dinas Lingkungan Hidup", "Balai Konservasi #"),
    ),
    Family(
        "SOSIAL", "Sosial dan Pemberdayaan Masyarakat", ("Pekerja Sosial", "Penyuluh Sosial", "Penggerak Swadaya Masyarakat"),
        ("Pekerja Sosial",), ("Perlindungan Anak", "Desa", "Penanganan Bencana"),
        ("SOSIOLOGI", "KESEJAHTERAAN SOSIAL", "ANTROPOLOGI"),
        (("Pemberdayaan masyarakat desa", 40), ("Penanganan pengungsi bencana", 32)),
        (50, 30, 15), ("Dinas Sosial", "Dinas Pemberdayaan Masyarakat dan Desa", "Panti Sosial #"),
    ),
    Family(
        "EKONOMI", "Perekonomian, Industri, dan Perdagangan", ("Analis Perdagangan", "Pengawas Koperasi", "Penera"),
        ("Penera", "Pengawas Kemetrologian"), ("Investasi", "Usaha Mikro", "Pariwisata"),
        ("EKONOMI PEMBANGUNAN", "MANAJEMEN", "ADMINISTRASI BISNIS"),
        (("Perencanaan ekonomi daerah", 40), ("Pelayanan penanaman modal", 24)),
        (70, 20, 10), ("Dinas Perindustrian dan Perdagangan", "Dinas Penanaman Modal", "Dinas Koperasi"),
    ),
    Family(
        "PERHUBUNGAN", "Perhubungan", ("Penguji Kendaraan Bermotor", "Pengawas Keselamatan Pelayaran"),
        ("Penguji Kendaraan Bermotor", "Pengatur Lalu Lintas"), ("Angkutan Sungai", "Lalu Lintas"),
        ("TEKNIK SIPIL", "MANAJEMEN TRANSPORTASI", "TEKNIK MESIN"),
        (("Keselamatan transportasi", 40), ("Pengujian kendaraan", 32)),
        (60, 10, 5), ("Dinas Perhubungan", "Kantor Kesyahbandaran #"),
    ),
)  # fmt: skip
STAFF_TITLES = ("Pengolah Data", "Pengadministrasi", "Penata Layanan", "Pengelola", "Penelaah Teknis")
STEP_NAMES = {
    "AHLI_PERTAMA": "Ahli Pertama", "AHLI_MUDA": "Ahli Muda", "AHLI_MADYA": "Ahli Madya", "AHLI_UTAMA": "Ahli Utama",
    "TERAMPIL": "Terampil", "MAHIR": "Mahir", "PENYELIA": "Penyelia", "PEMULA": "Pemula",
}  # fmt: skip
# Managers' titles by level, first at central bodies, then in the regions.
MANAGER_TITLES = {
    "JPT_UTAMA": (("Kepala Badan", "Sekretaris Utama"), ("Sekretaris Utama",)),
    "JPT_MADYA": (("Deputi Bidang", "Direktur Jenderal", "Staf Ahli Bidang"), ("Sekretaris Daerah",)),
    "JPT_PRATAMA": (("Direktur", "Kepala Biro", "Kepala Pusat"), ("Kepala Dinas", "Kepala Badan", "Asisten Bidang", "Staf Ahli")),
    "ADMINISTRATOR": (
        ("Kepala Bagian", "Koordinator", "Kepala Balai"),
        ("Kepala Bidang", "Sekretaris Dinas", "Kepala Bagian", "Camat"),
    ),
    "PENGAWAS": (("Kepala Subbagian", "Kepala Seksi"), ("Kepala Subbagian", "Kepala Seksi", "Lurah")),
}
# Titles that stand alone; all others name what they are about.
WHOLE_TITLES = frozenset({"Sekretaris Daerah", "Sekretaris Utama", "Camat", "Lurah"})
LEADERSHIP = {
    "JPT_MADYA": ("PKN_I", "Pelatihan Kepemimpinan Nasional Tingkat I", 600),
    "JPT_PRATAMA": ("PKN_II", "Pelatihan Kepemimpinan Nasional Tingkat II", 540),
    "ADMINISTRATOR": ("PKA", "Pelatihan Kepemimpinan Administrator", 480),
    "PENGAWAS": ("PKP", "Pelatihan Kepemimpinan Pengawas", 420),
}
INSTITUTIONS = tuple(
    f"{kind} Contoh {place}"
    for kind in ("Universitas", "Institut", "Sekolah Tinggi", "Politeknik")
    for place in (
        "Nusantara",
        "Bahari",
        "Merdeka",
        "Khatulistiwa",
        "Merapi",
        "Toba",
        "Mahakam",
        "Poso",
        "Rinjani",
        "Cenderawasih",
    )
)
LANGUAGES = ("en", "ar", "zh", "ja", "ko", "fr", "de", "nl")
LANGUAGE_WEIGHTS = (70, 12, 4, 6, 3, 2, 2, 1)
