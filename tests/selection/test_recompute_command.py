"""The public command as a stranger runs it: a bare environment, a file, an exit status."""

import io
import json
import os
import subprocess
import sys

import pytest
from django.core.management import call_command

from asnkarier.embedded.bootstrap import PROJECT_ROOT
from selection.management.commands import recompute_ranking
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


def piped(monkeypatch, text: bytes):
    """The command in this process, with this on its standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    out, complaint = io.StringIO(), io.StringIO()
    try:
        call_command("recompute_ranking", "-", stdout=out, stderr=complaint)
    except SystemExit as end:
        return end.code, out.getvalue(), complaint.getvalue()
    return 0, out.getvalue(), complaint.getvalue()


@pytest.mark.parametrize("text", [b"", b"\n\r\n \n"], ids=["empty", "blank"])
def test_no_packet_at_all_is_not_taken_for_agreement(monkeypatch, text):
    assert piped(monkeypatch, text) == (2, "", "Masukan baku tidak memuat satu paket pun.\n")


@pytest.mark.parametrize(
    ("lines", "status"),
    [((FULL, "", FULL), 0), ((FULL, FORGED), 3), ((FORGED, "rusak", FULL), 2)],
    ids=["agree", "differ", "unusable"],
)
def test_worst_of_many_packets_is_the_status(monkeypatch, lines, status):
    code, answer, complaint = piped(monkeypatch, "\r\n".join(lines).encode())
    assert code == status
    assert len(answer.splitlines()) == len([line for line in lines if line])
    assert len(complaint.splitlines()) == sum(line in (FORGED, "rusak") for line in lines)


def test_what_a_file_says_of_itself_breaks_no_line(monkeypatch):
    """A name that is no letter, or breaks lines, or has no end, comes out as one sentence that can be written."""
    names = ("\\ud800", "a\\nTraceback", "\\u001b[31m", "x" * 10_000)
    code, answer, complaint = piped(monkeypatch, "\n".join(f'{FULL[:-1]},"{name}":1}}' for name in names).encode())
    assert code == 2
    assert len(answer.splitlines()) == len(complaint.splitlines()) == len(names)
    assert all(line.isprintable() and len(line) < 600 for line in [*answer.splitlines(), *complaint.splitlines()])


def test_line_without_an_end_is_passed_over(monkeypatch):
    monkeypatch.setattr(recompute_ranking, "BYTES_AT_MOST", len(FULL) + 1)
    code, answer, complaint = piped(monkeypatch, b" " + FULL.encode() * 30 + b"\n" + FULL.encode() + b"\n")
    assert (code, answer.splitlines()[1:]) == (2, [FULL])
    assert complaint.startswith("Baris 1: Paket lebih besar")


def test_result_that_cannot_be_written_is_one_sentence(tmp_path):
    path = tmp_path / "paket.json"
    path.write_text(FULL)
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "manage.py", "recompute_ranking", str(path)],
            env={"PATH": os.environ["PATH"], "ASN_LOCAL_DIR": str(tmp_path / "kosong")},
            cwd=PROJECT_ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert (done.returncode, done.stderr) == (
        2,
        b"Masukan tidak dapat dibaca sampai selesai, atau hasilnya tidak dapat ditulis.\n",
    )
