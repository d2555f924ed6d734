"""The public command as a stranger runs it: a bare environment, a file, an exit status."""

import json
import os
import subprocess
import sys

import pytest

from asnkarier.embedded.bootstrap import PROJECT_ROOT
from selection.rules.recompute import canonical, recompute

INPUTS = {
    "format": "asnkarier.ranking/1",
    "vacancy": {"reference": "JPT-2026-0001", "quota": 1, "multiple": 3},
    "rounding": {"component_places": 3, "total_places": 3, "mode": "HALF_UP"},
    "components": [{"code": "A", "weight": "100", "min": "0", "max": "7", "pass_mark": None}],
    "tie_order": ["A"],
    "candidates": [{"number": "1", "scores": {"A": "5"}}, {"number": "2", "scores": {"A": "6"}}],
}
FULL = canonical(recompute(INPUTS))
FORGED = FULL.replace('"total":"85.714"', '"total":"95.714"')


def run(tmp_path, argument, text=""):
    """The command with no setting at all and no database anywhere."""
    done = subprocess.run(
        [sys.executable, "manage.py", "recompute_ranking", argument],
        env={"PATH": os.environ["PATH"], "ASN_LOCAL_DIR": str(tmp_path / "kosong")},
        cwd=PROJECT_ROOT,
        input=text.encode(),
        capture_output=True,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize(
    ("content", "status", "answer", "complaint"),
    [
        (json.dumps(INPUTS), 0, FULL, ""),
        (FULL, 0, FULL, ""),
        (FORGED, 3, FULL, 'Baris 1 (peserta 2): total tertulis "95.714", hasil hitung ulang "85.714" untuk peserta 2.\n'),
        ("{}", 2, "", "Bagian paket tidak memuat kunci format.\n"),
    ],
    ids=["inputs", "full", "forged", "unusable"],
)
def test_file_is_answered_with_the_full_packet_and_a_status(tmp_path, content, status, answer, complaint):
    path = tmp_path / "paket.json"
    path.write_text(content)
    assert run(tmp_path, str(path)) == (status, answer, complaint)


def test_missing_file_is_one_sentence(tmp_path):
    status, answer, complaint = run(tmp_path, str(tmp_path / "tiada.json"))
    assert (status, answer) == (2, "")
    assert complaint == f"Berkas {tmp_path / 'tiada.json'} tidak ditemukan atau tidak dapat dibaca.\n"


def test_many_packets_are_answered_line_by_line(tmp_path):
    status, answer, complaint = run(tmp_path, "-", "\n".join([json.dumps(INPUTS), FULL, "rusak", FORGED]) + "\n")
    assert answer.splitlines() == [FULL, FULL, '{"error": "Berkas ini bukan JSON yang utuh."}', FULL]
    assert status == 2
    assert complaint.splitlines()[0] == "Baris 3: Berkas ini bukan JSON yang utuh."
    assert complaint.splitlines()[1].startswith("Paket di baris 4: Baris 1 (peserta 2): total tertulis")
