"""Requirements no register can answer: a document or a stage of the selection proves them (domain.md section 7)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Statement:
    """A requirement the register cannot answer: `words` as announced, `proof` says how it is proven instead."""

    words: str
    proof: str


STATEMENTS = {
    "HEALTH": Statement(
        "Sehat jasmani dan rohani",
        "Data kesehatan tidak ada di data induk ASN; dibuktikan dengan surat keterangan sehat dan tes kesehatan.",
    ),
    "NOT_UNDER_INVESTIGATION": Statement(
        "Tidak sedang diperiksa karena dugaan pelanggaran disiplin",
        "Pemeriksaan yang berjalan tidak ada di data induk ASN; dibuktikan dengan pernyataan instansi asal.",
    ),
    # PP 11/2017 article 108: people who are not PNS, for posts that are opened to them with the President's consent.
    "NO_PARTY": Statement(
        "Tidak menjadi anggota atau pengurus partai politik dalam 5 tahun terakhir",
        "Keanggotaan partai tidak ada di data induk ASN; dibuktikan dengan surat pernyataan.",
    ),
    "NO_SENTENCE": Statement(
        "Tidak pernah dipidana penjara",
        "Riwayat pidana tidak ada di data induk ASN; dibuktikan dengan SKCK dan surat pernyataan.",
    ),
    "NOT_DISMISSED": Statement(
        "Tidak pernah diberhentikan tidak dengan hormat",
        "Pemberhentian di tempat kerja lain tidak ada di data induk ASN; dibuktikan dengan surat pernyataan.",
    ),
}
