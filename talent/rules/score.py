"""The neutral order of search results: a declared score of 0 to 1000 from what the register records about work.

No personal trait goes in: not age, sex, religion, ethnicity, marital status or disability (product.md 3.20). The projection
computes the same in SQL (`talent/search/rows.py`); a test holds the two equal.
"""

from decimal import ROUND_FLOOR, Decimal

# Predicate of the newest year, and of the year before it.
PERFORMANCE = {"SANGAT_BAIK": 250, "BAIK": 180, "BUTUH_PERBAIKAN": 80, "KURANG": 20, "SANGAT_KURANG": 0}
PERFORMANCE_BEFORE = {"SANGAT_BAIK": 100, "BAIK": 70, "BUTUH_PERBAIKAN": 30, "KURANG": 10, "SANGAT_KURANG": 0}
# The nine boxes (domain.md 8.5).
BOX = {9: 300, 8: 270, 7: 250, 6: 200, 5: 170, 4: 150, 3: 100, 2: 70, 1: 30}
LEVEL = {
    "JPT_UTAMA": 150,
    "JPT_MADYA": 140,
    "JPT_PRATAMA": 120,
    "ADMINISTRATOR": 90,
    "PENGAWAS": 60,
    "FUNGSIONAL": 60,
    "PELAKSANA": 30,
}
# Points for each percent of job-person match, which goes from 0 to 100.
MATCH = 2


def talent_score(*, performance: tuple[str, ...], box: int | None, job_person_match: Decimal | None, level: str) -> int:
    """Points of one person, 0 to 1000; what is not recorded gives none.

    Args:
        performance: predicates, newest year first; box: confirmed talent box 1 to 9; job_person_match: of the newest
            assessment, in percent; level: code of the present post's level.
    """
    points = PERFORMANCE.get(performance[0], 0) if performance else 0
    points += PERFORMANCE_BEFORE.get(performance[1], 0) if len(performance) > 1 else 0
    points += BOX.get(box, 0) if box is not None else 0
    if job_person_match is not None:
        points += int((min(max(job_person_match, Decimal(0)), Decimal(100)) * MATCH).to_integral_value(ROUND_FLOOR))
    return points + LEVEL.get(level, 0)
