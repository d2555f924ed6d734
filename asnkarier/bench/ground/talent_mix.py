"""The standard mix of 32 searches of the register: words and filters, common and rare, alone and together."""

from talent.search.sql import Query


def standard_mix(agencies: list[int]) -> list[tuple[str, Query]]:
    """Name and query of each.

    Args:
        agencies: primary keys of the agencies by number of people, the largest first; at least 40.
    """
    large, middle, small = agencies[0], agencies[len(agencies) // 4], agencies[-10]
    return [
        # Words alone.
        ("tahun (kata henti)", Query(text="tahun")),
        ("guru", Query(text="guru")),
        ("kesehatan masyarakat", Query(text="kesehatan masyarakat")),
        ("analis kebijakan", Query(text="analis kebijakan")),
        ("keuangan negara", Query(text="keuangan negara")),
        ("perancangan peraturan", Query(text="perancangan peraturan")),
        ("auditor atau bendahara", Query(text="auditor atau bendahara")),
        ("kepala dinas pendidikan", Query(text="kepala dinas pendidikan")),
        # Words with filters.
        ("guru, satu provinsi", Query(text="guru", provinces=("53",))),
        ("guru, golongan IV, S-2", Query(text="guru", grade_from=41, education_from=45)),
        ("analis kebijakan, golongan, dua kotak", Query(text="analis kebijakan", grade_from=34, grade_to=42, boxes=(8, 9))),
        ("perencana, satu instansi", Query(text="perencana", agencies=(large,))),
        ("pengelolaan keuangan, sangat baik", Query(text="pengelolaan keuangan", performance_from="SANGAT_BAIK")),
        ("penyuluhan pertanian, administrator", Query(text="penyuluhan pertanian", levels=("ADMINISTRATOR",))),
        ("pengawas, tiga provinsi", Query(text="pengawas", provinces=("31", "32", "33"), levels=("PENGAWAS",))),
        ("pelayanan, 20 tahun, bahasa Inggris", Query(text="pelayanan", service_from=20, languages=("en",))),
        # Names.
        ("nama santoso", Query(name="santoso")),
        ("nama agus wibowo", Query(name="agus wibowo")),
        ("awal nama supri", Query(name="supri")),
        ("salah ketik santsoo", Query(name="santsoo")),
        ("nama sri, satu instansi", Query(name="sri", agencies=(middle,))),
        # Filters alone.
        ("semua", Query()),
        ("satu provinsi", Query(provinces=("35",))),
        ("satu instansi besar", Query(agencies=(large,))),
        ("instansi kecil, golongan, dua kotak", Query(agencies=(small,), grade_from=33, boxes=(7, 8, 9))),
        ("instansi, provinsi lain", Query(agencies=(middle,), provinces=("94",))),
        ("jpt pratama, sangat baik", Query(levels=("JPT_PRATAMA",), performance_from="SANGAT_BAIK")),
        (
            "tiga kompetensi, provinsi, pendidikan",
            Query(competencies=(("M01", 75), ("M02", 75), ("M08", 70)), provinces=("31", "32"), education_from=40),
        ),
        ("kompetensi di luar langkah", Query(competencies=(("M04", 78),), levels=("ADMINISTRATOR", "PENGAWAS"))),
        ("rumpun, golongan, pelatihan", Query(fields=("PENDIDIKAN", "SDM"), grade_from=34, training=("PKA", "PKP"))),
        ("bidang studi, masa kerja", Query(education_field="HUKUM", service_from=15)),
        (
            "lima saringan",
            Query(
                provinces=("31", "32", "33", "34"),
                levels=("ADMINISTRATOR", "JPT_PRATAMA"),
                grade_from=41,
                education_from=45,
                performance_from="BAIK",
            ),
        ),
    ]
