"""Reference data in one call: regions, agencies, study programmes."""

from django.conf import settings
from django.db import transaction

from accounts.reference import load_agencies, load_regions
from employees.reference import load_study_programs

FOLDER = settings.BASE_DIR / "fixtures" / "reference"


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Load every reference file; running it again changes nothing unless a file changed.

    Returns:
        How many rows each file stands for: regions, agencies, study programmes.
    """
    return {
        "wilayah": load_regions(FOLDER / "wilayah.csv"),
        "instansi": load_agencies(FOLDER / "instansi_pusat.csv"),
        "program studi": load_study_programs(FOLDER / "pendidikan.csv"),
    }
