"""Wording of requirements, and what the public reads at an instant."""

from datetime import UTC, datetime, timedelta

import pytest

from vacancies.rules.public_status import CLOSED, REGISTERING, UPCOMING, public_status
from vacancies.rules.requirement_words import requirement_words
from vacancies.rules.rule_pack import LEVELS, default_requirements

NOW = datetime(2026, 12, 4, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("level", LEVELS)
def test_standard_wording_is_the_wording_of_the_examples(level):
    for line in default_requirements(level):
        assert requirement_words(line.kind, line.number, line.text) == line.label


@pytest.mark.parametrize(
    ("kind", "number", "text", "words"),
    [
        ("EMPLOYMENT_KIND", None, "PPPK", "Berstatus PPPK"),
        ("MIN_EDUCATION", 40, "", "Pendidikan paling rendah S-1 atau D-IV"),
        ("MIN_EDUCATION", 45, "", "Pendidikan paling rendah S-2 atau profesi"),
        ("MIN_GRADE", 42, "", "Golongan ruang paling rendah IV/b"),
        ("HELD_LEVEL", 3, "PENGAWAS", "Sedang atau pernah menduduki Pengawas paling singkat 3 tahun"),
        ("MAX_AGE", 57, "", "Usia paling tinggi 57 tahun"),
    ],
)
def test_wording_names_the_number(kind, number, text, words):
    assert requirement_words(kind, number, text) == words


@pytest.mark.parametrize(
    ("state", "opens", "closes", "phase", "label"),
    [
        ("PUBLISHED", 1, 9, UPCOMING, "Segera dibuka"),
        ("PUBLISHED", -1, 9, REGISTERING, "Pendaftaran dibuka"),
        ("OPEN", -1, 9, REGISTERING, "Pendaftaran dibuka"),
        ("OPEN", -9, 0, CLOSED, "Pendaftaran ditutup"),
        ("OPEN", -9, -1, CLOSED, "Pendaftaran ditutup"),
        ("VERIFICATION", -9, 9, CLOSED, "Verifikasi administrasi"),
        ("RANKED", -9, -1, CLOSED, "Menunggu pengumuman"),
        ("ANNOUNCED", -9, -1, CLOSED, "Hasil diumumkan"),
    ],
)
def test_stored_times_decide(state, opens, closes, phase, label):
    status = public_status(state, NOW + opens * HOUR, NOW + closes * HOUR, NOW)
    assert (status.phase, status.label) == (phase, label)


@pytest.mark.parametrize("state", ["CANCELLED", "FAILED"])
def test_end_without_a_result_is_no_error(state):
    """Red is for errors alone."""
    assert public_status(state, NOW - 9 * HOUR, NOW - HOUR, NOW).tone == "plain"


@pytest.mark.parametrize("state", ["DRAFT", "PLAN_REVIEW", "APPROVED"])
def test_unpublished_state_has_no_public_words(state):
    with pytest.raises(KeyError):
        public_status(state, NOW, NOW + HOUR, NOW)
