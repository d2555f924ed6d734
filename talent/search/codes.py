"""Numbers and tokens by which the projection knows the codes of the register.

A number is a column of the projection (and of the count files), a token is a lexeme of its `doc`. Both are frozen: a new
code goes to the end of its list, and a changed list needs a rebuild.
"""

from employees.enums import Competency, JobField, Language, PositionLevel
from talent.rules.study_fields import FIELDS, OTHER

LEVELS = tuple(str(code) for code in PositionLevel.values)
JOB_FIELDS = tuple(str(code) for code in JobField.values)
STUDIES = (*FIELDS, OTHER)
# From the worst to the best: 1 to 5.
PERFORMANCE = ("SANGAT_KURANG", "KURANG", "BUTUH_PERBAIKAN", "BAIK", "SANGAT_BAIK")
LANGUAGES = tuple(str(code) for code in Language.values)
TRAININGS = ("PKN_I", "PKN_II", "PKA", "PKP")
COMPETENCIES = tuple(str(code) for code in Competency.values)
# Cumulative tokens: whoever has 82 carries 60, 65, 70, 75 and 80.
STEPS = tuple(range(60, 100, 5))
# Cumulative tokens by the year of CPNS: whoever began in 2003 carries 2005, 2010, ...
YEARS = tuple(range(1985, 2021, 5))
SERVICE_STEPS = (5, 10, 15, 20, 25, 30)
# Only these boxes are ever counted or shown (product.md 3.20).
SHOWN_BOXES = (7, 8, 9)
COMPETENCY_COLUMNS = tuple(code.lower() for code in COMPETENCIES)
# Columns a facet is grouped by, in the order of the tables.
GROUPED = (
    "agency",
    "province",
    "level",
    "field",
    "grade",
    "education",
    "study",
    "box",
    "performance",
    "languages",
    "trainings",
    "ready",
)
COLUMNS = ("id", "score", *GROUPED[:9], "cpns", *GROUPED[9:], *COMPETENCY_COLUMNS)


def number_of(codes: tuple[str, ...], code: str) -> int:
    """Place of a code in its list, from 1; 0 for none or an unknown one."""
    return codes.index(code) + 1 if code in codes else 0


def competency_token(code: str, step: int) -> str:
    """Token of everybody with at least `step` in a competency; `step` is one of STEPS."""
    return f"#{code.lower()}:{step}"
