"""The window of registration and the list of what is missing, as an officer would read them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from vacancies.rules.eligibility import RuleResult
from vacancies.rules.submission import DocumentNeed, DraftFacts, draft_problems, registration_refusal

# 23.59 WIB on 4 December 2026 is stored as the next midnight in Jakarta.
CLOSES = datetime(2026, 12, 4, 17, tzinfo=UTC)
OPENS = CLOSES - timedelta(days=15)
TICK = timedelta(microseconds=1)
MET = RuleResult("MAX_AGE", "Usia paling tinggi 56 tahun", "MET", None, "Lahir 1980", "Usia 46 tahun.")


@pytest.mark.parametrize(("state", "now", "expected"), [
    ("OPEN", OPENS, None),
    ("OPEN", CLOSES - TICK, None),
    ("PUBLISHED", OPENS, None),
    ("OPEN", CLOSES, "Pendaftaran sudah ditutup pada Jumat, 4 Desember 2026 pukul 23.59 WIB."),
    ("VERIFICATION", CLOSES + TICK, "Pendaftaran sudah ditutup pada Jumat, 4 Desember 2026 pukul 23.59 WIB."),
    ("PUBLISHED", OPENS - TICK, "Pendaftaran baru dibuka pada 20 November 2026 pukul 00.00 WIB."),
    ("CANCELLED", OPENS, "Lowongan ini dibatalkan, jadi tidak menerima lamaran."),
    ("VERIFICATION", OPENS, "Lowongan ini sedang tidak menerima lamaran."),
    ("DRAFT", OPENS, "Lowongan ini sedang tidak menerima lamaran."),
])  # fmt: skip
def test_window(state, now, expected):
    assert registration_refusal(state, OPENS, CLOSES, now, "WIB") == expected


def test_window_without_a_calendar():
    assert registration_refusal("APPROVED", None, None, OPENS, "WIB") == "Pendaftaran lowongan ini belum dijadwalkan."


def draft(**changes):
    facts = {
        "email": "a@uji.example",
        "phone": "0812",
        "agrees": True,
        "documents": (DocumentNeed("KTP", "KTP", True, True), DocumentNeed("SKCK", "SKCK", False, False)),
        "results": (MET,),
    }
    return DraftFacts(**{**facts, **changes})


def test_full_draft_has_no_problem():
    assert draft_problems(draft()) == ()


@pytest.mark.parametrize(("changes", "section", "sentence"), [
    ({"email": ""}, "DETAILS", "Alamat surel belum diisi."),
    ({"phone": ""}, "DETAILS", "Nomor telepon belum diisi."),
    ({"agrees": False}, "STATEMENT", "Pernyataan kebenaran belum disetujui."),
    ({"documents": (DocumentNeed("KTP", "KTP", True, False),)}, "DOCUMENTS", "KTP belum diunggah."),
    (
        {"results": (RuleResult("MAX_AGE", "Usia paling tinggi 56 tahun", "NOT_MET", None, "", "Usia 60 tahun."),)},
        "ELIGIBILITY",
        "Syarat “Usia paling tinggi 56 tahun” tidak terpenuhi: Usia 60 tahun.",
    ),
    (
        {"results": (RuleResult("MIN_GRADE", "Golongan IV/a", "MISSING", None, "", "Golongan belum ada."),)},
        "ELIGIBILITY",
        "Syarat “Golongan IV/a” belum dapat dipastikan: Golongan belum ada.",
    ),
])  # fmt: skip
def test_each_gap_is_one_sentence_in_its_section(changes, section, sentence):
    (problem,) = draft_problems(draft(**changes))
    assert (problem.section, problem.sentence) == (section, sentence)


def test_rule_that_time_fulfils_before_the_day_of_counting_does_not_block():
    coming = RuleResult("HELD_LEVEL", "Administrator 2 tahun", "MET_FROM", date(2026, 12, 1), "", "")
    assert draft_problems(draft(results=(coming,))) == ()
