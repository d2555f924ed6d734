"""The gates of a selection: what must be done before the ranking, and what before the minutes are signed.

Source: docs/product.md section 5 "Ketua Pansel" (all scores in, conflicts solved, calibration closed, ties to resolve). The
control room shows them and the acts refuse by them: one answer for both.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Gate:
    """One condition.

    Args:
        code: for links to the page where it is met. label: the condition in words.
        open: what is missing in a few words, "" when it is met. refusal: the sentence of an act that it stops.
    """

    code: str
    label: str
    open: str = ""
    refusal: str = ""

    @property
    def is_met(self) -> bool:
        return not self.refusal


@dataclass(frozen=True)
class RankingFacts:
    """What the gates before the ranking read; every number counts what is still missing.

    Args:
        present: candidates who take part. sheets: panel sheets not handed in. values: single values not in.
        alone: candidates whom the whole panel has to leave alone. conflicts: proposed conflicts nobody answered.
        entries: differences between two operators that no third person settled. corrections: proposals without a verdict.
        objections: objections nobody answered. objections_until: last moment to file one in words, "" when it is over.
        takes_objections: the plan takes objections to the administrative result.
        is_calibrated: calibration is closed. takes_values, takes_panel, takes_entries: the plan has such components.
    """

    present: int
    sheets: int = 0
    values: int = 0
    alone: int = 0
    conflicts: int = 0
    entries: int = 0
    corrections: int = 0
    objections: int = 0
    objections_until: str = ""
    takes_objections: bool = False
    is_calibrated: bool = True
    takes_values: bool = True
    takes_panel: bool = True
    takes_entries: bool = False


@dataclass(frozen=True)
class ResultFacts:
    """What the gates before the signature read.

    Args:
        outdated: why the ranking no longer follows from the scores, "" when it does. listed: people on the shortlist.
        is_shortfall_open, is_tie_open: without an answer. has_minutes: minutes of this ranking wait for the signature.
        conflicts: proposed conflicts nobody answered. is_tie_running: the chair chose a second look or an interview, which is
            still under way.
    """

    outdated: str
    listed: int
    is_shortfall_open: bool
    is_tie_open: bool
    has_minutes: bool
    conflicts: int = 0
    is_tie_running: bool = False


def ranking_gates(facts: RankingFacts) -> tuple[Gate, ...]:
    """The gates before the ranking, those that the plan has no use for left out."""
    missing = facts.sheets + facts.values + facts.alone
    scores = f"Masih ada {missing} nilai yang belum lengkap; lihat daftar yang masih ditunggu."
    rows = [
        _gate(
            "PRESENT",
            "Ada peserta yang hadir",
            "" if facts.present else "Tidak ada peserta",
            "Tidak ada peserta yang hadir, jadi tidak ada yang dapat diperingkat.",
        )
    ]
    if facts.takes_panel:
        rows += [
            _gate("SHEETS", "Semua lembar penilaian terkirim", _count(facts.sheets, "lembar belum terkirim"), scores),
            _gate("SCORERS", "Setiap peserta punya penilai", _count(facts.alone, "peserta tanpa penilai"), scores),
        ]
    if facts.takes_objections:
        # Whoever is still heard may become a participant; clocks do not decide, so a late answer is waited for as well.
        rows.append(_objections_gate(facts))
    if facts.takes_values:
        rows.append(_gate("VALUES", "Semua nilai dari luar lembar masuk", _count(facts.values, "nilai belum masuk"), scores))
    if facts.takes_entries:
        rows.append(
            _gate(
                "ENTRIES",
                "Nilai yang diketik dua petugas cocok",
                _count(facts.entries, "perbedaan belum diputus"),
                f"Masih ada {facts.entries} perbedaan nilai antara dua petugas yang belum diputus orang ketiga.",
            )
        )
    rows.append(_conflicts_gate(facts.conflicts))
    if facts.takes_panel:
        rows.append(
            _gate(
                "CALIBRATION",
                "Kalibrasi ditutup",
                "" if facts.is_calibrated else "Belum ditutup",
                "Kalibrasi nilai belum ditutup oleh ketua pansel.",
            )
        )
    rows.append(
        _gate(
            "CORRECTIONS",
            "Tidak ada usul koreksi yang menunggu",
            _count(facts.corrections, "usul menunggu"),
            f"Masih ada {facts.corrections} usul koreksi nilai yang menunggu keputusan.",
        )
    )
    return tuple(rows)


def result_gates(facts: ResultFacts) -> tuple[Gate, ...]:
    """The gates between a ranking and the chair's signature."""
    return (
        _gate("CURRENT", "Peringkat sesuai nilai yang berlaku", "Perlu disusun ulang" if facts.outdated else "", facts.outdated),
        # The answer to a question that came after the ranking may take a member's scores out of it.
        _conflicts_gate(facts.conflicts),
        _gate(
            "LISTED",
            "Daftar pendek terisi",
            "" if facts.listed else "Kosong",
            "Daftar pendek kosong, jadi tidak ada hasil yang dapat diajukan.",
        ),
        _gate(
            "SHORTFALL",
            "Kurangnya peserta sudah diputuskan",
            "Pilih jalan keluar" if facts.is_shortfall_open else "",
            "Peserta yang memenuhi nilai minimum kurang dari daftar pendek. Pilih dahulu jalan keluarnya.",
        ),
        _gate(
            "TIE",
            "Nilai sama pada batas sudah diputuskan",
            _tie_open(facts),
            "Nilai sama pada batas daftar pendek belum diputuskan ketua pansel.",
        ),
        _gate(
            "MINUTES",
            "Berita acara disiapkan",
            "" if facts.has_minutes else "Belum disiapkan",
            "Berita acara belum disiapkan oleh sekretariat atau admin instansi.",
        ),
    )


def _tie_open(facts: ResultFacts) -> str:
    """What the tie still lacks: a choice, or the end of what was chosen."""
    if not facts.is_tie_open:
        return ""
    return "Pemeriksaan berjalan" if facts.is_tie_running else "Pilih jalan keluar"


def refusal_of(gates: tuple[Gate, ...], *, leaving_out: str = "") -> str | None:
    """The sentence of the first gate that is not met, None when all are.

    Args:
        leaving_out: code of a gate that this act is about to meet.
    """
    return next((gate.refusal for gate in gates if not gate.is_met and gate.code != leaving_out), None)


def _gate(code: str, label: str, missing: str, refusal: str) -> Gate:
    return Gate(code, label, missing, refusal if missing else "")


def _conflicts_gate(open_questions: int) -> Gate:
    return _gate(
        "CONFLICTS",
        "Usul konflik kepentingan dijawab",
        _count(open_questions, "usul belum dijawab"),
        f"Masih ada {open_questions} usul konflik kepentingan yang belum dijawab anggota pansel.",
    )


def _objections_gate(facts: RankingFacts) -> Gate:
    label = "Masa sanggah lewat dan semua sanggahan dijawab"
    if facts.objections:
        return _gate(
            "OBJECTIONS",
            label,
            _count(facts.objections, "sanggahan belum dijawab"),
            f"Masih ada {facts.objections} sanggahan atas hasil administrasi yang belum dijawab.",
        )
    until = facts.objections_until
    return _gate("OBJECTIONS", label, until and f"Sampai {until}", f"Masa sanggah hasil administrasi berjalan sampai {until}.")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number else ""
