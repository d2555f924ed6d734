"""Study programmes with their national codes, from fixtures/reference/pendidikan.csv."""

import csv
from pathlib import Path

from employees.enums import EducationLevel
from employees.models import StudyProgram


def load_study_programs(path: Path) -> int:
    """Write the study programmes; existing codes take the name and level of the file. Returns how many the file names."""
    with path.open(encoding="utf-8", newline="") as file:
        programs = [
            StudyProgram(code=row["kode"], name=row["nama"], level=EducationLevel(int(row["tingkat_id"])))
            for row in csv.DictReader(file)
        ]
    StudyProgram.objects.bulk_create(programs, update_conflicts=True, unique_fields=["code"], update_fields=["name", "level"])
    return len(programs)
