"""How long what is kept, why, and what happens then: one table (UU 27/2022 articles 42 to 44, UU 43/2009 on archives).

The times are the portal's own; where the schedule of archives of an agency says otherwise, it is written here. Classes that
`destroys` are destroyed by a proposal and a second person (privacy/actions/destruction.py), the others end as `ending` says.
"""

from dataclasses import dataclass
from datetime import timedelta

ARCHIVE = "UU 43/2009 tentang Kearsipan"
ACCOUNTABILITY = "UU 27/2022 pasal 31 dan 47"
PURPOSE_ENDS = "UU 27/2022 pasal 42 dan 43"
DESTROYING = "UU 27/2022 pasal 44"


@dataclass(frozen=True)
class RetentionClass:
    """One row of the table.

    Args:
        code: stable name, stored with proposals; title, what, keeps, basis, ending: sentences for the public page.
        kept: how long after the event that starts the time; None where no time ends it.
        destroys: whether documents of this class are destroyed by proposal.
    """

    code: str
    title: str
    what: str
    keeps: str
    basis: str
    ending: str
    kept: timedelta | None = None
    destroys: bool = False


APPLICATION_DOCUMENTS, PUT_AWAY_EVIDENCE = "APPLICATION_DOCUMENTS", "PUT_AWAY_EVIDENCE"

RETENTION: tuple[RetentionClass, ...] = (
    RetentionClass(
        APPLICATION_DOCUMENTS,
        "Dokumen lamaran",
        "Berkas yang diunggah untuk sebuah lamaran",
        "2 tahun sesudah hasil diumumkan atau lowongan berakhir",
        DESTROYING,
        "Kunci dan berkasnya dimusnahkan atas usul satu pejabat dan persetujuan pejabat lain; sidik SHA-256 tetap sebagai bukti",
        timedelta(days=2 * 365),
        destroys=True,
    ),
    RetentionClass(
        PUT_AWAY_EVIDENCE,
        "Dokumen lemari bukti yang disingkirkan",
        "Berkas yang Anda singkirkan dari lemari bukti",
        "1 tahun sesudah disingkirkan, dan tidak lebih awal daripada dokumen lamaran Anda",
        DESTROYING,
        "Dimusnahkan seperti dokumen lamaran",
        timedelta(days=365),
        destroys=True,
    ),
    RetentionClass(
        "EVIDENCE",
        "Lemari bukti",
        "Dokumen yang Anda simpan untuk dipakai lagi",
        "Selama Anda menyimpannya",
        PURPOSE_ENDS,
        "Anda singkirkan sendiri",
    ),
    RetentionClass(
        "DRAFT",
        "Draf lamaran",
        "Isian dan berkas yang belum dikirim",
        "Sampai Anda membuangnya; berkasnya paling lama seperti dokumen lamaran",
        PURPOSE_ENDS,
        "Draf yang dibuang terhapus seketika bersama berkasnya",
    ),
    RetentionClass(
        "APPLICATION",
        "Lamaran terkirim",
        "Isian, salinan beku dengan sidiknya, hasil tiap tahap",
        "Tetap, sebagai arsip pengisian jabatan",
        ARCHIVE,
        "Diserahkan kepada lembaga kearsipan menurut jadwal retensi arsip instansi",
    ),
    RetentionClass(
        "SCORES",
        "Nilai, peringkat, dan penetapan",
        "Lembar nilai, peringkat, berita acara, surat penetapan dan hasil",
        "Tetap, sebagai arsip pengisian jabatan",
        ARCHIVE,
        "Diserahkan kepada lembaga kearsipan menurut jadwal retensi arsip instansi",
    ),
    RetentionClass(
        "REGISTER",
        "Data induk ASN",
        "Nama, NIP, jabatan, pangkat, pendidikan, kinerja, asesmen, hukuman disiplin",
        "Selama tercatat di sistem kepegawaian negara",
        "UU 20/2023 tentang ASN",
        "Mengikuti sumbernya pada impor berikutnya",
    ),
    RetentionClass(
        "TRAIL",
        "Jejak",
        "Siapa melakukan apa dan kapan, siapa mencari dan membuka data siapa",
        "Tetap",
        ACCOUNTABILITY,
        "Tidak dapat diubah atau dihapus; memuat sidik dokumen, bukan isinya",
    ),
    RetentionClass(
        "BREACHES",
        "Insiden data pribadi",
        "Catatan insiden, daftar orang yang terdampak, dan suratnya",
        "Tetap",
        "UU 27/2022 pasal 46 dan 47",
        "Disimpan sebagai pertanggungjawaban",
    ),
    RetentionClass(
        "ALERTS",
        "Langganan lowongan",
        "Alamat surel dan saringan lowongan",
        "7 hari bila tidak dikonfirmasi, 30 hari sesudah dihentikan",
        PURPOSE_ENDS,
        "Terhapus sendiri",
    ),
    RetentionClass(
        "OWN_COPIES",
        "Salinan data Anda",
        "Berkas ZIP yang Anda minta",
        "7 hari",
        PURPOSE_ENDS,
        "Berkasnya terhapus sendiri; sidiknya tetap",
        timedelta(days=7),
    ),
    RetentionClass(
        "UPLOADS",
        "Unggahan yang belum selesai",
        "Potongan berkas yang terputus",
        "48 jam",
        PURPOSE_ENDS,
        "Terhapus sendiri",
        timedelta(hours=48),
    ),
    RetentionClass(
        "SESSIONS", "Sesi masuk", "Perangkat dan waktu masuk", "12 jam", PURPOSE_ENDS, "Terhapus sendiri", timedelta(hours=12)
    ),
)
CLASSES = {row.code: row for row in RETENTION}
DESTROYED = tuple(row for row in RETENTION if row.destroys)
